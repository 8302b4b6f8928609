"""Records on disk: parts (Arrow IPC, what a unit leaves for the later stages) and shards (Parquet, what is published).

The bytes of a shard depend on its rows alone: explicit schema, content-defined chunking, row groups cut by the
bytes of their rows, no clock.  Another pyarrow version may write other bytes; `content_sha256` does not change.
"""

from __future__ import annotations

import hashlib
import sys
from datetime import date
from functools import cache
from importlib.abc import MetaPathFinder
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from toolkit import schema
from toolkit.schema import CONFIGS
from toolkit.values import FieldEdit, Record, Shard, Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

FOLDERS = {"default": "data", "provenance": "provenance"}
"""The folder of each config's shards."""

ROW_GROUP = 32 << 20
"""Bytes of Arrow data in a row group: pages and memory stay small, and the Hub's viewer asks for under 300 MB."""

_PUBLISHED = Record._fields.index("line")
_PLAIN = frozenset(("id", "url", "title", "description", "text", "before", "after", "raw_sha256", "kept_id"))
"""Columns whose values seldom repeat: a dictionary would be built in vain."""

_ZERO = {"date32[day]": date(1970, 1, 1)}

REJECTED = pa.schema(
    [
        ("file_path", pa.string()),
        ("line", pa.int32()),
        ("codes", pa.list_(pa.string())),
        ("messages", pa.list_(pa.string())),
        ("raw", pa.binary()),
    ]
)
"""A rejected record in the audit: where it stands, why, and its bytes as they came."""

INPUTS = pa.schema([("path", pa.string()), ("size", pa.int64()), ("sha256", pa.string()), ("records", pa.int32())])
"""One input in the audit: bytes and SHA-256 of the file as it stands on disk, and how many records it held."""

DUPLICATES = pa.schema(
    [
        ("id", pa.string()),
        ("kept_id", pa.string()),
        ("kind", pa.string()),
        ("file_path", pa.string()),
        ("line", pa.int32()),
        ("url", pa.string()),
        ("title", pa.string()),
    ]
)
"""A duplicate in the audit: what it is a duplicate of, and which pass found it."""


class _NoPandas(MetaPathFinder):
    """Says that there is no pandas."""

    def find_spec(self, name: str, *_: object) -> None:
        if name == "pandas":
            raise ModuleNotFoundError(name=name)


def spare_pandas() -> None:
    """Have pyarrow do without pandas, whose import costs each process 0.3 s of CPU: only for processes of our own.

    pyarrow looks for pandas once, at the first array (`pandas-shim.pxi`).  Where it finds none, `pa.array` no longer
    knows a `Series`; `to_pandas` looks again.
    """
    if "pandas" not in sys.modules:
        finder = _NoPandas()
        sys.meta_path.insert(0, finder)
        try:
            pa.array(())
        finally:
            sys.meta_path.remove(finder)


@cache
def arrow_schema(config: str) -> pa.Schema:
    """The Arrow schema of a published config."""
    return schema.arrow_schema(CONFIGS[config])


def batches(records: Sequence[Record]) -> dict[str, pa.RecordBatch]:
    """The records as one Arrow batch a config, row for row the same."""
    columns = dict(zip(Record._fields, zip(*records, strict=True), strict=True))
    columns["spans"] = _structs(columns["spans"], Span, arrow_schema("provenance").field("spans").type)
    columns["edits"] = _structs(columns["edits"], FieldEdit, arrow_schema("provenance").field("edits").type)
    return {
        config: pa.RecordBatch.from_arrays(
            [_array(columns[field.name], field.type) for field in arrow_schema(config)], schema=arrow_schema(config)
        )
        for config in CONFIGS
    }


def _array(values: Any, kind: pa.DataType) -> pa.Array:  # noqa: ANN401 — values of one column, or a finished array
    return values if isinstance(values, pa.Array) else pa.array(values, kind)


def _structs(rows: Sequence[Sequence[Any]], shape: Any, kind: pa.ListType) -> pa.ListArray:  # noqa: ANN401
    """Lists of named tuples as Arrow, column by column: ten times faster than through dictionaries."""
    flat = [item for row in rows for item in row]
    offsets = np.zeros(len(rows) + 1, np.int32)
    np.cumsum([len(row) for row in rows], out=offsets[1:])
    columns = dict(zip(shape._fields, zip(*flat, strict=True), strict=True)) if flat else {}
    fields = list(kind.value_type)
    arrays = [pa.array(columns.get(field.name, ()), field.type) for field in fields]
    return pa.ListArray.from_arrays(pa.array(offsets), pa.StructArray.from_arrays(arrays, fields=fields), type=kind)


def table_batch(rows: Sequence[Sequence[Any]], columns: pa.Schema) -> pa.RecordBatch:
    """Rows of plain values as an Arrow batch."""
    values = zip(*rows, strict=True) if rows else ((),) * len(columns)
    arrays = [pa.array(column, field.type) for column, field in zip(values, columns, strict=True)]
    return pa.RecordBatch.from_arrays(arrays, schema=columns)


class PartFile:
    """An Arrow IPC file being written, batch by batch; empty batches are left out."""

    def __init__(self, path: Path, columns: pa.Schema) -> None:
        self._sink = pa.OSFile(str(path), "wb")
        self._writer = pa.ipc.new_file(self._sink, columns)

    def write(self, batch: pa.RecordBatch) -> None:
        """Append a batch."""
        if batch.num_rows:
            self._writer.write_batch(batch)

    def close(self) -> None:
        """Write the footer, without which nothing can be read."""
        self._writer.close()
        self._sink.close()


def read_part(path: Path) -> Iterator[pa.RecordBatch]:
    """The batches of an Arrow IPC file, memory-mapped."""
    with pa.memory_map(str(path)) as source:
        reader = pa.ipc.open_file(source)
        for index in range(reader.num_record_batches):
            yield reader.get_batch(index)


def write_shard(path: Path, batch_schema: pa.Schema, found: Iterable[pa.RecordBatch]) -> Shard | None:
    """The batches as one Parquet file, or None, and no file, when they hold no row (an empty one breaks loading).

    `Shard.path` is the file's name alone: its place in a dataset is decided later.
    """
    groups = _groups(batch_schema, found)
    first = next(groups, None)
    if first is None:
        return None
    content = _Content()
    plain = [field.name for field in batch_schema if field.name not in _PLAIN and not pa.types.is_nested(field.type)]
    with pq.ParquetWriter(
        path,
        batch_schema,
        compression="zstd",
        compression_level=3,
        use_dictionary=[*plain, "edits.list.element.rule", "edits.list.element.field", "spans.list.element.field"],
        use_content_defined_chunking=True,
        write_page_index=True,
    ) as writer:
        group: pa.Table | None = first
        while group is not None:
            content.add(group)
            writer.write_table(group, row_group_size=group.num_rows)
            group = next(groups, None)
    return describe_shard(path, content.hexdigest())


def _groups(batch_schema: pa.Schema, found: Iterable[pa.RecordBatch]) -> Iterator[pa.Table]:
    """The rows in tables of about `ROW_GROUP` bytes, cut by the rows alone; no table is empty."""
    held: list[pa.RecordBatch] = []
    size = 0
    for batch in found:
        left = batch
        while left.num_rows:
            ends = size + np.cumsum(sum(_widths(column) for column in left.columns) + np.zeros(left.num_rows, np.int64))
            rows = int(np.searchsorted(ends, ROW_GROUP)) + 1  # the row that fills the group is its last
            held.append(left.slice(0, rows))
            if rows > left.num_rows:
                size = int(ends[-1])
                break
            yield pa.Table.from_batches(held, batch_schema)
            held, size, left = [], 0, left.slice(rows)
    if held:
        yield pa.Table.from_batches(held, batch_schema)


def _widths(column: pa.Array) -> Any:  # noqa: ANN401 — a number, or one a row
    """About how many bytes the values of a column take: exact for text, a guess for the rest."""
    if pa.types.is_list(column.type):
        return 64 * column.value_lengths().fill_null(0).to_numpy().astype(np.int64)
    if pa.types.is_string(column.type) or pa.types.is_binary(column.type):
        import pyarrow.compute as pc  # noqa: PLC0415 — 40 ms that `prepare` should not cost

        return pc.binary_length(column).fill_null(0).to_numpy().astype(np.int64)
    return 8


class _Content:
    """A digest of a table's values that no cut into batches or row groups changes, nor a version of the library.

    Every column, and every field inside a nested one, is hashed on its own: which values are there, their
    lengths, their bytes.  The digest is that of these hashes with their names, in the order of the schema.
    """

    def __init__(self) -> None:
        self._parts: dict[str, Any] = {}

    def add(self, table: pa.Table) -> None:
        for name, column in zip(table.column_names, table.columns, strict=True):
            self._array(name, column.combine_chunks())

    def hexdigest(self) -> str:
        total = hashlib.sha256()
        for name, part in self._parts.items():
            total.update(f"{name}:{part.hexdigest()};".encode())
        return total.hexdigest()

    def _feed(self, name: str, values: np.ndarray[Any, Any] | memoryview) -> None:
        self._parts.setdefault(name, hashlib.sha256()).update(values)

    def _array(self, name: str, array: pa.Array) -> None:
        self._feed(f"{name}?", array.is_valid().to_numpy(zero_copy_only=False))
        if pa.types.is_list(array.type):
            self._feed(f"{name}#", array.value_lengths().fill_null(0).to_numpy())
            self._array(f"{name}[]", array.flatten())
        elif pa.types.is_struct(array.type):
            for field, child in zip(array.type, array.flatten(), strict=True):
                self._array(f"{name}.{field.name}", child)
        elif pa.types.is_string(array.type) or pa.types.is_binary(array.type):
            filled = array.fill_null("") if array.null_count else array
            offsets = np.frombuffer(filled.buffers()[1], np.int32)[filled.offset : filled.offset + len(filled) + 1]
            self._feed(f"{name}#", np.diff(offsets))
            self._feed(name, memoryview(filled.buffers()[2] or b"")[offsets[0] : offsets[-1]])
        else:
            wide = array.cast(pa.int64()) if pa.types.is_integer(array.type) else array
            self._feed(name, wide.fill_null(_ZERO.get(str(array.type), 0)).to_numpy(zero_copy_only=False))


def content_digest(path: Path) -> str:
    """The `content_sha256` of a Parquet file, read anew."""
    content = _Content()
    with pq.ParquetFile(path) as file:
        for index in range(file.num_row_groups):
            content.add(file.read_row_group(index))
    return content.hexdigest()


def describe_shard(path: Path, content_sha256: str) -> Shard:
    """What a Parquet file's footer and bytes say of it."""
    footer = pq.read_metadata(path)
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return Shard(
        path=path.name,
        rows=footer.num_rows,
        bytes=path.stat().st_size,
        uncompressed_bytes=uncompressed(footer),
        sha256=digest,
        content_sha256=content_sha256,
    )


def uncompressed(footer: pq.FileMetaData) -> int:
    """The bytes of a file's row groups before compression, as its footer has them."""
    return sum(footer.row_group(index).total_byte_size for index in range(footer.num_row_groups))
