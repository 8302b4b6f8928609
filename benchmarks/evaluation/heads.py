"""The heads of records: what tests/heads says stands in them, and what is published.

A case is a table `[[head]]` of a TOML file there: `raw`, in lines that end in `newline`, goes through the pipeline
with the setting `require` and without repair of its words.  Every field of `FIELDS` must have the value given, or
none where none is given; a case that is `rejected` must be, with its `codes`.
"""

from __future__ import annotations

import tomllib
from collections import Counter
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from toolkit import pipeline, repairs
from toolkit.settings import Settings
from toolkit.values import Record, Source

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

FOLDER = Path(__file__).parents[2] / "tests" / "heads"
FIELDS = ("date", "url", "title", "description", "source", "published", "text")
TODAY = date(2024, 6, 1)
"""What counts as the future in the cases."""

LINE_ENDS = "LE001"
"""The one rule of repair that runs: the cases give their fields with line ends as LF."""


class Case(NamedTuple):
    """One head: its file as its kind, how many of its fields are right, and what is wrong."""

    kind: str
    counts: Counter[str]
    wrong: dict[str, object] | None


def cases(folder: Path = FOLDER) -> Iterator[Case]:
    """Every case of the folder, scored."""
    for path in sorted(folder.glob("*.toml")):
        for head in tomllib.loads(path.read_text("utf-8"))["head"]:
            yield _scored(path.stem, head)


def _scored(kind: str, head: Mapping[str, Any]) -> Case:
    found, expected = published(head), wanted(head)
    wrong = {name: [found.get(name), value] for name, value in expected.items() if found.get(name) != value}
    counts = Counter(expected=len(expected), fields=len(expected) - len(wrong))
    fault = {"set": "heads", "kind": kind, "id": head["shape"], "found and expected": wrong} if wrong else None
    return Case(kind, counts, fault)


def wanted(head: Mapping[str, Any]) -> dict[str, Any]:
    """What a case expects."""
    if head.get("rejected"):
        return {"rejected": sorted(head["codes"])}
    return {name: head.get(name) for name in FIELDS}


def published(head: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of a case's record as they are published, or the codes for which it is rejected."""
    data = head["raw"].replace("\n", head.get("newline", "\n")).encode()
    asleep = tuple(rule.code for rule in repairs.RULES if rule.code != LINE_ENDS)
    settings = Settings(require=tuple(head.get("require", ("url", "date", "title", "text"))), disable=asleep)
    outcome, problems = next(pipeline.process(Source("case.txt", data), pipeline.Rules(settings, TODAY)))
    if isinstance(outcome, Record):
        return {name: getattr(outcome, name) for name in FIELDS}
    return {"rejected": sorted({problem.code for problem in problems})}
