"""How many near duplicates of a corpus are found, and how many of those told are some: floors, on what is made up."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest
from builds import MAKER
from rawfiles import environment

if TYPE_CHECKING:
    from pathlib import Path
    from types import ModuleType

pytestmark = pytest.mark.system

FILES = 8000
RECALL, PRECISION = 0.95, 0.99
"""The floors, of the near duplicates and of all records told to be duplicates."""


@pytest.fixture
def truth(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """`benchmarks/truth.py`, which is no part of the package."""
    monkeypatch.syspath_prepend(str(MAKER.parent))
    spec = importlib.util.spec_from_file_location("truth", MAKER.with_name("truth.py"))
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("action", ["annotate", "drop"])
def test_near_duplicates_are_found_and_hardly_anything_else(tmp_path: Path, truth: Any, action: str) -> None:  # noqa: ANN401
    subprocess.run([sys.executable, MAKER, tmp_path, "--files", str(FILES)], check=True, capture_output=True)
    (tmp_path / "near.toml").write_text(f'dedup = "near"\nnear_action = "{action}"\n')
    options = ["--raw", tmp_path / "files", "--out", tmp_path / "set", "--config", tmp_path / "near.toml", "--quiet"]
    command = [sys.executable, "-m", "toolkit", "build", *map(str, options)]
    subprocess.run(command, check=True, capture_output=True, env=environment())
    found = truth.told_apart(truth.load_truth(tmp_path), *truth.load_dataset(tmp_path / "set"))
    assert found["near"]["documents"] > FILES / 200
    assert found["near"]["recall"] >= RECALL, found
    assert found["told"]["precision"] >= PRECISION, found
