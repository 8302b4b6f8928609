"""Every duplicate of a build: by address, then by text among those left, then near among those left.

How many tasks there are follows from the number of records, never from the workers: each holds about `plan.HELD` bytes
of keys, and what one leaves for the next stands in files.
"""

from __future__ import annotations

from collections import Counter
from itertools import chain, product
from math import isqrt
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, Protocol, TypeVar

from toolkit import dedup
from toolkit.building import plan
from toolkit.stages import deciding
from toolkit.stages.deciding import ByUnit
from toolkit.stages.parts import name_folders

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from toolkit.settings import Settings
    from toolkit.stages import Part
    from toolkit.stages.deciding import Outcome

    Files = tuple[str, ...]
    Range = tuple[int, int]

FEW = 1_000_000
"""Records that are decided in this process: starting workers may cost more."""

_PAIRS = 4  # that a record may be in, of those that are compared

Task = TypeVar("Task")
Result = TypeVar("Result")


class Runs(Protocol):
    """What is asked of an engine here."""

    def map(self, function: Callable[[Task], Result], tasks: Iterable[Task]) -> Iterator[Result]:
        """The results of `function` over `tasks`, in their order."""


class Passes(NamedTuple):
    """What every pass needs: who runs its tasks, the parts, the folder of its files, and where the parts stand."""

    engine: Runs
    parts: Sequence[Part]
    folder: Path
    places: str

    def run(self, function: Callable[[Task], Result], tasks: Iterable[Task]) -> list[Result]:
        """The results of the tasks, in this process where there is little to do."""
        many = sum(part.rows for part in self.parts) > FEW
        return list(self.engine.map(function, tasks) if many else map(function, tasks))

    def names(self, name: str, count: int) -> Files:
        """So many files of one name."""
        return tuple(f"{self.folder}/{name}-{number:06d}.npy" for number in range(count))


def decide(engine: Runs, parts: Sequence[Part], settings: Settings, work: Path) -> Outcome:
    """Which records are duplicates of which that are published; files in `work` say so."""
    folder = work / "duplicates"
    folder.mkdir(exist_ok=True)
    passes = Passes(engine, parts, folder, name_folders(folder / "places.npy", [part.folder for part in parts]))
    dropped = ByUnit((), ())
    for kind in dedup.KINDS:
        dropped = _by_unit(passes, kind, sharing(passes, kind, dropped), dropped)
    members = ""
    if settings.dedup == "near":
        members, others = _near(passes, settings, dropped)
        if settings.near_action == "drop":
            dropped = _by_unit(passes, "near", (others,), dropped)
    return _settled(passes, dropped)._replace(members=members)


def sharing(passes: Passes, kind: str, dropped: ByUnit, each: int = 1) -> Files:
    """The files of the records that share a key of this kind, of which there are `each` a record."""
    width = (dedup.BAND if kind == "near" else dedup.KEY).itemsize
    pieces = list(plan.pieces(passes.parts, each, width))
    runs, within = passes.names(f"{kind}-run", len(pieces)), passes.names(f"{kind}-within", len(pieces))
    gathers = (
        deciding.Gather(kind, of, dropped.holding(of[0].number, of[-1].number), *paths)
        for of, *paths in zip(pieces, runs, within, strict=True)
    )
    passes.run(deciding.gather, gathers)
    buckets = list(plan.buckets(sum(part.rows for part in passes.parts) * each, width))
    holding, across = _merged(passes, kind, runs, buckets), passes.names(f"{kind}-across", len(buckets))
    decides = (deciding.Decide(kind, *of) for of in zip(holding, buckets, across, strict=True))
    passes.run(deciding.decide, decides)
    for path in {*runs, *chain.from_iterable(holding)}:
        Path(path).unlink()
    return within + across


def _merged(passes: Passes, kind: str, runs: Files, buckets: Sequence[Range]) -> list[Files]:
    """For each bucket the files that hold its keys: the runs, or, where these are many, runs merged.

    If every bucket read from every run, ten times the keys would be a hundred times the reads.  So the root of so many
    runs are merged, cut into as many ranges of hashes: reads grow by the power of one and a half.
    """
    if len(runs) <= plan.FAN:
        return [runs] * len(buckets)
    fan = isqrt(len(runs))
    ranges = [buckets[at : at + fan] for at in range(0, len(buckets), fan)]
    groups = [runs[at : at + fan] for at in range(0, len(runs), fan)]
    names = passes.names(f"{kind}-merged", len(ranges) * len(groups))
    tasks = (
        deciding.Merge(group, (of[0][0], of[-1][1]), path)
        for (of, group), path in zip(product(ranges, groups), names, strict=True)
    )
    passes.run(deciding.merge, tasks)
    rows = [names[at : at + len(groups)] for at in range(0, len(names), len(groups))]
    return [row for row, of in zip(rows, ranges, strict=True) for _ in of]


def _near(passes: Passes, settings: Settings, dropped: ByUnit) -> tuple[str, str]:
    """The file of all clusters, and that of the drops which follow from them."""
    candidates = sharing(passes, "near", dropped, settings.near_bands)
    spans = list(plan.spans(passes.parts, _PAIRS * dedup.DROP.itemsize))
    pairs = passes.names("near-pairs", len(spans))
    tasks = (
        deciding.Units(*span, candidates, path, passes.places, settings.near_similarity)
        for span, path in zip(spans, pairs, strict=True)
    )
    passes.run(deciding.compare, tasks)
    (members,), (others,) = passes.names("near-members", 1), passes.names("near-others", 1)
    passes.run(deciding.join, [deciding.Join(pairs, members, others)])
    return members, others


def _by_unit(passes: Passes, kind: str, found: Files, earlier: ByUnit) -> ByUnit:
    """What a pass has dropped and what those before it had, by unit rather than by hash."""
    spans = list(plan.spans(passes.parts, dedup.KEY.itemsize))
    files = passes.names(f"{kind}-dropped", len(spans))
    tasks = (
        deciding.Units(*span, (*found, *earlier.holding(*span)), path) for span, path in zip(spans, files, strict=True)
    )
    passes.run(deciding.collect, tasks)
    return ByUnit(tuple(first for first, _ in spans), files)


def _settled(passes: Passes, dropped: ByUnit) -> Outcome:
    """The same, each with a record that is published."""
    settled = ByUnit(dropped.starts, passes.names("settled", len(dropped.files)))
    tasks = (deciding.Settle(number, dropped, path) for number, path in enumerate(settled.files))
    return deciding.Outcome(settled, sum(passes.run(deciding.settle, tasks), Counter[str]()), passes.places)
