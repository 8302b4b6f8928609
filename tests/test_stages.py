"""The three functions that cross an engine: what each leaves behind, and that running one twice does no harm."""

from __future__ import annotations

import hashlib
import pickle
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow.parquet as pq
import pytest
from rawfiles import BROKEN, STRICT, article, contents, fill

from toolkit import dedup, shards, stages
from toolkit.building import duplicates
from toolkit.engines import Local
from toolkit.pipeline import Rules
from toolkit.settings import Settings
from toolkit.sources import find
from toolkit.stages import Finish, Prepare, Unit
from toolkit.stages.parts import BATCH

if TYPE_CHECKING:
    from collections.abc import Sequence

RULES = Rules(Settings(require=STRICT), date(2026, 1, 1))


def task(home: Path, files: dict[str, bytes], number: int = 0) -> Prepare:
    inputs = tuple(find([str(fill(home / f"raw{number}", files))]))
    unit = Unit(number, inputs, sum(item.size for item in inputs))
    return Prepare(unit, str(home / "parts" / f"{number:08d}"), RULES)


def rows(folder: str, table: str) -> list[dict[str, Any]]:
    return [row for batch in shards.read_part(Path(folder) / f"{table}.arrow") for row in batch.to_pylist()]


def decided(parts: Sequence[stages.Part]) -> dedup.Drops:
    work = Path(parts[0].folder).parents[1]
    return duplicates.decide(Local(1), parts, Settings(), work).drops([part.number for part in parts])


def finished(home: Path, table: str, parts: Sequence[stages.Part], drops: dedup.Drops) -> stages.Finished:
    path = home / f"{table}.parquet"
    return stages.finish(
        Finish(
            table,
            tuple((part.number, part.folder) for part in parts),
            drops,
            str(path),
            str(home / "duplicates" / "places.npy"),
        )
    )


class TestPrepare:
    def test_leaves_records_proof_rejections_inputs_and_keys(self, tmp_path: Path) -> None:
        files = {"a.txt": article(0), "b.txt": article(1) + b"\n" + article(2), "c.txt": BROKEN["HD002"], "d.txt": b""}
        part = stages.prepare(task(tmp_path, files))
        assert part.rows == 3
        assert dict(part.outcomes) == {
            "files": 3, "bytes": sum(map(len, files.values())), "records": 4, "unreadable": 1, "rejected:HD002": 1,
        }  # fmt: skip
        assert [row["id"] for row in rows(part.folder, "default")] == [
            row["id"] for row in rows(part.folder, "provenance")
        ]
        assert [(row["file_path"], row["line"]) for row in rows(part.folder, "provenance")] == [
            ("a.txt", 1),
            ("b.txt", 1),
            ("b.txt", 9),
        ]
        assert [(row["file_path"], row["codes"], row["raw"]) for row in rows(part.folder, "rejected")] == [
            ("c.txt", ["HD002"], BROKEN["HD002"]),
            ("d.txt", ["RD002"], b""),
        ]
        assert rows(part.folder, "inputs") == [
            {"path": name, "size": len(data), "sha256": hashlib.sha256(data).hexdigest(), "records": count}
            for (name, data), count in zip(files.items(), (1, 2, 1), strict=False)
        ]
        assert sorted(path.name for path in Path(part.folder).iterdir()) == [
            "default.arrow", "inputs.arrow", "provenance.arrow", "rejected.arrow", "text.npy", "url.npy",
        ]  # fmt: skip

    def test_names_its_first_errors_by_the_files_that_a_person_opens(self, tmp_path: Path) -> None:
        files = {f"{number:02}.txt": BROKEN["BD001"] for number in range(30)} | {"00.txt": b""}
        part = stages.prepare(task(tmp_path, files))
        assert len(part.problems) == stages.SHOWN
        first, second = part.problems[:2]
        assert (first.code, first.place.path) == ("RD002", str(tmp_path / "raw0" / "00.txt"))
        assert (second.code, second.place.path) == ("BD001", str(tmp_path / "raw0" / "01.txt"))

    def test_keeps_a_line_an_input_as_sha256sum_writes_it(self, tmp_path: Path) -> None:
        files = {"a.txt": article(0), "sub/b.txt": article(1)}
        part = stages.prepare(task(tmp_path, files))
        lines = "".join(f"{hashlib.sha256(data).hexdigest()}  {name}\n" for name, data in files.items())
        assert part.ledger.decode() == lines
        assert stages.digest([part.ledger[:10], part.ledger[10:]]) == hashlib.sha256(lines.encode()).hexdigest()

    def test_twice_leaves_the_same_part(self, tmp_path: Path) -> None:
        """A worker that dies half way leaves a folder behind, and its task is run again."""
        work = task(tmp_path, {"a.txt": article(0), "b.txt": BROKEN["HD001"]})
        first, left = stages.prepare(work), contents(tmp_path / "parts")
        (tmp_path / "parts" / "00000000" / "default.arrow").write_bytes(b"cut off" * 10_000)
        assert stages.prepare(work) == first
        assert contents(tmp_path / "parts") == left

    def test_writes_more_records_than_a_batch_holds(self, tmp_path: Path) -> None:
        joined = b"\n".join(article(number) for number in range(BATCH + 3))
        part = stages.prepare(task(tmp_path, {"a.txt": joined}))
        assert part.rows == BATCH + 3
        sizes = [batch.num_rows for batch in shards.read_part(Path(part.folder) / "default.arrow")]
        assert sizes == [BATCH, 3]

    def test_rejects_more_records_than_a_batch_holds(self, tmp_path: Path) -> None:
        joined = b"\n".join(BROKEN["BD001"] for _ in range(BATCH + 3))
        part = stages.prepare(task(tmp_path, {"a.txt": joined}))
        assert part.outcomes["rejected:BD001"] == BATCH + 3 == len(rows(part.folder, "rejected"))

    def test_of_files_without_a_record_leaves_empty_tables(self, tmp_path: Path) -> None:
        part = stages.prepare(task(tmp_path, {"a.txt": b""}))
        assert (part.rows, rows(part.folder, "default"), rows(part.folder, "inputs")) == (0, [], [])

    def test_crosses_an_engine(self, tmp_path: Path) -> None:
        work = task(tmp_path, {"a.txt": article(0)})
        assert pickle.loads(pickle.dumps(work)) == work  # noqa: S301 — our own bytes
        assert str(work) == f"1 files, {tmp_path}/raw0/a.txt to {tmp_path}/raw0/a.txt"
        assert len(pickle.dumps(stages.prepare(work))) < 1000, "text never crosses"


@pytest.fixture
def parts(tmp_path: Path) -> list[stages.Part]:
    """Two units; of five records one repeats an address of another unit and one a text."""
    files = {"a.txt": article(0), "b.txt": article(1, text="Short, and the address is given again.")}
    others = {"c.txt": article(1), "d.txt": article(0, url="https://other.example/0"), "e.txt": article(2)}
    return [stages.prepare(task(tmp_path, files, 0)), stages.prepare(task(tmp_path, others, 1))]


class TestDecide:
    def test_finds_duplicates_across_units(self, parts: list[stages.Part]) -> None:
        assert decided(parts).tolist() == [(0, 1, 1, 0, 0), (1, 1, 0, 0, 1)]

    def test_twice_says_the_same(self, parts: list[stages.Part]) -> None:
        assert decided(parts).tolist() == decided(parts).tolist()


class TestFinish:
    def test_leaves_out_what_is_dropped_from_both_configs(self, tmp_path: Path, parts: list[stages.Part]) -> None:
        drops = decided(parts)
        for config in ("default", "provenance"):
            done = finished(tmp_path, config, parts, drops)
            assert done.shard is not None
            assert (done.shard.path, done.shard.rows) == (f"{config}.parquet", 3)
            found = pq.read_table(tmp_path / f"{config}.parquet")["file_path"].to_pylist()
            assert found == ["a.txt", "c.txt", "e.txt"]

    def test_counts_published_rows_only(self, tmp_path: Path, parts: list[stages.Part]) -> None:
        done = finished(tmp_path, "default", parts, decided(parts))
        assert done.counts["languages"].total() == 3
        assert done.days == (date(2023, 5, 10), date(2023, 5, 12))
        assert set(finished(tmp_path, "provenance", parts, decided(parts)).counts) <= {"edits"}

    def test_tells_what_each_duplicate_is_a_duplicate_of(self, tmp_path: Path, parts: list[stages.Part]) -> None:
        drops = decided(parts)
        for part in parts:
            finished(tmp_path, "duplicates", [part], drops[drops["unit"] == part.number])
            (row,) = pq.read_table(tmp_path / "duplicates.parquet").to_pylist()
            ids = {found["file_path"]: found["id"] for one in parts for found in rows(one.folder, "default")}
            own, kept, kind = [("b.txt", "c.txt", "url"), ("d.txt", "a.txt", "text")][part.number]
            assert (row["id"], row["kept_id"], row["kind"]) == (ids[own], ids[kept], kind)
            assert (row["file_path"], row["line"]) == (own, 1)

    def test_writes_nothing_where_there_is_nothing_to_write(self, tmp_path: Path, parts: list[stages.Part]) -> None:
        none: dedup.Drops = np.zeros(0, dedup.DROP)
        for table in ("rejected", "duplicates"):
            assert finished(tmp_path, table, parts, none) == stages.Finished(None, {}, ())
            assert not (tmp_path / f"{table}.parquet").exists()

    def test_twice_writes_the_same_shard(self, tmp_path: Path, parts: list[stages.Part]) -> None:
        drops = decided(parts)
        first = finished(tmp_path, "default", parts, drops)
        assert finished(tmp_path, "default", parts, drops) == first

    def test_of_parts_whose_records_are_all_dropped_is_no_shard(self, tmp_path: Path) -> None:
        both = [stages.prepare(task(tmp_path, {"a.txt": article(0)}, number)) for number in (0, 1)]
        drops = decided(both)
        assert drops.tolist() == [(1, 0, 0, 0, 0)]
        assert finished(tmp_path, "default", both[1:], drops).shard is None

    def test_is_named_by_its_table_and_units(self, parts: list[stages.Part]) -> None:
        named = tuple((part.number, part.folder) for part in parts)
        assert str(Finish("default", named, np.zeros(0, dedup.DROP), "", "")) == "default of units 0 to 1"
