"""What the machine grants this process."""

from __future__ import annotations

import math
import os
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


def cores(root: Path = Path("/")) -> int:
    """How many processor cores this process may use: by its affinity, and by the time that its control groups grant.

    A part of a core counts as one.  `root` is where `proc` and `sys` are found.
    """
    bound = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return max(1, math.ceil(min([bound, *_granted(root)])))


def _granted(root: Path) -> Iterator[float]:
    """The cores that each control group of this process grants, its parents' too (Linux, cgroup v1 and v2)."""
    with suppress(OSError):
        for line in (root / "proc/self/cgroup").read_text("utf-8").splitlines():
            _, controllers, path = line.split(":", 2)
            if controllers and "cpu" not in controllers.split(","):
                continue
            top = root / "sys/fs/cgroup" / ("cpu" if controllers else "")
            group = top / path.lstrip("/")  # seen from inside a container it may not exist: the top is its own then
            for folder in (group, *group.parents[: len(group.parts) - len(top.parts)]):
                with suppress(OSError):
                    yield _quota(folder)


def _quota(group: Path) -> float:
    """The cores that one control group grants; OSError where it says nothing."""
    if (group / "cpu.max").exists():
        quota, period = (group / "cpu.max").read_text("utf-8").split()
    else:
        quota, period = ((group / f"cpu.cfs_{name}_us").read_text("utf-8").strip() for name in ("quota", "period"))
    return math.inf if quota in {"max", "-1"} else int(quota) / int(period)
