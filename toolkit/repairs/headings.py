"""Glued headings: the border that no punctuation marks, told by the words on both sides."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from toolkit.repairs import masks, quotes
from toolkit.repairs.alphabet import APOSTROPHES, BULLETS
from toolkit.repairs.context import STARTER
from toolkit.repairs.gaps import SINGLES, last_word, titled

if TYPE_CHECKING:
    from toolkit.repairs.context import Context
    from toolkit.repairs.gaps import Gap

PLAIN, NAME, NUMBER, QUOTED, BRACKET, BULLET = "GH001", "GH002", "GH003", "GH004", "SP006", "SP007"

_PARTICLES = frozenset("mc mac de le la di da du des del van von fitz san st al el o".split())  # noqa: SIM905 — a list of quoted words reads worse
_WHOLE = 2.0
_COMMON = 3.0
_FREQUENT = 4.0
_CHANCE = 8.0
_SHORT = 4
_RARE = 1.5
_STANDALONE = re.compile(r"(?:^|[\s(\[\"“„«])(?:%?[\d.,:/-]*\d%?|k?m[23²³])$")
_ELIDING = frozenset({"fr", "it"})
_TAILS = frozenset("in on up one go me now all out off it my at".split())  # noqa: SIM905 — as above
_LONG = 7


def heading(gap: Gap, context: Context) -> str | None:
    """The code of the rule that sees a border without punctuation in the gap, or None."""
    if masks.masked(gap.left + gap.right) or masks.tagged(gap.left):
        return None
    last, first = gap.left[-1], gap.right[0]
    if first in BULLETS:
        return BULLET
    if last.isdigit() or last == "%":
        return NUMBER if _after_number(gap, context) else None
    if not last.isalpha():
        return _after_closer(gap, context)
    if first in '"“„«':
        return QUOTED if _before_quote(gap, context) else None
    if not first.isupper():
        return None
    return _between_words(gap, context)


def _between_words(gap: Gap, context: Context) -> str | None:
    """Between two words: what they are decides, then whether the document has them apart, or together again."""
    left = last_word(gap.left)
    code = _told(gap, left, context)
    if code:
        return code if not context.recurs(left + gap.word) or context.apart(left, gap.word) else None
    return PLAIN if left[-1:].islower() and context.apart(left, gap.word) else None


def _told(gap: Gap, left: str, context: Context) -> str | None:
    """The code that the two words speak for."""
    if left.lower() in _PARTICLES or _whole(left, gap.word, context):
        return None
    if left.isupper() and len(left) > 1:
        return NAME if context.opens(gap.word) and titled(gap.word) else None
    if not left[-1].islower():
        return None
    if left[0].islower():
        return PLAIN if _after_common(gap, left, context) else None
    return NAME if _after_name(gap, left, context) else None


def _whole(left: str, right: str, context: Context) -> bool:
    """Whether two halves are one word or name as they stand: more frequent than their chance meeting would be."""
    token = left + right
    if token in context.options.names:
        return True
    whole = context.frequency(token)
    return whole > _WHOLE and whole > context.frequency(left) + context.frequency(right) - _CHANCE


def _single(gap: Gap, context: Context) -> bool:
    """Whether the next word is a one-letter word that begins sentences in this language."""
    after = gap.right[1:2]
    if after in ("'", "’") and context.language in _ELIDING:
        return True
    return gap.word in SINGLES.get(context.language or "", "") and after in ("", "'", "’")


def _after_common(gap: Gap, left: str, context: Context) -> bool:
    """After a word in lower case: known is enough, for what follows may be any name."""
    if len(gap.word) == 1:
        return _single(gap, context) and len(left) > 1 and (len(left) > _SHORT or context.knows(left))
    suffixed = gap.left[: -len(left)][-1:] in (*APOSTROPHES,)
    if suffixed and len(left) > 1:
        return True
    if len(left) > 1 and context.frequency(left) > (_RARE if len(left) < _SHORT else 0) or context.stands(left):
        return len(left) > 2 or titled(gap.word)
    return len(left) >= _SHORT and context.frequency(gap.word) > _COMMON


def _after_name(gap: Gap, left: str, context: Context) -> bool:
    """After a capitalised word: both must be known, and the next one common."""
    if len(left) < 3 or gap.word.startswith("Innen"):
        return False
    known = context.frequency(left) > _RARE or context.stands(left) or left in context.options.names
    if len(gap.word) == 1:
        return len(left) >= _SHORT and _single(gap, context)
    if not titled(gap.word):
        return known and len(left) >= _SHORT and len(gap.word) > 2 and context.opens(gap.word)
    frequency = context.frequency(gap.word)
    if known:
        return frequency > _FREQUENT or (frequency > 0 and len(gap.word) >= _LONG)
    return len(left) >= _SHORT and frequency >= STARTER and gap.word.lower() not in _TAILS


def _after_number(gap: Gap, context: Context) -> bool:
    """After a number that stands by itself: the next word must be a common one."""
    before = gap.text[gap.at - len(gap.left) - 1 : gap.at] if gap.at > len(gap.left) else gap.left
    if not titled(gap.word) and not _single(gap, context):
        return False
    if gap.left == "%":
        before = gap.text[max(0, gap.at - 8) : gap.at - 2] + "%"
    if _STANDALONE.search(before) is None:
        return False
    return context.frequency(gap.word) > _COMMON or _single(gap, context)


def _after_closer(gap: Gap, context: Context) -> str | None:
    """After a closing quote or bracket without a full stop."""
    mark = gap.left[-1]
    inner = gap.left[:-1]
    if mark in ")]":
        if re.fullmatch(r"\d{1,2}", inner):
            return BRACKET
        opened = max(inner.rfind("("), inner.rfind("["))
        if len(inner) - opened <= 2 or (opened > 0 and inner[opened - 1].isalnum()) or not titled(gap.word):
            return None
        return BRACKET if context.knows(gap.word) else None
    if mark not in "\"”»’'“" or not quotes.closes(gap.text, gap.at - 1) or not inner or not inner[-1].isalnum():
        return None
    if mark in APOSTROPHES and not _quoted(gap):
        return None
    return QUOTED if titled(gap.word) and context.frequency(gap.word) > _COMMON else None


def _quoted(gap: Gap) -> bool:
    """Whether an apostrophe left of the gap has an opening partner on its line."""
    start = gap.text.rfind("\n", 0, gap.at) + 1
    return re.search(r"(?<!\w)['‘]\w", gap.text[max(start, gap.at - 200) : gap.at - 1]) is not None


def _before_quote(gap: Gap, context: Context) -> bool:
    """Before a mark that opens a quotation."""
    left = last_word(gap.left)
    return len(left) > 1 and not quotes.closes(gap.text, gap.at) and bool(gap.word) and context.knows(left)
