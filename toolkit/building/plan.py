"""How a build is cut: inputs into units, units into shards.

Borders are chosen by a hash of a path, so that one added file moves one border and not all that follow.
Nothing here depends on the number of workers.
"""

from __future__ import annotations

from hashlib import blake2b
from typing import TYPE_CHECKING, TypeVar

from toolkit.stages import Unit

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from toolkit.sources import Input

UNITS_A_SHARD = 16
"""A unit is this much smaller than a shard, so that a corpus of one shard still occupies many workers."""

BUCKET = 4_000_000
"""Records whose keys are decided at once: 100 MB of keys."""

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


def buckets(rows: int) -> Iterator[tuple[int, int]]:
    """The ranges of a 64-bit hash, both ends included, that are decided one at a time."""
    count = 1 + rows // BUCKET
    for index in range(count):
        yield (index << 64) // count, ((index + 1 << 64) // count) - 1
