"""From parts to the tables of a dataset and its audit, a shard at a time."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa

from toolkit import dedup, shards
from toolkit.stages.clustered import Clustered, kept_ids
from toolkit.stages.parts import PARTITIONS, SPLITS, pick
from toolkit.stages.values import Finished

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from toolkit.stages.values import Finish

AUDIT = {"rejected": shards.REJECTED, "inputs": shards.INPUTS, "duplicates": shards.DUPLICATES}
"""The tables of the audit."""


def finish(task: Finish) -> Finished:
    """Write one table of one shard from its parts."""
    counts: dict[str, Counter[str]] = {}
    days: list[Any] = []
    if task.table == "duplicates":
        found = _duplicates(task)
    elif task.table in AUDIT:
        found = (batch for _, folder in task.parts for batch in shards.read_part(_arrow(folder, task.table)))
    else:
        found = (_counted(batch, counts, days) for batch in _kept(task))
    columns = AUDIT[task.table] if task.table in AUDIT else shards.arrow_schema(task.table)
    shard = shards.write_shard(Path(task.path), columns, found)
    return Finished(shard, counts, (min(days), max(days)) if days else ())


def _arrow(folder: str, table: str) -> Path:
    return Path(folder) / f"{table}.arrow"


def _kept(task: Finish) -> Iterator[pa.RecordBatch]:
    """The batches of the parts, less the dropped rows and those of other splits and partitions."""
    drops, members = task.decided.drops(task.units), task.decided.near(task.units)
    for number, folder in task.parts:
        near = None if members is None else Clustered(members[members["unit"] == number], task.decided.places)
        dropped = drops["row"][drops["unit"] == number]
        if task.number is not None and (Path(folder) / SPLITS).exists():
            chosen = np.load(Path(folder) / SPLITS)
            others = np.flatnonzero((near.splits(chosen) if near else chosen) != task.number)
            dropped = np.union1d(dropped, others)
        if task.partition:
            others = np.flatnonzero(np.load(Path(folder) / PARTITIONS) != task.partition.encode())
            dropped = np.union1d(dropped, others)
        at = 0
        for found in shards.read_part(_arrow(folder, task.table)):
            batch = near.annotated(found, at) if near and task.table == "provenance" else found
            rows = dropped[(dropped >= at) & (dropped < at + batch.num_rows)] - at
            at += batch.num_rows
            if len(rows):
                keep = np.ones(batch.num_rows, bool)
                keep[rows] = False
                batch = batch.filter(pa.array(keep))
            yield batch


def _counted(batch: pa.RecordBatch, counts: dict[str, Counter[str]], days: list[Any]) -> pa.RecordBatch:
    """The batch as it is; what the manifest says of its rows goes into `counts` and `days`."""
    for name, (column, values) in _COUNTED.items():
        if column in batch.schema.names:
            for item in values(batch.column(column)).value_counts().to_pylist():
                counts.setdefault(name, Counter())[item["values"]] += item["counts"]
    if "published" in batch.schema.names:
        import pyarrow.compute as pc  # noqa: PLC0415 — 40 ms that `prepare` should not cost

        days += [day for day in pc.min_max(batch.column("published")).as_py().values() if day is not None]
    return batch


_COUNTED: dict[str, tuple[str, Callable[[pa.Array], pa.Array]]] = {
    "languages": ("language", lambda column: column),
    "warnings": ("warnings", lambda column: column.flatten()),
    "edits": ("edits", lambda column: column.flatten().field("rule")),
}
"""What the manifest counts in published rows: the column, and the values in it."""


def _duplicates(task: Finish) -> Iterator[pa.RecordBatch]:
    """A row a dropped record of these parts."""
    found = task.decided.drops(task.units)
    for number, folder in task.parts:
        drops = found[found["unit"] == number]
        if not len(drops):
            continue
        own = pick(_arrow(folder, "default"), drops["row"], ["id", "url", "title"])
        place = pick(_arrow(folder, "provenance"), drops["row"], ["file_path", "line"])
        columns = {
            **{name: own.column(name) for name in own.column_names},
            **{name: place.column(name) for name in place.column_names},
            "kept_id": kept_ids(drops, task.decided.places),
            "kind": [dedup.OUTCOMES[kind] for kind in drops["kind"].tolist()],
        }
        ordered = {field.name: columns[field.name] for field in shards.DUPLICATES}
        yield from pa.table(ordered, schema=shards.DUPLICATES).combine_chunks().to_batches()
