"""The step that gives back white space: joints and the borders of headings, found in one pass over the text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from toolkit.repairs import copies, gaps, headings, joints
from toolkit.repairs.edits import Change

if TYPE_CHECKING:
    from collections.abc import Iterator

    from toolkit.repairs.context import Context

_BORDER = re.compile(r"(\w*)([.!?…])[\"”»’')\]]*([ \t\u00a0]+)(?=[\"“„«‘'(\[¿¡]?[^\W\d_a-z])|\n")
"""The end of a sentence with its white space, or a line break."""

_REACH = 400
"""How far back the beginning of a heading is looked for."""


def find(text: str, context: Context) -> list[Change]:
    """The white space that a text lacks: a space or line break at a joint, a line break on both sides of a heading."""
    if context.tier == "none":
        return []
    joint = "\n" if context.options.joints == "line" else " "
    changes: list[Change] = []
    last, start = -1, 0  # the last border of a sentence, as an index among the changes and as an offset
    for at, code in _borders(text, context):
        heads = code in headings.CODES
        if heads:
            begin = _begin(text, max(start, at - _REACH), at, context)
            if begin:
                changes.append(Change(*begin, "\n", code))
            elif begin is None and last >= 0 and at - start <= _REACH:
                changes[last] = changes[last]._replace(after="\n")
        changes.append(Change(at, at, "\n" if heads else joint, code))
        if code not in joints.WITHIN:
            last, start = len(changes) - 1, at
    return sorted(changes)


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
        if not code and copies.shown(gap, context):
            code = copies.COPIED
        if code and code not in disabled:
            yield gap.at, code
            opened = gap.at + 1


def _begin(text: str, start: int, end: int, context: Context) -> tuple[int, int] | tuple[()] | None:
    """The white space before the heading that ends at `end`: empty where it is a line break, None where it lacks."""
    for border in reversed(list(_BORDER.finditer(text, start, end))):
        if border[0] == "\n":
            return ()
        word, mark = border[1], border[2]
        if mark != "." or not (word.isdigit() or len(word) == 1 or word.lower() in context.abbreviations):
            return border.span(3)
    return None
