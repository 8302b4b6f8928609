"""Edits: made from the changes a rule finds, replayed over the text that they met, reversed to give it back."""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from functools import partial
from itertools import accumulate, compress, count, groupby
from operator import attrgetter, ne
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


PHRASE = 80
"""Characters of a phrase, at most, unless one word has more: a line, and what a message quotes."""

_ALIGNED = 2_000
_TOKEN = re.compile(r"\s+|\S+")


def differences(before: str, after: str) -> list[Wish]:
    """The changes that turn one text into the other: whole words, those side by side as one phrase.

    A word is what stands between spaces and line breaks; words of more than `PHRASE` characters make two phrases.

    >>> differences("Yaz bitti, bugÃ¼n dÃ¼n gibi", "Yaz bitti, bugün dün gibi")
    [(11, 22, 'bugün dün', '')]
    """
    lines = before.split("\n"), after.split("\n")
    if len(lines[0]) != len(lines[1]):
        return _aligned(before, after, 0)
    found: list[Wish] = []
    at = 0
    for was, now in zip(*lines, strict=True):
        if was != now:
            found += _phrases(was, now, at)
        at += len(was) + 1
    return found


def _phrases(before: str, after: str, start: int) -> list[Wish]:
    """The words in which two lines differ, from left to right; tokens where one has more words than the other."""
    was, now = before.split(" "), after.split(" ")
    if len(was) != len(now):
        return _aligned(before, after, start)
    found: list[Wish] = []
    places = list(accumulate(map(len, was), initial=start))  # of each word, the spaces before it not counted
    first = begin = end = 0
    last = -2  # none, nor the one before the first
    for word in compress(count(), map(ne, was, now)):
        stop = places[word + 1] + word
        if word != last + 1 or stop - begin > PHRASE:
            if last >= 0:
                found.append((begin, end, " ".join(now[first : last + 1]), ""))
            first, begin = word, places[word] + word
        last, end = word, stop
    found.append((begin, end, " ".join(now[first : last + 1]), ""))
    return found


def _aligned(before: str, after: str, start: int) -> list[Wish]:
    """The changes between two lists of tokens; one change in all where they are too many to compare."""
    was, now = _TOKEN.findall(before), _TOKEN.findall(after)
    if max(len(was), len(now)) > _ALIGNED:
        return [(start, start + len(before), after, "")]
    places = list(accumulate(map(len, was), initial=start))
    steps = SequenceMatcher(None, was, now, autojunk=False).get_opcodes()
    return [(places[i], places[j], "".join(now[k:m]), "") for tag, i, j, k, m in steps if tag != "equal"]


def make(text: str, changes: Sequence[Wish], rule: str, step: int) -> tuple[str, tuple[Edit, ...]]:
    """`text` with the changes made, and the edits that say so; changes that change nothing are left out."""
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
