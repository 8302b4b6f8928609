"""Characters that should not be there, or stand there in pieces: one search finds them all, one rule mends each.

The rules run after mojibake is undone: until then a soft hyphen or a no-break space can be half a character.
Their search is one step of a repair, since none of them looks at what another one changes.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from itertools import groupby
from typing import TYPE_CHECKING

from toolkit.repairs import signs, spaces
from toolkit.repairs.edits import Change
from toolkit.repairs.rule import Example, Leaf, Rule

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from toolkit.repairs.context import Context

    Mend = Callable[[re.Match[str], Context], str | None]
    """What a hit becomes, or None where it is right as it stands."""

_HIT = re.compile(
    "(?P<CH001>[\ud800-\udbff][\udc00-\udfff]|[\ud800-\udfff])"
    "|(?P<CH002>\ufeff+)"
    "|(?P<CH003>\x1b\\[[0-9;]*[A-Za-z]"
    "|[\x00-\x08\x0e-\x1f\x7f-\x9f\u206a-\u206f\ufdd0-\ufdef\ufff9-\ufffc\ufffe\uffff]+)"
    "|(?P<CH004>[\x0b\x0c\u2028\u2029])"
    "|(?P<CH005>\xad+)"
    "|(?P<CH006>[\u200b-\u200d\u2060]+)"
    "|(?P<CH007>[\u200e\u200f\u202a-\u202e\u2066-\u2069]+)"
    "|(?P<CH008>[A-Za-z\xc0-\u024f\u0370-\u052f\u1e00-\u1fff][\u0300-\u036f]+)"
)
_MARKS = frozenset(map(chr, range(0x300, 0x370)))
_ODD = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\xad\u0300-\u036f\u200b-\u200f\u2028-\u202e\u2060-\u206f"
    "\ud800-\udfff\ufdd0-\ufdef\ufeff\ufff9-\ufffc\ufffe\uffff]"
)
_NEARBY = 200
_HELD = 1_024
_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
_PLAIN = re.compile("[\x20-\u02af\u0370-\u058f\u1e00-\u1fff\u2010-\u2027\u20a0-\u20bf\\s]?")
"""Characters beside which a joiner joins nothing: alphabets whose letters stand apart, punctuation, white space."""
_UNSPACED = re.compile("[\u0e00-\u109f\u1780-\u17ff\u1950-\u1aaf\u1b00-\u1b7f\u2e80-\u9fff\ua980-\ua9df\uaa60-\uaadf]")
"""Scripts that write no spaces, where a zero-width space says where a word ends."""


def find(text: str, context: Context) -> list[Change]:
    """Every character that a rule of this module mends; each change names its rule."""
    if not signs.present(text):
        return []
    changes = []
    for hit in _hits(text):
        code = hit.lastgroup or ""
        after = _MENDS[code](hit, context)
        if after is not None:
            changes.append(Change(hit.start(), hit.end(), after, code))
    return changes


def _hits(text: str) -> Iterator[re.Match[str]]:
    """The places to look at: one set of characters is searched for, and only there are the kinds told apart."""
    at, done = _ODD.search(text), 0
    while at is not None:
        place = at.start()
        hit = _HIT.match(text, max(done, place - 1) if at[0] in _MARKS else place)
        if hit is None or hit.end() <= place:  # a mark on no letter, or on one that goes
            at = _ODD.search(text, place + 1)
            continue
        yield hit
        done = hit.end()
        at = _ODD.search(text, done)


def _neighbours(hit: re.Match[str]) -> tuple[str, str]:
    """The characters on either side, empty at the text's borders."""
    text, start, end = hit.string, hit.start(), hit.end()
    return text[start - 1 : start], text[end : end + 1]


def _surrogate(hit: re.Match[str], context: Context) -> str:  # noqa: ARG001 — mends share one signature
    found = hit[0]
    return found.encode("utf-16", "surrogatepass").decode("utf-16") if len(found) > 1 else "\ufffd"


def _removed(hit: re.Match[str], context: Context) -> str:  # noqa: ARG001 — mends share one signature
    return ""


def _line(hit: re.Match[str], context: Context) -> str:  # noqa: ARG001 — mends share one signature
    return "\n"


def _hyphen(hit: re.Match[str], context: Context) -> str:  # noqa: ARG001 — mends share one signature
    """Nothing inside a word; a hyphen where none could break a word: between digits, or alone."""
    before, after = _neighbours(hit)
    return "-" if (before.isdigit() and after.isdigit()) or (not before.strip() and not after.strip()) else ""


def _width(hit: re.Match[str], context: Context) -> str | None:  # noqa: ARG001 — mends share one signature
    before, after = _neighbours(hit)
    if "\u200c" not in hit[0] and "\u200d" not in hit[0]:
        return None if _UNSPACED.match(before) or _UNSPACED.match(after) else ""
    return "" if _PLAIN.fullmatch(before) and _PLAIN.fullmatch(after) else None


def _direction(hit: re.Match[str], context: Context) -> str | None:  # noqa: ARG001 — mends share one signature
    """Nothing where the letters nearby, in the same line, all run from left to right."""
    text, start, end = hit.string, hit.start(), hit.end()
    before, after = text[max(0, start - _NEARBY) : start], text[end : end + _NEARBY]
    nearby = before.rpartition("\n")[2] + after.partition("\n")[0]
    return None if _RIGHT_TO_LEFT.search(nearby) else ""


def _composed(hit: re.Match[str], context: Context) -> str | None:
    """The letter in one piece, no mark on it twice; the dot that lower-casing İ leaves goes, except in Lithuanian."""
    whole = _in_one_piece(hit[0])
    if whole == "i\u0307" and context.language != "lt":
        return "i"
    return whole if whole != hit[0] else None


@lru_cache(_HELD)
def _in_one_piece(letter: str) -> str:
    pieces = unicodedata.normalize("NFD", letter)
    return unicodedata.normalize("NFC", "".join(mark for mark, _ in groupby(pieces)))


_MENDS: dict[str, Mend] = {
    "CH001": _surrogate,
    "CH002": _removed,
    "CH003": _removed,
    "CH004": _line,
    "CH005": _hyphen,
    "CH006": _width,
    "CH007": _direction,
    "CH008": _composed,
}

RULES = (
    Rule(
        "CH001",
        "surrogates",
        "Two halves of a UTF-16 pair become the character they stand for; half a pair alone is lost (U+FFFD).",
        find,
        (Example("Kar \ud83d\ude00 yağdı", "Kar 😀 yağdı"), Example("Kar \ud83d yağdı", "Kar \ufffd yağdı")),
        (Leaf("Kar 😀 yağdı"), Leaf("Kar yağdı")),
    ),
    Rule(
        "CH002",
        "byte order marks",
        "A byte order mark (U+FEFF) inside a text says nothing and goes.",
        find,
        (Example("\ufeffBugün", "Bugün"), Example("Bug\ufeffün", "Bugün")),
        (Leaf("Bugün"), Leaf("BOM diye yazılır")),
    ),
    Rule(
        "CH003",
        "control characters",
        "Control characters, terminal escapes and code points that are no characters go; tabs and line ends stay.",
        find,
        (Example("Bu\x02gün", "Bugün"), Example("\x1b[31mkırmızı\x1b[0m", "kırmızı")),
        (Leaf("ad\tsoyad\nAli\tKaya"), Leaf("[31m diye yazar")),
    ),
    Rule(
        "CH004",
        "line and paragraph separators",
        "Unicode's line and paragraph separators, vertical tab and form feed become a line end.",
        find,
        (Example("bir\u2028iki", "bir\niki"), Example("bir\x0ciki", "bir\niki")),
        (Leaf("bir\niki"), Leaf("bir\n\niki")),
    ),
    Rule(
        "CH005",
        "soft hyphens",
        "A soft hyphen in a word goes; between digits, or with white space on both sides, it was a hyphen.",
        find,
        (
            Example("rese\xadpsiyon", "resepsiyon"),
            Example("Haber\xadler", "Haberler"),
            Example("1990\xad2000 yılları", "1990-2000 yılları"),
        ),
        (Leaf("Ankara-İstanbul"), Leaf("1990-2000"), Leaf("10 – 12")),
    ),
    Rule(
        "CH006",
        "zero-width characters",
        "Zero-width spaces and joiners go, except in scripts that need them, and inside emoji.",
        find,
        (Example("dedik\u200bodu", "dedikodu"), Example("Auf\u200clage", "Auflage", "de")),
        (
            Leaf("می\u200cخواهم", "fa"),
            Leaf("क्\u200dष", "hi"),
            Leaf("👩\u200d🚒 geldi"),
            Leaf("ភាសា\u200bខ្មែរ", "km"),
        ),
    ),
    Rule(
        "CH007",
        "marks of writing direction",
        "Marks of writing direction go where the line has no letter nearby that is written from right to left.",
        find,
        (Example("7 Aralık\u200e 2023", "7 Aralık 2023"), Example("\u202aAnkara\u202c", "Ankara")),
        (Leaf("\u200fשלום Ankara\u200e", "he"), Leaf("قال \u200e2023", "ar")),
    ),
    Rule(
        "CH008",
        "letters in pieces",
        "A Latin, Greek or Cyrillic letter followed by its accent becomes one character; the dot over an i, left "
        "where İ was put in lower case, goes.",
        find,
        (
            Example("go\u0308zlu\u0308k", "gözlük"),
            Example("i\u0307stanbul", "istanbul"),
            Example("Йога и\u0306", "Йога й", "ru"),
            Example("ş\u0327imdi", "şimdi"),
        ),
        (
            Leaf("Istanbul, İstanbul, ılık"),
            Leaf("i\u0307\u0301", "lt"),
            Leaf("за\u0301мок", "ru"),
            Leaf("שָׁלוֹם", "he"),
            Leaf("豈更", "zh"),
        ),
    ),
    *spaces.RULES,
)
