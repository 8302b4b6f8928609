"""Duplicates, decided piece by piece: no process holds all keys, nor all that was dropped.

    gather(parts)    the keys of some parts, less the records dropped so far, as one sorted run; of those that share a
                     key one stands for all, so that a text that is there a million times crowds no bucket
    merge(runs)      where there are many runs: several of them in a range of hashes as one
    decide(bucket)   of all runs the keys in a range of hashes → which records go, for which others
    compare(units)   near: the pairs that `decide` told of, each held against the texts → those that are near
    join(pairs)      near: pairs → clusters
    collect(units)   what was dropped in these units, by the passes so far
    settle(units)    the same after the last, each with a record that is kept itself

Between them stand files of numpy arrays, sorted so that a task reads the slice that concerns it and nothing else.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from toolkit import dedup, similarity
from toolkit.stages.parts import BANDS, folder_of, pick

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from numpy.typing import NDArray

    from toolkit.dedup import Drops, Members
    from toolkit.similarity import Hashes

PAIRS = 64
"""Pairs compared at once: the texts of a cluster's first record are read once for so many others."""

HELD = 32 << 20
"""Bytes of pairs that are held before those that repeat are left out."""


class Piece(NamedTuple):
    """Some of the keys of a part: those at `begin` to `end` of its array."""

    number: int
    folder: str
    begin: int
    end: int


class Gather(NamedTuple):
    """The task of `gather`: the run of these pieces is written to `run`, what shares a key among them to `path`."""

    kind: str
    pieces: tuple[Piece, ...]
    dropped: tuple[str, ...]
    """Files of what earlier passes dropped."""
    run: str
    path: str


class Merge(NamedTuple):
    """The task of `merge`: of these runs the keys whose hash lies in a range, both ends included."""

    runs: tuple[str, ...]
    hashes: tuple[int, int]
    path: str


class Decide(NamedTuple):
    """The task of `decide`: of these files of a kind the keys whose hash lies in a range, both ends included."""

    kind: str
    runs: tuple[str, ...]
    hashes: tuple[int, int]
    path: str


class Units(NamedTuple):
    """The task of `compare` and `collect`: what the files in `found` say of the units `first` to `last`."""

    first: int
    last: int
    found: tuple[str, ...]
    path: str
    places: str = ""
    """Where all parts stand (`parts.name_folders`): `compare` reads texts of any."""
    least: float = 0.0
    """The similarity from which on `compare` takes two texts for near."""


class Join(NamedTuple):
    """The task of `join`: of the pairs in these files the clusters go to `members`, the drops to `path`."""

    pairs: tuple[str, ...]
    members: str
    path: str


class ByUnit(NamedTuple):
    """Files of drops in source order, each of some units."""

    starts: tuple[int, ...]
    """The first unit of each of `files`."""
    files: tuple[str, ...]

    def holding(self, first: int, last: int) -> tuple[str, ...]:
        """The files in which the units `first` to `last` stand."""
        return self.files[max(0, bisect_right(self.starts, first) - 1) : bisect_right(self.starts, last)]


class Settle(NamedTuple):
    """The task of `settle`: of all that was `dropped` the file of that number."""

    number: int
    dropped: ByUnit
    path: str


class Outcome(NamedTuple):
    """Where all that was decided stands, for whoever asks about some units."""

    dropped: ByUnit
    counts: Counter[str]
    """Dropped records by pass."""
    places: str
    """Where all parts stand (`parts.name_folders`)."""
    members: str = ""
    """The file of clusters; empty where no near duplicates were looked for."""

    def drops(self, units: Sequence[int]) -> Drops:
        """The records dropped in these units (in their order, without gaps), each with the one that is published."""
        return _in_units(self.dropped.holding(units[0], units[-1]), units[0], units[-1])

    def near(self, units: Sequence[int]) -> Members | None:
        """The records of these units that are in a cluster; None where none were looked for."""
        return slice_of(self.members, "unit", units[0], units[-1]) if self.members else None


def slice_of(path: str, field: str, low: int, high: int) -> Any:  # noqa: ANN401 — an array of the file's own kind
    """Of a file that is sorted by `field`, the rows where it is `low` to `high`; the rest of it is not read."""
    found = np.load(path, mmap_mode="r")
    column = found[field]
    return np.array(found[bisect_left(column, low) : bisect_right(column, high)])


def gather(task: Gather) -> None:
    """Write the keys of some parts as one array that is sorted by hash, and which of their records go for others."""
    earlier = _in_units(task.dropped, task.pieces[0].number, task.pieces[-1].number)
    found = np.concatenate([_keys(piece, task.kind, earlier) for piece in task.pieces])
    found, dropped = dedup.gathered(found, task.kind)
    np.save(task.run, found)
    _save(task.path, dropped)


def _keys(piece: Piece, kind: str, dropped: Drops) -> dedup.Keys:
    """A piece's keys, less those of the records dropped."""
    found: dedup.Keys
    if kind == "near":
        begin, count = piece.begin * dedup.BAND.itemsize, piece.end - piece.begin
        found = np.fromfile(f"{piece.folder}/{BANDS}", dedup.BAND, count, offset=begin)
    else:
        found = np.array(np.load(f"{piece.folder}/{kind}.npy", mmap_mode="r")[piece.begin : piece.end])
    found["unit"] = piece.number
    return dedup.without(found, dropped[dropped["unit"] == piece.number])


def _in_units(paths: Iterable[str], first: int, last: int) -> Drops:
    """What some files of drops say of the units `first` to `last`, in source order."""
    found = np.concatenate([np.zeros(0, dedup.DROP), *(slice_of(path, "unit", first, last) for path in paths)])
    return found[np.lexsort((found["row"], found["unit"]))]


def merge(task: Merge) -> None:
    """Write what several runs hold in a range of hashes as one run."""
    found = _bucket(task.runs, task.hashes)
    np.save(task.path, found[np.argsort(found["high"], kind="stable")])


def decide(task: Decide) -> None:
    """Write which records of a bucket are duplicates of which others."""
    _save(task.path, dedup.decide(_bucket(task.runs, task.hashes), task.kind))


def _bucket(runs: Iterable[str], hashes: tuple[int, int]) -> dedup.Keys:
    """The keys of a range of hashes, run after run."""
    return np.concatenate([slice_of(path, "high", *hashes) for path in runs])


def _save(path: str, dropped: Drops) -> None:
    """Write drops in source order."""
    np.save(path, dropped[np.lexsort((dropped["row"], dropped["unit"]))])


def compare(task: Units) -> None:
    """Write the pairs of these units whose texts are near.

    A pair was found in every band in which its signatures agree; it is compared once.
    """
    pairs = _once_in_units(task.found, task.first, task.last)
    cuts = range(0, len(pairs), PAIRS)
    near = [_are_near(pairs[at : at + PAIRS], task.places, task.least) for at in cuts]
    np.save(task.path, pairs[np.concatenate([np.zeros(0, bool), *near])])


def _once_in_units(paths: Iterable[str], first: int, last: int) -> Drops:
    """What some files say of these units, each pair once; repetitions are not held for long."""
    held: list[Drops] = [np.zeros(0, dedup.DROP)]
    size, most = 0, HELD
    for path in paths:
        held.append(slice_of(path, "unit", first, last))
        size += held[-1].nbytes
        if size > most:
            held = [dedup.once(np.concatenate(held))]
            size = held[0].nbytes
            most = max(HELD, 2 * size)
    return dedup.once(np.concatenate(held))


def _are_near(pairs: Drops, places: str, least: float) -> NDArray[np.bool_]:
    """Of each pair whether its texts are at least so similar."""
    ends = dedup.position(pairs), dedup.position(pairs, "kept_")
    sets = dict(_shingles(np.unique(np.concatenate(ends)), places))
    both = zip(*(end.tolist() for end in ends), strict=True)
    return np.array([similarity.similarity(sets[one], sets[other]) >= least for one, other in both], bool)


def _shingles(positions: NDArray[np.uint64], places: str) -> Iterator[tuple[int, Hashes]]:
    """The set of shingles of the text at each position, sorted; one text at a time is in memory."""
    units = (positions >> np.uint64(32)).astype(np.int64)
    borders = [0, *(np.flatnonzero(np.diff(units)) + 1).tolist(), len(units)]
    for begin, end in pairwise(borders):
        rows = (positions[begin:end] & np.uint64(0xFFFFFFFF)).astype(np.int64)
        texts = pick(folder_of(places, int(units[begin])) / "default.arrow", rows, ["text"]).column("text")
        for position, text in zip(positions[begin:end].tolist(), texts, strict=True):
            yield position, np.unique(similarity.shingles(dedup.fold(text.as_py())))


def join(task: Join) -> None:
    """Write the clusters that the pairs make, a row a record in source order, and every drop that follows."""
    pairs = np.concatenate([np.load(path) for path in task.pairs])
    ends = (dedup.position(pairs, prefix).astype(np.int64) for prefix in ("", "kept_"))
    members = dedup.members(*similarity.clusters(*ends))
    np.save(task.members, members)
    _save(task.path, dedup.beyond_first(members))


def collect(task: Units) -> None:
    """Write what some passes dropped in these units."""
    np.save(task.path, _in_units(task.found, task.first, task.last))


def settle(task: Settle) -> Counter[str]:
    """Write the drops of one file so that each names a record which no pass dropped: the end of the chain.

    Gives the number of records by pass.
    """
    own = frontier = np.load(task.dropped.files[task.number])
    known = [own]
    while len(frontier):
        frontier = _dropped_at(np.unique(dedup.position(frontier, "kept_")), task.dropped)
        known.append(frontier)
    found = dedup.resolve(dedup.once(np.concatenate(known)))
    np.save(task.path, found[np.isin(dedup.position(found), dedup.position(own))])
    kinds, counts = np.unique(own["kind"], return_counts=True)
    return Counter({dedup.OUTCOMES[kind]: count for kind, count in zip(kinds.tolist(), counts.tolist(), strict=True)})


def _dropped_at(positions: NDArray[np.uint64], dropped: ByUnit) -> Drops:
    """What was dropped at these positions, which ascend."""
    files = np.searchsorted(dropped.starts, (positions >> np.uint64(32)).astype(np.int64), "right") - 1
    numbers, begins = np.unique(files, return_index=True)
    pieces = zip(numbers.tolist(), np.split(positions, begins[1:]), strict=True)
    return np.concatenate(
        [np.zeros(0, dedup.DROP), *(_found_in(dropped.files[number], some) for number, some in pieces)]
    )


def _found_in(path: str, positions: NDArray[np.uint64]) -> Drops:
    """Of a file in source order the drops at these positions: a binary search for all of them at once."""
    found = np.load(path, mmap_mode="r")
    if not len(found):
        return np.array(found)
    low, high = np.zeros(len(positions), np.int64), np.full(len(positions), len(found) - 1)
    for _ in range(len(found).bit_length()):
        middle = (low + high) // 2
        below = dedup.position(found[middle]) < positions
        low, high = np.where(below, np.minimum(middle + 1, high), low), np.where(below, high, middle)
    return np.array(found[low][dedup.position(found[low]) == positions])
