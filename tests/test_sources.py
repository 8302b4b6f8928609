"""Raw files are found in one order, whatever the machine, and whatever is wrong with one is a problem of that one."""

from __future__ import annotations

import bz2
import gzip
import hashlib
import lzma
import os
import pwd
import threading
from contextlib import nullcontext
from pathlib import Path
from stat import S_IMODE
from typing import TYPE_CHECKING

import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rawfiles import article, fill, noise

from toolkit.errors import UsageError
from toolkit.sources import Input, Passed, find, read
from toolkit.values import Problem, Rejected, Source

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

ZSTD_WITH_CHECKSUM = "28b52ffd24108100004b6570742061732069742063616d652e2bd93d28"
"""`Kept as it came.`, as the `zstd` command packs it."""


def inputs(*given: Path | str) -> list[Input]:
    return [item for item in find([str(source) for source in given]) if isinstance(item, Input)]


def paths(*given: Path | str) -> list[str]:
    return [item.path for item in inputs(*given)]


def passed(*given: Path | str) -> list[str]:
    return [item.path for item in find([str(source) for source in given]) if isinstance(item, Passed)]


def found_in(items: Iterable[Input]) -> list[Source | Rejected]:
    return [found for opened in read(items) for found in opened if not isinstance(found, Passed)]


def read_one(path: Path) -> Source | Rejected:
    (found,) = found_in(inputs(path))
    return found


def digest_of(path: Path) -> str:
    """The SHA-256 that reading gives for the only file there."""
    (opened,) = read(inputs(path))
    list(opened)
    return opened.digest


def problem_of(found: Source | Rejected) -> Problem:
    assert isinstance(found, Rejected)
    assert found.place.line == 0, "the file as a whole"
    (problem,) = found.problems
    return problem


def read_problem(path: Path) -> Problem:
    return problem_of(read_one(path))


def zst(data: bytes) -> bytes:
    return pa.compress(data, codec="zstd", asbytes=True)


PACKED: dict[str, Callable[[bytes], bytes]] = {
    "gz": gzip.compress,
    "bz2": bz2.compress,
    "xz": lzma.compress,
    "zst": zst,
}


class TestOrder:
    def test_is_that_of_whole_paths_with_a_folder_sorted_as_its_name_and_a_slash(self, tmp_path: Path) -> None:
        fill(tmp_path, dict.fromkeys(("a/x.txt", "a.txt", "a-b.txt", "a0.txt", "b/c/d.txt", "b/c.txt", "B.txt"), b"x"))
        found = paths(tmp_path)
        assert found == ["B.txt", "a-b.txt", "a.txt", "a/x.txt", "a0.txt", "b/c.txt", "b/c/d.txt"]
        assert found == sorted(found)

    def test_of_several_sources_is_merged_by_path_then_by_source(self, tmp_path: Path) -> None:
        one = fill(tmp_path / "one", {"b.txt": b"1", "d.txt": b"1"})
        two = fill(tmp_path / "two", {"a.txt": b"2", "b.txt": b"2", "c.txt": b"2"})
        assert [(item.path, Path(item.location).parent.name) for item in find([str(one), str(two)])] == [
            ("a.txt", "two"),
            ("b.txt", "one"),
            ("b.txt", "two"),
            ("c.txt", "two"),
            ("d.txt", "one"),
        ]

    def test_does_not_depend_on_the_file_system(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        fill(tmp_path, {f"{a}/{b}.txt": b"x" for a in "cab" for b in "zyx"})
        before, scandir = paths(tmp_path), os.scandir

        def backwards(folder: str) -> nullcontext[list[os.DirEntry[str]]]:
            with scandir(folder) as entries:
                return nullcontext(sorted(entries, key=lambda entry: entry.name, reverse=True))

        monkeypatch.setattr(os, "scandir", backwards)
        assert paths(tmp_path) == before

    def test_does_not_end_at_any_depth(self, tmp_path: Path) -> None:
        folder = str(tmp_path)
        for _ in range(1200):
            folder += "/a"
            os.mkdir(folder)  # noqa: PTH102 — pathlib would be slow here
        Path(folder, "x.txt").write_bytes(b"x")
        found = paths(tmp_path)
        Path(folder, "x.txt").unlink()
        while folder != str(tmp_path):  # what pytest would clean up with would end at this depth
            os.rmdir(folder)  # noqa: PTH106
            folder = folder.rpartition("/")[0]
        assert found == [f"{'a/' * 1200}x.txt"]

    @settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(st.sets(st.text("a.-0/é", min_size=1, max_size=5), max_size=6), st.integers(0, 1 << 30))
    def test_of_any_folder_is_the_sorted_one(self, tmp_path: Path, names: set[str], number: int) -> None:
        root = tmp_path / str(number)
        for name in sorted(names):
            parts = [part for part in name.split("/") if part.strip(".") and not part.startswith(".")]
            if parts and not any((root / Path(*parts[:n])).is_file() for n in range(1, len(parts) + 1)):
                path = root / Path(*parts[:-1], f"{parts[-1]}+")
                path.parent.mkdir(parents=True, exist_ok=True)
                if not path.exists():
                    path.write_bytes(b"x")
        root.mkdir(exist_ok=True)
        found = paths(root)
        assert found == sorted(p.relative_to(root).as_posix() for p in root.rglob("*") if p.is_file())


class TestWhatIsTaken:
    def test_dot_files_and_notes_in_folders_are_passed_over(self, tmp_path: Path) -> None:
        names = (".hidden", ".git/x.txt", "README.md", "README", "LICENSE", "NOTICE.txt", "sub/README.md", "readme.txt")
        fill(tmp_path, dict.fromkeys((*names, "a.txt"), b"x"))
        assert paths(tmp_path) == ["a.txt", "readme.txt"]
        assert passed(tmp_path) == [
            ".git/", ".hidden", "LICENSE", "NOTICE.txt", "README", "README.md", "sub/README.md",
        ]  # fmt: skip

    def test_so_are_the_settings_and_the_card_that_a_build_looks_for_there(self, tmp_path: Path) -> None:
        fill(tmp_path, dict.fromkeys(("a.txt", "dataset_card.md", "pyproject.toml", "dataset_card.md.txt"), b"x"))
        assert paths(tmp_path) == ["a.txt", "dataset_card.md.txt"]

    def test_a_file_that_is_named_is_taken_whatever_its_name(self, tmp_path: Path) -> None:
        fill(tmp_path, {"README.md": b"x", ".hidden": b"x"})
        assert paths(tmp_path / "README.md", tmp_path / ".hidden") == [".hidden", "README.md"]

    def test_a_glob_gives_paths_relative_to_its_fixed_part(self, tmp_path: Path) -> None:
        fill(tmp_path, dict.fromkeys(("a/1.txt", "b/2.txt", "b/3.md", "c/d/4.txt"), b"x"))
        assert paths(f"{tmp_path}/*/*.txt") == ["a/1.txt", "b/2.txt"]
        assert paths(f"{tmp_path}/**/*.txt") == ["a/1.txt", "b/2.txt", "c/d/4.txt"]
        assert paths(f"{tmp_path}/b/[23].*") == ["2.txt", "3.md"]

    def test_a_file_whose_name_looks_like_a_glob_is_that_file(self, tmp_path: Path) -> None:
        fill(tmp_path, {"a[1].txt": b"x", "a1.txt": b"y"})
        assert paths(tmp_path / "a[1].txt") == ["a[1].txt"]

    def test_a_relative_source(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        fill(tmp_path, {"raw/a.txt": b"x", "raw/b/c.txt": b"x"})
        monkeypatch.chdir(tmp_path)
        assert [item.location for item in find(["raw"])] == ["raw/a.txt", "raw/b/c.txt"]
        assert paths("raw/*.txt") == ["a.txt"]
        assert paths("**/*.txt") == ["raw/a.txt", "raw/b/c.txt"]

    @pytest.mark.parametrize("name", ["missing", "missing/*.txt", "mis[s]ing"])
    def test_a_source_that_is_not_there_is_misuse(self, tmp_path: Path, name: str) -> None:
        with pytest.raises(UsageError, match=r"there is no such file or folder, and no file matches it as a pattern"):
            list(find([str(tmp_path / name)]))

    def test_an_empty_folder_holds_nothing(self, tmp_path: Path) -> None:
        assert paths(tmp_path) == []

    def test_linked_files_are_read_and_linked_folders_are_a_problem_not_a_loop(self, tmp_path: Path) -> None:
        fill(tmp_path, {"a.txt": b"x"})
        (tmp_path / "b.txt").symlink_to(tmp_path / "a.txt")
        (tmp_path / "loop").symlink_to(tmp_path)
        *files, link = found_in(inputs(tmp_path))
        assert [item.path for item in files if isinstance(item, Source)] == ["a.txt", "b.txt"]
        problem = problem_of(link)
        assert (problem.code, problem.place.path) == ("RD009", "loop")
        assert problem.message == "A link to a folder is not followed."


class TestNames:
    @pytest.mark.parametrize("name", ["a\nb.txt", "a\tb \x1b[31m.txt", "a" * 251 + ".txt", "ü" * 125, "a'b\"c,;:%.txt"])
    def test_odd_ones_are_read_like_any_other(self, tmp_path: Path, name: str) -> None:
        fill(tmp_path, {name: b"text"})
        assert paths(tmp_path) == [name]
        assert read_one(tmp_path) == Source(name, b"text")

    def test_bytes_that_are_no_utf8_stand_in_hex_in_the_published_path_and_sort_so(self, tmp_path: Path) -> None:
        Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xfcber.txt")).write_bytes(b"text")
        assert paths(fill(tmp_path / "more", {"a.txt": b"x"}), tmp_path) == ["\\xfcber.txt", "a.txt", "more/a.txt"]
        (tmp_path / "more" / "a.txt").unlink()
        assert read_one(tmp_path) == Source("\\xfcber.txt", b"text")


class TestContainers:
    @pytest.mark.parametrize("name", ["a.txt", "a", "a.txt.gz", "a.zst", "a.TXT.XZ", "a.bz2"])
    def test_the_digest_is_that_of_the_file_and_the_data_that_of_the_text(self, tmp_path: Path, name: str) -> None:
        packed = PACKED.get(name.rpartition(".")[2].lower(), bytes)(article())
        fill(tmp_path, {name: packed})
        assert read_one(tmp_path) == Source(name, article())
        assert digest_of(tmp_path) == hashlib.sha256(packed).hexdigest()

    @pytest.mark.parametrize(("ending", "pack"), PACKED.items())
    def test_concatenated_members_are_one_text(self, tmp_path: Path, ending: str, pack: type[bytes]) -> None:
        fill(tmp_path, {f"a.{ending}": pack(b"one\n") + pack(b"") + pack(b"two\n")})
        found = read_one(tmp_path)
        assert isinstance(found, Source)
        assert found.data == b"one\ntwo\n"

    @pytest.mark.parametrize(("ending", "pack"), PACKED.items())
    def test_a_large_one_is_read_whole(self, tmp_path: Path, ending: str, pack: type[bytes]) -> None:
        data = noise(3 << 20)
        fill(tmp_path, {f"a.{ending}": pack(data)})
        found = read_one(tmp_path)
        assert isinstance(found, Source)
        assert found.data == data

    @pytest.mark.parametrize(("ending", "pack"), PACKED.items())
    @pytest.mark.parametrize(
        "harm",
        [
            lambda data: data[:-1],
            lambda data: data[: len(data) // 2],
            lambda data: data[:3],
            lambda _: b"this is no archive, whatever its name says",
            lambda data: data + b"junk after the end",
            lambda data: data + data[: len(data) // 2],
        ],
        ids=["one byte short", "half", "three bytes", "text", "junk behind", "second member cut"],
    )
    def test_a_damaged_or_cut_one_is_a_problem(
        self, tmp_path: Path, ending: str, pack: type[bytes], harm: type[bytes]
    ) -> None:
        fill(tmp_path, {f"a.{ending}": harm(pack(article() + noise(2000)))})
        problem = read_problem(tmp_path)
        assert (problem.code, problem.place.path) == ("RD003", f"a.{ending}")
        assert problem.message.startswith("The file is damaged or cut off: ")
        assert "\n" not in problem.message

    def test_a_changed_byte_is_seen_where_the_format_keeps_a_checksum(self, tmp_path: Path) -> None:
        packed = {"a.gz": gzip.compress(b"Kept as it came."), "b.zst": bytes.fromhex(ZSTD_WITH_CHECKSUM)}
        fill(tmp_path, packed)
        assert [found.data for found in found_in(inputs(tmp_path)) if isinstance(found, Source)] == [
            b"Kept as it came."
        ] * 2
        fill(tmp_path, {name: data[:15] + bytes([data[15] ^ 1]) + data[16:] for name, data in packed.items()})
        assert [problem_of(found).code for found in found_in(inputs(tmp_path))] == ["RD003", "RD003"]

    def test_an_unknown_ending_is_that_of_plain_bytes(self, tmp_path: Path) -> None:
        fill(tmp_path, {"a.lz4": b"x"})
        assert read_one(tmp_path) == Source("a.lz4", b"x")

    @settings(max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(st.sampled_from(sorted(PACKED)), st.lists(st.binary(max_size=60), min_size=1, max_size=4))
    def test_decompression_gives_back_what_was_packed(self, tmp_path: Path, ending: str, pieces: list[bytes]) -> None:
        fill(tmp_path, {f"a.{ending}": b"".join(map(PACKED[ending], pieces))})
        assert read_one(tmp_path / f"a.{ending}") == Source(f"a.{ending}", b"".join(pieces))


class TestWhatCannotBeRead:
    def test_an_empty_file(self, tmp_path: Path) -> None:
        fill(tmp_path, {"a.txt": b""})
        problem = read_problem(tmp_path)
        assert (problem.code, problem.message) == ("RD002", "The file is empty.")

    def test_a_broken_link(self, tmp_path: Path) -> None:
        (tmp_path / "a.txt").symlink_to("nowhere")
        problem = read_problem(tmp_path)
        assert (problem.code, problem.message) == ("RD001", "The file cannot be read: No such file or directory.")

    def test_a_file_that_goes_after_it_was_listed(self, tmp_path: Path) -> None:
        listed = inputs(fill(tmp_path, {"a.txt": b"x"}))
        (tmp_path / "a.txt").unlink()
        (found,) = found_in(listed)
        assert problem_of(found).message == "The file cannot be read: No such file or directory."

    @pytest.mark.parametrize("later", [b"much longer than it was", b"s", b""])
    def test_a_file_that_changes_after_it_was_listed_is_read_as_it_is(self, tmp_path: Path, later: bytes) -> None:
        listed = inputs(fill(tmp_path, {"a.txt": b"before"}))
        (tmp_path / "a.txt").write_bytes(later)
        assert found_in(listed) == [Source("a.txt", later)]

    def test_a_pipe_that_nobody_writes_to_does_not_stop_a_build(self, tmp_path: Path) -> None:
        os.mkfifo(tmp_path / "pipe.txt")
        found: list[Source | Rejected] = []
        reader = threading.Thread(target=lambda: found.append(read_one(tmp_path)), daemon=True)
        reader.start()
        reader.join(5)
        assert found == [Source("pipe.txt", b"")]

    def test_a_pipe_that_is_named_is_read_to_its_end(self) -> None:
        reader, writer = os.pipe()
        with os.fdopen(writer, "wb") as file:
            file.write(article())
        found = read_one(Path(f"/dev/fd/{reader}"))
        os.close(reader)
        assert isinstance(found, Source)
        assert found.data == article()

    @pytest.mark.skipif(os.geteuid() != 0, reason="only root can become the user `nobody`")
    def test_without_permission_the_file_and_the_folder_are_named(self, tmp_path: Path) -> None:
        fill(tmp_path, {"a.txt": b"x", "b.txt": b"x", "closed/c.txt": b"x"})
        for folder in (tmp_path, *list(tmp_path.parents)[:3]):
            folder.chmod(S_IMODE(folder.stat().st_mode) | 0o755)
        (tmp_path / "b.txt").chmod(0)
        (tmp_path / "closed").chmod(0)
        os.seteuid(pwd.getpwnam("nobody").pw_uid)
        try:
            found = found_in(inputs(tmp_path))
        finally:
            os.seteuid(0)
            (tmp_path / "closed").chmod(0o755)
        refused = "The file cannot be read: Permission denied."
        assert found[0] == Source("a.txt", b"x")
        told = [problem_of(one) for one in found[1:]]
        assert [(one.place.path, one.code, one.message) for one in told] == [
            ("b.txt", "RD001", refused),
            ("closed/", "RD001", refused),
        ]

    def test_a_device_is_named_and_not_read(self, tmp_path: Path) -> None:
        (tmp_path / "zero.txt").symlink_to("/dev/zero")
        assert read_problem(tmp_path).message == "The file cannot be read: it is a device, not a file."

    def test_a_loop_of_links(self, tmp_path: Path) -> None:
        (tmp_path / "one.txt").symlink_to("two.txt")
        (tmp_path / "two.txt").symlink_to("one.txt")
        told = [problem_of(found).message for found in found_in(inputs(tmp_path))]
        assert told == ["The file cannot be read: Too many levels of symbolic links."] * 2

    def test_what_cannot_be_read_has_no_digest(self, tmp_path: Path) -> None:
        fill(tmp_path, {"a.gz": b"no gzip"})
        assert digest_of(tmp_path) == ""
