"""Joints: the white space that is missing where two sentences were run together at a punctuation mark."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from toolkit.repairs import masks, quotes
from toolkit.repairs.alphabet import APOSTROPHES, CLOSERS
from toolkit.repairs.gaps import last_word, titled

if TYPE_CHECKING:
    from toolkit.repairs.context import Context
    from toolkit.repairs.gaps import Gap

STOP, CALL, COLON, COMMA, CLOSED = "SP001", "SP002", "SP003", "SP004", "SP005"

ORDINAL = frozenset(
    {
        "tr",
        "az",
        "de",
        "cs",
        "sk",
        "pl",
        "is",
        "da",
        "nb",
        "nn",
        "no",
        "fi",
        "hu",
        "et",
        "lv",
        "lt",
        "sl",
        "hr",
        "sr",
        "bs",
        "eu",
    }
)
"""Languages that write an ordinal with a full stop: `5. sınıf`, `10. Juni`."""

_SHORT = 4
_CLOSERS = CLOSERS.replace("\\", "")
_ROMAN = re.compile(r"[IVXLCM]+")
_NUMBER = re.compile(r"(?<!\w)[\d.,:/]*\d$")
_SINGLE = re.compile(r"\w['’]|\w(?!\S)|\w[.,](?:\w|$)")
_DOTTED = re.compile(r"(?:[^\W\d_]{1,3}\.)+[^\W\d_]{1,3}$")


def joint(gap: Gap, context: Context) -> str | None:
    """The code of the rule that sees a joint in the gap, or None.

    Looks only at gaps that have a punctuation mark on their left, closing quotes and brackets taken off first.
    """
    closed = gap.left.rstrip(_CLOSERS)
    if closed != gap.left and not _settled(gap):
        return None
    last = closed[-1:]
    if last not in ".!?…:;," or not starts(gap) or masks.masked(gap.left):
        return None
    if closed != gap.left and last in ".!?…":
        return CLOSED if _stem(closed) else None
    if last == ".":
        return _after_stop(gap, closed, context)
    if last in "!?…":
        return CALL if _stem(closed) else None
    if last == ":":
        return COLON if _after_colon(gap, closed, context) else None
    if last == ",":
        return COMMA if _after_comma(gap, closed, context) else None
    return COLON if context.language == "el" and _stem(closed) else None


def _settled(gap: Gap) -> bool:
    """Whether the quotation mark left of the gap closes (brackets always do)."""
    mark = gap.text[gap.at - 1]
    return mark in ")]›" or quotes.closes(gap.text, gap.at - 1)


def _stem(closed: str) -> str:
    """What stands before the punctuation marks: letters, digits, a closing mark; empty for a lone initial."""
    stem = closed.rstrip(".!?…:;,")
    word = last_word(stem)
    return "" if len(word) == 1 and len(stem) == 1 and word.isupper() else stem


def starts(gap: Gap) -> bool:
    """Whether what follows the gap can begin a sentence."""
    first = gap.right[0]
    if first in "\"'“„«»”‘’" and quotes.closes(gap.text, gap.at):
        return False
    if len(gap.word) == 1 and first.isupper():
        return _SINGLE.match(gap.right) is not None
    return True


def _after_stop(gap: Gap, closed: str, context: Context) -> str | None:
    """After a full stop: what the word before it is decides."""
    stem = closed.rstrip(".")
    if not stem:
        return None
    if len(closed) - len(stem) > 1:
        return CALL if len(last_word(stem)) > 1 or not last_word(stem) else None
    if masks.extends(gap.right):
        return None
    word = last_word(stem)
    if not word:
        return _after_number(gap, stem, context)
    if word.islower() and len(word) > 2 and word not in context.abbreviations and stem == word:
        return STOP if _follows(gap, word, context) else None
    return _after_word(gap, stem, word, context)


def _follows(gap: Gap, word: str, context: Context) -> bool:
    """Whether a digit may follow: not after what counts something (`sayfa.5`)."""
    return not gap.right[0].isdigit() or (len(word) > _SHORT and context.knows(word))


def _after_word(gap: Gap, stem: str, word: str, context: Context) -> str | None:
    before = stem[-len(word) - 1 : -len(word)]
    if before and before in APOSTROPHES and word.islower():
        return STOP
    if before == "." and masks.ends_in_domain(stem):
        return STOP if titled(gap.word) and context.knows(gap.word) else None
    if len(word) == 1 or (before == "." and _DOTTED.search(stem)):
        return STOP if len(stem) > len(word) and before == "." and context.opens(gap.word) else None
    folded = word.lower()
    if folded in context.abbreviations:
        return STOP if _ends(gap, word, folded, context) else None
    if gap.right[0].isdigit():
        return STOP if word.islower() and _follows(gap, word, context) else None
    if word.isupper():
        return STOP if _after_acronym(gap, word, context) else None
    if len(word) > _SHORT or context.knows(word) or context.opens(gap.word):
        return STOP
    return None


def _ends(gap: Gap, word: str, folded: str, context: Context) -> bool:
    """Whether an abbreviation ends its sentence here, told by the next word."""
    if not titled(gap.word) and len(gap.word) != 1:
        return False
    if folded in context.titles:
        return word.islower() and context.frequency(word) > _SHORT and context.opens(gap.word)
    return context.opens(gap.word) or (context.tier == "full" and context.knows(gap.word))


def _after_acronym(gap: Gap, word: str, context: Context) -> bool:
    if _ROMAN.fullmatch(word) and context.language in ORDINAL:
        return context.opens(gap.word)
    return titled(gap.word) and (context.knows(gap.word) or len(word) > _SHORT)


def _after_number(gap: Gap, stem: str, context: Context) -> str | None:
    """After a number, a percentage, a closing mark: an ordinal goes on, a year or a price ends."""
    if stem[-1] in _CLOSERS or stem[-1] in "%$€£°":
        return STOP
    found = _NUMBER.search(stem)
    if not found or not titled(gap.word) and not len(gap.word) == 1:
        return None
    number = found[0]
    if gap.at - len(gap.left) == 0 or gap.text[gap.at - len(gap.left) - 1] == "\n":
        return None
    if len(number) > 2:
        return STOP
    return STOP if context.language not in ORDINAL or context.opens(gap.word) else None


def _after_colon(gap: Gap, closed: str, context: Context) -> bool:
    stem = closed[:-1]
    word = last_word(stem)
    if len(word) < 3 or gap.right[0].isdigit() or gap.word.startswith("Innen"):
        return False
    if gap.right[0] in '-–—"“„«':
        return True
    return titled(gap.word) and len(gap.word) > 1 and context.knows(word) and context.knows(gap.word)


def _after_comma(gap: Gap, closed: str, context: Context) -> bool:
    stem = closed[:-1]
    word = last_word(stem)
    if "," in gap.right or "," in stem or len(word) < 3 or len(gap.word) < 2:
        return False
    return titled(gap.word) and context.knows(word) and context.knows(gap.word)
