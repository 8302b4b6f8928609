"""What a rule may know beside the text it looks at: language, tier, word list, options, the rest of the document."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from toolkit import lexicon

FULL = frozenset(
    "cs de el en es fr is it nl pl pt ro ru sv tr uk".split()  # noqa: SIM905 — a list of thirty quoted codes reads worse
)
"""Languages that are repaired with word lists; `docs/decisions/` has the measured precision of each."""

CASELESS = frozenset(
    "ar am bn fa gu he hi ja ka km kn ko lo ml mr my ne pa ps si ta te th ti ug ur yi zh".split()  # noqa: SIM905 — a list of thirty quoted codes reads worse
)
"""Languages in scripts without case, where nothing tells a joint."""


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
