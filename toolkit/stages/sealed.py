"""Small JSON files that say whether they are whole: a line with the SHA-256 of the rest, then the rest."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path


def write(path: Path, value: Any) -> None:  # noqa: ANN401 — any JSON value
    """Write a value, under another name first, so that there is never half a file at `path`."""
    data = json.dumps(value, separators=(",", ":")).encode()
    new = path.with_name(f"{path.name}.new")
    new.write_bytes(hashlib.sha256(data).hexdigest().encode() + b"\n" + data)
    new.replace(path)


def read(path: Path) -> Any:  # noqa: ANN401 — as write
    """The value that was written; None where there is no such file, or not as it was written."""
    try:
        digest, _, data = path.read_bytes().partition(b"\n")
    except OSError:
        return None
    return json.loads(data) if hashlib.sha256(data).hexdigest().encode() == digest else None
