"""One scan that says whether a text gives any cause to look for wrong characters.

Most texts give none.  The rules that mend characters ask here before they look closer, so a clean article costs
one pass of RE2 over its bytes instead of one for each rule.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from toolkit.repairs.badness import PATTERN
from toolkit.repairs.scans import classifier, searcher

if TYPE_CHECKING:
    from collections.abc import Callable

_MISREAD = (
    r"[ĂĆĐŃ][\x80-\x9fĄąŁ€„Š§š©Ș«ŹźŻ°±ČłŽ”¶·žčș»ŒœŸż]",  # ISO-8859-16
    r"[ÎÏ][łżčșŹȘ]",  # ISO-8859-16, Greek
    r"[A-Za-z][\x{e00}-\x{e3f}]|โ€|(?:[ะั][\x80-\x9f\x{e01}-\x{e3f}€…‘-•–—]){4}",  # Thai, Cyrillic too
    r"(?:[ฮฯ][\x80-\x9f\x{e01}-\x{e3f}€…‘-•–—]){4}",  # Thai, Greek
    r"[ΒΓΔΕΞΟΠΡ][\x80-\xbf€‘’]",  # ISO-8859-7
)
"""What UTF-8 looks like in the code pages that ftfy does not try."""

_LATIN_9 = r"[A-Za-z]Ã[ŠšŽžŒœ€]"
"""What it looks like in ISO-8859-15, and now and then in Windows-1252."""

_BRIEF = (
    r"[ÄÅ][ŸžŽœŒšŠ…‡–]",  # Windows-1252, for Turkish
    r"[РС][Ђ-Џђ-џҐґ‘’“”•–—™‹›«»§©°±µ¶·№€‚„…†‡‰][РС][Ђ-Џђ-џҐґ‘’“”•–—™‹›«»§©°±µ¶·№€‚„…†‡‰]",  # Windows-1251
)
"""What it looks like in those that ftfy tries, where a text is too short for its test."""

_WESTERN = r"[Â-ÑØÙâàðĞğ][\x80-\xbf€‘-›ŒœŠšŽžŸƒˆ˜™]"
"""What it begins with in Windows-1252, -1254 and ISO-8859-1."""

_SIGNS = (
    PATTERN,
    *_MISREAD,
    _LATIN_9,
    *_BRIEF,
    r"&#?[0-9A-Za-z]{1,24};",
    r"[\x00-\x08\x0b-\x1f\x7f-\xa0\xad\x{300}-\x{36f}\x{200b}-\x{200f}\x{2028}-\x{202f}\x{2060}-\x{206f}]",
    r"[\x{fdd0}-\x{fdef}\x{feff}\x{fff9}-\x{fffc}\x{fffe}\x{ffff}]",
    r"[A-Za-z][\x{401}-\x{491}\x{384}-\x{3ce}]|[\x{401}-\x{491}\x{384}-\x{3ce}][a-z]",
    r"[а-яіїє][А-ЯІЇЄ]{2}",
    r"[ðýþÐÝÞţŢđĐ]|[À-ÆÈ-ÕØ-ÛÝ-æè-õø-ûý-ÿ]{3}",  # one code page read as another
    r"\pL[¤€‹›⁄]+\pL|\pL›",  # Mac Turkish
    r"\\u[0-9A-Fa-f]{4}|\pL''\pL",  # escapes
)
_any = searcher("|".join(_SIGNS))


@cache
def searched(more: str) -> Callable[[bytes], bool]:
    """A function that says whether UTF-8 gives cause to look closer, with `more` characters that do."""
    return searcher("|".join((*_SIGNS, f"[{re.escape(more)}]"))) if more else _any


_MISREADING, _NINE, _SHORT, _BAD = range(4)
_kinds = classifier(("|".join(_MISREAD), _LATIN_9, "|".join(_BRIEF), PATTERN))
_western, _halved = searcher(_WESTERN), searcher("[ÃÂÅÎÐĞÙ] ")
_HELD = 8


def encode(text: str) -> bytes:
    r"""A text for RE2; half a surrogate pair is a sign of wrong characters, and so is the entity that it becomes.

    >>> encode("\ud83d gün")
    b'&#55357; g\xc3\xbcn'
    """
    return text.encode("utf-8", "xmlcharrefreplace")


encoded = lru_cache(_HELD)(encode)
"""The same, remembered for the last texts: several rules ask about each."""


@lru_cache(maxsize=_HELD)
def _seen(text: str) -> frozenset[int]:
    """The kinds that are found in `text`: one pass for all the rules that ask words."""
    return _kinds(encoded(text))


@lru_cache(maxsize=_HELD)
def present(text: str) -> bool:
    r"""Whether any rule for characters could have something to mend in `text`.

    >>> present("Bugün hava güzel."), present("Bug\xadün"), present("BugÃ¼n"), present("&uuml;")
    (False, True, True, True)
    """
    if (
        text.isascii()
        and "&" not in text
        and "\\" not in text
        and "''" not in text
        and text.replace("\n", "").isprintable()
    ):
        return False
    return _any(encoded(text))


def misread(text: str) -> bool:
    """Whether `text` has what UTF-8 looks like in a code page that ftfy does not try, or not in so short a text.

    >>> misread("AprĂšs"), misread("Après"), misread("iÅŸ"), misread("bugÃ¼n iÅŸ")
    (True, False, True, False)
    """
    seen = _seen(text)
    return _MISREADING in seen or (_SHORT in seen and _BAD not in seen)


@lru_cache(maxsize=_HELD)
def western(text: str) -> bool:
    """Whether `text` has what UTF-8 begins with in a Western code page.

    >>> western("bugÃ¼n"), western("bugün")
    (True, False)
    """
    return _western(encoded(text))


def halved(text: str) -> bool:
    r"""Whether `text` may have halves of characters whose no-break space became a space: `Ã ` was `à`.

    >>> halved("dÃ©jÃ  vu"), halved("dÃ©jÃ\xa0 vu")
    (True, False)
    """
    return _halved(encoded(text))


def bad(text: str) -> bool:
    """Whether a line of `text` looks like mojibake to ftfy: `badness.is_bad`, remembered for the last texts.

    >>> bad("dÃ¼n"), bad("dün")
    (True, False)
    """
    return _BAD in _seen(text)


def latin_9(text: str) -> bool:
    """Whether `text` may be UTF-8 read in ISO-8859-15, which differs from Windows-1252 in eight characters.

    >>> latin_9("AprÃšs"), latin_9("AprÃ¨s")
    (True, False)
    """
    return _NINE in _seen(text)
