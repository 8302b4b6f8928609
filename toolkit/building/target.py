"""Where a build goes: its folders, its lock, its work space, and the swap that makes it the dataset.

Beside a dataset `DIR` stand `DIR.audit` and `DIR.cache`; the work space lies in the cache, on the same file
system, so that a finished dataset takes the place of the old one by one exchange of names.  `toolkit.building.cache`
knows what else lies there.
"""

from __future__ import annotations

import contextlib
import ctypes
import errno
import os
import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from filelock import FileLock, Timeout

from toolkit.errors import EnvironmentError_, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from toolkit.sources import Input

SPACE = 2.5
"""Free disk that a build asks for, in bytes a byte of raw files that it reads: parts 1.4, shards 0.6, and a margin."""

_AT_FDCWD, _RENAME_EXCHANGE = -100, 2


class Target:
    """A dataset's folder and the two beside it."""

    def __init__(self, folder: Path) -> None:
        self.folder = Path(os.path.abspath(folder))  # noqa: PTH100 — resolve() would follow a linked dataset
        self.audit = self.folder.with_name(f"{self.folder.name}.audit")
        self.cache = self.folder.with_name(f"{self.folder.name}.cache")
        self._previous, self._previous_audit = self.cache / "previous", self.cache / "previous.audit"

    def check(self, sources: Iterable[str]) -> None:
        """Raise `UsageError` where a build would overwrite what is not a dataset, or read its own output."""
        for folder, kind, mark in (
            (self.folder, "dataset", "manifest.json"),
            (self.audit, "audit", "inputs-*.parquet"),
        ):
            if os.path.lexists(folder) and not _is_ours(folder, mark):
                msg = f"{folder} exists and is no {kind} of this toolkit: empty it or choose another --out"
                raise UsageError(msg)
        for source in sources:
            if "://" in source:
                continue
            raw = Path(source).resolve()
            for own in (self.folder.resolve(), self.audit.resolve(), self.cache.resolve()):
                if raw == own or own in raw.parents or raw in own.parents:
                    msg = f"--raw {source} and --out {self.folder} lie in one another: choose folders side by side"
                    raise UsageError(msg)

    def outside(self, inputs: Iterable[Input]) -> Iterator[Input]:
        """The inputs; `UsageError` for one in the target's own folders, into which a glob can reach."""
        own = tuple(f"{folder}{os.sep}" for folder in (self.folder, self.audit, self.cache))
        seen = None
        for item in inputs:
            folder = item.location[: item.location.rfind(os.sep) + 1]  # looked at once: a crawl has millions of files
            if folder != seen and os.path.abspath(item.location).startswith(own):  # noqa: PTH100 — pure
                msg = f"{item.location} is a file of the dataset itself, or of its audit or cache: narrow the pattern"
                raise UsageError(msg)
            seen = folder
            yield item

    @contextlib.contextmanager
    def workspace(self) -> Iterator[Path]:
        """An empty folder for one build, gone afterwards; what a killed build left is cleaned up first.

        Raises `EnvironmentError_` when another build of the same target is under way.
        """
        with self.locked():
            self._recover()
            work = Path(tempfile.mkdtemp(prefix="work-", dir=self.cache))
            try:
                yield work
            finally:
                remove(work)

    @contextlib.contextmanager
    def locked(self) -> Iterator[None]:
        """The target for one process alone; raises `EnvironmentError_` when another has it."""
        with _refused(self.cache):
            self.cache.mkdir(parents=True, exist_ok=True)
            lock = FileLock(self.cache / "lock")
            try:
                lock.acquire(timeout=0)
            except Timeout:
                msg = f"another build of {self.folder} is under way: wait for it, or choose another --out"
                raise EnvironmentError_(msg) from None
        try:
            yield
        finally:
            lock.release()

    def _recover(self) -> None:
        for previous, place in ((self._previous, self.folder), (self._previous_audit, self.audit)):
            if previous.exists() and not place.exists():  # killed between two renames
                previous.rename(place)
            remove(previous)
        for left in self.cache.glob("work-*"):
            remove(left)

    def need(self, raw_bytes: int) -> None:
        """Raise `EnvironmentError_` when the disk has not the room that a build takes which reads so much raw text."""
        free, needed = shutil.disk_usage(self.cache).free, int(raw_bytes * SPACE)
        if free < needed:
            msg = f"{self.cache}: the build needs about {needed:,} bytes of disk, {free:,} are free"
            raise EnvironmentError_(msg)

    def swap(self, dataset: Path, audit: Path) -> None:
        """Put a finished dataset and its audit in place; the old ones end up in the work space."""
        for folder in (dataset, audit):
            _sync(folder)
        _exchange(audit, self.audit, self._previous_audit)
        _exchange(dataset, self.folder, self._previous)


def _is_ours(folder: Path, mark: str) -> bool:
    """Whether the folder is empty, or holds a file that only a build puts there."""
    return folder.is_dir() and (any(folder.glob(mark)) or not any(folder.iterdir()))


@contextlib.contextmanager
def _refused(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        msg = f"{path}: {error.strerror or error}"
        raise EnvironmentError_(msg) from error


def _exchange(new: Path, place: Path, aside: Path) -> None:
    """Put `new` at `place`; what stood there is moved to where `new` was, in one step where the system can."""
    if not place.exists():
        new.rename(place)
    elif not _exchanged(new, place):
        place.rename(aside)
        try:
            new.rename(place)
        except BaseException:
            aside.rename(place)
            raise
        remove(aside)


def _exchanged(new: Path, place: Path) -> bool:
    """Whether the system exchanged the two names atomically (Linux `renameat2`, macOS `renamex_np`)."""
    libc = ctypes.CDLL(None, use_errno=True)
    names = os.fsencode(new), os.fsencode(place)
    if hasattr(libc, "renameat2"):
        failed = libc.renameat2(_AT_FDCWD, names[0], _AT_FDCWD, names[1], _RENAME_EXCHANGE)
    elif hasattr(libc, "renamex_np"):
        failed = libc.renamex_np(*names, _RENAME_EXCHANGE)
    else:
        return False
    if failed and ctypes.get_errno() not in {errno.EINVAL, errno.ENOSYS, errno.ENOTSUP}:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()), str(place))
    return not failed


def _sync(folder: Path) -> None:
    """Make the folder's files survive a power cut before a name points to them."""
    for path in (*folder.rglob("*"), folder):
        handle = os.open(path, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def remove(path: Path) -> None:
    """Delete a folder, also one into which a dying worker still writes."""
    for _ in range(3):
        shutil.rmtree(path, ignore_errors=True)
        if not path.exists():
            return
