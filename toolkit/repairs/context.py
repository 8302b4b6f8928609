"""What a rule may know beside the text it looks at: language, tier, word list, options, the rest of the document."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from toolkit import lexicon

FULL = lexicon.LANGUAGES
"""Languages that are repaired with word lists; `docs/decisions/` has the measured precision of each."""

CASELESS = frozenset(
    "ar am bn fa gu he hi ja ka km kn ko lo ml mr my ne pa ps si ta te th ti ug ur yi zh".split()  # noqa: SIM905 — a list of thirty quoted codes reads worse
)
"""Languages in scripts without case, where nothing tells a joint."""

STARTER = 5.3
"""From this frequency (Zipf scale) on a word is one of the few hundred that open any sentence: hardly ever a name."""

_WORD = re.compile(r"[^\W\d_]+")
_PAIR = re.compile(r"(\w+)[^\w\s]*\s+[^\w\s]*(?=(\w+))")


class Options(NamedTuple):
    """Settings of a repair.

    `joints` is what stands at a joint (`space` or `line`), `disable` the codes of rules not to run, `names` words
    that are to be taken as known, `languages` the languages that the texts are expected to be in.
    """

    joints: str = "space"
    disable: frozenset[str] = frozenset()
    names: frozenset[str] = frozenset()
    languages: tuple[str, ...] = ()


DEFAULT = Options()


def tier(language: str | None) -> str:
    """How far a language is repaired: `full`, `safe` (also when unknown) or `none` (scripts without case).

    >>> tier("tr"), tier("az"), tier(None), tier("ja")
    ('full', 'safe', 'safe', 'none')
    """
    if language in FULL:
        return "full"
    return "none" if language in CASELESS else "safe"


@dataclass(frozen=True)
class Context:
    """The evidence for one document.  `fields` are its texts as the step met them, the body among them."""

    language: str | None = None
    options: Options = DEFAULT
    fields: tuple[str, ...] = ()

    @cached_property
    def tier(self) -> str:
        """`full`, `safe` or `none`."""
        return tier(self.language)

    @cached_property
    def lexicon(self) -> lexicon.Lexicon | None:
        """The word list of the language, or None where there is none."""
        return lexicon.load(self.language) if self.language else None

    @cached_property
    def abbreviations(self) -> frozenset[str]:
        """The language's abbreviations, in lower case without their last full stop."""
        return lexicon.abbreviations(self.language)

    @cached_property
    def titles(self) -> frozenset[str]:
        """Those abbreviations that never end a sentence."""
        return lexicon.titles(self.language)

    @cached_property
    def counts(self) -> Counter[str]:
        """How often each run of letters stands in the document."""
        return Counter(word for field in self.fields for word in _WORD.findall(field))

    @cached_property
    def pairs(self) -> frozenset[tuple[str, str]]:
        """Which words stand side by side somewhere in the document, with white space between."""
        return frozenset(pair for field in self.fields for pair in _PAIR.findall(field))

    def frequency(self, word: str) -> float:
        """How frequent `word` is in the language, on the Zipf scale; 0 when not known."""
        return self.lexicon.frequency(word) if self.lexicon else 0.0

    def knows(self, word: str) -> bool:
        """Whether `word` is in the word list, among the given names, or stands whole in the document."""
        return (
            (self.lexicon is not None and self.lexicon.knows(word))
            or word in self.options.names
            or self.counts[word] > 0
        )

    def opens(self, word: str) -> bool:
        """Whether `word` is one of the frequent words that open a sentence."""
        return self.frequency(word) >= STARTER
