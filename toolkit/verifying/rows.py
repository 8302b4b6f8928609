"""Whether the rows of a dataset are sound: their schema, their proof, and the raw files that they came from."""

from __future__ import annotations

import hashlib
import heapq
import re
from itertools import groupby, islice
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow.parquet as pq

from toolkit import annotation, pipeline, repairs, settings, sources, validation
from toolkit.schema import CONFIGS
from toolkit.values import Document, Edit, Place, Problem, Source

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from toolkit.values import Manifest, Shard

Row = dict[str, Any]
Pair = tuple[Place, Row, Row]
"""Where a row stands, the row, and its proof."""

REPAIRED = ("title", "description", "source", "text")
"""The published fields that repair may change."""

_BATCH = 256
_ID = re.compile("[0-9a-f]{32}")
_NONE: tuple[None, tuple[()]] = (None, ())


def problems(
    folder: Path, manifest: Manifest, known: Collection[str] = (), limit: int | None = None
) -> Iterator[Problem]:
    """Every row that breaks its schema, differs between the configs, comes twice, whose edits do not lead back, or that
    was to be taken out.

    With `limit` only so many rows of each shard are looked at, and none of shards that are all at `known` paths.
    """
    for place, published, proof in _pairs(folder, manifest, known, limit):
        broken = [
            Problem.of("VF006", place, f"{config} row {row['id']}: {field}: {message}")
            for config, row in (("default", published), ("provenance", proof))
            for field, message in validation.check(row, CONFIGS[config])
        ]
        yield from broken
        if not broken:
            yield from _faults(place, published, proof)
        if manifest.exclusions and _is_withdrawn(published["url"], manifest.exclusions):
            yield Problem.of("VF010", place, f"Row {published['id']} is one that was to be taken out.")
    if limit is None:
        yield from _twice([folder / shard.path for split in manifest.configs["default"].values() for shard in split])


def _twice(paths: Sequence[Path]) -> Iterator[Problem]:
    """Every id that stands in two rows; one takes 16 bytes here."""
    columns = [_ids(path) for path in paths]
    ids = np.concatenate(columns)
    order = np.lexsort((ids["low"], ids["high"]))
    again = order[1:][ids[order[1:]] == ids[order[:-1]]]
    ends = np.cumsum([len(column) for column in columns])
    for row in np.sort(again):
        path = paths[int(np.searchsorted(ends, row, "right"))]
        yield Problem.of("VF006", Place(str(path)), f"The id {ids[row].tobytes().hex()} is there twice.")


def _ids(path: Path) -> NDArray[np.void]:
    """The ids of a shard; what is no id, which its schema tells, is left out."""
    with pq.ParquetFile(path) as file:
        found = (str(one) for batch in file.iter_batches(_BATCH, columns=["id"]) for one in batch.column(0).to_pylist())
        digits = "".join(one for one in found if _ID.fullmatch(one))
    return np.frombuffer(bytes.fromhex(digits), [("high", ">u8"), ("low", ">u8")])


def _faults(place: Place, published: Row, proof: Row) -> Iterator[Problem]:
    """What is wrong with a row that fits its schema."""
    if published["id"] != proof["id"] or published["file_path"] != proof["file_path"]:
        yield Problem.of("VF006", place, f"The configs differ: row {published['id']} stands beside {proof['id']}.")
        return
    try:
        raw_fields(published, proof)
    except ValueError as error:
        yield Problem.of("VF007", place, f"Row {published['id']}: {error}.")


def _is_withdrawn(url: str | None, exclusions: Mapping[str, Any]) -> bool:
    """Whether the address, its host or a domain above it is among those whose salted hashes the manifest lists."""
    salt, hashes = exclusions["salt"], exclusions["hashes"]
    return url is not None and any(annotation.salted(salt, name) in hashes for name in annotation.names(url))


def _pairs(folder: Path, manifest: Manifest, known: Collection[str], limit: int | None) -> Iterator[Pair]:
    """The rows of both configs, side by side, days as ISO strings; `files.problems` has seen that they align."""
    for shards in _sorted(manifest):
        fresh = (pair for pair in shards if not {shard.path for shard in pair} <= set(known))
        yield from _read(folder, fresh, limit)


def _sorted(manifest: Manifest) -> Iterator[list[tuple[Shard, Shard]]]:
    """The shards of both configs, split by split and partition by partition: within one, rows are in the order of the
    raw files.
    """
    for split in manifest.configs["default"]:
        pairs = zip(*(manifest.configs[config][split] for config in CONFIGS), strict=True)
        for _, shards in groupby(pairs, lambda pair: pair[0].path.rpartition("/")[0]):
            yield list(shards)


def _read(folder: Path, pairs: Iterable[tuple[Shard, Shard]], limit: int | None = None) -> Iterator[Pair]:
    for default, provenance in pairs:
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

    The rows of each split and partition and the raw files are in the order of the files' paths, so each is read once,
    the records of one file (an archive is one) at a time.
    """
    documents = groupby(_documents(raw, settings.of(manifest.settings)), lambda document: _file(document.place.path))
    path, found = next(documents, _NONE)
    streams = [_read(folder, shards) for shards in _sorted(manifest)]
    for wanted, rows in groupby(heapq.merge(*streams, key=_file_of), _file_of):
        while path is not None and path < wanted:
            path, found = next(documents, _NONE)
        standing = list(found) if path == wanted else []
        yield from _compared(rows, standing)


def _file_of(pair: Pair) -> str:
    return _file(pair[2]["file_path"])


def _file(path: str) -> str:
    """The raw file of a published path, which may go on with a member of it."""
    return path.partition("!")[0]


def _compared(rows: Iterable[Pair], standing: Sequence[Document]) -> Iterator[Problem]:
    """Every row of one file that differs from the records that stand there; several sources may have that path."""
    by_bytes = {(*one.place, hashlib.sha256(one.raw).hexdigest()): one for one in standing}
    places = {one.place for one in standing}
    for place, published, proof in rows:
        row, stand = f"Row {proof['id']}", f"{proof['file_path']}:{proof['line']}"
        document = by_bytes.get((proof["file_path"], proof["line"], proof["raw_sha256"]))
        if document is not None:
            causes = [f"{row} of {stand}: {cause}" for cause in _differences(document, published, proof)]
        elif (proof["file_path"], proof["line"]) in places:
            causes = [f"{row} of {stand}: its raw bytes have another SHA-256"]
        else:
            causes = [f"{row} says that it stands at {stand}, where no record begins."]
        yield from (Problem.of("VF009", place, cause) for cause in causes)


def _documents(raw: Sequence[str], chosen: settings.Settings) -> Iterator[Document]:
    inputs = (item for item in sources.find(raw) if isinstance(item, sources.Input))
    for opened in sources.read(inputs, sources.Limits(chosen.max_record_bytes)):
        for source in opened:
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
