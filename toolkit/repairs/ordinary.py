"""The ordinary joint, decided at a tenth of the cost: `geldi.Sonra`, a word in lower case and a capitalised one.

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
_WORD = 3


def joint(text: str, at: int, abbreviations: Container[str]) -> str | None:
    """The code of the joint at `text[at]` if it is an ordinary one, else None.

    >>> joint("Kar yağdı.Yollar açıldı.", 10, ()), joint("Bkz.Ek", 4, {"bkz"}), joint("F.Kaya", 2, ())
    ('SP001', None, None)
    """
    code = _CODES.get(text[at - 1])
    behind = _CAPITALISED.match(text, at) if code else None
    if behind is None or (code is CALL and behind[1] is None):
        return None
    stem = text[max(0, at - REACH) : at].rsplit(None, 1)[-1][:-1]
    if len(stem) < _WORD or not stem.islower() or not stem.isalpha() or stem in abbreviations:
        return None
    return code
