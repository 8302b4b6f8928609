"""Raw files read without a build: their records, their problems."""

from __future__ import annotations

from datetime import UTC, date, datetime
from os import environ
from typing import TYPE_CHECKING

from toolkit import pipeline, sources
from toolkit import settings as settings_
from toolkit.errors import UsageError
from toolkit.values import Place, Problem, Record, Source, quote

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from toolkit.settings import Settings
    from toolkit.values import Document


def epoch() -> datetime | None:
    """The time (UTC) that the variable SOURCE_DATE_EPOCH gives, or None; `UsageError` where it gives none."""
    given = environ.get("SOURCE_DATE_EPOCH")
    if not given:
        return None
    try:
        if given.isdecimal():
            return datetime.fromtimestamp(int(given), UTC)
    except (ValueError, OverflowError, OSError):  # later than the calendar goes
        pass
    msg = f"the variable SOURCE_DATE_EPOCH is {quote(given)}, not a number of seconds since 1970"
    raise UsageError(msg)


def today() -> date:
    """The day after which nothing counts as published: that of SOURCE_DATE_EPOCH, else of the clock (UTC)."""
    return (epoch() or datetime.now(UTC)).date()


def parse(data: bytes, path: str, settings: Settings | None = None) -> Iterator[Document | Problem]:
    """The records of one raw file's bytes, decoded and taken apart; `path` names it in problems.

    A record with faults is a `Document` whose `problems` hold them; what is wrong with the file as a whole is a
    bare `Problem`.
    """
    return pipeline.documents(Source(path, data, ""), settings or settings_.Settings())


def records(raw: Sequence[str | Path], settings: Settings | None = None) -> Iterator[Record | Problem]:
    """Every record of the raw sources, in order, ready to publish, and every problem found on the way.

    A problem stands before its record; a record with an error is a problem only.  Duplicates are not looked
    for.  Places name the files as a person would open them.  Raises `UsageError` for a source that does not exist.
    """
    given = [str(source) for source in raw]
    rules = pipeline.Rules(settings or settings_.load(raw=given), today())
    for item in sources.find(given):
        source = sources.read(item)
        if isinstance(source, Problem):
            yield _located(source, item)
            continue
        for outcome, problems in pipeline.process(source, rules):
            yield from (_located(problem, item) for problem in problems)
            if isinstance(outcome, Record):
                yield outcome


def validate(raw: Sequence[str | Path], settings: Settings | None = None) -> Iterator[Problem]:
    """Every problem of the raw sources, errors and warnings, in their order; see `records`."""
    return (found for found in records(raw, settings) if isinstance(found, Problem))


def _located(problem: Problem, item: sources.Input) -> Problem:
    return problem._replace(place=Place(item.location, problem.place.line))
