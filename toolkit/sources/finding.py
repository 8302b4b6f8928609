"""Which files are read, and in which order: files, folders, globs and fsspec URLs.

The order is that of the paths relative to their source, compared as strings with `/` between the parts, then
that of the sources: the same on every machine.  Folders are walked lazily, so a listing costs no memory.
"""

from __future__ import annotations

import glob
import heapq
import os
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

_OURS = ("dataset_card.md", "pyproject.toml")  # a build looks for them in the raw folder, too

_MAGIC = frozenset("*?[")


class Input(NamedTuple):
    """One file to read: `path` as published (relative to its source), `location` as a person would open it."""

    path: str
    location: str
    size: int
    """Bytes on disk."""

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
    return name.startswith((".", *NOTES)) or name in _OURS


def find(sources: Sequence[str]) -> Iterator[Input | Passed]:
    """Every raw file of the sources, in order; a source that does not exist is a `UsageError`.

    A file that is named is always taken, whatever its name.  What cannot be looked at is listed all the same:
    `read` says why.
    """
    yield from heapq.merge(*[_listing(source) for source in sources], key=attrgetter("path"))


def _listing(source: str) -> Iterator[Input | Passed]:
    if remote.is_url(source):
        found = [Input(*one) for one in remote.listed(source)]
        return (Passed(item.path) if passed_over(item.path) and len(found) > 1 else item for item in found)
    if os.path.isdir(source):  # noqa: PTH112 — paths stay strings: a crawl has millions
        return _walk(source)
    if os.path.lexists(source):
        return iter([_file(printable(os.path.basename(source)), source)])  # noqa: PTH119
    if _MAGIC & set(source):
        root = _fixed(source)
        found_ = (p for p in glob.glob(source, recursive=True) if os.path.isfile(p))  # noqa: PTH113, PTH207
        named = sorted((printable(PurePath(os.path.relpath(p, root)).as_posix()), p) for p in found_)
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


def printable(path: str) -> str:
    """A path that can be published: bytes that are no UTF-8 stand in hex."""
    return path.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")


def _walk(root: str) -> Iterator[Input | Passed]:
    """A folder's files in the order of their full paths: a folder sorts as its name and a slash."""
    pending = [("", root)]  # what is to be looked at, the next one last; no recursion, since folders can be deep
    while pending:
        path, location = pending.pop()
        if _is_note(path.rstrip("/").rpartition("/")[2]):
            yield Passed(path)
        elif path and not path.endswith("/"):
            yield _file(path, location)
        else:
            try:
                with os.scandir(location) as found:
                    named = [(printable(e.name) + "/" * e.is_dir(follow_symlinks=False), e.path) for e in found]
            except OSError:
                yield Input(path, location, 0)
            else:
                pending += sorted(((path + name, place) for name, place in named), reverse=True)
