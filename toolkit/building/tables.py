"""The tables of a dataset and its audit: what each shard is made of, and whether it is there already."""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from toolkit import shards, stages
from toolkit.building import plan

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from toolkit.dedup import Drops, Members
    from toolkit.settings import Settings
    from toolkit.stages import Finish, Finished, Part
    from toolkit.stages.deciding import Outcome


class Table(NamedTuple):
    """One shard of a table: a digest of what it is made of, its task, and what was written or taken as it was."""

    key: str
    task: Finish
    finished: Finished
    taken: bool

    @property
    def of(self) -> tuple[str, str, str]:
        """The table, the partition and the split."""
        return self.task.table, self.task.partition, self.task.split


def tasks(parts: Sequence[Part], decided: Outcome, settings: Settings, work: Path) -> list[Finish]:
    """The tasks that write the tables of the dataset and of the audit, shard by shard; makes their folders.

    Each partition is cut into shards of its own, over all parts in which it has rows.
    """
    for table in (*shards.FOLDERS, *stages.AUDIT):
        _folder(work, table).mkdir(parents=True, exist_ok=True)
    configs: list[tuple[str, str, int | None]] = [
        (table, split, at) for table in shards.FOLDERS for at, (split, _) in enumerate(settings.splits)
    ]
    partitions = sorted({name for part in parts for name in part.partitions}) or [""]
    audit: list[tuple[str, str, int | None]] = [(table, "", None) for table in stages.AUDIT]
    return [
        stages.Finish(
            table,
            tuple((part.number, part.folder) for part in group),
            str(_folder(work, table) / f"{table}-{partition}-{split}-{number:08d}.parquet"),
            decided,
            partition,
            split,
            at,
        )
        for partition, tables in (*((name, configs) for name in partitions), ("", audit))
        for number, group in enumerate(_groups(parts, partition, settings.shard_size))
        for table, split, at in tables
    ]


def _groups(parts: Sequence[Part], partition: str, size: int) -> Iterable[list[Part]]:
    """The parts, cut into groups by the raw bytes of a partition's rows, or of all rows where none is named."""

    def weigh(part: Part) -> int:
        of = part.partitions
        return part.size * of[partition] // max(1, sum(of.values())) if partition else part.size

    having = [part for part in parts if not partition or partition in part.partitions]
    return plan.cut(having, size, lambda part: part.first, weigh)


def key(task: Finish, parts: Sequence[Part]) -> str:
    """A digest of everything that a shard's bytes depend on; empty where it is made of a part that has no key.

    In the configs it counts which rows are dropped and which are clustered with what, in the table of duplicates also
    what is kept for them.
    """
    units = np.array(task.units)
    made_of = [_name(parts[number]) for number in task.units]
    told: list[Any] = [task.table, task.partition, task.split, task.number]
    if task.table in shards.FOLDERS:
        drops, near = task.decided.drops(task.units), task.decided.near(task.units)
        drops = drops[np.isin(drops["unit"], units)]
        told += [np.searchsorted(units, drops["unit"]).tobytes(), drops["row"].tobytes()]
        if near is not None:
            near = near[np.isin(near["unit"], units)]
            made_of += _kept(near, parts)
            told += _standing(near, units, ("row", "kept_row", "size"))
    elif task.table == "duplicates":
        drops = task.decided.drops(task.units)
        made_of += _kept(drops, parts)
        told += _standing(drops, units, ("row", "kept_row", "kind"))
    return hashlib.sha256(repr((told, made_of)).encode()).hexdigest()[:40] if all(made_of) else ""


def _kept(found: Drops | Members, parts: Sequence[Part]) -> list[str]:
    """The names of the parts in which the records stand that are kept."""
    return [_name(parts[number]) for number in np.unique(found["kept_unit"])]


def _standing(found: Drops | Members, units: NDArray[np.int64], columns: Iterable[str]) -> list[bytes]:
    """Some columns, and where the records stand, whatever the numbers of the units are."""
    _, at = np.unique(found["kept_unit"], return_inverse=True)
    return [np.searchsorted(units, found["unit"]).tobytes(), at.tobytes(), *(found[name].tobytes() for name in columns)]


def _name(part: Part) -> str:
    """What a part is made of and what came of it, which a day may change; empty for one that has no key."""
    return part.key and part.key + part.digest


def named(written: Sequence[Table], work: Path) -> list[Table]:
    """The tables under the names that they are published by, which only a shard's number decides."""
    totals = Counter(table.of for table in written if table.finished.shard is not None)
    counts: Counter[tuple[str, str, str]] = Counter()
    found = []
    for table in written:
        shard = table.finished.shard
        if shard is None:
            found.append(table)
            continue
        here = _folder(work, table.task.table)
        folder = here / table.task.partition
        folder.mkdir(exist_ok=True)
        name = f"{table.task.split or table.task.table}-{counts[table.of]:05d}-of-{totals[table.of]:05d}.parquet"
        counts[table.of] += 1
        (here / shard.path).rename(folder / name)
        shard = replace(shard, path=(folder / name).relative_to(here.parent).as_posix())
        found.append(table._replace(finished=table.finished._replace(shard=shard)))
    return found


def grouped(written: Iterable[Table]) -> dict[tuple[str, str], list[Finished]]:
    """What was written, by table and split, in the order of the shards."""
    found: dict[tuple[str, str], list[Finished]] = {}
    for table in written:
        found.setdefault((table.task.table, table.task.split), []).append(table.finished)
    return found


def taken(written: Iterable[Table]) -> frozenset[str]:
    """The paths of the shards that were taken from the last dataset, byte for byte."""
    return frozenset(table.finished.shard.path for table in written if table.taken and table.finished.shard)


def _folder(work: Path, table: str) -> Path:
    return work / "dataset" / shards.FOLDERS[table] if table in shards.FOLDERS else work / "audit"
