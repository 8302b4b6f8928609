"""A build, told in its steps: plan units, prepare, decide, finish, describe, check, swap in.

    raw files ─▶ units ─ prepare ─▶ parts ─ decide ─▶ drops ─ finish ─▶ shards ─▶ card, manifest ─▶ checked, swapped in

Plain functions (`toolkit.stages`) cross an engine; everything here runs in one process and holds counts.
"""

from __future__ import annotations

import os
from collections import Counter
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from toolkit import describe, reading, shards, stages, verifying
from toolkit import settings as settings_
from toolkit.building import duplicates, plan
from toolkit.building.target import Target
from toolkit.building.telling import manifest_of, write_description
from toolkit.engines import Engine, Local, cores
from toolkit.errors import DataError
from toolkit.sources import Input, Passed, find

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from toolkit.pipeline import Rules
    from toolkit.settings import Settings
    from toolkit.stages import Finished, Part
    from toolkit.stages.deciding import Outcome
    from toolkit.values import Manifest

__all__ = ["Progress", "build"]


class Progress(NamedTuple):
    """How far a build is: the stage, bytes or tables done of all, and the counts so far."""

    stage: str
    done: int
    total: int
    outcomes: Counter[str]


def build(  # noqa: PLR0913 — the options of a build; all but the first two have a default
    raw: Sequence[str | Path],
    out: str | Path,
    settings: Settings | None = None,
    *,
    workers: int | None = None,
    engine: Engine | None = None,
    report: Callable[[Progress], None] = lambda _: None,
) -> Manifest:
    """Build the dataset `out` from the raw sources, and put it in place once it is whole and checked.

    `workers` is the number of processes (default: the cores this process may use); `engine` replaces the
    local one.  Raises `UsageError`, `EnvironmentError_`, or `DataError` when no record is published or more
    are rejected than `max_rejected` allows; the dataset that stood at `out` then stays as it was.
    """
    sources = [str(source) for source in raw]
    rules = reading.rules(settings or settings_.load(raw=sources))
    settings = rules.settings
    target = Target(Path(out))
    target.check(sources)
    listed = list(find(sources))
    with target.workspace() as work:
        inputs = target.outside(item for item in listed if isinstance(item, Input))
        units = list(plan.units(inputs, settings.shard_size))
        target.need(sum(unit.size for unit in units))
        with engine or Local(min(workers or cores(), max(1, len(units)))) as running:
            running.share(_shared(work, sources, units))
            parts = list(_prepare(running, units, rules, work, report))
            outcomes = sum((part.outcomes for part in parts), Counter())
            _check_outcomes(parts, outcomes, settings)
            decided = duplicates.decide(running, parts, settings, work)
            told = partial(Progress, "finish", outcomes=outcomes)
            tables = _tables(parts, decided, settings, work)
            finished = _finish(running, tables, lambda done: report(told(done=done, total=len(tables.of))), work)
        manifest = manifest_of(parts, decided.counts, finished, rules, sum(isinstance(item, Passed) for item in listed))
        write_description(work / "dataset", manifest, _template(sources))
        verifying.check(work / "dataset", manifest)
        report(Progress("done", 1, 1, outcomes))
        target.swap(work / "dataset", work / "audit")
    return manifest


def _prepare(
    engine: Engine, units: Sequence[stages.Unit], rules: Rules, work: Path, report: Callable[[Progress], None]
) -> Iterator[Part]:
    """The units' parts, in order; reports after each."""
    total, done, outcomes = sum(unit.size for unit in units), 0, Counter[str]()
    report(Progress("prepare", 0, total, outcomes))
    tasks = (stages.Prepare(unit, f"{_parts(work)}/{unit.number:08d}", rules) for unit in units)
    for part in engine.map(stages.prepare, tasks):
        done += part.size
        outcomes += part.outcomes
        report(Progress("prepare", done, total, outcomes))
        yield part


def _shared(work: Path, sources: Sequence[str], units: Sequence[stages.Unit]) -> list[str]:
    """What every worker must see: the work space, and of the raw files what lies on a disk."""
    first = [item.location for unit in units[:1] for item in unit.inputs[:1]]
    return [path for path in (str(work), *sources, *first) if os.path.exists(path)]  # noqa: PTH110 — never raises


def _template(sources: Sequence[str]) -> str:
    """The card's source: `dataset_card.md` in or beside the raw files, else the toolkit's own."""
    folders = (folder for source in sources for folder in (Path(source), *Path(source).absolute().parents[:1]))
    return describe.template(next((folder for folder in folders if (folder / "dataset_card.md").is_file()), None))


def _parts(work: Path) -> Path:
    return work / "parts"


def _check_outcomes(parts: Sequence[Part], outcomes: Counter[str], settings: Settings) -> None:
    """Raise `DataError` when there is nothing to publish, or too much was rejected or could not be read.

    A file that could not be read counts as one record: nobody knows how many it held.
    """
    published, came = sum(part.rows for part in parts), outcomes["records"] + outcomes["unreadable"]
    came -= outcomes["excluded"]
    if published and came - published <= settings.max_rejected * came:
        return
    shown = [problem for part in parts for problem in part.problems][: stages.SHOWN]
    lines = "".join(f"\n  {problem.place}: {problem.code} {problem.message} {problem.mend}" for problem in shown)
    if published:
        msg = (
            f"{came - published} of {came} records are rejected or unreadable, more than max_rejected = "
            f"{settings.max_rejected} allows; `toolkit validate` lists all faults, of which the first are:{lines}"
        )
    else:
        files = outcomes["files"] + outcomes["unreadable"]
        msg = f"there is no record to publish in {files} files{':' if shown else ''}{lines}"
    raise DataError(msg)


class _Tables(NamedTuple):
    """What is to be written: the table and the split of each task, and the tasks, made when their turn comes."""

    of: list[tuple[str, str]]
    tasks: Iterator[stages.Finish]


def _tables(parts: Sequence[Part], decided: Outcome, settings: Settings, work: Path) -> _Tables:
    """The tables of the dataset and of the audit, shard by shard; their folders are made."""
    tables = [(table, split) for table in shards.FOLDERS for split, _ in settings.splits]
    tables += [(table, "") for table in stages.AUDIT]
    for folder in {_folder(work, table) for table, _ in tables}:
        folder.mkdir(parents=True)
    groups = list(plan.cut(parts, settings.shard_size, lambda part: part.first, lambda part: part.size))
    names = [name for name, _ in settings.splits]

    def tasks() -> Iterator[stages.Finish]:
        for number, group in enumerate(groups):
            units = [part.number for part in group]
            dropped, near = decided.drops(units), decided.near(units)
            for table, split in tables:
                yield stages.Finish(
                    table,
                    tuple((part.number, part.folder) for part in group),
                    dropped,
                    str(_folder(work, table) / f"{table}-{split}-{number:08d}.parquet"),
                    decided.places,
                    split,
                    names.index(split) if split else None,
                    near,
                )

    return _Tables(tables * len(groups), tasks())


def _finish(
    engine: Engine, tables: _Tables, report: Callable[[int], None], work: Path
) -> dict[tuple[str, str], list[Finished]]:
    """What was written, by table and split, in the order of the shards; reports the number of tables done."""
    found: dict[tuple[str, str], list[Finished]] = {}
    report(0)
    for done, (of, finished) in enumerate(zip(tables.of, engine.map(stages.finish, tables.tasks), strict=True), 1):
        found.setdefault(of, []).append(finished)
        report(done)
    return {of: _named(written, _folder(work, of[0]), of[1] or of[0]) for of, written in found.items()}


def _folder(work: Path, table: str) -> Path:
    return work / "dataset" / shards.FOLDERS[table] if table in shards.FOLDERS else work / "audit"


def _named(found: Sequence[Finished], folder: Path, prefix: str) -> list[Finished]:
    """The shards under the names that they are published by, which only their number decides."""
    written = [(one, one.shard) for one in found if one.shard is not None]
    named = []
    for number, (one, shard) in enumerate(written):
        name = f"{prefix}-{number:05d}-of-{len(written):05d}.parquet"
        (folder / shard.path).rename(folder / name)
        named.append(one._replace(shard=replace(shard, path=f"{folder.name}/{name}")))
    return named
