"""The parts of a record after its header: title, lead, body, and what stands between them."""

from __future__ import annotations

import re
import unicodedata
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from toolkit.lexicon.datelines import Dateline, dateline
from toolkit.parsing import copies
from toolkit.parsing.lines import (
    Line,
    after_stamp,
    capitals,
    closed,
    machine,
    prose,
    same,
    signed,
    squeezed,
    stamp,
    title,
)
from toolkit.values import Span

if TYPE_CHECKING:
    from collections.abc import Iterable

_LABEL_WORDS = 3
_LABEL_AT_MOST = 40
_LEAD_AT_MOST = 400
_WHOLE_LEAD_AT_MOST = 1200
_LINES_OF_A_LEAD = 4
_TITLE_AT_MOST = 200
_FINAL = (".", "!", "?", "…", ":", ",", ";")
_CUT_ENDS = ("…", "...", "…”", "…»", '…"', "...”", "...»", '..."')
_CUT = re.compile(r"\s*(?:…|\.\.\.)[\"'”’»]*\Z")
_BEFORE_DAY = " \t\xa0,|•·–—-"
_SEPARATOR = re.compile(r" [|–—»>·:-] | \| ?")
_LABEL_MARKS = " |–—»>·:-"
_STRONG = re.compile(r" ?[|»>] ")
_HOST = re.compile(r"https?://([^/:?#]*)", re.IGNORECASE)


class Context(NamedTuple):
    """What is known of a record before its parts are read: is its first line the rest of the header's line, is there
    a header with a date at all, that date, and the address.
    """

    inline: bool
    dated: bool
    date: str | None
    url: str


def parts(text: str, found: list[Line], context: Context) -> tuple[Span, ...]:
    """The spans of a record's parts; `found` are its lines after the header (what is left of the header's line
    is the first of them when the context says so).
    """
    reader = _Reader(text, found, context)
    reader.pass_over((context.url,))
    headline = reader.title()
    reader.pass_over((context.url, headline))
    lead = reader.lead(headline)
    reader.pass_over((context.url, headline, *lead))
    reader.body((context.url, headline, *lead))
    return tuple(reader.spans)


def continues(description: str, whole: str) -> bool:
    """Whether a description was cut off with an ellipsis, and `whole` says all of it."""
    if not description.endswith(_CUT_ENDS) or len(whole) > _WHOLE_LEAD_AT_MOST:
        return False
    return squeezed(whole).startswith(squeezed(_CUT.sub("", description)))


def repeats(shown: str, said: Iterable[str]) -> bool:
    """Whether a line says again what was `said`, perhaps with the site's name after it."""
    for before in said:
        if same(shown, before):
            return True
        if before and shown.startswith(before) and _SEPARATOR.match(shown, len(before)):
            return len(shown) - len(before) <= _LABEL_AT_MOST
    return False


class _Reader:
    """Walks once over the lines of one record and collects the spans of its parts."""

    def __init__(self, text: str, found: list[Line], context: Context) -> None:
        self.text = text
        self.lines = list(found)
        self.context = context
        self.at = 0
        self.spans: list[Span] = []

    @property
    def left(self) -> int:
        """How many lines there are still."""
        return len(self.lines) - self.at

    def shown(self, ahead: int = 0) -> str:
        """The line that many lines ahead, empty behind the last."""
        if ahead >= self.left:
            return ""
        line = self.lines[self.at + ahead]
        return self.text[line.start : line.end]

    def take(self, field: str, count: int = 1) -> str:
        """The next `count` lines become one span of that field; their text is returned."""
        span = Span(field, self.lines[self.at].start, self.lines[self.at + count - 1].end)
        self.spans.append(span)
        self.at += count
        return self.text[span.start : span.end]

    def pass_over(self, said: Iterable[str]) -> None:
        """Times, lines for machines, and repeats of what was `said`, as long as something is left behind them."""
        said = tuple(filter(None, said))
        while self.left > 1:
            shown = self.shown()
            if stamp(shown):
                self.take("dateline")
            elif machine(shown) or repeats(shown, said):
                self.take("skipped")
            else:
                return

    def title(self) -> str:
        """The title, or an empty text where there is none."""
        if self.context.inline and self.at == 0:
            return self._title_after_the_date()
        shown = self.shown()
        if not shown or not title(shown, self.shown(1)) or (self.left == 1 and prose(shown)):
            return ""
        if not self.context.dated and not (self._is_title(0) and self.lines[self.at + 1].gap):
            return ""
        if self._is_label(shown) and self._is_title(1) and self._names_site(shown):
            self.take("label")
        elif self._holds_next(shown):
            self.take("skipped")
        return self.take("title")

    def _title_after_the_date(self) -> str:
        """The title, where the header's line holds something other than an address."""
        self._split_stamp()
        shown = self.shown()
        if not shown:
            self.at += 1
        if not shown or (prose(shown) and not (title(shown) and signed(self.shown(1)))):
            return ""
        if self._holds_next(shown):
            self.take("skipped")
            return self.take("title")
        if self._is_label(shown) and self.left > 1:
            if self._is_title(1) or same(shown, self.shown(1)):
                self.take("label")
                return self.take("title")
            if capitals(shown) or shown.count(" ") < _LABEL_WORDS - 1:
                self.take("label")
                return ""
        return self._without_label(shown)

    def _split_stamp(self) -> None:
        """Times at the beginning of the line become a span, and the line begins after them."""
        line, at = self.lines[self.at], after_stamp(self.shown())
        if at:
            self.spans.append(Span("dateline", line.start, line.start + at))
            self.lines[self.at] = line._replace(start=line.start + at)

    def _without_label(self, shown: str) -> str:
        """The title of a line that may begin or end in a label set off by a strong mark: `Spor | Başlık`."""
        marks = list(_STRONG.finditer(shown))
        start, end = 0, len(shown)
        if marks and self._is_label(shown[: marks[-1].start()].split(marks[-1][0], 1)[0]):
            start = marks[-1].end()
        elif marks and self._is_label(shown[marks[0].end() :]):
            end = marks[0].start()
        at = self.lines[self.at].start
        if start:
            self.spans.append(Span("label", at, at + marks[-1].start()))
        self.spans.append(Span("title", at + start, at + end))
        if end < len(shown):
            self.spans.append(Span("label", at + marks[0].end(), at + len(shown)))
        self.at += 1
        return shown[start:end]

    def _is_label(self, shown: str) -> bool:
        return shown.count(" ") < _LABEL_WORDS and len(shown) <= _LABEL_AT_MOST and not shown.endswith(_FINAL)

    def _is_title(self, ahead: int) -> bool:
        """Whether the line that many ahead is a title with something behind it."""
        shown = self.shown(ahead)
        fits = 0 < len(shown) <= _TITLE_AT_MOST and not shown.endswith((".", ":", ",", "…")) and not prose(shown)
        return fits and title(shown) and ahead + 1 < self.left

    def _holds_next(self, shown: str) -> bool:
        """Whether the line is the next one with a label before or after it: the next is the title then."""
        other = self.shown(1)
        if not other or len(other) >= len(shown) or self.left < _LABEL_WORDS:
            return False
        if shown.startswith(other):
            return bool(_SEPARATOR.match(shown, len(other)))
        ahead = len(shown) - len(other)
        return (
            shown.endswith(other)
            and self._is_label(shown[:ahead].rstrip(_LABEL_MARKS))
            and not shown[ahead - 1].isalnum()
        )

    def _names_site(self, shown: str) -> bool:
        """Whether a label is the name that the address has."""
        host = _HOST.match(self.context.url)
        letters = re.sub(r"[\W\d_]", "", unicodedata.normalize("NFKD", squeezed(shown)).replace("ı", "i"))
        return host is not None and letters != "" and letters in host[1].replace("-", "").lower()

    def lead(self, headline: str) -> tuple[str, ...]:
        """The lead; what it says is returned, for finding its repeats."""
        for ahead in range(min(_LINES_OF_A_LEAD, self.left)):
            tail = dateline(self.shown(ahead), self.context.date)
            apart = ahead and self.lines[self.at + ahead].gap
            gap = apart and not (ahead == 1 and tail and closed(self.shown(1), tail))
            if tail and tail.description_end == 0:
                return self._lead_above(ahead)
            if gap or (ahead and len(self.shown(ahead)) > _LEAD_AT_MOST):
                break
            if tail and (ahead + 1 < self.left or (headline and not ahead)):
                return self._signed(tail, ahead)
        if self.left > 1 and headline and self._stands_as_lead():
            return (self.take("lead"),)
        return ()

    def _lead_above(self, count: int) -> tuple[str, ...]:
        """The lead whose day and source stand on a line of their own, `count` lines below."""
        if self.left <= count + 1:
            return ()
        said = (self.take("lead", count),) if count else ()
        self.take("dateline")
        return said

    def _signed(self, tail: Dateline, ahead: int) -> tuple[str, ...]:
        """The lead that ends in its day and source; a cut one gives way to the whole one that follows."""
        shown = self.shown(ahead)
        description = shown[: tail.description_end]
        if ahead == 0 and self.left > 2 and continues(description, self.shown(1)):  # noqa: PLR2004 — cut, whole, body
            start = self.lines[self.at].start
            at = len(shown) - len(shown[tail.description_end :].lstrip(_BEFORE_DAY))
            self.spans += [Span("skipped", start, start + tail.description_end)]
            self.spans += [Span("dateline", start + at, start + len(shown))]
            self.at += 1
            return (self.take("lead"),)
        whole = self.take("lead", ahead + 1)
        return (whole, whole[: len(whole) - len(shown) + tail.description_end])

    def _stands_as_lead(self) -> bool:
        """Whether a line without day and source stands where a lead does: between blank lines, short, no heading."""
        shown, line, following = self.shown(), self.lines[self.at], self.lines[self.at + 1]
        if continues(shown, self.shown(1)) and self.left > 2:  # noqa: PLR2004 — cut, whole, body
            self.take("skipped")
            return True
        return line.gap and following.gap and len(shown) <= _LEAD_AT_MOST and not self._is_label(shown)

    def body(self, said: tuple[str, ...]) -> None:
        """The rest, but for copies and what machines left at its end."""
        end = len(self.lines)
        while end - 1 > self.at and machine(self.text[self.lines[end - 1].start : self.lines[end - 1].end]):
            end -= 1
        body = self.lines[self.at : end]
        copied: set[int] = set()
        if len(body) > 1 and copies.suspected(self.text, body[0].start, body[-1].end):
            copied = copies.repeated([self.text[line.start : line.end] for line in body])
        if copied:
            copied |= {k for k, line in enumerate(body) if repeats(self.text[line.start : line.end], said)}
        copied |= set(range(len(body), self.left))
        runs = groupby(range(self.left), key=copied.__contains__)
        for skipped, count in [(skipped, len(list(run))) for skipped, run in runs]:
            self.take("skipped" if skipped else "text", count)
