"""Passages that stand twice on one page: an article with its paragraphs glued, and again with its line breaks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from toolkit.parsing.lines import squeezed

if TYPE_CHECKING:
    from collections.abc import Sequence
_GLUED = 40
_ALIKE = 80
_KEY = 12
_SHORT = 12
_NEEDLE = 24
_CANDIDATES = 16
_PROBES = 6
_COVERED = 0.9
_GREATER = 0.6


def suspected(text: str, start: int, end: int) -> bool:
    """Whether some line of `text[start:end]` may begin a passage that stands there twice: cheap, and often False."""
    body = text[start:end]
    starts = [line for line in body.replace("\r", "\n").split("\n") if len(line) >= _NEEDLE]
    step = max(1, len(starts) // _PROBES)
    return any(body.count(line[:_NEEDLE]) > 1 for line in starts[::step])


def repeated(body: Sequence[str]) -> set[int]:
    """The indexes of the lines of `body` that are copies: of two, the one with fewer line breaks is the copy, of two
    that are alike the later.

    The cost is linear in the text: a glued line is walked along the beginnings of all the other lines.
    """
    shown = [squeezed(line) for line in body]
    beginnings: dict[str, list[int]] = {}
    for line, index in {line: index for index, line in reversed([*enumerate(shown)])}.items():
        if len(line) >= _KEY and len(beginnings.setdefault(line[:_KEY], [])) < _CANDIDATES:
            beginnings[line[:_KEY]].append(index)
    copies: set[int] = set()
    kept: set[int] = set()
    for index, line in enumerate(shown):
        if len(line) >= _GLUED and index not in kept:
            pieces = _pieces(shown, beginnings, index, copies)
            if pieces:
                copies.add(index)
                kept.update(pieces)
    return _with_short_lines(shown, copies, kept) if copies else copies


def _pieces(shown: list[str], beginnings: dict[str, list[int]], index: int, copies: set[int]) -> set[int]:
    """The other lines that make up line `index`, when they make up nearly all of it."""
    line, at, covered, following = shown[index], 0, 0, index + 1
    pieces: set[int] = set()
    while at < len(line) and at - covered <= (1 - _COVERED) * len(line):
        candidates = beginnings.get(line[at : at + _KEY], ())
        if 0 <= following < len(shown):
            candidates = (following, *candidates)
        shared = {k: _shared(line, at, shown[k]) for k in candidates if k != index and k not in copies}
        piece = max(shared, key=shared.__getitem__, default=-1)
        if piece < 0 or not shared[piece]:
            at, following = at + 1, -1
            continue
        pieces.add(piece)
        covered += shared[piece]
        at, following = at + shared[piece], piece + 1
    alike = len(pieces) == 1 and shown[min(pieces)] == line
    if alike and (min(pieces) > index or len(line) < _ALIKE):
        return set()  # the later one of two is the copy, and a short line can be a refrain
    return pieces if alike or (len(pieces) > 1 and covered >= _COVERED * len(line)) else set()


def _shared(line: str, at: int, piece: str) -> int:
    """How many characters of `piece` stand in `line` from `at` on: all, or its greater part (a lead stands there
    without its day, say), else none.
    """
    if line.startswith(piece, at):
        return len(piece)
    least, most = int(_GREATER * len(piece)), len(piece)
    if least < _KEY or not line.startswith(piece[:least], at):
        return 0
    while most - least > 1:
        middle = (least + most) // 2
        least, most = (middle, most) if line.startswith(piece[:middle], at) else (least, middle)
    return least


def _with_short_lines(shown: list[str], copies: set[int], kept: set[int]) -> set[int]:
    """The copies, and the short lines between and beside them that stand among the kept lines too."""
    there = {shown[index] for index in range(min(kept), max(kept) + 1) if index not in copies}
    found = set(copies)
    for index in range(min(copies), max(copies) + 1):
        if index not in kept and shown[index] in there and not min(kept) <= index <= max(kept):
            found.add(index)
    for start, step in ((min(copies) - 1, -1), (max(copies) + 1, 1)):
        index = start
        while 0 <= index < len(shown) and index not in kept and not min(kept) <= index <= max(kept):
            if len(shown[index]) < _SHORT or shown[index] not in there:
                break
            found.add(index)
            index += step
    return found
