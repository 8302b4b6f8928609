"""The floor: read every file, write its bytes to zstd Parquet, nothing else.   floor.py RAW OUT WORKERS"""

from __future__ import annotations

import sys
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

_FILES_A_SHARD = 2000


def main(raw: str, out: str) -> None:
    """Write the files under `raw` as shards of Parquet in `out`."""
    paths = sorted(str(path) for path in Path(raw).rglob("*.txt"))
    Path(out).mkdir(parents=True)
    for number, first in enumerate(range(0, len(paths), _FILES_A_SHARD)):
        names = paths[first : first + _FILES_A_SHARD]
        contents = pa.array([_read(name) for name in names], pa.binary())
        table = pa.table({"path": names, "text": contents})
        pq.write_table(table, f"{out}/{number:05d}.parquet", compression="zstd", use_dictionary=False)


def _read(name: str) -> bytes:
    with open(name, "rb", buffering=0) as file:  # noqa: PTH123 — a floor uses the fastest call there is
        return file.read()


if __name__ == "__main__":
    main(*sys.argv[1:3])
