"""The day on which a record was published, from what the record itself says."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from toolkit.lexicon.days import calendar, day_of, month

if TYPE_CHECKING:
    from datetime import date

_IN_PATH = re.compile(
    r"/((?:19|20)\d\d)(?:([01]\d)([0-3]\d)(?=[/_-]|\Z)"  # /20231207/
    r"|([-/])(\d\d?)\4(\d\d?)(?=[/_-]|\Z)"  # /2023/12/07/ and /2023-12-07-
    r"|/([A-Za-z]{3})/(\d\d?)(?=/|\Z))"  # /2023/dec/07/
)
_SCHEME = len("http://")


class Published(NamedTuple):
    """The day (None rather than a guess), what told it (`dateline`, `url` or `header`), and codes of warnings."""

    day: date | None
    origin: str | None
    codes: tuple[str, ...]
    awaited: date | None = None
    """The first of the days that were refused because they are yet to come: from then on this may be another."""


def published(dateline_day: date | None, url: str | None, header_date: str | None, today: date) -> Published:
    """The day from the lead's dateline, else from the address, else from a full header date; none after `today`.

    `DT001` says that two of them differ (a header's month or year counts too), `DT002` that all that there are lie
    in the future.

    >>> from datetime import date
    >>> published(None, "https://haber.example/2023/12/07/a", "2023-12", date(2024, 1, 1))[:2]
    (datetime.date(2023, 12, 7), 'url')
    """
    in_path = _in_path(url) if url else None
    full = day_of(header_date) if header_date else None
    first = dateline_day or in_path or full
    if first is None:
        return Published(None, None, ())
    differ = in_path not in {None, first} or bool(header_date and not first.isoformat().startswith(header_date))
    refused: list[date] = []
    for day, origin in ((dateline_day, "dateline"), (in_path, "url"), (full, "header")):
        if day and day <= today:
            return Published(day, origin, ("DT001",) if differ else (), min(refused, default=None))
        if day:
            refused.append(day)
    return Published(None, None, ("DT002",), min(refused))


def _in_path(url: str) -> date | None:
    """The day in an address's path; None where there is none, or where two stand that differ."""
    found = _IN_PATH.findall(url.partition("?")[0].partition("#")[0], _SCHEME)
    if not found:
        return None
    days = set()
    for year, m1, d1, _, m2, d2, name, d3 in found:
        number = month(name) if name else int(m1 or m2)
        day = calendar(int(year), number or 0, int(d1 or d2 or d3))
        if day:
            days.add(day)
    return days.pop() if len(days) == 1 else None
