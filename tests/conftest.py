"""What all tests share: no network, no surprises from the environment, and one small built dataset."""

from __future__ import annotations

import os
import shutil
import signal
from typing import TYPE_CHECKING, NamedTuple

import pytest
from hypothesis import settings
from rawfiles import BROKEN, STRICT, article, fill

import toolkit

if TYPE_CHECKING:
    from pathlib import Path

    from toolkit.values import Manifest

collect_ignore = ["consumer.py"]  # a script, which reads its arguments when it is imported

signal.signal(signal.SIGINT, signal.default_int_handler)  # what runs in the background ignores it
os.environ["HF_HUB_OFFLINE"] = "1"
os.environ.pop("SOURCE_DATE_EPOCH", None)
settings.register_profile("toolkit", deadline=None, print_blob=True)  # the machine may be busy
settings.load_profile("toolkit")


class Built(NamedTuple):
    """A dataset, and the raw files and the manifest that it came with."""

    folder: Path
    raw: Path
    manifest: Manifest


@pytest.fixture(scope="session")
def master(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """Twelve records in several shards, three duplicates, three rejected ones, and an empty file; nobody changes it."""
    home = tmp_path_factory.mktemp("master")
    files = {f"{number:02}.txt": article(number) for number in range(12)}
    files |= {f"broken/{code}.txt": data for code, data in BROKEN.items()} | {"broken/empty.txt": b""}
    files |= {"copies/0.txt": article(0), "copies/1.txt": article(1, url="https://other.example/1")}
    files["copies/2.txt"] = article(2, text="Same address, other text, and shorter.")
    raw = fill(home / "raw", files)
    chosen = toolkit.Settings(shard_size=2500, max_rejected=0.5, require=STRICT)
    return Built(home / "dataset", raw, toolkit.build([raw], home / "dataset", chosen, workers=1))


@pytest.fixture
def built(master: Built, tmp_path: Path) -> Built:
    """A copy of `master` of the test's own."""
    shutil.copytree(master.folder.parent, tmp_path, dirs_exist_ok=True)
    return Built(tmp_path / "dataset", tmp_path / "raw", master.manifest)
