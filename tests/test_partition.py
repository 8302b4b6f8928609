"""A dataset parted by language: a folder and a config a language, `default` with all of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import datasets
import pytest
from rawfiles import article, audited, contents, fill

import toolkit
from toolkit import describe, settings

if TYPE_CHECKING:
    from pathlib import Path

    from toolkit.values import Manifest

TEXTS = {
    "tur_Latn": "Belediye meclisi dün akşam toplandı ve yeni sahil yolunun güzergâhını oy birliğiyle kabul etti.",
    "deu_Latn": "Der Stadtrat hat gestern Abend beschlossen, die alte Brücke im kommenden Frühjahr zu erneuern.",
    "rus_Cyrl": "Городской совет вчера вечером единогласно утвердил новый маршрут набережной и срок работ.",
    "jpn_Jpan": "市議会は昨夜、海岸沿いの新しい道路の経路を全会一致で承認し、工事は来春に始まる予定です。",
}
BY_LANGUAGE = {"partition": "language", "shard_size": 1500}


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    """Forty articles, the languages taking turns, Japanese but twice."""
    names = ["jpn_Jpan" if number in {3, 33} else [*TEXTS][number % 3] for number in range(40)]
    files = {f"{number:02d}.txt": article(number, text=f"{TEXTS[name]} {number}.") for number, name in enumerate(names)}
    return fill(tmp_path / "raw", files)


def built(raw: Path, out: Path, chosen: dict[str, object] = BY_LANGUAGE, workers: int = 1) -> Manifest:
    return toolkit.build([raw], out, settings.of(chosen), workers=workers)


def shards(manifest: Manifest, config: str) -> dict[str, int]:
    return {shard.path: shard.rows for found in manifest.configs[config].values() for shard in found}


class TestPartition:
    def test_each_language_is_a_config_beside_all(self, raw: Path, tmp_path: Path) -> None:
        manifest = built(raw, tmp_path / "out")
        rows = {}
        for config in ("default", "provenance", *TEXTS):
            options = {"split": "train", "cache_dir": str(tmp_path / "cache")}
            loaded = datasets.load_dataset(str(tmp_path / "out"), config, **options)
            streamed = datasets.load_dataset(str(tmp_path / "out"), config, streaming=True, **options)
            assert [row["id"] for row in streamed] == loaded["id"][:]
            rows[config] = loaded
        assert {name: len(rows[name]) for name in TEXTS} == {
            "tur_Latn": 12,
            "deu_Latn": 13,
            "rus_Cyrl": 13,
            "jpn_Jpan": 2,
        }
        assert [*rows["default"]["id"]] == [*rows["provenance"]["id"]]
        assert [*rows["default"]["id"]] == [one for name in sorted(TEXTS) for one in rows[name]["id"]]
        assert set(rows["deu_Latn"]["language"]) == {"de"}
        assert [name for name, _ in describe.configs(manifest)] == ["default", *sorted([*TEXTS, "provenance"])]
        assert list(toolkit.verify(tmp_path / "out", [raw])) == []

    def test_shards_are_filled_across_units(self, raw: Path, tmp_path: Path) -> None:
        """A unit is a sixteenth of a shard here: a rare language must not have a sliver of each."""
        found = shards(built(raw, tmp_path / "out"), "default")
        assert list(found) == sorted(found)
        assert [path for path in found if "jpn" in path] == ["data/jpn_Jpan/train-00000-of-00001.parquet"]
        assert 1 < sum("deu" in path for path in found) < 7
        assert found.keys() == {
            path.replace("provenance/", "data/") for path in shards(built(raw, tmp_path / "out"), "provenance")
        }

    def test_with_splits(self, raw: Path, tmp_path: Path) -> None:
        manifest = built(raw, tmp_path / "out", {**BY_LANGUAGE, "splits": {"train": 0.7, "test": 0.3}})
        rows = {split: sum(shard.rows for shard in found) for split, found in manifest.configs["default"].items()}
        assert sum(rows.values()) == 40
        assert rows["train"] > rows["test"] > 0
        assert list(toolkit.verify(tmp_path / "out", [raw])) == []
        assert len(
            datasets.load_dataset(str(tmp_path / "out"), "rus_Cyrl", split="test", cache_dir=str(tmp_path / "c"))
        )

    def test_the_bytes_do_not_depend_on_workers_or_on_earlier_builds(self, raw: Path, tmp_path: Path) -> None:
        built(raw, tmp_path / "one")
        built(raw, tmp_path / "two", workers=2)
        assert contents(tmp_path / "one") == contents(tmp_path / "two")
        assert audited(tmp_path / "one") == audited(tmp_path / "two")
        fill(raw, {"05.txt": article(5, text=f"{TEXTS['jpn_Jpan']} 5."), "99.txt": article(99)})
        built(raw, tmp_path / "one")
        built(raw, tmp_path / "fresh")
        assert contents(tmp_path / "one") == contents(tmp_path / "fresh")

    def test_what_is_not_parted_has_no_folders(self, raw: Path, tmp_path: Path) -> None:
        assert set(shards(built(raw, tmp_path / "out", {}), "default")) == {"data/train-00000-of-00001.parquet"}
