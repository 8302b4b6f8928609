"""Which files are read, and in which order: files, folders, globs and fsspec URLs.

The order is that of the paths relative to their source, compared as strings with `/` between the parts, then
that of the sources: the same on every machine.  Folders are walked lazily, so that a listing holds no more than
the names in the folders above a file.
"""

from __future__ import annotations

import glob
import heapq
import os
import stat
import struct
import time
from itertools import takewhile
from operator import attrgetter
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, NamedTuple

from toolkit.errors import UsageError
from toolkit.sources import remote
from toolkit.values import Place

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from toolkit.values import Problem

NOTES = ("README", "LICENSE", "NOTICE")
"""Files of a folder or archive whose names begin so are notes for people, not raw files."""

_NOTES = (".", *NOTES)
_OURS = ("dataset_card.md", "pyproject.toml")  # a build looks for them in the raw folder, too

_MAGIC = frozenset("*?[")

YOUNG = 2_000_000_000
"""Nanoseconds in which a file may change again without its times telling: the coarsest clock of a file system (FAT)."""

_SIGNATURE = struct.Struct("<3qQ")
_WORD = (1 << 64) - 1


class Input(NamedTuple):
    """One file to read: `path` as published (relative to its source), `location` as a person would open it."""

    path: str
    location: str
    size: int
    """Bytes on disk."""
    signature: bytes = b""
    """32 bytes that are others once the file has changed (size, times and inode; for a remote file a digest of what
    its store says); empty where nothing of that kind is to be trusted.
    """

    def located(self, problem: Problem) -> Problem:
        """A problem of this file with the path as a person would open it (and `!member` where it has one)."""
        path, line = problem.place
        return problem._replace(place=Place(self.location + path.removeprefix(self.path), line))


class Passed(NamedTuple):
    """A dot file, a dot folder or a note: listed so that it is counted, and not read."""

    path: str


def passed_over(path: str) -> bool:
    """Whether a file in a folder or archive is a dot file (or lies in a dot folder), a note, or the settings.

    >>> passed_over("a/.git/x"), passed_over("README.md"), passed_over("a/b.txt")
    (True, True, False)
    """
    *folders, name = path.split("/")
    return _is_note(name) or any(part.startswith(".") and part not in {".", ".."} for part in folders)


def _is_note(name: str) -> bool:
    return name.startswith(_NOTES) or name in _OURS


def find(sources: Sequence[str]) -> Iterator[Input | Passed]:
    """Every raw file of the sources, in order; a source that does not exist is a `UsageError`.

    A file that is named is always taken, whatever its name.  What cannot be looked at is listed all the same:
    `read` says why.
    """
    before = time.time_ns() - YOUNG
    yield from heapq.merge(*[_listing(source, before) for source in sources], key=attrgetter("path"))


def _listing(source: str, before: int) -> Iterator[Input | Passed]:
    """The files of one source; only a file that last changed `before` (nanoseconds since 1970) has a signature."""
    if remote.is_url(source):
        found = [Input(*one) for one in remote.listed(source, before)]
        return (Passed(item.path) if passed_over(item.path) and len(found) > 1 else item for item in found)
    if os.path.isdir(source):  # noqa: PTH112 — paths stay strings: a crawl has millions
        return _walk(source, before)
    if os.path.lexists(source):
        return iter([_file(printable(os.path.basename(source)), source, before)])  # noqa: PTH119
    if _MAGIC & set(source):
        root = _fixed(source)
        found_ = (p for p in glob.glob(source, recursive=True) if os.path.isfile(p))  # noqa: PTH113, PTH207
        named = sorted((printable(PurePath(os.path.relpath(p, root)).as_posix()), p) for p in found_)
        if named:
            return (_file(path, location, before) for path, location in named)
    msg = f"{source}: there is no such file or folder, and no file matches it as a pattern"
    raise UsageError(msg)


def _fixed(pattern: str) -> str:
    """The part of a glob before its first wildcard."""
    return str(Path(*takewhile(lambda part: not _MAGIC & set(part), Path(pattern).parts)))


def _file(path: str, location: str, before: int) -> Input:
    try:
        found = os.stat(location)  # noqa: PTH116
    except OSError:
        return Input(path, location, 0)
    changed = max(found.st_mtime_ns, found.st_ctime_ns)
    if changed >= before or not stat.S_ISREG(found.st_mode):
        return Input(path, location, found.st_size)
    times = found.st_mtime_ns, found.st_ctime_ns
    return Input(path, location, found.st_size, _SIGNATURE.pack(found.st_size, *times, found.st_ino & _WORD))


def printable(path: str) -> str:
    """A path that can be published: bytes that are no UTF-8 stand in hex."""
    return path if path.isascii() else path.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")


def _walk(root: str, before: int) -> Iterator[Input | Passed]:
    """A folder's files in the order of their full paths: a folder sorts as its name and a slash."""
    try:
        levels = [("", os.path.join(root, ""), iter(_names(root)))]  # noqa: PTH118 — no recursion: folders can be deep
    except OSError:
        yield Input("", root, 0)
        return
    while levels:
        folder, place, names = levels[-1]
        name = next(names, None)
        if name is None:
            levels.pop()
        elif _is_note(name):
            yield Passed(folder + printable(name))
        elif not name.endswith("/"):
            yield _file(folder + printable(name), place + name, before)
        else:
            path, location = folder + printable(name), place + name[:-1]
            try:
                levels.append((path, location + os.sep, iter(_names(location))))
            except OSError:
                yield Input(path, location, 0)


def _names(folder: str) -> list[str]:
    """What lies in a folder, in order; the names of folders end in a slash."""
    with os.scandir(folder) as found:
        names = [entry.name + "/" * entry.is_dir(follow_symlinks=False) for entry in found]
    names.sort()
    names.sort(key=printable)
    return names
