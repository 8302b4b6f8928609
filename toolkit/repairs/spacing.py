"""The step that gives back white space: joints and the borders of headings, found in one pass over the text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from toolkit.repairs import copies, gaps, headings, joints, ordinary, plain, programs

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from toolkit.repairs.context import Context
    from toolkit.repairs.edits import Wish
    from toolkit.repairs.gaps import Gap

_BORDER = re.compile(r"(\w*)([.!?…])[\"”»’')\]]*([ \t\u00a0]+)(?=[\"“„«‘'(\[¿¡]?[^\W\d_a-z])|\n")
"""The end of a sentence with its white space, or a line break."""

_REACH = 400
"""How far back the beginning of a heading is looked for."""


def find(text: str, context: Context) -> list[Wish]:
    """The white space that a text lacks: a space or line break at a joint, a line break on both sides of a heading."""
    return changes(text, context, gaps.places(text))


def changes(text: str, context: Context, places: Sequence[int]) -> list[Wish]:
    """The white space that a text lacks at some of its gaps."""
    if context.tier == "none":
        return []
    joint = "\n" if context.options.joints == "line" else " "
    found: list[Wish] = []
    last, start = -1, 0  # the last border of a sentence, as an index among the changes and as an offset
    for at, rule in _borders(text, context, programs.prose(text, places)):
        heads = rule in headings.CODES
        if heads:
            begin = _begin(text, max(start, at - _REACH), at, context)
            if begin:
                found.append((*begin, "\n", rule))
            elif begin is None and last >= 0 and at - start <= _REACH:
                found[last] = (*found[last][:2], "\n", found[last][3])
        found.append((at, at, "\n" if heads else joint, rule))
        if rule not in joints.WITHIN:
            last, start = len(found) - 1, at
    found.sort()
    return found


def _borders(text: str, context: Context, places: Iterable[int]) -> Iterator[tuple[int, str]]:
    """Where white space is missing, each place with the code of the rule that found it."""
    full = context.tier == "full"
    look = _looked_at if full else plain.border
    disabled = context.options.disable
    opened = -1
    for place in places:
        if place == opened:  # behind a mark that was just found to open
            continue
        at, rule = place, ordinary.joint(text, place, context) if full else None
        if not rule:
            gap = gaps.around(text, place)
            at = gap.at
            rule = look(gap, context) or (copies.COPIED if copies.shown(gap, context) else None)
        if rule and rule not in disabled:
            yield at, rule
            opened = at + 1


def _looked_at(gap: Gap, context: Context) -> str | None:
    return joints.joint(gap, context) or headings.heading(gap, context)


def _begin(text: str, start: int, end: int, context: Context) -> tuple[int, int] | tuple[()] | None:
    """The white space before the heading that ends at `end`: empty where it is a line break, None where it lacks."""
    for border in reversed(list(_BORDER.finditer(text, start, end))):
        if border[0] == "\n":
            return ()
        word, mark = border[1], border[2]
        if mark != "." or not (word.isdigit() or len(word) == 1 or word.lower() in context.abbreviations):
            return border.span(3)
    return None
