"""Whether the files of a dataset are the ones that its manifest and card describe."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.parquet as pq

from toolkit import describe, shards
from toolkit.errors import DataError
from toolkit.values import Place, Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from toolkit.values import Manifest, Shard


def problems(folder: Path, manifest: Manifest, *, values: bool = True) -> Iterator[Problem]:
    """Every file that is missing, superfluous or other than the manifest says, and a card or a count that is.

    With `values` every value is read too, and not the bytes and footers alone.
    """
    named: set[str] = set()
    for config, splits in manifest.configs.items():
        for shard in (shard for found in splits.values() for shard in found):
            named.add(shard.path)
            yield from _shard(folder, config, shard, values=values)
    present = {path.relative_to(folder).as_posix() for path in folder.rglob("*.parquet")}
    for path in sorted(present - named):
        yield Problem.of("VF002", Place(str(folder / path)), "The manifest does not name this file.")
    yield from _card(folder, manifest)
    yield from _counts(Place(str(folder / "manifest.json")), manifest)


def _counts(place: Place, manifest: Manifest) -> Iterator[Problem]:
    if not manifest.counts.conserved:
        yield Problem.of("VF005", place, f"The counts do not add up: {manifest.counts}.")
    for config, splits in manifest.configs.items():
        rows = sum(shard.rows for found in splits.values() for shard in found)
        if rows != manifest.counts.published:
            cause = f"The config {config} holds {rows} rows, {manifest.counts.published} records are published."
            yield Problem.of("VF005", place, cause)
    if not aligned(manifest):
        yield Problem.of("VF005", place, "The configs are not cut into shards of the same rows.")


def aligned(manifest: Manifest) -> bool:
    """Whether all configs have the same splits, cut into shards of the same rows: they can be read side by side."""
    cuts = [
        {split: [shard.rows for shard in found] for split, found in splits.items()}
        for splits in manifest.configs.values()
    ]
    return all(cut == cuts[0] for cut in cuts)


def _shard(folder: Path, config: str, shard: Shard, *, values: bool) -> Iterator[Problem]:
    path = folder / shard.path
    place = Place(str(path))
    try:
        with path.open("rb") as file:
            seen = {"bytes": os.fstat(file.fileno()).st_size, "sha256": hashlib.file_digest(file, "sha256").hexdigest()}
    except OSError as error:
        yield Problem.of("VF002", place, f"The file cannot be read: {error.strerror}.")
        return
    differing = [name for name, is_ in seen.items() if is_ != getattr(shard, name)]
    if differing:  # no decoder need be trusted with such a file
        name = differing[0]
        yield Problem.of("VF002", place, f"The manifest says {name} {getattr(shard, name)}, the file has {seen[name]}.")
        return
    yield from _content(place, config, shard, values=values)


def _content(place: Place, config: str, shard: Shard, *, values: bool) -> Iterator[Problem]:
    """What a shard of the right bytes says of itself."""
    path = Path(place.path)
    try:
        footer = pq.read_metadata(path)
        columns = footer.schema.to_arrow_schema()
        found = {"rows": footer.num_rows, "uncompressed_bytes": shards.uncompressed(footer)}
        found |= {"content_sha256": shards.content_digest(path)} if values else {}
    except (OSError, pa.ArrowException) as error:
        yield Problem.of("VF002", place, f"The file is no Parquet file: {error}.")
        return
    for name, is_ in found.items():
        if is_ != getattr(shard, name):
            cause = f"The manifest says {name} {getattr(shard, name)}, the file has {is_}."
            yield Problem.of("VF002", place, cause)
            return
    expected = shards.arrow_schema(config)
    if not columns.equals(expected) or columns.metadata != expected.metadata:
        yield Problem.of("VF003", place)


def _card(folder: Path, manifest: Manifest) -> Iterator[Problem]:
    """Whether the card's YAML says what loading relies on."""
    path = folder / "README.md"
    try:
        said = describe.front_of(path.read_text("utf-8"))
    except (OSError, ValueError, DataError) as error:
        yield Problem.of("VF004", Place(str(path)), f"The card cannot be read: {error}.")
        return
    for key, value in describe.loading(manifest).items():
        if said.get(key) != value:
            yield Problem.of("VF004", Place(str(path)), f"`{key}` in its front matter is not what the manifest gives.")
