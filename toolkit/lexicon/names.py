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
    "DeepMind HarperCollins SunTrust TripAdvisor DreamWorks StackOverflow HuggingFace CreditSuisse CommerzBank "
    "DeutschlandRadio BundesLiga GreenPeace РосБанк СберБанк АльфаБанк ВкусВилл МегаФон ПриватБанк УкрПошта "
    "ГосУслуги МосБиржа СвязьИнвест isiZulu isiXhosa isiNdebele siSwati kiSwahili seSotho seTswana wikiHow"
)

NAMES = frozenset(_LIST.split())

_FORMS = (
    "GmbH AG eG KG OHG SE e.V Inc Ltd plc PLC LLC Corp S.A SA SAS SARL S.p.A SpA S.r.l Srl S.L BV B.V NV N.V AB Oy Oyj "
    "ASA A/S ApS A.Ş AŞ s.r.o a.s sp d.o.o ООО ОАО ПАО АО ЗАО ТОВ Holding Group Bank "
    "Vakfı Derneği Bankası Üniversitesi Kulübü Grubu Şirketi Partisi Gazetesi Lisesi Hastanesi Koleji Kooperatifi "
    "Mağazası Platformu Dergisi Ajansı Laboratuvarı vakfı derneği bankası kulübü grubu şirketi gazetesi laboratuvarı "
    "uygulaması platformu kooperatifi mağazası markası sitesi dergisi"
)
_KINDS = (
    "firma firmy firmę firmą firmie firman firmaet firmowy unternehmen konzern verein anbieter startup start-up app "
    "plattform firm company brand website platform société entreprise appli application marque plateforme groupe "
    "empresa grupo compañía marca aplicación società gruppo azienda ditta bedrijf winkel spółka spółki sklep bolaget "
    "företaget appen koncernen společnost skupina obchod compania grupul компания компании компанию фирма фирмы завод "
    "холдинг группа банк компанія компанії şirketi sitesi uygulaması zinciri markası girişimi kooperatif şirket"
)

_SECONDS = (
    "haber spor türk türkçe radyo müzik çocuk belgesel avaz para kargo kart akademi bank sigorta market mobil kitap "
    "medya ajans enerji teknoloji store news sport sports world money radio live online plus group info text neo "
    "banking reise welt банк наука спорт новости радио мир плюс deportes noticias mundo notícias esporte "
    "holding grup global aktüel yapım film dergi gazete haus werk verlag strom house station media studio tech works "
    "systems nacional digital error warning exception parser formatter handler manager factory builder metadata client "
    "server controller validator provider adapter"
)

SECONDS = frozenset(_SECONDS.split())
"""Second halves in the names of channels and brands, and of things in code, in lower case: `NTVSpor`, `ValueError`."""

_CLUBS = "BSC FC FK FSV RCD SC SSV SV TSG TSV TuS VfB VfL ФК ХК"

CLUBS = frozenset(_CLUBS.split())
"""What stands before a club's name: `SV.Werder`."""

FORMS = frozenset(_FORMS.split())
"""What stands behind the name of a company or a body, without its last full stop: `HolzWerk GmbH`."""

KINDS = frozenset(_KINDS.split())
"""What stands before such a name: `die Firma HolzWerk`."""
