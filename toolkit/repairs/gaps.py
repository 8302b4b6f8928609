"""Gaps: the places in a text where white space may be missing, found in one pass, with what stands around them."""

from __future__ import annotations

import re
from functools import partial
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
from toolkit.repairs.scans import finder, translated

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from toolkit.values import Edit

REACH = 120
"""Characters looked at on either side of a gap: no word is longer, and the search stays linear."""

_NO_DIGIT = "(?<![0-9])"
_BEFORE = rf"\w{STOPS}%,;:)\]"
_UPPER, _LOWER = UPPER_CLASS, LOWER_CLASS
_CAPITALS = (
    (rf"[{_LOWER}0-9²³{SIGNS}{STOPS}:;,)\]]", f"[{_UPPER}]", ""),
    (rf"[{_BEFORE}\"”»][\"”»“«›]", f"[{_UPPER}]", ""),
    (r"\s»", f"[{_UPPER}]", ""),
    (rf"[\w{STOPS}][\w{STOPS}][\w{STOPS}]['’]", f"[{_UPPER}]", ""),
    (rf"[{_UPPER}]", f"[{_UPPER}]", f"[{_LOWER}]"),
    (r"\)[—–-]", f"[{_UPPER}]", ""),
    (r"\)\s[—–-]", f"[{_UPPER}]", ""),
)
_DIGITS = (
    (rf"{_NO_DIGIT}[{STOPS}]", "[0-9]", ""),
    (rf"[{_LOWER}][{_LOWER}][{_LOWER}]", "[0-9]", "(?:[0-9]|[.,][0-9]{3})"),
    (rf"[{STOPS}][{CLOSER_CLASS}]", "[0-9]", ""),
)
_OTHERS = (
    (rf"[{_BEFORE}\"”»“«]", '["“„«‚¿¡»”]', rf"[\"“„«]?[¿¡]?[{_UPPER}0-9]"),
    (rf"[{STOPS}{CLOSER_CLASS}]", f"[{PREFIXES}]", r"\s?[0-9]"),
    (rf"[{STOPS}]", f"[{HANDLES}]", LETTER),
    (rf"[{STOPS}:]", r"[(\['‘]", rf"[{_UPPER}0-9]"),
    (rf"[{STOPS}]", "['’]", rf"[stnk]\s[{_UPPER}]"),
    (rf"[{_BEFORE}»“]", "[«„]", rf"\s[{_UPPER}0-9]"),
    (rf"[{STOPS}:{CLOSER_CLASS}]", "[—–-]", rf"\s?[{_UPPER}]"),
    (LETTER, f"[{BULLETS}]", ""),
    (rf"[{STOPS}:)]", f"[{BULLETS}]", ""),
)
"""What gaps look like: what stands before, the gap's first character, what stands behind where that matters."""


def _any(shapes: Iterable[tuple[str, str, str]], first: str = "") -> str:
    """A pattern that says, behind a gap's first character, whether it has one of some shapes; `first` is any that it
    is known to have.
    """
    return "|".join(f"(?<={before}{first or at})" + (f"(?={ahead})" if ahead else "") for before, at, ahead in shapes)


_GAP = re.compile(
    rf"(?s:[{_UPPER}0-9{OPENER_CLASS}{BULLETS}{PREFIXES}{HANDLES}—–-](?<!\s.)(?<![0-9][0-9])(?:"
    rf"(?<=[{_UPPER}])(?:{_any(_CAPITALS, '.')})|(?<=[0-9])(?:{_any(_DIGITS, '.')})|{_any(_OTHERS)}))"
)
"""The class comes first and the tests after it, since a search for a class is by far the fastest that `re` has."""

_ALIKE: dict[str, list[str]] = {}
for _before, _at, _ahead in (*_CAPITALS, *_DIGITS, *_OTHERS):
    _ALIKE.setdefault(_at + _ahead, []).append(_before)
_SHAPES = "|".join(f"(?:{'|'.join(before)}){rest}" for rest, before in _ALIKE.items())
_words = finder(translated(rf"(?:{_SHAPES.replace(_NO_DIGIT, '(?:^|[^0-9])')})[^\n\ ]*"))
"""Where UTF-8 has a gap, as far as the end of the word that it stands in; one behind `)` and a space begins where such
a word ends.
"""

_AHEAD = 2
"""Characters behind a word that may tell of a gap at its end, white space and a capital; no gap is among them."""

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

    def last(self) -> bool:
        """Whether nothing follows the next word in its sentence, or but its full stop."""
        rest = self.right[len(self.word) :]
        end = self.at + len(self.right)
        return rest == "." or (not rest and self.text[end : end + 1] in ("", "\n"))

    def initial(self) -> bool:
        """Whether a single letter and a full stop follow, as in a name's initials."""
        return len(self.word) == 1 and self.right[1:2] == "."


_gap = partial(tuple.__new__, Gap)  # half the cost of the constructor


def places(text: str) -> list[int]:
    """Where the gaps of a text are, ascending.

    >>> places("Kar yağdı.Yollar açıldı."), places("Kar yağdı. Yollar açıldı.")
    ([10], [])
    """
    return [match.start() for match in _GAP.finditer(text)]


def sought(text: str, data: bytes) -> list[int]:
    """The same for a text and its UTF-8: RE2 says at which words to look, at a fifth of the cost, and most texts have
    none.

    >>> sought("Kar yağdı.Yollar açıldı.", "Kar yağdı.Yollar açıldı.".encode())
    [10]
    """
    found = []
    end = 1
    for start, stop in _words(data):
        word = data[start:stop].decode()
        at = text.index(word, end - 1)
        end = at + len(word)
        while gap := _GAP.search(text, at, end + _AHEAD):
            at = gap.end()
            found.append(at - 1)
    return found


def remaining(text: str, places: Iterable[int], edits: Sequence[Edit]) -> list[int]:
    """Where the gaps of `text` are, which `edits` made of one that had its gaps at `places`.

    They are known without another search, since the edits put white space at gaps, or change it: no gap comes
    about by that, but behind a mark that now stands apart: `fini. »Puis`.

    >>> remaining("a. B.C", [2, 4], [("SP001", 1, 2, 2, "", " ")])
    [5]
    """
    found = []
    shift = number = 0
    for place in places:
        while number < len(edits) and edits[number][2] <= place:
            _, _, start, end, _, after = edits[number]
            shift += len(after) - (end - start)
            number += 1
        at = place + shift
        if text[at - 1].isspace():
            at += 1
            if text[at - 1].isalnum():
                continue
        if _GAP.match(text, at):
            found.append(at)
    return list(dict.fromkeys(found))


def around(text: str, at: int) -> Gap:
    """The gap at `at`, with what stands around it."""
    if text[at - 2 : at - 1] in _ENDS and text[at - 1] in "ei":  # `bitti.iPhone`
        at -= 1
    left = text[max(0, at - REACH) : at].rsplit(None, 1)[-1]
    right = text[at : at + REACH].split(None, 1)[0]
    word = _WORD.match(text, at, at + REACH)
    return _gap((text, at, left, right, word[1] if word else ""))


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
