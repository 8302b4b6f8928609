"""UTF-8 that was read in a Western code page, undone run by run.

Bytes are better evidence than words: characters in a row that are the bytes of UTF-8 hardly ever come about
otherwise.  So a text that is spoilt in part is mended where it is spoilt, and what a run says is found out once and
remembered.  Left to the rules that ask words: what would be UTF-8 in another page too, and letters in a row that a
wrong page, not a wrong UTF-8, may have made.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from toolkit.repairs import signs
from toolkit.repairs.badness import is_bad
from toolkit.repairs.edits import Change
from toolkit.repairs.rule import Example, Leaf, Rule

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from toolkit.repairs.context import Context

_RUN = re.compile(r"[^\x00-\x7f]+")
_FIRST, _PRINTED = 0x80, 0xA0
_TYPESET = {
    ord(char): number for number in range(_FIRST, _PRINTED) for char in bytes([number]).decode("cp1252", "ignore")
}
"""The bytes 80 to 9F of Windows-1252, as the controls that they are in ISO-8859-1."""
_TURKISH = _TYPESET | {ord(bytes([number]).decode("cp1254")): number for number in b"\xd0\xdd\xde\xf0\xfd\xfe"}
_PAGES = (_TYPESET, _TURKISH)
_SHARED = frozenset("€ŠšŽžŒœŸ")
"""Characters that ISO-8859-15 has in other places."""
_OWN = frozenset(map(chr, _TYPESET)) - _SHARED | frozenset("¤¦¨´¸¼½¾")
"""Characters that it does not have."""
_CLOSING = frozenset("»”’›“‘…–—™°·\xa0")
"""What may stand after a capital with an accent in sound text: `CAFÉ»`."""
_ALPHABETS = range(0x370, 0x1E00)
_SPACED = ("Ã ", "Â ", "Ð ", "Ğ ")
"""Halves of a character whose no-break space became a space: ftfy has rules for them."""
_ELSEWHERE = re.compile("[ÂÃĂĹĐŃ][^\x00-\x7f]|[À-ÆÈ-ÕØ-ÛÝ-æè-õø-ûý-ÿ]{3}")
"""What is left of UTF-8 read in another page, or of another page read as a Western one."""
_CYRILLIC = re.compile("[\u0400-\u045f]")
_PAIR = 2
_BLOCK = 8
"""Greek, Cyrillic and others differ in a character's number without its last eight bits."""
_HELD = 16_384


def find(text: str, context: Context) -> list[Change]:  # noqa: ARG001 — rules share one signature
    """Each run of characters that is UTF-8 read in a Western code page, with what it says."""
    if not signs.present(text) or not signs.western(text) or any(map(text.__contains__, _SPACED)):
        return []
    runs = set(_RUN.findall(text))
    spoilt = {run for run in runs if meant(run)}
    if not spoilt or not _certain(spoilt, runs - spoilt):
        return []
    often = any(map(_is_double, spoilt))
    says = {run: meant(run, often=often) for run in spoilt}
    sure = set(filter(is_strong, spoilt))
    used = {ord(after[-1]) >> _BLOCK for after in (*(runs - spoilt), *map(says.__getitem__, sure))}
    return [
        Change(hit.start(), hit.end(), says[run])
        for hit in _RUN.finditer(text)
        if (run := hit[0]) in sure or (run in says and _fits(hit, says[run], used))
    ]


@lru_cache(_HELD)
def meant(run: str, *, often: bool = False) -> str:
    """What a run says, nothing where it is no UTF-8; undone again while it looks bad, or (`often`) while it can be.

    >>> meant("Ã¼"), meant("ÃƒÂ¼"), meant("ü")
    ('ü', 'ü', '')
    >>> meant("Ã…â€œ"), meant("Ã…â€œ", often=True)
    ('Å“', 'œ')
    """
    found = _read(run)
    return (found and (often or is_bad(found)) and meant(found, often=often)) or found


def _read(run: str) -> str:
    """What the bytes of a run say, nothing where it is no UTF-8."""
    for page in _PAGES:
        try:
            return run.translate(page).encode("latin-1").decode("utf-8")
        except UnicodeError:
            continue
    return ""


@lru_cache(_HELD)
def _is_double(run: str) -> bool:
    """Whether a run was misread twice without doubt: what it says at first is strong still."""
    once = _read(run)
    return bool(once) and bool(_read(once)) and is_strong(once)


@lru_cache(_HELD)
def is_strong(run: str) -> bool:
    """Whether a run that is UTF-8 is so by no chance: unlikely neighbours, and not one lone letter of another alphabet.

    >>> is_strong("Ã¼"), is_strong("ÄŸ"), is_strong("Ð»")
    (True, False, False)
    """
    after = meant(run)
    return is_bad(run) and (len(after) >= _PAIR or ord(after) not in _ALPHABETS)


def _certain(spoilt: Iterable[str], sound: Iterable[str]) -> bool:
    """Whether a text's runs say enough: a strong one, none that another page explains, no row of foreign letters."""
    if any(map(_ELSEWHERE.search, sound)):
        return False
    if not any(map(is_strong, spoilt)):
        return any(map(_CYRILLIC.search, sound)) and any(_CYRILLIC.match(meant(run)) for run in spoilt)
    seen = set().union(*spoilt)
    return not seen & _SHARED or bool(seen & _OWN)


def _fits(hit: re.Match[str], after: str, used: Collection[int]) -> bool:
    """Whether a run that may be chance stands where sound text would not have it: in a word, or with no closing mark.

    A letter of another alphabet must be of one that is `used` in the text.
    """
    text, start, end = hit.string, hit.start(), hit.end()
    if ord(after[0]) in _ALPHABETS:
        return ord(after[0]) >> _BLOCK in used
    return hit[0][-1] not in _CLOSING or text[end : end + 1].isalpha() or text[start - 1 : start].islower()


RULES = (
    Rule(
        "EN004",
        "UTF-8 read in a Western code page",
        "Characters in a row that are the bytes of UTF-8, read one by one as Windows-1252, -1254 or ISO-8859-1, "
        "become what the bytes say.",
        find,
        (
            Example("BugÃ¼n hava gÃ¼zel.", "Bugün hava güzel."),
            Example("Dün güzeldi, bugÃ¼n de gÃ¼zel.", "Dün güzeldi, bugün de güzel."),
            Example("sÃƒÂ¶zcÃƒÂ¼sÃƒÂ¼", "sözcüsü"),
            Example("Itâ€™s a long way", "It’s a long way", "en"),
            Example("Дождь кончился. Ð’ саду тихо.", "Дождь кончился. В саду тихо.", "ru"),
        ),
        (
            Leaf("Bugün hava güzel, değil mi?"),
            Leaf("Ãrvore é a palavra", "pt"),
            Leaf("“Curly” quotes’ stay", "en"),
            Leaf("Það er ekki hægt", "is"),
            Leaf("Le « CAFÉ» ouvre", "fr"),
        ),
    ),
)
