"""HTML entities that a page's markup left in its text."""

from __future__ import annotations

import html
import re
from functools import cache, lru_cache
from html import entities
from typing import TYPE_CHECKING

from toolkit.repairs.edits import Change
from toolkit.repairs.rule import Example, Leaf, Rule

if TYPE_CHECKING:
    from toolkit.repairs.context import Context

_ENTITY = re.compile(r"&(?:amp;)*(#?[0-9A-Za-z]{1,24};)")
_MARKUP = re.compile(r"</?[A-Za-z][^<>\n]*>|<!--")
_NEARBY = 500
_HELD = 1_024
_SYNTAX = frozenset("<>&\"'")


@cache
def _named() -> dict[str, str]:
    """The named entities, also in capitals where that name is no other entity: `&EACUTE;` is `É`."""
    named = {name: char for name, char in entities.html5.items() if name.endswith(";")}
    capitals = {
        name.upper(): char.upper()
        for name, char in named.items()
        if name == name.lower() and html.unescape("&" + name.upper()) == "&" + name.upper()
    }
    return capitals | named


@lru_cache(_HELD)
def _unescaped(name: str) -> str | None:
    """What an entity stands for, or None where it stands for nothing."""
    if not name.startswith("#"):
        return _named().get(name)
    char = html.unescape("&" + name)
    return None if ";" in char or char == "\ufffd" else char


def find(text: str, context: Context) -> list[Change]:  # noqa: ARG001 — rules share one signature
    """Each HTML entity, to become its character; where the line shows markup, not those that hide markup."""
    if "&" not in text or ";" not in text:
        return []
    changes = []
    for hit in _ENTITY.finditer(text):
        char = _unescaped(hit[1])
        if char is None or (char in _SYNTAX and _shows_markup(hit)):
            continue
        changes.append(Change(hit.start(), hit.end(), char))
    return changes


def _shows_markup(hit: re.Match[str]) -> bool:
    """Whether a tag stands nearby in the line, so that an escaped one may be meant as it stands."""
    text, start, end = hit.string, hit.start(), hit.end()
    before, after = text[max(0, start - _NEARBY) : start], text[end : end + _NEARBY]
    return _MARKUP.search(before.rpartition("\n")[2] + after.partition("\n")[0]) is not None


RULES = (
    Rule(
        "EN001",
        "HTML entities",
        "An HTML entity that ends in a semicolon becomes its character, however often it was escaped.",
        find,
        (
            Example("&uuml;niversite", "üniversite"),
            Example("&#304;stanbul&#39;da", "İstanbul'da"),
            Example("Tom &amp;amp; Jerry", "Tom & Jerry", "en"),
            Example("P&EACUTE;REZ", "PÉREZ", "es"),
        ),
        (
            Leaf("AT&T; Q&A", "en"),
            Leaf("kaynak: a.example/?x=1&copy=2"),
            Leaf("<b>&lt;b&gt;</b> kalın yazar"),
            Leaf("&bilinmez; &#x110000;"),
        ),
    ),
)
