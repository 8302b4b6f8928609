"""An input, opened: its raw texts one after the other, then what its bytes were."""

from __future__ import annotations

import hashlib
import io
import os
import stat
from typing import TYPE_CHECKING

from toolkit.sources import remote
from toolkit.sources.containers import kind_of, zipped
from toolkit.sources.streams import BLOCK, DAMAGED, OPENERS, Guarded, Limits, Metered, SwollenError, UnreadableError
from toolkit.sources.texts import PIECE, fault, texts
from toolkit.values import Source

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import BinaryIO

    from toolkit.sources.containers import Found
    from toolkit.sources.finding import Input

_NO_WAIT = getattr(os, "O_NONBLOCK", 0)  # opening a named pipe must not wait for somebody to write to it
_SHORT = {".tgz": ".gz", ".tbz2": ".bz2", ".txz": ".xz", ".tzst": ".zst"}


class Opened:
    """One input: iterate over it once; then `digest` (SHA-256, hex) and `size` tell of its bytes as they stand.

    `digest` is empty for an input that could not be taken to its end.  `content` is the same digest, also of a file
    that is empty, damaged or swells; it is empty where the disk or the store refused, or might have.
    """

    __slots__ = ("_data", "_limits", "content", "digest", "item", "size")

    def __init__(self, item: Input, limits: Limits, data: bytes | Exception | None = None) -> None:
        self.item = item
        self.content = self.digest = ""
        self.size = 0
        self._limits = limits
        self._data = data

    def __iter__(self) -> Iterator[Found]:
        path = self.item.path
        data = _opened(self.item) if self._data is None else self._data
        if isinstance(data, IsADirectoryError):
            yield fault("RD009", path)
        elif isinstance(data, Exception):
            yield fault("RD001", path, detail=f"The file cannot be read: {_said(data)}.")
        elif isinstance(data, bytes):
            yield from self._held(data)
        else:
            with data:
                yield from self._unpacked(data)

    def _held(self, data: bytes) -> Iterator[Found]:
        """The texts in a small file's bytes."""
        path = self.item.path
        if not data:
            self.content = hashlib.sha256().hexdigest()
            yield fault("RD002", path)
        elif _is_plain(path):
            self.content = self.digest = hashlib.sha256(data).hexdigest()
            self.size = len(data)
            yield Source(path, data)
        else:
            yield from self._unpacked(io.BytesIO(data))

    def _unpacked(self, stream: BinaryIO) -> Iterator[Found]:
        """The texts in a stream, through compression and archive; a fault ends it and keeps what came before."""
        path = self.item.path
        meter = Metered(stream)
        container, opener = kind_of(_bare(path)), OPENERS.get(_compression(path))
        try:
            if container is zipped:
                yield from zipped(stream, path, self._limits)
                stream.seek(0)
            elif opener is None:
                yield from container(io.BufferedReader(meter, BLOCK), path, self._limits)
            else:
                opened = Guarded(opener(meter), meter, self._limits)  # type: ignore[arg-type]
                yield from container(io.BufferedReader(opened, BLOCK), path, self._limits)
            self.digest, self.size = meter.finish(), meter.count
            if container is not zipped or not remote.is_url(self.item.location):  # a refusal may pass for damage there
                self.content = self.digest
        except UnreadableError as error:
            yield fault("RD001", path, detail=f"The file cannot be read to its end: {error}.")
        except SwollenError as error:
            yield fault("RD004", path, detail=f"The file swells beyond all measure: {error}.")
            self.content = meter.rest()
        except DAMAGED as error:
            yield fault("RD003", path, detail=f"The file is damaged or cut off: {_said(error)}.")
            if container is not zipped:
                self.content = meter.rest()


def _opened(item: Input) -> bytes | BinaryIO | Exception:
    """What `_open` gives, or the error that it raises."""
    try:
        return _open(item)
    except Exception as error:  # noqa: BLE001 — a store raises what it likes
        return error


def _open(item: Input) -> bytes | BinaryIO:
    """The bytes of a small local file; any other input as a stream."""
    if remote.is_url(item.location):
        return remote.open_stream(item.location)
    handle = os.open(item.location, os.O_RDONLY | _NO_WAIT)
    try:
        kind = stat.S_IFMT(os.fstat(handle).st_mode)
        if kind == stat.S_IFREG and item.size <= PIECE:
            data = os.read(handle, item.size + 1)
            if len(data) == item.size:
                os.close(handle)
                return data
            os.lseek(handle, 0, os.SEEK_SET)  # it has changed since it was listed
        _check_kind(kind, item.location)
        if _NO_WAIT:
            os.set_blocking(handle, True)
        return open(handle, "rb")  # noqa: PTH123 — a handle has no path
    except BaseException:
        os.close(handle)
        raise


def _check_kind(kind: int, location: str) -> None:
    """Raise `OSError` for what is no file and no pipe: a folder that was linked or cannot be listed, a device."""
    if kind == stat.S_IFDIR and os.path.islink(location):  # noqa: PTH114
        raise IsADirectoryError
    if kind not in {stat.S_IFREG, stat.S_IFIFO}:
        msg = "it is a folder that cannot be listed" if kind == stat.S_IFDIR else "it is a device, not a file"
        raise OSError(msg)


def _said(error: BaseException) -> str:
    """What an error says, on one line."""
    return " ".join((getattr(error, "strerror", None) or str(error) or type(error).__name__).split()).rstrip(".")


def _is_plain(path: str) -> bool:
    return path.endswith(".txt") or (kind_of(_bare(path)) is texts and _compression(path) not in OPENERS)


def _compression(path: str) -> str:
    ending = os.path.splitext(path)[1].lower()  # noqa: PTH122 — of a path that may be a URL's
    return _SHORT.get(ending, ending)


def _bare(path: str) -> str:
    """The path without the ending that tells its compression."""
    base, ending = os.path.splitext(path)  # noqa: PTH122
    return base if ending.lower() in OPENERS else path


def read(inputs: Iterable[Input], limits: Limits = Limits()) -> Iterator[Opened]:  # noqa: B008 — immutable
    """The inputs, opened in their order; small remote ones are fetched many at a time."""
    for item, data in remote.fetched(inputs, PIECE):
        yield Opened(item, limits, data)


def digest(item: Input) -> str:
    """The SHA-256, in hex, of a local file's bytes; empty for a pipe, which gives them once, and an unreadable file."""
    if remote.is_url(item.location):
        return ""
    try:
        if not stat.S_ISREG(os.stat(item.location).st_mode):  # noqa: PTH116
            return ""
        data = _open(item)
        if isinstance(data, bytes):
            return hashlib.sha256(data).hexdigest()
        with data:
            return Metered(data).finish()
    except (OSError, UnreadableError):
        return ""
