"""A document's lead, taken apart into what it tells and who signs it when."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from toolkit.lexicon.datelines import dateline
from toolkit.values import Span

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from toolkit.values import Document


class Signed(NamedTuple):
    """A document's spans with `description` and `source` in place of `lead`, and the dateline's day or None."""

    spans: tuple[Span, ...]
    day: date | None


def signed(document: Document) -> Signed:
    """The spans of a document, its lead taken apart.

    Day and source are found at the lead's end, or else on a line of their own that the parser has set aside as
    `dateline`; such a line that names a source gives its place to the span `source`.
    """
    known = document.part("date")
    spans: list[Span] = []
    days: list[date] = []
    for span in document.spans:
        if span.field in {"lead", "dateline"}:
            parts, day = _apart(document.text, span, known)
            spans += parts
            days += [day] if day else []
        else:
            spans.append(span)
    return Signed(tuple(_first_source(spans)), days[0] if days else None)


def _apart(text: str, span: Span, known: str | None) -> tuple[list[Span], date | None]:
    tail = dateline(text[span.start : span.end], known)
    whole = "description" if span.field == "lead" else "dateline"
    if tail is None:
        return [span._replace(field=whole)], None
    parts = [Span("source", span.start + tail.source_start, span.start + tail.source_end)]
    if whole == "description":
        parts.insert(0, Span(whole, span.start, span.start + tail.description_end))
    elif tail.source_start == tail.source_end:
        parts = [span]
    return [part for part in parts if part.start < part.end], tail.day


def _first_source(spans: list[Span]) -> Iterator[Span]:
    """The spans, a second source among them left as a mere dateline."""
    named = False
    for span in spans:
        yield span._replace(field="dateline") if span.field == "source" and named else span
        named = named or span.field == "source"
