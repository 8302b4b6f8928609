"""What a cluster of near duplicates changes in the records of one part: their split, and two columns of their proof."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa

from toolkit.stages.parts import IDS, SPLITS, folder_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from toolkit.dedup import Drops, Members

CLUSTER, SIZE = "near_cluster", "near_size"
"""The columns of the config `provenance` that tell of a record's cluster."""


class Clustered:
    """The clustered records of one part; `places` says where all parts stand (`parts.name_folders`)."""

    def __init__(self, members: Members, places: str) -> None:
        self._members: Any = members
        self._places = places

    def splits(self, chosen: NDArray[np.uint8]) -> NDArray[np.uint8]:
        """Each row's split, all records of a cluster in that of its first one."""
        together = chosen.copy()
        for unit, at in _by_kept_unit(self._members):
            kept = np.load(folder_of(self._places, unit) / SPLITS, mmap_mode="r")
            together[self._members["row"][at]] = kept[self._members["kept_row"][at]]
        return together

    def annotated(self, batch: pa.RecordBatch, at: int) -> pa.RecordBatch:
        """The rows of the proof that begin at `at`, with the id of the first record of their cluster and its size."""
        members = self._members
        inside = members[(members["row"] >= at) & (members["row"] < at + batch.num_rows)]
        ids = batch.column("id").to_numpy(zero_copy_only=False).copy()
        sizes = np.ones(len(ids), np.int32)
        if len(inside):
            ids[inside["row"] - at] = kept_ids(inside, self._places)
            sizes[inside["row"] - at] = inside["size"]
        filled = {CLUSTER: pa.array(ids, pa.string()), SIZE: pa.array(sizes)}
        columns = [filled.get(field.name, batch.column(field.name)) for field in batch.schema]
        return pa.RecordBatch.from_arrays(columns, schema=batch.schema)


def kept_ids(found: Drops | Members, places: str) -> list[str]:
    """The id of the record that is kept for each of these; of the parts that hold them only the ids are read."""
    ids = np.empty(len(found), "V16")
    for unit, at in _by_kept_unit(found):
        ids[at] = np.load(folder_of(places, unit) / IDS, mmap_mode="r")[found["kept_row"][at]]
    return [one.tobytes().hex() for one in ids]


def _by_kept_unit(found: Drops | Members) -> Iterator[tuple[int, NDArray[np.intp]]]:
    """The units in which the records stand that are kept, and where in the array they are named."""
    order = np.argsort(found["kept_unit"], kind="stable")
    units = found["kept_unit"][order]
    borders = [0, *(np.flatnonzero(units[1:] != units[:-1]) + 1).tolist(), len(units)]
    for begin, end in pairwise(borders):
        if end > begin:
            yield int(units[begin]), order[begin:end]
