"""The seed, from its raw file to a loaded dataset: every character that may change, and no other."""

from datetime import date
from pathlib import Path

import datasets
import pytest

import toolkit
from toolkit.values import Edit

RAW = Path(__file__).parent.parent / "raw"
SEED = RAW / "000_2e250433782985ab.txt"

JOINTS = [
    ("söyledi.", " ", "Rus lider"),
    ("diye konuştu.", " ", "Putin, İranlı"),
    ("ifade etti.", " ", "Filistin'deki"),
    ("diye konuştu.", " ", "Putin, kendisinin"),
    ("söz verdi.", " ", "Reisi'nin"),
    ("kaydetti.", " ", "Rusya Devlet"),
    ("bulundu.", "\n", "Reisi: Gazze'ye"),
    ("söyledi.", " ", "Reisi açıklamasında"),
]
"""The eight joints after a full stop; the one before the heading is a line break."""

HEADING = "Reisi: Gazze'ye yönelik saldırılar bir an önce durdurulmalı"


@pytest.fixture(scope="module")
def dataset(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("seed") / "dataset"
    toolkit.build([RAW], out, workers=1)
    return out


@pytest.fixture(scope="module")
def row(dataset: Path) -> dict:
    return datasets.load_dataset(str(dataset), split="train", cache_dir=str(dataset.parent / "cache"))[0]


@pytest.fixture(scope="module")
def proof(dataset: Path) -> dict:
    cache = str(dataset.parent / "cache")
    return datasets.load_dataset(str(dataset), "provenance", split="train", cache_dir=cache)[0]


def test_the_joints_are_restored_and_nothing_else_changes(row: dict) -> None:
    body = SEED.read_text("utf-8").split("\n\n")[3].rstrip("\n")
    expected, at = [], 0
    for left, space, right in JOINTS:
        place = body.index(left + right, at) + len(left)
        expected += [body[at:place], space]
        at = place
    expected = "".join([*expected, body[at:]]).replace(f"{HEADING}İran", f"{HEADING}\nİran")
    assert row["text"] == expected


def test_the_heading_stands_on_a_line_of_its_own(row: dict) -> None:
    lines = row["text"].split("\n")
    assert lines[1] == HEADING
    assert lines[2].startswith("İran Cumhurbaşkanı İbrahim Reisi, Putin ile")
    assert len(lines) == 3


def test_the_columns_hold_what_the_page_says(row: dict) -> None:
    lead = SEED.read_text("utf-8").split("\n\n")[2]
    assert row["title"] == SEED.read_text("utf-8").split("\n\n")[1]
    assert row["description"] == lead.removesuffix(" 07.12.2023, Sputnik Türkiye")
    assert row["source"] == "Sputnik Türkiye"
    assert (row["published"], row["published_from"], row["date"]) == (date(2023, 12, 7), "dateline", "2023-12")
    assert (row["language"], row["language_script"]) == ("tr", "Latn")
    assert row["domain"] == "sputniknews.com.tr"
    assert row["url"] == SEED.read_text("utf-8").split("\n")[0].removeprefix(" date 2023-12 ")
    assert row["warnings"] == ["BD002"], "the text ends in mid-sentence"
    assert row["file_path"] == SEED.name
    assert row["edit_count"] == 9


def test_the_proof_leads_back_to_the_bytes(row: dict, proof: dict) -> None:
    raw = SEED.read_bytes()
    text = raw.decode(proof["encoding"])
    spans = {span["field"]: text[span["start"] : span["end"]] for span in proof["spans"]}
    assert proof["id"] == row["id"]
    for field in ("title", "description", "source", "text"):
        edits = [Edit(*(edit[name] for name in Edit._fields)) for edit in proof["edits"] if edit["field"] == field]
        assert toolkit.replay(spans[field], edits) == row[field]
        assert toolkit.reverse(row[field], edits) == spans[field]
    assert {edit["field"] for edit in proof["edits"]} == {"text"}


def test_verifying_it_finds_nothing(dataset: Path) -> None:
    assert list(toolkit.verify(dataset, [RAW])) == []
