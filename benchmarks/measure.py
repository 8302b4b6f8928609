"""What a command costs: CPU and memory of its whole process tree, and the time on the wall."""

from __future__ import annotations

import ctypes
import os
import resource
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, Self

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

_SUBREAPER = 36  # PR_SET_CHILD_SUBREAPER of prctl(2)
_EVERY = 0.2  # seconds between two looks at the memory
_PATIENCE = 20  # seconds that children of the command get to end after it
_SHOWN = 3000  # characters of a failed command's output


class Cost(NamedTuple):
    """Seconds of CPU (user and system, all processes), seconds on the wall, and peaks of memory in bytes.

    Memory is proportional set size: `memory` of all processes at one moment, `process` of the largest one.  Both
    are None where the system does not tell.
    """

    cpu: float
    wall: float
    memory: int | None
    process: int | None


class CommandError(Exception):
    """A measured command failed; the text says which and shows the end of its output."""


def cost(command: Sequence[str], environment: Mapping[str, str] | None = None) -> Cost:
    """Run `command` to its end and tell what it and all of its descendants cost.

    Raises CommandError when it ends with another code than 0.
    """
    _adopt_orphans()
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    with tempfile.TemporaryFile("w+") as output, _Memory() as memory:
        began = time.perf_counter()
        done = subprocess.run(command, stdout=output, stderr=output, env=environment, check=False)  # noqa: S603
        wall = time.perf_counter() - began
        if done.returncode:
            output.seek(0)
            msg = f"{' '.join(command)} ended with {done.returncode}:\n{output.read()[-_SHOWN:]}"
            raise CommandError(msg)
    _wait_for_orphans()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Cost(cpu, wall, memory.peak or None, memory.largest or None)


def _adopt_orphans() -> None:
    """Become the parent of descendants whose own parent ends, so that their CPU is counted (Linux only)."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_SUBREAPER, 1, 0, 0, 0)


def _wait_for_orphans() -> None:
    until = time.monotonic() + _PATIENCE
    with suppress(ChildProcessError):  # there is none left
        while time.monotonic() < until:
            if os.waitpid(-1, os.WNOHANG)[0] == 0:
                time.sleep(0.05)


class _Memory:
    """Looks at the memory of this process's descendants from time to time, from a thread."""

    def __init__(self) -> None:
        self.peak = self.largest = 0
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)

    def __enter__(self) -> Self:
        if Path("/proc/self/smaps_rollup").exists():
            self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        if self._thread.is_alive():
            self._thread.join()

    def _watch(self) -> None:
        while not self._over.wait(_EVERY):
            sizes = [_proportional(pid) for pid in _descendants(os.getpid())]
            self.peak = max(self.peak, sum(sizes))
            self.largest = max(self.largest, *sizes, 0)


def _descendants(pid: int) -> Iterator[int]:
    parents: dict[int, list[int]] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            with suppress(OSError):  # it ended meanwhile
                after_name = (entry / "stat").read_text().rpartition(")")[2].split()
                parents.setdefault(int(after_name[1]), []).append(int(entry.name))
    waiting = list(parents.get(pid, ()))
    while waiting:
        child = waiting.pop()
        yield child
        waiting += parents.get(child, ())


def _proportional(pid: int) -> int:
    with suppress(OSError):  # it ended meanwhile
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) * 1024
    return 0
