"""The three functions that cross an engine: what each leaves behind, and that running one twice does no harm."""

from __future__ import annotations

import hashlib
import pickle
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow.parquet as pq
import pytest
from rawfiles import BROKEN, STRICT, article, contents, fill

from toolkit import shards, stages
from toolkit.building import duplicates
from toolkit.engines import Local
from toolkit.pipeline import Rules
from toolkit.settings import Settings
from toolkit.sources import find
from toolkit.stages import Finish, Prepare, Unit
from toolkit.stages.parts import BATCH

if TYPE_CHECKING:
    from collections.abc import Sequence

    from toolkit.stages.deciding import Outcome

RULES = Rules(Settings(require=STRICT), date(2026, 1, 1))


def task(home: Path, files: dict[str, bytes], number: int = 0) -> Prepare:
    inputs = tuple(find([str(fill(home / f"raw{number}", files))]))
    return Prepare(Unit.of(number, inputs), str(home / "work"), str(home / "parts"), RULES, "recipe")


def rows(folder: str, table: str) -> list[dict[str, Any]]:
    return [row for batch in shards.read_part(Path(folder) / f"{table}.arrow") for row in batch.to_pylist()]


def decided(parts: Sequence[stages.Part]) -> Outcome:
    return duplicates.decide(Local(1), parts, Settings(), Path(parts[0].folder).parents[1])


def dropped(parts: Sequence[stages.Part]) -> list[tuple[int, ...]]:
    found: list[tuple[int, ...]] = decided(parts).drops([part.number for part in parts]).tolist()
    return found


def finished(home: Path, table: str, parts: Sequence[stages.Part], decided: Outcome) -> stages.Finished:
    places = tuple((part.number, part.folder) for part in parts)
    return stages.finish(Finish(table, places, str(home / f"{table}.parquet"), decided))


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
            "default.arrow", "ids.npy", "inputs.arrow", "part.json", "provenance.arrow", "rejected.arrow", "sha256sum",
            "text.npy", "url.npy",
        ]  # fmt: skip

    def test_hands_on_its_first_errors_with_the_numbers_of_their_inputs(self, tmp_path: Path) -> None:
        files = {f"{number:02}.txt": BROKEN["BD001"] for number in range(30)} | {"00.txt": b""}
        part = stages.prepare(task(tmp_path, files))
        assert len(part.problems) == stages.SHOWN
        assert [(at, problem.code, problem.place.path) for at, problem in part.problems[:2]] == [
            (0, "RD002", "00.txt"),
            (1, "BD001", "01.txt"),
        ]

    def test_keeps_a_line_an_input_as_sha256sum_writes_it(self, tmp_path: Path) -> None:
        files = {"a.txt": article(0), "sub/b.txt": article(1)}
        part = stages.prepare(task(tmp_path, files))
        lines = "".join(f"{hashlib.sha256(data).hexdigest()}  {name}\n" for name, data in files.items())
        assert (Path(part.folder) / stages.LEDGER).read_text("utf-8") == lines

    def test_twice_leaves_the_same_part(self, tmp_path: Path) -> None:
        """A worker that dies leaves what it had begun, and its task is run again."""
        work = task(tmp_path, {"a.txt": article(0), "b.txt": BROKEN["HD001"]})
        first, left = stages.prepare(work), contents(tmp_path / "parts")
        fill(tmp_path / "work" / "00000000-died", {"default.arrow": b"cut off"})
        (Path(first.folder) / "default.arrow").write_bytes(b"cut off" * 10_000)
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
        assert dropped(parts) == [(0, 1, 1, 0, 0), (1, 1, 0, 0, 1)]

    def test_twice_says_the_same(self, parts: list[stages.Part]) -> None:
        assert dropped(parts) == dropped(parts)


class TestFinish:
    def test_leaves_out_what_is_dropped_from_both_configs(self, tmp_path: Path, parts: list[stages.Part]) -> None:
        outcome = decided(parts)
        for config in ("default", "provenance"):
            done = finished(tmp_path, config, parts, outcome)
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
        outcome = decided(parts)
        for part in parts:
            finished(tmp_path, "duplicates", [part], outcome)
            (row,) = pq.read_table(tmp_path / "duplicates.parquet").to_pylist()
            ids = {found["file_path"]: found["id"] for one in parts for found in rows(one.folder, "default")}
            own, kept, kind = [("b.txt", "c.txt", "url"), ("d.txt", "a.txt", "text")][part.number]
            assert (row["id"], row["kept_id"], row["kind"]) == (ids[own], ids[kept], kind)
            assert (row["file_path"], row["line"]) == (own, 1)

    def test_writes_nothing_where_there_is_nothing_to_write(self, tmp_path: Path, parts: list[stages.Part]) -> None:
        for table in ("rejected", "duplicates"):
            assert finished(tmp_path, table, parts[:1], decided(parts[:1])) == stages.Finished(None, {}, ())
            assert not (tmp_path / f"{table}.parquet").exists()

    def test_twice_writes_the_same_shard(self, tmp_path: Path, parts: list[stages.Part]) -> None:
        outcome = decided(parts)
        first = finished(tmp_path, "default", parts, outcome)
        assert finished(tmp_path, "default", parts, outcome) == first

    def test_of_parts_whose_records_are_all_dropped_is_no_shard(self, tmp_path: Path) -> None:
        both = [stages.prepare(task(tmp_path, {"a.txt": article(0)}, number)) for number in (0, 1)]
        assert dropped(both) == [(1, 0, 0, 0, 0)]
        assert finished(tmp_path, "default", both[1:], decided(both)).shard is None

    def test_is_named_by_its_table_and_units(self, parts: list[stages.Part]) -> None:
        named = tuple((part.number, part.folder) for part in parts)
        assert str(Finish("default", named, "", decided(parts))) == "default of units 0 to 1"
