"""Progress on standard error: a bar on a terminal, else a plain line every few seconds, or nothing."""

from __future__ import annotations

import sys
import time
from contextlib import contextmanager
from datetime import timedelta
from typing import TYPE_CHECKING

from toolkit.cli.summary import many, size

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from toolkit.building import Progress

EVERY = 5.0
"""Seconds between two plain lines."""

_STEADY = 1.0
"""Seconds from which a rate says something."""


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


class _Clock:
    """What there is to say of a stage: what is done of it, how fast, how long it will take, and the counts so far."""

    def __init__(self) -> None:
        self._stage = ""
        self._begun = 0.0

    def told(self, progress: Progress) -> str:
        """In words, short enough for a line of a terminal."""
        if progress.stage != self._stage:
            self._stage, self._begun = progress.stage, time.monotonic()
        return ", ".join(self._parts(progress, time.monotonic() - self._begun))

    def _parts(self, progress: Progress, seconds: float) -> Iterator[str]:
        outcomes, records = progress.outcomes, progress.outcomes["records"]
        preparing = progress.stage == "prepare"
        if preparing:
            yield f"{size(progress.done)} of {size(progress.total)}"
        elif progress.total > 1:
            yield f"{progress.done} of {progress.total}"
        rate = f" ({records / seconds:,.0f}/s)" if preparing and seconds >= _STEADY else ""
        yield f"{many(records, 'record')}{rate}"
        rejected = sum(count for key, count in outcomes.items() if key.startswith("rejected:"))
        yield from (
            f"{count:,} {name}"
            for name, count in (("rejected", rejected), ("unreadable", outcomes["unreadable"]))
            if count
        )
        if seconds >= _STEADY and 0 < progress.done < progress.total:
            left = round(seconds * (progress.total - progress.done) / progress.done)
            yield f"{timedelta(seconds=left)} left"


@contextmanager
def _bar() -> Iterator[Callable[[Progress], None]]:
    from rich.console import Console
    from rich.progress import BarColumn, TextColumn
    from rich.progress import Progress as Bar

    columns = (TextColumn("{task.description:7}"), BarColumn(12), TextColumn("{task.fields[told]}"))
    with Bar(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("plan", total=None, told="")
        clock = _Clock()

        def report(progress: Progress) -> None:
            told = clock.told(progress)
            bar.update(task, description=progress.stage, completed=progress.done, total=progress.total, told=told)

        yield report


class _Lines:
    """Writes a line when a stage begins, and one every `EVERY` seconds within it."""

    def __init__(self) -> None:
        self._clock = _Clock()
        self._stage = ""
        self._last = 0.0

    def __call__(self, progress: Progress) -> None:
        now, told = time.monotonic(), self._clock.told(progress)
        if progress.stage != self._stage or now - self._last >= EVERY:
            self._stage, self._last = progress.stage, now
            print(f"toolkit: {progress.stage}: {told}", file=sys.stderr, flush=True)
