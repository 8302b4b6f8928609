"""Engines run one plain function over many tasks; they know nothing of corpora.

An engine is an object with `map(function, tasks)`, which yields the results in the order of the tasks however
they complete, with a bounded number of tasks in flight.  The bytes of a build depend on no engine.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Protocol, Self, TypeVar

from toolkit.engines.local import Local

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

__all__ = ["Engine", "Local", "cores"]

Task = TypeVar("Task")
Result = TypeVar("Result")


class Engine(Protocol):
    """What `toolkit.building` asks of an engine."""

    def __enter__(self) -> Self:
        """Make ready."""

    def __exit__(self, kind: object, *_: object) -> None:
        """End what was started, at once when an exception is under way."""

    def map(self, function: Callable[[Task], Result], tasks: Iterable[Task]) -> Iterator[Result]:
        """The results of `function` over `tasks`, in their order."""


def cores() -> int:
    """How many processor cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
