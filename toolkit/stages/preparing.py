"""From a unit to its part: found in the cache, or made and put there."""

from __future__ import annotations

import contextlib
import hashlib
import tempfile
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from toolkit import pipeline, sources
from toolkit.processes import rarely_collected
from toolkit.similarity import Banding
from toolkit.stages import parts
from toolkit.stages.recipes import key
from toolkit.stages.values import SHOWN, Part, Prepare, Unit
from toolkit.values import Document, Excluded, Place, Problem, Record, Rejected, Source

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import date

    from toolkit.pipeline import Outcome, Rules

    Item: TypeAlias = Source | Rejected | sources.Passed | sources.Opened
    Taken: TypeAlias = Document | Outcome | sources.Opened
    """A record taken apart, or what became of one that went no further; an input."""


_TRIES = 3


class _Tally(NamedTuple):
    """What `prepare` counts as it goes."""

    outcomes: Counter[str]
    problems: list[tuple[int, Problem]]
    ledger: list[str]
    contents: list[tuple[str, str]]
    """Path and SHA-256 of every input, also of one that could not be taken."""
    before: dict[str, int]
    """How many records, and of them how many excluded, came before the current input."""


def prepare(task: Prepare) -> Part:
    """The part of a unit: found in the cache by what the inputs hold, or made of their records and rejections."""
    name = _content(task) if task.look else ""
    part = found(Path(task.cache), name, task.unit, task.rules.today) if name else None
    return part or _made(task)


def found(cache: Path, name: str, unit: Unit, today: date) -> Part | None:
    """The unit's part of that name; None unless it is there, whole, and holds on this day."""
    told = parts.summary(cache / name, today)
    return None if told is None else _part(unit, cache / name, told, name, found=True)


def _part(unit: Unit, folder: Path, told: Mapping[str, Any], name: str, *, found: bool) -> Part:
    """The part of which the summary tells."""
    problems = tuple((at, Problem(code, Place(*place), *rest)) for at, (code, place, *rest) in told["problems"])
    digest = hashlib.sha256(repr(sorted(told["files"].items())).encode()).hexdigest()
    outcomes, rows = Counter(told["outcomes"]), told["rows"]
    parted = dict(told["partitions"])
    return Part(unit.number, str(folder), unit.size, unit.first, rows, outcomes, problems, name, digest, parted, found)


def _content(task: Prepare) -> str:
    """The name of a unit's part, from its inputs' bytes; empty where they cannot be read twice."""
    contents = []
    for item in task.unit.inputs:
        digest = sources.digest(item)
        if not digest:
            return ""
        contents.append((item.path, digest))
    return key(task.recipe, contents)


@rarely_collected()
def _made(task: Prepare) -> Part:
    """Read a unit's inputs and leave their records, proof, rejections and keys as a part."""
    unit, rules = task.unit, task.rules
    tally = _Tally(Counter(files=0, bytes=0, records=0, unreadable=0), [], [], [], {"records": 0, "excluded": 0})
    Path(task.work).mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix=f"{unit.number:08d}-", dir=task.work))
    shares, by_language = [share for _, share in rules.settings.splits], rules.settings.partition == "language"
    with parts.PartWriter(folder, shares, _banding(rules), by_language=by_language) as part:
        for found in pipeline.ahead(_records(_items(unit, rules), rules, tally)):
            made: list[Outcome | sources.Opened] = pipeline.finished(found, rules)
            for one in made:
                if isinstance(one, sources.Opened):
                    _close(one, part, tally)
                else:
                    _take(one[0], part, tally)
        counted = {"outcomes": tally.outcomes, "problems": tally.problems[:SHOWN]}
        told = part.finish(counted, "".join(tally.ledger).encode(), rules.today)
    name = ""
    if all(content for _, content in tally.contents) and not tally.outcomes["rejected:TK001"]:
        name = key(task.recipe, tally.contents)
        folder = _put(folder, Path(task.cache) / name)
    return _part(unit, folder, told, name, found=False)


def _banding(rules: Rules) -> Banding | None:
    """How signatures are cut; None where no near duplicates are looked for."""
    chosen = rules.settings
    return Banding(chosen.near_bands, chosen.near_rows) if chosen.dedup == "near" else None


def _put(made: Path, place: Path) -> Path:
    """The part at its place in the cache, instead of what stands there: that may be damaged, or of another day."""
    place.parent.mkdir(parents=True, exist_ok=True)
    for number in range(_TRIES):
        with contextlib.suppress(OSError):  # somebody with the same inputs may be quicker
            place.rename(made.with_name(f"{made.name}-was-{number}"))
        with contextlib.suppress(OSError):
            made.rename(place)
            return place
    made.rename(place)
    return place


def _items(unit: Unit, rules: Rules) -> Iterator[Item]:
    """What stands in a unit's inputs, each input behind all of its own."""
    for opened in sources.read(unit.inputs, sources.Limits(rules.settings.max_record_bytes)):
        yield from opened
        yield opened


def _records(items: Iterable[Item], rules: Rules, tally: _Tally) -> Iterator[Taken]:
    """The same, taken apart."""
    for some in pipeline.ahead(items):
        for item in some:
            if isinstance(item, sources.Passed):
                tally.outcomes["passed_over"] += 1
            elif isinstance(item, sources.Opened):
                yield item
            else:
                if isinstance(item, Source) and item.ignored:
                    tally.outcomes["ignored"] += item.ignored
                yield from pipeline.taken(item, rules)


def _close(opened: sources.Opened, part: parts.PartWriter, tally: _Tally) -> None:
    """Note an input that was read to its end; of one whose every record is excluded not even its name stays."""
    outcomes, before = tally.outcomes, tally.before
    tally.contents.append((opened.item.path, opened.content))
    records, excluded = (outcomes[name] - before[name] for name in before)
    if opened.digest:
        outcomes["files"] += 1
        outcomes["bytes"] += opened.size
        if not records or excluded < records:
            part.note(opened, records)
            tally.ledger.append(f"{opened.digest}  {opened.item.path}\n")
    before["records"], before["excluded"] = outcomes["records"], outcomes["excluded"]


def _take(outcome: Record | Rejected | Excluded, part: parts.PartWriter, tally: _Tally) -> None:
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
    tally.problems.append((len(tally.contents), worst))
    if outcome.place.line:
        tally.outcomes.update(("records", f"rejected:{worst.code}"))
    else:
        tally.outcomes["unreadable"] += 1
