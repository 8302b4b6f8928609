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
from operator import add
from string import ascii_lowercase
from typing import TYPE_CHECKING, NamedTuple

from toolkit.lexicon.wordlists import load

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

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
    "cp850": _WESTERN,
    "mac-roman": _WESTERN,
    "mac-turkish": ("tr",),
}
"""The languages that each code page was made for, the commonest first."""

EAST_ASIAN = {"gb18030": "zh", "big5": "zh", "shift_jis": "ja", "euc_jp": "ja", "euc_kr": "ko"}
"""The language that each East Asian encoding was made for."""
ENCODINGS = (*LANGUAGES, *EAST_ASIAN)
"""Every encoding that words or characters can tell."""

_FREQUENT = 20_000
_COMMON = 3_000
_COUNTED = 4.0  # a word among the most frequent is at least about this frequent
_PRINTED = 0xA0
_LOOKED_AT = 200
_HELD = 30_000
_SYMBOL = re.compile(
    r"(?<=[^\W\d_])[\x80-\x9f\xa1-\xa9\xab-\xb9\xbb-\xbf€‚†‡ˆ‰‹›™˘˙˚˛˜˝ˇ№](?=[^\W\d_])|[¢¤¦¬¯¶¸±](?=[^\W\d_])"
)
"""A symbol where no spelling has one: between letters, a few also before one."""
SAYS = {1: 0.1, 2: 0.5}
"""What a word of one or two letters counts: nearly every pair of letters is a word somewhere."""
_INNER_CAPITAL = re.compile(r"[^\W\d_A-Z][A-ZÀ-ÞΆ-ΫЀ-Я]")
_LETTERS = re.compile(r"[^\W\d_]+")
_PLAIN = f" {ascii_lowercase}"
_LATIN = re.compile("[A-Za-zÀ-ÖØ-öø-ɏ]+")


class Evidence(NamedTuple):
    """What the words of a text say for one reading of them, a word of one or two letters saying less.

    `score`: a known word counts 1, an impossible one -1; `known` and `words` count them; `odd` are those with a
    symbol where a letter should stand.
    """

    score: float
    known: float
    words: float
    odd: int


@cache
def frequent(language: str) -> frozenset[str]:
    """The frequent words of a language that hold a letter outside ASCII, in lower case; none where there is no list.

    >>> "değil" in frequent("tr")
    True
    """
    return frozenset(fold(word, "") for word in _commonest(language, _FREQUENT) if not word.isascii())


def _commonest(language: str, most: int) -> Iterator[str]:
    """The commonest words of a language, none where there is no list."""
    import wordfreq  # noqa: PLC0415 — 0.1 s that UTF-8 should not cost

    path = wordfreq.available_languages("small").get(language)
    bins = wordfreq.read_cBpack(path) if path else ()
    return islice((word for rank in bins for word in rank), most)


@cache
def pairs(language: str) -> frozenset[str]:
    """The pairs of letters in `frequent`, borders as spaces, and all pairs of ASCII letters."""
    found = {pair for word in frequent(language) for pair in map(add, f" {word}", f"{word} ")}
    return frozenset(found | {left + right for left in _PLAIN for right in _PLAIN})


def fold(word: str, language: str) -> str:
    """`word` in lower case as the lists have it: Turkish İ/i and I/ı kept apart, Romanian with cedillas."""
    if language == "tr":
        word = word.replace("İ", "i").replace("I", "ı")
    return word.lower().replace("ș", "ş").replace("ț", "ţ")  # Romanian is written with both


@lru_cache(4096)
def script(char: str) -> str:
    """The first word of a character's name in Unicode: for a letter, the script it belongs to.

    >>> script("ş"), script("ж")
    ('LATIN', 'CYRILLIC')
    """
    return unicodedata.name(char, "?").split(" ", 1)[0]


@lru_cache(_HELD)
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
    if not _LATIN.fullmatch(word) and len(set(map(script, filter(str.isalpha, word)))) > 1:
        return -1.0
    if _INNER_CAPITAL.search(word[1:]) and not word.isupper():
        return -0.5
    return 0.25 if pairs(language).issuperset(map(add, f" {folded}", f"{folded} ")) else -0.25


def languages(codec: str) -> tuple[str, ...]:
    """The languages that an encoding was made for; those of Western Europe where nothing is known of it."""
    return (EAST_ASIAN[codec],) if codec in EAST_ASIAN else LANGUAGES.get(codec, _WESTERN)


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


@lru_cache(_HELD)
def known(word: str, language: str) -> float:
    """How frequent a word is in a language, on the Zipf scale; 0 where its list does not have it.

    >>> known("başkanı", "tr") > known("baþkaný", "tr")
    True
    """
    found = load(language)
    if found is not None:
        return found.frequency(word)
    return _COUNTED if fold(word, language) in frequent(language) else 0.0


def evidence(readings: Iterable[str], codec: str) -> Evidence:
    """What the words, read as `codec`, say for it; the one of its languages that knows most of them decides.

    >>> evidence(["başkanı"], "cp1254"), evidence(["baţkaný"], "cp1250").known
    (Evidence(score=1.0, known=1.0, words=1.0, odd=0), 0.0)
    """
    parted = [_parted(reading) for reading in readings]
    pieces = [piece for found, _ in parted for piece in found]
    odd = sum([strange for _, strange in parted])
    language = _likeliest(pieces, languages(codec))
    score, known, words = -float(odd), 0.0, 0.0
    for piece in pieces:
        weight, says = weigh(piece, language), SAYS.get(len(piece), 1.0)
        score += weight * says
        known += says * (weight == 1.0)
        words += says
    return Evidence(score, known, words, odd)


@lru_cache(_HELD)
def _parted(reading: str) -> tuple[tuple[str, ...], bool]:
    """The words of a reading that hold a letter outside ASCII, and whether a symbol stands where none should."""
    return tuple(piece for piece in _LETTERS.findall(reading) if not piece.isascii()), is_odd(reading)


def is_odd(text: str) -> bool:
    """Whether a symbol stands where no spelling has one.

    >>> is_odd("zim±"), is_odd("zim±y"), is_odd("± 5 °C")
    (False, True, False)
    """
    return _SYMBOL.search(text) is not None


def _likeliest(pieces: Iterable[str], spoken: Sequence[str]) -> str:
    """The language of those that knows most of the words."""
    if len(spoken) == 1:
        return spoken[0]
    folded = {fold(piece, "") for piece in pieces}
    return max(spoken, key=lambda language: len(folded & frequent(language)))


@cache
def characters(language: str) -> frozenset[str]:
    """The characters outside ASCII of a language's commonest words: what Chinese, Japanese and Korean are told by."""
    return frozenset(char for word in _commonest(language, _COMMON) for char in word)


def ideographic(text: str, codec: str) -> Evidence | None:
    """What its characters say for an East Asian encoding, one to a word; None for any other encoding.

    >>> ideographic("中国人", "gb18030").score, ideographic("黵鰎", "gb18030").score, ideographic("ab", "cp1252")
    (3, -2, None)
    """
    if codec not in EAST_ASIAN:
        return None
    found = [char for char in text if not char.isascii() and char.isalnum()][:_LOOKED_AT]
    known = sum(char in characters(EAST_ASIAN[codec]) for char in found)
    return Evidence(known - (len(found) - known), known, len(found), 0)
