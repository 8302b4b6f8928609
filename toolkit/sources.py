"""Finding and reading raw files: files, folders and globs; plain, `.gz` and `.zst`.

The order is that of the paths relative to their source, compared as strings with `/` between the parts, then
that of the sources: the same on every machine.  Folders are walked lazily, so a listing costs no memory.
"""

from __future__ import annotations

import glob
import gzip
import hashlib
import heapq
import io
import os
import zlib
from itertools import takewhile
from operator import attrgetter
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, NamedTuple

from toolkit.errors import UsageError
from toolkit.values import Place, Problem, Source

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

NOTES = ("README", "LICENSE", "NOTICE")
"""A folder's files whose names begin so are notes for people, not raw files."""

_OURS = ("dataset_card.md", "pyproject.toml")  # a build looks for them in the raw folder, too

_MAGIC = frozenset("*?[")
_NO_WAIT = getattr(os, "O_NONBLOCK", 0)  # opening a named pipe must not wait for somebody to write to it


class Input(NamedTuple):
    """One file to read: `path` as published (relative to its source), `location` as a person would open it."""

    path: str
    location: str
    size: int
    """Bytes on disk."""


def find(sources: Sequence[str]) -> Iterator[Input]:
    """Every raw file of the sources, in order; a source that does not exist is a `UsageError`.

    Dot files and notes (`NOTES`) in folders are passed over; a file that is named is always taken.  What cannot
    be looked at is listed all the same: `read` says why.
    """
    yield from heapq.merge(*[_listing(source) for source in sources], key=attrgetter("path"))


def _listing(source: str) -> Iterator[Input]:
    if os.path.isdir(source):  # noqa: PTH112 — paths stay strings: a crawl has millions
        return _walk(source)
    if os.path.exists(source):  # noqa: PTH110
        return iter([_file(_printable(os.path.basename(source)), source)])  # noqa: PTH119
    if _MAGIC & set(source):
        root = _fixed(source)
        found = (p for p in glob.glob(source, recursive=True) if os.path.isfile(p))  # noqa: PTH113, PTH207
        named = sorted((_printable(PurePath(os.path.relpath(p, root)).as_posix()), p) for p in found)
        if named:
            return (_file(path, location) for path, location in named)
    msg = f"{source}: there is no such file or folder, and no file matches it as a pattern"
    raise UsageError(msg)


def _fixed(pattern: str) -> str:
    """The part of a glob before its first wildcard."""
    return str(Path(*takewhile(lambda part: not _MAGIC & set(part), Path(pattern).parts)))


def _file(path: str, location: str) -> Input:
    try:
        size = os.stat(location).st_size  # noqa: PTH116
    except OSError:
        size = 0
    return Input(path, location, size)


def _printable(path: str) -> str:
    """A path that can be published: bytes that are no UTF-8 stand in hex."""
    return path.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")


def _walk(folder: str) -> Iterator[Input]:
    """A folder's files in the order of their full paths: a folder sorts as its name and a slash."""
    waiting = [("", folder)]
    while waiting:
        path, location = waiting.pop()
        if path and not path.endswith("/"):
            yield _file(path, location)
            continue
        try:
            with os.scandir(location) as found:
                names = [(_printable(e.name) + "/" * e.is_dir(follow_symlinks=False), e.path) for e in found]
        except OSError:
            yield Input(path, location, 0)
            continue
        taken = [(path + name, inner) for name, inner in names if not _passed_over(name)]
        waiting += sorted(taken, reverse=True)


def _passed_over(name: str) -> bool:
    return name.startswith((".", *NOTES)) or name in _OURS


def read(item: Input) -> Source | Problem:
    """The file's bytes, decompressed by its ending, and the SHA-256 of what stands on disk."""
    place = Place(item.path)
    try:
        handle = os.open(item.location, os.O_RDONLY | _NO_WAIT)
        try:
            if _NO_WAIT:
                os.set_blocking(handle, True)
            data = os.read(handle, item.size + 1)
            if len(data) != item.size or item.size == 0:  # changed since it was listed, or a pipe or device
                data = b"".join([data, *iter(lambda: os.read(handle, 1 << 20), b"")]) if data else data
        finally:
            os.close(handle)
    except OSError as error:
        return Problem.of("RD001", place, f"The file cannot be read: {error.strerror}.")
    digest = hashlib.sha256(data).hexdigest()
    if not data:
        return Problem.of("RD002", place)
    opener = _OPENERS.get(item.location[-4:] if item.location.endswith(".zst") else item.location[-3:])
    if opener is not None:
        try:
            data = opener(data)
        except (OSError, EOFError, zlib.error) as error:
            return Problem.of("RD003", place, f"The compressed file is damaged or cut off: {error}.")
    return Source(item.path, data, digest)


def _unzstd(data: bytes) -> bytes:
    import pyarrow as pa  # noqa: PLC0415 — 150 ms that only a .zst file should cost

    with pa.CompressedInputStream(pa.BufferReader(data), "zstd") as stream:
        out = io.BytesIO()
        while piece := stream.read(1 << 20):
            out.write(piece)
    return out.getvalue()


_OPENERS = {".gz": gzip.decompress, ".zst": _unzstd}
