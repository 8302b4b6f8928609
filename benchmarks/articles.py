"""Articles written by the grammars, and how they look as raw files."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, NamedTuple

import grammar

if TYPE_CHECKING:
    from collections.abc import Callable

SHARES = {"tr": 0.45, "en": 0.20, "ru": 0.15, "de": 0.12, "fr": 0.08}
"""What part of the articles is in which language."""

SMALLEST, LARGEST = 2000, 3000
"""Bounds of an undamaged article in bytes of UTF-8."""

_FULL = (2150, 2570)  # an article ends with the first sentence past a size drawn from here
_RETOLD = (0.35, 0.30)  # how often an article is set in paragraphs; how often with straight apostrophes
_HEADED = 0.5
_ROOM_FOR_HEADING = 300  # bytes: more than the longest heading, so that a sentence always follows it

_CYRILLIC = dict(
    zip(
        "абвгдеёжзийклмнопрстуфхцчшщъыьэюя",
        "a b v g d e yo zh z i y k l m n o p r s t u f h c ch sh sch - y - e yu ya".replace("-", "").split(" "),
        strict=True,
    )
)
_PLAIN = str.maketrans({**_CYRILLIC, "ı": "i", "ß": "ss", "’": ""})
_OTHER = re.compile(r"[^a-z0-9]+")


class Article(NamedTuple):
    """One article before anything happened to it.

    `parts` are the sentences and headings of the body; `breaks` what follows each: a space, or a line break at
    the end of a paragraph and on both sides of a heading.  `headings` are the indices of the headings in `parts`.
    """

    language: str
    source: str
    url: str
    date: tuple[int, int, int]
    title: str
    lead: str
    parts: tuple[str, ...]
    breaks: tuple[str, ...]
    headings: tuple[int, ...] = ()


class Page(NamedTuple):
    """An article's clean text, and where its breaks stand in it.

    `joints` are the offsets of the spaces between sentences, `framed` those of the line breaks before and after
    each heading.
    """

    text: str
    joints: tuple[int, ...]
    framed: tuple[tuple[int, int], ...]


def slug(text: str) -> str:
    """The words of a title as addresses have them.

    >>> slug("İzmir’de çay fiyatı arttı"), slug("Новый мост")
    ('izmirde-cay-fiyati-artti', 'novyy-most')
    """
    lowered = text.lower().translate(_PLAIN)
    if not lowered.isascii():
        lowered = "".join(char for char in unicodedata.normalize("NFD", lowered) if char < "\x80")
    return _OTHER.sub("-", lowered).strip("-")[:70].rstrip("-") or "news"


def written(language: str, number: int, random: Callable[[], float]) -> Article:
    """A new article in `language`; `number` makes its address unlike any other's."""
    rules = grammar.load(language)

    def draw(count: int) -> int:
        return int(random() * count)

    source, host = rules.outlets[draw(len(rules.outlets))]
    year, month, day = 2019 + draw(6), 1 + draw(12), 1 + draw(28)
    title = grammar.expand(rules.title, random)
    lead = grammar.expand(rules.lead, random)
    url = f"https://{host}/{year}{month:02d}{day:02d}/{slug(title)}-{1_000_000_000 + number}.html"
    fixed = f"{url}{title}{lead}{source}"
    room = (
        _FULL[0] + draw(_FULL[1] - _FULL[0]) - len(fixed.encode()) - len(" date 2020-01 \n\n\n\n 01.01.2020, \n\n\n\n")
    )
    parts, breaks, headings = _body(rules, room, random)
    if random() < _RETOLD[1]:
        title, lead = title.replace("’", "'"), lead.replace("’", "'")
        parts = tuple(part.replace("’", "'") for part in parts)
    return Article(language, source, url, (year, month, day), title, lead, parts, breaks, headings)


def _body(
    rules: grammar.Grammar, room: int, random: Callable[[], float]
) -> tuple[tuple[str, ...], tuple[str, ...], tuple[int, ...]]:
    paragraphs, headed = random() < _RETOLD[0], random() < _HEADED
    parts: list[str] = []
    breaks: list[str] = []
    headings: list[int] = []
    until = 3 + int(random() * 4)
    while room > 0:
        parts.append(grammar.expand(rules.sentence, random))
        breaks.append(" ")
        room -= len(parts[-1].encode()) + 1
        until -= 1
        if until > 0:
            continue
        until = 3 + int(random() * 4)
        if headed and room > _ROOM_FOR_HEADING:
            headings.append(len(parts))
            parts.append(grammar.expand(rules.heading, random))
            breaks[-1] = "\n"
            breaks.append("\n")
            room -= len(parts[-1].encode()) + 1
        elif paragraphs:
            breaks[-1] = "\n"
    breaks[-1] = ""
    return tuple(parts), tuple(breaks), tuple(headings)


def laid_out(article: Article) -> Page:
    """The raw file that the article makes when nothing goes wrong."""
    year, month, day = article.date
    head = (
        f" date {year}-{month:02d} {article.url}\n\n{article.title}\n\n"
        f"{article.lead} {day:02d}.{month:02d}.{year}, {article.source}\n\n"
    )
    at, ends = len(head), []
    for part, after in zip(article.parts, article.breaks, strict=True):
        at += len(part)
        ends.append(at)
        at += len(after)
    joints = tuple(end for end, after in zip(ends, article.breaks, strict=True) if after == " ")
    framed = tuple((ends[index - 1], ends[index]) for index in article.headings)
    body = "".join(map("".join, zip(article.parts, article.breaks, strict=True)))
    return Page(f"{head}{body}\n\n", joints, framed)
