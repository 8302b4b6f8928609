"""Glued headings: the border that no punctuation marks, told by the words on both sides."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from toolkit.lexicon import NAMES
from toolkit.repairs import masks, quotes
from toolkit.repairs.alphabet import APOSTROPHES, BULLETS
from toolkit.repairs.gaps import SINGLES, last_word, titled

if TYPE_CHECKING:
    from toolkit.repairs.context import Context
    from toolkit.repairs.gaps import Gap

PLAIN, NAME, NUMBER, QUOTED, BRACKET, BULLET = "GH001", "GH002", "GH003", "GH004", "SP006", "SP007"
CODES = frozenset({PLAIN, NAME, NUMBER, QUOTED})
"""The rules whose border ends a heading, which stands on a line of its own."""

_PARTICLES = frozenset("mc mac de le la di da du des del van von fitz san st al el o".split())  # noqa: SIM905 — a list of quoted words reads worse
_WHOLE = 2.0
_COMMON = 3.0
_FREQUENT = 4.0
_OFTEN = 5.0
_SPAN = 80
_CHANCE = 8.0
_SHORT = 4
_RARE = 1.5
_STANDALONE = re.compile(r"(?:^|[\s(\[\"“„«#£$€'’–])(?:%?[\d.,:/–-]*\d(?:[%€£$h]|°C?)?|[cdkкс]?[mм][23²³])$")
_YEAR = re.compile(r"(?:1[5-9]|20)\d\d$")
_DOTTED = re.compile(r"\w\.\w\b")
_ENUMERATOR = re.compile(r"\d{1,2}|[a-h]")
_SIGNS = "%€£$°"
_SEGMENT = re.compile(r"[^.!?…:\n\"“”»]*$")
_ELIDING = frozenset({"fr", "it"})
_BRIEF = frozenset({"en", "fr", "es", "it", "pt", "de"})
_TAILS = frozenset("in on up one go me now all out off".split())  # noqa: SIM905 — as above
_LONG = 7


def heading(gap: Gap, context: Context) -> str | None:
    """The code of the rule that sees a border without punctuation in the gap, or None."""
    if masks.masked(gap.left + gap.right) or masks.extends(gap.right):
        return None
    if masks.tagged(gap.left):
        return PLAIN if _after_handle(gap, context) else None
    last, first = gap.left[-1], gap.right[0]
    if first in BULLETS:
        return BULLET
    if last.isnumeric() or last in _SIGNS:
        return NUMBER if _after_number(gap, context) else None
    if not last.isalpha():
        return _after_closer(gap, context)
    if first in '"“„«':
        return QUOTED if _before_quote(gap, context) else None
    if not first.isupper():
        return None
    return _between_words(gap, context)


def _after_handle(gap: Gap, context: Context) -> bool:
    """After a handle in lower case that a common word follows; what else has a tag has capitals of its own."""
    handle = gap.left[1:]
    return gap.left[0] == "@" and handle.islower() and titled(gap.word) and context.frequency(gap.word) > _COMMON


def _between_words(gap: Gap, context: Context) -> str | None:
    """Between two words: what they are decides, then whether the document has them apart, or together again."""
    left = last_word(gap.left)
    code = _told(gap, left, context)
    if code:
        return code if not context.recurs(left + gap.word) or context.apart(left, gap.word) else None
    return PLAIN if left[-1:].islower() and context.apart(left, gap.word) else None


def _told(gap: Gap, left: str, context: Context) -> str | None:
    """The code that the two words speak for."""
    if left.isupper() and len(left) > 1:
        return NAME if _after_acronym(gap, left, context) else None
    if not left[-1:].islower():
        return None
    if left[0].islower():
        return PLAIN if _after_common(gap, left, context) and not _whole(gap, left, context) else None
    if left.lower() in _PARTICLES or _whole(gap, left, context):
        return None
    return NAME if _after_name(gap, left, context) else None


def _whole(gap: Gap, left: str, context: Context) -> bool:
    """Whether two halves are one word or name as they stand: more frequent than their chance meeting would be."""
    token = left + gap.word
    if token in context.options.names or token in NAMES or gap.word == "OS":
        return True
    if context.opens(gap.word) and left.islower() and len(left) >= _SHORT:
        return False
    whole = context.frequency(token)
    if whole > _WHOLE and whole > context.frequency(left) + context.frequency(gap.word) - _CHANCE:
        return True
    foreign = left[0].isupper() or context.language != "en"
    return foreign and not context.opens(gap.word) and context.named(token)


def _single(gap: Gap, context: Context) -> bool:
    """Whether the next word is a one-letter word that begins sentences in this language."""
    after = gap.right[1:2]
    if after in ("'", "’") and context.language in _ELIDING:
        return True
    return gap.word in SINGLES.get(context.language or "", "") and after in ("", "'", "’")


def _after_common(gap: Gap, left: str, context: Context) -> bool:
    """After a word in lower case: known is enough, for what follows may be any name."""
    known = context.frequency(left) > (_RARE if len(left) < _SHORT else 0) or context.stands(left)
    if len(gap.word) == 1:
        if _DOTTED.match(gap.right):
            return len(left) >= _SHORT and known
        return _single(gap, context) and len(left) > 1 and (len(left) > _SHORT or known)
    if (len(left) > 1 or left == "s") and gap.left[: -len(left)].endswith(("'", "’")):
        return True
    if len(left) > 1 and known:
        return len(left) > 2 or titled(gap.word)
    if len(left) < _SHORT or not titled(gap.word):
        return False
    frequency = context.frequency(gap.word)
    return frequency > _COMMON or (len(left) >= _LONG - 1 and frequency > 0) or len(left) > _LONG


def _after_acronym(gap: Gap, left: str, context: Context) -> bool:
    """After capitals: a frequent word (no plural, as in `ISDAs`), or any known one where the heading is in capitals."""
    if not titled(gap.word) or len(gap.word) < (2 if context.language in _BRIEF and gap.word[-1] != "s" else 3):
        return False
    if context.opens(gap.word):
        return True
    before = gap.text[max(0, gap.at - len(left) - _SPAN) : gap.at - len(left)].split()
    shouted = bool(before) and ((before[-1].isupper() and len(before[-1]) > 1) or before[-1][-1] == ":")
    return (
        shouted and len(gap.word) > 2 and context.frequency(gap.word) > _COMMON and not context.named(left + gap.word)
    )


def _after_name(gap: Gap, left: str, context: Context) -> bool:
    """After a capitalised word, which may be the first half of a name: what follows has to be a word that opens
    sentences, both have to be too long for such a name, or what stands before has to be capitalised as well.
    """
    if len(left) < 3 or gap.word.startswith("Innen"):
        return False
    if len(gap.word) == 1:
        return len(left) >= _SHORT and _single(gap, context)
    known = context.frequency(left) > _RARE or context.stands(left) or left in context.options.names
    frequency = context.frequency(gap.word)
    if not titled(gap.word):
        return known and len(left) >= _SHORT and len(gap.word) > 2 and context.opens(gap.word)
    if context.opens(gap.word) and gap.word.lower() not in _TAILS:
        return known or len(left) >= _SHORT
    return (
        frequency > 0
        and not context.named(left + gap.word)
        and _unlike_name(gap, left, frequency, context, known=known)
    )


def _unlike_name(gap: Gap, left: str, frequency: float, context: Context, *, known: bool) -> bool:
    """Whether two capitalised words of middling frequency are hardly one name."""
    shorter, longer = sorted((len(left), len(gap.word)))
    if shorter >= _LONG - 1 or (shorter >= _LONG - 2 and longer >= _LONG and frequency > _COMMON):
        return True
    if not known or frequency < _COMMON or len(gap.word) < (3 if frequency < _OFTEN else 2):
        return False
    end = gap.at - len(left)
    found = _SEGMENT.search(gap.text, max(0, end - _SPAN), end)
    before = found[0].split() if found else []
    if frequency > _FREQUENT and (
        context.language == "de" or (len(before) > 1 and before[-1].isalpha() and before[-1][0].isupper())
    ):
        return True
    if found and "," in found[0]:  # a list of names
        return False
    words = [word for word in before if len(word) >= _SHORT and not set(word) & set(APOSTROPHES)]
    return len(words) > 1 and all(word[0].isupper() for word in words)


def _after_number(gap: Gap, context: Context) -> bool:
    """After a number that stands by itself: the next word must be a common one."""
    if not titled(gap.word):
        return False
    before = gap.text[max(0, gap.at - len(gap.left) - 1) : gap.at]
    if gap.left in _SIGNS:
        before = gap.text[max(0, gap.at - _LONG) : gap.at - 2] + gap.left
    if _STANDALONE.search(before) is None:
        return False
    sure = _YEAR.search(before) is not None or not gap.left[0].isdigit()
    if len(gap.word) == 1:
        return _single(gap, context) and (sure or len(gap.right) > 1)
    frequency = context.frequency(gap.word)
    return frequency > (_COMMON if len(gap.left) >= 3 else _FREQUENT) or (
        sure and frequency > 0 and len(gap.word) >= _SHORT
    )


def _after_closer(gap: Gap, context: Context) -> str | None:
    """After a closing quote or bracket without a full stop."""
    mark, inner = gap.left[-1], gap.left[:-1]
    if mark in ")]":
        return BRACKET if _after_bracket(gap, inner, context) else None
    if mark not in "\"”»’'“" or not quotes.closes(gap.text, gap.at - 1):
        return None
    if not (inner and inner[-1].isalnum()) and not (mark == "»" and context.language == "fr"):
        return None
    if mark in APOSTROPHES and not _quoted(gap):
        return None
    return QUOTED if _begins(gap, context) else None


def _after_bracket(gap: Gap, inner: str, context: Context) -> bool:
    if _ENUMERATOR.fullmatch(inner):
        return True
    opened = max(inner.rfind("("), inner.rfind("["))
    if len(inner) - opened <= 2 or (opened > 0 and inner[opened - 1].isalnum()):
        return False
    return _begins(gap, context)


def _begins(gap: Gap, context: Context) -> bool:
    """Whether the next word looks like the first of a sentence."""
    if len(gap.word) == 1:
        return _single(gap, context)
    return titled(gap.word) and (len(gap.word) >= _SHORT or context.knows(gap.word))


def _quoted(gap: Gap) -> bool:
    """Whether an apostrophe left of the gap has an opening partner on its line."""
    start = gap.text.rfind("\n", 0, gap.at) + 1
    return re.search(r"(?<!\w)['‘]\w", gap.text[max(start, gap.at - 200) : gap.at - 1]) is not None


def _before_quote(gap: Gap, context: Context) -> bool:
    """Before a mark that opens a quotation."""
    left = last_word(gap.left)
    return len(left) > 1 and not quotes.closes(gap.text, gap.at) and bool(gap.word) and context.knows(left)
