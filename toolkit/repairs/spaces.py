"""No-break spaces: left where typography wants them, spaces where a page's markup put them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from toolkit.repairs.edits import Change
from toolkit.repairs.rule import Example, Leaf, Rule

if TYPE_CHECKING:
    from toolkit.repairs.context import Context

_NO_BREAK = re.compile("[\xa0\u202f]")
_AFTER = frozenset(";:!?»›%‰€$£°–—…")
_BEFORE = frozenset("«‹§№–—")
_SHORT = 2
_BOUND = frozenset("cs sk pl ru uk be bg mk sr sl hr".split())  # noqa: SIM905 — a list of quoted codes reads worse
"""Languages whose typesetters bind a word of one or two letters to the next one."""
_MARKUP = 0.2


def find(text: str, context: Context) -> list[Change]:
    """No-break spaces, to become spaces: those between ordinary words, or all where those are many."""
    if "\xa0" not in text and "\u202f" not in text:
        return []
    places = [hit.start() for hit in _NO_BREAK.finditer(text)]
    stray = [at for at in places if not _typographic(text, at, context.language)]
    chosen = places if len(stray) > _MARKUP * len(places) else stray
    return [Change(at, at + 1, " ") for at in chosen]


def _typographic(text: str, at: int, language: str | None) -> bool:
    """Whether a careful typesetter could have put the no-break space at `at`."""
    before, after = text[at - 1 : at], text[at + 1 : at + 2]
    if before.isdigit() or after.isdigit() or before in _BEFORE or after in _AFTER:
        return bool(before and after)
    if before == ".":
        return after.isalpha()
    return language in _BOUND and _bound(text, at)


def _bound(text: str, at: int) -> bool:
    """Whether the word before the place has one or two letters."""
    word = re.search(r"\w*$", text[max(0, at - _SHORT - 1) : at])
    return word is not None and 0 < len(word[0]) <= _SHORT


RULES = (
    Rule(
        "CH009",
        "no-break spaces",
        "A no-break space between ordinary words becomes a space; typographic ones stay, unless the text is "
        "strewn with the others.",
        find,
        (
            Example("Bugün\xa0hava güzel.", "Bugün hava güzel."),
            Example("Il est\xa0là à 10\xa0h et\xa0part", "Il est là à 10 h et part", "fr"),
        ),
        (
            Leaf("Vraiment\xa0? « Oui\u202f»", "fr"),
            Leaf("1\u202f200\xa0km", "fr"),
            Leaf("v\xa0roce 1918", "cs"),
            Leaf("А.\xa0С. Пушкин\xa0— поэт", "ru"),
        ),
    ),
)
