"""A record's bytes become a document: decoded, taken apart, every fault named with its line in the file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from toolkit.parsing import canonical, headers, heads
from toolkit.parsing.lines import lines
from toolkit.parsing.splitting import records
from toolkit.parsing.walks import Page
from toolkit.values import Document, Place, Problem, Span

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from toolkit.parsing.headers import Fault, Header
    from toolkit.parsing.lines import Line

REQUIRED = frozenset({"url", "date", "title", "text"})
"""The fields without which a record is rejected, where the caller names none."""

_MISSING = {"date": "HD002", "url": "HD003", "title": "HD004", "text": "BD001"}


class Decoded(Protocol):
    """What a decoder gives: the text, the encoding's name, and a problem or None."""

    @property
    def text(self) -> str:
        """The text, empty where it could not be decoded."""

    @property
    def encoding(self) -> str:
        """The encoding's name."""

    @property
    def problem(self) -> Problem | None:
        """What is wrong with the bytes."""


def parse(
    data: bytes, path: str, decode: Callable[[bytes], Decoded], require: frozenset[str] = REQUIRED
) -> Iterator[Document | Problem]:
    """The documents of one file, in its order; a fault of the whole file is a bare problem.

    A document that lacks a required field, or cannot be decoded, has a problem of severity `error`; what could be
    found in it is there all the same, so that the caller can keep it.  Offsets are code points of `Document.text`,
    lines count from 1 in the file.  Nothing is raised for any bytes.
    """
    for line, raw in records(data):
        if not raw or raw.isspace():  # the whole file, or blank lines before UTF-16
            yield Problem.of("RD002", Place(path))
        else:
            yield _document(raw, Place(path, line), decode(raw), require)


def _document(raw: bytes, place: Place, decoded: Decoded, require: frozenset[str]) -> Document:
    text, problem = decoded.text, decoded.problem
    problems: tuple[Problem, ...] = () if problem is None else (problem._replace(place=Place(place.path, place.line)),)
    if problem is not None and problem.severity == "error":
        return Document(place, raw, text, decoded.encoding, (), problems)
    spans = canonical.spans(text)
    if spans is None:
        spans, found = general(text, place, require)
        problems += found
    return Document(place, raw, text, decoded.encoding, spans, problems)


def general(text: str, place: Place, require: frozenset[str]) -> tuple[tuple[Span, ...], tuple[Problem, ...]]:
    """The spans and problems of a record in any form."""
    found = lines(text)
    if not found:
        return (), (Problem.of("RD002", place),)
    header = headers.read(text, found)
    rest = (*((header.rest,) if header.rest else ()), *found[header.taken :])
    known = {span.field: text[span.start : span.end] for span in header.spans}
    page = Page(text, rest, header.rest is not None, header.dated, known.get("date"), known.get("url", ""))
    spans = header.spans + heads.parts(page)
    faults = _faults(header, spans, found, require)
    return spans, tuple(_problem(text, place, fault, require) for fault in sorted(faults, key=lambda fault: fault.at))


def _faults(header: Header, spans: Sequence[Span], found: list[Line], require: frozenset[str]) -> list[Fault]:
    """What is wrong with a record, its missing fields included."""
    faults = list(header.faults)
    told = {fault.code for fault in faults}
    there = {span.field for span in spans}
    start, end = found[0].start, found[-1].start
    if not header.dated and "date" not in there:
        faults.append(headers.Fault("HD001", "", start))
        told |= {"HD002", "HD003"}
    if header.rest is not None or any(span.field == "label" for span in header.spans):
        faults.append(headers.Fault("HD005", "", start))
    skipped = [span.start for span in spans if span.field == "skipped"]
    if skipped:
        faults.append(headers.Fault("HD006", "", skipped[0]))
    for field, code in _MISSING.items():
        if field in require and field not in there and code not in told:
            faults.append(headers.Fault(code, "", end if field == "text" else start))
    return faults


def _problem(text: str, place: Place, fault: Fault, require: frozenset[str]) -> Problem:
    """A fault as a problem: only a warning where the field that it costs is not required."""
    before = text[: fault.at]
    line = place.line + before.count("\n") + before.count("\r") - before.count("\r\n")
    problem = Problem.of(fault.code, Place(place.path, line), fault.detail)
    costs = {"HD001": {"date", "url"}, "HD002": {"date"}, "HD003": {"url"}}.get(fault.code)
    return problem._replace(severity="warning") if costs and not costs & require else problem
