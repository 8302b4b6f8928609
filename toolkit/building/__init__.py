"""A build, told in its steps: plan units, prepare, decide, finish, describe, check, swap in.

    raw files ─▶ units ─ prepare ─▶ parts ─ decide ─▶ drops ─ finish ─▶ shards ─▶ card, manifest ─▶ checked, swapped in

Plain functions (`toolkit.stages`) cross an engine; everything here runs in one process and holds counts.
What the last build has left (`toolkit.building.cache`) is taken where nothing has changed.
"""

from __future__ import annotations

import contextlib
import os
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from toolkit import describe, reading, stages, verifying
from toolkit import settings as settings_
from toolkit.building import duplicates, plan, tables
from toolkit.building.cache import Cache
from toolkit.building.costs import Costs
from toolkit.building.target import Target, remove
from toolkit.building.telling import manifest_of, write_description
from toolkit.engines import Engine, Local, cores
from toolkit.errors import DataError, EnvironmentError_
from toolkit.sources import Input, find

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from toolkit.building.tables import Table
    from toolkit.pipeline import Rules
    from toolkit.settings import Settings
    from toolkit.stages import Part, Unit
    from toolkit.stages.deciding import Outcome
    from toolkit.values import Manifest

__all__ = ["Cache", "Progress", "Target", "build"]

LITTLE = 64 << 20
"""Bytes of raw text whose tables are written in this process if no worker runs: to start one would take longer."""


class Progress(NamedTuple):
    """How far a build is: the stage, bytes or tables done of all, and the counts so far."""

    stage: str
    done: int
    total: int
    outcomes: Counter[str]


class _Run(NamedTuple):
    """What the steps of one build share."""

    rules: Rules
    work: Path
    cache: Cache
    costs: Costs
    report: Callable[[Progress], None]


def build(  # noqa: PLR0913 — the options of a build; all but the first two have a default
    raw: Sequence[str | Path],
    out: str | Path,
    settings: Settings | None = None,
    *,
    workers: int | None = None,
    engine: Engine | None = None,
    rehash: bool = False,
    fresh: bool = False,
    report: Callable[[Progress], None] = lambda _: None,
) -> Manifest:
    """Build the dataset `out` from the raw sources, and put it in place once it is whole and checked.

    `workers` is the number of processes (default: the cores this process may use); `engine` replaces the
    local one.  What the last build has left is taken where nothing has changed: `rehash` reads every file to see
    that, `fresh` takes nothing.  Raises `UsageError`, `EnvironmentError_`, or `DataError` when no record is
    published or more are rejected than `max_rejected` allows; the dataset that stood at `out` then stays as it was.
    """
    sources = [str(source) for source in raw]
    rules = reading.rules(settings or settings_.load(raw=sources))
    target = Target(Path(out))
    target.check(sources)
    with target.workspace() as work:
        cache = Cache(target, stages.recipe(rules), rehash=rehash, fresh=fresh)
        run = _Run(rules, work, cache, Costs(), report)
        units, known, passed_over = _plan(run, target, sources)
        with engine or Local(min(workers or cores(), max(1, len(units)))) as running:
            running.share(_shared(work, sources, units))
            parts = _prepare(run, running, units, known)
            _check_outcomes(units, parts, rules.settings)
            decided = _decide(run, running, units, parts)
            written = _finish(run, running, units, parts, decided)
        manifest = _describe(run, parts, decided.counts, written, passed_over, _template(sources))
        report(Progress("done", 1, 1, _outcomes(parts)))
        with run.costs.stage("swap"):
            target.swap(work / "dataset", work / "audit")
        with contextlib.suppress(OSError):  # the dataset is in place: a disk that is full now costs time, no more
            cache.keep(units, parts, written)
            run.costs.write(target.audit / "build.json", _counts(known, parts, written))
    return manifest


def _plan(run: _Run, target: Target, sources: Sequence[str]) -> tuple[list[Unit], dict[int, Part], int]:
    """The units, the parts of those in which no file has changed, and how many files were passed over."""
    passed_over = 0

    def inputs() -> Iterator[Input]:
        nonlocal passed_over
        for item in find(sources):
            if isinstance(item, Input):
                yield item
            else:
                passed_over += 1

    with run.costs.stage("plan"):
        units = list(plan.units(target.outside(inputs()), run.rules.settings.shard_size))
        known = {unit.number: part for unit in units if (part := run.cache.part(unit, run.rules.today))}
        target.need(sum(unit.size for unit in units if unit.number not in known))
    return units, known, passed_over


def _prepare(run: _Run, engine: Engine, units: Sequence[Unit], known: dict[int, Part]) -> list[Part]:
    """The units' parts, in order, those that are known among them; reports after each."""
    total, done, outcomes, parts = sum(unit.size for unit in units), 0, Counter[str](), []
    run.report(Progress("prepare", 0, total, outcomes))
    with run.costs.stage("prepare"):
        todo = [unit for unit in units if unit.number not in known]
        made = _made(run, engine, todo, look=run.cache.look)
        for unit in units:
            parts.append(known.get(unit.number) or next(made))
            done += unit.size
            outcomes += parts[-1].outcomes
            run.report(Progress("prepare", done, total, outcomes))
    return parts


def _made(run: _Run, engine: Engine, units: Sequence[Unit], *, look: bool) -> Iterator[Part]:
    """The parts of these units, made, or found by what the files hold where it is worth to `look`."""
    work, place = str(run.work / "parts"), str(run.cache.parts)
    tasks = (stages.Prepare(unit, work, place, run.rules, run.cache.recipe, look) for unit in units)
    return run.costs.map(engine.map if len(units) > 1 else map, stages.prepare, tasks)


def _shared(work: Path, sources: Sequence[str], units: Sequence[Unit]) -> list[str]:
    """What every worker must see: the work space, and of the raw files what lies on a disk."""
    first = [item.location for unit in units[:1] for item in unit.inputs[:1]]
    return [path for path in (str(work), *sources, *first) if os.path.exists(path)]  # noqa: PTH110 — never raises


def _template(sources: Sequence[str]) -> str:
    """The card's source: `dataset_card.md` in or beside the raw files, else the toolkit's own."""
    folders = (folder for source in sources for folder in (Path(source), *Path(source).absolute().parents[:1]))
    return describe.template(next((folder for folder in folders if (folder / "dataset_card.md").is_file()), None))


def _outcomes(parts: Iterable[Part]) -> Counter[str]:
    return sum((part.outcomes for part in parts), Counter())


def _check_outcomes(units: Sequence[Unit], parts: Sequence[Part], settings: Settings) -> None:
    """Raise `DataError` when there is nothing to publish, or too much was rejected or could not be read.

    A file that could not be read counts as one record: nobody knows how many it held.
    """
    outcomes = _outcomes(parts)
    published, came = sum(part.rows for part in parts), outcomes["records"] + outcomes["unreadable"]
    came -= outcomes["excluded"]
    if published and came - published <= settings.max_rejected * came:
        return
    first = [(part.number, at, problem) for part in parts for at, problem in part.problems][: stages.SHOWN]
    shown = [units[number].inputs[at].located(problem) for number, at, problem in first]
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


def _decide(run: _Run, engine: Engine, units: Sequence[Unit], parts: Sequence[Part]) -> Outcome:
    """Which records are duplicates of which that are published; near ones are told by their texts, read from parts."""
    settings = run.rules.settings
    with run.costs.stage("decide"):
        if settings.dedup == "near":
            _mend(run, engine, units, parts, range(len(parts)))
        return duplicates.decide(run.costs.counting(engine), parts, settings, run.work)


def _finish(run: _Run, engine: Engine, units: Sequence[Unit], parts: Sequence[Part], decided: Outcome) -> list[Table]:
    """The tables of the dataset and of the audit, taken or written; reports how many are done."""
    with run.costs.stage("finish"):
        tasks = tables.tasks(parts, decided, run.rules.settings, run.work)
        keys = [tables.key(task, parts) for task in tasks]
        taken = [run.cache.table(key, Path(task.path)) for key, task in zip(keys, tasks, strict=True)]
        todo = [task for task, there in zip(tasks, taken, strict=True) if there is None]
        read = sorted({number for task in todo for number in task.units})
        _mend(run, engine, units, parts, read)
        idle = sum(not part.found for part in parts) <= 1  # one unit alone is made in this process
        few = idle and sum(parts[number].size for number in read) < LITTLE
        written = run.costs.map(map if few else engine.map, stages.finish, todo)
        done, outcomes = [], _outcomes(parts)
        run.report(Progress("finish", 0, len(tasks), outcomes))
        for key, task, there in zip(keys, tasks, taken, strict=True):
            done.append(tables.Table(key, task, there or next(written), there is not None))
            run.report(Progress("finish", len(done), len(tasks), outcomes))
        return tables.named(done, run.work)


def _mend(run: _Run, engine: Engine, units: Sequence[Unit], parts: Sequence[Part], numbers: Sequence[int]) -> None:
    """Make those of the parts again that were found in the cache and are no longer as they were written."""
    found = [number for number in numbers if parts[number].found]
    sound = run.costs.map(map, stages.is_sound, [parts[number].folder for number in found])
    damaged = [number for number, whole in zip(found, sound, strict=True) if not whole]
    for number in damaged:
        remove(Path(parts[number].folder))
    for part in _made(run, engine, [units[number] for number in damaged], look=False):
        if part[:-1] != parts[part.number][:-1]:  # all but whether it was found
            msg = f"{units[part.number]}: they have changed while the build ran: build again"
            raise EnvironmentError_(msg)


def _describe(  # noqa: PLR0913, PLR0917 — everything that there is to tell
    run: _Run, parts: Sequence[Part], dropped: Counter[str], written: Sequence[Table], passed_over: int, template: str
) -> Manifest:
    """The manifest, written with the card beside the shards, and all of it checked."""
    folder = run.work / "dataset"
    with run.costs.stage("describe"):
        manifest = manifest_of(parts, dropped, tables.grouped(written), run.rules, passed_over)
        write_description(folder, manifest, template)
    with run.costs.stage("check"):
        verifying.check(folder, manifest, tables.taken(written))
    return manifest


def _counts(known: dict[int, Part], parts: Sequence[Part], written: Sequence[Table]) -> dict[str, Any]:
    """What `build.json` says of the work that was done and spared."""
    found, shards = sum(part.found for part in parts), [table for table in written if table.finished.shard]
    taken = sum(table.taken for table in shards)
    return {
        "counts": dict(sorted(_outcomes(parts).items())),
        "units": {"all": len(parts), "unchanged": len(known), "same": found - len(known), "made": len(parts) - found},
        "shards": {"all": len(shards), "taken": taken, "written": len(shards) - taken},
    }
