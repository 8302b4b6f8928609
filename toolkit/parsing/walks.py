"""A walk over the lines of one record: an immutable place in it, and the spans taken on the way."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from toolkit.lexicon.datelines import dateline
from toolkit.parsing.lines import machine, same, stamp
from toolkit.values import Span

if TYPE_CHECKING:
    from collections.abc import Iterable

    from toolkit.parsing.lines import Line

LABEL_AT_MOST = 40
"""Characters of a site's or a section's name."""

SEPARATOR = re.compile(r" [|–—»>·:-] | \| ?")
"""What stands between a title and a label."""

_BEFORE_DAY = " \t\xa0,|•·–—-"


class Page(NamedTuple):
    """A record's text and its lines after the header.  Where `inline`, the first of them is what is left of the
    header's line; `dated` tells whether there is a header with a date at all; date and address are as given there.
    """

    text: str
    lines: tuple[Line, ...]
    inline: bool
    dated: bool
    date: str | None
    url: str


class Walk(NamedTuple):
    """How far the lines of a page are read: the index of the next one, the spans taken, and what they said (the
    address, the title, the lead), so that repeats are known.
    """

    page: Page
    at: int = 0
    spans: tuple[Span, ...] = ()
    said: tuple[str, ...] = ()

    @property
    def left(self) -> int:
        """How many lines there are still."""
        return len(self.page.lines) - self.at

    @property
    def start(self) -> int:
        """Where the next line begins in the text."""
        return self.page.lines[self.at].start

    @property
    def titled(self) -> bool:
        """Whether a title was taken."""
        return any(span.field == "title" for span in self.spans)

    def line(self, ahead: int = 0) -> Line:
        """The line that many lines ahead."""
        return self.page.lines[self.at + ahead]

    def shown(self, ahead: int = 0) -> str:
        """The text of the line that many lines ahead, empty behind the last."""
        if ahead >= self.left:
            return ""
        line = self.line(ahead)
        return self.page.text[line.start : line.end]

    def take(self, field: str, count: int = 1) -> Walk:
        """The next `count` lines become one span of that field."""
        return self.mark(Span(field, self.line().start, self.line(count - 1).end), lines=count)

    def mark(self, *spans: Span, lines: int = 1) -> Walk:
        """The next `lines` lines become these spans."""
        return self._replace(at=self.at + lines, spans=(*self.spans, *spans))

    def saying(self, *said: str) -> Walk:
        """The same place, with more said."""
        return self._replace(said=(*self.said, *filter(None, said)))


def repeats(shown: str, said: Iterable[str]) -> bool:
    """Whether a line says again what was `said`, perhaps with the site's name after it."""
    for before in said:
        if same(shown, before):
            return True
        if shown.startswith(before) and SEPARATOR.match(shown, len(before)):
            return len(shown) - len(before) <= LABEL_AT_MOST
    return False


def take_signed_copy(walk: Walk) -> Walk:
    """A line that is a copy of something becomes `skipped`, but for the day and source in which it may end."""
    shown, start = walk.shown(), walk.start
    tail = dateline(shown, walk.page.date)
    if tail is None or not tail.description_end:
        return walk.take("skipped")
    at = len(shown) - len(shown[tail.description_end :].lstrip(_BEFORE_DAY))
    return walk.mark(
        Span("skipped", start, start + tail.description_end), Span("dateline", start + at, start + len(shown))
    )


def pass_over(walk: Walk) -> Walk:
    """Times, lines for machines, and repeats, as long as something is left behind them."""
    while walk.left > 1:
        shown = walk.shown()
        if stamp(shown):
            walk = walk.take("dateline")
        elif machine(shown) or repeats(shown, walk.said):
            walk = take_signed_copy(walk)
        else:
            break
    return walk
