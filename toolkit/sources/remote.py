"""Inputs behind a URL, through fsspec: listed, streamed, and small ones fetched many at a time."""

from __future__ import annotations

import hashlib
import math
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from itertools import groupby
from typing import TYPE_CHECKING, Any

from toolkit.errors import EnvironmentError_, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import BinaryIO

    from toolkit.sources.finding import Input

TOGETHER = 64
"""Small remote files that are fetched at once."""

UNKNOWN = 64 << 20
"""What a file counts whose size its server does not tell: it is streamed."""

_WEB = ("http://", "https://")

_TAGS = ("ETag", "etag", "md5Hash", "generation", "Content-MD5")
_TIMES = ("LastModified", "last_modified", "mtime", "updated", "created")
"""What stores call the tag of a file's content, and the time of its last change."""


def is_url(location: str) -> bool:
    """Whether it is a URL and not a path.

    >>> is_url("s3://bucket/raw"), is_url("raw/a:b.txt")
    (True, False)
    """
    return "://" in location


def listed(url: str, before: int) -> list[tuple[str, str, int, bytes]]:
    """Every file under a URL, or that a URL with wildcards names: (path relative to it, URL, bytes, signature), sorted.

    A web address is one file; one without a tag of its content has a signature only when it last changed `before`
    (nanoseconds since 1970).  Raises `UsageError` where there is none, and `EnvironmentError_` where the store
    refuses.
    """
    if "::" in url:
        msg = f"{url}: a chain of file systems is not read; give the plain URL of the files"
        raise UsageError(msg)
    system, root = _system(url)
    try:
        base, found = _found(system, root)
    except FileNotFoundError:
        base, found = "", []
    except Exception as error:  # every store has errors of its own
        msg = f"{url}: the store cannot be listed: {' '.join(str(error).split()) or type(error).__name__}"
        raise EnvironmentError_(msg) from error
    if not found:
        msg = f"{url}: there is no such file, folder or pattern"
        raise UsageError(msg)
    files = ((info, system.unstrip_protocol(info["name"])) for info in found)
    return sorted(
        (_relative(info["name"], base), url, _size(info), _signature(url, info, before)) for info, url in files
    )


def _signature(url: str, info: Any, before: int) -> bytes:  # noqa: ANN401 — as _found
    """A digest of what a store says of a file's content: its tag, else its size and the time of its last change."""
    tags = [str(info[key]) for key in _TAGS if info.get(key)]
    seconds = max((_seconds(info[key]) for key in _TIMES if info.get(key)), default=math.inf)
    if not tags and seconds * 1e9 >= before:
        return b""
    return hashlib.sha256(repr((url, info.get("size"), tags, seconds)).encode()).digest()


def _seconds(time: Any) -> float:  # noqa: ANN401 — as _found
    """A time as a store gives it, in seconds since 1970; infinite where it gives anything but a date or a number."""
    if isinstance(time, datetime):
        return (time if time.tzinfo else time.replace(tzinfo=UTC)).timestamp()
    return time if isinstance(time, int | float) else math.inf


def _found(system: Any, root: str) -> tuple[str, list[Any]]:  # noqa: ANN401 — a file system of fsspec, which has no types
    """The folder that paths are relative to, and what the store says of each file."""
    if root.startswith(_WEB):
        return root.partition("?")[0].rpartition("/")[0], [{**system.info(root), "name": root}]
    if any(sign in root for sign in "*?["):
        base = root[: min(root.find(sign) for sign in "*?[" if sign in root)].rpartition("/")[0]
        found = system.glob(root, detail=True)
    else:
        base = root.rstrip("/")
        found = system.find(root, detail=True)
    files = [info for info in found.values() if info["type"] == "file" and not info["name"].endswith("/")]
    return (base.rpartition("/")[0] if [info["name"] for info in files] == [base] else base), files


def _relative(name: str, base: str) -> str:
    """A file's path as published; what follows a `?` in a web address may be a secret."""
    path = name.partition("?")[0] if name.startswith(_WEB) else name
    return path.removeprefix(base).lstrip("/")


def _size(info: Any) -> int:  # noqa: ANN401 — as _found
    return UNKNOWN if info.get("size") is None else int(info["size"])


def _system(url: str) -> tuple[Any, str]:
    import fsspec  # noqa: PLC0415 — only a URL should cost its import

    try:
        system, root = fsspec.core.url_to_fs(url)
    except (ImportError, ValueError) as error:
        msg = f"{url}: {error}"
        raise UsageError(msg) from error
    return system, root


def open_stream(url: str) -> BinaryIO:
    """A URL, opened for reading from its beginning; raises what its store raises."""
    system, path = _system(url)
    opened: BinaryIO = system.open(path, "rb")
    return opened


def fetched(inputs: Iterable[Input], small: int) -> Iterator[tuple[Input, bytes | Exception | None]]:
    """The inputs in order, each with its bytes (or why there are none) where it is remote and no larger than
    `small`, else with None.
    """
    for together, group in groupby(inputs, key=lambda item: is_url(item.location) and item.size <= small):
        if not together:
            yield from ((item, None) for item in group)
            continue
        held = list(group)
        with ThreadPoolExecutor(TOGETHER) as pool:
            for at in range(0, len(held), TOGETHER):
                some = held[at : at + TOGETHER]
                yield from zip(some, pool.map(_bytes, some), strict=True)


def _bytes(item: Input) -> bytes | Exception:
    """A small file's bytes, or what its store raised."""
    try:
        system, path = _system(item.location)
        data: bytes = system.cat_file(path)
    except Exception as error:  # noqa: BLE001 — a store raises what it likes
        return error
    return data
