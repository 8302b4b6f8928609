"""The second copy of a passage: a page that holds its body twice, glued and whole, shows where white space belongs."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from toolkit.repairs.context import REACH

if TYPE_CHECKING:
    from toolkit.repairs.context import Context
    from toolkit.repairs.gaps import Gap

COPIED = "SP009"

_NEAR = 12
"""Characters on either side, white space aside, that make a passage: fewer only at the borders of a text."""

_LEAST = 14
_MARKS = ".,:"
"""Marks that stand between the digits of one number."""

_LETTERS = 3
"""So many letters of the next word are looked for first, which is cheap: most of them do not stand a second time."""
_HELD, _FEW = 64, 4


def shown(gap: Gap, context: Context) -> bool:
    """Whether the passage around the gap stands in the document again, with white space where the gap has none.

    White space elsewhere in the passage does not count: it may be glued at its other joints too.
    """
    text, at = gap.text, gap.at
    if text[at].isdigit() and gap.left.rstrip(_MARKS)[-1:].isdigit():
        return False
    letters = gap.word[:_LETTERS]
    if sum([field.count(letters, 0, REACH) for field in context.fields]) <= 1:
        return False
    left = "".join(text[max(0, at - 2 * _NEAR) : at].split())[-_NEAR:]
    right = "".join(text[at : at + 2 * _NEAR].split())[:_NEAR]
    if len(left) + len(right) < _LEAST:
        return False
    return _recurs(left + right, context.fields) and _stands(left, right, context.fields)


def _recurs(passage: str, fields: tuple[str, ...]) -> bool:
    """Whether a passage stands twice in the document, white space aside."""
    whole = _squeezed(fields)
    first = whole.find(passage)
    return first >= 0 and whole.find(passage, first + 1) >= 0


@lru_cache(_FEW)
def _squeezed(fields: tuple[str, ...]) -> str:
    """The first `REACH` characters of each field, without white space."""
    return "\n".join(["".join(field[:REACH].replace(" ", "").split()) for field in fields])


@lru_cache(_HELD)
def _stands(left: str, right: str, fields: tuple[str, ...]) -> bool:
    """Whether a passage stands in one of the fields with white space between its halves."""
    passage = re.compile(rf"{_loose(left)}\s+{_loose(right)}")
    return any(passage.search(field, 0, REACH) for field in fields)


def _loose(text: str) -> str:
    return r"\s*".join(map(re.escape, text))
