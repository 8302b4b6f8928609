"""The lead of a record: the lines that end in day and source, or that stand where a lead does."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from toolkit.lexicon.datelines import dateline
from toolkit.parsing.lines import closed, squeezed
from toolkit.parsing.titles import is_label
from toolkit.parsing.walks import take_signed_copy

if TYPE_CHECKING:
    from toolkit.lexicon.datelines import Dateline
    from toolkit.parsing.walks import Walk

_LEAD_AT_MOST = 400
_WHOLE_AT_MOST = 1200
_LINES = 4
_COMPARED = 12
_CUT_ENDS = ("…", "...", "…”", "…»", '…"', "...”", "...»", '..."')
_CUT = re.compile(r"\s*(?:…|\.\.\.)[\"'”’»]*\Z")


def continues(description: str, whole: str) -> bool:
    """Whether a description was cut off with an ellipsis, and `whole` says all of it.

    >>> continues("Köprü dün…", "Köprü dün törenle açıldı.")
    True
    """
    if not description.endswith(_CUT_ENDS) or len(whole) > _WHOLE_AT_MOST:
        return False
    return squeezed(whole).startswith(squeezed(_CUT.sub("", description)))


def take_lead(walk: Walk) -> Walk:
    """The lead where there is one."""
    for ahead in range(min(_LINES, walk.left)):
        shown = walk.shown(ahead)
        tail = dateline(shown, walk.page.date)
        if tail and tail.description_end == 0:
            return _above(walk, ahead)
        second = ahead == 1 and tail is not None and closed(shown, tail)
        if ahead and (len(shown) > _LEAD_AT_MOST or (walk.line(ahead).gap and not second)):
            break
        if tail and (ahead + 1 < walk.left or (walk.titled and not ahead)):
            labelled = ahead == 1 and is_label(walk.shown())
            return _signed(walk.take("label"), tail, 0) if labelled else _signed(walk, tail, ahead)
    return _unsigned(walk)


def _above(walk: Walk, count: int) -> Walk:
    """The lead whose day and source stand on a line of their own, `count` lines below."""
    if walk.left <= count + 1:
        return walk
    if count:
        before = walk.at
        walk = walk.take("lead", count)
        walk = walk.saying(walk._replace(at=before).shown())
    return walk.take("dateline")


def _signed(walk: Walk, tail: Dateline, ahead: int) -> Walk:
    """The lead that ends in its day and source; a cut one gives way to the whole one that follows."""
    shown = walk.shown(ahead)
    description = shown[: tail.description_end]
    if not ahead and walk.left > 2 and continues(description, walk.shown(1)):  # noqa: PLR2004 — cut, whole, body
        walk = take_signed_copy(walk)
        return walk.take("lead").saying(walk.shown())
    said = (shown, description) if not ahead else ()
    return walk.take("lead", ahead + 1).saying(*said)


def _unsigned(walk: Walk) -> Walk:
    """A line without day and source that stands where a lead does: between blank lines, short, and no heading."""
    shown = walk.shown()
    if walk.left < 2 or not walk.titled:  # noqa: PLR2004 — lead and body
        return walk
    if walk.left > 2 and continues(shown, walk.shown(1)):  # noqa: PLR2004 — cut, whole, body
        walk = walk.take("skipped")
        return walk.take("lead").saying(walk.shown())
    apart = walk.line().gap and walk.line(1).gap
    if apart and len(shown) <= _LEAD_AT_MOST and not is_label(shown) and not _like_the_rest(walk):
        return walk.take("lead").saying(shown)
    return walk


def _like_the_rest(walk: Walk) -> bool:
    """Whether several paragraphs follow between blank lines too, and they are no longer than the next line: it is the
    first of them then.
    """
    following = [walk.line(k) for k in range(1, min(walk.left, _COMPARED))]
    if len(following) < 2 or not all(line.gap for line in following):  # noqa: PLR2004 — several paragraphs
        return False
    return sum(line.end - line.start for line in following) <= len(following) * len(walk.shown())
