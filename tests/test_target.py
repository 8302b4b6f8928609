"""Where a build goes: nothing foreign is touched, one build at a time, and the old dataset is never in danger."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest
from rawfiles import contents, environment, fill

from toolkit.building import target as target_module
from toolkit.building.target import Target
from toolkit.errors import EnvironmentError_, UsageError

DATASET = {"manifest.json": b"{}", "data/a.parquet": b"old"}
AUDIT = {"inputs-00000-of-00001.parquet": b"old"}


@pytest.fixture
def target(tmp_path: Path) -> Target:
    """A target beside which a dataset and its audit stand already."""
    fill(tmp_path / "dataset", DATASET)
    fill(tmp_path / "dataset.audit", AUDIT)
    return Target(tmp_path / "dataset")


def finished(work: Path) -> tuple[Path, Path]:
    """A new dataset and audit in the work space."""
    return fill(work / "dataset", {"manifest.json": b"{}", "data/b.parquet": b"new"}), fill(work / "audit", {})


def swapped(target: Target) -> None:
    with target.workspace() as work:
        dataset, audit = finished(work)
        fill(audit, {"inputs-00000-of-00001.parquet": b"new"})
        target.swap(dataset, audit)


def is_new(target: Target) -> bool:
    """Whether the new dataset and audit stand whole in their places, and nothing is left over."""
    assert contents(target.cache) == {"lock": b""}
    return contents(target.folder) == {"manifest.json": b"{}", "data/b.parquet": b"new"} and contents(target.audit) == {
        "inputs-00000-of-00001.parquet": b"new"
    }


class TestCheck:
    @pytest.mark.parametrize("files", [{}, DATASET])
    def test_takes_an_empty_folder_or_a_dataset(self, tmp_path: Path, files: dict[str, bytes]) -> None:
        (tmp_path / "dataset").mkdir()
        Target(fill(tmp_path / "dataset", files)).check([str(tmp_path / "raw")])

    def test_refuses_a_folder_with_anything_else(self, tmp_path: Path) -> None:
        thesis = fill(tmp_path / "dataset", {"thesis.tex": b"x"})
        with pytest.raises(UsageError) as error:
            Target(thesis).check(["raw"])
        assert (
            str(error.value) == f"{thesis} exists and is no dataset of this toolkit: empty it or choose another --out"
        )

    def test_refuses_a_file_and_a_link_to_nowhere(self, tmp_path: Path) -> None:
        (tmp_path / "file").write_bytes(b"x")
        (tmp_path / "link").symlink_to("nowhere")
        for name in ("file", "link"):
            with pytest.raises(UsageError, match="is no dataset of this toolkit"):
                Target(tmp_path / name).check(["raw"])

    def test_refuses_a_foreign_folder_where_the_audit_goes(self, target: Target) -> None:
        shutil.rmtree(target.audit)
        fill(target.audit, {"letters.txt": b"mine"})
        with pytest.raises(UsageError, match=r"dataset\.audit exists and is no audit of this toolkit"):
            target.check(["raw"])

    @pytest.mark.parametrize(
        ("raw", "out"),
        [
            ("raw", "raw"),
            ("raw", "raw/out"),
            (".", "out"),
            ("out.audit", "out"),
            ("out.cache/x", "out"),
        ],
    )
    def test_refuses_raw_files_and_dataset_in_one_another(self, tmp_path: Path, raw: str, out: str) -> None:
        (tmp_path / raw).mkdir(parents=True, exist_ok=True)
        with pytest.raises(UsageError, match=r"lie in one another: choose folders side by side"):
            Target(tmp_path / out).check([str(tmp_path / raw)])

    def test_sees_through_links(self, tmp_path: Path) -> None:
        (tmp_path / "raw").mkdir()
        (tmp_path / "alias").symlink_to("raw")
        with pytest.raises(UsageError, match="lie in one another"):
            Target(tmp_path / "raw" / "out").check([str(tmp_path / "alias")])

    def test_takes_a_file_or_a_glob_beside_the_dataset(self, target: Target) -> None:
        target.check([f"{target.folder.parent}/*.txt", f"{target.folder.parent}/a.txt"])


class TestWorkspace:
    def test_is_empty_and_gone_afterwards(self, target: Target) -> None:
        with target.workspace() as work:
            assert list(work.iterdir()) == []
            fill(work, {"parts/x": b"x"})
        assert contents(target.cache) == {"lock": b""}

    def test_is_gone_after_an_exception_too(self, target: Target) -> None:
        def interrupted() -> None:
            with target.workspace() as work:
                fill(work, {"parts/x": b"x"})
                raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            interrupted()
        assert contents(target.cache) == {"lock": b""}

    def test_belongs_to_one_build_at_a_time(self, target: Target) -> None:
        with target.workspace(), pytest.raises(EnvironmentError_) as error, Target(target.folder).workspace():
            pass
        assert str(error.value) == (
            f"another build of {target.folder} is under way: wait for it, or choose another --out"
        )
        with target.workspace():
            pass

    def test_belongs_to_one_process_at_a_time(self, target: Target) -> None:
        script = (
            "import sys; from pathlib import Path; from toolkit.building.target import Target\n"
            f"try:\n    with Target(Path({str(target.folder)!r})).workspace(): print('in')\n"
            "except Exception as error: print(type(error).__name__)"
        )
        command = [sys.executable, "-c", script]
        with target.workspace():
            busy = subprocess.run(command, env=environment(), capture_output=True, text=True, check=True)
        free = subprocess.run(command, env=environment(), capture_output=True, text=True, check=True)
        assert (busy.stdout, free.stdout) == ("EnvironmentError_\n", "in\n")

    def test_begins_with_what_a_killed_build_left_cleaned_up(self, target: Target) -> None:
        left = {"work-abc/parts/x": b"x", "previous/manifest.json": b"{}", "previous.audit/y": b"y", "index": b"kept"}
        fill(target.cache, left)
        with target.workspace() as work:
            assert contents(target.cache) == {"lock": b"", "index": b"kept"}
            assert work.is_dir()
        assert contents(target.folder) == DATASET
        assert contents(target.audit) == AUDIT

    def test_begins_with_the_old_dataset_put_back_when_a_build_was_killed_between_two_renames(
        self, target: Target
    ) -> None:
        target.cache.mkdir()
        target.folder.rename(target.cache / "previous")
        target.audit.rename(target.cache / "previous.audit")
        with target.workspace():
            assert contents(target.folder) == DATASET
            assert contents(target.audit) == AUDIT
        assert contents(target.cache) == {"lock": b""}

    def test_that_cannot_be_made_is_told_with_its_path(self, tmp_path: Path) -> None:
        (tmp_path / "out.cache").write_bytes(b"a file")
        with pytest.raises(EnvironmentError_, match=r"out\.cache: File exists"), Target(tmp_path / "out").workspace():
            pass

    @pytest.mark.skipif(os.geteuid() != 0, reason="only root can become the user `nobody`")
    def test_without_permission_is_told_with_its_path(self, tmp_path: Path) -> None:
        os.seteuid(pwd.getpwnam("nobody").pw_uid)
        try:
            with pytest.raises(EnvironmentError_, match="Permission denied"), Target(tmp_path / "out").workspace():
                pass
        finally:
            os.seteuid(0)


class Usage(NamedTuple):
    total: int
    used: int
    free: int


class TestDisk:
    def test_that_is_too_small_is_told_before_anything_is_read(
        self, target: Target, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(shutil, "disk_usage", lambda _: Usage(10_000, 8000, 2000))
        with target.workspace():
            target.need(800)
            with pytest.raises(EnvironmentError_) as error:
                target.need(1000)
        assert str(error.value) == f"{target.cache}: the build needs about 2,500 bytes of disk, 2,000 are free"


class TestSwap:
    def test_puts_the_new_in_place_and_leaves_nothing_behind(self, target: Target) -> None:
        swapped(target)
        assert is_new(target)

    def test_puts_a_first_dataset_in_place(self, tmp_path: Path) -> None:
        target = Target(tmp_path / "new" / "dataset")
        swapped(target)
        assert is_new(target)

    def test_exchanges_the_names_in_one_step_where_the_system_can(self, target: Target) -> None:
        before = target.folder.stat().st_ino
        with target.workspace() as work:
            dataset, audit = finished(work)
            inode = dataset.stat().st_ino
            target.swap(dataset, audit)
            assert (target.folder.stat().st_ino, dataset.stat().st_ino) == (inode, before)

    def test_makes_two_renames_where_it_cannot(self, target: Target, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(target_module, "_exchanged", lambda *_: False)
        swapped(target)
        assert is_new(target)
        swapped(target)
        assert is_new(target)

    def test_that_fails_in_its_second_rename_puts_the_old_back(
        self, target: Target, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(target_module, "_exchanged", lambda *_: False)
        with target.workspace() as work, pytest.raises(FileNotFoundError):
            target_module._exchange(work / "missing", target.folder, target.cache / "previous")
        assert contents(target.folder) == DATASET
        assert contents(target.cache) == {"lock": b""}

    def test_replaces_a_link_and_not_what_it_points_to(self, tmp_path: Path) -> None:
        fill(tmp_path / "elsewhere", DATASET)
        (tmp_path / "dataset").symlink_to("elsewhere")
        target = Target(tmp_path / "dataset")
        target.check(["raw"])
        swapped(target)
        assert is_new(target)
        assert contents(tmp_path / "elsewhere") == DATASET

    def test_that_the_system_refuses_is_an_error_with_the_path(self, tmp_path: Path) -> None:
        with pytest.raises(OSError, match="No such file") as error:
            target_module._exchanged(tmp_path / "one", tmp_path / "other")
        assert error.value.filename == str(tmp_path / "other")


def test_a_target_is_a_folder_and_two_beside_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    target = Target(Path("a/../dataset"))
    assert (target.folder, target.audit, target.cache) == tuple(
        tmp_path / name for name in ("dataset", "dataset.audit", "dataset.cache")
    )
