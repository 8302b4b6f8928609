"""What a rule may know beside the text it looks at: language, tier, word list, options, the rest of the document."""

from __future__ import annotations

from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from toolkit import lexicon
from toolkit.repairs.alphabet import SEAM

if TYPE_CHECKING:
    from collections.abc import Iterator

FULL = lexicon.LANGUAGES
"""Languages that are repaired with word lists; `docs/decisions/` has the measured precision of each."""

CASELESS = frozenset(
    "ar am bn fa gu he hi ja ka km kn ko lo ml mr my ne pa ps si ta te th ti ug ur yi zh".split()  # noqa: SIM905 — a list of thirty quoted codes reads worse
)
"""Languages in scripts without case, where nothing tells a joint."""

REACH = 100_000
"""Characters of a field that are searched for evidence: more than any article has, and the cost stays bounded."""

_NAMED = 1.2
_HELD = 8_192
"""Words whose frequency is remembered: the same ones stand in one article after the other."""

_FEW = 4
_BETWEEN = (" ", "\n", "\n\n")


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


@lru_cache(_HELD)
def _frequency(word: str, language: str) -> float:
    words = lexicon.load(language)
    return words.frequency(word) if words else 0.0


@lru_cache(_FEW)
def _joined(fields: tuple[str, ...]) -> str:
    return SEAM.join([field[:REACH] for field in fields])


class Context(NamedTuple):
    """The evidence for one document.  `fields` are its texts as the step met them, the body among them."""

    language: str | None = None
    options: Options = DEFAULT
    fields: tuple[str, ...] = ()

    @property
    def tier(self) -> str:
        """`full`, `safe` or `none`."""
        return tier(self.language)

    @property
    def abbreviations(self) -> frozenset[str]:
        """The language's abbreviations, in lower case without their last full stop."""
        return lexicon.abbreviations(self.language)

    @property
    def articles(self) -> frozenset[str]:
        """The language's words that stand before a noun only."""
        return lexicon.articles(self.language)

    @property
    def titles(self) -> frozenset[str]:
        """Those abbreviations that never end a sentence."""
        return lexicon.titles(self.language)

    @property
    def whole(self) -> str:
        """The first `REACH` characters of each field, with a seam between."""
        return _joined(self.fields)

    def places(self, passage: str) -> Iterator[int]:
        """Where `passage` stands in the whole with no letter before it."""
        whole = self.whole
        at = whole.find(passage) if passage else -1
        while at >= 0:
            if not whole[at - 1 : at].isalpha():
                yield at
            at = whole.find(passage, at + len(passage))

    def stands(self, word: str, times: int = 1) -> bool:
        """Whether `word` stands whole in the document, so many times at least."""
        whole, length = self.whole, len(word)
        found = (at for at in self.places(word) if not whole[at + length : at + length + 1].isalpha())
        return next(islice(found, times - 1, None), None) is not None

    def recurs(self, word: str) -> bool:
        """Whether `word` stands whole in the document more than once."""
        return self.stands(word, 2)

    def apart(self, left: str, right: str) -> bool:
        """Whether `left` and `right` stand side by side in the document, with a space or line break between."""
        return any(next(self.places(left + gap + right), None) is not None for gap in _BETWEEN)

    def frequency(self, word: str) -> float:
        """How frequent `word` is in the language, on the Zipf scale; 0 when not known."""
        return _frequency(word, self.language or "")

    def given(self, token: str) -> bool:
        """Whether a token with a capital inside is a name of the settings or of the list of names."""
        return token in self.options.names or token in lexicon.NAMES

    def foreign(self, token: str) -> bool:
        """Whether a token is known as it stands to English, whose list has the names of the world."""
        return self.english(token) > _NAMED

    def english(self, word: str) -> float:
        """How frequent `word` is in English, on the Zipf scale."""
        return _frequency(word, "en")

    def knows(self, word: str) -> bool:
        """Whether `word` is in the word list, among the given names, or stands whole in the document."""
        return self.frequency(word) > 0 or word in self.options.names or self.stands(word)

    def opens(self, word: str) -> bool:
        """Whether `word` is one of the words that open sentences and are hardly ever half of a name."""
        return bool(word) and lexicon.fold(word, self.language or "") in lexicon.openers(self.language)
