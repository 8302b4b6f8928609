"""A part: what `prepare` leaves of one unit for the later stages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

import numpy as np

from toolkit import annotation, dedup, schema, shards, splits

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from toolkit import sources
    from toolkit.values import Record, Rejected

BATCH = 256
"""Records in an Arrow batch: the fastest size measured, and it keeps memory small."""

HELD = 8 << 20
"""Characters and bytes that a batch may hold before it is written, however few its records."""

SPLITS = "splits.npy"
"""The file of a part that holds each row's split, as its index; absent where there is one split."""


class PartWriter:
    """A part being written: four Arrow files; keys and splits at the end."""

    def __init__(self, folder: Path, shares: Sequence[float] = (1.0,)) -> None:
        folder.mkdir(parents=True, exist_ok=True)  # a worker that died may have left it
        self._folder, self._shares = folder, shares
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
        self._held = 0
        self._keys: dict[str, list[tuple[bytes | None, int, int]]] = {kind: [] for kind in dedup.KINDS}
        self._splits = bytearray()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for writer in self._writers.values():
            writer.close()

    def add(self, record: Record) -> None:
        """Take a record that may be published."""
        row, size = len(self._keys["text"]), len(record.text)
        address = dedup.url_key(annotation.normal_url(record.url)) if record.url else None
        self._keys["url"].append((address, row, size))
        self._keys["text"].append((dedup.text_key(record.text, record.title, record.domain), row, size))
        if len(self._shares) > 1:
            self._splits.append(splits.choose(address or dedup.fold(record.text), self._shares))
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

    def finish(self, unit: int) -> int:
        """Write what is left, the keys and the splits; the number of records."""
        self._flush()
        for kind, rows in self._keys.items():
            np.save(self._folder / f"{kind}.npy", dedup.keys(rows, unit))
        if self._splits:
            np.save(self._folder / SPLITS, np.frombuffer(self._splits, np.uint8))
        return len(self._keys["text"])

    def _flush(self) -> None:
        if self._records:
            for config, batch in shards.batches(self._records).items():
                self._writers[config].write(batch)
        self._writers["rejected"].write(shards.table_batch(self._rejected, shards.REJECTED))
        self._writers["inputs"].write(shards.table_batch(self._inputs, shards.INPUTS))
        self._records, self._rejected, self._inputs = [], [], []
        self._held = 0
