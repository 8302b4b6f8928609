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
    def of(self) -> tuple[str, str]:
        """The table and the split."""
        return self.task.table, self.task.split


def tasks(parts: Sequence[Part], decided: Outcome, settings: Settings, work: Path) -> list[Finish]:
    """The tasks that write the tables of the dataset and of the audit, shard by shard; makes their folders."""
    tables = [
        *((table, split) for table in shards.FOLDERS for split, _ in settings.splits),
        *((t, "") for t in stages.AUDIT),
    ]
    for folder in {_folder(work, table) for table, _ in tables}:
        folder.mkdir(parents=True)
    names = [name for name, _ in settings.splits]
    groups = plan.cut(parts, settings.shard_size, lambda part: part.first, lambda part: part.size)
    return [
        stages.Finish(
            table,
            tuple((part.number, part.folder) for part in group),
            str(_folder(work, table) / f"{table}-{split}-{number:08d}.parquet"),
            decided,
            split,
            names.index(split) if split else None,
        )
        for number, group in enumerate(groups)
        for table, split in tables
    ]


def key(task: Finish, parts: Sequence[Part]) -> str:
    """A digest of everything that a shard's bytes depend on; empty where it is made of a part that has no key.

    In the configs it counts which rows are dropped and which are clustered with what, in the table of duplicates also
    what is kept for them.
    """
    made_of = [_name(parts[number]) for number in task.units]
    told: list[Any] = [task.table, task.split, task.number]
    if task.table in shards.FOLDERS:
        drops, near = task.decided.drops(task.units), task.decided.near(task.units)
        told += [(drops["unit"] - task.units[0]).tobytes(), drops["row"].tobytes()]
        if near is not None:
            made_of += _kept(near, parts)
            told += _standing(near, task.units[0], ("row", "kept_row", "size"))
    elif task.table == "duplicates":
        drops = task.decided.drops(task.units)
        made_of += _kept(drops, parts)
        told += _standing(drops, task.units[0], ("row", "kept_row", "kind"))
    return hashlib.sha256(repr((told, made_of)).encode()).hexdigest()[:40] if all(made_of) else ""


def _kept(found: Drops | Members, parts: Sequence[Part]) -> list[str]:
    """The names of the parts in which the records stand that are kept."""
    return [_name(parts[number]) for number in np.unique(found["kept_unit"])]


def _standing(found: Drops | Members, first: int, columns: Iterable[str]) -> list[bytes]:
    """Some columns, and where the records stand, whatever the numbers of the units are."""
    _, at = np.unique(found["kept_unit"], return_inverse=True)
    return [(found["unit"] - first).tobytes(), at.tobytes(), *(found[name].tobytes() for name in columns)]


def _name(part: Part) -> str:
    """What a part is made of and what came of it, which a day may change; empty for one that has no key."""
    return part.key and part.key + part.digest


def named(written: Sequence[Table], work: Path) -> list[Table]:
    """The tables under the names that they are published by, which only a shard's number decides."""
    totals = Counter(table.of for table in written if table.finished.shard is not None)
    counts: Counter[tuple[str, str]] = Counter()
    found = []
    for table in written:
        shard = table.finished.shard
        if shard is None:
            found.append(table)
            continue
        folder = _folder(work, table.task.table)
        name = f"{table.task.split or table.task.table}-{counts[table.of]:05d}-of-{totals[table.of]:05d}.parquet"
        counts[table.of] += 1
        (folder / shard.path).rename(folder / name)
        shard = replace(shard, path=f"{folder.name}/{name}")
        found.append(table._replace(finished=table.finished._replace(shard=shard)))
    return found


def grouped(written: Iterable[Table]) -> dict[tuple[str, str], list[Finished]]:
    """What was written, by table and split, in the order of the shards."""
    found: dict[tuple[str, str], list[Finished]] = {}
    for table in written:
        found.setdefault(table.of, []).append(table.finished)
    return found


def taken(written: Iterable[Table]) -> frozenset[str]:
    """The paths of the shards that were taken from the last dataset, byte for byte."""
    return frozenset(table.finished.shard.path for table in written if table.taken and table.finished.shard)


def _folder(work: Path, table: str) -> Path:
    return work / "dataset" / shards.FOLDERS[table] if table in shards.FOLDERS else work / "audit"
