"""Loads a built dataset as its consumers do: with `datasets` and nothing of this project."""

import sys
import tempfile

from datasets import load_dataset

folder = sys.argv[1]
for config in ("default", "provenance"):
    with tempfile.TemporaryDirectory() as cache:
        loaded = load_dataset(folder, config, split="train", cache_dir=cache)
        streamed = next(iter(load_dataset(folder, config, split="train", streaming=True, cache_dir=cache)))
        if streamed != loaded[0]:
            raise SystemExit(f"{config}: the first row streamed is not the first row loaded")
        print(f"{config}: {len(loaded)} rows, {', '.join(loaded.column_names)}")
        if config == "default":
            for name, value in loaded[0].items():
                print(f"  {name}: {value}")
