"""Byte streams: metered on their way in, decompressed, and stopped where they grow beyond all measure."""

from __future__ import annotations

import bz2
import gzip
import hashlib
import io
import lzma
import struct
import tarfile
import zipfile
import zlib
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import BinaryIO

BLOCK = 1 << 20
"""Bytes read at a time."""

MEMORY = 1 << 27
"""Bytes that decompression of `.xz` may ask for: what `xz -9` packed takes half of it."""

DAMAGED = (
    *(OSError, EOFError, zlib.error, lzma.LZMAError, tarfile.TarError, zipfile.BadZipFile),
    *(ValueError, LookupError, OverflowError, RuntimeError, struct.error),  # hostile headers lead readers astray
)
"""What decompression and archives raise for bytes that are not what their name says."""


class Limits(NamedTuple):
    """Where reading stops: the bytes of one record, and how far compressed data may swell.

    Text compresses four times, logs of one line a hundred; a zip bomb reaches a thousand and more.  The first
    `free` bytes are never too many, however small the file.
    """

    record: int = 16_000_000
    ratio: int = 200
    free: int = 64 << 20


class SwollenError(Exception):
    """Compressed data that gives more than `Limits.ratio` times its size."""


class UnreadableError(Exception):
    """The disk or the store refused in the middle of a file: no fault of the bytes that came before."""


class Metered(io.RawIOBase):
    """A stream that counts and hashes what is read through it: the bytes as they stand on disk."""

    def __init__(self, raw: BinaryIO) -> None:
        self._raw = raw
        self._hash = hashlib.sha256()
        self.count = 0

    def readable(self) -> bool:
        """True."""
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        """Read, count and hash; raises `UnreadableError` for whatever the disk or store raises."""
        try:
            data = self._raw.read(len(buffer))
        except Exception as error:
            raise UnreadableError(_said(error)) from error
        buffer[: len(data)] = data
        self._hash.update(data)
        self.count += len(data)
        return len(data)

    def finish(self) -> str:
        """Read what is left; the SHA-256 of all, in hex."""
        while self.read(BLOCK):
            pass
        return self._hash.hexdigest()

    def rest(self) -> str:
        """As `finish`, of a stream that may be at fault: empty where the disk or the store refuses."""
        try:
            return self.finish()
        except UnreadableError:
            return ""


def _said(error: Exception) -> str:
    return getattr(error, "strerror", None) or str(error) or type(error).__name__


class Guarded(io.RawIOBase):
    """A decompressed stream that raises `SwollenError` when it gives too much for what was read of `meter`."""

    def __init__(self, raw: BinaryIO, meter: Metered, limits: Limits) -> None:
        self._raw, self._meter, self._limits = raw, meter, limits
        self._count = 0

    def readable(self) -> bool:
        """True."""
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        """Read, and hold the sum against the limits."""
        data = self._raw.read(len(buffer))
        buffer[: len(data)] = data
        self._count += len(data)
        if self._count > self._limits.free + self._limits.ratio * self._meter.count:
            msg = f"{self._count:,} bytes came out of {self._meter.count:,}"
            raise SwollenError(msg)
        return len(data)


class _Unpacked(io.RawIOBase):
    """One compressed stream after the other, to the last byte: the standard library drops junk after the first."""

    def __init__(self, raw: BinaryIO, start: Callable[[], Any]) -> None:
        self._raw, self._start = raw, start
        self._packer = start()

    def readable(self) -> bool:
        """True."""
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        """Decompress up to a buffer of bytes; `EOFError` where the data breaks off."""
        while True:
            if self._packer.eof:
                rest = self._packer.unused_data.lstrip(b"\0") or self._raw.read(BLOCK).lstrip(b"\0")
                if not rest:
                    return 0
                self._packer = self._start()
            elif self._packer.needs_input:
                rest = self._raw.read(BLOCK)
                if not rest:
                    msg = "it ends in the middle"
                    raise EOFError(msg)
            else:
                rest = b""
            data = self._packer.decompress(rest, len(buffer))
            if data:
                buffer[: len(data)] = data
                return len(data)


def _unzstd(stream: BinaryIO) -> BinaryIO:
    import pyarrow as pa  # noqa: PLC0415 — 150 ms that only a .zst file should cost

    opened: BinaryIO = pa.CompressedInputStream(pa.PythonFile(stream, "r"), "zstd")
    return opened


OPENERS: dict[str, Callable[[BinaryIO], BinaryIO]] = {
    ".gz": lambda stream: gzip.GzipFile(fileobj=stream),  # type: ignore[dict-item, return-value]
    ".bz2": lambda stream: _Unpacked(stream, bz2.BZ2Decompressor),  # type: ignore[dict-item, return-value]
    ".xz": lambda stream: _Unpacked(stream, lambda: lzma.LZMADecompressor(memlimit=MEMORY)),  # type: ignore[dict-item, return-value]
    ".zst": _unzstd,
}
"""What decompresses a stream, by the ending of the file's name."""
