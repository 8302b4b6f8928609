"""What it takes to decide duplicates among very many records: keys are made up, files and tasks are those of a build.

    python benchmarks/deciding.py FOLDER --records 100000000 [--near 5000000] [--workers 2]

FOLDER gets parts with the keys of so many records (56 bytes each; 512 more for each of `--near`, whose bands are
decided but whose texts, since there are none, are not compared).  Of 100 records about 5 have the address of an
earlier one and 10 its text or most of its bands.  The deciding runs in processes of its own, so that its memory is
what is measured: a line of JSON for each step says what it cost, in CPU of all processes and in memory (PSS) of the
largest one.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import measure
import numpy as np

from toolkit import dedup
from toolkit.building import duplicates
from toolkit.engines import Local
from toolkit.settings import Settings
from toolkit.stages import Part, deciding
from toolkit.stages.parts import BANDS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

ROWS = 3200
"""Records of a unit: 8 MB of raw text at 2.5 kB each."""

SHARES = {"url": 0.05, "text": 0.10, "near": 0.10}
"""Records that repeat an earlier one."""

SHARED = 20
"""Bands that a near duplicate shares."""

UNITS_A_SHARD = 16


def mixed(numbers: NDArray[np.uint64], salt: int) -> NDArray[np.uint64]:
    """Numbers made into hashes: SplitMix64."""
    found = (numbers + np.uint64(salt)) * np.uint64(0x9E3779B97F4A7C15)
    found = (found ^ (found >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    found = (found ^ (found >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return found ^ (found >> np.uint64(31))


def originals(records: NDArray[np.uint64], kind: str) -> NDArray[np.uint64]:
    """Of each record the number of the one that it repeats, an original itself, or its own."""
    salt, share = 1 + dedup.OUTCOMES.index(kind), int(SHARES[kind] * 2**64)
    earlier = mixed(records, salt << 40) % np.maximum(records, np.uint64(1))
    repeats, repeated = (mixed(numbers, salt << 50) < np.uint64(share) for numbers in (records, earlier))
    return np.where(repeats & ~repeated, earlier, records)


def made(folder: Path, number: int, rows: int, bands: int) -> None:
    """Write the keys of one unit."""
    records = np.arange(number * ROWS, number * ROWS + rows, dtype=np.uint64)
    for kind in dedup.KINDS:
        keys = np.zeros(rows, dedup.KEY)
        of = originals(records, kind)
        keys["high"], keys["low"] = mixed(of, 3), mixed(of, 4)
        keys["row"], keys["size"] = np.arange(rows), 2500
        np.save(folder / f"{kind}.npy", keys[np.argsort(keys["high"])])
    if bands:
        first, band = originals(records, "near")[:, None], np.arange(bands, dtype=np.uint64)
        of = np.where(band < SHARED, first, records[:, None])
        keys = np.zeros((rows, bands), dedup.BAND)
        keys["high"], keys["row"] = mixed(of * np.uint64(bands) + band, 5), np.arange(rows)[:, None]
        (folder / BANDS).write_bytes(keys.tobytes())


def parts_of(work: Path, records: int) -> list[Part]:
    """The parts as a build would hand them on."""
    counts = [min(ROWS, records - first) for first in range(0, records, ROWS)]
    folders = [f"{work}/parts/{number:08d}" for number in range(len(counts))]
    return [
        Part(
            number=number,
            folder=folder,
            size=ROWS * 2500,
            first=str(number),
            rows=rows,
            outcomes=Counter(),
            problems=(),
            key="",
        )
        for number, (folder, rows) in enumerate(zip(folders, counts, strict=True))
    ]


def make(work: Path, records: int, near: int, bands: int) -> None:
    """Write all parts, those of the first `near` records with bands; what stands there is left."""
    for part in parts_of(work, records):
        wanted = bands if part.number * ROWS < near else 0
        if not Path(part.folder, BANDS if wanted else "text.npy").exists():
            Path(part.folder).mkdir(parents=True, exist_ok=True)
            made(Path(part.folder), part.number, part.rows, wanted)


def decide(work: Path, kind: str, records: int, workers: int) -> Counter[str]:
    """Decide as a build does, and read what was decided shard by shard, as a build does too; counts by pass."""
    parts = parts_of(work, records)
    with Local(workers) as engine:
        if kind == "near":
            passes = duplicates.Passes(engine, parts, work / "near", "")
            passes.folder.mkdir()
            return Counter(near=len(duplicates.sharing(passes, "near", deciding.ByUnit((), ()), Settings().near_bands)))
        outcome = duplicates.decide(engine, parts, Settings(), work)
    found = Counter[str]()
    for first in range(0, len(parts), UNITS_A_SHARD):
        dropped = outcome.drops(range(first, min(first + UNITS_A_SHARD, len(parts))))
        found.update(dedup.OUTCOMES[kind] for kind in dropped["kind"].tolist())
    if found != outcome.counts:
        raise SystemExit(f"the duplicates of all shards are {found}, not {outcome.counts}")
    return found


def main(argv: Sequence[str] | None = None) -> int:
    """Make the keys, decide in a process of its own, print what that cost."""
    parser = argparse.ArgumentParser(description="Measure the deciding of duplicates on made-up keys.")
    parser.add_argument("folder", type=Path, help="where the keys are made; it needs 120 bytes a record")
    parser.add_argument("--records", type=int, default=1_000_000)
    parser.add_argument("--near", type=int, default=0, help="records with bands; they need 1.1 kB each")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--step", choices=("exact", "near"), help="run this step alone, in this process")
    options = parser.parse_args(argv)
    if options.step:
        records = options.near if options.step == "near" else options.records
        print(dict(decide(options.folder, options.step, records, options.workers)))
        return 0
    make(options.folder, options.records, options.near, Settings().near_bands)
    for step, records in (("exact", options.records), ("near", options.near)):
        if records:
            print(line(step, records, options), flush=True)
    return 0


def line(step: str, records: int, options: argparse.Namespace) -> str:
    """What one step cost, in words."""
    for left in ("near", "duplicates"):
        shutil.rmtree(options.folder / left, ignore_errors=True)
    sizes = ("--records", options.records, "--near", options.near, "--workers", options.workers)
    cost = measure.cost([sys.executable, __file__, str(options.folder), "--step", step, *map(str, sizes)])
    folder = options.folder / ("near" if step == "near" else "duplicates")
    size = sum(path.stat().st_size for path in folder.iterdir())
    figures = {
        "step": step,
        "records": records,
        "cpu_us_a_record": round(cost.cpu / records * 1e6, 3),
        "wall_s": round(cost.wall, 1),
        "largest_process_mb": round((cost.process or 0) / 1e6, 1),
        "files": sum(1 for _ in folder.iterdir()),
        "bytes_a_record": round(size / records, 1),
    }
    return json.dumps(figures)


if __name__ == "__main__":
    raise SystemExit(main())
