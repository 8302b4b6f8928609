"""One spelling for a word however it is cased: what word lists are keyed by."""

from __future__ import annotations

_DOTTED = frozenset({"tr", "az"})
"""Languages whose capital I is the dotless one."""

_CEDILLAS = str.maketrans("şŞţŢ", "șșțț")


def fold(word: str, language: str) -> str:
    """`word` without case, as `language` cases its letters.

    Turkish and Azerbaijani keep İ/i and I/ı apart, Romanian takes the cedilla for the comma below.

    >>> fold("ISPARTA", "tr"), fold("İzmir", "tr"), fold("ISPARTA", "en"), fold("Straße", "de")
    ('ısparta', 'izmir', 'isparta', 'strasse')
    """
    word = word.replace("İ", "i").replace("’", "'")
    if language in _DOTTED:
        word = word.replace("I", "ı")
    elif language == "ro":
        word = word.translate(_CEDILLAS)
    return word.casefold()
