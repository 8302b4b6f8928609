"""Progress on standard error: a bar on a terminal, else a plain line every few seconds, or nothing."""

from __future__ import annotations

import sys
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from toolkit.building import Progress

EVERY = 5.0
"""Seconds between two plain lines."""


@contextmanager
def shown(*, quiet: bool) -> Iterator[Callable[[Progress], None]]:
    """A function to report to, drawn in the way that standard error allows."""
    if quiet:
        yield lambda _: None
    elif sys.stderr.isatty():
        with _bar() as report:
            yield report
    else:
        yield _Lines()


def _counts(progress: Progress) -> str:
    outcomes = progress.outcomes
    rejected = sum(n for key, n in outcomes.items() if key.startswith("rejected:"))
    return f"{outcomes['records']:,} records, {rejected:,} rejected, {outcomes['unreadable']:,} unreadable"


@contextmanager
def _bar() -> Iterator[Callable[[Progress], None]]:
    from rich.console import Console
    from rich.progress import BarColumn, DownloadColumn, TextColumn, TimeRemainingColumn, TransferSpeedColumn
    from rich.progress import Progress as Bar

    columns = (
        TextColumn("{task.description:8}"), BarColumn(), DownloadColumn(), TransferSpeedColumn(),
        TimeRemainingColumn(), TextColumn("{task.fields[counts]}"),
    )  # fmt: skip
    with Bar(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("plan", total=None, counts="")

        def report(progress: Progress) -> None:
            bar.update(
                task,
                description=progress.stage,
                completed=progress.done,
                total=progress.total,
                counts=_counts(progress),
            )

        yield report


class _Lines:
    """Writes a line when a stage begins, and one every `EVERY` seconds within it."""

    def __init__(self) -> None:
        self._stage = ""
        self._last = 0.0

    def __call__(self, progress: Progress) -> None:
        now = time.monotonic()
        if progress.stage != self._stage or now - self._last >= EVERY:
            self._stage, self._last = progress.stage, now
            share = f"{100 * progress.done // max(1, progress.total)} %"
            print(f"toolkit: {progress.stage} {share}, {_counts(progress)}", file=sys.stderr, flush=True)
