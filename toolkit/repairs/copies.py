"""The second copy of a passage: a page that holds its body twice, glued and whole, shows where white space belongs."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from toolkit.repairs.context import Context
    from toolkit.repairs.gaps import Gap

COPIED = "SP009"

_NEAR = 12
"""Characters on either side, white space aside, that make a passage: fewer only at the borders of a text."""

_LEAST = 14
_SHORT = 10_000
"""Up to this length of a document, which articles have, two characters are looked for before a passage is."""

_MARKS = ".,:"
"""Marks that stand between the digits of one number."""
_HELD, _FEW = 64, 4


def shown(gap: Gap, context: Context) -> bool:
    """Whether the passage around a gap stands in the document again, with a space or line break where the gap has none.

    White space elsewhere in the passage does not count: it may be glued at its other joints too.
    """
    text, at, whole = gap.text, gap.at, context.whole
    first, last = text[at], text[at - 1]
    if len(whole) <= _SHORT and not (
        f"{last} {first}" in whole or f"{last}\n{first}" in whole or f"{last}\n\n{first}" in whole
    ):
        return False
    if first.isdigit() and gap.left.rstrip(_MARKS)[-1:].isdigit():
        return False
    left = "".join(text[max(0, at - 2 * _NEAR) : at].split())[-_NEAR:]
    right = "".join(text[at : at + 2 * _NEAR].split())[:_NEAR]
    if len(left) + len(right) < _LEAST:
        return False
    return _recurs(left + right, _squeezed(whole)) and _stands(left, right, whole)


def _recurs(passage: str, whole: str) -> bool:
    """Whether a passage stands twice in a text without white space."""
    first = whole.find(passage)
    return first >= 0 and whole.find(passage, first + 1) >= 0


@lru_cache(_FEW)
def _squeezed(text: str) -> str:
    """A text without white space."""
    return "".join(text.replace(" ", "").split())


@lru_cache(_HELD)
def _stands(left: str, right: str, whole: str) -> bool:
    """Whether a passage stands in a text with a space or line break between its halves."""
    return re.search(rf"{_loose(left)}(?: |\n\n?){_loose(right)}", whole) is not None


def _loose(text: str) -> str:
    return r"\s*".join(map(re.escape, text))
