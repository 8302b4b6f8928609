r"""Escapes that a script or a database left in its text: `\u015f` of JSON, and the doubled apostrophe of SQL."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from toolkit import language as languages
from toolkit.lexicon import codepages
from toolkit.repairs import signs
from toolkit.repairs.edits import Change
from toolkit.repairs.rule import Example, Leaf, Rule

if TYPE_CHECKING:
    from toolkit.repairs.context import Context

_ESCAPE = re.compile(r"(?:\\u[0-9A-Fa-f]{4})+")
_WORD = re.compile(r"(?:[^\W\d_]|\\u[0-9A-Fa-f]{4})*\\u[0-9A-Fa-f]{4}(?:\\u[0-9A-Fa-f]{4}|[^\W\d_])*")
_DOUBLED = re.compile(r"(?<=[^\W\d_])''(?=[^\W\d_])")
_LINE = re.compile(r"[^\n]+")
_SHARE = 0.5
_HELD = 16_384


def find(text: str, context: Context) -> list[Change]:
    r"""Each run of `\u` escapes, where most of the words that hold one are known once it is undone."""
    if not signs.present(text) or "\\u" not in text:
        return []
    words = [(word, _meant(word)) for word in _WORD.findall(text)]
    inner = [after for word, after in words if not _ESCAPE.fullmatch(word)]
    if not inner:
        return []
    spoken = context.language or languages.identify(_unescaped(text)).language
    known = sum(any(codepages.known(part, spoken) for part in re.findall(r"[^\W\d_]{2,}", after)) for after in inner)
    if known < _SHARE * len(inner):
        return []
    hits = ((hit, _meant(hit[0])) for hit in _ESCAPE.finditer(text))
    return [Change(hit.start(), hit.end(), after) for hit, after in hits if after.isprintable()]


def _unescaped(text: str) -> str:
    """The characters that the escapes stand for, pairs of surrogates put together."""
    plain = _ESCAPE.sub(lambda hit: "".join(chr(int(code, 16)) for code in hit[0].split("\\u")[1:]), text)
    return plain.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


_meant = lru_cache(_HELD)(_unescaped)
"""The same for words, which recur."""


def find_doubled(text: str, context: Context) -> list[Change]:  # noqa: ARG001 — rules share one signature
    """Each doubled apostrophe inside a word, in a line that has no other: those could be quotation marks."""
    if not signs.present(text) or "''" not in text:
        return []
    changes = []
    for line in _LINE.finditer(text):
        inner = [hit.start() for hit in _DOUBLED.finditer(line[0])]
        if line[0].count("''") == len(inner) and "'''" not in line[0]:
            changes += [Change(line.start() + at, line.start() + at + 2, "'") for at in inner]
    return changes


RULES = (
    Rule(
        "EN006",
        "JSON escapes",
        r"An escape such as `\u015f` becomes its character, where that makes known words of the words that hold it.",
        find,
        (
            Example(r"T\u00fcrkiye\u2019de se\u00e7im", "Türkiye’de seçim"),
            Example(r"\u0130stanbul i\u00e7in \ud83d\ude00 bug\u00fcn", "İstanbul için 😀 bugün", None),
        ),
        (
            Leaf(r"Kod noktası \u015f harfidir."),
            Leaf(r"Desen: [\u0600-\u06ff]+ ve \u0041"),
            Leaf(r"C:\users\u0001\belge"),
        ),
    ),
    Rule(
        "EN007",
        "doubled apostrophes",
        "An apostrophe that a database doubled inside a word becomes one, unless the line has pairs that quote.",
        find_doubled,
        (
            Example("Ankara''da ve TBMM''nin", "Ankara'da ve TBMM'nin"),
            Example("l''homme n''est", "l'homme n'est", "fr"),
        ),
        (
            Leaf("''Kitap''ı okudu"),
            Leaf("Bakan ''geliyorum'' dedi, Ankara''da"),
            Leaf("5''lik boru, 7'' ekran"),
        ),
    ),
)
