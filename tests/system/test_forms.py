"""One corpus in four forms: whatever it is packed in, the same records come out."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pyarrow.parquet as pq
import pytest
from builds import MAKER

import toolkit

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.system

FILES = 600
PLACE = {"file_path", "line"}
FORMS = ("files", "tar", "jsonl", "concat")


def published(home: Path, form: str) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    """The rows of a build of that form, their places aside, and the counts."""
    command = [sys.executable, MAKER, home, "--files", str(FILES), "--format", form]
    subprocess.run(command, check=True, capture_output=True)
    chosen = toolkit.Settings(max_rejected=0.5)
    manifest = toolkit.build([home / form], home / f"{form}-dataset", chosen, workers=1)
    rows = pq.read_table(home / f"{form}-dataset" / "data").to_pylist()
    assert list(toolkit.verify(home / f"{form}-dataset", [home / form])) == []
    return sorted(
        ({key: value for key, value in row.items() if key not in PLACE} for row in rows), key=lambda row: row["id"]
    ), {"records": manifest.counts.records, "published": manifest.counts.published}


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    return published(tmp_path_factory.mktemp("files"), "files")


@pytest.mark.parametrize("form", FORMS[1:])
def test_gives_the_records_of_plain_files(
    tmp_path: Path, files: tuple[list[dict[str, Any]], dict[str, Any]], form: str
) -> None:
    rows, counts = published(tmp_path, form)
    assert counts == files[1]
    assert counts["published"] > FILES / 2
    assert [row["id"] for row in rows] == [row["id"] for row in files[0]]
    assert rows == files[0]
