"""Raw files read without a build: their records, their problems."""

from __future__ import annotations

import difflib
from datetime import UTC, date, datetime
from os import environ
from pathlib import Path
from typing import TYPE_CHECKING

from toolkit import annotation, pipeline, repairs, sources
from toolkit import settings as settings_
from toolkit.errors import UsageError
from toolkit.values import Problem, Record, Source, quote

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

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


def rules(settings: Settings) -> pipeline.Rules:
    """What decides about records: the settings, checked against the rules of repair, and the list that `exclude` names.

    Raises `UsageError` for a rule that does not exist, and for a list that cannot be read.
    """
    known = [rule.code for rule in repairs.RULES]
    for code in settings.disable:
        if code not in known:
            near = difflib.get_close_matches(code, known, n=1, cutoff=0)
            msg = f"`disable`: there is no rule {quote(code)}; the nearest is {near[0]!r}"
            raise UsageError(msg)
    return pipeline.Rules(settings, today(), withdrawn(settings))


def withdrawn(settings: Settings) -> frozenset[str]:
    """The entries of the file that the setting `exclude` names; none where there is no such setting."""
    if not settings.exclude:
        return frozenset()
    try:
        text = Path(settings.exclude).read_text("utf-8")
    except (OSError, ValueError) as error:
        msg = f"{settings.exclude}: the list of `exclude` cannot be read: {getattr(error, 'strerror', None) or error}"
        raise UsageError(msg) from error
    return annotation.entries(text, settings.exclude)


def parse(data: bytes, path: str, settings: Settings | None = None) -> Iterator[Document | Problem]:
    """The records of one raw file's bytes, decoded and taken apart; `path` names it in problems.

    A record with faults is a `Document` whose `problems` hold them; what is wrong with the file as a whole is a
    bare `Problem`.
    """
    return pipeline.documents(Source(path, data), settings or settings_.Settings())


def records(raw: Sequence[str | Path], settings: Settings | None = None) -> Iterator[Record | Problem]:
    """Every record of the raw sources, in order, ready to publish, and every problem found on the way.

    A problem stands before its record; a record with an error is a problem only, and nothing is told of one that
    `exclude` names.  Duplicates are not looked for.  Places name the files as a person would open them.

    Raises `UsageError` for a source that does not exist, and for settings that cannot be followed.
    """
    given = [str(source) for source in raw]
    deciding = rules(settings or settings_.load(raw=given))
    limits = sources.Limits(deciding.settings.max_record_bytes)
    inputs = (item for item in sources.find(given) if isinstance(item, sources.Input))
    for opened in sources.read(inputs, limits):
        for found in (one for one in opened if not isinstance(one, sources.Passed)):
            for outcome, problems in pipeline.process(found, deciding):
                yield from (opened.item.located(problem) for problem in problems)
                if isinstance(outcome, Record):
                    yield outcome


def validate(raw: Sequence[str | Path], settings: Settings | None = None) -> Iterator[Problem]:
    """Every problem of the raw sources, errors and warnings, in their order; see `records`."""
    return (found for found in records(raw, settings) if isinstance(found, Problem))
