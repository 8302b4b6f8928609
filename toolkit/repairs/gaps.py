"""Gaps: the places in a text where white space may be missing, found in one pass, with what stands around them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from toolkit.repairs.alphabet import BULLETS, CLOSERS, LETTER, LOWER, OPENERS, STOPS, UPPER

if TYPE_CHECKING:
    from collections.abc import Iterator

REACH = 120
"""Characters looked at on either side of a gap: no word is longer, and the search stays linear."""

_BEFORE = rf"\w{STOPS}%,;:)\]"
_GAP = re.compile(
    rf"[{UPPER}0-9{OPENERS}{BULLETS}—–-](?<!\s.)(?:"
    rf"(?<=[{LOWER}0-9%€£$°²³{STOPS}:;,)\]][{UPPER}])"
    rf"|(?<=[{_BEFORE}\"”»][\"”»“«›][{UPPER}])"
    rf"|(?<=\s»[{UPPER}])"
    rf"|(?<=[\w{STOPS}][\w{STOPS}][\w{STOPS}]['’][{UPPER}])"
    rf"|(?<=[{UPPER}][{UPPER}])(?=[{LOWER}])"
    rf"|(?<=[{STOPS}][0-9])(?<![0-9]..)"
    rf"|(?<=[{STOPS}][{CLOSERS}][0-9])"
    rf"|(?<=[{_BEFORE}\"”»][\"“„«‚¿¡»”])(?=[\"“„«]?[{UPPER}0-9])"
    rf"|(?<=[{STOPS}:][(\['‘])(?=[{UPPER}0-9])"
    rf"|(?<=[{_BEFORE}]«)(?=\s[{UPPER}0-9])"
    rf"|(?<=[{STOPS}:{CLOSERS}][—–-])(?=\s?[{UPPER}])"
    rf"|(?<={LETTER}[{BULLETS}]))"
)
"""A capital, digit, opening mark, dash or bullet, with something else than white space before it.

The class comes first and the tests after it, since a search for a class is by far the fastest that `re` has.
"""

_RUN = re.compile(r"\S+")
_WORD = re.compile(rf"(?:[{OPENERS}]\s?)*({LETTER}*)")
_LAST = re.compile(rf"{LETTER}+$")

SINGLES = {
    "tr": "O", "en": "IA", "fr": "AÀYÔ", "es": "AYOEU", "it": "EÈAOI", "pt": "AOEÉÀ", "ru": "ВСКИАЯОУ", "uk": "ВЗІЙУАОЄЯ",
    "pl": "WZIOAU", "cs": "VKSZOUAI", "ro": "AOE", "sv": "IÅ", "el": "ΟΗΑ", "is": "ÍÁ",
}  # fmt: skip
"""The one-letter words that begin sentences, by language."""


class Gap(NamedTuple):
    """A place without white space: `text[at]` is the character on its right.

    `left` and `right` are the runs without white space on either side, `word` the letters that `right` begins
    with once opening marks are off.
    """

    text: str
    at: int
    left: str
    right: str
    word: str


def find(text: str) -> Iterator[Gap]:
    """Every gap of a text, ascending."""
    for match in _GAP.finditer(text):
        at = match.start()
        left = text[max(0, at - REACH) : at].rsplit(None, 1)[-1]
        reach = at + REACH
        yield Gap(text, at, left, _RUN.match(text, at, reach)[0], _WORD.match(text, at, reach)[1])


def last_word(left: str) -> str:
    """The letters that `left` ends with.

    >>> last_word("Gazze'ye"), last_word("2023")
    ('ye', '')
    """
    if left.isalpha():
        return left
    found = _LAST.search(left)
    return found[0] if found else ""


def titled(word: str) -> bool:
    """Whether a word begins with a capital and goes on in lower case.

    >>> titled("İran"), titled("O"), titled("AB")
    (True, True, False)
    """
    return word[:1].isupper() and (len(word) == 1 or word[1:].islower())
