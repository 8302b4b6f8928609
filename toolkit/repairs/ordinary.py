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

_BEHIND = re.compile(rf"{LETTER}([{LOWER_CLASS}]*)(?:(?:[,'’]{LETTER}*)?(\s|\Z)|[,'’])")
_CODES = {".": STOP, "!": CALL, "?": CALL}
_WORD, _LONG = 3, 5
"""From these lengths on a word in lower case, or any, is no abbreviation that the lists lack."""


def joint(text: str, at: int, abbreviations: Container[str]) -> str | None:
    """The code of the joint at `text[at]` if it is an ordinary one, else None.

    >>> joint("Kar yağdı.Yollar açıldı.", 10, ()), joint("Bkz.Ek", 4, {"bkz"}), joint("F.Kaya", 2, ())
    ('SP001', None, None)
    """
    code = _CODES.get(text[at - 1])
    behind = _BEHIND.match(text, at) if code else None
    if behind is None:
        return None
    stem = text[max(0, at - REACH) : at].rsplit(None, 1)[-1][:-1]
    if not stem.isalpha() or stem.lower() in abbreviations:
        return None
    alone = behind[2] is not None
    if len(stem) >= _LONG and alone and stem[1:].islower():
        return code
    plain = len(stem) >= _WORD and stem.islower() and behind[1]
    return code if plain and (alone or code is STOP) else None
