"""Glued headings: the border that no punctuation marks, told by what stands on both sides of it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from toolkit.repairs import masks, meetings, quotes
from toolkit.repairs.alphabet import APOSTROPHES, BULLETS, SIGNS
from toolkit.repairs.gaps import last_word, titled
from toolkit.repairs.meetings import NAME, PLAIN

if TYPE_CHECKING:
    from toolkit.repairs.context import Context
    from toolkit.repairs.gaps import Gap

NUMBER, QUOTED, BRACKET, BULLET, FIGURE = "GH003", "GH004", "SP006", "SP007", "SP008"

CODES = frozenset({PLAIN, NAME, NUMBER, QUOTED})
"""The rules whose border ends a heading, which stands on a line of its own."""

_MARKS = ".!?…:;,"
_COMMON, _FREQUENT = 3.0, 4.0
_FEW, _WORD, _LABEL = 2, 4, 2
_REACH = 16
_DASHES = "—–-"
_QUOTE_REACH = 200
_STANDALONE = re.compile(
    r"(?:^|[\s(\[\"“„«#£$€'’–])(?:%?[\d.,:/–-]*\d(?:[%€£$h]|°C?)?|\d{1,2}h\d\d|[cdkкс]?[mм][23²³])$"
)
"""A number that stands by itself, with its sign or unit: not the one in `F16` or `H5N1`."""

_YEAR = re.compile(r"(?:1[5-9]|20)\d\d$")
_RECENT = re.compile(r"(?:19|20)\d\d")
_FIGURE = re.compile(r"(\d{3,}|\d{1,3}(?:[.,]\d{3})+|\d+[.,]\d+)\s(?=[^\W\d_]{2})")
_SCORE = re.compile(r"\d[:-]\d")
_DATELINE = re.compile(r"\w,?\s\([^\W\d_a-z][\w./ -]{1,24}\)\s?[—–-]$")
_HUMP = re.compile(r"[^\W\d_A-Z][A-Z]")
_ENUMERATOR = re.compile(r"\d{1,2}|[a-h]")
_OPENED = re.compile(r"(?<!\w)['‘]\w")


def heading(gap: Gap, context: Context) -> str | None:
    """The code of the rule that sees a border without punctuation in the gap, or None."""
    if gap.right[0] in BULLETS and not masks.masked(gap.left):
        return BULLET
    if gap.left[-1] in _MARKS or masks.masked(gap.left) or masks.masked(gap.right) or masks.extends(gap.right):
        return None
    if masks.tagged(gap.left):
        return PLAIN if _after_handle(gap, context) else None
    last = gap.left[-1]
    if last.isnumeric() or last in SIGNS or gap.left.endswith("°C"):
        return NUMBER if _after_number(gap, context) else None
    return _after_letter(gap, context) if last.isalpha() else after_closer(gap, context)


def _after_letter(gap: Gap, context: Context) -> str | None:
    first = gap.right[0]
    if first.isupper():
        return meetings.border(gap, context)
    left = last_word(gap.left)
    if first.isdigit():
        return FIGURE if _before_figure(gap, left, context) else None
    if first not in '"“„«':
        return None
    known = len(left) >= _FEW and bool(gap.word) and context.knows(left)
    return QUOTED if known and not quotes.closes(gap.text, gap.at, context.language) else None


def _before_figure(gap: Gap, left: str, context: Context) -> bool:
    """Before a figure of three digits or more that counts something: not a year, and not `mp3` or `euro2024`."""
    figure = _FIGURE.match(gap.text, gap.at)
    plain = figure is not None and _RECENT.fullmatch(figure[1]) is None
    return plain and left == gap.left and left.islower() and len(left) >= _WORD and context.frequency(left) > 0


def _after_handle(gap: Gap, context: Context) -> bool:
    """After a handle in lower case that a common word follows; what else has a tag has capitals of its own."""
    handle = gap.left[1:]
    return gap.left[0] == "@" and handle.islower() and titled(gap.word) and context.frequency(gap.word) > _COMMON


def _after_number(gap: Gap, context: Context) -> bool:
    """After a number that stands by itself: the next word must be a common one, after a year a known one."""
    behind = gap.before(_REACH)
    lone = gap.left in SIGNS  # `94 €Die`
    before = behind.rstrip() + gap.left if lone else behind[-1:] + gap.left
    if not titled(gap.word) or _STANDALONE.search(before) is None:
        return False
    sure = _YEAR.search(before) is not None or not gap.left[0].isdigit()
    if len(gap.word) == 1:
        return meetings.single(gap, context) and (sure or gap.right[1:2] in {"'", "’"})
    if not sure and _HUMP.search(behind.rpartition(" ")[0].rpartition(" ")[2]):  # `iPhone 15Pro`
        return False
    if len(gap.word) < _WORD and set(gap.left) & set(".,") and not context.opens(gap.word):  # a unit: `1.8Ghz`
        return False
    frequency = context.frequency(gap.word)
    sure = sure or _SCORE.search(before) is not None
    if sure and frequency and len(gap.word) >= _WORD:
        return True
    return frequency > (_FREQUENT if len(gap.left) <= _FEW else _COMMON)


def after_closer(gap: Gap, context: Context) -> str | None:
    """After a closing quotation mark or bracket that no full stop precedes, or a dateline's dash."""
    mark, inner = gap.left[-1], gap.left[:-1]
    if mark in _DASHES:
        dateline = _DATELINE.search(gap.text, max(0, gap.at - _QUOTE_REACH), gap.at)
        return BRACKET if dateline is not None and _begins(gap, context) else None
    if mark in ")]":
        return BRACKET if _after_bracket(gap, inner, context) else None
    if mark not in "\"”»’'“" or not quotes.closes(gap.text, gap.at - 1, context.language):
        return None
    ended = inner[-1:].isalnum() or (mark == "»" and context.language == "fr")
    return QUOTED if ended and _begins(gap, context) and (mark not in APOSTROPHES or _quoted(gap)) else None


def _after_bracket(gap: Gap, inner: str, context: Context) -> bool:
    """After a bracket: not in `(S)he` or `f(x)Y`."""
    if _ENUMERATOR.fullmatch(inner):
        return True
    if gap.left[-1] == "]":  # else it is markup: `[b]Metin`
        label = inner[inner.rfind("[") + 1 :]
        return label.isdigit() or (len(label) > _WORD and titled(label) and _begins(gap, context))
    opened = inner.rfind("(")
    compound = inner[-1:] == "-" and inner[-2:-1].isalpha()  # `(Fehler-)Wort`
    attached = compound or (opened > 0 and inner[opened - 1].isalnum())
    return len(inner) - opened > _LABEL and not attached and _begins(gap, context)


def _begins(gap: Gap, context: Context) -> bool:
    """Whether the next word looks like the first of a sentence."""
    if len(gap.word) == 1:
        return meetings.single(gap, context)
    cased = titled(gap.word) or gap.word.isupper()
    return cased and (len(gap.word) >= _WORD or context.knows(gap.word))


def _quoted(gap: Gap) -> bool:
    """Whether an apostrophe left of the gap has an opening partner on its line."""
    reach = max(0, gap.at - _QUOTE_REACH)
    start = max(reach, gap.text.rfind("\n", reach, gap.at) + 1)
    return _OPENED.search(gap.text, start, gap.at - 1) is not None
