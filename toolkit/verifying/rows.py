"""Whether the rows of a dataset are sound: their schema, their proof, and the raw files that they came from."""

from __future__ import annotations

import hashlib
from itertools import islice
from typing import TYPE_CHECKING, Any

import pyarrow.parquet as pq

from toolkit import pipeline, repairs, settings, sources, validation
from toolkit.schema import CONFIGS
from toolkit.values import Document, Edit, Place, Problem, Source

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from toolkit.values import Manifest

Row = dict[str, Any]

REPAIRED = ("title", "description", "source", "text")
"""The published fields that repair may change."""

_BATCH = 256


def problems(folder: Path, manifest: Manifest, limit: int | None = None) -> Iterator[Problem]:
    """Every row that breaks its schema, differs between the configs, comes twice, or whose edits do not lead back.

    With `limit` only so many rows of each shard are looked at.
    """
    seen: set[bytes] = set()
    for place, published, proof in _pairs(folder, manifest, limit):
        for config, row in (("default", published), ("provenance", proof)):
            for field, message in validation.check(row, CONFIGS[config]):
                yield Problem.of("VF006", place, f"{config} row {row['id']}: {field}: {message}")
        if published["id"] != proof["id"] or published["file_path"] != proof["file_path"]:
            yield Problem.of("VF006", place, f"The configs differ: row {published['id']} stands beside {proof['id']}.")
            continue
        key = bytes.fromhex(published["id"])
        if key in seen:
            yield Problem.of("VF006", place, f"The id {published['id']} is there twice.")
        seen.add(key)
        try:
            raw_fields(published, proof)
        except ValueError as error:
            yield Problem.of("VF007", place, f"Row {published['id']}: {error}.")


def _pairs(folder: Path, manifest: Manifest, limit: int | None = None) -> Iterator[tuple[Place, Row, Row]]:
    """The rows of both configs, side by side, days as ISO strings."""
    for split in manifest.configs["default"]:
        pair = [manifest.configs[config][split] for config in CONFIGS]
        for default, provenance in zip(*pair, strict=True):
            found = zip(_rows(folder / default.path), _rows(folder / provenance.path), strict=True)
            for published, proof in islice(found, limit):
                yield Place(str(folder / default.path)), published, proof


def _rows(path: Path) -> Iterator[Row]:
    with pq.ParquetFile(path) as file:
        for batch in file.iter_batches(_BATCH):
            for row in batch.to_pylist():
                if row.get("published") is not None:
                    row["published"] = row["published"].isoformat()
                yield row


def raw_fields(published: Mapping[str, Any], proof: Mapping[str, Any]) -> dict[str, str]:
    """The raw text of every repaired field of a row, from the published dataset alone.

    Raises `ValueError` when the edits do not fit the field, or do not lead back to it.
    """
    fields = {}
    for name in REPAIRED:
        if published[name] is None:
            continue
        edits = [Edit(*(edit[key] for key in Edit._fields)) for edit in proof["edits"] if edit["field"] == name]
        raw = repairs.reverse(published[name], edits)
        if repairs.replay(raw, edits) != published[name]:
            msg = f"the edits of `{name}` do not lead back to it"
            raise ValueError(msg)
        fields[name] = raw
    return fields


def against(folder: Path, manifest: Manifest, raw: Sequence[str]) -> Iterator[Problem]:
    """Every row that does not stand in the raw files where it says, byte for byte.

    Rows and raw records are in one order, so both are read once, side by side.
    """
    chosen = settings.of(manifest.settings)
    rows = _pairs(folder, manifest)
    place, published, proof = next(rows)
    for document in _documents(raw, chosen):
        if (document.place.path, document.place.line) == (proof["file_path"], proof["line"]):
            for cause in _differences(document, published, proof):
                yield Problem.of("VF009", place, f"Row {proof['id']} of {document.place}: {cause}")
            try:
                place, published, proof = next(rows)
            except StopIteration:
                return
    missing = f"{proof['file_path']}:{proof['line']}"
    yield Problem.of("VF009", place, f"Row {proof['id']} says that it stands at {missing}, where no record begins.")


def _documents(raw: Sequence[str], chosen: settings.Settings) -> Iterator[Document]:
    for item in sources.find(raw):
        source = sources.read(item)
        if isinstance(source, Source):
            yield from (found for found in pipeline.documents(source, chosen) if isinstance(found, Document))


def _differences(document: Document, published: Row, proof: Row) -> Iterator[str]:
    if hashlib.sha256(document.raw).hexdigest() != proof["raw_sha256"]:
        yield "its raw bytes have another SHA-256"
    elif document.text.encode(proof["encoding"]) != document.raw:
        yield f"its bytes are not those of its text in {proof['encoding']}"
    spans: dict[str, list[str]] = {}
    for span in proof["spans"]:
        spans.setdefault(span["field"], []).append(document.text[span["start"] : span["end"]])
    given = raw_fields(published, proof) | {name: published[name] for name in ("url", "date") if published[name]}
    for name, text in given.items():
        if "\n\n".join(spans.get(name, ())) != text:
            yield f"`{name}` is not what stands at its spans"
