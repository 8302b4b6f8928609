"""The step that gives back white space: joints and headings, found in one pass over the text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from toolkit.repairs import gaps, headings, joints
from toolkit.repairs.edits import Change
from toolkit.repairs.rule import Rule

if TYPE_CHECKING:
    from toolkit.repairs.context import Context

_BORDER = re.compile(r"[.!?…][\"”»’')\]]*[ \t\u00a0]+(?=[\"“„«‘'(\[¿¡]?[^\W\d_a-z])|\n")
_REACH = 400


def find(text: str, context: Context) -> list[Change]:
    """The white space that a text lacks."""
    if context.tier == "none":
        return []
    changes: list[Change] = []
    space = "\n" if context.options.joints == "line" else " "
    for gap in gaps.find(text):
        if changes and gap.at == changes[-1].end + 1:  # behind a mark that was just found to open
            continue
        code = joints.joint(gap, context)
        if code:
            changes.append(Change(gap.at, gap.at, space, code))
        elif context.tier == "full" and (code := headings.heading(gap, context)):
            if code.startswith("GH"):
                _set_off(text, gap.at, changes)
            changes.append(Change(gap.at, gap.at, "\n" if code.startswith("GH") else space, code))
    return changes


def _set_off(text: str, at: int, changes: list[Change]) -> None:
    """The left border of the heading that ends at `at` becomes a line break."""
    start = max(at - _REACH, changes[-1].end if changes else 0)
    borders = list(_BORDER.finditer(text, start, at))
    if borders:
        last = borders[-1]
        if last[0] != "\n":
            begin = last.start() + len(last[0].rstrip())
            changes.append(Change(begin, last.end(), "\n", "GH001"))
    elif changes and start == changes[-1].end:
        changes[-1] = changes[-1]._replace(after="\n")


RULES = (Rule("SP001", "joint", "", find, (), ()),)
