"""The ordinary joint, decided at a third of the cost or less: `geldi.Sonra`, two words and a mark.

Three joints in four look like this, and nothing around them matters.  What is said here is what `joints.joint` says
(a test holds the two together); where anything is out of the ordinary, nothing is said.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from toolkit.repairs import programs, stops
from toolkit.repairs.alphabet import LETTER, LOWER_CLASS
from toolkit.repairs.gaps import REACH
from toolkit.repairs.joints import CALL, STOP

if TYPE_CHECKING:
    from toolkit.repairs.context import Context

_LAST = frozenset(("", "\n"))
_LONG = 5
"""From this length on a word, capitalised or not, is no abbreviation that the lists lack; behind a capitalised one the
last word, and two that are English, may be a name of code."""

_LONGER = re.compile(
    rf"{LETTER}[{LOWER_CLASS}]{{{_LONG - 1},}}([.!?])({LETTER}[{LOWER_CLASS}]*)(?:[,'’]{LETTER}*)?(\s|\Z)"
)
_BEHIND = re.compile(rf"{LETTER}[{LOWER_CLASS}]+(?:[,'’]|(\s|\Z))")
_CODES = {".": STOP, "!": CALL, "?": CALL}


def joint(text: str, at: int, context: Context) -> str | None:
    """The code of the joint at `text[at]` if it is an ordinary one, else None.

    >>> from toolkit.repairs.context import Context
    >>> joint("Kar yağdı.Yollar açıldı.", 10, Context("tr")), joint("Bkz.Ek", 4, Context("tr"))
    ('SP001', None)
    """
    code = _CODES.get(text[at - 1])
    if code is None:
        return None
    reach = at - REACH if at > REACH else 0
    start = text.rfind(" ", reach, at) + 1 or reach
    stem = text[start : at - 1]
    longer = _LONGER.match(text, start)
    if longer is not None and longer.end(1) == at:
        if stem.islower():
            return code if stem not in context.abbreviations else None
        doubtful = longer[3] in _LAST or stem.lower() in context.abbreviations
        return code if not doubtful and not programs.dotted(stem, longer[2], context) else None
    behind = _BEHIND.match(text, at)
    told = behind is not None and (code == STOP or behind[1] is not None)
    return code if told and stops.common(stem, context) else None
