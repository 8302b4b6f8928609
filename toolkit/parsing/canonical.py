"""The quick way through a record in the usual form; whatever is not quite so takes the general way.

It gives the same spans as the general way or None: tests hold the two together.
"""

from __future__ import annotations

import re

from toolkit.lexicon.datelines import description_end
from toolkit.parsing import copies
from toolkit.parsing.bodies import tells
from toolkit.parsing.leads import continues
from toolkit.parsing.lines import SENTENCE_AT_MOST, machine, stamp, title
from toolkit.parsing.walks import repeats
from toolkit.values import Span

_HEAD = re.compile(
    r" ?date ((?:19|20)[0-9]{2}-(?:0[1-9]|1[0-2])) (https?://[^/\s<>\"?#][^\s<>\"]*)\n"
    r"\n([^\s\ufeff].{0,500}[^\s])\n"
    r"\n([^\s\ufeff].{0,1000}[^\s])\n"
    r"\n(?=[^\s\ufeff])"
)
_DIGIT = re.compile("[0-9]")
_PLAIN_SPACES = 3


def spans(text: str) -> tuple[Span, ...] | None:
    """The spans of `date`, `url`, `title`, `lead` and `text`, or None where the record is not in the usual form."""
    head = _HEAD.match(text)
    if not head or "\r" in text:
        return None
    date, _, headline, lead = head.groups()
    kept = description_end(lead, date)
    if not kept or not _is_title(headline, lead) or _no_prose(lead) or lead in headline:
        return None
    start = head.end()
    end = text.find("\n", start)
    first = text[start : end if end > 0 else len(text)].rstrip(" \t")
    if _no_prose(first) or not tells(first) or continues(lead[:kept], first):
        return None
    begins, leads = headline[0].casefold(), lead[0].casefold()
    if begins == leads and repeats(lead, (headline,)):
        return None
    if first[0].casefold() in {begins, leads} and repeats(first, (headline, lead, lead[:kept])):
        return None
    return _with_body(text, head)


def _no_prose(shown: str) -> bool:
    """Whether the general way may pass over a line: a time, a line for machines, the address again."""
    return shown[:4].lower() == "http" or stamp(shown) or machine(shown)


def _is_title(headline: str, lead: str) -> bool:
    """Whether the general way too would take the line for the title; a signed lead behind it rules out a label."""
    if headline[:4].lower() == "http":
        return False
    plain = len(headline) <= SENTENCE_AT_MOST and headline.count(" ") >= _PLAIN_SPACES and not _DIGIT.search(headline)
    return plain or title(headline, lead)


def _with_body(text: str, head: re.Match[str]) -> tuple[Span, ...] | None:
    """The spans, unless something at the body's end or within it asks for the general way."""
    start = head.end()
    end = len(text.rstrip(" \t\n"))
    if text[end - 1].isspace() or text[end - 1] == "\ufeff":
        return None
    last = text.rfind("\n", start, end)
    if last > 0 and (not tells(text[last + 1 : end].lstrip(" \t")) or copies.suspected(text, start, end)):
        return None
    return (
        Span("date", *head.span(1)),
        Span("url", *head.span(2)),
        Span("title", *head.span(3)),
        Span("lead", *head.span(4)),
        Span("text", start, end),
    )
