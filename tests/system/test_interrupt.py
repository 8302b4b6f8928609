"""What a person or the machine does to a build in the middle: each ends in one clear line, and the dataset stands."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import time
from typing import TYPE_CHECKING

import pytest
from builds import Running, build, is_whole, needs_proc, wait_for, working
from rawfiles import contents, left_behind

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from builds import Corpus

pytestmark = [pytest.mark.system, needs_proc]


def one_line(stderr: str) -> str:
    """The only line that was written; click begins a new one after the `^C` of a terminal."""
    lines = [line for line in stderr.splitlines() if line]
    assert len(lines) == 1, stderr
    return lines[0]


@pytest.mark.parametrize("moment", [0.3, 0.6, 0.85])
@pytest.mark.parametrize("whole_group", [False, True], ids=["parent", "group"])  # a terminal's Ctrl-C goes to the group
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_interrupted(corpus: Corpus, out: Path, number: signal.Signals, whole_group: bool, moment: float) -> None:  # noqa: FBT001
    before = contents(out)
    running = Running(corpus.raw, out)
    assert wait_for(lambda: working(out), 60)
    time.sleep(moment * corpus.seconds / 2)
    (os.killpg if whole_group else os.kill)(running.process.pid, number)
    result = running.result(20)
    if result.returncode == 0:
        pytest.fail("the build was faster than the signal: the moment is too late")
    assert result.returncode == 130, result.stderr
    assert "interrupted" in one_line(result.stderr)
    assert result.stdout == ""
    assert running.ended(), f"these survive: {running.processes()}"
    assert is_whole(out, before)
    assert left_behind(out) == set()


def test_interrupted_before_anything_is_read(corpus: Corpus, out: Path) -> None:
    running = Running(corpus.raw, out)
    cache = out.with_name("dataset.cache")
    assert wait_for(lambda: any(cache.glob("work-*")), 60)
    running.process.send_signal(signal.SIGINT)
    result = running.result(20)
    assert result.returncode == 130, result.stderr
    one_line(result.stderr)
    assert left_behind(out) == set()


def test_interrupted_twice(corpus: Corpus, out: Path) -> None:
    """An impatient second Ctrl-C may leave the work space, which the next build removes, but no traceback."""
    before = contents(out)
    running = Running(corpus.raw, out)
    assert wait_for(lambda: working(out), 60)
    for _ in range(2):
        os.killpg(running.process.pid, signal.SIGINT)
        time.sleep(0.02)
    result = running.result(20)
    assert result.returncode in {130, -signal.SIGINT}, result.stderr
    assert "Traceback" not in result.stderr
    assert running.ended(), f"these survive: {running.processes()}"
    assert is_whole(out, before)
    assert build(corpus.raw, out).returncode == 0
    assert left_behind(out) == set()


def test_two_builds_of_one_target(corpus: Corpus, out: Path) -> None:
    first = Running(corpus.raw, out)
    assert wait_for(lambda: working(out), 60)
    second = build(corpus.raw, out)
    assert second.returncode == 2
    assert "another build" in one_line(second.stderr)
    assert first.process.poll() is None, "the first build ended before the second was refused"
    assert first.result().returncode == 0
    assert contents(out) == corpus.dataset


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 24 MB."""
    place = tmp_path / "disk"
    place.mkdir()
    if os.geteuid() or shutil.which("mount") is None:
        pytest.skip("only root can mount a small file system to fill")
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=24m", "tmpfs", place], check=False, capture_output=True, text=True
    )
    if mounted.returncode:
        pytest.skip(f"a small file system cannot be mounted here: {mounted.stderr.strip()}")
    yield place
    subprocess.run(["umount", place], check=True)


def test_a_disk_that_is_too_small_from_the_start(corpus: Corpus, small_disk: Path) -> None:
    (small_disk / "filler").write_bytes(bytes(20_000_000))
    result = build(corpus.raw, small_disk / "dataset")
    assert result.returncode == 2
    assert "the build needs about" in one_line(result.stderr)
    assert left_behind(small_disk / "dataset") == set()


@pytest.mark.parametrize("workers", [1, 2])
@pytest.mark.parametrize("trace", ["parts/00000005-*/*", "dataset/data/*"])
def test_a_disk_that_fills_up(corpus: Corpus, small_disk: Path, workers: int, trace: str) -> None:
    out = small_disk / "dataset"
    shutil.copytree(corpus.old, small_disk, dirs_exist_ok=True)
    before = contents(out)
    running = Running(corpus.raw, out, workers=workers)
    assert wait_for(lambda: any(out.with_name("dataset.cache").glob(f"work-*/{trace}")), 60)
    fill_up(small_disk / "filler")
    result = running.result(60)
    (small_disk / "filler").unlink()
    assert result.returncode == 2, result.stderr
    assert "No space left on device" in one_line(result.stderr)
    assert "a fault of the toolkit itself" not in result.stderr
    assert running.ended(), f"these survive: {running.processes()}"
    assert is_whole(out, before)
    assert left_behind(out) == set()


def fill_up(path: Path) -> None:
    """Write until there is no room, and once more for what was freed meanwhile."""
    with path.open("wb", buffering=0) as file:
        for size in (1 << 16, 1 << 10, 1 << 10):
            try:
                while file.write(bytes(size)):
                    pass
            except OSError:
                continue
