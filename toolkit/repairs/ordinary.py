"""The ordinary joint, decided at a tenth of the cost: `geldi.Sonra`, two words and a mark.

Nine joints in ten look like this, and nothing around them matters.  What is said here is what `joints.joint` says
(a test holds the two together); where anything is out of the ordinary, nothing is said.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from toolkit.repairs.alphabet import LETTER, LOWER_CLASS
from toolkit.repairs.gaps import REACH
from toolkit.repairs.joints import CALL, STOP

if TYPE_CHECKING:
    from collections.abc import Container

_CAPITALISED = re.compile(rf"{LETTER}[{LOWER_CLASS}]+(?:(\s|\Z)|[,'’])")
_CODES = {".": STOP, "!": CALL, "?": CALL}
_WORD, _NAME = 3, 5
"""From these lengths on a word, in lower case or capitalised, is no abbreviation that the lists lack."""


def joint(text: str, at: int, abbreviations: Container[str]) -> str | None:
    """The code of the joint at `text[at]` if it is an ordinary one, else None.

    >>> joint("Kar yağdı.Yollar açıldı.", 10, ()), joint("Bkz.Ek", 4, {"bkz"}), joint("F.Kaya", 2, ())
    ('SP001', None, None)
    """
    code = _CODES.get(text[at - 1])
    behind = _CAPITALISED.match(text, at) if code else None
    if behind is None:
        return None
    stem = text[max(0, at - REACH) : at].rsplit(None, 1)[-1][:-1]
    lower = stem.lower()
    if not stem.isalpha() or lower in abbreviations:
        return None
    if stem.islower():
        return code if len(stem) >= _WORD and (code is STOP or behind[1] is not None) else None
    return code if len(stem) >= _NAME and behind[1] is not None and stem[1:].islower() else None
