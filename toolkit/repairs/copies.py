"""The second copy of a passage: a page that holds its body twice, glued and whole, shows where white space belongs."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from toolkit.repairs.context import REACH

if TYPE_CHECKING:
    from toolkit.repairs.context import Context
    from toolkit.repairs.gaps import Gap

COPIED = "SP009"

_SEEN = 4
"""Characters behind a gap that must stand in the document twice before the passage is looked for."""

_NEAR = 12
"""Characters on either side, white space aside, that make a passage: fewer only at the borders of a text."""

_LEAST = 14
_MARKS = ".,:"
"""Marks that stand between the digits of one number."""


def shown(gap: Gap, context: Context) -> bool:
    """Whether the passage around the gap stands in the document again, with white space where the gap has none.

    White space elsewhere in the passage does not count: it may be glued at its other joints too.
    """
    text, at = gap.text, gap.at
    behind = text[at : at + _SEEN]
    if behind[:1].isdigit() and gap.left.rstrip(_MARKS)[-1:].isdigit():
        return False
    if sum(field.count(behind, 0, REACH) for field in context.fields) < 2:  # noqa: PLR2004 — itself and another one
        return False
    left = "".join(text[max(0, at - 2 * _NEAR) : at].split())[-_NEAR:]
    right = "".join(text[at : at + 2 * _NEAR].split())[:_NEAR]
    if len(left) + len(right) < _LEAST:
        return False
    passage = re.compile(rf"{_loose(left)}\s+{_loose(right)}")
    return any(passage.search(field, 0, REACH) for field in context.fields)


def _loose(text: str) -> str:
    return r"\s*".join(map(re.escape, text))
