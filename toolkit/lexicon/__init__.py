"""Word lists and abbreviations, a language at a time."""

from __future__ import annotations

from functools import lru_cache

import wordfreq

LANGUAGES = frozenset(
    "cs de el en es fr is it nl pl pt ro ru sv tr uk".split()  # noqa: SIM905 — a list of thirty quoted codes reads worse
)


class Lexicon:
    """The words of one language."""

    def __init__(self, language: str, words: frozenset[str]) -> None:
        self.language = language
        self._words = words

    def knows(self, word: str) -> bool:
        """Whether `word`, its case folded, stands in the list."""
        return fold(word, self.language) in self._words


def fold(word: str, language: str) -> str:
    """`word` in lower case, Turkish İ/i and I/ı kept apart."""
    if language in {"tr", "az"}:
        word = word.replace("İ", "i").replace("I", "ı")
    return word.lower()


@lru_cache(16)
def load(language: str) -> Lexicon | None:
    """The word list of a language, or None where there is none."""
    if language not in LANGUAGES:
        return None
    return Lexicon(language, frozenset(wordfreq.top_n_list(language, 500000)))


def abbreviations(language: str) -> frozenset[str]:
    """The abbreviations of a language, without their last full stop."""
    return frozenset()
