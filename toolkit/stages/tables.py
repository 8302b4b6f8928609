"""From parts to the tables of a dataset and its audit, a shard at a time."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from toolkit import dedup, shards
from toolkit.stages.parts import IDS, SPLITS
from toolkit.stages.values import Finish, Finished

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

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
    """The batches of the parts, less the dropped rows and those of other splits."""
    for number, folder in task.parts:
        dropped = task.drops["row"][task.drops["unit"] == number]
        if task.number is not None and (Path(folder) / SPLITS).exists():
            others = np.flatnonzero(np.load(Path(folder) / SPLITS) != task.number)
            dropped = np.union1d(dropped, others)
        at = 0
        for batch in shards.read_part(_arrow(folder, task.table)):
            rows = dropped[(dropped >= at) & (dropped < at + batch.num_rows)] - at
            if len(rows):
                keep = np.ones(batch.num_rows, bool)
                keep[rows] = False
                yield batch.filter(pa.array(keep))
            else:
                yield batch
            at += batch.num_rows


def _counted(batch: pa.RecordBatch, counts: dict[str, Counter[str]], days: list[Any]) -> pa.RecordBatch:
    """The batch as it is; what the manifest says of its rows goes into `counts` and `days`."""
    for name, (column, values) in _COUNTED.items():
        if column in batch.schema.names:
            for item in pc.value_counts(values(batch.column(column))).to_pylist():
                counts.setdefault(name, Counter())[item["values"]] += item["counts"]
    if "published" in batch.schema.names:
        days += [day for day in pc.min_max(batch.column("published")).as_py().values() if day is not None]
    return batch


_COUNTED: dict[str, tuple[str, Callable[[pa.Array], pa.Array]]] = {
    "languages": ("language", lambda column: column),
    "warnings": ("warnings", lambda column: column.flatten()),
    "edits": ("edits", lambda column: pc.struct_field(column.flatten(), "rule")),
}
"""What the manifest counts in published rows: the column, and the values in it."""


def _duplicates(task: Finish) -> Iterable[pa.RecordBatch]:
    """A row a dropped record of these parts."""
    if not len(task.drops):
        return
    own = {number: folder for number, folder in task.parts if number in task.drops["unit"]}
    told = {number: _columns(folder, "default", ["id", "url", "title"]) for number, folder in own.items()}
    lines = {number: _columns(folder, "provenance", ["file_path", "line"]) for number, folder in own.items()}
    ids = {number: np.load(Path(folder) / IDS) for number, folder in task.kept}
    rows = []
    for unit, row, kept_unit, kept_row, kind in task.drops.tolist():
        dropped = told[unit].slice(row, 1).to_pylist()[0]
        place = lines[unit].slice(row, 1).to_pylist()[0]
        kept = ids[kept_unit][kept_row].tobytes().hex()
        names = (dedup.KINDS[kind], place["file_path"], place["line"], dropped["url"], dropped["title"])
        rows.append((dropped["id"], kept, *names))
    yield shards.table_batch(rows, shards.DUPLICATES)


def _columns(folder: str, table: str, columns: list[str]) -> pa.Table:
    found = shards.read_part(_arrow(folder, table))
    return pa.Table.from_batches([batch.select(columns) for batch in found])
