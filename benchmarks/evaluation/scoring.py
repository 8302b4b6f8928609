"""What the figures mean.

A text is seen as its characters that are no white space, and the places between them where white space stands;
which white space it is does not matter.  Of the places that the gold text has and the input lacks, those filled
are `tp` and those left are `fn`; `fp` is white space put elsewhere, white space taken away, and every run of other
characters that was changed.

    precision, recall, f1   of the lost white space                                  all but clean and mojibake
    exact                   share of rows that equal the gold text                   all but clean and bytes
    border                  share of rows whose one border (`Row.at`) was found      headings, hard
    kept                    share of rows that are right as they stand and stay so   clean, right, mojibake, shapes
    decoded                 share of files whose text is right                       bytes
"""

from __future__ import annotations

import re
from collections import Counter
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, NamedTuple

from evaluation.rows import CLEAN

if TYPE_CHECKING:
    from collections.abc import Mapping

    from evaluation.rows import Row

SOUND = frozenset({"clean", "right", "right aside"})
"""Sets in which nothing is wrong."""

_BLANKS = re.compile(r"[ \t\r\n]+")
_AROUND = 24


class Spaced(NamedTuple):
    """A text's characters that are no white space, and the places where white space stands between them."""

    characters: str
    gaps: frozenset[int]


class Difference(NamedTuple):
    """What repair did to the white space of a text: places, and how many other faults it made."""

    found: frozenset[int]
    missed: frozenset[int]
    added: frozenset[int]
    other: int
    """White space taken away, and runs of other characters changed."""


def spaced(text: str) -> Spaced:
    """`text`, taken apart; white space at its ends does not count.

    >>> spaced(" a b.C")
    Spaced(characters='ab.C', gaps=frozenset({1}))
    """
    words = text.split()
    gaps, at = set(), 0
    for word in words[:-1]:
        at += len(word)
        gaps.add(at)
    return Spaced("".join(words), frozenset(gaps))


def compare(before: str, gold: str, after: str) -> Difference:
    """What was done right and wrong on the way from `before` to `after`, where `gold` was meant.

    Raises `ValueError` when `before` and `gold` differ in more than white space: such a row is no measure of it.
    """
    start, goal, end = spaced(before), spaced(gold), spaced(after)
    if start.characters != goal.characters:
        msg = "the input and the gold text differ in more than white space"
        raise ValueError(msg)
    gaps, changed = (end.gaps, 0) if end.characters == start.characters else _aligned(start, end)
    wanted, added = goal.gaps - start.gaps, gaps - start.gaps
    return Difference(added & wanted, wanted - added, added - wanted, len(start.gaps - gaps) + changed)


def _aligned(start: Spaced, end: Spaced) -> tuple[frozenset[int], int]:
    """Where the white space of `end` stands in the characters of `start`, and how many runs of these were changed.

    Inside a changed run nobody can tell which place is which: if there is white space, it is taken to be that of
    `start`.
    """
    gaps: set[int] = set()
    changed = 0
    matcher = SequenceMatcher(None, start.characters, end.characters, autojunk=False)
    for kind, low, high, begin, stop in matcher.get_opcodes():
        if kind == "equal":
            gaps |= {low + gap - begin for gap in end.gaps if begin <= gap <= stop}
            continue
        changed += 1
        if any(begin < gap < stop for gap in end.gaps):
            gaps |= {gap for gap in start.gaps if low < gap < high}
    return frozenset(gaps), changed


def same(left: str, right: str) -> bool:
    """Whether two texts are equal but for how much ASCII white space stands where; no other character is folded."""
    return _BLANKS.sub(" ", left).strip(" ") == _BLANKS.sub(" ", right).strip(" ")


def score(name: str, row: Row, repaired: str, decoded: str | None = None) -> Counter[str]:
    """What one row of the set `name` counts; counts of rows add up.  `decoded` is what the set `bytes` is about."""
    if name == "mojibake":
        right = same(repaired, row.gold)
        return Counter(sound=1, kept=right) if row.kind == CLEAN else Counter(broken=1, exact=right)
    if name in SOUND:
        return Counter(sound=1, kept=spaced(repaired) == spaced(row.gold))
    found, missed, added, other = compare(row.input, row.gold, repaired)
    counts = Counter(tp=len(found), fn=len(missed), fp=len(added) + other)
    if name == "bytes":
        text = (decoded or "").replace("\r\n", "\n").lstrip("\ufeff")
        return counts + Counter(files=1, decoded=text == row.input)
    right = spaced(repaired) == spaced(row.gold)
    if row.kind.startswith(CLEAN):
        return counts + Counter(sound=1, kept=right)
    counts += Counter(broken=1, exact=right)
    if row.at is not None:
        counts += Counter(borders=1, border=row.at in found)
    return counts


def figures(counts: Mapping[str, int]) -> dict[str, float]:
    """The figures that the sum of some rows' counts gives, from 0 to 1.

    >>> figures(Counter(tp=3, fn=1, fp=1))
    {'precision': 0.75, 'recall': 0.75, 'f1': 0.75}
    """
    found: dict[str, float] = {}
    tp, fp, fn = (counts.get(key, 0) for key in ("tp", "fp", "fn"))
    if tp + fp + fn:
        found |= {
            "precision": tp / (tp + fp) if tp + fp else 0.0,
            "recall": tp / (tp + fn) if tp + fn else 1.0,
            "f1": 2 * tp / (2 * tp + fp + fn),
        }
    for share, whole in _SHARES.items():
        if counts.get(whole):
            found[share] = counts.get(share, 0) / counts[whole]
    return found


_SHARES = {"exact": "broken", "border": "borders", "kept": "sound", "decoded": "files", "fields": "expected"}


def faults(row: Row, repaired: str) -> list[str]:
    """The places where a repaired text is wrong, for a person: `+` stands for lost white space, `~` for added."""
    if spaced(row.input).characters != spaced(row.gold).characters:
        return [repaired]
    found = compare(row.input, row.gold, repaired)
    marks = [(place, "+") for place in found.missed] + [(place, "~") for place in found.added]
    shown = [_context(row.input, place, mark) for place, mark in sorted(marks)]
    return shown + [repaired] * bool(found.other)


def _context(text: str, place: int, mark: str) -> str:
    """The text around a place, with a mark in it."""
    at = seen = 0
    for at, char in enumerate(text):  # noqa: B007 — where it stopped is used
        if not char.isspace():
            if seen == place:
                break
            seen += 1
    return f"{text[max(0, at - _AROUND) : at]}⟦{mark}⟧{text[at : at + _AROUND]}"
