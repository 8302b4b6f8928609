"""Edits: made from the changes a rule finds, replayed over the text that they met, reversed to give it back."""

from __future__ import annotations

from functools import partial
from itertools import accumulate, groupby, islice
from operator import attrgetter
from typing import TYPE_CHECKING, NamedTuple

from toolkit.values import Edit, quote

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


_edit = partial(tuple.__new__, Edit)  # half the cost of the constructor, and a document has hundreds


class Change(NamedTuple):
    """What a rule wants: `after` in place of `text[start:end]`.  A list of them ascends without overlap.

    `rule` names the rule where several share one search.
    """

    start: int
    end: int
    after: str
    rule: str = ""


Wish = tuple[int, int, str, str]
"""A change, or the same as a plain tuple: a quarter of the cost, where there are hundreds."""


class Runs(NamedTuple):
    """Changes of a text that was split into what stays and, between, the runs that may change.

    `after` has what each run becomes.  Where there are hundreds, the text need not be cut up again for each.
    """

    parts: Sequence[str]
    after: Sequence[str]

    def made(self, rule: str, step: int) -> tuple[str, tuple[Edit, ...]]:
        """The text with the runs changed, and the edits that say so."""
        before = self.parts[1::2]
        ends = islice(accumulate(map(len, self.parts)), 1, None, 2)
        made = [
            _edit((rule, step, end - len(was), end, was, now))
            for was, now, end in zip(before, self.after, ends, strict=True)
            if was != now
        ]
        pieces = list(self.parts)
        pieces[1::2] = self.after
        return "".join(pieces), tuple(made)


def make(text: str, changes: Sequence[Wish] | Runs, rule: str, step: int) -> tuple[str, tuple[Edit, ...]]:
    """`text` with the changes made, and the edits that say so; changes that change nothing are left out."""
    if isinstance(changes, Runs):
        return changes.made(rule, step)
    made: list[Edit] = []
    pieces: list[str] = []
    at = 0
    for start, end, after, own in changes:
        before = text[start:end]
        if before == after:
            continue
        if start < at:
            msg = f"{own or rule} at {start}: {quote(before)} has been changed already"
            raise ValueError(msg)
        made.append(_edit((own or rule, step, start, end, before, after)))
        pieces.append(text[at:start])
        pieces.append(after)
        at = end
    pieces.append(text[at:])
    return "".join(pieces), tuple(made)


def replay(text: str, edits: Iterable[Edit]) -> str:
    """The edits made again over the text that the first of them met.

    Raises `ValueError` naming the edit whose `before` does not stand at its place.

    >>> replay("a.B", [Edit("SP001", 1, 2, 2, "", " ")])
    'a. B'
    """
    for _, group in groupby(edits, key=attrgetter("step")):
        text = _splice(text, tuple(group))
    return text


def reverse(text: str, edits: Iterable[Edit]) -> str:
    """The text that the edits were made on, from the text that they gave.

    Raises `ValueError` naming the edit whose `after` does not stand at its place.

    >>> reverse("a. B", [Edit("SP001", 1, 2, 2, "", " ")])
    'a.B'
    """
    steps = [tuple(group) for _, group in groupby(edits, key=attrgetter("step"))]
    for step in reversed(steps):
        text = _splice(text, _turned(step))
    return text


def _turned(step: Iterable[Edit]) -> tuple[Edit, ...]:
    """One step's edits, the other way round."""
    turned, shift = [], 0
    for rule, number, start, end, before, after in step:
        begin = start + shift
        turned.append(Edit(rule, number, begin, begin + len(after), after, before))
        shift += len(after) - (end - start)
    return tuple(turned)


def _splice(text: str, edits: Sequence[Edit]) -> str:
    pieces: list[str] = []
    at = 0
    for edit in edits:
        if edit.start < at or text[edit.start : edit.end] != edit.before:
            msg = f"{edit.rule} at {edit.start}: {quote(edit.before)} does not stand there"
            raise ValueError(msg)
        pieces += (text[at : edit.start], edit.after)
        at = edit.end
    pieces.append(text[at:])
    return "".join(pieces)
