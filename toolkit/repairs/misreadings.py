"""UTF-8 that was read in a code page which ftfy does not try, or takes for another one.

A sequence of characters that are the bytes of UTF-8 in such a page is common chance in real text (`ĂȘ` stands in
Romanian capitals), so words decide: what is read must make more known words than the text as it stands, and more
than what ftfy makes of it.  Typographic marks, three characters in place of one, count as words.  Windows-1252 and
-1251 are among the pages too: a short `iÅŸ` is not enough for ftfy's test to call it bad.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from toolkit import language as languages
from toolkit.lexicon import codepages
from toolkit.repairs import signs, utf8
from toolkit.repairs.edits import Change, differences
from toolkit.repairs.rule import Example, Leaf, Rule

if TYPE_CHECKING:
    from collections.abc import Sequence

    from toolkit.repairs.context import Context
    from toolkit.repairs.edits import Wish

_WORD = re.compile(r"[^\W\d_]+")
_MARKS = re.compile("(?<![^\x00-\x7f])[\u2010-\u203a](?![^\x00-\x7f])")
_LEFT = re.compile("[A-Za-zß-ÿ][À-Þ][a-z]|Ã[ŠšŽžŒœ€]")
"""What ftfy makes of ISO-8859-15, or leaves of it: `AprÚs`, `dÃŒn`."""
_SAMPLE = 80
_HELD, _RUNS = 8, 16_384
_SHORT = 4
_RARE, _COMMON = 2.0, 5.0
"""How frequent, on the Zipf scale, a short word and a single letter must be to say something."""


@dataclass(frozen=True, eq=False)
class Page:
    """A code page that UTF-8 was read in."""

    codec: str

    @cached_property
    def bytes_of(self) -> dict[int, bytes]:
        """The byte of each character; what the page leaves undefined is taken from Windows-1252, or as a control."""
        numbers = range(0x80, 0x100)
        undefined = {chr(number): bytes([number]) for number in numbers}
        own = {bytes([number]).decode(self.codec, "ignore"): bytes([number]) for number in numbers}
        lent = {bytes([number]).decode("cp1252", "ignore"): bytes([number]) for number in numbers if number < _PRINTED}
        return {ord(char): byte for char, byte in (undefined | lent | own).items() if char}

    @cached_property
    def runs(self) -> re.Pattern[str]:
        """Sequences of characters that could be UTF-8."""

        def chars(first: int, last: int) -> str:
            return re.escape("".join(chr(char) for char, byte in self.bytes_of.items() if first <= byte[0] <= last))

        follow = f"[{chars(0x80, 0xBF)}]"
        pairs = f"[{chars(0xC2, 0xDF)}]{follow}"
        triples = f"[{chars(0xE0, 0xEF)}]{follow}{{2}}"
        fours = f"[{chars(0xF0, 0xF4)}]{follow}{{3}}"
        return re.compile(f"(?:{pairs}|{triples}|{fours})+")

    def changes(self, text: str) -> list[Change]:
        """Each run that is UTF-8, with what it says."""
        found = ((hit, _meant(self, hit[0])) for hit in self.runs.finditer(text))
        return [Change(hit.start(), hit.end(), meant) for hit, meant in found if meant is not None]


@lru_cache(_RUNS)
def _meant(page: Page, run: str) -> str | None:
    """What a run says, or None where it is no UTF-8."""
    try:
        return b"".join([page.bytes_of[ord(char)] for char in run]).decode("utf-8")
    except UnicodeDecodeError:
        return None


_PRINTED = 0xA0
PAGES = (Page("iso8859-16"), Page("cp874"), Page("iso8859-7"), Page("iso8859-15"), Page("cp1252"), Page("cp1251"))


def find(text: str, context: Context) -> Sequence[Wish]:
    """The words that hold a run which is UTF-8 read in one of the pages, by the page that gains most."""
    if not signs.present(text):
        return ()
    if not signs.misread(text) and not (signs.latin_9(text) and _LEFT.search(utf8.undone(text))):
        return ()
    best: list[Change] = []
    best_gain = (0, 0)
    for page in PAGES:
        changes = page.changes(text)
        gain = _gain(text, changes, context.language) if changes else (0, 0)
        if gain > best_gain:
            best, best_gain = changes, gain
    return differences(text, _made(text, best))


def _gain(text: str, changes: list[Change], language: str | None) -> tuple[int, int]:
    """What the changes gain over what ftfy makes of the text: letters in known words, then impossible words.

    Nothing, unless they also gain clearly over the text as it stands.
    """
    after = _made(text, changes)
    spoken = language or languages.identify(after).language
    letters, impossible = _known(after, spoken)
    if 2 * (letters - _known(text, spoken)[0]) < min(len(changes), _SAMPLE):
        return 0, 0
    others, worse = _known(utf8.undone(text), spoken)
    return letters - others, worse - impossible


def _made(text: str, changes: list[Change]) -> str:
    pieces: list[str] = []
    at = 0
    for start, end, after, _ in changes:
        pieces += (text[at:start], after)
        at = end
    return "".join((*pieces, text[at:]))


@lru_cache(maxsize=_HELD)
def _known(text: str, language: str) -> tuple[int, int]:
    """The letters of the known words outside ASCII (a typographic mark counts as two), and how many are impossible."""
    words = [word for word in _WORD.findall(text) if not word.isascii()][:_SAMPLE]
    known = [word for word in words if _is_known(word, language)]
    impossible = sum(codepages.weigh(word, language) < 0 for word in words)
    return sum(map(len, known)) + 2 * len(_MARKS.findall(text)), impossible


def _is_known(word: str, language: str) -> bool:
    """Whether a word is frequent enough for its length to say something."""
    least = 0.0 if len(word) > _SHORT else _RARE if len(word) > 1 else _COMMON
    return codepages.known(word, language) > least


RULES = (
    Rule(
        "EN002",
        "UTF-8 read in a code page, told by words",
        "Characters that are the bytes of UTF-8 read as ISO-8859-7, -15, -16, Thai and the like become what the "
        "bytes say, where that makes more known words.",
        find,
        (
            Example("AprĂšs l'Ă©tĂ©, la rentrĂ©e", "Après l'été, la rentrée", "fr"),
            Example("Kyivโ€™s mayor", "Kyiv’s mayor", "en"),
            Example("ะ\x9dะฐั\x87ะฐะปะพ ะณะพะดะฐ", "Начало года", "ru"),
            Example("AprÃšs la rentrÃ©e", "Après la rentrée", "fr"),
            Example("Yeni iÅŸ", "Yeni iş"),
            Example("Π\x9cΠΎΡ\x81ΠΊΠ²Π° Π½Π΅ ΠΎΡ\x82Π²Π΅Ρ\x82ΠΈΠ»Π°", "Москва не ответила", "ru"),
        ),
        (
            Leaf("BĂȘICĂ, MULȚUMĂ", "ro"),
            Leaf("สวัสดีครับ ภาษาไทย", "th"),
            Leaf("ΝΕΡΟ» και «ΓΗ»", "el"),
            Leaf("Après l'été, la rentrée", "fr"),
            Leaf("Рівне і Сіверськ", "uk"),
            Leaf("SKÅŸ", "sv"),
        ),
    ),
)
