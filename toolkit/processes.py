"""What a process of the toolkit's own spares itself: the command's, and its workers'.

A small build is mostly imports, and nothing that they make is garbage before the process ends.
"""

from __future__ import annotations

import atexit
import gc
import os
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

COLLECTED = (20_000, 20, 20)
"""Thresholds of the garbage collector where thousands of objects are made that stay."""


_FORKED_SAFELY = frozenset({"jemalloc_bg_thd"})
"""Threads that come through a fork: that of Arrow's allocator, which stops before it and starts anew."""


def lighten() -> None:
    """Spare this process what costs it 0.1 s of CPU: looking for garbage in imports and at its end, numpy's threads.

    To be called before anything large is imported, and only in a process that belongs to the toolkit.
    """
    gc.set_threshold(*COLLECTED)
    atexit.register(gc.freeze)  # what is frozen is not looked through once more
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")


def may_fork() -> bool:
    """Whether this process can be forked: it has no other thread, also none that Python does not know.

    False where the system does not tell (it does on Linux).
    """
    try:
        names = [task.joinpath("comm").read_text().strip() for task in Path("/proc/self/task").iterdir()]
    except OSError:
        return False
    return sum(name not in _FORKED_SAFELY for name in names) == 1


@contextmanager
def rarely_collected() -> Iterator[None]:
    """Within, the garbage collector looks less often, unless it looks more seldom yet, or never.

    While a unit's records wait for their batch it takes 7 % of the CPU by Python's own thresholds, (700, 10, 10).
    """
    before = gc.get_threshold()
    if 0 < before[0] < COLLECTED[0]:
        gc.set_threshold(*COLLECTED)
    try:
        yield
    finally:
        gc.set_threshold(*before)
