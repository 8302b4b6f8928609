"""Splits: a record's own hash decides, so nothing else can move it.  Parts of the text: which, and each once."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import datasets
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rawfiles import article, fill

import toolkit
from toolkit import describe, pipeline, settings, splits
from toolkit.cli.summary import summary
from toolkit.errors import UsageError
from toolkit.values import Record, Source

if TYPE_CHECKING:
    from pathlib import Path

KEYS = [number.to_bytes(4, "big") for number in range(4000)]


class TestChoosing:
    @pytest.mark.parametrize("shares", [(0.1, 0.9), (0.25, 0.5, 0.25), (0.01, 0.99)])
    def test_gives_each_its_share(self, shares: tuple[float, ...]) -> None:
        chosen = [splits.choose(key, shares) for key in KEYS]
        for index, share in enumerate(shares):
            assert chosen.count(index) / len(KEYS) == pytest.approx(share, abs=0.02)

    def test_moves_no_more_than_a_changed_share_asks_for(self) -> None:
        before = [splits.choose(key, (0.1, 0.9)) for key in KEYS]
        after = [splits.choose(key, (0.15, 0.85)) for key in KEYS]
        moved = [pair for pair in zip(before, after, strict=True) if pair[0] != pair[1]]
        assert set(moved) == {(1, 0)}
        assert len(moved) / len(KEYS) == pytest.approx(0.05, abs=0.01)

    @given(st.binary(), st.lists(st.floats(0.01, 1), min_size=1, max_size=5))
    def test_always_gives_a_split(self, key: bytes, weights: list[float]) -> None:
        shares = [weight / sum(weights) for weight in weights]
        assert 0 <= splits.choose(key, shares) < len(shares)


class TestTheSetting:
    @pytest.mark.parametrize(
        ("shares", "cause"),
        [
            ({"train": 0.5}, "the shares add up to 0.5, not to 1"),
            ({"train": 0.9, "test": 0.2}, "the shares add up to 1.1, not to 1"),
            ({"Train": 1.0}, "is not a table of names and shares"),
            ({"train": 1.0, "test": 0.0}, "is not a table of names and shares"),
            ({"train": "all"}, "is not a table of names and shares"),
            ({}, "is not a table of names and shares"),
            (["train"], "is not a table of names and shares"),
        ],
    )
    def test_that_is_wrong_is_told(self, shares: object, cause: str) -> None:
        with pytest.raises(UsageError, match=cause):
            settings.of({"splits": shares})

    def test_is_the_same_in_any_order(self) -> None:
        one = settings.of({"splits": {"train": 0.9, "test": 0.1}})
        other = settings.of({"splits": {"test": 0.1, "train": 0.9}})
        assert (one, one.digest) == (other, other.digest)
        assert settings.of(one.to_json()) == one


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    files = {f"{number:02}.txt": article(number) for number in range(30)}
    files |= {"copy.txt": article(3), "nameless.txt": "Bir başlık.\n\nBir metin.".encode()}
    return fill(tmp_path / "raw", files)


def ids(folder: Path, config: str, split: str) -> list[str]:
    return [
        identity
        for path in sorted((folder / config).glob(f"{split}-*.parquet"))
        for identity in pq.read_table(path)["id"].to_pylist()
    ]


class TestABuild:
    def test_parts_the_records_and_both_configs_agree(self, raw: Path, tmp_path: Path) -> None:
        chosen = settings.of({"splits": {"train": 0.7, "test": 0.3}, "shard_size": 5000})
        manifest = toolkit.build([raw], tmp_path / "out", chosen, workers=1)
        train, test = (ids(tmp_path / "out", "data", split) for split in ("train", "test"))
        assert 3 <= len(test) < len(train)
        assert len({*train, *test}) == len(train) + len(test) == manifest.counts.published == 31
        assert [train, test] == [ids(tmp_path / "out", "provenance", split) for split in ("train", "test")]
        assert list(toolkit.verify(tmp_path / "out", [raw])) == []
        loaded = datasets.load_dataset(str(tmp_path / "out"), cache_dir=str(tmp_path / "cache"))
        assert {split: rows["id"][:] for split, rows in loaded.items()} == {"train": train, "test": test}
        shown = next(line for line in summary(manifest, tmp_path / "out") if line.startswith("splits"))
        assert shown == f"splits      test {len(test)}, train {len(train)}"

    def test_does_not_move_a_record_when_others_come(self, raw: Path, tmp_path: Path) -> None:
        chosen = settings.of({"splits": {"train": 0.5, "test": 0.5}})
        toolkit.build([raw], tmp_path / "one", chosen, workers=1)
        fill(raw, {f"more/{number}.txt": article(number) for number in range(100, 110)})
        toolkit.build([raw], tmp_path / "two", chosen, workers=1)
        for split in ("train", "test"):
            assert set(ids(tmp_path / "one", "data", split)) <= set(ids(tmp_path / "two", "data", split))

    def test_leaves_an_empty_split_out_and_says_so(self, raw: Path, tmp_path: Path) -> None:
        chosen = settings.of({"splits": {"train": 0.9999, "rare": 0.0001}})
        manifest = toolkit.build([raw], tmp_path / "out", chosen, workers=1)
        assert list(manifest.configs["default"]) == list(manifest.configs["provenance"]) == ["train"]
        assert "rare" not in str(describe.front_of((tmp_path / "out" / "README.md").read_text("utf-8"))["configs"])
        assert "splits      rare empty, left out, train 31" in list(summary(manifest, tmp_path / "out"))
        assert list(toolkit.verify(tmp_path / "out", [raw])) == []


def record(raw: bytes, *parts: str) -> Record:
    chosen = toolkit.Settings(text_parts=parts)
    ((found, _),) = pipeline.process(Source("a.txt", raw), pipeline.Rules(chosen, date(2026, 1, 1)))
    assert isinstance(found, Record)
    return found


class TestPartsOfTheText:
    def test_are_joined_by_blank_lines_in_their_order(self) -> None:
        plain = record(article(1), "body")
        assert record(article(1), "title").text == plain.title
        assert record(article(1), "body", "title").text == f"{plain.title}\n\n{plain.text}"
        whole = record(article(1), "title", "lead", "body")
        assert whole.text == f"{plain.title}\n\n{plain.description}\n\n{plain.text}"
        assert (whole.title, whole.description, whole.id) == (plain.title, plain.description, plain.id)

    def test_stand_where_the_spans_say(self) -> None:
        raw = article(1)
        found = record(raw, "title", "lead", "body")
        text = raw.decode()
        assert "\n\n".join(text[span.start : span.end] for span in found.spans if span.field == "text") == found.text

    def test_that_the_body_repeats_are_there_once(self) -> None:
        title, lead = "Park kararı 1", "Meclis, 1 numaralı kararla kıyıdaki arsayı park için ayırdı."
        body = f"{lead} Çalışmalar baharda başlayacak ve halkın görüşü alınacak."
        found = record(article(1, title=title, text=body), "title", "lead", "body")
        assert found.text == f"{title}\n\n{body}"

    def test_that_are_missing_are_left_out(self) -> None:
        raw = " date 2023-05 https://a.example/x\n\nBir\n\nKar dün gece bütün kentte yağdı.\n"
        found = record(raw.encode(), "lead", "body")
        assert found.text == "Kar dün gece bütün kentte yağdı."

    def test_survive_verification(self, raw: Path, tmp_path: Path) -> None:
        chosen = toolkit.Settings(text_parts=("title", "lead", "body"))
        toolkit.build([raw], tmp_path / "out", chosen, workers=1)
        assert list(toolkit.verify(tmp_path / "out", [raw])) == []


def test_without_required_fields_records_are_published_with_nulls(raw: Path, tmp_path: Path) -> None:
    toolkit.build([raw], tmp_path / "out", workers=1)
    rows = pq.read_table(tmp_path / "out" / "data").to_pylist()
    nameless = next(row for row in rows if row["file_path"] == "nameless.txt")
    assert [nameless[name] for name in ("url", "domain", "date", "published")] == [None] * 4
    assert nameless["text"]
