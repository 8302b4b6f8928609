"""Raw files read without a build: every record, every problem, in order, each at the place that a person opens."""

from __future__ import annotations

import gzip
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pytest
from rawfiles import BROKEN, article, fill

from toolkit import reading
from toolkit.errors import UsageError
from toolkit.settings import Settings
from toolkit.values import Document, Place, Problem, Record

if TYPE_CHECKING:
    from pathlib import Path


class TestRecords:
    def test_and_problems_come_in_the_order_of_the_files(self, tmp_path: Path) -> None:
        raw = fill(
            tmp_path,
            {"a.txt": article(1), "b.txt": BROKEN["BD001"], "c.txt.gz": gzip.compress(article(2)), "d.txt": b""},
        )
        found = [(one.file_path if isinstance(one, Record) else one.code) for one in reading.records([raw])]
        assert found == ["a.txt", "BD001", "c.txt.gz", "RD002"]

    def test_of_one_file_come_with_their_lines(self, tmp_path: Path) -> None:
        raw = fill(tmp_path, {"a.txt": article(1) + b"\n" + BROKEN["BD001"] + b"\n" + article(2)})
        found = list(reading.records([raw]))
        assert [(one.line if isinstance(one, Record) else one.place.line) for one in found] == [1, 11, 13]

    def test_a_problem_stands_before_its_record(self, tmp_path: Path) -> None:
        raw = fill(tmp_path, {"a.txt": article(1, text="Toplantı bitti. Başkan şunları ekledi:")})
        first, second = reading.records([raw])
        assert isinstance(first, Problem)
        assert isinstance(second, Record)
        assert (first.code, second.warnings) == ("BD002", ("BD002",))

    def test_paths_are_relative_to_the_source_and_places_are_not(self, tmp_path: Path) -> None:
        raw = fill(tmp_path, {"sub/a.txt": article(1), "sub/b.txt": b"\x00\x01"})
        record, problem = reading.records([raw])
        assert isinstance(record, Record)
        assert isinstance(problem, Problem)
        assert record.file_path == "sub/a.txt"
        assert problem.place == Place(str(tmp_path / "sub" / "b.txt"), 1)

    def test_are_read_one_at_a_time(self, tmp_path: Path) -> None:
        found = reading.records([fill(tmp_path, {"a.txt": article(1), "b.txt": article(2)})])
        next(found)
        (tmp_path / "b.txt").unlink()
        assert [one.code for one in found if isinstance(one, Problem)] == ["RD001"]

    def test_take_the_settings_beside_them(self, tmp_path: Path) -> None:
        (tmp_path / "pyproject.toml").write_text('[tool.toolkit]\nrequire = ["date"]\n', "utf-8")
        raw = fill(tmp_path / "raw", {"a.txt": BROKEN["HD002"]})
        assert not any(isinstance(one, Record) for one in reading.records([raw]))
        assert any(isinstance(one, Record) for one in reading.records([raw], Settings()))

    def test_of_a_source_that_is_not_there_are_misuse(self, tmp_path: Path) -> None:
        with pytest.raises(UsageError):
            list(reading.records([tmp_path / "missing"]))


class TestValidate:
    def test_gives_the_problems_alone(self, tmp_path: Path) -> None:
        raw = fill(tmp_path, {"a.txt": article(1)} | {f"{code}.txt": data for code, data in BROKEN.items()})
        assert [problem.code for problem in reading.validate([raw])] == sorted(BROKEN)


class TestParse:
    def test_takes_a_record_apart_without_repairing_it(self) -> None:
        (found,) = reading.parse(article(1, text="A.B"), "a.txt")
        assert isinstance(found, Document)
        assert (found.place, found.part("text"), found.encoding) == (Place("a.txt", 1), "A.B", "utf-8")

    def test_gives_a_record_with_faults_with_what_could_be_found_in_it(self) -> None:
        (found,) = reading.parse(BROKEN["BD001"], "a.txt")
        assert isinstance(found, Document)
        assert (found.part("title"), [problem.code for problem in found.problems]) == ("A title", ["BD001"])

    def test_gives_a_bare_problem_for_what_holds_no_record(self) -> None:
        assert [one.code for one in reading.parse(b" \n", "a.txt") if isinstance(one, Problem)] == ["RD002"]


class TestToday:
    def test_is_that_of_source_date_epoch(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("SOURCE_DATE_EPOCH", "86400")
        assert reading.today() == date(1970, 1, 2)
        assert reading.epoch() == datetime(1970, 1, 2, tzinfo=UTC)

    @pytest.mark.parametrize("given", [None, ""])
    def test_or_else_of_the_clock(self, monkeypatch: pytest.MonkeyPatch, given: str | None) -> None:
        if given is None:
            monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
        else:
            monkeypatch.setenv("SOURCE_DATE_EPOCH", given)
        before = datetime.now(UTC).date()
        assert before <= reading.today() <= datetime.now(UTC).date()
        assert reading.epoch() is None

    @pytest.mark.parametrize("given", ["now", "1.5", "-1", "9" * 20, "²"])
    def test_of_anything_else_is_misuse(self, monkeypatch: pytest.MonkeyPatch, given: str) -> None:
        monkeypatch.setenv("SOURCE_DATE_EPOCH", given)
        with pytest.raises(UsageError, match="not a number of seconds since 1970"):
            reading.today()
