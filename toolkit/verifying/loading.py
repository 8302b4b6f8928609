"""Whether the real `datasets` loads a dataset: what its consumers will do with it."""

from __future__ import annotations

import os
import tempfile
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from toolkit import describe
from toolkit.values import Place, Problem

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from toolkit.values import Manifest


def problems(folder: Path, manifest: Manifest) -> Iterator[Problem]:
    """A config that does not load, materialised and streaming, with the rows and columns that it should have."""
    import datasets  # noqa: PLC0415 — a second of start-up that only this check should cost

    for config, splits in describe.configs(manifest):
        with tempfile.TemporaryDirectory(prefix="verify-") as cache:
            try:
                with _quiet(datasets):
                    found = list(_load(datasets, folder, config, splits, cache))
                yield from found
            except Exception as error:  # noqa: BLE001 — whatever it raises is what a consumer would meet
                cause = str(error).splitlines()[0] if str(error) else type(error).__name__
                yield Problem.of("VF008", Place(str(folder)), f"Config {config} does not load: {cause}")


@contextmanager
def _quiet(datasets: Any) -> Iterator[None]:  # noqa: ANN401
    """Without the progress bars of `datasets`, which are the caller's to switch on and off."""
    shown = datasets.is_progress_bar_enabled()
    datasets.disable_progress_bar()
    try:
        yield
    finally:
        if shown:
            datasets.enable_progress_bar()


def _load(datasets: Any, folder: Path, config: str, splits: Any, cache: str) -> Iterator[Problem]:  # noqa: ANN401
    path = os.path.abspath(folder)  # noqa: PTH100 — `json` alone would be the format of that name, not the folder
    for split, shards in splits.items():
        rows = sum(shard.rows for shard in shards)
        loaded = datasets.load_dataset(path, config, split=split, cache_dir=cache)
        if len(loaded) != rows:
            yield Problem.of("VF008", Place(str(folder)), f"Config {config} loads with {len(loaded)} rows, not {rows}.")
        stream = datasets.load_dataset(path, config, split=split, cache_dir=cache, streaming=True)
        if next(iter(stream)) != loaded[0]:
            yield Problem.of("VF008", Place(str(folder)), f"Config {config} streams another first row than it loads.")
