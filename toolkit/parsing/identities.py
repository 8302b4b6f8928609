"""A record's name: the same from a file, a tar, JSON Lines, another encoding or other line ends."""

from __future__ import annotations

import re
from hashlib import sha256

_LEADING = re.compile(r"(?:[ \t]*\n)+")
_TRAILING = re.compile(r"(?:\n[ \t]*)+\Z")
_DIGITS = 32


def identity(text: str) -> str:
    r"""The first 32 hex digits of the SHA-256 of `text`: as UTF-8 without BOM, line ends as LF, outer blank lines off.

    >>> identity("\ufeffa\r\nb\r\n") == identity("\n \na\nb")
    True
    """
    text = text.removeprefix("\ufeff")
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = text.rstrip("\n")
    if text.endswith((" ", "\t")):
        text = _TRAILING.sub("", text)
    blank = _LEADING.match(text)
    if blank:
        text = text[blank.end() :]
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:_DIGITS]
