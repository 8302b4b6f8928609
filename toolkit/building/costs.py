"""What a build cost, stage by stage: `build.json` in the audit, so that a slow build can be understood."""

from __future__ import annotations

import json
import os
import platform
import time
from contextlib import contextmanager
from functools import partial
from importlib.metadata import version
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from toolkit import stages
from toolkit.building.telling import DISTRIBUTION
from toolkit.engines import cores

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from toolkit.engines import Engine

Task = TypeVar("Task")
Result = TypeVar("Result")

_DIGITS = 3


class Counting(NamedTuple):
    """An engine whose tasks are counted."""

    engine: Engine
    costs: Costs

    def map(self, function: Callable[[Task], Result], tasks: Iterable[Task]) -> Iterator[Result]:
        """The results of `function` over `tasks`, in their order."""
        return self.costs.map(self.engine.map, function, tasks)


class Costs:
    """The clock of a build."""

    def __init__(self) -> None:
        self._stages: dict[str, dict[str, float]] = {}
        self._stage: dict[str, float] = {}
        self._begun = time.monotonic()

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Count what happens within as the cost of that stage; a stage may come again."""
        wall, cpu = time.monotonic(), time.process_time()
        self._stage = self._stages.setdefault(name, dict.fromkeys(("wall", "cpu", "cpu_workers", "peak_memory"), 0))
        try:
            yield
        finally:
            self._add(time.monotonic() - wall, time.process_time() - cpu, 0, stages.peak())

    def map(
        self,
        run: Callable[
            [Callable[[Task], tuple[Result, stages.Cost]], Iterable[Task]], Iterator[tuple[Result, stages.Cost]]
        ],
        function: Callable[[Task], Result],
        tasks: Iterable[Task],
    ) -> Iterator[Result]:
        """The results of `run(function, tasks)`, where `run` is the `map` of an engine; counts what each task cost."""
        for result, cost in run(partial(stages.measured, function, os.getpid()), tasks):
            self._add(0, 0, cost.cpu if cost.process != os.getpid() else 0, cost.peak)
            yield result

    def counting(self, engine: Engine) -> Counting:
        """The engine, each task of which is counted."""
        return Counting(engine, self)

    def _add(self, wall: float, cpu: float, cpu_workers: float, peak: int) -> None:
        for name, value in (("wall", wall), ("cpu", cpu), ("cpu_workers", cpu_workers)):
            self._stage[name] += value
        self._stage["peak_memory"] = max(self._stage["peak_memory"], peak)

    def write(self, path: Path, told: dict[str, Any]) -> None:
        """Write `build.json`: what the stages cost, with what is `told` beside it, on which machine, with what."""
        total = {name: sum(stage[name] for stage in self._stages.values()) for name in ("cpu", "cpu_workers")}
        total |= {
            "wall": time.monotonic() - self._begun,
            "peak_memory": max((stage["peak_memory"] for stage in self._stages.values()), default=0),
        }
        tree = {
            "total": _rounded(total),
            "stages": {name: _rounded(stage) for name, stage in self._stages.items()},
            **told,
            "versions": {"toolkit": version(DISTRIBUTION)} | stages.packages(),
            "machine": _machine(),
        }
        new = path.with_name(f"{path.name}.new")
        new.write_text(json.dumps(tree, indent=2) + "\n", "utf-8", newline="\n")
        new.replace(path)


def _rounded(costs: dict[str, float]) -> dict[str, float]:
    return {name: round(value, _DIGITS) for name, value in costs.items()}


def _machine() -> dict[str, Any]:
    """What the build ran on; memory in bytes, 0 where the system does not tell it."""
    known = hasattr(os, "sysconf") and {"SC_PHYS_PAGES", "SC_PAGE_SIZE"} <= set(os.sysconf_names)
    memory = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") if known else 0
    return {"system": platform.platform(), "processor": platform.machine(), "cores": cores(), "memory": memory}
