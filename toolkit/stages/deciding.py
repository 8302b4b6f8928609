"""Which records are duplicates, from the keys of all parts, a bucket at a time."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from toolkit import dedup

if TYPE_CHECKING:
    from toolkit.dedup import Drops, Keys
    from toolkit.stages.values import Decide


def decide(task: Decide) -> Drops:
    """Which records of a bucket are duplicates of one that is kept."""
    found = np.concatenate([_slice(Path(task.folders[number]), number, task) for number in range(len(task.folders))])
    return dedup.decide(dedup.without(found, task.dropped), task.kind)


def _slice(part: Path, number: int, task: Decide) -> Keys:
    """The keys of one part that fall into the bucket, with its number: they are sorted, so they stand together."""
    path = part / f"{task.kind}.npy"
    found: Keys = np.load(path, mmap_mode="r" if path.stat().st_size > 1 << 20 else None)
    begin = np.searchsorted(found["high"], np.uint64(task.low), "left")
    end = np.searchsorted(found["high"], np.uint64(task.high), "right")
    bucket = found[begin:end].copy()
    bucket["unit"] = number
    return bucket
