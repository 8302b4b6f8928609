"""The pairs of code pages that are taken for one another, and where each of them shows."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import islice
from operator import itemgetter
from typing import TYPE_CHECKING

from toolkit.lexicon import codepages
from toolkit.repairs import signs
from toolkit.repairs.scans import classifier

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

_FOREIGN = re.compile("[À-ÆÈ-ÕØ-ÛÝ-æè-õø-ûý-ÿ]{3}")
"""Three letters in a row that Western languages do not string together (Turkish has `üçü`, hence the gaps)."""
_CYRILLIC = re.compile("[A-Za-z][\u0401-\u0491]|[\u0401-\u0491][a-z]")
_GREEK = re.compile("[A-Za-z][\u0384-\u03ce]|[\u0384-\u03ce][a-z]")
_INVERTED = re.compile("[а-яіїє]?[А-ЯІЇЄ]{2}")
"""KOI8 has its capitals where Windows-1251 has small letters, so words seem to be in capitals but for the first."""


_NEAR = "".join(char for char in map(chr, range(0x590)) if char.isalnum() and not char.isdecimal())
_FAR = r"[^\W\d_\x00-\u058f]"
"""What `[^\\W\\d_]` finds, in two classes: the letters up to Armenian are searched for at half the cost."""
_LOOKED_AT, _FEW = 1_500, 30
_HELD = 8
_SHARE = 0.3


@dataclass(frozen=True, eq=False)  # there is one of each, and hashing all fields costs a microsecond
class Swap:
    """A text written in one code page and read in another.

    `gate` is what such a text must have: one of some characters, or a pattern that half of its words match; without a
    gate, any character that stands for a letter.  `told`: these characters are too common elsewhere, so the swap is
    only looked for in its own languages.  `whole`: all letters differ (another alphabet), so a word of both alphabets
    is no word.
    """

    written: str
    read: str
    gate: re.Pattern[str] | str = ""
    told: bool = False
    whole: bool = False

    @cached_property
    def table(self) -> dict[int, str]:
        """What each character should have been."""
        return {ord(seen): meant for seen, meant in codepages.misread(self.written, self.read).items()}

    @cached_property
    def seen(self) -> str:
        """The characters that stand for letters."""
        return "".join(chr(seen) for seen, meant in self.table.items() if meant.isalpha())

    @cached_property
    def meant(self) -> str:
        """Letters that the languages need and that no wrong reading gives."""
        return "".join(meant for meant in self.table.values() if meant.isalpha() and ord(meant) not in self.table)

    @cached_property
    def words(self) -> re.Pattern[str]:
        """Runs of letters and of the characters that stand for letters, at least one of these among them."""
        other = "".join(char for char in _NEAR if char not in self.seen)
        return re.compile(rf"(?:[{other}]++|{_FAR})*+[{re.escape(self.seen)}]{self._rest.pattern}")

    @cached_property
    def parts(self) -> re.Pattern[str]:
        """What is to be put right: words, and between other alphabets the signs that differ."""
        signs = "".join(chr(seen) for seen, meant in self.table.items() if not meant.isalpha())
        if not signs or not (self.whole or self.read in {"cp1251", "cp1253"}):
            return self.words
        return re.compile(f"{self.words.pattern}|[{re.escape(signs)}]")

    @cached_property
    def _one(self) -> re.Pattern[str]:
        return re.compile(f"[{re.escape(self.seen)}]")

    @cached_property
    def _rest(self) -> re.Pattern[str]:
        return re.compile(rf"(?:[{_NEAR}{re.escape(self.seen)}]++|{_FAR})*+")

    def all_found(self, text: str) -> Iterator[str]:
        """What `words` finds."""
        return map(itemgetter(0), self.words.finditer(text))

    def found(self, text: str) -> Iterator[str]:
        """The same; where few characters stand for letters, at the cost of these and not of all."""
        return self.all_found(text) if self.whole else self._around(text)

    def _around(self, text: str) -> Iterator[str]:
        done = 0
        for hit in self._one.finditer(text):
            start = hit.start()
            if start < done:
                continue
            while start > done and text[start - 1].isalnum() and not text[start - 1].isdecimal():
                start -= 1
            done = self._rest.match(text, hit.start()).end()  # type: ignore[union-attr]  # it matches anywhere
            yield text[start:done]

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages that the text may be in."""
        return codepages.LANGUAGES[self.written]

    @property
    def natives(self) -> tuple[str, ...]:
        """Languages whose words hold the characters that are seen."""
        return _NATIVES.get(self.read, ())

    def shows(self, text: str, found: Collection[re.Pattern[str]]) -> bool:
        """Whether `text`, in which the patterns `found` stand, has in its first words what a swap leaves."""
        if isinstance(self.gate, str):
            return any(char in text for char in self.gate or self.seen)
        return self.gate in found and self._is_matched(self.gate, text, _FEW)

    def pervades(self, text: str) -> bool:
        """Whether enough words of a text that shows something match the pattern that is its gate, if it is one."""
        return isinstance(self.gate, str) or self._is_matched(self.gate, text, len(text))

    def _is_matched(self, gate: re.Pattern[str], text: str, few: int) -> bool:
        """Whether the gate matches enough of the first words; of more than `few` it is taken for granted."""
        sample = text[:_LOOKED_AT] if self._one.search(text, 0, _LOOKED_AT) else text
        most = int(_hits(gate, sample) / _SHARE)  # each word that matches holds one hit at least
        if most > few:
            return True
        words = [*islice(self.found(sample), most + 1)]
        return len(words) <= most and sum(map(bool, map(gate.search, words))) >= _SHARE * len(words)


@lru_cache(_HELD)
def _hits(pattern: re.Pattern[str], text: str) -> int:
    """How often a pattern is found: several swaps share a gate."""
    return len(pattern.findall(text))


_NATIVES = {
    "cp1252": ("is", "cs", "fr"),
    "cp1250": ("ro", "sh", "cs", "pl", "tr"),
    "cp1251": ("ru",),
    "koi8-u": ("ru",),
    "cp1254": ("tr",),
}

SWAPS = (
    Swap("cp1254", "cp1252", "ðýþÐÝÞ"),
    Swap("cp1254", "cp1250", "ţŢđĐ"),
    Swap("cp1251", "cp1252", _FOREIGN, whole=True),
    Swap("cp1251", "cp1254", _FOREIGN, whole=True),
    Swap("cp1253", "cp1252", _FOREIGN, whole=True),
    Swap("cp1253", "cp1254", _FOREIGN, whole=True),
    Swap("iso8859-7", "cp1252", _FOREIGN, whole=True),
    Swap("koi8-u", "cp1252", _FOREIGN, whole=True),
    Swap("koi8-u", "cp1254", _FOREIGN, whole=True),
    Swap("koi8-u", "cp1251", _INVERTED, whole=True),
    Swap("cp1251", "koi8-u", _INVERTED, whole=True),
    Swap("cp1254", "cp1251", _CYRILLIC),
    Swap("cp1254", "cp1253", _GREEK),
    Swap("cp1252", "cp1251", _CYRILLIC),
    Swap("cp1252", "cp1253", _GREEK),
    Swap("cp1250", "cp1251", _CYRILLIC),
    Swap("cp1250", "cp1252", told=True),
    Swap("iso8859-2", "cp1252", told=True),
    Swap("cp1252", "cp1250", told=True),
    Swap("cp1252", "cp1254", "ğışİŞĞ", told=True),
    Swap("cp857", "cp1254", "§Ÿ˜\x8d", told=True),
)
"""Every pair that is looked for; of those that explain a text, the one that gains most is taken."""

_GATES = tuple(dict.fromkeys(swap.gate for swap in SWAPS if not isinstance(swap.gate, str)))
_gates = classifier(gate.pattern for gate in _GATES)


@lru_cache(_HELD)
def patterns(text: str) -> frozenset[re.Pattern[str]]:
    """The patterns among the gates that are found in `text`, all in one pass; remembered for the last texts."""
    return frozenset(_GATES[number] for number in _gates(signs.encoded(text)))
