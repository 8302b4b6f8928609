"""Builds in processes of their own, and what can be seen of them from outside."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
import uuid
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest
from datasets import load_dataset
from rawfiles import contents, environment

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

MAKER = Path(__file__).parents[2] / "benchmarks" / "corpus.py"
PROC = Path("/proc")
_MARK = "TOOLKIT_SYSTEM_TEST"


needs_proc = pytest.mark.skipif(not PROC.is_dir(), reason="the processes of a build are looked up in /proc")


class _Settings(NamedTuple):
    name: str
    text: str


SETTINGS = _Settings("small.toml", 'shard_size = "400KB"\n')
"""So small that the corpus has some 150 units and a dozen shards; the file stands beside the folder of raw files."""


class Corpus(NamedTuple):
    """Raw files, the home of an older dataset, and what a build of the files gives: its bytes, and its seconds."""

    raw: Path
    old: Path
    dataset: dict[str, bytes]
    audit: dict[str, bytes]
    seconds: float


class Running:
    """A build under way, in a session of its own, whose processes are known by a mark in their environment."""

    def __init__(  # noqa: PLR0913 — what builds are started with
        self,
        raw: Path,
        out: Path,
        *,
        workers: int | None = 2,
        variables: dict[str, str] | None = None,
        inside: Sequence[str] = (),
        engine: Sequence[str] = (),
    ) -> None:
        self.mark = uuid.uuid4().hex
        settings = raw.parent / SETTINGS.name
        options = ["--raw", raw, "--out", out, "--config", settings, "--quiet", *engine]
        options += ["--workers", workers] if workers else []
        self.process = subprocess.Popen(
            [*inside, sys.executable, "-m", "toolkit", "build", *map(str, options)],
            env=environment(**{_MARK: self.mark}, **(variables or {})),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            start_new_session=True,
        )

    def processes(self) -> dict[int, str]:
        """The command lines of every living process of this build, by process id."""
        found = {}
        for folder in PROC.glob("[0-9]*"):
            try:
                if f"{_MARK}={self.mark}".encode() in (folder / "environ").read_bytes().split(b"\0"):
                    found[int(folder.name)] = (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode()
            except OSError:  # it has ended, or is another user's
                continue
        return found

    def workers(self) -> list[int]:
        """The process ids of its workers, spawned or forked."""
        found = self.processes()
        forked = {number for number, command in found.items() if "-m toolkit build" in command}
        spawned = [number for number, command in found.items() if "spawn_main" in command]
        return spawned + [number for number in forked if _parent(number) in forked]

    def ended(self, seconds: float = 10) -> bool:
        """Whether every process of it is gone, within so many seconds."""
        return wait_for(lambda: not self.processes(), seconds)

    def result(self, seconds: float = 120) -> subprocess.CompletedProcess[str]:
        """How it ended, and what it wrote."""
        stdout, stderr = self.process.communicate(timeout=seconds)
        return subprocess.CompletedProcess(self.process.args, self.process.returncode, stdout.decode(), stderr.decode())


def _parent(number: int) -> int:
    """The process that started a process, 0 where that has ended."""
    try:
        return int((PROC / str(number) / "stat").read_text().rpartition(")")[2].split()[1])
    except OSError:
        return 0


def build(raw: Path, out: Path, **options: object) -> subprocess.CompletedProcess[str]:
    """A whole build."""
    return Running(raw, out, **options).result()  # type: ignore[arg-type]


def wait_for(condition: Callable[[], object], seconds: float) -> bool:
    """Whether the condition held at some time within so many seconds."""
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            return False
        time.sleep(0.01)
    return True


def working(out: Path) -> bool:
    """Whether a build of `out` has its work space and has begun to fill it."""
    return any(out.with_name(f"{out.name}.cache").glob("work-*/parts/*"))


def rows(out: Path) -> dict[str, int]:
    """How many rows `datasets` loads of each config, with a cache of its own."""
    with tempfile.TemporaryDirectory() as cache:
        return {
            config: len(load_dataset(str(out), config, split="train", cache_dir=cache))
            for config in ("default", "provenance")
        }


def is_whole(out: Path, expected: dict[str, bytes]) -> bool:
    """Whether the dataset is that one, byte for byte, and loads."""
    if contents(out) != expected:
        return False
    found = rows(out)
    return found["default"] == found["provenance"] > 0
