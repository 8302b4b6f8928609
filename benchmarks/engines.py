"""Measures a build on Ray beside the same build on local workers, in turn, without Ray's start and end.

    python benchmarks/engines.py RAW [--workers 2] [--rounds 3]

Needs the extra `ray`.  Writes a JSON object: seconds on the wall by engine and round, what Ray's start and end took
beside them, and the median of the ratios.
"""

from __future__ import annotations

import argparse
import json
import os
import tempfile
import time
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Self, TypeVar

import toolkit
from toolkit.engines import Engine, Local

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

Task = TypeVar("Task")
Result = TypeVar("Result")


class Timed:
    """An engine whose start and end are timed."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.beside = 0.0

    def __enter__(self) -> Self:
        began = time.perf_counter()
        self.engine.__enter__()
        self.beside += time.perf_counter() - began
        return self

    def __exit__(self, *how: object) -> None:
        began = time.perf_counter()
        self.engine.__exit__(*how)
        self.beside += time.perf_counter() - began

    def share(self, paths: Iterable[str]) -> None:
        """As the engine does."""
        self.engine.share(paths)

    def map(self, function: Callable[[Task], Result], tasks: Iterable[Task]) -> Iterator[Result]:
        """As the engine does."""
        return self.engine.map(function, tasks)


def seconds(raw: Path, engine: Engine) -> tuple[float, float]:
    """The seconds that a build takes, and those that the engine's start and end take beside them."""
    timed = Timed(engine)
    with tempfile.TemporaryDirectory() as folder:
        began = time.perf_counter()
        toolkit.build([raw], Path(folder) / "dataset", engine=timed)
        return time.perf_counter() - began - timed.beside, timed.beside


def main() -> None:
    """Measure as the options say."""
    options = argparse.ArgumentParser(description="Measure a build on Ray beside one on local workers.")
    options.add_argument("raw", type=Path)
    options.add_argument("--workers", type=int, default=2)
    options.add_argument("--rounds", type=int, default=3)
    given = options.parse_args()
    os.environ.setdefault("RAY_worker_niceness", "0")  # as local workers: on a busy machine 15 would count for Ray
    from toolkit.engines.ray import Ray  # noqa: PLC0415 — Ray reads the variables when it is imported

    rounds = []
    for _ in range(given.rounds):
        (local, _), (ray, beside) = (seconds(given.raw, engine(given.workers)) for engine in (Local, Ray))
        rounds.append({"local": local, "ray": ray, "start and end": beside, "ratio": ray / local})
    print(json.dumps({"rounds": rounds, "ratio": median(each["ratio"] for each in rounds)}, indent=1))


if __name__ == "__main__":
    main()
