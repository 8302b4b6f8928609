"""What looks like a joint and is none: addresses, domains, file names, code, handles, hashtags."""

from __future__ import annotations

import re

_ADDRESS = re.compile(r"://|[Ww]{3}\.|\w@\w|\\|=|[{}<>^~|`]|&#?\w+;|\w_\w|\w\(\S*\)$")
"""In a run without white space: an address, an e-mail, a path, a query, code."""

_SIGN = re.compile(r"[:@\\={}<>^~|`&_(]|[Ww]{3}\.")
"""What an address has in any case: looked for at a tenth of the cost."""

_PLAIN = ".,;:!?…'’\"“”"
"""Marks around a word that make no address of it."""

_TOP = (
    "com net org edu gov mil info biz gen bel pol k12 tv io co me app dev ai eu "
    "tr uk us de fr es it pt nl pl cz sk ro ru ua by kz az se no dk fi is gr at ch be ie bg hr rs si hu lt lv ee cy "
    "br mx ar cl ca au nz jp cn in il ir"
)
_EXTENSIONS = (
    "pdf doc docx xls xlsx ppt pptx txt csv jpg jpeg png gif svg webp bmp mp3 mp4 avi mov mkv zip rar gz tar exe dll "
    "html htm php asp aspx jsp js css json xml yml md py java cpp apk iso ini log bat sh net"
)
DOMAINS = frozenset(_TOP.split())
_DOMAIN = re.compile("|".join(sorted(DOMAINS)), re.IGNORECASE)
_LABEL = re.compile(r"\w+(?:\.\w{2,})*\.(?:" + "|".join(sorted(DOMAINS)) + r")\b(?!\.?\w)")
_SUFFIX = re.compile(r"(?:" + _EXTENSIONS.upper().replace(" ", "|") + r"|COM|ORG|EDU|GOV)\b(?!['’]?\w)")


_FILE = re.compile(r"\w\.(?:" + _EXTENSIONS.replace(" ", "|") + r")\b")


def masked(chunk: str) -> bool:
    """Whether a run without white space is an address or code, where no joint is looked for.

    >>> masked("https://ornek.com/Haber.Liste"), masked("ali@Ornek.com"), masked("EkRapor.pdf"), masked("bitti.Sonra")
    (True, True, True, False)
    """
    if chunk.strip(_PLAIN).isalpha():
        return False
    if _SIGN.search(chunk) and _ADDRESS.search(chunk):
        return True
    return "." in chunk[:-1] and _FILE.search(chunk) is not None


def tagged(chunk: str) -> bool:
    """Whether a run without white space begins as a hashtag or a handle: its inner capitals are its own.

    >>> tagged("#EvdeKal"), tagged("(@AyşeKaya"), tagged("C#Dili")
    (True, True, False)
    """
    return chunk.lstrip("([\"'“‘«")[:1] in {"#", "@"}


def ends_in_domain(stem: str) -> bool:
    """Whether `stem` ends in a domain.

    >>> ends_in_domain("haber.ornek.com.tr"), ends_in_domain("12.Sk"), ends_in_domain("bitti")
    (True, False, False)
    """
    dot = stem.rfind(".")
    named = dot > 0 and (stem[dot - 1].isalnum() or stem[dot - 1] in "_-")
    return named and not stem[dot + 1 :].istitle() and _DOMAIN.fullmatch(stem, dot + 1) is not None


def extends(right: str) -> bool:
    """Whether what follows a full stop is a file's ending or goes on as a domain, so that the stop joins a name.

    >>> extends("PDF"), extends("Ornek.com"), extends("Net")
    (True, True, False)
    """
    if right[1:2].isupper() and _SUFFIX.match(right):
        return True
    return "." in right and _LABEL.match(right) is not None
