"""The body of a record: what is left, but for copies and for what a page's machinery left around it."""

from __future__ import annotations

from itertools import groupby, takewhile
from typing import TYPE_CHECKING

from toolkit.lexicon.datelines import dateline
from toolkit.parsing import copies
from toolkit.parsing.lines import STOPS, machine, stamp
from toolkit.parsing.walks import repeats

if TYPE_CHECKING:
    from collections.abc import Sequence

    from toolkit.parsing.walks import Walk

_PROSE_FROM = 80
_FURNITURE_FROM = 2
_FURNITURE_AT_MOST = 60
_GLUED_FROM = 200


def tells(shown: str) -> bool:
    """Whether a line tells something, rather than being a tag, a name, a size or an address.

    >>> tells("Köprü açıldı."), tells("köprü")
    (True, False)
    """
    return (len(shown) >= _PROSE_FROM or shown.endswith(STOPS)) and not machine(shown)


def pass_furniture(walk: Walk) -> Walk:
    """The lines before the next one that tells something, where at least two of them were written for machines."""
    ahead = 0
    while ahead < min(walk.left, _FURNITURE_AT_MOST) and not (
        tells(walk.shown(ahead)) or dateline(walk.shown(ahead), walk.page.date)
    ):
        ahead += 1
    times = takewhile(lambda span: span.field == "dateline", reversed(walk.spans))
    shown = [walk.page.text[span.start : span.end] for span in times if ahead]
    shown = [line for line in shown if machine(line)] + [walk.shown(k) for k in range(ahead)]
    return walk.take("skipped", ahead) if 0 < ahead < walk.left and _furniture(shown) else walk


def pass_glued(walk: Walk) -> Walk:
    """A first line that says, its paragraphs glued, what the lines behind it say again: those are the page."""
    if walk.left <= _FURNITURE_FROM or len(walk.shown()) < _GLUED_FROM:
        return walk
    if not copies.suspected(walk.page.text, walk.start, walk.line(walk.left - 1).end):
        return walk
    copied = copies.repeated([walk.shown(k) for k in range(walk.left)])
    return walk.take("skipped") if 0 in copied else walk


def take_body(walk: Walk) -> Walk:
    """All that is left: `text`, and `skipped` where it is a copy or furniture."""
    shown = [walk.shown(k) for k in range(walk.left)]
    end = _end(shown)
    left_out = set(range(end, len(shown)))
    if end > 1 and copies.suspected(walk.page.text, walk.line().start, walk.line(end - 1).end):
        copied = copies.repeated(shown[:end])
        said = {k for k in range(end) if copied and repeats(shown[k], walk.said)}
        left_out |= copied | (said if len(copied | said) < end else set())
    runs = groupby(range(len(shown)), key=left_out.__contains__)
    for skipped, count in [(skipped, len(list(run))) for skipped, run in runs]:
        walk = walk.take("skipped" if skipped else "text", count)
    return walk


def _end(shown: list[str]) -> int:
    """How many lines there are without the furniture behind the last that tells something."""
    end = len(shown)
    last = next((k for k in range(end, max(0, end - _FURNITURE_AT_MOST), -1) if tells(shown[k - 1])), end)
    if _furniture(shown[last:]):
        return last
    while end > 1 and machine(shown[end - 1]):
        end -= 1
    return end


def _furniture(shown: Sequence[str]) -> bool:
    return sum(1 for line in shown if machine(line) or stamp(line)) >= _FURNITURE_FROM
