"""Who is measured: the project in several situations, the floor, and the peers of a separate environment."""

from __future__ import annotations

import os
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

_PEERS = Path(__file__).with_name("peers")


class Contender(NamedTuple):
    """One row of the table.

    `command` has places for `{raw}`, `{out}` and `{workers}`; `out` names the target, which contenders share when
    one continues what another did; `changes` says that one raw file is changed before it runs; `peer` that it
    runs in the peers' environment.
    """

    name: str
    what: str
    command: tuple[str, ...]
    out: str
    changes: bool = False
    peer: bool = False


def contenders(peer_python: str | None) -> list[Contender]:
    """Those that can run here, in the order in which they do."""
    build = (sys.executable, "-m", "toolkit", "build", "--quiet", "--raw", "{raw}", "--out", "{out}", "--workers")
    found = [
        Contender("project", "a build of this project, everything on", (*build, "{workers}"), "project"),
        Contender("unchanged", "the same again, nothing changed", (*build, "{workers}"), "project"),
        Contender("one changed", "the same again, one file changed", (*build, "{workers}"), "project", changes=True),
        Contender("one worker", "a build of this project, one worker", (*build, "1"), "single"),
        Contender("floor", "read every file, write zstd Parquet", _script(sys.executable, "floor"), "floor"),
    ]
    peers = (
        Contender("datatrove", "ftfy and zstd Parquet", _script(peer_python, "with_datatrove"), "datatrove", peer=True),
        Contender("datasets", "ftfy and Parquet", _script(peer_python, "with_datasets"), "datasets", peer=True),
    )
    return [*found, *(peer for peer in peers if peer_python and versions(peer_python, (peer.name, "ftfy")))]


def _script(python: str | None, name: str) -> tuple[str, ...]:
    return (python or "", str(_PEERS / f"{name}.py"), "{raw}", "{out}", "{workers}")


def versions(python: str, packages: Sequence[str]) -> dict[str, str]:
    """The versions of `packages` in the environment of that interpreter; empty unless it has them all."""
    code = "import importlib.metadata as m, sys; print(*[m.version(name) for name in sys.argv[1:]])"
    done = subprocess.run([python, "-c", code, *packages], capture_output=True, text=True, check=False)  # noqa: S603
    return dict(zip(packages, done.stdout.split(), strict=True)) if done.returncode == 0 else {}


def environment(contender: Contender) -> Mapping[str, str]:
    """The variables that the contender runs with: a peer does not see this project's modules."""
    return {name: value for name, value in os.environ.items() if not (contender.peer and name == "PYTHONPATH")}


@contextmanager
def one_changed(raw: Path) -> Iterator[None]:
    """While it lasts, the middle one of the raw files has a sentence more."""
    files = sorted(raw.rglob("*.txt"))
    changed = files[len(files) // 2]
    before, times = changed.read_bytes(), changed.stat()
    changed.write_bytes(before.rstrip(b"\n") + b" 1 + 1 = 2.\n\n")
    try:
        yield
    finally:
        changed.write_bytes(before)
        os.utime(changed, ns=(times.st_atime_ns, times.st_mtime_ns))
