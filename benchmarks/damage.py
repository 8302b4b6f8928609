"""What happens to articles on their way into a scrape: lost breaks, wrong codecs, entities, lost characters.

Every kind of damage is reported so exactly that the clean text can be had back from the damaged bytes.
"""

from __future__ import annotations

import codecs
from html.entities import codepoint2name
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

MISREAD = {"cp1252": 1, "latin-1": 1, "cp1254": 1, "cp1251": 1, "double": 2, "part": 1}
"""Kinds in which UTF-8 was read as a one-byte codec, and how many times."""

KINDS: dict[str, tuple[str, ...]] = {
    "tr": ("cp1252", "cp1254", "latin-1", "double", "part", "part", "entities", "lost", "bytes", "swapped"),
    "ru": ("cp1251", "cp1251", "cp1252", "double", "part", "entities", "lost", "bytes"),
    "en": ("cp1252", "cp1252", "double", "part", "entities", "entities", "lost", "bytes"),
    "de": ("cp1252", "cp1252", "latin-1", "double", "part", "entities", "lost", "bytes"),
    "fr": ("cp1252", "cp1252", "latin-1", "double", "part", "entities", "lost", "bytes"),
}
"""By language, what mojibake there is, each kind as often as it is named.

`cp1252`, `latin-1`, `cp1254`, `cp1251`: UTF-8 read as that codec; `double`: read as cp1252 twice; `part`: read
as cp1252 from somewhere in the text on; `entities`: HTML entities left in; `lost`: some characters are U+FFFD;
`bytes`: the file is in the code page of its language; `swapped`: cp1254 read as cp1252.
"""

CODE_PAGES = {"tr": "cp1254", "ru": "cp1251"}
_LOST = "\ufffd"


class Damage(NamedTuple):
    """A damaged text: `encoding` is the file's, `start` where the damage begins, `lost` where U+FFFD stands."""

    kind: str | None
    text: str
    encoding: str = "utf-8"
    start: int = 0
    lost: tuple[int, ...] = ()


def _table(codec: str) -> str:
    """The 256 characters of a one-byte codec; a byte that it leaves undefined is the control of that number."""
    return "".join(
        char if char != _LOST else chr(byte)
        for byte in range(256)
        for char in (bytes((byte,)).decode(codec, "replace"),)
    )


_TABLES = {codec: _table(codec) for codec in ("cp1252", "cp1254", "cp1251")}
_TABLES["latin-1"] = "".join(map(chr, range(256)))
_ENTITIES = {code: f"&{name};" for code, name in codepoint2name.items()}
_SIGNS = {ord(sign): _ENTITIES[ord(sign)] for sign in "&<>“”„‘’«»…—–"}


def misread(text: str, codec: str) -> str:
    """The text that its UTF-8 bytes are in a one-byte codec, as a browser reads it.

    >>> misread("şu", "cp1252"), misread("ı", "cp1254")
    ('ÅŸu', 'Ä±')
    """
    return codecs.charmap_decode(text.encode("utf-8"), "strict", _TABLES[codec])[0]


def without(text: str, cuts: Iterable[int]) -> str:
    """`text` without the characters at `cuts` (ascending offsets).

    >>> without("One. Two.", [4])
    'One.Two.'
    """
    pieces, last = [], 0
    for cut in cuts:
        pieces.append(text[last:cut])
        last = cut + 1
    return "".join([*pieces, text[last:]])


def damaged(text: str, kind: str, language: str, random: Callable[[], float]) -> Damage:
    """`text` damaged in one of the ways of `KINDS`; its first line, the header, is spared.

    A text that such damage does not change comes back with the kind None.
    """
    start = text.index("\n")
    if kind == "part":
        start = text.index(" ", start + int((0.2 + 0.6 * random()) * (len(text) - start)))
    head, rest = text[:start], text[start:]
    if kind == "lost":
        return _with_lost(text, [start + at for at, char in enumerate(rest) if char > "\x7f"], random)
    if kind == "bytes":
        page = CODE_PAGES.get(language, "cp1252")
        return Damage(kind, text, page) if text.encode(page) != text.encode() else Damage(None, text)
    if kind == "entities":
        changed = rest.translate(_SIGNS if random() < 0.5 else _ENTITIES)  # noqa: PLR2004 — one half
    elif kind == "swapped":
        changed = codecs.charmap_decode(rest.encode("cp1254"), "strict", _TABLES["cp1252"])[0]
    else:
        changed = rest
        for _ in range(MISREAD[kind]):
            changed = misread(changed, kind if kind in _TABLES else "cp1252")
    return Damage(kind, head + changed, start=start) if changed != rest else Damage(None, text)


def _with_lost(text: str, candidates: list[int], random: Callable[[], float]) -> Damage:
    """Three to twelve characters that are no ASCII, fewer where there are fewer, become U+FFFD."""
    picked = {candidates[int(random() * len(candidates))] for _ in range(3 + int(random() * 10)) if candidates}
    if not picked:
        return Damage(None, text)
    lost = tuple(sorted(picked))
    pieces, last = [], 0
    for at in lost:
        pieces += [text[last:at], _LOST]
        last = at + 1
    return Damage("lost", "".join([*pieces, text[last:]]), lost=lost)
