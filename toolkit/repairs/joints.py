"""Joints: the white space that is missing where two sentences were run together at a punctuation mark."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from toolkit.repairs import masks, quotes
from toolkit.repairs.alphabet import APOSTROPHES, CLOSERS
from toolkit.repairs.gaps import SINGLES, last_word, titled

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
_FEW = 3
_SPELT = 12
_CLOSERS = CLOSERS.replace("\\", "")
_ROMAN = re.compile(r"[IVXLCM]+")
_NUMBER = re.compile(r"(?<!\w)%?(?:[\d.,:/–-]*\d|\d+[^\W\d_]{1,2}|[^\W\d_]{1,3}[23])$")
_FORMULA = re.compile(r"(?<!\w)(?=\w*\d)[A-Z][A-Z0-9]+$")
_SINGLE = re.compile(r"\w['’]|\w(?!\S)|\w[.,](?:\w|$)|\w[-&][^\W\d_]")
_DOTTED = re.compile(r"(?<!\w)(?:[^\W\d_]{1,3}\.)+[^\W\d_]{1,3}$")
_COUNTED = re.compile(r"(?:\d|[IVX])\s?$")
_SPACED = re.compile(r"(?<!\w)(?:[^\W\d_]\.\s)+$")
_DIGITS = re.compile(r"[\d.,:]+(?:[^\w]|['’]|$)")


def joint(gap: Gap, context: Context) -> str | None:
    """The code of the rule that sees a joint in the gap, or None.

    Looks only at gaps that have a punctuation mark on their left, closing quotes and brackets taken off first.
    """
    closed = gap.left.rstrip(_CLOSERS)
    if closed != gap.left and not _settled(gap):
        return None
    if not closed:  # the marks stand by themselves, as they do in French: `fini. »Puis`
        closed = gap.text[max(0, gap.at - len(gap.left) - _SPELT) : gap.at - len(gap.left)].rstrip()
        return CLOSED if closed[-1:] in (*".!?…",) and gap.left[0] == "»" else None
    last = closed[-1]
    if last not in ".!?…:;," or not starts(gap):
        return None
    if masks.masked(gap.left):
        ended = last == "." and "/" in gap.left and gap.right == gap.word and titled(gap.word)
        return STOP if ended and context.opens(gap.word) else None
    if closed != gap.left and last in ".!?…":
        return CLOSED if _stem(gap, closed, context) else None
    if last == ".":
        return _after_stop(gap, closed, context)
    if last in "!?…":
        return CALL if _stem(gap, closed, context) and not masks.masked(gap.right) else None
    if last == ":":
        return COLON if _after_colon(gap, closed, context) else None
    if last == ",":
        return COMMA if _after_comma(gap, closed, context) else None
    return COLON if context.language == "el" and _stem(gap, closed, context) else None


def plain_joint(gap: Gap, context: Context) -> str | None:
    """The code of a joint that needs no knowledge of the language: `.`, `!` or `?` between a word in lower case and
    a capitalised one of the same script.
    """
    stem = gap.left.rstrip(".!?")
    first = gap.right[0]
    if gap.left == stem or not stem.isalpha() or not stem.islower() or len(stem) < _FEW or not titled(gap.word):
        return None
    if len(gap.word) < _FEW or not first.isalpha() or (first < "\u0370") != (stem[-1] < "\u0370"):
        return None
    if stem in context.abbreviations or masks.extends(gap.right):
        return None
    return STOP if gap.left[-1] == "." else CALL


def _settled(gap: Gap) -> bool:
    """Whether the quotation mark left of the gap closes (brackets always do)."""
    mark = gap.text[gap.at - 1]
    return mark in ")]›" or quotes.closes(gap.text, gap.at - 1)


def _stem(gap: Gap, closed: str, context: Context) -> bool:
    """Whether something that can end a sentence stands before the marks: letters, digits or a closing mark."""
    stem = closed.rstrip(".!?…:;,")
    if not stem:  # the marks stand by themselves: `Mamma Mia !"Mais`
        return gap.text[: gap.at][-len(gap.left) - 2 : -len(gap.left) - 1].isalnum() and context.opens(gap.word)
    word = last_word(stem)
    return any(map(str.isalnum, stem)) and not (len(stem) == 1 and word.isupper())


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
    word = last_word(stem)
    if len(closed) - len(stem) > 1:
        return CALL if len(word) != 1 and _stem(gap, closed, context) else None
    if not stem or masks.extends(gap.right) or masks.masked(gap.right):
        return None
    if gap.right[0].isdigit():
        return STOP if _before_digit(gap, stem, word, context) else None
    if not word:
        return STOP if _after_number(gap, stem, context) else None
    if len(word) > 2 and word.islower() and word not in context.abbreviations and stem == word:
        return STOP
    return STOP if _after_word(gap, stem, word, context) else None


def _before_digit(gap: Gap, stem: str, word: str, context: Context) -> bool:
    """Before a digit: not after what counts something (`sayfa.5`), a version or part of a name."""
    if len(word) < _FEW or word.lower() in context.abbreviations or word.isupper() or not _DIGITS.match(gap.right):
        return False
    return len(word) > _SHORT or context.knows(word)


def _after_word(gap: Gap, stem: str, word: str, context: Context) -> bool:
    before = stem[-len(word) - 1 : -len(word)]
    initial = len(gap.word) == 1 and gap.right[1:2] == "."
    if before and before in APOSTROPHES and word.islower():
        return True
    if before == "." and masks.ends_in_domain(stem):
        return titled(gap.word) and context.knows(gap.word)
    if len(word) == 1 or (before == "." and _DOTTED.search(stem)):
        return not initial and _after_initials(gap, stem, word, context)
    if word[-1].isupper() and word[-2].islower():  # a heading glued to an initial: `prim ödeyecekM.Ö.`
        return False
    if word.lower() in context.abbreviations:
        return not initial and _ends(gap, word, word.lower(), context)
    if word.isupper():
        return not initial and _after_acronym(gap, word, context)
    if initial and len(word) <= _FEW and not word.islower():
        return False
    return len(word) > _SHORT or context.knows(word) or context.opens(gap.word)


def _after_initials(gap: Gap, stem: str, word: str, context: Context) -> bool:
    """After a single letter or letters with stops between: abbreviations and initials go on, unless a word opens."""
    start = gap.at - len(gap.left)
    spaced = _SPACED.search(gap.text, max(0, start - _SPELT), start) if stem == word else None
    dotted = _DOTTED.search(stem)
    if dotted or spaced:
        form = dotted[0] if dotted else re.sub(r"\s", "", spaced[0] + word) if spaced else word
        known = form.lower() in context.abbreviations
        return context.opens(gap.word) or (known and context.knows(gap.word))
    if word.islower() and stem == word:
        counted = _COUNTED.search(gap.text, max(0, start - 2), start) is not None
        if counted or word.upper() in SINGLES.get(context.language or "", ""):
            return context.opens(gap.word) or (counted and context.frequency(gap.word) > _FEW)
    return word in context.abbreviations and word not in context.titles and context.opens(gap.word)


def _ends(gap: Gap, word: str, folded: str, context: Context) -> bool:
    """Whether an abbreviation ends its sentence here, told by the next word."""
    if not titled(gap.word):
        return False
    if folded in context.titles:
        return word.islower() and context.frequency(word) > _SHORT and context.opens(gap.word)
    return context.opens(gap.word) or (context.tier == "full" and context.knows(gap.word))


def _after_acronym(gap: Gap, word: str, context: Context) -> bool:
    if _ROMAN.fullmatch(word) and context.language in ORDINAL:
        return len(gap.word) > 1 and context.opens(gap.word)
    return titled(gap.word) and (context.knows(gap.word) or len(word) > _SHORT)


def _after_number(gap: Gap, stem: str, context: Context) -> bool:
    """After a number, a percentage, a closing mark: an ordinal goes on, a year or a price ends."""
    if stem[-1] in _CLOSERS or stem[-1] in "%$€£°":
        return True
    start = gap.at - len(gap.left)
    if not titled(gap.word) or start == 0 or gap.text[start - 1] == "\n":
        return False
    found = _NUMBER.search(stem)
    if not found:
        return _FORMULA.search(stem) is not None and context.opens(gap.word)
    return len(found[0]) > 2 or context.language not in ORDINAL or (len(gap.word) > 1 and context.opens(gap.word))


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
