"""Whether a quotation mark opens or closes, where it stands between two characters and could do either."""

from __future__ import annotations

import re

_FAMILIES = {
    '"': re.compile('"'),
    **dict.fromkeys("“”„", re.compile("[“”„]")),
    **dict.fromkeys("«»", re.compile("[«»]")),
}
_FAMILIES |= dict.fromkeys("‘’‚", re.compile("[‘‚]|(?<=\\s)’|’(?=\\W)"))
_FAMILIES["'"] = re.compile(r"(?<!\w)'|'(?!\w)")
_REACH = 600
"""How far back the mark's partner is looked for: a quotation is rarely longer, and the search stays linear."""

_ALWAYS = {"„": False, "‚": False, "‘": False}


def closes(text: str, at: int) -> bool:
    """Whether the mark at `text[at]`, glued on both sides, closes a quotation; its forerunner decides.

    >>> closes('Dedi ki "gel."Gitti', 13), closes('Geldi."Gel" dedi', 6)
    (True, False)
    """
    mark = text[at]
    if mark in _ALWAYS:
        return _ALWAYS[mark]
    start = max(text.rfind("\n", 0, at) + 1, at - _REACH)
    before = list(_FAMILIES[mark].finditer(text, start, at))
    if not before:
        return mark in "”»" and not text[at - 1 : at].isspace()
    return _opened(text, start, [match.start() for match in before])


def _opened(text: str, start: int, places: list[int]) -> bool:
    """Whether the last of the marks at `places` opened something that is still open."""
    opened = False
    for place in places:
        opened = _opens(text, start, place, opened=opened)
    return opened


def _opens(text: str, start: int, at: int, *, opened: bool) -> bool:
    """Whether the mark at `at` opens: by its form where that is clear, else by whether one is open already."""
    if text[at] in "„‚":
        return True
    spaced_left = at == start or text[at - 1].isspace() or text[at - 1] in "([—–-"
    spaced_right = at + 1 == len(text) or not (text[at + 1].isalnum() or text[at + 1] in "…¿¡.'’")
    if spaced_left != spaced_right:
        return spaced_left
    return not opened
