"""Whether the rows of a dataset are sound: their schema, their proof, and the raw files that they came from."""

from __future__ import annotations

import hashlib
from itertools import groupby, islice
from typing import TYPE_CHECKING, Any

import pyarrow.parquet as pq

from toolkit import pipeline, repairs, settings, sources, validation
from toolkit.schema import CONFIGS
from toolkit.values import Document, Edit, Place, Problem, Source

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from toolkit.values import Manifest

Row = dict[str, Any]
Pair = tuple[Place, Row, Row]
"""Where a row stands, the row, and its proof."""

REPAIRED = ("title", "description", "source", "text")
"""The published fields that repair may change."""

_BATCH = 256
_NONE: tuple[None, tuple[()]] = (None, ())


def problems(folder: Path, manifest: Manifest, limit: int | None = None) -> Iterator[Problem]:
    """Every row that breaks its schema, differs between the configs, comes twice, or whose edits do not lead back.

    With `limit` only so many rows of each shard are looked at.
    """
    seen: set[bytes] = set()
    for place, published, proof in _pairs(folder, manifest, limit):
        broken = [
            Problem.of("VF006", place, f"{config} row {row['id']}: {field}: {message}")
            for config, row in (("default", published), ("provenance", proof))
            for field, message in validation.check(row, CONFIGS[config])
        ]
        yield from broken
        if not broken:
            yield from _faults(place, published, proof, seen)
            seen.add(bytes.fromhex(published["id"]))


def _faults(place: Place, published: Row, proof: Row, seen: Collection[bytes]) -> Iterator[Problem]:
    """What is wrong with a row that fits its schema."""
    if published["id"] != proof["id"] or published["file_path"] != proof["file_path"]:
        yield Problem.of("VF006", place, f"The configs differ: row {published['id']} stands beside {proof['id']}.")
        return
    if bytes.fromhex(published["id"]) in seen:
        yield Problem.of("VF006", place, f"The id {published['id']} is there twice.")
    try:
        raw_fields(published, proof)
    except ValueError as error:
        yield Problem.of("VF007", place, f"Row {published['id']}: {error}.")


def _pairs(folder: Path, manifest: Manifest, limit: int | None = None) -> Iterator[Pair]:
    """The rows of both configs, side by side, days as ISO strings; `files.problems` has seen that they align."""
    for split in manifest.configs["default"]:
        for default, provenance in zip(*(manifest.configs[config][split] for config in CONFIGS), strict=True):
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

    Rows and raw files are both in the order of their paths, so each is read once, the records of one path at a time.
    """
    documents = groupby(_documents(raw, settings.of(manifest.settings)), lambda document: document.place.path)
    path, found = next(documents, _NONE)
    for wanted, rows in groupby(_pairs(folder, manifest), lambda pair: str(pair[2]["file_path"])):
        while path is not None and path < wanted:
            path, found = next(documents, _NONE)
        standing = list(found) if path == wanted else []
        yield from _compared(rows, standing)


def _compared(rows: Iterable[Pair], standing: Sequence[Document]) -> Iterator[Problem]:
    """Every row of one path that differs from the records that stand there; several sources may have that path."""
    by_bytes = {(one.place.line, hashlib.sha256(one.raw).hexdigest()): one for one in standing}
    lines = {one.place.line for one in standing}
    for place, published, proof in rows:
        row, stand = f"Row {proof['id']}", f"{proof['file_path']}:{proof['line']}"
        document = by_bytes.get((proof["line"], proof["raw_sha256"]))
        if document is not None:
            causes = [f"{row} of {stand}: {cause}" for cause in _differences(document, published, proof)]
        elif proof["line"] in lines:
            causes = [f"{row} of {stand}: its raw bytes have another SHA-256"]
        else:
            causes = [f"{row} says that it stands at {stand}, where no record begins."]
        yield from (Problem.of("VF009", place, cause) for cause in causes)


def _documents(raw: Sequence[str], chosen: settings.Settings) -> Iterator[Document]:
    for item in sources.find(raw):
        source = sources.read(item)
        if isinstance(source, Source):
            yield from (found for found in pipeline.documents(source, chosen) if isinstance(found, Document))


def _differences(document: Document, published: Row, proof: Row) -> Iterator[str]:
    """In what a row differs from the record that it says it is; what `problems` tells of it is not told again."""
    if not _encodes(document, proof["encoding"]):
        yield f"its bytes are not those of its text in {proof['encoding']}"
    try:
        raw = raw_fields(published, proof)
    except (ValueError, TypeError):  # its edits do not lead back, or are not there
        return
    spans: dict[str, list[str]] = {}
    for span in proof["spans"] or ():
        spans.setdefault(span["field"], []).append(document.text[span["start"] : span["end"]])
    given = raw | {name: published[name] for name in ("url", "date") if published[name]}
    for name, text in given.items():
        if "\n\n".join(spans.get(name, ())) != text:
            yield f"`{name}` is not what stands at its spans"


def _encodes(document: Document, encoding: str) -> bool:
    try:
        return document.text.encode(encoding) == document.raw
    except (LookupError, UnicodeError):
        return False
