"""What a build leaves for the next one: its parts, and an index of what they were made of.

    DIR.cache/parts/KEY/     a part; the key is a digest of its inputs' paths and bytes and of everything that decides
    DIR.cache/index.json     which key a unit's signature stands for, and what each table of the dataset was made of

The index spares reading files that have not changed.  Nothing is lost with it but time: a part is found by what its
inputs hold as well.  Nothing in the cache is believed unseen: see `toolkit.stages.parts`.
"""

from __future__ import annotations

import hashlib
import os
import shutil
from collections import Counter
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from toolkit import stages
from toolkit.building.target import remove
from toolkit.schema import CONFIGS
from toolkit.stages import sealed
from toolkit.stages.values import Finished
from toolkit.values import Shard

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from toolkit.building.tables import Table
    from toolkit.building.target import Target
    from toolkit.stages import Part, Unit


class Contents(NamedTuple):
    """What lies in a cache: parts and their bytes, and those of them that the dataset as it stands was not made of."""

    parts: int
    size: int
    stale: int
    stale_size: int


class Cache:
    """The cache of a target.  With `rehash` no signature is believed, with `fresh` it begins empty."""

    def __init__(self, target: Target, recipe: str = "", *, rehash: bool = False, fresh: bool = False) -> None:
        self.recipe = recipe
        self.parts = target.cache / "parts"
        self._target, self._path = target, target.cache / "index.json"
        if fresh:
            self.clear()
        index = sealed.read(self._path) or {}
        self._tables: Mapping[str, Any] = index.get("tables", {})
        self._used = frozenset(index.get("parts", ()))
        self._signatures: Mapping[str, str] = {} if rehash else index.get("signatures", {})
        self.look = self.parts.is_dir() and any(self.parts.iterdir())
        """Whether a unit's files are worth hashing before they are taken apart: their part may be there."""

    def part(self, unit: Unit, today: date) -> Part | None:
        """The part of a unit none of whose files has changed since the last build."""
        name = self._signatures.get(_signature(self.recipe, unit))
        return stages.found(self.parts, name, unit, today) if name else None

    def table(self, name: str, path: Path) -> Finished | None:
        """What `finish` would write to `path` and count, taken from the dataset as it stands; None if not there."""
        told = self._tables.get(name)
        if not name or told is None:
            return None
        counts = {of: Counter(found) for of, found in told["counts"].items()}
        days = tuple(date.fromisoformat(day) for day in told["days"])
        if told["shard"] is None:
            return Finished(None, counts, days)
        shard = Shard(**told["shard"])
        if not _taken(self._place(told["table"], shard), path, shard.sha256):
            return None
        return Finished(Shard(**{**told["shard"], "path": path.name}), counts, days)

    def _place(self, table: str, shard: Shard) -> Path:
        return self._target.folder / shard.path if table in CONFIGS else self._target.audit / Path(shard.path).name

    def keep(self, units: Iterable[Unit], parts: Sequence[Part], written: Iterable[Table]) -> None:
        """Remove the parts that the dataset which has been put in place was not made of, and write its index."""
        signatures = {
            _signature(self.recipe, unit): part.key
            for unit, part in zip(units, parts, strict=True)
            if unit.signature and part.key
        }
        tables = {
            table.key: {
                "table": table.task.table,
                "shard": table.finished.shard and asdict(table.finished.shard),
                "counts": table.finished.counts,
                "days": [day.isoformat() for day in table.finished.days],
            }
            for table in written
            if table.key
        }
        self._used = frozenset(part.key for part in parts if part.key)
        self.prune()
        sealed.write(self._path, {"signatures": signatures, "parts": sorted(self._used), "tables": tables})

    def contents(self) -> Contents:
        """What lies in the cache."""
        sizes = {place.name: _size(place) for place in self._places()}
        stale = [size for name, size in sizes.items() if name not in self._used]
        return Contents(len(sizes), sum(sizes.values()), len(stale), sum(stale))

    def prune(self) -> None:
        """Remove the parts that the dataset as it stands was not made of."""
        for place in self._places():
            if place.name not in self._used:
                remove(place)

    def clear(self) -> None:
        """Remove everything."""
        self._path.unlink(missing_ok=True)
        remove(self.parts)

    def _places(self) -> list[Path]:
        return sorted(self.parts.iterdir()) if self.parts.is_dir() else []


def _signature(recipe: str, unit: Unit) -> str:
    """What stands in the index for a unit; empty for one without a signature."""
    return unit.signature and hashlib.sha256(f"{recipe}{unit.signature}".encode()).hexdigest()[:40]


def _taken(place: Path, path: Path, digest: str) -> bool:
    """Whether the file at `place` has these bytes and now lies at `path` too: linked, or copied where it cannot be."""
    try:
        try:
            os.link(place, path)
        except OSError:
            shutil.copyfile(place, path)
        with path.open("rb") as file:
            if hashlib.file_digest(file, "sha256").hexdigest() == digest:
                return True
        path.unlink()
    except OSError:
        path.unlink(missing_ok=True)
    return False


def _size(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
