"""The values that cross an engine: tasks and what comes of them."""

from __future__ import annotations

import pickle
import zlib
from hashlib import blake2b
from typing import TYPE_CHECKING, Any, NamedTuple, Self

from toolkit.sources import Input

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Mapping, Sequence

    from toolkit.pipeline import Rules
    from toolkit.stages.deciding import Outcome
    from toolkit.values import Problem, Shard

SHOWN = 20
"""Errors that a part hands on for a person to read; all of them stand in the audit."""


class Unit(NamedTuple):
    """What one `prepare` reads: inputs in order, packed, since a crawl has millions."""

    number: int
    packed: bytes
    files: int
    size: int
    """Bytes of its inputs."""
    first: str
    """The path of its first input, by whose hash shards are cut."""
    signature: str
    """A digest of its inputs' paths and signatures; empty where one of them has none."""

    @classmethod
    def of(cls, number: int, inputs: Sequence[Input]) -> Self:
        """The unit of these inputs, of which there is at least one."""
        paths, locations, sizes, signatures = zip(*inputs, strict=True)
        packed = zlib.compress(pickle.dumps((paths, locations, sizes)), 1)
        signature = ""
        if all(signatures):
            signature = blake2b(b"".join(signatures) + repr(paths).encode(), digest_size=16).hexdigest()
        return cls(number, packed, len(inputs), sum(sizes), inputs[0].path, signature)

    @property
    def inputs(self) -> tuple[Input, ...]:
        """The inputs, without their signatures."""
        return tuple(map(Input, *pickle.loads(zlib.decompress(self.packed))))  # noqa: S301 — our own bytes

    def __str__(self) -> str:
        inputs = self.inputs
        return f"{len(inputs)} files, {inputs[0].location} to {inputs[-1].location}"


class Prepare(NamedTuple):
    """The task of `prepare`: the part is made in a folder of its own in `work`, and put under its key into `cache`."""

    unit: Unit
    work: str
    cache: str
    rules: Rules
    recipe: str
    look: bool = False
    """Whether the inputs are hashed first, since the cache may hold their part."""

    def __str__(self) -> str:
        return str(self.unit)


class Part(NamedTuple):
    """What `prepare` left of a unit in `folder`, and what it counted."""

    number: int
    folder: str
    size: int
    first: str
    """The path of its first input, by whose hash shards are cut."""
    rows: int
    outcomes: Counter[str]
    """`records`, `excluded`, `rejected:CODE`, `files`, `bytes`, `unreadable`, `passed_over` (members of archives) and
    `ignored` (fields of JSON Lines)."""
    problems: tuple[tuple[int, Problem], ...]
    """Its first errors, for a person to begin with, each with the index of its input in the unit."""
    key: str
    """Its name in the cache; empty for a part that no other build may use."""
    digest: str = ""
    """A digest of all its files."""
    partitions: Mapping[str, int] = {}
    """The partitions of its rows, each with the characters of their texts; none where the data is not parted."""
    found: bool = False
    """Whether it was in the cache already."""


class Finish(NamedTuple):
    """The task of `finish`: `table` is a config or one of `AUDIT`, made of these parts (number and folder)."""

    table: str
    parts: tuple[tuple[int, str], ...]
    path: str
    decided: Outcome
    """Where it stands which records are duplicates."""
    partition: str = ""
    """Only the rows of this partition are written, where the table is parted."""
    split: str = ""
    """Only the rows of this split are written, where the table has splits."""
    number: int | None = None
    """The split's index in the parts."""

    @property
    def units(self) -> tuple[int, ...]:
        """The numbers of the parts, ascending."""
        return tuple(number for number, _ in self.parts)

    def __str__(self) -> str:
        return f"{self.table} of units {self.parts[0][0]} to {self.parts[-1][0]}"


class Finished(NamedTuple):
    """What `finish` wrote (None when there was no row to write) and counted in the rows that are published."""

    shard: Shard | None
    counts: dict[str, Counter[str]]
    days: tuple[Any, ...]
    """First and last day of publication, where there are any."""
