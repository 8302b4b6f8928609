"""Engines run one plain function over many tasks; they know nothing of corpora.

An engine is an object with `map(function, tasks)`, which yields the results in the order of the tasks however
they complete, with a bounded number of tasks in flight.  The bytes of a build depend on no engine.  `Local` is a
pool of processes; `toolkit.engines.ray`, which needs the extra `ray`, goes to a cluster.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, Self, TypeVar

from toolkit.engines.local import Local
from toolkit.engines.machine import cores

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

    def share(self, paths: Iterable[str]) -> None:
        """Take care that every worker sees these files and folders."""

    def map(self, function: Callable[[Task], Result], tasks: Iterable[Task]) -> Iterator[Result]:
        """The results of `function` over `tasks`, in their order."""
