"""Whether the clusters that the provenance tells of are whole: each has its first record, and as many as it says."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import pyarrow.parquet as pq

from toolkit.values import Place, Problem

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from toolkit.values import Manifest

_COLUMNS = ["id", "near_cluster", "near_size"]


class _Cluster(NamedTuple):
    """What was seen of one cluster so far."""

    place: Place
    split: str
    size: int
    rows: int = 0
    has_first: bool = False


_Row = tuple[Place, str, str, str | None, int | None]
"""Where a row stands, its split, and its values of `_COLUMNS`."""


def problems(folder: Path, manifest: Manifest) -> Iterator[Problem]:
    """Every row and cluster that breaks a law: the first record is published, all are in its split, none is missing."""
    near, alone = manifest.settings.get("dedup") == "near", manifest.settings.get("near_action") == "drop"
    found: dict[str, _Cluster] = {}
    for row in _rows(folder, manifest):
        place, _, identity, cluster, size = row
        if not near and (cluster is not None or size is not None):
            yield _fault(place, f"Row {identity} tells of a cluster, and none were looked for.")
        elif near and (cluster is None or size is None or (size == 1 and cluster != identity)):
            yield _fault(place, f"Row {identity} does not tell its cluster.")
        elif near and size != 1:
            yield from _joined(found, row)
    for cluster, seen in found.items():
        if not seen.has_first:
            yield _fault(seen.place, f"The first record of the cluster {cluster} is not published.")
        elif seen.rows != (1 if alone else seen.size):
            yield _fault(seen.place, f"The cluster {cluster} of {seen.size} has {seen.rows} published rows.")
    dropped = sum(seen.size - 1 for seen in found.values()) if alone else 0
    if dropped != manifest.counts.duplicates.get("near", 0):
        yield _fault(
            Place(str(folder)), f"The clusters stand for {dropped} near duplicates, the manifest counts others."
        )


def _joined(found: dict[str, _Cluster], row: _Row) -> Iterator[Problem]:
    """Add a row to what was seen of its cluster."""
    place, split, identity, cluster, size = row
    seen = found.get(cluster or "") or _Cluster(place, split, size or 0)
    if (seen.split, seen.size) != (split, size):
        yield _fault(place, f"Row {identity} is not in the split of its cluster, or tells another size of it.")
    found[cluster or ""] = seen._replace(rows=seen.rows + 1, has_first=seen.has_first or identity == cluster)


def _rows(folder: Path, manifest: Manifest) -> Iterator[_Row]:
    for split, found in manifest.configs["provenance"].items():
        for shard in found:
            place = Place(str(folder / shard.path))
            with pq.ParquetFile(folder / shard.path) as file:
                for batch in file.iter_batches(columns=_COLUMNS):
                    columns = (batch.column(name).to_pylist() for name in _COLUMNS)
                    yield from ((place, split, *values) for values in zip(*columns, strict=True))


def _fault(place: Place, cause: str) -> Problem:
    return Problem.of("VF011", place, cause)
