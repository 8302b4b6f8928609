"""What a task costs, measured where it runs."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from toolkit import shards

if TYPE_CHECKING:
    from collections.abc import Callable

Task = TypeVar("Task")
Result = TypeVar("Result")

_STATUS = Path("/proc/self/status")


class Cost(NamedTuple):
    """What a task cost: the process that ran it, its CPU seconds, and the largest memory that it ever had, in bytes."""

    process: int
    cpu: float
    peak: int


def measured(function: Callable[[Task], Result], caller: int, task: Task) -> tuple[Result, Cost]:
    """The result of `function` for the task, and what it cost; `caller` is the process that holds the build."""
    before = time.process_time()
    if os.getpid() != caller:
        shards.spare_pandas()
    result = function(task)
    return result, Cost(os.getpid(), time.process_time() - before, peak())


def peak() -> int:
    """The largest resident memory that this process ever had, in bytes; 0 where the system does not tell it."""
    if _STATUS.exists():  # `getrusage` counts what the process was before it began to run Python
        lines = _STATUS.read_text("ascii", "replace").splitlines()
        return next((int(line.split()[1]) * 1024 for line in lines if line.startswith("VmHWM:")), 0)
    try:
        import resource  # noqa: PLC0415 — not on Windows
    except ImportError:
        return 0
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)
