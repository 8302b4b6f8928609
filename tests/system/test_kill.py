"""A build that is killed, at any moment, leaves a whole dataset, no process, and nothing that the next one minds."""

from __future__ import annotations

import os
import signal
import time
from typing import TYPE_CHECKING

import pytest
from builds import Running, build, is_whole, left_behind, needs_proc, wait_for
from rawfiles import contents

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from builds import Corpus

pytestmark = [pytest.mark.system, needs_proc]


def kill_parent(running: Running) -> None:
    os.kill(running.process.pid, signal.SIGKILL)


def kill_group(running: Running) -> None:
    os.killpg(running.process.pid, signal.SIGKILL)


def str_of(value: object) -> str:
    return f"{value:.2f}" if isinstance(value, float) else getattr(value, "__name__", "")


MOMENTS = [(number / 10.5, (kill_group, kill_parent)[number % 2]) for number in range(1, 11)]
"""Shares of the time that an undisturbed build takes, and what is killed then."""


@pytest.mark.parametrize(("moment", "kill"), MOMENTS, ids=str_of)
def test_killed_at_a_moment(corpus: Corpus, out: Path, moment: float, kill: Callable[[Running], None]) -> None:
    before = contents(out)
    running = Running(corpus.raw, out)
    time.sleep(moment * corpus.seconds)
    kill(running)
    running.process.communicate()
    assert running.ended(), f"these survive: {running.processes()}"
    assert is_whole(out, before) or is_whole(out, corpus.dataset)
    check_next_build(corpus, out)


@pytest.mark.parametrize(
    "trace",
    ["work-*/parts/00000001/*", "work-*/dataset/data/*", "work-*/dataset/provenance/*", "work-*/dataset/README.md"],
)
def test_killed_when_a_stage_has_begun(corpus: Corpus, out: Path, trace: str) -> None:
    before = contents(out)
    running = Running(corpus.raw, out)
    assert wait_for(lambda: any(out.with_name("dataset.cache").glob(trace)), 60)
    kill_parent(running)
    running.process.communicate()
    assert running.ended(), f"these survive: {running.processes()}"
    assert is_whole(out, before)
    check_next_build(corpus, out)


def test_killed_in_the_swap(corpus: Corpus, out: Path) -> None:
    """The audit is put in place first: as soon as the new one stands there, the build is killed."""
    before, audit = contents(out), out.with_name("dataset.audit")
    old = audit.stat().st_ino
    running = Running(corpus.raw, out)
    while running.process.poll() is None and audit.stat().st_ino == old:
        time.sleep(0.0002)
    kill_parent(running)
    running.process.communicate()
    assert is_whole(out, before) or is_whole(out, corpus.dataset)
    check_next_build(corpus, out)


def check_next_build(corpus: Corpus, out: Path) -> None:
    """It succeeds, gives the bytes of an undisturbed one, and leaves nothing of the killed one."""
    result = build(corpus.raw, out)
    assert result.returncode == 0, result.stderr
    assert contents(out) == corpus.dataset
    assert contents(out.with_name("dataset.audit")) == corpus.audit
    assert left_behind(out) == set()
