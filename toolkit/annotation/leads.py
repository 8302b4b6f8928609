"""A document's lead, taken apart into what it tells and who signs it when."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from toolkit.lexicon.datelines import dateline
from toolkit.values import Span

if TYPE_CHECKING:
    from datetime import date

    from toolkit.values import Document

_SIGNED = frozenset({"lead", "dateline"})


class Signed(NamedTuple):
    """A document's spans with `description` and `source` in place of `lead`, and the dateline's day or None."""

    spans: tuple[Span, ...]
    day: date | None


def signed(document: Document) -> Signed:
    """The spans of a document, its lead taken apart.

    Day and source are found at the lead's end, or else on a line of their own that the parser has set aside as
    `dateline`; such a line that names a source gives its place to the span `source`.
    """
    text, known, day, named = document.text, None, None, False
    spans: list[Span] = []
    for span in document.spans:
        field, start, end = span
        if field == "date":
            known = text[start:end]
        tail = dateline(text[start:end], known) if field in _SIGNED else None
        if tail is None:
            spans.append(Span("description", start, end) if field == "lead" else span)
            continue
        day = day or tail.day
        sourced = not named and tail.source_start < tail.source_end
        if field == "lead" and tail.description_end:
            spans.append(Span("description", start, start + tail.description_end))
        elif field == "dateline" and not sourced:
            spans.append(span)
        if sourced:
            spans.append(Span("source", start + tail.source_start, start + tail.source_end))
            named = True
    return Signed(tuple(spans), day)
