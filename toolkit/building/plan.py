"""How a build is cut: inputs into units, units into shards.

Borders are chosen by a hash of a path, so that one added file moves one border and not all that follow.
Nothing here depends on the number of workers.
"""

from __future__ import annotations

from hashlib import blake2b
from typing import TYPE_CHECKING, TypeVar

from toolkit.stages import Unit
from toolkit.stages.deciding import Piece

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from toolkit.sources import Input
    from toolkit.stages import Part

UNITS_A_SHARD = 16
"""A unit is this much smaller than a shard, so that a corpus of one shard still occupies many workers."""

HELD = 96_000_000
"""Bytes of keys that a task of the deciding stage holds at once: with room to sort them, less than 400 MB a process."""

FAN = 64
"""Runs of keys that every bucket may read from; where there are more they are merged first."""

Item = TypeVar("Item")


def cut(
    items: Iterable[Item], size: int, name: Callable[[Item], str], weigh: Callable[[Item], int]
) -> Iterator[list[Item]]:
    """The items in groups of half of `size` to `size` and no more than the last item over it.

    In the second half an item ends its group with a chance of its share of a quarter of `size`, by the hash of
    its name: the chance per byte is the same whatever the items' sizes.

    >>> [len(group) for group in cut("abcdefgh", 4, str, lambda _: 1)]
    [2, 2, 2, 2]
    """
    group: list[Item] = []
    held = 0
    for item in items:
        weight = weigh(item)
        group.append(item)
        held += weight
        if held >= size or (held * 2 >= size and _chance(name(item)) * size < weight * 4):
            yield group
            group, held = [], 0
    if group:
        yield group


def _chance(name: str) -> float:
    """A number from 0 to 1 that the name alone decides."""
    return int.from_bytes(blake2b(name.encode(), digest_size=8).digest(), "big") / (1 << 64)


def units(inputs: Iterable[Input], shard_size: int) -> Iterator[Unit]:
    """The inputs as units of about a sixteenth of a shard's raw bytes."""
    groups = cut(inputs, max(1, shard_size // UNITS_A_SHARD), lambda item: item.path, lambda item: item.size)
    for number, group in enumerate(groups):
        yield Unit.of(number, group)


def pieces(parts: Iterable[Part], each: int, width: int) -> Iterator[tuple[Piece, ...]]:
    """The keys of all parts, of `width` bytes and `each` a record, in groups of about `HELD` bytes."""
    group: list[Piece] = []
    left = most = max(1, HELD // width)
    for part in parts:
        begin, keys = 0, part.rows * each
        while begin < keys:
            end = min(keys, begin + left)
            group.append(Piece(part.number, part.folder, begin, end))
            left -= end - begin
            begin = end
            if not left:
                yield tuple(group)
                group, left = [], most
    if group:
        yield tuple(group)


def spans(parts: Iterable[Part], width: int) -> Iterator[tuple[int, int]]:
    """The first and the last unit of groups whose records, at `width` bytes each, take about `HELD` bytes."""
    for group in cut(parts, HELD, lambda part: part.first, lambda part: part.rows * width):
        yield group[0].number, group[-1].number


def buckets(keys: int, width: int) -> Iterator[tuple[int, int]]:
    """The ranges of a 64-bit hash, both ends included, that are decided one at a time: about `HELD` bytes of keys."""
    count = 1 + keys * width // HELD
    for index in range(count):
        yield (index << 64) // count, ((index + 1 << 64) // count) - 1
