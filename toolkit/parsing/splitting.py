"""Records that stand end to end in one file, parted on bytes, since joined files can mix encodings."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_HEADER = re.compile(
    rb"date[ \t]+\d{4}-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?[ \t]+https?://[^\s<>\"]+[ \t]*(?=[\r\n])"
)
_BEFORE = re.compile(rb"((?>\r\n|\n|\r)[ \t]*)?(?>\r\n|\n\0?|\r)((?:\xef\xbb\xbf)?[ \t]*)\Z")
_BLANK_AFTER = re.compile(rb"(?>\r\n|\n|\r)[ \t]*[\r\n]")
_WIDE = re.compile(rb"\xff\xfe(?:[ \t]\0)*d\0a\0t\0e\0[ \t]\0|\xfe\xff(?:\0[ \t])*\0d\0a\0t\0e\0[ \t]")
_LEADING = re.compile(rb"(?:\xef\xbb\xbf|[ \t\r\n])*")
_REACH = 64
_BEYOND = 8


def split(data: bytes) -> list[tuple[int, bytes]]:
    r"""The records of a file: for each the line it begins in, from 1, and its bytes; joined they are `data`.

    In the middle of a file only the strict header begins a record: `date`, a month or day of the calendar, an http(s)
    address and nothing more on a line of its own, with a blank line before or after it; in UTF-16, whose byte order
    mark tells enough, `date` behind that mark.

    >>> split(b"date 2023-01 http://a.example/\n\nA\n date 2023-02 http://b.example/\n\nB\n")[1]
    (4, b' date 2023-02 http://b.example/\n\nB\n')
    """
    return list(records(data))


def records(data: bytes) -> Iterator[tuple[int, bytes]]:
    """The same, one record at a time, so that a large file stands in memory only once."""
    line = 1
    if not _HEADER.search(data, _BEYOND) and b"\0" not in data:  # the usual case: no other header
        yield line, data
        return
    for start, end in pairwise([*_borders(data), len(data)]):
        piece = data[start:end]
        yield line, piece
        line += breaks(piece)


def breaks(data: bytes) -> int:
    r"""How many line breaks stand in bytes of any encoding.

    >>> breaks(b"a\nb\r\nc\rd"), breaks("a\r\nb".encode("utf-16-le"))
    (3, 1)
    """
    return data.count(b"\n") + data.count(b"\r") - data.count(b"\r\n") - data.count(b"\r\0\n")


def _borders(data: bytes) -> list[int]:
    """Where records begin."""
    first = _LEADING.match(data).end()  # type: ignore[union-attr] # it may match nothing
    strict = (_border(data, found) for found in _HEADER.finditer(data, first + 1))
    return sorted({0, *strict, *(found.start() for found in _WIDE.finditer(data))})


def _border(data: bytes, header: re.Match[bytes]) -> int:
    """Where the record of a strict header begins, or 0 where the header does not stand as one."""
    before = _BEFORE.search(data, max(0, header.start() - _REACH), header.start())
    if not before or not (before[1] is not None or _BLANK_AFTER.match(data, header.end())):
        return 0
    return before.start(2)
