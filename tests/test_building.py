"""A build, end to end: the same bytes for any number of workers, nothing lost, and the old dataset safe."""

from __future__ import annotations

import gzip
import hashlib
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections import Counter
from contextlib import nullcontext, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, Self

import datasets
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rawfiles import (
    BODY,
    BROKEN,
    STRICT,
    STRICT_TOML,
    article,
    audited,
    contents,
    environment,
    fill,
    left_behind,
)

import toolkit
from toolkit import describe, reading
from toolkit.engines import Local
from toolkit.errors import DataError, EnvironmentError_, UsageError
from toolkit.values import Record

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from conftest import Built

    from toolkit.building import Progress
    from toolkit.values import Manifest

SMALL = toolkit.Settings(shard_size=2500, max_rejected=1.0, require=STRICT)


def table(folder: Path, pattern: str) -> list[dict[str, Any]]:
    """The rows of every shard that matches, in order."""
    return [row for path in sorted(folder.glob(pattern)) for row in pq.read_table(path).to_pylist()]


class TestTheMaster:
    """The dataset of `conftest.py`."""

    def test_counts_every_record_once(self, master: Built) -> None:
        counts = master.manifest.counts
        assert (counts.records, counts.published, counts.unreadable) == (18, 12, 1)
        assert counts.duplicates == {"text": 1, "url": 2}
        assert counts.rejected == {"BD001": 1, "HD001": 1, "HD002": 1}
        assert counts.conserved

    def test_holds_what_the_manifest_says_and_nothing_else(self, master: Built) -> None:
        shards = [shard for splits in master.manifest.configs.values() for shard in splits["train"]]
        assert set(contents(master.folder)) == {"README.md", "manifest.json"} | {shard.path for shard in shards}
        assert len(shards) > 4
        for shard in shards:
            data = (master.folder / shard.path).read_bytes()
            assert (shard.bytes, shard.sha256) == (len(data), hashlib.sha256(data).hexdigest())

    def test_numbers_its_shards_without_a_gap(self, master: Built) -> None:
        for folder, config in (("data", "default"), ("provenance", "provenance")):
            names = [shard.path for shard in master.manifest.configs[config]["train"]]
            total = len(names)
            assert names == [f"{folder}/train-{number:05}-of-{total:05}.parquet" for number in range(total)]

    def test_returns_the_manifest_that_it_wrote(self, master: Built) -> None:
        assert describe.from_json((master.folder / "manifest.json").read_text("utf-8")) == master.manifest

    def test_publishes_what_records_gives_in_its_order(self, master: Built) -> None:
        ids = [
            found.id
            for found in reading.records([master.raw], toolkit.Settings(require=STRICT))
            if isinstance(found, Record)
        ]
        published = [row["id"] for row in table(master.folder, "data/*")]
        dropped = {row["id"] for row in table(master.folder.with_name("dataset.audit"), "duplicates*")}
        assert published == [row["id"] for row in table(master.folder, "provenance/*")]
        assert published == [found for found in dict.fromkeys(ids) if found in set(published)]
        assert set(ids) == set(published) | dropped

    def test_keeps_the_bytes_of_what_it_rejects(self, master: Built) -> None:
        rejected = table(master.folder.with_name("dataset.audit"), "rejected*")
        assert {row["file_path"]: (row["codes"], row["raw"]) for row in rejected} == {
            f"broken/{code}.txt": ([code], data) for code, data in BROKEN.items()
        } | {"broken/empty.txt": (["RD002"], b"")}
        assert all(len(row["messages"]) == len(row["codes"]) and row["line"] >= 0 for row in rejected)

    def test_names_the_record_that_is_kept_for_each_duplicate(self, master: Built) -> None:
        rows = {row["file_path"]: row["id"] for row in table(master.folder, "data/*")}
        found = table(master.folder.with_name("dataset.audit"), "duplicates*")
        assert {row["file_path"]: (row["kept_id"], row["kind"]) for row in found} == {
            "copies/0.txt": (rows["00.txt"], "url"),
            "copies/1.txt": (rows["01.txt"], "text"),
            "copies/2.txt": (rows["02.txt"], "url"),
        }

    def test_lists_its_inputs_with_their_digests(self, master: Built) -> None:
        inputs = table(master.folder.with_name("dataset.audit"), "inputs*")
        found = {row["path"]: (row["size"], row["sha256"]) for row in inputs}
        read = {name: data for name, data in contents(master.raw).items() if data}
        assert found == {name: (len(data), hashlib.sha256(data).hexdigest()) for name, data in read.items()}
        assert sum(row["records"] for row in inputs) == master.manifest.counts.records
        ledger = "".join(f"{row['sha256']}  {row['path']}\n" for row in inputs)
        assert master.manifest.inputs.sha256 == hashlib.sha256(ledger.encode()).hexdigest()
        assert (master.manifest.inputs.files, master.manifest.inputs.bytes) == (len(read), sum(map(len, read.values())))

    def test_is_dated_by_its_data(self, master: Built) -> None:
        assert master.manifest.days == ("2023-05-10", "2023-05-19")
        assert master.manifest.created == "2023-05-19T00:00:00Z"

    def test_leaves_nothing_in_its_cache_but_its_parts(self, master: Built) -> None:
        assert left_behind(master.folder) == set()

    def test_loads(self, master: Built, tmp_path: Path) -> None:
        for config in ("default", "provenance"):
            loaded = datasets.load_dataset(str(master.folder), config, split="train", cache_dir=str(tmp_path))
            assert len(loaded) == 12

    def test_has_nothing_for_verify_to_find(self, master: Built) -> None:
        assert list(toolkit.verify(master.folder, [master.raw])) == []


def published(out: Path) -> dict[str, bytes]:
    """Every file of a dataset and of its audit."""
    return contents(out) | {f"audit/{name}": data for name, data in audited(out).items()}


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, bytes]]:
    """Forty files in folders, duplicates and faults among them, and the dataset and audit that one worker makes."""
    home = tmp_path_factory.mktemp("same")
    files = {f"{number % 3}/{number:03}.txt": article(number) for number in range(40)}
    files |= {f"1/copy{number}.txt": article(number) for number in range(5)}
    files |= {f"2/{code}.txt": data for code, data in BROKEN.items()}
    files["0/joined.txt.gz"] = gzip.compress(article(50) + b"\n" + article(51) + b"\n" + article(3), mtime=0)
    toolkit.build([fill(home / "raw", files)], home / "one", SMALL, workers=1)
    assert len(contents(home / "one")) > 16, "several shards"
    return home / "raw", published(home / "one")


class TestTheSameBytes:
    @pytest.mark.parametrize("workers", [2, 3])
    def test_for_any_number_of_workers(
        self, corpus: tuple[Path, dict[str, bytes]], tmp_path: Path, workers: int
    ) -> None:
        toolkit.build([corpus[0]], tmp_path / "out", SMALL, workers=workers)
        assert published(tmp_path / "out") == corpus[1]

    def test_in_another_process_with_another_hash_seed_time_zone_and_locale(
        self, corpus: tuple[Path, dict[str, bytes]], tmp_path: Path
    ) -> None:
        (tmp_path / "settings.toml").write_text(f"shard_size = 2500\nmax_rejected = 1.0\n{STRICT_TOML}", "utf-8")
        command = [sys.executable, "-m", "toolkit", "build", "--raw", corpus[0], "--out", tmp_path / "out"]
        subprocess.run(
            [*command, "--workers", "1", "--config", tmp_path / "settings.toml"],
            env=environment(PYTHONHASHSEED="77", TZ="Pacific/Kiritimati", LC_ALL="C"), check=True, capture_output=True,
        )  # fmt: skip
        assert published(tmp_path / "out") == corpus[1]

    def test_whatever_order_the_file_system_lists_and_the_engine_completes(
        self, corpus: tuple[Path, dict[str, bytes]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        scandir = os.scandir

        def backwards(folder: str) -> nullcontext[list[os.DirEntry[str]]]:
            with scandir(folder) as entries:
                return nullcontext(sorted(entries, key=lambda entry: entry.name, reverse=True))

        class Backwards:
            """An engine that runs the last task first."""

            def __enter__(self) -> Self:
                return self

            def __exit__(self, *_: object) -> None:
                pass

            def share(self, paths: Iterable[str]) -> None:
                pass

            def map(self, function: Callable[[Any], Any], tasks: Iterable[Any]) -> Iterator[Any]:
                return reversed([function(task) for task in reversed(list(tasks))])

        monkeypatch.setattr(os, "scandir", backwards)
        toolkit.build([corpus[0]], tmp_path / "out", SMALL, engine=Backwards())
        monkeypatch.undo()
        assert published(tmp_path / "out") == corpus[1]

    def test_over_an_older_dataset(self, corpus: tuple[Path, dict[str, bytes]], tmp_path: Path) -> None:
        raw = fill(tmp_path / "other", {"a.txt": article(7)})
        toolkit.build([raw], tmp_path / "out", SMALL, workers=1)
        toolkit.build([corpus[0]], tmp_path / "out", SMALL, workers=1)
        assert published(tmp_path / "out") == corpus[1]
        assert left_behind(tmp_path / "out") == set()

    def test_from_the_same_files_in_other_places(
        self, corpus: tuple[Path, dict[str, bytes]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        shutil.copytree(corpus[0], tmp_path / "elsewhere")
        monkeypatch.chdir(tmp_path)
        toolkit.build(["elsewhere"], "out", SMALL, workers=1)
        assert published(tmp_path / "out") == corpus[1]

    def test_when_a_worker_dies_on_the_way(self, corpus: tuple[Path, dict[str, bytes]], tmp_path: Path) -> None:
        killed = []

        def kill(progress: Progress) -> None:
            if progress.stage == "prepare" and progress.done and not killed:
                worker = next(iter(engine._pool._processes))
                killed.append(worker)
                os.kill(worker, signal.SIGKILL)

        with Local(2) as engine:
            toolkit.build([corpus[0]], tmp_path / "out", SMALL, engine=engine, report=kill)
        assert killed
        assert published(tmp_path / "out") == corpus[1]

    @pytest.mark.parametrize("how", ["a script", "standard input"])
    def test_from_a_script_without_a_guard(
        self, corpus: tuple[Path, dict[str, bytes]], tmp_path: Path, how: str
    ) -> None:
        code = (
            f"import toolkit\nchosen = toolkit.Settings(shard_size=2500, max_rejected=1.0, require={STRICT})\n"
            f"toolkit.build([{str(corpus[0])!r}], {str(tmp_path / 'out')!r}, chosen, workers=2)\n"
        )
        (tmp_path / "run.py").write_text(code, "utf-8")
        command = [sys.executable, tmp_path / "run.py" if how == "a script" else "-"]
        subprocess.run(command, env=environment(), input=code.encode(), check=True, capture_output=True)
        assert published(tmp_path / "out") == corpus[1]

    def test_and_one_more_file_changes_few_shards(self, tmp_path: Path) -> None:
        files = {f"{number:03}.txt": article(number) for number in range(60)}
        before = toolkit.build([fill(tmp_path / "raw", files)], tmp_path / "out", SMALL, workers=1)
        fill(tmp_path / "raw", {"030-more.txt": article(900)})
        after = toolkit.build([tmp_path / "raw"], tmp_path / "out", SMALL, workers=1)
        old = {shard.content_sha256 for shard in before.configs["default"]["train"]}
        new = [shard.content_sha256 for shard in after.configs["default"]["train"]]
        assert len(new) > 8
        assert sum(digest not in old for digest in new) < len(new) / 2


KINDS = ("sound", "copy", "same text", "no header", "bad month", "no body", "binary", "empty")
FILES = st.lists(
    st.lists(st.tuples(st.sampled_from(KINDS[:5]), st.integers(0, 3)), min_size=1, max_size=3)
    | st.tuples(st.tuples(st.sampled_from(KINDS[3:]), st.just(0))),
    min_size=1,
    max_size=6,
)


def record(kind: str, number: int, serial: int) -> bytes:
    return {
        "sound": article(serial + 100),
        "copy": article(number),
        "same text": article(serial + 500, text=f"{number} {BODY}"),
        "no header": BROKEN["HD001"],
        "bad month": BROKEN["HD002"],
        "no body": BROKEN["BD001"],
        "binary": b"\x89PNG\r\n\x00\x00",
        "empty": b"",
    }[kind]


class TestConservation:
    @settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
    @given(files=FILES, shard_size=st.integers(1, 20_000))
    def test_every_record_is_published_a_duplicate_or_rejected(
        self, tmp_path: Path, files: Sequence[Sequence[tuple[str, int]]], shard_size: int
    ) -> None:
        for name in ("raw", "out", "out.audit"):
            shutil.rmtree(tmp_path / name, ignore_errors=True)
        raw = fill(
            tmp_path / "raw",
            {
                f"{at:02}.txt": b"\n".join(record(*kind, at * 10 + n) for n, kind in enumerate(kinds))
                for at, kinds in enumerate(files)
            },
        )
        seen = list(reading.records([raw], toolkit.Settings(require=STRICT)))
        ids = [found.id for found in seen if isinstance(found, Record)]
        chosen = toolkit.Settings(shard_size=shard_size, max_rejected=1.0, require=STRICT)
        if not ids:
            with pytest.raises(DataError, match="there is no record to publish"):
                toolkit.build([raw], tmp_path / "out", chosen, workers=1)
            return
        manifest = toolkit.build([raw], tmp_path / "out", chosen, workers=1)
        audit = tmp_path / "out.audit"
        published = [row["id"] for row in table(tmp_path / "out", "data/*")]
        duplicates, rejected = table(audit, "duplicates*"), table(audit, "rejected*")
        assert Counter(ids) == Counter(published) + Counter(row["id"] for row in duplicates)
        assert len(set(published)) == len(published)
        assert {row["kept_id"] for row in duplicates} <= set(published)
        counts = manifest.counts
        assert counts.conserved
        assert (counts.published, sum(counts.duplicates.values())) == (len(published), len(duplicates))
        assert sum(counts.rejected.values()) + counts.unreadable == len(rejected)
        assert counts.unreadable == sum(not (raw / row["file_path"]).stat().st_size for row in rejected)


class TestWhatIsNoDataset:
    @pytest.fixture
    def old(self, tmp_path: Path) -> dict[str, bytes]:
        """A dataset that stands at `out` and must outlive whatever goes wrong."""
        toolkit.build([fill(tmp_path / "old", {"a.txt": article(0)})], tmp_path / "out", workers=1)
        return contents(tmp_path / "out") | contents(tmp_path / "out.audit")

    @pytest.fixture(autouse=True)
    def _unharmed(self, old: dict[str, bytes], tmp_path: Path) -> Iterator[None]:
        yield
        assert contents(tmp_path / "out") | contents(tmp_path / "out.audit") == old
        assert left_behind(tmp_path / "out") == set()

    @pytest.mark.parametrize("workers", [1, 2])
    def test_no_record_is_an_error_that_names_what_is_wrong(self, tmp_path: Path, workers: int) -> None:
        raw = fill(tmp_path / "raw", {"a.txt": BROKEN["HD002"], "b.txt": b""})
        with pytest.raises(DataError) as error:
            toolkit.build([raw], tmp_path / "out", SMALL, workers=workers)
        first, *more = str(error.value).splitlines()
        assert first == "there is no record to publish in 2 files:"
        assert more[0].startswith(f"  {raw}/a.txt:1: HD002 ")
        assert more[1].startswith(f"  {raw}/b.txt: RD002 The file is empty.")

    def test_nor_is_a_folder_without_files(self, tmp_path: Path) -> None:
        with pytest.raises(DataError, match=r"^there is no record to publish in 0 files$"):
            toolkit.build([fill(tmp_path / "raw", {"README.md": b"notes"})], tmp_path / "out", workers=1)

    def test_too_many_rejected_is_an_error_that_names_the_first(self, tmp_path: Path) -> None:
        files = {f"{number:02}.txt": article(number) for number in range(9)} | {"9.txt": BROKEN["HD001"]}
        raw = fill(tmp_path / "raw", files)
        with pytest.raises(DataError) as error:
            toolkit.build([raw], tmp_path / "out", toolkit.Settings(max_rejected=0.09, require=STRICT), workers=1)
        assert str(error.value).startswith(
            "1 of 10 records are rejected or unreadable, more than max_rejected = 0.09 allows; "
            f"`toolkit validate` lists all faults, of which the first are:\n  {raw}/9.txt:1: HD001 "
        )

    def test_a_source_that_is_not_there_is_misuse(self, tmp_path: Path) -> None:
        with pytest.raises(UsageError, match="there is no such file or folder"):
            toolkit.build([tmp_path / "missing"], tmp_path / "out", workers=1)

    def test_a_second_build_at_the_same_time_stops(self, tmp_path: Path) -> None:
        raw = fill(tmp_path / "raw", {"a.txt": article(1)})
        tried = []

        def again(_: Progress) -> None:
            if not tried:
                tried.append(True)
                toolkit.build([raw], tmp_path / "out", workers=1)

        with pytest.raises(EnvironmentError_, match=r"another build of .*/out is under way"):
            toolkit.build([raw], tmp_path / "out", workers=1, report=again)

    def test_a_disk_that_is_too_small_is_told_before_the_work(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        class Usage(NamedTuple):
            free: int

        monkeypatch.setattr(shutil, "disk_usage", lambda _: Usage(100))
        with pytest.raises(EnvironmentError_, match=r"the build needs about .* bytes of disk, 100 are free"):
            toolkit.build([fill(tmp_path / "raw", {"a.txt": article(1)})], tmp_path / "out", workers=1)

    def test_an_interrupted_build_ends_its_workers_and_cleans_up(self, tmp_path: Path) -> None:
        raw = fill(tmp_path / "raw", {f"{number}.txt": article(number) for number in range(9)})

        def interrupt(progress: Progress) -> None:
            if progress.done:
                raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            toolkit.build([raw], tmp_path / "out", SMALL, workers=2, report=interrupt)

    @pytest.mark.parametrize("epoch", ["yesterday", "1e9", "99999999999999999", "-1"])
    def test_a_source_date_epoch_that_is_no_time_is_misuse(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, epoch: str
    ) -> None:
        monkeypatch.setenv("SOURCE_DATE_EPOCH", epoch)
        with pytest.raises(UsageError, match=f"SOURCE_DATE_EPOCH is '{epoch}', not a number of seconds since 1970"):
            toolkit.build([fill(tmp_path / "raw", {"a.txt": article(1)})], tmp_path / "out", workers=1)


class TestOtherThings:
    def test_a_foreign_folder_is_not_overwritten(self, tmp_path: Path) -> None:
        raw = fill(tmp_path / "raw", {"a.txt": article(1)})
        with pytest.raises(UsageError, match="is no dataset of this toolkit"):
            toolkit.build([raw], fill(tmp_path / "mine", {"a.doc": b"x"}), workers=1)
        assert contents(tmp_path / "mine") == {"a.doc": b"x"}

    def test_raw_files_that_a_glob_finds_in_the_dataset_itself_are_refused(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.chdir(fill(tmp_path, {"a.txt": article(1)}))
        toolkit.build(["*.txt"], "out", workers=1)
        with pytest.raises(UsageError, match=r"out.* is a file of the dataset itself, or of its audit or cache"):
            toolkit.build(["**/*"], "out", workers=1)

    def test_source_date_epoch_dates_it(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("SOURCE_DATE_EPOCH", "1685577600")
        raw = fill(tmp_path / "raw", {"a.txt": article(1)})
        manifest = toolkit.build([raw], tmp_path / "out", workers=1)
        assert manifest.created == "2023-06-01T00:00:00Z"

    def test_nothing_counts_as_published_after_source_date_epoch(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("SOURCE_DATE_EPOCH", "1577836800")
        manifest = toolkit.build([fill(tmp_path / "raw", {"a.txt": article(1)})], tmp_path / "out", workers=1)
        assert manifest.days == (None, None)
        assert manifest.created == "2020-01-01T00:00:00Z"

    def test_records_without_a_day_leave_it_undated(self, tmp_path: Path) -> None:
        raw = f" date 2023-05 https://a.example/x\n\nTitle\n\n{BODY}\n".encode()
        manifest = toolkit.build([fill(tmp_path / "raw", {"a.txt": raw})], tmp_path / "out", workers=1)
        assert (manifest.created, manifest.days) == (None, (None, None))

    def test_progress_is_told_in_order_and_adds_up(self, tmp_path: Path) -> None:
        raw = fill(tmp_path / "raw", {f"{number}.txt": article(number) for number in range(9)})
        told: list[Progress] = []
        manifest: Manifest = toolkit.build([raw], tmp_path / "out", SMALL, workers=1, report=told.append)
        assert list(dict.fromkeys(one.stage for one in told)) == ["prepare", "finish", "done"]
        prepared = [one.done for one in told if one.stage == "prepare"]
        assert prepared == sorted(prepared)
        assert (prepared[0], prepared[-1]) == (0, manifest.inputs.bytes)
        assert all(one.done <= one.total for one in told)
        assert told[-1].outcomes["records"] == 9

    def test_the_cards_template_stands_in_or_beside_the_raw_files(self, tmp_path: Path) -> None:
        template = describe.template(None).replace("## Uses", "## Uses of our own")
        raw = fill(tmp_path / "raw", {"a.txt": article(1)})
        for place in (tmp_path, raw):
            (place / "dataset_card.md").write_text(template, "utf-8")
            toolkit.build([raw / "a.txt" if place == raw else raw], tmp_path / "out", workers=1)
            assert "## Uses of our own" in (tmp_path / "out" / "README.md").read_text("utf-8")
            (place / "dataset_card.md").unlink()

    def test_odd_file_names_are_published_as_text(self, tmp_path: Path) -> None:
        raw = fill(tmp_path / "raw", {"a\nb.txt": article(1)})
        Path(os.fsdecode(os.fsencode(raw) + b"/\xfc.txt")).write_bytes(article(2))
        toolkit.build([raw], tmp_path / "out", workers=1)
        assert [row["file_path"] for row in table(tmp_path / "out", "data/*")] == ["\\xfc.txt", "a\nb.txt"]
        assert list(toolkit.verify(tmp_path / "out", [raw])) == []


class TestKilled:
    """`kill -9` at any moment of a build: the old dataset stands, and the next build is right."""

    @pytest.mark.parametrize("moment", ["work", "prepare", "finish", "done"])
    def test_leaves_the_old_dataset_whole_and_the_next_build_right(self, tmp_path: Path, moment: str) -> None:
        raw = fill(tmp_path / "raw", {f"{number:02}.txt": article(number) for number in range(20)})
        toolkit.build([fill(tmp_path / "old", {"a.txt": article(99)})], tmp_path / "out", SMALL, workers=1)
        before = contents(tmp_path / "out")
        script = (
            "import os, signal, toolkit\n"
            "def report(progress):\n"
            f"    if progress.stage == {moment!r} and (progress.done or progress.stage != 'prepare'):\n"
            "        os.kill(os.getpid(), signal.SIGKILL)\n"
            "if __name__ == '__main__':\n"
            f"    chosen = toolkit.Settings(shard_size=2500, max_rejected=1.0, require={STRICT})\n"
            f"    toolkit.build([{str(raw)!r}], {str(tmp_path / 'out')!r}, chosen, workers=2, report=report)\n"
        )
        (tmp_path / "run.py").write_text(script, "utf-8")
        with subprocess.Popen(
            [sys.executable, tmp_path / "run.py"], env=environment(), stderr=subprocess.DEVNULL
        ) as run:
            while moment == "work" and run.poll() is None:
                with suppress(OSError):
                    if any((tmp_path / "out.cache").glob("work-*/parts/*")):
                        run.kill()
                time.sleep(0.005)
            assert run.wait(60) == -signal.SIGKILL
        assert contents(tmp_path / "out") == before
        assert list(toolkit.verify(tmp_path / "out")) == []
        toolkit.build([raw], tmp_path / "fresh", SMALL, workers=1)
        toolkit.build([raw], tmp_path / "out", SMALL, workers=1)
        assert contents(tmp_path / "out") == contents(tmp_path / "fresh")
        assert left_behind(tmp_path / "out") == set()


def test_the_manifest_holds_no_path_of_this_machine(master: Built) -> None:
    text = (master.folder / "manifest.json").read_text("utf-8")
    assert str(master.raw.parent) not in text
    assert json.loads(text)["settings"]["shard_size"] == 2500
