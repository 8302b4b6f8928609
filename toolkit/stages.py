"""The three functions that cross an engine, and the values between them.

    prepare(unit)            raw files → a part: records, proof, rejections, inputs, keys
    decide(bucket)           the keys of all parts that fall into a bucket → which records are duplicates
    finish(shard, drops)     parts, less the drops → one Parquet file of one config, or of the audit

Text never crosses: a result holds counts, a line an input, and 17 bytes a dropped record.  A function touches
only the files that its task names, so a task that is run twice does no harm.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, Self

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from toolkit import annotation, dedup, pipeline, schema, shards, sources
from toolkit.values import Place, Problem, Record, Rejected, Source

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from toolkit.dedup import Drops, Keys
    from toolkit.pipeline import Rules
    from toolkit.values import Shard

BATCH = 256
"""Records in an Arrow batch: the fastest size measured, and it keeps memory small."""

AUDIT = {"rejected": shards.REJECTED, "inputs": shards.INPUTS, "duplicates": shards.DUPLICATES}
"""The tables of the audit."""


class Unit(NamedTuple):
    """What one `prepare` reads: inputs in order."""

    number: int
    inputs: tuple[sources.Input, ...]
    size: int
    """Bytes of its inputs."""

    def __str__(self) -> str:
        return f"{len(self.inputs)} files, {self.inputs[0].location} to {self.inputs[-1].location}"


class Prepare(NamedTuple):
    """The task of `prepare`: `folder` is made, and holds the part."""

    unit: Unit
    folder: str
    rules: Rules

    def __str__(self) -> str:
        return str(self.unit)


class Part(NamedTuple):
    """What `prepare` left in `folder`, and what it counted."""

    number: int
    folder: str
    size: int
    first: str
    """The path of its first input, by whose hash shards are cut."""
    rows: int
    outcomes: Counter[str]
    """`records`, `files`, `bytes`, `unreadable`, and `rejected:CODE`."""
    problems: tuple[Problem, ...]
    """Its first errors, for a person to begin with."""
    ledger: bytes
    """A line an input, as `sha256sum` writes it."""


class Decide(NamedTuple):
    """The task of `decide`: of all parts' keys of a kind, those whose hash lies in `low` to `high`."""

    kind: str
    folders: tuple[str, ...]
    low: int
    high: int
    dropped: Drops
    """What earlier passes dropped."""


class Finish(NamedTuple):
    """The task of `finish`: `table` is a config or one of `AUDIT`, `drops` concern these parts only."""

    table: str
    parts: tuple[tuple[int, str], ...]
    drops: Drops
    path: str
    all_parts: str
    """The folder of all parts: the record that is kept for a duplicate may stand in any."""

    def __str__(self) -> str:
        return f"{self.table} of units {self.parts[0][0]} to {self.parts[-1][0]}"


class Finished(NamedTuple):
    """What `finish` wrote (None when there was no row to write) and counted in the rows that are published."""

    shard: Shard | None
    counts: dict[str, Counter[str]]
    days: tuple[Any, ...]
    """First and last day of publication, where there are any."""


SHOWN = 20
"""Errors that a part hands on for a person to read; all of them stand in the audit."""


def prepare(task: Prepare) -> Part:
    """Read a unit's inputs and leave their records, proof, rejections and keys as a part."""
    tally = _Tally(Counter(files=0, bytes=0, records=0, unreadable=0), [], [])
    with _PartWriter(Path(task.folder)) as part:
        for item in task.unit.inputs:
            source = sources.read(item)
            if isinstance(source, Problem):
                part.reject(Rejected(source.place, b"", (source,)))
                tally.outcomes["unreadable"] += 1
                tally.problems.append(source._replace(place=Place(item.location)))
            else:
                records = sum(_take(outcome, item, part, tally) for outcome in pipeline.process(source, task.rules))
                tally.outcomes.update(files=1, bytes=item.size, records=records)
                part.note(source, item.size, records)
                tally.ledger.append(f"{source.digest}  {source.path}\n")
        rows = part.finish(task.unit.number)
    lines = "".join(tally.ledger).encode()
    problems = tuple(tally.problems[:SHOWN])
    unit = task.unit
    return Part(unit.number, task.folder, unit.size, unit.inputs[0].path, rows, tally.outcomes, problems, lines)


class _Tally(NamedTuple):
    """What `prepare` counts as it goes."""

    outcomes: Counter[str]
    problems: list[Problem]
    ledger: list[str]


def _take(outcome: pipeline.Outcome, item: sources.Input, part: _PartWriter, tally: _Tally) -> int:
    """Put one record where it belongs; 1, the records that it is."""
    record, _ = outcome
    if isinstance(record, Record):
        part.add(record)
    else:
        part.reject(record)
        worst = next(problem for problem in record.problems if problem.severity == "error")
        tally.outcomes[f"rejected:{worst.code}"] += 1
        tally.problems.append(worst._replace(place=worst.place._replace(path=item.location)))
    return 1


class _PartWriter:
    """A part being written: four Arrow files, and the keys at the end."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)  # a worker that died may have left it
        self._folder = folder
        self._writers = {
            name: shards.PartFile(folder / f"{name}.arrow", kind)
            for name, kind in (
                *((config, shards.arrow_schema(config)) for config in schema.CONFIGS),
                ("rejected", shards.REJECTED),
                ("inputs", shards.INPUTS),
            )
        }
        self._records: list[Record] = []
        self._rejected: list[tuple[Any, ...]] = []
        self._inputs: list[tuple[Any, ...]] = []
        self._keys: dict[str, list[tuple[bytes | None, int, int]]] = {kind: [] for kind in dedup.KINDS}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for writer in self._writers.values():
            writer.close()

    def add(self, record: Record) -> None:
        row, size = len(self._keys["text"]), len(record.text)
        address = dedup.url_key(annotation.normal_url(record.url)) if record.url else None
        self._keys["url"].append((address, row, size))
        self._keys["text"].append((dedup.text_key(record.text, record.title, record.domain), row, size))
        self._records.append(record)
        if len(self._records) >= BATCH:
            self._flush()

    def reject(self, rejected: Rejected) -> None:
        errors = [problem for problem in rejected.problems if problem.severity == "error"]
        codes, messages = [problem.code for problem in errors], [problem.message for problem in errors]
        self._rejected.append((*rejected.place, codes, messages, rejected.raw))
        if len(self._rejected) >= BATCH:
            self._flush()

    def note(self, source: Source, size: int, records: int) -> None:
        self._inputs.append((source.path, size, source.digest, records))

    def finish(self, unit: int) -> int:
        """Write what is left and the keys; the number of records."""
        self._flush()
        for kind, rows in self._keys.items():
            np.save(self._folder / f"{kind}.npy", dedup.keys(rows, unit))
        return len(self._keys["text"])

    def _flush(self) -> None:
        if self._records:
            for config, batch in shards.batches(self._records).items():
                self._writers[config].write(batch)
        self._writers["rejected"].write(shards.table_batch(self._rejected, shards.REJECTED))
        self._writers["inputs"].write(shards.table_batch(self._inputs, shards.INPUTS))
        self._records, self._rejected, self._inputs = [], [], []


def decide(task: Decide) -> Drops:
    """Which records of a bucket are duplicates of one that is kept."""
    found = np.concatenate([_slice(Path(folder) / f"{task.kind}.npy", task) for folder in task.folders])
    return dedup.decide(dedup.without(found, task.dropped), task.kind)


def _slice(path: Path, task: Decide) -> Keys:
    """The keys of one part that fall into the bucket: they are sorted, so they stand together."""
    found: Keys = np.load(path, mmap_mode="r" if path.stat().st_size > 1 << 20 else None)
    begin = np.searchsorted(found["high"], np.uint64(task.low), "left")
    end = np.searchsorted(found["high"], np.uint64(task.high), "right")
    return found[begin:end]


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
    """The batches of the parts, less the dropped rows."""
    for number, folder in task.parts:
        dropped = task.drops["row"][task.drops["unit"] == number]
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
    numbers = np.unique(np.concatenate([task.drops["unit"], task.drops["kept_unit"]]))
    ids = {int(number): _column(task, int(number), "default", ["id", "url", "title"]) for number in numbers}
    lines = {int(number): _column(task, int(number), "provenance", ["file_path", "line"]) for number in numbers}
    rows = []
    for unit, row, kept_unit, kept_row, kind in task.drops.tolist():
        own = ids[unit].slice(row, 1).to_pylist()[0]
        place = lines[unit].slice(row, 1).to_pylist()[0]
        kept = ids[kept_unit].column("id")[kept_row].as_py()
        rows.append((own["id"], kept, dedup.KINDS[kind], place["file_path"], place["line"], own["url"], own["title"]))
    yield shards.table_batch(rows, shards.DUPLICATES)


def _column(task: Finish, number: int, table: str, columns: list[str]) -> pa.Table:
    found = shards.read_part(_arrow(f"{task.all_parts}/{number:08d}", table))
    return pa.Table.from_batches([batch.select(columns) for batch in found])


def digest(ledgers: Iterable[bytes]) -> str:
    """The SHA-256 over the ledgers of all parts, in order: `sha256sum` of the inputs, and of what it prints."""
    total = hashlib.sha256()
    for ledger in ledgers:
        total.update(ledger)
    return total.hexdigest()
