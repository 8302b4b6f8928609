"""Code: its full stops and capitals are no gaps, in a line of a script or in names of things such as `List.Add`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from toolkit import lexicon

if TYPE_CHECKING:
    from collections.abc import Sequence

    from toolkit.repairs.context import Context

_COMMON, _MARGIN, _MORE = 3.0, 0.5, 1.0
"""Frequencies on the Zipf scale, and by how much a word is rather English than of another language."""

_SIGN = re.compile(
    r"[{};=:(>?&|$_.](?:(?<=\{)|(?<=\}\})|(?<=\w;)(?=[\w}.#]|$)|(?<=\);)|(?<=[=!]=)|(?<=\s=)(?=\s)|(?<=[=?]>)|(?<=::)"
    r"|(?<=\w\()(?=[)\"'$])|(?<=\$)(?=[a-z_(])|(?<=<\?)|(?<=&&)|(?<=\|\|)|(?<=\w:)(?=\#)|(?<=\w_)(?=\w)"
    r"|(?<=\w\.)(?=(?:php|js|css)\b))"
)
_ENOUGH = 2
"""So many signs within reach make code; one alone may stand in prose."""

_REACH = 80
"""Characters on either side of a gap that are looked at, on its line."""

_NEAR = 40
_LINK = re.compile(rf"\w+(?:(,)|\s(?:{'|'.join(sorted(lexicon.LINKS))}))\s\w+\.")
"""What stands between two names with a stop inside: `Floor or decimal.` is no sentence."""


def prose(text: str, places: Sequence[int]) -> Sequence[int]:
    """The gaps of a text that do not stand in code.

    >>> text = "Kar yağdı.Yollar kapandı."
    >>> prose(text, [10]), prose("if(x.Y==3){z();}", [5]), prose("Call Math.Floor or List.Add here.", [10, 24])
    ([10], [], [])
    """
    if "{" in text or "=" in text or "<" in text or "_" in text:  # code has one of them; 0.1 µs each
        places = [place for place in places if not _scripted(text, place)]
    named: set[int] = set()
    last = -_NEAR
    for place in places:
        if text[place - 1] == ".":
            if place - last < _NEAR and _linked(text, last, place):
                named.update(range(last, place + 1))
            last = place
    return [place for place in places if place not in named] if named else places


def _scripted(text: str, at: int) -> bool:
    """Whether a line of code stands around `text[at]`."""
    reach = max(0, at - _REACH)
    start = max(reach, text.rfind("\n", reach, at) + 1)
    end = text.find("\n", at, at + _REACH)
    return len(_SIGN.findall(text, start, end if end >= 0 else at + _REACH)) >= _ENOUGH


def _linked(text: str, first: int, second: int) -> bool:
    """Whether two gaps are the stops of two names that a comma or a word like `and` links.

    One of them has one capital more than sentences have: `baktı.Durdu ve gitti.Sonra`; behind a comma both begin so.
    """
    link = _LINK.fullmatch(text, first, second)
    if link is None:
        return False
    left = text[text.rfind(" ", max(0, first - _NEAR), first) + 1]
    if text[second - 2].isdigit():  # `7.B and 8.C`
        return text[first - 2].isdigit()
    inner = any(map(str.isupper, text[first + 1 : second]))
    return (inner and left.isupper()) if link[1] else (inner or left.isupper())


def dotted(left: str, right: str, context: Context) -> bool:
    """Whether two words are rather English than of the text's language, as those of `Math.Round` are."""
    if context.language == "en" or not (right.isascii() and left.isascii()):
        return False
    return all(context.english(half) > max(context.frequency(half) + _MORE, _COMMON) for half in (right, left))


def humped(left: str, right: str, context: Context) -> bool:
    """Whether a word is rather English than of the text's language, and the next can be: `oldestMultiXid`."""
    if context.language == "en" or not left.isascii() or context.opens(right):
        return False
    foreign = context.english(left) > max(context.frequency(left) + _MORE, _COMMON)
    return foreign and context.english(right) > context.frequency(right) - _MARGIN
