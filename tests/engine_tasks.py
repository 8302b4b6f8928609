"""Tasks for the tests of engines: plain functions that another process can import."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path


def square(number: int) -> int:
    return number * number


def slow_when_even(number: int) -> int:
    """Even numbers take longer, so that tasks complete out of order."""
    time.sleep(0.05 if number % 2 == 0 else 0)
    return number


def where(_: object) -> int:
    return os.getpid()


def refuse(number: int) -> int:
    """Every number but 3."""
    if number == 3:
        msg = f"not {number}"
        raise LookupError(msg)
    return number


def die_once(task: tuple[int, str]) -> int:
    """Kills its worker the first time that task 2 is run; the mark is a file."""
    number, mark = task
    if number == 2 and not Path(mark).exists():
        Path(mark).touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return number


def die_always(number: int) -> int:
    if number == 2:
        os.kill(os.getpid(), signal.SIGKILL)
    return number


def note_and_sleep(folder: str) -> None:
    """Leaves the process id in the folder and is busy for long."""
    (Path(folder) / str(os.getpid())).touch()
    time.sleep(120)
