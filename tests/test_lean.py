"""What a build does without: each import here is CPU of every process, and most of a small build."""

from __future__ import annotations

import gc
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from rawfiles import article, environment, fill

from toolkit.engines import Local
from toolkit.processes import COLLECTED, rarely_collected

if TYPE_CHECKING:
    from pathlib import Path

SPARED = """
import sys
from toolkit.shards import spare_pandas
spare_pandas()
import pyarrow
assert pyarrow.array([1, 2]).to_pylist() == [1, 2]
assert "pandas" not in sys.modules
assert pyarrow.array([1, 2]).to_pandas().tolist() == [1, 2]
import pandas
print(pyarrow.array(pandas.Series([1, 2])).to_pylist())
"""


def imports(folder: Path, *, files: int, workers: int) -> list[str]:
    """Every module that the command and its workers imported to build `files` articles, as often as it was."""
    fill(folder / "raw", {f"{number:02}.txt": article(number) for number in range(files)})
    (folder / "small.toml").write_text("shard_size = 1000\n", "utf-8")
    options = ["--quiet", "--config", "small.toml", "--workers", str(workers)]
    command = [sys.executable, "-m", "toolkit", "build", *options]
    told = environment() | {"PYTHONPROFILEIMPORTTIME": "1"}
    ran = subprocess.run(command, cwd=folder, capture_output=True, env=told, text=True, check=True)
    return [line.rpartition("|")[2].strip() for line in ran.stderr.splitlines() if line.startswith("import time:")]


def test_neither_the_command_nor_a_worker_imports_pandas(tmp_path: Path) -> None:
    found = imports(tmp_path, files=20, workers=2)
    assert found.count("toolkit.stages") == (1 if sys.platform == "linux" else 3)  # once where workers are forked
    assert "pandas.core" not in found
    assert found.count("pyarrow.compute") < 3  # only where the shards are written: in the workers


def test_the_command_alone_imports_no_pandas_either(tmp_path: Path) -> None:
    found = imports(tmp_path, files=1, workers=1)
    assert "pyarrow.lib" in found
    assert "pandas.core" not in found


def test_without_pandas_arrow_still_makes_frames_and_takes_them_once_they_are_made() -> None:
    ran = subprocess.run([sys.executable, "-c", SPARED], capture_output=True, env=environment(), text=True, check=False)
    assert (ran.stdout, ran.stderr) == ("[1, 2]\n", "")


def test_a_library_call_leaves_pandas_to_its_caller(tmp_path: Path) -> None:
    fill(tmp_path / "raw", {"a.txt": article()})
    script = """
import toolkit
toolkit.build(["raw"], "dataset", workers=1)
import pandas, pyarrow
print(pyarrow.array(pandas.Series([1, 2])).to_pylist())
"""
    command = [sys.executable, "-c", script]
    ran = subprocess.run(command, cwd=tmp_path, capture_output=True, env=environment(), text=True, check=True)
    assert ran.stdout == "[1, 2]\n"


def test_workers_seldom_look_for_garbage_and_their_caller_does_as_it_likes() -> None:
    before = gc.get_threshold()
    with Local(2) as engine:
        assert list(engine.map(eval, ["__import__('gc').get_threshold()"])) == [COLLECTED]
    assert gc.get_threshold() == before


def test_the_garbage_collector_is_left_as_it_was() -> None:
    before = gc.get_threshold()
    with rarely_collected():
        assert gc.get_threshold() > before
    with pytest.raises(KeyError), rarely_collected():
        raise KeyError
    assert gc.get_threshold() == before


@pytest.mark.parametrize("seldom", [(1_000_000, 50, 50), (0, 10, 10)])
def test_a_collector_that_looks_more_seldom_or_never_stays_so(seldom: tuple[int, int, int]) -> None:
    before = gc.get_threshold()
    gc.set_threshold(*seldom)
    try:
        with rarely_collected():
            assert gc.get_threshold() == seldom
    finally:
        gc.set_threshold(*before)
