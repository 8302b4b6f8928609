"""One spelling for a word however it is cased: what word lists are keyed by."""

from __future__ import annotations

_DOTTED = frozenset({"tr", "az"})
"""Languages whose capital I is the dotless one."""

_DOTLESS = str.maketrans({"İ": "i", "I": "ı", "’": "'"})
_PLAIN = str.maketrans({"İ": "i", "’": "'"})
_ROMANIAN = str.maketrans({"İ": "i", "’": "'", "ş": "ș", "Ş": "ș", "ţ": "ț", "Ţ": "ț"})


def fold(word: str, language: str) -> str:
    """`word` without case, as `language` cases its letters.

    Turkish and Azerbaijani keep İ/i and I/ı apart, Romanian takes the cedilla for the comma below.

    >>> fold("ISPARTA", "tr"), fold("İzmir", "tr"), fold("ISPARTA", "en"), fold("Straße", "de")
    ('ısparta', 'izmir', 'isparta', 'strasse')
    """
    if language in _DOTTED:
        return word.translate(_DOTLESS).casefold()
    return word.translate(_ROMANIAN if language == "ro" else _PLAIN).casefold()
