"""What the benchmark promises: whole process trees, ratios within a round, figures that are never copied by hand."""

from __future__ import annotations

import doctest
import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

BENCHMARKS = Path(__file__).parents[1] / "benchmarks"
sys.path.insert(0, str(BENCHMARKS))

import bench  # noqa: E402 — benchmarks/ is a folder of scripts, not an installed package
import contenders  # noqa: E402
import corpus  # noqa: E402
import deciding  # noqa: E402
import page  # noqa: E402
import repairing  # noqa: E402
import truth  # noqa: E402
from measure import Cost  # noqa: E402

BURN = "import time\nwhile time.process_time() < 0.4: pass\n"
ORPHAN = f"""
import subprocess, sys
subprocess.Popen([sys.executable, "-c", {BURN!r}])  # outlives its parent
"""


def measured(program: str) -> dict[str, float]:
    """The cost of a Python program; from another process, since measuring adopts and awaits every descendant."""
    code = f"import json, sys; from measure import cost; print(json.dumps(cost([sys.executable, '-c', {program!r}])))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=BENCHMARKS)
    return dict(zip(Cost._fields, json.loads(done.stdout), strict=True))


class TestCost:
    def test_counts_the_cpu_of_the_command(self) -> None:
        assert 0.4 <= measured(BURN)["cpu"] < 2

    @pytest.mark.skipif(sys.platform != "linux", reason="only Linux gives orphans to a process that asks for them")
    def test_counts_the_cpu_of_a_descendant_that_outlives_the_command(self) -> None:
        assert measured(ORPHAN)["cpu"] >= 0.4

    @pytest.mark.skipif(not Path("/proc/self/smaps_rollup").exists(), reason="the system does not tell")
    def test_sees_the_memory_of_the_command(self) -> None:
        found = measured("import time; held = bytearray(b'x') * 100_000_000; time.sleep(0.8)")
        assert 100_000_000 < found["process"] <= found["memory"] < 150_000_000

    def test_tells_what_a_failed_command_said(self) -> None:
        with pytest.raises(subprocess.CalledProcessError) as failure:
            measured("raise SystemExit('no such luck')")
        assert "CommandError" in failure.value.stderr
        assert "ended with 1:\nno such luck" in failure.value.stderr


class TestSummary:
    ROUNDS = (
        {"project": Cost(2.0, 1.0, 300_000_000, 200_000_000), "floor": Cost(1.0, 1.0, None, None)},
        {"project": Cost(8.0, 4.0, 310_000_000, 210_000_000), "floor": Cost(4.0, 4.0, None, None)},
        {"project": Cost(3.0, 1.0, 305_000_000, 205_000_000), "floor": Cost(1.0, 1.0, None, None)},
    )

    def test_takes_ratios_within_a_round(self) -> None:
        # medians of the columns would give 3 / 1
        assert bench.summary(self.ROUNDS, 1000)["project"]["cpu over floor"] == 2.0

    def test_takes_medians_of_time_and_peaks_of_memory(self) -> None:
        row = bench.summary(self.ROUNDS, 1000)["project"]
        assert row["cpu"] == 3000.0
        assert row["documents a second"] == 1000
        assert (row["memory"], row["process"]) == (310.0, 210.0)

    def test_leaves_open_what_was_not_measured(self) -> None:
        row = bench.summary(self.ROUNDS, 1000)["floor"]
        assert row["memory"] is None
        assert row["cpu less than peer"] is None


class TestContenders:
    def test_peers_run_only_where_they_are_installed(self, tmp_path: Path) -> None:
        alone = [contender.name for contender in contenders.contenders(None)]
        assert alone == ["project", "unchanged", "one changed", "one worker", "floor"]
        bare = tmp_path / "python"
        bare.write_text("#!/bin/sh\nexit 1\n")
        bare.chmod(0o755)
        assert [contender.name for contender in contenders.contenders(str(bare))] == alone

    def test_a_changed_file_is_put_back(self, tmp_path: Path) -> None:
        files = [tmp_path / f"{name}.txt" for name in "abc"]
        for file in files:
            file.write_bytes(b"text\n\n")
        before = files[1].stat().st_mtime_ns
        with contenders.one_changed(tmp_path):
            assert [file.read_bytes() == b"text\n\n" for file in files] == [True, False, True]
        assert all(file.read_bytes() == b"text\n\n" for file in files)
        assert files[1].stat().st_mtime_ns == before

    def test_the_floor_keeps_every_byte(self, tmp_path: Path) -> None:
        raw = tmp_path / "raw"
        raw.mkdir()
        (raw / "one.txt").write_bytes(b"\xfe\r\n")
        floor = next(contender for contender in contenders.contenders(None) if contender.name == "floor")
        command = [part.format(raw=raw, out=tmp_path / "out", workers=1) for part in floor.command]
        subprocess.run(command, check=True)
        assert pq.read_table(tmp_path / "out").column("text").to_pylist() == [b"\xfe\r\n"]


class TestRun:
    def test_measures_prints_writes_json_and_fills_the_page(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        report = tmp_path / "page.md"
        report.write_text("# Speed\n\n<!-- bench:builds -->\nold\n<!-- end -->\n\nMore.\n")
        options = ["--files", "20", "--rounds", "1", "--only", "floor", "--workers", "1", "--folder", str(tmp_path)]
        outputs = ["--json", str(tmp_path / "made" / "bench.json"), "--page", str(report)]
        command = [sys.executable, str(BENCHMARKS / "bench.py"), *options, *outputs]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        figures = json.loads((tmp_path / "made" / "bench.json").read_text())
        assert figures["documents"] == 20
        assert figures["median"]["floor"]["cpu over floor"] == 1.0
        assert done.stdout.strip() in report.read_text()
        assert "old" not in report.read_text()
        assert report.read_text().endswith("<!-- end -->\n\nMore.\n")
        assert sorted(path.name for path in tmp_path.iterdir()) == ["made", "page.md"]
        assert capsys.readouterr().err == ""

    def test_a_page_without_a_place_is_told(self, tmp_path: Path) -> None:
        report = tmp_path / "page.md"
        report.write_text("# Speed\n")
        with pytest.raises(ValueError, match="write <!-- bench:builds -->"):
            page.rewrite(report, "builds", "table")

    def test_repair_is_measured_beside_ftfy_by_what_happened_to_the_documents(self) -> None:
        figures = repairing.measured(files=60, rounds=1, seed=7)["median"]
        counts = {group: row["documents"] for group, row in figures.items()}
        assert counts["all"] == 60 == counts["clean"] + counts["run together"] + counts["mojibake"]
        assert counts["mojibake"] == sum(count for group, count in counts.items() if group.startswith("mojibake: "))
        assert all(row["repair"] > 0 < row["ftfy"] for row in figures.values())

    def test_examples_in_docstrings(self) -> None:
        result = doctest.testmod(page)
        assert result.attempted
        assert not result.failed


class TestTruth:
    def test_a_build_is_held_against_what_happened(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        corpus.write(tmp_path, 400, seed=5)
        truths = truth.load_truth(tmp_path)
        rows = [
            {"id": name, "file_path": name, "text": line["clean"].split("\n\n", 3)[3]} for name, line in truths.items()
        ]
        originals = [row for row in rows if not truths[row["file_path"]]["duplicate"]]
        copies = [
            {"id": row["id"], "file_path": row["file_path"], "kept_id": truths[row["file_path"]]["duplicate_of"]}
            for row in rows
            if truths[row["file_path"]]["duplicate"] in ("exact", "address")
        ]
        wrong = {**copies[0], "file_path": originals[1]["file_path"], "kept_id": originals[0]["id"]}
        near = [row for row in rows if truths[row["file_path"]]["duplicate"] == "near"]
        data = tmp_path / "set" / "data"
        data.mkdir(parents=True)
        (tmp_path / "set.audit").mkdir()
        pq.write_table(pa.Table.from_pylist([originals[0], *originals[2:], *near]), data / "train.parquet")
        pq.write_table(pa.Table.from_pylist([*copies, wrong]), tmp_path / "set.audit" / "duplicates-0.parquet")
        assert truth.main([str(tmp_path), str(tmp_path / "set")]) == 0
        shown = {
            line.split("|")[1].strip(): line.split("|")[2:-1] for line in capsys.readouterr().out.splitlines() if line
        }
        cells = {name: [cell.strip() for cell in row] for name, row in shown.items()}
        assert cells["clean"][1] == cells["run together"][1] == "1.0"
        assert cells["mojibake: lost"][1] == "0.0"  # the clean text pretends to know what is lost
        assert cells["exact"][1] == cells["address"][1] == "1.0"
        assert cells["near"][1] == "0.0"
        assert cells["told"] == [str(len(copies) + 1), "–", str(round(len(copies) / (len(copies) + 1), 3))]

    def test_lost_characters_are_wanted_where_they_are_lost(self) -> None:
        clean = "h\n\nt\n\nl\n\nOlé. Été.\n"
        line = {"clean": clean, "joints": [clean.index(" ")], "headings": [], "lost": [clean.index(" ")]}
        assert truth.wanted(line) == "Olé. \ufffdté."


class TestDeciding:
    def test_made_up_keys_are_decided_as_they_were_made(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        monkeypatch.setattr(deciding, "ROWS", 100)
        sizes = ["--records", "4000", "--near", "300", "--workers", "1"]
        deciding.make(tmp_path, 4000, 300, bands=4)
        assert deciding.main([str(tmp_path), *sizes, "--step", "exact"]) == 0
        shown = capsys.readouterr().out
        records = np.arange(4000, dtype=np.uint64)
        wanted = int((deciding.originals(records, "url") != records).sum())
        assert wanted == pytest.approx(0.05 * 4000, rel=0.3)
        assert f"'url': {wanted}" in shown
        assert len(list((tmp_path / "parts").glob("*/near.keys"))) == 3
