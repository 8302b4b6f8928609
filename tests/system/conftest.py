"""A corpus of 1,500 files, what an undisturbed build makes of it, and an older dataset that such a build replaces."""

from __future__ import annotations

import shutil
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest
from builds import MAKER, SETTINGS, Corpus, build
from rawfiles import audited, contents

if TYPE_CHECKING:
    from pathlib import Path

FILES, OLD = 1500, 250


@pytest.fixture(scope="session")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    home = tmp_path_factory.mktemp("corpus")
    subprocess.run([sys.executable, MAKER, home, "--files", str(FILES)], check=True, capture_output=True)
    raw, few = home / "files", home / "few"
    few.mkdir()
    for path in sorted(raw.rglob("*.txt"))[:OLD]:
        shutil.copy(path, few)
    (home / SETTINGS.name).write_text(SETTINGS.text, "utf-8")
    assert build(few, home / "old" / "dataset").returncode == 0
    shutil.copytree(home / "old", home / "new")
    started = time.monotonic()
    assert build(raw, home / "new" / "dataset").returncode == 0
    seconds = time.monotonic() - started
    new, audit = contents(home / "new" / "dataset"), audited(home / "new" / "dataset")
    assert new != contents(home / "old" / "dataset")
    return Corpus(raw, home / "old", new, audit, seconds)


@pytest.fixture
def out(corpus: Corpus, tmp_path: Path) -> Path:
    """The older dataset, in a place of the test's own; a build of the corpus goes there."""
    shutil.copytree(corpus.old, tmp_path, dirs_exist_ok=True)
    return tmp_path / "dataset"
