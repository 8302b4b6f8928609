"""The functions that cross an engine, and the values between them.

    prepare(unit)            raw files → a part: records, proof, rejections, inputs, keys
    deciding                 the keys of all parts, bucket by bucket → which records are duplicates
    finish(shard, drops)     parts, less the drops → one Parquet file of one config, or of the audit

Text never crosses: a result holds counts, a line an input, and 17 bytes a dropped record.  A function touches
only the files that its task names, so a task that is run twice does no harm.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from toolkit import dedup, pipeline, shards, sources
from toolkit.similarity import Banding
from toolkit.stages.clustered import Clustered, kept_ids
from toolkit.stages.parts import SPLITS, PartWriter, pick
from toolkit.values import Excluded, Record, Source

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from toolkit.dedup import Drops, Members
    from toolkit.pipeline import Rules
    from toolkit.values import Problem, Rejected, Shard

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
    """`records`, `excluded`, `rejected:CODE`, `files`, `bytes`, `unreadable`, `passed_over` (members of archives) and
    `ignored` (fields of JSON Lines)."""
    problems: tuple[Problem, ...]
    """Its first errors, for a person to begin with."""
    ledger: bytes
    """A line an input, as `sha256sum` writes it."""


class Finish(NamedTuple):
    """The task of `finish`: `table` is a config or one of `AUDIT`, `drops` concern these parts only."""

    table: str
    parts: tuple[tuple[int, str], ...]
    drops: Drops
    path: str
    places: str
    """Where all parts stand (`parts.name_folders`): the record that is kept for a duplicate may stand in any."""
    split: str = ""
    """Only the rows of this split are written, where the table has splits."""
    number: int | None = None
    """The split's index in the parts."""
    near: Members | None = None
    """The records of these parts that are in a cluster; None where no near duplicates were looked for."""

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
    unit, rules = task.unit, task.rules
    with PartWriter(Path(task.folder), [share for _, share in rules.settings.splits], _banding(rules)) as part:
        for opened in sources.read(unit.inputs, sources.Limits(rules.settings.max_record_bytes)):
            _read(opened, rules, part, tally)
        rows = part.finish(unit.number)
    lines = "".join(tally.ledger).encode()
    problems = tuple(tally.problems[:SHOWN])
    return Part(unit.number, task.folder, unit.size, unit.inputs[0].path, rows, tally.outcomes, problems, lines)


def _banding(rules: Rules) -> Banding | None:
    """How signatures are cut; None where no near duplicates are looked for."""
    chosen = rules.settings
    return Banding(chosen.near_bands, chosen.near_rows) if chosen.dedup == "near" else None


class _Tally(NamedTuple):
    """What `prepare` counts as it goes."""

    outcomes: Counter[str]
    problems: list[Problem]
    ledger: list[str]


def _read(opened: sources.Opened, rules: Rules, part: PartWriter, tally: _Tally) -> None:
    """Put everything of one input where it belongs; of one whose every record is excluded not even its name stays."""
    outcomes = tally.outcomes
    records, excluded = outcomes["records"], outcomes["excluded"]
    for found in opened:
        if isinstance(found, sources.Passed):
            outcomes["passed_over"] += 1
            continue
        if isinstance(found, Source) and found.ignored:
            outcomes["ignored"] += found.ignored
        for outcome, _ in pipeline.process(found, rules):
            _take(outcome, opened.item, part, tally)
    if opened.digest:
        outcomes.update(files=1, bytes=opened.size)
        records, excluded = outcomes["records"] - records, outcomes["excluded"] - excluded
        if not records or excluded < records:
            part.note(opened, records)
            tally.ledger.append(f"{opened.digest}  {opened.item.path}\n")


def _take(outcome: Record | Rejected | Excluded, item: sources.Input, part: PartWriter, tally: _Tally) -> None:
    """Put one record, or what could not be read at all, where it belongs."""
    if isinstance(outcome, Record):
        tally.outcomes["records"] += 1
        part.add(outcome)
        return
    if isinstance(outcome, Excluded):
        tally.outcomes.update(("records", "excluded") if outcome.place.line else ("unreadable",))
        return
    part.reject(outcome)
    worst = next(problem for problem in outcome.problems if problem.severity == "error")
    tally.problems.append(item.located(worst))
    if outcome.place.line:
        tally.outcomes.update(("records", f"rejected:{worst.code}"))
    else:
        tally.outcomes["unreadable"] += 1


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
        near = Clustered(task, number) if task.near is not None else None
        dropped = task.drops["row"][task.drops["unit"] == number]
        if task.number is not None and (Path(folder) / SPLITS).exists():
            chosen = np.load(Path(folder) / SPLITS)
            others = np.flatnonzero((near.splits(chosen) if near else chosen) != task.number)
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
    for number, folder in task.parts:
        drops = task.drops[task.drops["unit"] == number]
        if not len(drops):
            continue
        own = pick(_arrow(folder, "default"), drops["row"], ["id", "url", "title"])
        place = pick(_arrow(folder, "provenance"), drops["row"], ["file_path", "line"])
        columns = {
            **{name: own.column(name) for name in own.column_names},
            **{name: place.column(name) for name in place.column_names},
            "kept_id": kept_ids(drops, task.places),
            "kind": [dedup.OUTCOMES[kind] for kind in drops["kind"].tolist()],
        }
        ordered = {field.name: columns[field.name] for field in shards.DUPLICATES}
        yield from pa.table(ordered, schema=shards.DUPLICATES).combine_chunks().to_batches()


def digest(ledgers: Iterable[bytes]) -> str:
    """The SHA-256 over the ledgers of all parts, in order: `sha256sum` of the inputs, and of what it prints."""
    total = hashlib.sha256()
    for ledger in ledgers:
        total.update(ledger)
    return total.hexdigest()
