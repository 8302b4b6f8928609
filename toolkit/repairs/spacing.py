"""The step that gives back white space: joints and the borders of headings, found in one pass over the text."""

from __future__ import annotations

import re
from collections import deque
from typing import TYPE_CHECKING

from toolkit.repairs import gaps, headings, joints
from toolkit.repairs.edits import Change

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from toolkit.repairs.context import Context

_BORDER = re.compile(r"[.!?…][\"”»’')\]]*([ \t\u00a0]+)(?=[\"“„«‘'(\[¿¡]?[^\W\d_a-z])|\n")
"""The end of a sentence with its white space, or a line break."""

_REACH = 400
"""How far back the beginning of a heading is looked for."""


def find(text: str, context: Context) -> list[Change]:
    """The white space that a text lacks: a space or line break at a joint, a line break on both sides of a heading."""
    if context.tier == "none":
        return []
    borders = list(_borders(text, context))
    if not borders:
        return []
    return list(_changes(text, borders, "\n" if context.options.joints == "line" else " "))


def _borders(text: str, context: Context) -> Iterator[tuple[int, str]]:
    """Where white space is missing, each place with the code of the rule that found it."""
    full = context.tier == "full"
    disabled = context.options.disable
    opened = -1
    for gap in gaps.find(text):
        if gap.at == opened:  # behind a mark that was just found to open
            continue
        if full:
            code = joints.joint(gap, context) or headings.heading(gap, context)
        else:
            code = joints.plain_joint(gap, context)
        if code and code not in disabled:
            yield gap.at, code
            opened = gap.at + 1


def _changes(text: str, borders: Sequence[tuple[int, str]], joint: str) -> Iterator[Change]:
    """The white space to put in: `joint` at a joint, a line break where a heading begins or ends."""
    last = 0
    for (at, code), (end, after) in zip(borders, (*borders[1:], (-1, "")), strict=True):
        if code in headings.CODES:
            begin = _begin(text, last, at)
            if begin:
                yield Change(*begin, "\n", code)
            yield Change(at, at, "\n", code)
        else:
            opens = after in headings.CODES and end - at <= _REACH and not _BORDER.search(text, at, end)
            yield Change(at, at, "\n" if opens else joint, code)
        last = at


def _begin(text: str, last: int, at: int) -> tuple[int, int] | None:
    """The white space before the heading that ends at `at`, or None where it has its line break, or will have it."""
    found = deque(_BORDER.finditer(text, max(at - _REACH, last), at), maxlen=1)
    return found[0].span(1) if found and found[0][1] else None
