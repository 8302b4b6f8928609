"""The first line of a record: `date`, a date, and often the address."""

from __future__ import annotations

import re
from typing import NamedTuple

from toolkit.lexicon.days import calendar
from toolkit.parsing.lines import Line
from toolkit.values import Span, quote

_DATE = re.compile(
    r"[\ufeff\u200b\xa0 \t]*date(?:[ \t\xa0]*:)?[ \t\xa0]+(\d{4}(?:[./-]\d*)*|\d\d?[./-]\d\d?[./-]\d+)"
    r"(?:T[\d:.]+(?:Z|[+-]\d\d:?\d\d)?)?(?![^\s\xa0|])",
    re.IGNORECASE | re.ASCII,
)
_CALENDAR = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?\Z", re.ASCII)
_URL = re.compile(r"<?(https?://[^/\s<>\"?#](?:[^ \t\xa0\r\n\f\v<>\"]|(?<=Ã)\xa0)*)>?", re.IGNORECASE)
_BARE = re.compile(r"(?:https?:|www\.)[^ \t]*|[a-z]+://[^ \t]*", re.IGNORECASE)
_MARKS = " \t\xa0|"
_LABEL_AT_MOST = 80


class Fault(NamedTuple):
    """A problem's code, what is wrong here, and the offset in the text where it is."""

    code: str
    detail: str
    at: int


class Header(NamedTuple):
    """What the first line holds: spans, faults, what is left of the line, and how many lines it took."""

    spans: tuple[Span, ...]
    faults: tuple[Fault, ...]
    rest: Line | None
    taken: int
    dated: bool


def read(text: str, found: list[Line]) -> Header:
    """The header of a record whose lines are `found`; an empty one where there is none."""
    first = found[0]
    match = _DATE.match(text, first.start, first.end)
    if not match:
        url = _URL.fullmatch(text, _after_mark(text, first.start), first.end)
        return Header((Span("url", *url.span(1)),) if url else (), (), None, 1 if url else 0, dated=False)
    spans, faults = _date(match)
    address, rest, taken = _address(text, found, match.end())
    refused = _refused(text, rest) if not address else ()
    return Header(spans + address, faults + refused, rest, taken, dated=True)


def _after_mark(text: str, start: int) -> int:
    while text[start : start + 1] in {"\ufeff", "\u200b"}:
        start += 1
    return start


def _date(match: re.Match[str]) -> tuple[tuple[Span, ...], tuple[Fault, ...]]:
    shown = match[1]
    parts = _CALENDAR.match(shown)
    if parts and calendar(int(parts[1]), int(parts[2] or 1), int(parts[3] or 1)):
        return (Span("date", match.start(1), match.end(1)),), ()
    wrong = "is no date of the calendar" if parts else "is not written as YYYY, YYYY-MM or YYYY-MM-DD"
    return (), (Fault("HD002", f"The header's date {quote(shown)} {wrong}.", match.start(1)),)


def _address(text: str, found: list[Line], start: int) -> tuple[tuple[Span, ...], Line | None, int]:
    """The address, on the header's line or alone on the next, what else the line holds, and the lines taken."""
    first = found[0]
    while start < first.end and text[start] in _MARKS:
        start += 1
    if start >= first.end:
        url = _URL.fullmatch(text, found[1].start, found[1].end) if len(found) > 1 else None
        return ((Span("url", *url.span(1)),), None, 2) if url else ((), None, 1)
    url = _URL.match(text, start, first.end)
    if url:
        at = url.end()
        while at < first.end and text[at] in _MARKS:
            at += 1
        rest = Line(at, first.end, first.number, gap=False) if at < first.end else None
        return (Span("url", *url.span(1)),), rest, 1
    url = _URL.search(text, start, first.end)
    if url and url.end() == first.end and url.start() - start <= _LABEL_AT_MOST:
        end = start + len(text[start : url.start()].rstrip(_MARKS))
        return (Span("label", start, end), Span("url", *url.span(1))), None, 1
    return (), Line(start, first.end, first.number, gap=False), 1


def _refused(text: str, rest: Line | None) -> tuple[Fault, ...]:
    """Something that stands for the address and is none."""
    bare = _BARE.fullmatch(text, rest.start, rest.end) if rest else None
    if not bare:
        return ()
    return (Fault("HD003", f"{quote(bare[0])} is no http(s) address.", bare.start()),)
