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

    from toolkit.dedup import Drops
    from toolkit.settings import Settings
    from toolkit.stages import Finish, Finished, Part


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


def tasks(parts: Sequence[Part], drops: Drops, settings: Settings, work: Path) -> list[Finish]:
    """The tasks that write the tables of the dataset and of the audit, shard by shard; makes their folders."""
    tables = [
        *((table, split) for table in shards.FOLDERS for split, _ in settings.splits),
        *((t, "") for t in stages.AUDIT),
    ]
    for folder in {_folder(work, table) for table, _ in tables}:
        folder.mkdir(parents=True)
    names = [name for name, _ in settings.splits]
    found: list[Finish] = []
    groups = plan.cut(parts, settings.shard_size, lambda part: part.first, lambda part: part.size)
    for number, group in enumerate(groups):
        borders = np.searchsorted(drops["unit"], (group[0].number, group[-1].number + 1))
        dropped = drops[slice(*borders)]
        kept = tuple((int(unit), parts[unit].folder) for unit in np.unique(dropped["kept_unit"]))
        found += [
            stages.Finish(
                table,
                tuple((part.number, part.folder) for part in group),
                dropped,
                str(_folder(work, table) / f"{table}-{split}-{number:08d}.parquet"),
                kept if table == "duplicates" else (),
                split,
                names.index(split) if split else None,
            )
            for table, split in tables
        ]
    return found


def key(task: Finish, parts: Sequence[Part]) -> str:
    """A digest of everything that a shard's bytes depend on; empty where it is made of a part that has no key.

    Which of the rows are dropped counts in the configs, and also what is kept for them where the table names it.
    """
    made_of = [_name(parts[number]) for number, _ in task.parts]
    if not all(made_of):
        return ""
    first = task.parts[0][0]
    told: list[Any] = [task.table, task.split, task.number, made_of]
    if task.table in shards.FOLDERS:
        told += [(task.drops["unit"] - first).tobytes(), task.drops["row"].tobytes()]
    elif task.kept:
        kept, at = np.unique(task.drops["kept_unit"], return_inverse=True)
        told += [_name(parts[number]) for number in kept]
        if not all(told[4:]):
            return ""
        told += [(task.drops["unit"] - first).tobytes(), at.tobytes()]
        told += [task.drops[name].tobytes() for name in ("row", "kept_row", "kind")]
    return hashlib.sha256(repr(told).encode()).hexdigest()[:40]


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
