"""The ordinary joint, decided at a third of the cost or less: `geldi.Sonra`, two words and a mark.

Three joints in four look like this, and nothing around them matters.  What is said here is what `joints.joint` says
(a test holds the two together); where anything is out of the ordinary, nothing is said.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from toolkit.repairs import stops
from toolkit.repairs.alphabet import LETTER, LOWER_CLASS
from toolkit.repairs.gaps import REACH
from toolkit.repairs.joints import CALL, STOP

if TYPE_CHECKING:
    from toolkit.repairs.context import Context

_BEHIND = re.compile(rf"{LETTER}([{LOWER_CLASS}]*)(?:(?:[,'’]{LETTER}*)?(\s|\Z)|[,'’])")
_CODES = {".": STOP, "!": CALL, "?": CALL}
_LONG = 5
"""From this length on a word, capitalised or not, is no abbreviation that the lists lack."""


def joint(text: str, at: int, context: Context) -> str | None:
    """The code of the joint at `text[at]` if it is an ordinary one, else None.

    >>> from toolkit.repairs.context import Context
    >>> joint("Kar yağdı.Yollar açıldı.", 10, Context("tr")), joint("Bkz.Ek", 4, Context("tr"))
    ('SP001', None)
    """
    code = _CODES.get(text[at - 1])
    behind = _BEHIND.match(text, at) if code else None
    if behind is None:
        return None
    stem = text[max(0, at - REACH) : at].rsplit(None, 1)[-1][:-1]
    capitalised, alone = behind[1] != "", behind[2] is not None
    if alone and len(stem) >= _LONG and stem.isalpha() and stem[1:].islower():
        return code if stem.lower() not in context.abbreviations else None
    return code if capitalised and (alone or code == STOP) and stops.common(stem, context) else None
