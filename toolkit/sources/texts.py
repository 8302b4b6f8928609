"""What a file holds that is no archive: joined records, or JSON Lines.

Both give `Source`s (a raw text, or a run of whole records of one) and `Rejected`s: with a line for a record that
cannot be taken, with line 0 for a file that cannot be read.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from toolkit.parsing import breaks, split
from toolkit.sources.streams import BLOCK
from toolkit.values import Place, Problem, Rejected, Source

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import BinaryIO

    from toolkit.sources.streams import Limits

PIECE = 4 * BLOCK
"""Bytes of a joined file that are parsed at a time, unless one record is longer."""

ESCAPED = 4
"""A line of JSON may be so many times longer than a record may be: `ı` takes three times its bytes as `\\u0131`."""

_BOM = b"\xef\xbb\xbf"


def fault(code: str, path: str, line: int = 0, detail: str = "", raw: bytes = b"") -> Rejected:
    """A record or file that cannot be taken, for one reason."""
    place = Place(path, line)
    return Rejected(place, raw, (Problem.of(code, place, detail),))


def texts(stream: BinaryIO, path: str, limits: Limits) -> Iterator[Source | Rejected]:
    """A text of any length, in pieces that end where a record ends.

    A record that goes on beyond `limits.record` is rejected (the audit keeps its first megabyte), and reading goes
    on at the next header.  An empty text is one empty piece.
    """
    held, line = b"", 1  # what is not given yet, and the line where it begins
    given = skipping = False  # while skipping, `held` begins inside a record that is rejected already
    for block, final in _blocks(stream):
        held += block
        records = [record for _, record in split(held)]
        if skipping:
            skipping = not final and len(records) == 1
            gone = _begun(held) if skipping else records.pop(0)
            held, line = held[len(gone) :], line + breaks(gone)
            if skipping:
                continue
        end = len(held) if final else len(held) - len(records[-1])  # the last record may go on in the next block
        whole, held = held[:end], held[end:]
        if whole or (final and not given):
            yield Source(path, whole, line)
        line += breaks(whole)
        if len(held) > limits.record:
            cause = f"The record is longer than {limits.record:,} bytes."
            yield fault("RD005", path, line, cause, held[:BLOCK])
            skipping = True
        given = given or skipping or bool(whole)


def _blocks(stream: BinaryIO) -> Iterator[tuple[bytes, bool]]:
    """The stream in blocks of `PIECE` bytes, and whether each is the last."""
    block = stream.read(PIECE)
    while len(block) == PIECE:
        following = stream.read(PIECE)
        yield block, not following
        block = following
        if not following:
            return
    yield block, True


def _begun(held: bytes) -> bytes:
    """What can be let go of a record that is skipped: the next header may begin in its last megabyte."""
    gone = held[: max(0, len(held) - BLOCK)]
    half = next((end for end in (b"\r", b"\r\0") if gone.endswith(end)), b"")  # its LF may follow: one line break
    return gone.removesuffix(half)


def json_lines(stream: BinaryIO, path: str, limits: Limits) -> Iterator[Source | Rejected]:
    """One raw text a line, in the field `text`; other fields are passed over, and blank lines."""
    limit, empty = ESCAPED * limits.record, True
    for number, line in enumerate(_lines(stream, limit), 1):
        data = line.removeprefix(_BOM) if number == 1 else line
        if data.isspace() or not data:
            continue
        empty = False
        if len(data) > limit:
            yield fault("RD005", path, number, f"The line is longer than {limit:,} bytes.", data[:BLOCK])
        else:
            yield _of_json(data, path, number)
    if empty:
        yield fault("RD002", path)


def _lines(stream: BinaryIO, limit: int) -> Iterator[bytes]:
    """The lines of a stream; of one that is longer than `limit`, `limit` bytes and one more."""
    while line := stream.readline(limit + 1):
        yield line
        while len(line) > limit and not line.endswith(b"\n"):
            line = stream.readline(limit + 1)


def _of_json(line: bytes, path: str, number: int) -> Source | Rejected:
    try:
        found = json.loads(line.decode("utf-8"))
        text = found["text"]
        data = text.encode("utf-8")
    except ValueError as error:  # also bytes that are no UTF-8, and a lone surrogate
        return fault("RD006", path, number, f"The line is not JSON that can be read: {error}.", line)
    except (AttributeError, LookupError, TypeError, RecursionError):
        return fault("RD006", path, number, "The line holds no object with a string in `text`.", line)
    return Source(path, data, number, len(found) - 1, inside=True)
