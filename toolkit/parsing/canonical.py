"""The quick way through a record in the usual form; whatever is not quite so takes the general way.

It gives the same spans as the general way or None: tests hold the two together.
"""

from __future__ import annotations

import re

from toolkit.lexicon.datelines import dateline
from toolkit.parsing import copies
from toolkit.parsing.heads import cut, repeats
from toolkit.parsing.lines import machine, stamp, title
from toolkit.values import Span

_HEAD = re.compile(
    r" ?date (\d{4}-(?:0[1-9]|1[0-2])) (https?://[^/\s<>\"?#][^\s<>\"]*)\n"
    r"\n([^\s\ufeff][^\n]{0,998}[^\s])\n"
    r"\n([^\s\ufeff][^\n]{0,1000}[^\s])\n"
    r"\n([^\s\ufeff][^\n]*)",
    re.ASCII,
)
_FEWEST_WORDS = 4


def spans(text: str) -> tuple[Span, ...] | None:
    """The spans of `date`, `url`, `title`, `lead` and `text`, or None where the record is not in the usual form."""
    head = _HEAD.match(text)
    if not head or "\r" in text:
        return None
    _, _, headline, lead, first = head.groups()
    if headline.count(" ") < _FEWEST_WORDS - 1 or len(lead) < len(headline) or not title(headline, lead):
        return None
    tail = dateline(lead, head[1])
    if not tail or not tail.description_end or stamp(lead) or repeats(lead, (headline,)):
        return None
    description = lead[: tail.description_end]
    if cut(description) or stamp(first) or machine(first) or repeats(first, (headline, lead, description)):
        return None
    return _with_body(text, head, len(text))


def _with_body(text: str, head: re.Match[str], end: int) -> tuple[Span, ...] | None:
    start = head.start(5)
    end = len(text.rstrip(" \t\n"))
    if text[end - 1].isspace() or text[end - 1] == "\ufeff":
        return None
    if head.end() < end and (
        machine(text[text.rindex("\n", 0, end) + 1 : end].strip(" \t")) or copies.suspected(text, start, end)
    ):
        return None
    return (
        Span("date", *head.span(1)),
        Span("url", *head.span(2)),
        Span("title", *head.span(3)),
        Span("lead", *head.span(4)),
        Span("text", start, end),
    )
