"""Joints: the white space that is missing where two sentences were run together at a punctuation mark."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from toolkit.repairs import masks, quotes, stops
from toolkit.repairs.alphabet import MARKS
from toolkit.repairs.gaps import last_word, titled

if TYPE_CHECKING:
    from toolkit.repairs.context import Context
    from toolkit.repairs.gaps import Gap

STOP, CALL, COLON, COMMA, CLOSED = "SP001", "SP002", "SP003", "SP004", "SP005"

WITHIN = frozenset({COLON, COMMA})
"""Joints within a sentence, or a heading."""

_ENDS = ".!?…"
_WORD = 3
_REACH = 12
_JOINED = re.compile(r"%\d*[^\W\d_$]|%\d+\$|-[^\W\d_]{2}")
"""A sign that holds on to what stands before it: `%0A`, `%1$s`, `Konf.-Dateien`."""

_COMPOUNDING = frozenset({"de", "nl", "sv"})

_QUOTES = "\"'“„«»”‘’"
_SINGLE = re.compile(r"\w['’]|[A-Z]\d+(?!\S)|\w(?!\S)|\w[.,](?:\w|$)|\w[-&][^\W\d_]")
"""How a word of one letter, or one that begins so, looks: `O`, `L'équipe`, `U.S.`, `S-a`, `S&L`, `D66`."""


def joint(gap: Gap, context: Context) -> str | None:
    """The code of the rule that sees a joint in the gap, or None.

    Looks only at gaps that have a punctuation mark on their left, closing quotes and brackets taken off first.
    """
    if stops.plain(gap, context):
        return STOP
    closed = gap.left.rstrip(MARKS)
    if closed != gap.left:
        return CLOSED if _after_closer(gap, closed, context) else None
    if closed[-1] not in _LOOKS or not starts(gap, context):
        return None
    if gap.right[0] in _QUOTES and closed[-1] == "." and gap.word and stops.common(closed[:-1], context):
        return STOP
    code, looks = _LOOKS[closed[-1]]
    if masks.masked(gap.left):
        return STOP if _after_address(gap, context) else None
    if closed.endswith(".."):
        code, looks = CALL, _after_call
    return code if looks(gap, closed, context) else None


def starts(gap: Gap, context: Context) -> bool:
    """Whether what follows the gap can begin a sentence."""
    first = gap.right[0]
    if first in _QUOTES and quotes.closes(gap.text, gap.at, context.language):
        return False
    if first == "%" or (first == "-" and context.language in _COMPOUNDING):
        return _JOINED.match(gap.right) is None
    if len(gap.word) == 1 and first.isupper():
        return _SINGLE.match(gap.right) is not None
    return True


def _after_closer(gap: Gap, closed: str, context: Context) -> bool:
    """After closing marks that follow the end of a sentence; brackets close, a quotation mark has to."""
    mark = gap.left[-1]
    if mark not in ")]›" and not quotes.closes(gap.text, gap.at - 1, context.language):
        return False
    if not closed:  # the marks stand by themselves, as they do in French: `fini. »Puis`
        return mark == "»" and gap.before(_REACH).rstrip()[-1:] in tuple(_ENDS)
    ends = _ENDS if context.language != "el" else _ENDS + ";"
    if closed[-1] not in ends or masks.masked(gap.left):
        return False
    return starts(gap, context) and _ended(gap, closed, context)


def _after_address(gap: Gap, context: Context) -> bool:
    """After an address, which may hold full stops: a word that opens, alone behind it, begins a sentence, behind a
    domain any known one.
    """
    if gap.left[-1] != "." or gap.right != gap.word:
        return False
    if "/" in gap.left:
        return context.opens(gap.word)
    whole = masks.ends_in_domain(gap.left[:-1]) and titled(gap.word) and len(gap.word) >= _WORD
    return whole and context.knows(gap.word)


def _ended(gap: Gap, closed: str, context: Context) -> bool:
    """Whether something that can end a sentence stands before the marks: letters, digits or a closing mark."""
    stem = closed.rstrip(".!?…:;,")
    if not stem:  # the marks stand by themselves: `Mamma Mia !"Mais`
        known = context.language == "fr" and titled(gap.word) and len(gap.word) >= _WORD and context.knows(gap.word)
        return gap.before(2)[:1].isalnum() and (known or context.opens(gap.word))
    return any(map(str.isalnum, stem)) and not (len(stem) == 1 and stem.isupper())


def _after_stop(gap: Gap, closed: str, context: Context) -> bool:
    stem = closed[:-1]
    return bool(stem) and stops.ends(gap, stem, context)


def _after_call(gap: Gap, closed: str, context: Context) -> bool:
    """After `!`, `?` or an ellipsis; letters with two stops after each are initials (`S.. A..`), numbers a range
    (`0..23`).
    """
    stem = closed.rstrip(".")
    if closed[-1] == "." and (len(last_word(stem)) == 1 or (stem[-1:].isdigit() and gap.right[0].isdigit())):
        return False
    return _ended(gap, closed, context) and not masks.masked(gap.right)


def _after_colon(gap: Gap, closed: str, context: Context) -> bool:
    word = last_word(closed[:-1] or gap.before(_REACH).rstrip())  # in French a space stands before a colon
    if len(word) < _WORD or gap.right[0].isdigit() or gap.word.startswith("Innen"):
        return False
    if gap.right[0] in '-–—"“„«':
        return True
    if not word.islower() or masks.masked(gap.right):  # a label and its value: `Yer:Ankara`
        return False
    return titled(gap.word) and len(gap.word) > 1 and context.knows(word) and context.knows(gap.word)


def _after_comma(gap: Gap, closed: str, context: Context) -> bool:
    """After a comma that stands alone: several without white space are a list of tags."""
    word = last_word(closed[:-1])
    if "," in gap.right or "," in closed[:-1] or min(len(word), len(gap.word)) < _WORD:
        return False
    return titled(gap.word) and context.knows(word) and context.knows(gap.word)


def _after_semicolon(gap: Gap, closed: str, context: Context) -> bool:
    """The Greek question mark; elsewhere a semicolon is left alone."""
    return context.language == "el" and _ended(gap, closed, context)


_LOOKS = {
    ".": (STOP, _after_stop),
    **dict.fromkeys("!?…", (CALL, _after_call)),
    ":": (COLON, _after_colon),
    ",": (COMMA, _after_comma),
    ";": (COLON, _after_semicolon),
}
"""What looks closer, by the mark on the left."""
