"""Whether a quotation mark opens or closes, where it stands between two characters and could do either."""

from __future__ import annotations

_FAMILIES = {
    **dict.fromkeys('"', '"'),
    **dict.fromkeys("“”„", "“”„"),
    **dict.fromkeys("«»", "«»"),
    **dict.fromkeys("‘’‚", "‘’‚"),
    **dict.fromkeys("'", "'"),
}
"""The marks among which a mark's partner is."""

_ALIKE = frozenset({"sv", "fi"})
"""Languages whose quotations open with the mark that closes them: `”Ja”`."""

_LOW = "„‚"
_OPENING = "„‚‘"
_REACH = 600
"""How far back the partner is looked for: a quotation is rarely longer, and the search stays linear."""

_FORERUNNERS = 12
"""How many marks are looked at on the way."""


def closes(text: str, at: int, language: str | None = None) -> bool:
    """Whether the mark at `text[at]`, glued on both sides, closes a quotation; its forerunners decide.

    The last of them that shows its side by white space says whether a quotation is open, and each that does not
    turns that over.  In Swedish and Finnish one mark does both, so the first on a line opens.

    >>> closes('Dedi ki "gel."Gitti', 13), closes('Geldi."Gel" dedi', 6), closes("Tyst.”Vi går”", 5, "sv")
    (True, False, False)
    """
    mark = text[at]
    if mark in _OPENING:
        return False
    start = max(0, at - _REACH, text.rfind("\n", max(0, at - _REACH), at) + 1)
    place, turned = at, False
    for _ in range(_FORERUNNERS):
        place = max([text.rfind(char, start, place) for char in _FAMILIES[mark]])
        if place < 0:
            break
        opens = _opens(text, start, place)
        if opens is not None:
            return opens is not turned
        turned = turned is not _apart(text, place)
    if place < 0 and not turned:
        return mark in "”»" and language not in _ALIKE and not text[at - 1 : at].isspace()
    return turned


def _apart(text: str, at: int) -> bool:
    """Whether a mark is one at all, and not an apostrophe inside a word."""
    return text[at] not in "'’" or not (text[at - 1 : at].isalnum() and text[at + 1 : at + 2].isalnum())


def _opens(text: str, start: int, at: int) -> bool | None:
    """Whether the mark at `at` opens, by the white space on either side; None where that does not tell."""
    if text[at] in _LOW:
        return True
    left = at == start or text[at - 1].isspace() or text[at - 1] in "([—–-"
    right = at + 1 == len(text) or not (text[at + 1].isalnum() or text[at + 1] in "…¿¡.'’")
    return left if left != right else None
