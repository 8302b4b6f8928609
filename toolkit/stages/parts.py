"""A part: what `prepare` leaves of one unit for the later stages, in a folder of its own.

The part's summary lists its files with their sizes and digests.  Sizes and small files are checked whenever a part
is found in the cache, the tables with the text before they are read.
"""

from __future__ import annotations

import hashlib
import os
from collections import Counter
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

import numpy as np
import pyarrow as pa

from toolkit import annotation, dedup, language, schema, shards, similarity, splits
from toolkit.stages import sealed

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from toolkit import sources
    from toolkit.similarity import Banding
    from toolkit.values import Record, Rejected

BATCH = 256
"""Records in an Arrow batch: the fastest size measured, and it keeps memory small."""

HELD = 8 << 20
"""Characters and bytes that a batch may hold before it is written, however few its records."""

SPLITS = "splits.npy"
"""The file of a part that holds each row's split, as its index; absent where there is one split."""

BANDS = "near.keys"
"""The file of a part that holds the band keys of its rows, `dedup.BAND` after `dedup.BAND`, written as they come: they
are too many to be held.  Absent where no near duplicates are looked for.
"""

PARTITIONS = "partitions.npy"
"""The file of a part that holds the partition of each row, eight bytes each; absent where there are none."""

IDS = "ids.npy"
"""The file of a part that holds each row's id, 16 bytes each."""

LEDGER = "sha256sum"
"""The file of a part with a line an input, as the program of that name writes it."""

SUMMARY = "part.json"
"""The file of a part that is written last: what `prepare` counted, and what the other files must be."""

TABLES = ".arrow"
"""How the names of the files end that hold the text."""


def name_folders(path: Path, folders: Sequence[str]) -> str:
    """Write where all parts stand, in the order of their units, and give the path: a task reads what it asks for."""
    np.save(path, np.array([os.fsencode(folder) for folder in folders]))
    return str(path)


def folder_of(places: str, number: int) -> Path:
    """The folder of the part of that unit, by the file that `name_folders` wrote."""
    return Path(os.fsdecode(bytes(np.load(places, mmap_mode="r")[number])))


def pick(path: Path, rows: NDArray[Any], columns: Sequence[str]) -> pa.Table:
    """Some rows of an Arrow file, by ascending numbers; of the others nothing is held."""
    found, at = [], 0
    for batch in shards.read_part(path):
        inside = rows[(rows >= at) & (rows < at + batch.num_rows)] - at
        found += [batch.select(columns).slice(row, 1) for row in inside.tolist()]
        at += batch.num_rows
    return pa.Table.from_batches(found)


class PartWriter:
    """A part being written: four Arrow files; keys, splits, ids and the summary at the end."""

    def __init__(
        self,
        folder: Path,
        shares: Sequence[float] = (1.0,),
        banding: Banding | None = None,
        *,
        by_language: bool = False,
    ) -> None:
        folder.mkdir(parents=True, exist_ok=True)  # a worker that died may have left it
        self._folder, self._shares, self._banding, self._by_language = folder, shares, banding, by_language
        self._writers = {
            name: shards.PartFile(folder / f"{name}.arrow", kind)
            for name, kind in (
                *((config, shards.arrow_schema(config)) for config in schema.CONFIGS),
                ("rejected", shards.REJECTED),
                ("inputs", shards.INPUTS),
            )
        }
        self._records: list[Record] = []
        self._rejected: list[tuple[Any, ...]] = []
        self._inputs: list[tuple[Any, ...]] = []
        self._held = self._rows = 0
        self._keys = {kind: bytearray() for kind in dedup.KINDS}
        self._bands = (folder / BANDS).open("wb") if banding else None
        self._splits, self._ids, self._partitions = bytearray(), bytearray(), bytearray()
        self._sizes: Counter[str] = Counter()
        self._awaited = date.max

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for writer in self._writers.values():
            writer.close()
        self._writers = {}
        if self._bands:
            self._bands.close()

    def add(self, record: Record) -> None:
        """Take a record that may be published."""
        row, size, folded = self._rows, len(record.text), dedup.fold(record.text)
        address = dedup.url_key(annotation.normal_url(record.url)) if record.url else None
        if address:
            self._keys["url"] += dedup.packed(address, 0, row, size)
        self._keys["text"] += dedup.packed(dedup.text_key(folded, record.title, record.domain), 0, row, size)
        if self._banding and self._bands:
            hashes = similarity.band_hashes(folded, self._banding)
            self._bands.write(dedup.bands(hashes, row).tobytes())
        if len(self._shares) > 1:
            self._splits.append(splits.choose(address or folded, self._shares))
        if self._by_language:
            name = language.config_name(record.language, record.language_script)
            self._partitions += name.encode()
            self._sizes[name] += size
        if record.awaited:
            self._awaited = min(self._awaited, record.awaited)
        self._ids += bytes.fromhex(record.id)
        self._rows += 1
        self._records.append(record)
        self._held += size
        if len(self._records) >= BATCH or self._held > HELD:
            self._flush()

    def reject(self, rejected: Rejected) -> None:
        """Take a record, or an input, that is not published."""
        errors = [problem for problem in rejected.problems if problem.severity == "error"]
        codes, messages = [problem.code for problem in errors], [problem.message for problem in errors]
        self._rejected.append((*rejected.place, codes, messages, rejected.raw))
        self._held += len(rejected.raw)
        if len(self._rejected) >= BATCH or self._held > HELD:
            self._flush()

    def note(self, opened: sources.Opened, records: int) -> None:
        """Take down an input that was read to its end."""
        self._inputs.append((opened.item.path, opened.size, opened.digest, records))

    def finish(self, counted: Mapping[str, Any], ledger: bytes, today: date) -> dict[str, Any]:
        """Write what is left: keys, splits and ids, and the summary, which is given back.

        What was `counted` goes into the summary, which holds from `today` to the day before the first that was refused.
        """
        self._flush()
        self.__exit__()
        for kind, found in self._keys.items():
            np.save(self._folder / f"{kind}.npy", dedup.keys(found))
        if self._splits:
            np.save(self._folder / SPLITS, np.frombuffer(self._splits, np.uint8))
        if self._partitions:
            np.save(self._folder / PARTITIONS, np.frombuffer(self._partitions, "S8"))
        np.save(self._folder / IDS, np.frombuffer(self._ids, "V16"))
        (self._folder / LEDGER).write_bytes(ledger)
        days = {"since": today.isoformat(), "until": self._awaited.isoformat()}
        files = {path.name: _sized(path) for path in sorted(self._folder.iterdir())}
        told = {**counted, **days, "rows": self._rows, "partitions": self._sizes, "files": files}
        sealed.write(self._folder / SUMMARY, told)
        return told

    def _flush(self) -> None:
        if self._records:
            for config, batch in shards.batches(self._records).items():
                self._writers[config].write(batch)
        self._writers["rejected"].write(shards.table_batch(self._rejected, shards.REJECTED))
        self._writers["inputs"].write(shards.table_batch(self._inputs, shards.INPUTS))
        self._records, self._rejected, self._inputs = [], [], []
        self._held = 0


def summary(folder: Path, today: date) -> dict[str, Any] | None:
    """What is told of the part in `folder`; None unless it holds on this day and looks whole."""
    told: dict[str, Any] | None = sealed.read(folder / SUMMARY)
    if told is None or not told["since"] <= today.isoformat() < told["until"]:
        return None
    small = {name: said for name, said in told["files"].items() if not name.endswith(TABLES)}
    tables = ((name, said) for name, said in told["files"].items() if name not in small)
    try:
        whole = all((folder / name).stat().st_size == size for name, (size, _) in tables) and _is_sound(folder, small)
    except OSError:
        return None
    return told if whole else None


def is_sound(folder: str) -> bool:
    """Whether every file of a part is as it was written, also the tables, which hold the text."""
    told = sealed.read(Path(folder) / SUMMARY)
    return told is not None and _is_sound(Path(folder), told["files"])


def _is_sound(folder: Path, files: Mapping[str, Sequence[Any]]) -> bool:
    try:
        return all(_sized(folder / name) == said for name, said in files.items())
    except OSError:
        return False


def _sized(path: Path) -> list[Any]:
    """How many bytes a file has, and their SHA-256: a list, as JSON gives it back."""
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
        return [file.tell(), digest]
