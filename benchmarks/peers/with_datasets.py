"""`datasets` doing less than a build: ftfy and Parquet only.   with_datasets.py RAW OUT WORKERS"""

from __future__ import annotations

import os
import sys
from pathlib import Path

import ftfy


def fixed(row: dict[str, str]) -> dict[str, str]:
    """The row with its text repaired by ftfy."""
    return {"text": ftfy.fix_text(row["text"])}


def main(raw: str, out: str, workers: int) -> None:
    """Load the files, repair each in `workers` processes, write one Parquet file."""
    Path(out).mkdir(parents=True)
    os.environ["HF_HOME"] = f"{out}/cache"
    os.environ["HF_HUB_OFFLINE"] = "1"
    from datasets import load_dataset  # noqa: PLC0415 — reads the variables when it is imported

    files = sorted(str(path) for path in Path(raw).rglob("*.txt"))
    loaded = load_dataset("text", data_files=files, sample_by="document", encoding_errors="replace", split="train")
    loaded.map(fixed, num_proc=workers).to_parquet(f"{out}/train.parquet")


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]))
