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
    reach = max(0, at - REACH)
    stem = text[text.rfind(" ", reach, at) + 1 or reach : at - 1]
    capitalised, alone = behind.groups()
    if alone is not None and len(stem) >= _LONG and stem.isalpha() and stem[1:].islower():
        word = stem if stem.islower() else stem.lower()
        return code if word not in context.abbreviations else None
    return code if capitalised and (alone is not None or code == STOP) and stops.common(stem, context) else None
