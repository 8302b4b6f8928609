"""Gaps: the places in a text where white space may be missing, found in one pass, with what stands around them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from toolkit.repairs.alphabet import (
    BULLETS,
    CLOSER_CLASS,
    HANDLES,
    LETTER,
    LOWER_CLASS,
    OPENER_CLASS,
    PREFIXES,
    SIGNS,
    STOPS,
    UPPER_CLASS,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

REACH = 120
"""Characters looked at on either side of a gap: no word is longer, and the search stays linear."""

_BEFORE = rf"\w{STOPS}%,;:)\]"
_GAP = re.compile(
    rf"[{UPPER_CLASS}0-9{OPENER_CLASS}{BULLETS}{PREFIXES}{HANDLES}—–-](?<!\s.)(?<![0-9][0-9])(?:"
    rf"(?<=[{LOWER_CLASS}0-9²³{SIGNS}{STOPS}:;,)\]][{UPPER_CLASS}])"
    rf"|(?<=[{_BEFORE}\"”»][\"”»“«›][{UPPER_CLASS}])"
    rf"|(?<=\s»[{UPPER_CLASS}])"
    rf"|(?<=[\w{STOPS}][\w{STOPS}][\w{STOPS}]['’][{UPPER_CLASS}])"
    rf"|(?<=[{UPPER_CLASS}][{UPPER_CLASS}])(?=[{LOWER_CLASS}])"
    rf"|(?<=[{STOPS}][0-9])(?<![0-9]..)"
    rf"|(?<=[{LOWER_CLASS}][{LOWER_CLASS}][{LOWER_CLASS}][0-9])(?=[0-9]|[.,][0-9]{{3}})"
    rf"|(?<=[{STOPS}][{CLOSER_CLASS}][0-9])"
    rf"|(?<=[{_BEFORE}\"”»“«][\"“„«‚¿¡»”])(?=[\"“„«]?[¿¡]?[{UPPER_CLASS}0-9])"
    rf"|(?<=[{STOPS}{CLOSER_CLASS}][{PREFIXES}])(?=\s?[0-9])"
    rf"|(?<=[{STOPS}][{HANDLES}])(?={LETTER})"
    rf"|(?<=[{STOPS}:][(\['‘])(?=[{UPPER_CLASS}0-9])"
    rf"|(?<=[{STOPS}]['’])(?=[stnk]\s[{UPPER_CLASS}])"
    rf"|(?<=[{_BEFORE}»“][«„])(?=\s[{UPPER_CLASS}0-9])"
    rf"|(?<=[{STOPS}:{CLOSER_CLASS}][—–-])(?=\s?[{UPPER_CLASS}])"
    rf"|(?<=\)[—–-][{UPPER_CLASS}])|(?<=\)\s[—–-][{UPPER_CLASS}])"
    rf"|(?<={LETTER}[{BULLETS}])|(?<=[{STOPS}:)][{BULLETS}]))"
)
"""A capital, digit, opening mark, dash or bullet, with something else than white space before it.

The class comes first and the tests after it, since a search for a class is by far the fastest that `re` has.
"""

_WORD = re.compile(rf"(?:[{OPENER_CLASS}]\s?)*({LETTER}*)")
_ENDS = frozenset(STOPS)
_LAST = re.compile(rf"{LETTER}+$")

SINGLES = {
    "cs": "VKSZOUAI", "el": "ΟΗΑ", "en": "IA", "es": "AYOEU", "fr": "AÀYÔ", "is": "ÍÁ", "it": "EÈAOI", "pl": "WZIOAU",
    "pt": "AOEÉÀ", "ro": "AOE", "ru": "ВСКИАЯОУ", "sv": "IÅ", "tr": "O", "uk": "ВЗІЙУАОЄЯ",
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

    def before(self, reach: int) -> str:
        """What stands before the run on the left, `reach` characters at most."""
        start = self.at - len(self.left)
        return self.text[max(0, start - reach) : start]

    def initial(self) -> bool:
        """Whether a single letter and a full stop follow, as in a name's initials."""
        return len(self.word) == 1 and self.right[1:2] == "."


def find(text: str) -> Iterator[Gap]:
    """Every gap of a text, ascending."""
    for match in _GAP.finditer(text):
        at = match.start()
        if text[at - 2 : at - 1] in _ENDS and text[at - 1] in "ei":  # `bitti.iPhone`
            at -= 1
        left = text[max(0, at - REACH) : at].rsplit(None, 1)[-1]
        right = text[at : at + REACH].split(None, 1)[0]
        word = _WORD.match(text, at, at + REACH)
        yield Gap(text, at, left, right, word[1] if word else "")


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
