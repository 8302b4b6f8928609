"""The title of a record, and the names of sites and sections that stand around it."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from toolkit.parsing.lines import STOPS, after_stamp, capitals, prose, same, signed, squeezed, title
from toolkit.parsing.walks import LABEL_AT_MOST, SEPARATOR
from toolkit.values import Span

if TYPE_CHECKING:
    from toolkit.parsing.walks import Walk

_LABEL_WORDS = 3
_TITLE_AT_MOST = 200
_FINAL = (".", "!", "?", "…", ":", ",", ";")
_LABEL_MARKS = " |–—»>·:-"
_STRONG = re.compile(r" [|>] | ?\| ")
_STRONG_TOO = re.compile(r" [|>»] | ?\| ")
_HOST = re.compile(r"https?://([^/:?#]*)", re.IGNORECASE)


def is_label(shown: str) -> bool:
    """Whether a line can be the name of a site or a section.

    >>> is_label("Örnek Haber"), is_label("Köprü dün törenle yeniden açıldı")
    (True, False)
    """
    return shown.count(" ") < _LABEL_WORDS and len(shown) <= LABEL_AT_MOST and not shown.endswith(_FINAL)


def take_title(walk: Walk) -> Walk:
    """The title where there is one, and the labels around it."""
    if walk.page.inline and walk.at == 0:
        return _after_the_date(walk)
    shown = walk.shown()
    if not shown or not title(shown, walk.shown(1)) or (walk.left == 1 and prose(shown)):
        return walk
    if _behind_glued(walk) and not (_is_title(walk, 0) and (signed(walk.shown(1)) or not shown.endswith(STOPS))):
        return walk
    if not walk.page.dated and not (_is_title(walk, 0) and walk.line(1).gap):
        return walk
    if is_label(shown) and _is_title(walk, 1) and _names_site(shown, walk.page.url):
        walk = walk.take("label")
    elif _holds_next(walk, shown):
        walk = walk.take("skipped")
    return _whole(walk)


def _behind_glued(walk: Walk) -> bool:
    """Whether the line before was a copy of the whole page, so that the next may be text as well as the title."""
    before = walk.spans[-1] if walk.spans else None
    return before is not None and before.field == "skipped" and before.end - before.start > _TITLE_AT_MOST


def _whole(walk: Walk) -> Walk:
    return walk.take("title").saying(walk.shown())


def _after_the_date(walk: Walk) -> Walk:
    """The title, where the header's line holds something other than an address."""
    walk = _behind_times(walk)
    shown = walk.shown()
    following = walk.shown(1)
    if walk.at or (prose(shown) and not (title(shown) and (signed(following) or same(shown, following)))):
        return walk
    if _holds_next(walk, shown):
        return _whole(walk.take("skipped"))
    if is_label(shown) and walk.left > 1:
        if _is_title(walk, 1) or same(shown, following):
            return _whole(walk.take("label"))
        lead = signed(following) and not following.endswith(shown)
        if capitals(shown) or (shown.count(" ") < _LABEL_WORDS - 1 and not lead):
            return walk.take("label")
    return _without_label(walk, shown)


def _behind_times(walk: Walk) -> Walk:
    """Times at the line's beginning become a span, and the line begins behind them; it is done where nothing is."""
    line, (_, *others) = walk.line(), walk.page.lines
    start = line.start + after_stamp(walk.shown())
    if start == line.start:
        return walk
    times = Span("dateline", line.start, line.start + len(walk.page.text[line.start : start].rstrip()))
    if start == line.end:
        return walk.mark(times)
    page = walk.page._replace(lines=(line._replace(start=start), *others))
    return walk._replace(page=page, spans=(*walk.spans, times))


def _without_label(walk: Walk, shown: str) -> Walk:
    """The title of a line that may begin or end in a label set off by a strong mark: `Spor | Başlık`."""
    at = walk.start
    marks = list((_STRONG if "«" in shown else _STRONG_TOO).finditer(shown))
    spans: tuple[Span, ...]
    if marks and is_label(shown[: marks[0].start()]):
        label, rest = Span("label", at, at + marks[-1].start()), shown[marks[-1].end() :]
        spans = (label, Span("title", at + marks[-1].end(), at + len(shown)))
    elif marks and is_label(shown[marks[-1].end() :]):
        label, rest = Span("label", at + marks[-1].end(), at + len(shown)), shown[: marks[-1].start()]
        spans = (Span("title", at, at + marks[-1].start()), label)
    else:
        spans, rest = (Span("title", at, at + len(shown)),), shown
    return walk.mark(*spans).saying(rest)


def _is_title(walk: Walk, ahead: int) -> bool:
    """Whether the line that many ahead is a title with something behind it."""
    shown = walk.shown(ahead)
    if not 0 < len(shown) <= _TITLE_AT_MOST or ahead + 1 >= walk.left or not title(shown):
        return False
    begins = not shown[:1].islower() or shown[1:2].isupper()  # as iPhone does
    alone = begins and not shown.endswith((".", ":", ",", "…")) and not prose(shown)
    return alone or signed(walk.shown(ahead + 1))


def _holds_next(walk: Walk, shown: str) -> bool:
    """Whether the line is the next one with a label before or after it: the next is the title then."""
    other = walk.shown(1)
    if not other or len(other) >= len(shown) or walk.left < 3:  # noqa: PLR2004 — this line, the title, the body
        return False
    if shown.startswith(other):
        return bool(SEPARATOR.match(shown, len(other)))
    ahead = len(shown) - len(other)
    return shown.endswith(other) and is_label(shown[:ahead].rstrip(_LABEL_MARKS)) and not shown[ahead - 1].isalnum()


def _names_site(shown: str, url: str) -> bool:
    """Whether a label is the name that the address has."""
    host = _HOST.match(url)
    plain = unicodedata.normalize("NFKD", squeezed(shown)).replace("ı", "i")
    letters = re.sub(r"[\W\d_]", "", plain)
    return host is not None and letters != "" and letters in host[1].replace("-", "").lower()
