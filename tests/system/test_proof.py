"""The proof of every edit, from the published files alone: plain pyarrow, the raw files, `replay` and `reverse`."""

from __future__ import annotations

import hashlib
import subprocess
import sys
from collections import defaultdict
from typing import TYPE_CHECKING, Any

import pyarrow.parquet as pq
import pytest
from builds import MAKER, SETTINGS, build

import toolkit
from toolkit.values import Edit

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = pytest.mark.system

FIELDS = ("date", "url", "title", "description", "source", "text")
FORMS = {"files": 1500, "concat": 600}


def table(folder: Path) -> list[dict[str, Any]]:
    """Every row of the shards in a folder, in order."""
    return [row for path in sorted(folder.glob("*.parquet")) for row in pq.read_table(path).to_pylist()]


@pytest.fixture(scope="module", params=FORMS)
def home(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A built corpus of that form: `raw`, `dataset` and `dataset.audit`."""
    form = request.param
    home = tmp_path_factory.mktemp(form)
    subprocess.run(
        [sys.executable, MAKER, home, "--files", str(FORMS[form]), "--format", form], check=True, capture_output=True
    )
    (home / form).rename(home / "raw")
    (home / SETTINGS.name).write_text(SETTINGS.text, "utf-8")
    result = build(home / "raw", home / "dataset")
    assert result.returncode == 0, result.stderr
    return home


def records(home: Path) -> Iterator[tuple[dict[str, Any], dict[str, Any], bytes]]:
    """Every published row, its proof, and the bytes of its record in the raw files.

    A record ends where the next one of its file begins, and every one of them stands in the proof or in the audit.
    """
    published, proof = table(home / "dataset" / "data"), table(home / "dataset" / "provenance")
    assert [row["id"] for row in published] == [row["id"] for row in proof]
    assert published
    begins = defaultdict(set)
    audit = home / "dataset.audit"
    for kind in ("duplicates", "rejected"):
        for path in audit.glob(f"{kind}-*.parquet"):
            for row in pq.read_table(path, columns=["file_path", "line"]).to_pylist():
                begins[row["file_path"]].add(row["line"])
    for row in proof:
        begins[row["file_path"]].add(row["line"])
    for row, told in zip(published, proof, strict=True):
        lines = (home / "raw" / told["file_path"]).read_bytes().splitlines(keepends=True)
        end = min((line for line in begins[told["file_path"]] if line > told["line"]), default=len(lines) + 1)
        yield row, told, b"".join(lines[told["line"] - 1 : end - 1])


def test_the_bytes_are_those_that_were_hashed(home: Path) -> None:
    for _, told, raw in records(home):
        assert hashlib.sha256(raw).hexdigest() == told["raw_sha256"], told["file_path"]
        assert raw.decode(told["encoding"]).encode(told["encoding"]) == raw


def test_spans_lie_in_the_text_and_ascend(home: Path) -> None:
    for _, told, raw in records(home):
        edges = [edge for span in told["spans"] for edge in (span["start"], span["end"])]
        assert edges == sorted(edges)
        assert edges[0] >= 0
        assert edges[-1] <= len(raw.decode(told["encoding"]))


def test_replaying_the_edits_gives_every_published_field(home: Path) -> None:
    for row, told, raw in records(home):
        before = raw_fields(told, raw.decode(told["encoding"]))
        for field in FIELDS:
            edits = edits_of(told, field)
            if field in before:
                assert toolkit.replay(before[field], edits) == row[field], (told["file_path"], field)
            else:
                assert row[field] is None, (told["file_path"], field)
                assert not edits


def test_reversing_the_edits_gives_the_raw_text_back(home: Path) -> None:
    edited = 0
    for row, told, raw in records(home):
        text = raw.decode(told["encoding"])
        for field, before in raw_fields(told, text).items():
            if field not in FIELDS:
                continue
            edits = edits_of(told, field)
            edited += len(edits)
            assert toolkit.reverse(row[field], edits) == before, (told["file_path"], field)
    assert edited > 1000


def test_every_edit_is_counted_and_stands_in_a_published_field(home: Path) -> None:
    for row, told, _ in records(home):
        assert len(told["edits"]) == row["edit_count"]
        assert {edit["field"] for edit in told["edits"]} <= set(FIELDS)


def raw_fields(told: dict[str, Any], text: str) -> dict[str, str]:
    """The fields as they stand in the decoded record; pieces of one field are joined by a blank line."""
    pieces = defaultdict(list)
    for span in told["spans"]:
        pieces[span["field"]].append(text[span["start"] : span["end"]])
    return {field: "\n\n".join(parts) for field, parts in pieces.items()}


def edits_of(told: dict[str, Any], field: str) -> list[Edit]:
    """The edits of one field, as `replay` and `reverse` take them."""
    return [
        Edit(**{name: value for name, value in edit.items() if name != "field"})
        for edit in told["edits"]
        if edit["field"] == field
    ]
