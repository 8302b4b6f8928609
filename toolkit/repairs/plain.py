"""The safe tier: borders that need no knowledge of the language, told by case, script, marks and digits alone."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from toolkit.repairs import masks, quotes
from toolkit.repairs.alphabet import BULLETS
from toolkit.repairs.gaps import titled
from toolkit.repairs.headings import BULLET, NUMBER, after_closer
from toolkit.repairs.joints import CALL, CLOSED, COLON, STOP

if TYPE_CHECKING:
    from toolkit.repairs.context import Context
    from toolkit.repairs.gaps import Gap

_WORD, _STEADY, _PAIR = 3, 4, 2
_LATIN_ENDS = "\u0370"
_OPENING, _CLOSING = '"“„«¿¡', '"”»'
_CLOCK = re.compile(r"[0-2]?\d:[0-5]\d(?::[0-5]\d)?")
_ENCLOSING = '"”»)–—-'
_CODES = {".": STOP, "!": CALL, "?": CALL, ":": COLON}


def border(gap: Gap, context: Context) -> str | None:
    """The code of a border that shows in any language, or None.

    A joint after `.`, `!` or `?` between a word in lower case and a capitalised one of the same script, quotation
    marks on either side included; a question in capitals; a quotation, a bracket, an hour with minutes before a
    capitalised word; a bullet.
    """
    if masks.masked(gap.right) or masks.extends(gap.right):
        return None
    if gap.right[0] in BULLETS:
        return BULLET if gap.left[-1].isalpha() and not masks.masked(gap.left) else None
    if not _begins(gap, context):
        return None
    if _CLOCK.fullmatch(gap.left):
        return NUMBER if len(gap.word) >= _STEADY and gap.right[0] == gap.word[0] else None
    if gap.left[-1] in _ENCLOSING and gap.left[-2:-1] not in _CODES:
        return after_closer(gap, context) if gap.right[0] == gap.word[0] else None
    return _joint(gap, context)


def _begins(gap: Gap, context: Context) -> bool:
    """Whether a capitalised word follows, or a mark that opens and such a word."""
    word = gap.right.lstrip(_OPENING)
    opened = word != gap.right
    if not titled(gap.word) or not word.startswith(gap.word) or word[len(gap.word) :][:1] == "(":
        return False
    if opened:
        return gap.right[0] in "¿¡" or not quotes.closes(gap.text, gap.at, context.language)
    return len(gap.word) >= _WORD


def _joint(gap: Gap, context: Context) -> str | None:
    """The code of a joint after a mark that ends a sentence, or after a colon that a quotation follows."""
    closed = gap.left.rstrip(_CLOSING)
    if closed != gap.left and not quotes.closes(gap.text, gap.at - 1, context.language):
        return None
    stem = closed.rstrip(".!?")
    if stem == closed and gap.left[-1] == ":" and gap.right[0] in "“„«":
        stem = closed[:-1]
    if stem == closed or not stem.isalpha() or (gap.word[0] < _LATIN_ENDS) != (stem[-1] < _LATIN_ENDS):
        return None
    asked = stem.isupper() and closed[-1] == "?" and len(stem) >= _PAIR
    plain = stem.islower() and len(stem) >= _WORD and stem not in context.abbreviations
    if not plain and not asked:
        return None
    return CLOSED if closed != gap.left else _CODES[closed[-1]]
