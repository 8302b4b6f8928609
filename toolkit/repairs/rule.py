"""A repair rule: one pure function, with the words and examples that explain and test it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from toolkit.repairs.context import Context
from toolkit.repairs.edits import Wish

Find = Callable[[str, Context], Sequence[Wish]]
"""What a rule does: the changes it wants in a text, ascending, without overlap."""


class Example(NamedTuple):
    """A text that the rule mends, what it becomes, and the language it is in (None: not told)."""

    before: str
    after: str
    language: str | None = "tr"


class Leaf(NamedTuple):
    """A text that tempts the rule and must stay as it is."""

    text: str
    language: str | None = "tr"


class Rule(NamedTuple):
    """One entry of the ordered table.

    Rules that stand side by side and share a `find` are run once, as one step: each change then names its rule.
    """

    code: str
    name: str
    sentence: str
    find: Find
    examples: tuple[Example, ...]
    leaves: tuple[Leaf, ...]
