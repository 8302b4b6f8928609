"""Names with a capital inside whose halves are ordinary words, so that no word list tells them from a glued heading.

A small list of our own; a project adds its own names by the setting `names`.
"""

from __future__ import annotations

_LIST = (
    "GittiGidiyor HepsiBurada TürkiyeFinans YapıKredi VakıfBank HalkBank DenizBank FinansBank ŞekerBank "
    "AnadoluBank KuveytTürk TürkTelekom TürkTraktör TürkSat YeniŞafak HaberTürk YemekSepeti ÇiçekSepeti "
    "KitapYurdu TrendYol AnadoluJet SporToto DoğuşOtomotiv BilgiÜniversitesi İstanbulKart ParaGaranti BorsaGündem "
    "CumhurBaşkanı AnadoluHayat AnadoluSigorta GarantiBank ZiraatBank YurtiçiKargo WarnerMedia CapitalOne "
    "SalesForce MasterCard BlackBerry PowerPoint OneDrive SharePoint OpenOffice LibreOffice QuickTime GameStop "
    "DeepMind HarperCollins SunTrust TripAdvisor DreamWorks StackOverflow CreditSuisse CommerzBank "
    "DeutschlandRadio BundesLiga GreenPeace РосБанк СберБанк АльфаБанк ВкусВилл МегаФон ПриватБанк УкрПошта "
    "ГосУслуги МосБиржа СвязьИнвест"
)

NAMES = frozenset(_LIST.split())
