"""A build that is killed, at any moment, leaves a whole dataset, no process, and nothing that the next one minds."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest
from builds import Running, build, is_whole, needs_proc, wait_for
from rawfiles import article, audited, contents, environment, fill, left_behind, toolkit

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
    ["work-*/parts/00000009-*/*", "work-*/dataset/data/*", "work-*/dataset/provenance/*", "work-*/dataset/README.md"],
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
    units = json.loads((out.with_name("dataset.audit") / "build.json").read_text("utf-8"))["units"]
    assert units["same"] > 0, "the parts that were finished are taken"
    assert units["made"] == 0 or "parts" in trace


SWAPPING = """
import os, signal, sys
from pathlib import Path
from toolkit.building import target
from toolkit.cli import main

steps, way = int(sys.argv[1]), sys.argv[2]
exchanged, rename = target._exchanged, Path.rename

def step():
    global steps
    steps -= 1
    if not steps:
        os.kill(os.getpid(), signal.SIGKILL)

def watched_exchange(new, place):
    if way == "renames":
        return False
    exchanged(new, place)
    step()
    return True

def watched_rename(path, place):
    rename(path, place)
    if {Path(path).name, Path(place).name} & {"previous", "previous.audit"} or Path(place).parent == Path.cwd():
        step()

target._exchanged, Path.rename = watched_exchange, watched_rename
main(sys.argv[3:])
"""
"""A build that is killed after so many steps of its swap, on a system that can exchange two names or cannot."""

STEPS = [("exchange", 1), ("exchange", 2), *(("renames", number) for number in range(1, 5))]


@pytest.mark.parametrize(("way", "steps"), STEPS)
def test_killed_in_the_swap(tmp_path: Path, way: str, steps: int) -> None:
    out = tmp_path / "dataset"
    fill(tmp_path / "few", {f"{number}.txt": article(number) for number in range(3)})
    fill(tmp_path / "raw", {f"{number}.txt": article(number) for number in range(9)})
    assert toolkit("build", "--raw", "raw", "--out", "fresh", cwd=tmp_path).returncode == 0
    assert toolkit("build", "--raw", "few", "--out", out, cwd=tmp_path).returncode == 0
    old, new = contents(out), contents(tmp_path / "fresh")
    command = [sys.executable, "-c", SWAPPING, str(steps), way, "build", "--raw", "raw", "--out", "dataset"]
    killed = subprocess.run(command, cwd=tmp_path, env=environment(), capture_output=True, check=False)
    assert killed.returncode == -signal.SIGKILL, killed.stderr
    swapped = (way, steps) in {("exchange", 2), ("renames", 4)}
    if (way, steps) == ("renames", 3):
        assert not out.exists(), "between two renames there is no dataset: the next build puts it back"
    else:
        assert is_whole(out, new if swapped else old)
    (tmp_path / "none").mkdir()
    assert toolkit("build", "--raw", "none", "--out", out, cwd=tmp_path).returncode == 1, "there is nothing to build"
    assert is_whole(out, new if swapped else old)
    assert toolkit("build", "--raw", "raw", "--out", out, cwd=tmp_path).returncode == 0
    assert contents(out) == new
    assert left_behind(out) == set()


def check_next_build(corpus: Corpus, out: Path) -> None:
    """It succeeds, gives the bytes of an undisturbed one, and leaves nothing of the killed one."""
    result = build(corpus.raw, out)
    assert result.returncode == 0, result.stderr
    assert contents(out) == corpus.dataset
    assert audited(out) == corpus.audit
    assert left_behind(out) == set()
