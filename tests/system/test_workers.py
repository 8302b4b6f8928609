"""The bytes of a build depend on its input alone: not on the workers, their deaths, or the process that runs it."""

from __future__ import annotations

import os
import signal
import time
from typing import TYPE_CHECKING

import pytest
from builds import Running, build, needs_proc, wait_for, working
from rawfiles import audited, contents, left_behind

if TYPE_CHECKING:
    from pathlib import Path

    from builds import Corpus

pytestmark = [pytest.mark.system, needs_proc]


def check_bytes(corpus: Corpus, out: Path) -> None:
    assert contents(out) == corpus.dataset
    assert audited(out) == corpus.audit
    assert left_behind(out) == set()


@pytest.mark.parametrize("seed", ["0", "4711"])
@pytest.mark.parametrize("workers", [1, 2, 5])
def test_any_number_of_workers(corpus: Corpus, out: Path, workers: int, seed: str) -> None:
    result = build(corpus.raw, out, workers=workers, variables={"PYTHONHASHSEED": seed})
    assert result.returncode == 0, result.stderr
    check_bytes(corpus, out)


def test_another_machine(corpus: Corpus, tmp_path: Path) -> None:
    """Another folder, time zone, locale and order of the files on disk."""
    raw = tmp_path / "elsewhere"
    raw.mkdir()
    for path in sorted(corpus.raw.rglob("*.txt"), reverse=True):
        copy = raw / path.relative_to(corpus.raw)
        copy.parent.mkdir(exist_ok=True)
        copy.write_bytes(path.read_bytes())
    (tmp_path / "small.toml").write_bytes((corpus.raw.parent / "small.toml").read_bytes())
    variables = {"TZ": "Pacific/Kiritimati", "LC_ALL": "C", "LANG": "tr_TR.UTF-8"}
    result = build(raw, tmp_path / "dataset", variables=variables)
    assert result.returncode == 0, result.stderr
    check_bytes(corpus, tmp_path / "dataset")


@pytest.mark.parametrize("moment", [0.0, 0.2, 0.4, 0.6])
def test_a_worker_that_is_killed_is_replaced(corpus: Corpus, out: Path, moment: float) -> None:
    running = Running(corpus.raw, out)
    assert wait_for(lambda: working(out) and running.workers(), 60)
    time.sleep(moment * corpus.seconds / 2)
    victims = running.workers()
    assert victims, "the build was faster than the kill: the moment is too late"
    os.kill(victims[0], signal.SIGKILL)
    result = running.result()
    assert result.returncode == 0, result.stderr
    assert running.ended(), f"these survive: {running.processes()}"
    check_bytes(corpus, out)


def test_workers_that_are_killed_again_and_again(corpus: Corpus, out: Path) -> None:
    """Three deaths, on three different tasks."""
    running = Running(corpus.raw, out)
    killed: set[int] = set()
    while len(killed) < 3 and wait_for(lambda: working(out) and set(running.workers()) - killed, 30):
        time.sleep(0.3)
        victim = next(iter(set(running.workers()) - killed), None)
        if victim is None:
            continue
        os.kill(victim, signal.SIGKILL)
        killed.add(victim)
    result = running.result()
    assert result.returncode == 0, result.stderr
    assert len(killed) == 3
    check_bytes(corpus, out)
