"""What no rule can give back: characters replaced by U+FFFD, and wrong decodings whose bytes were dropped."""

from __future__ import annotations

import re

from toolkit.values import Place, Problem, quote

SHARE = 0.02
"""From this share of replaced characters on, if they are more than four, a text is rejected: a letter in every line."""

_REPLACED = "\ufffd"
_NOWHERE = Place("", 0)
_LEADS = ("ΡΠ", "ÑÐ", "СР")
"""What the first bytes of Cyrillic letters in UTF-8 look like in Greek, Western and Cyrillic code pages."""
_LEADING = 0.25
_FEW = 20
_SPARE = 4
_LETTER = re.compile(r"[^\W\d_]")


def possible(text: str) -> bool:
    """Whether any part of a text could have a problem: at a tenth of the cost of looking at each."""
    return _REPLACED in text or any(leads[0] in text and sum(map(text.count, leads)) >= _FEW for leads in _LEADS)


def problems(text: str) -> tuple[Problem, ...]:
    r"""What stays broken in a repaired text: RP001 for a few lost characters, RP002 where the text is lost.

    >>> [problem.code for problem in problems("Başkan köprüyü \ufffdnceledi, sonra halkın sorularını yanıtladı.")]
    ['RP001']
    >>> problems("Başkan köprüyü inceledi.")
    ()
    """
    if _REPLACED in text:
        replaced = text.count(_REPLACED)
        code = "RP002" if replaced > max(_SPARE, SHARE * len(text)) else "RP001"
        told = f"{replaced} of {len(text)} characters are lost (U+FFFD)."
        return (Problem.of(code, _NOWHERE, told),)
    for leads in _LEADS:
        found = sum(map(text.count, leads)) if leads[0] in text else 0
        if found >= _FEW and found > _LEADING * len(_LETTER.findall(text)):
            told = f"UTF-8 was read in another code page and bytes were dropped: {quote(text[:40])}"
            return (Problem.of("RP002", _NOWHERE, told),)
    return ()
