"""Which one-byte code page a text was written in: the evidence that decoding and the repair of mojibake share.

Bytes alone do not tell code pages apart, words do.  For each language the frequent words that hold a letter
outside ASCII are taken from wordfreq's small lists (10 ms a language, read when first needed), and the pairs of
letters in them.  A reading of a word counts for a code page when it is such a word, against it when it mixes
scripts or has a symbol where a letter should stand.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from itertools import islice
from typing import NamedTuple

import wordfreq

from toolkit.lexicon.wordlists import load

_WESTERN = ("en", "de", "fr", "es", "it", "pt", "nl", "sv", "da", "nb", "fi", "is", "ca")
_CENTRAL = ("pl", "cs", "sk", "hu", "ro", "sl", "sh")
_CYRILLIC = ("ru", "uk", "bg", "mk")

LANGUAGES: dict[str, tuple[str, ...]] = {
    "cp1254": ("tr",),
    "cp1252": _WESTERN,
    "cp1251": _CYRILLIC,
    "cp1250": _CENTRAL,
    "cp1253": ("el",),
    "cp1255": ("he",),
    "cp1256": ("ar", "fa", "ur"),
    "cp1257": ("lt", "lv"),
    "iso8859-1": _WESTERN,
    "iso8859-2": _CENTRAL,
    "iso8859-5": _CYRILLIC,
    "iso8859-7": ("el",),
    "iso8859-9": ("tr",),
    "iso8859-15": _WESTERN,
    "koi8-r": ("ru",),
    "koi8-u": ("uk", "ru"),
    "cp866": ("ru",),
    "cp857": ("tr",),
    "mac-roman": _WESTERN,
    "mac-turkish": ("tr",),
}
"""The languages that each code page was made for, the commonest first."""

_FREQUENT = 20_000
_COUNTED = 4.0  # a word among the most frequent is at least about this frequent
_PRINTED = 0xA0
_LETTERS = re.compile(r"[^\W\d_]+")
_CEDILLA = str.maketrans("șțȘȚ", "şţŞŢ")  # Romanian is written with both; one form is enough to compare


class Evidence(NamedTuple):
    """What a set of words says for one reading of them: a score, the language that gives it, the words counted."""

    score: float
    language: str
    words: int


@cache
def frequent(language: str) -> frozenset[str]:
    """The frequent words of a language that hold a letter outside ASCII, in lower case; none where there is no list.

    >>> "değil" in frequent("tr")
    True
    """
    path = wordfreq.available_languages("small").get(language)
    bins = wordfreq.read_cBpack(path) if path else ()
    words = islice((word for rank in bins for word in rank), _FREQUENT)
    return frozenset(word.translate(_CEDILLA) for word in words if not word.isascii())


@cache
def pairs(language: str) -> frozenset[str]:
    """The pairs of letters in `frequent`, borders as spaces, of which one lies outside ASCII."""
    return frozenset(
        pair
        for word in frequent(language)
        for pair in map("".join, zip(f" {word}", f"{word} ", strict=True))
        if not pair.isascii()
    )


def fold(word: str, language: str) -> str:
    """`word` in lower case as the lists have it: Turkish İ/i and I/ı kept apart, Romanian with cedillas."""
    if language == "tr":
        word = word.replace("İ", "i").replace("I", "ı")
    return word.lower().translate(_CEDILLA)


@lru_cache(4096)
def _script(char: str) -> str:
    return unicodedata.name(char, "?").split(" ", 1)[0]


def weigh(word: str, language: str) -> float:
    """What one reading of a word says for a language: 1 known, down to -1 impossible, 0 nothing.

    >>> weigh("başkanı", "tr"), weigh("baþkaný", "tr"), weigh("baшkanэ", "ru")
    (1.0, -0.25, -1.0)
    """
    if word.isascii():
        return 0.0
    folded = fold(word, language)
    if folded in frequent(language):
        return 1.0
    if len({_script(char) for char in word if char.isalpha()}) > 1:
        return -1.0
    seen = pairs(language)
    here = [pair for pair in map("".join, zip(f" {folded}", f"{folded} ", strict=True)) if not pair.isascii()]
    return 0.25 if seen.issuperset(here) else -0.25


def misread(written: str, read: str) -> dict[str, str]:
    """What each character of `read` should have been, for bytes of `written`; those that agree are left out.

    Where `read` leaves a byte of 80 to 9F undefined or takes it for a control, the control stands for it too.

    >>> misread("cp1254", "cp1252")
    {'Ð': 'Ğ', 'Ý': 'İ', 'Þ': 'Ş', 'ð': 'ğ', 'ý': 'ı', 'þ': 'ş'}
    """
    table: dict[str, str] = {}
    for number in range(0x80, 0x100):
        byte = bytes([number])
        meant = byte.decode(written, "ignore")
        seen = byte.decode(read, "ignore")
        if meant and meant != seen:
            table |= {char: meant for char in (seen, chr(number) if number < _PRINTED else "") if char}
    return table


def known(word: str, language: str) -> float:
    """How frequent a word is in a language, on the Zipf scale; 0 where its list does not have it.

    >>> known("başkanı", "tr") > known("baþkaný", "tr")
    True
    """
    found = load(language)
    if found is not None:
        return found.frequency(word)
    return _COUNTED if fold(word, language) in frequent(language) else 0.0


def evidence(readings: list[str], codec: str) -> Evidence:
    """What the words, read as `codec`, say for it: the best of its languages decides."""
    pieces = [_LETTERS.findall(reading) for reading in readings]
    symbols = sum(_odd(reading) for reading in readings)
    best = Evidence(float("-inf"), "", 0)
    for language in LANGUAGES.get(codec, ()):
        scores = [weigh(piece, language) for piece in (p for ps in pieces for p in ps) if not piece.isascii()]
        best = max(best, Evidence(sum(scores) - symbols, language, len(scores)), key=lambda found: found.score)
    return best


def _odd(reading: str) -> bool:
    """Whether a symbol or a control stands at a letter where no spelling has one."""
    return any(
        unicodedata.category(char) in {"So", "Sc", "Sm", "No", "Cc", "Cf", "Lm"}
        for char in reading
        if not char.isascii()
    ) and any(char.isalpha() for char in reading)
