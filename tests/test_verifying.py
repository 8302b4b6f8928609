"""What `verify` finds: nothing in a sound dataset, and in a damaged one the damage, by its code and its file."""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from rawfiles import article, change_manifest, contents, environment, fill

import toolkit
from toolkit import annotation, describe, shards, verifying
from toolkit.errors import FAULTS, DataError
from toolkit.verifying import loading

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Built

    from toolkit.values import Problem

Row = dict[str, Any]


def problems(built: Built, *, raw: bool = False) -> list[Problem]:
    return list(toolkit.verify(built.folder, [built.raw] if raw else []))


def codes(built: Built, *, raw: bool = False) -> set[str]:
    return {problem.code for problem in problems(built, raw=raw)}


def shard_of(built: Built, config: str, number: int = 0) -> Path:
    return built.folder / built.manifest.configs[config]["train"][number].path


def rewrite(built: Built, config: str, change: Callable[[list[Row]], list[Row]], **options: object) -> Path:
    """The first shard with other rows, and the manifest and the card as if they had been written with it."""
    path = shard_of(built, config)
    columns = options.pop("columns", shards.arrow_schema(config))
    pq.write_table(pa.Table.from_pylist(change(pq.read_table(path).to_pylist()), columns), path)
    return describe_anew(built)


def describe_anew(built: Built) -> Path:
    """Make the manifest and the card say what the shards are now; the first shard of `default`."""
    manifest = json.loads((built.folder / "manifest.json").read_text("utf-8"))
    for splits in manifest["configs"].values():
        for split in splits.values():
            for file in split["files"]:
                path = built.folder / file["path"]
                found = shards.describe_shard(path, shards.content_digest(path))
                file |= {name: getattr(found, name) for name in file if name != "path"}
            for name in ("rows", "bytes", "uncompressed_bytes"):
                split[name] = sum(file[name] for file in split["files"])
    text = json.dumps(manifest)
    (built.folder / "manifest.json").write_text(text, "utf-8")
    told = describe.from_json(text)
    (built.folder / "README.md").write_text(describe.card(told, describe.template(None)), "utf-8")
    return shard_of(built, "default")


def first(**values: object) -> Callable[[list[Row]], list[Row]]:
    """The rows with the first one's values changed."""
    return lambda rows: [rows[0] | values, *rows[1:]]


class TestSound:
    def test_a_dataset_gives_nothing(self, master: Built) -> None:
        assert problems(master, raw=True) == []

    def test_nor_does_one_that_was_moved(self, built: Built) -> None:
        moved = built.folder.rename(built.folder.with_name("elsewhere"))
        assert list(toolkit.verify(str(moved), [str(built.raw)])) == []

    def test_nor_one_that_was_written_anew_by_the_same_rules(self, built: Built) -> None:
        rewrite(built, "default", list)
        assert problems(built) == []

    def test_nor_does_prose_added_to_the_card(self, built: Built) -> None:
        with (built.folder / "README.md").open("a", encoding="utf-8") as card:
            card.write("\nAnd a word of thanks.\n")
        assert problems(built) == []


class TestFiles:
    @pytest.mark.parametrize("at", [0, 3, 4, 40, 200, 1000, -9, -1])
    @pytest.mark.parametrize("config", ["default", "provenance"])
    def test_a_byte_changed_in_a_shard(self, built: Built, config: str, at: int) -> None:
        path = shard_of(built, config)
        data = bytearray(path.read_bytes())
        data[at] ^= 0xFF
        path.write_bytes(data)
        (problem,) = problems(built)
        assert (problem.code, problem.place.path) == ("VF002", str(path))
        assert problem.message.startswith("The manifest says sha256 ")

    def test_a_shard_cut_off(self, built: Built) -> None:
        path = shard_of(built, "default")
        path.write_bytes(path.read_bytes()[:-100])
        (problem,) = problems(built)
        assert (problem.code, problem.place.path) == ("VF002", str(path))
        assert problem.message.startswith("The manifest says bytes ")

    def test_a_shard_missing(self, built: Built) -> None:
        path = shard_of(built, "provenance")
        path.unlink()
        (problem,) = problems(built)
        assert (problem.code, problem.place.path) == ("VF002", str(path))
        assert problem.message == "The file cannot be read: No such file or directory."

    def test_a_shard_too_many(self, built: Built) -> None:
        path = shard_of(built, "default")
        extra = path.with_name("train-00009-of-00010.parquet")
        shutil.copy(path, extra)
        (problem,) = problems(built)
        assert (problem.code, problem.place.path) == ("VF002", str(extra))
        assert problem.message == "The manifest does not name this file."

    def test_two_shards_swapped(self, built: Built) -> None:
        one, other = shard_of(built, "default", 0), shard_of(built, "default", 1)
        data = one.read_bytes(), other.read_bytes()
        one.write_bytes(data[1])
        other.write_bytes(data[0])
        assert [(problem.code, problem.place.path) for problem in problems(built)] == [
            ("VF002", str(one)),
            ("VF002", str(other)),
        ]

    def test_a_shard_that_the_manifest_names_outside_the_dataset(self, built: Built) -> None:
        shutil.copy(shard_of(built, "default"), built.folder.parent / "x.parquet")
        change_manifest(built.folder, "configs", "default", "train", "files", 0, "path", to="../x.parquet")
        assert "VF002" in codes(built) or "VF001" in codes(built)

    def test_other_columns(self, built: Built) -> None:
        columns = shards.arrow_schema("default").append(pa.field("more", pa.string()))
        path = rewrite(built, "default", list, columns=columns)
        assert [(problem.code, problem.place.path) for problem in problems(built)] == [("VF003", str(path))]

    def test_features_that_the_footer_does_not_tell(self, built: Built) -> None:
        rewrite(built, "default", list, columns=shards.arrow_schema("default").remove_metadata())
        assert codes(built) == {"VF003"}


class TestManifest:
    @pytest.mark.parametrize("text", ["", "{", "[]", "null", "{}", '{"toolkit": 1}', "\udc80"])
    def test_that_is_no_manifest(self, built: Built, text: str) -> None:
        path = built.folder / "manifest.json"
        path.write_bytes(text.encode("utf-8", "surrogateescape"))
        (problem,) = problems(built)
        assert (problem.code, problem.place.path) == ("VF001", str(path))

    def test_that_is_missing(self, built: Built) -> None:
        (built.folder / "manifest.json").unlink()
        (problem,) = problems(built)
        assert (problem.code, problem.message) == ("VF001", "The file cannot be read: No such file or directory.")

    @pytest.mark.parametrize(
        ("keys", "value", "code"),
        [
            (("counts", "records"), 19, "VF005"),
            (("counts", "published"), 11, "VF005"),
            (("counts", "duplicates"), {}, "VF005"),
            (("configs", "default", "train", "files", 0, "rows"), 3, "VF001"),
            (("configs", "default", "train", "files", 0, "sha256"), "0" * 64, "VF002"),
            (("configs", "default", "train", "files", 0, "content_sha256"), "0" * 64, "VF002"),
            (("configs", "provenance"), {}, "VF001"),
            (("configs",), {}, "VF001"),
            (("settings", "shard_size"), "large", "VF001"),
            (("settings", "colour"), "red", "VF001"),
            (("days", "first"), "yesterday", "VF001"),
        ],
        ids=str,
    )
    def test_with_a_value_changed(self, built: Built, keys: tuple[str | int, ...], value: object, code: str) -> None:
        change_manifest(built.folder, *keys, to=value)
        found = problems(built)
        assert code in {problem.code for problem in found}, found
        if code != "VF002":
            assert {problem.place.path for problem in found if problem.code == code} == {
                str(built.folder / "manifest.json")
            }

    def test_that_is_consistent_but_not_with_the_footers(self, built: Built) -> None:
        path = built.folder / "manifest.json"
        split = json.loads(path.read_text("utf-8"))["configs"]["default"]["train"]
        keys = "configs", "default", "train"
        change_manifest(built.folder, *keys, "uncompressed_bytes", to=split["uncompressed_bytes"] + 1)
        size = split["files"][0]["uncompressed_bytes"]
        change_manifest(built.folder, *keys, "files", 0, "uncompressed_bytes", to=size + 1)
        found = [problem for problem in problems(built) if problem.code == "VF002"]
        assert [problem.message for problem in found] == [
            f"The manifest says uncompressed_bytes {size + 1}, the file has {size}."
        ]

    def test_whose_bytes_are_those_of_no_parquet_file(self, built: Built) -> None:
        data, path = b"PAR1 and no more", shard_of(built, "default")
        split = json.loads((built.folder / "manifest.json").read_text("utf-8"))["configs"]["default"]["train"]
        path.write_bytes(data)
        keys = "configs", "default", "train"
        change_manifest(built.folder, *keys, "bytes", to=split["bytes"] - split["files"][0]["bytes"] + len(data))
        change_manifest(built.folder, *keys, "files", 0, "bytes", to=len(data))
        change_manifest(built.folder, *keys, "files", 0, "sha256", to=hashlib.sha256(data).hexdigest())
        found = [problem for problem in problems(built) if problem.code == "VF002"]
        assert [problem.place.path for problem in found] == [str(path)]
        assert found[0].message.startswith("The file is no Parquet file: ")


class TestCard:
    @pytest.mark.parametrize(
        "change",
        [
            lambda text: text.replace("num_examples: 12", "num_examples: 13"),
            lambda text: text.replace("dtype: string", "dtype: int64", 1),
            lambda text: text.replace("config_name: default", "config_name: other"),
            lambda text: text.replace("---\n", "", 1),
            lambda text: text.replace("configs:", "configs: ["),
            lambda _: "",
            lambda _: "---\n- a list\n---\n",
        ],
        ids=["rows", "a type", "a name", "no front matter", "bad YAML", "empty", "no mapping"],
    )
    def test_with_other_front_matter(self, built: Built, change: Callable[[str], str]) -> None:
        path = built.folder / "README.md"
        before = path.read_text("utf-8")
        path.write_text(change(before), "utf-8")
        assert path.read_text("utf-8") != before
        found = problems(built)
        assert {"VF004"} <= {problem.code for problem in found} <= {"VF004", "VF008"}
        assert {problem.place.path for problem in found if problem.code == "VF004"} == {str(path)}

    def test_that_is_missing(self, built: Built) -> None:
        (built.folder / "README.md").unlink()
        assert "VF004" in codes(built)


class TestRows:
    @pytest.mark.parametrize(
        ("values", "message"),
        [
            ({"id": "0"}, "id: "),
            ({"id": "z" * 32}, "id: "),
            ({"language_score": 7.0}, "language_score: "),
            ({"published_from": "guess"}, "published_from: "),
            ({"url": "nowhere"}, "url: "),
        ],
        ids=str,
    )
    def test_that_break_the_schema(self, built: Built, values: dict[str, object], message: str) -> None:
        path = rewrite(built, "default", first(**values))
        found = [problem for problem in problems(built) if problem.code == "VF006"]
        assert message in found[0].message
        assert found[0].place.path == str(path)

    def test_that_stand_in_another_order_than_their_proof(self, built: Built) -> None:
        rewrite(built, "default", lambda rows: rows[::-1])
        assert {problem.code for problem in problems(built)} == {"VF006"}
        assert "The configs differ: row " in problems(built)[0].message

    def test_of_another_file_than_their_proof(self, built: Built) -> None:
        rewrite(built, "default", first(file_path="other.txt"))
        assert "VF006" in codes(built)

    def test_that_are_there_twice(self, built: Built) -> None:
        for config in ("default", "provenance"):
            rewrite(built, config, lambda rows: [*rows[:-1], rows[0]])
        found = [problem for problem in problems(built) if problem.code == "VF006"]
        assert [problem.message.endswith(" is there twice.") for problem in found] == [True]

    @pytest.mark.parametrize("config", ["default", "provenance"])
    def test_of_which_one_is_gone_from_one_config(self, built: Built, config: str) -> None:
        rewrite(built, config, lambda rows: rows[1:])
        found = problems(built)
        assert f"The config {config} holds 11 rows, 12 records are published." in [one.message for one in found]
        assert {problem.code for problem in found} == {"VF005"}

    def test_that_are_cut_into_other_shards_than_their_proof(self, built: Built) -> None:
        """All rows are there, but no longer side by side: `default` in one shard less than `provenance`."""
        one, other = shard_of(built, "default", 0), shard_of(built, "default", 1)
        pq.write_table(pa.concat_tables([pq.read_table(one), pq.read_table(other)]), one)
        other.unlink()
        path = built.folder / "manifest.json"
        tree = json.loads(path.read_text("utf-8"))
        del tree["configs"]["default"]["train"]["files"][1]
        path.write_text(json.dumps(tree), "utf-8")
        describe_anew(built)
        (problem,) = problems(built)
        assert (problem.code, problem.message) == ("VF005", "The configs are not cut into shards of the same rows.")


class TestProof:
    def with_edit(self, built: Built) -> None:
        """The dataset, built again from text that repair changes."""
        text = "Toplantı dün akşam yapıldı.Başkan kararı açıkladı.Üyeler kabul etti. " + "Oylama uzun sürdü. " * 20
        shutil.rmtree(built.raw)
        fill(built.raw, {"a.txt": article(1, text=text), "b.txt": article(2)})
        toolkit.build([built.raw], built.folder, workers=1)

    @pytest.mark.parametrize(
        "harm",
        [
            lambda edit: edit | {"after": "!"},
            lambda edit: edit | {"start": edit["start"] + 1, "end": edit["end"] + 1},
            lambda edit: edit | {"start": 100_000, "end": 100_000},
            lambda edit: edit | {"before": "x"},
        ],
        ids=["after", "place", "far away", "before"],
    )
    def test_with_an_edit_changed(self, built: Built, harm: Callable[[Row], Row]) -> None:
        self.with_edit(built)
        (path,) = built.folder.glob("data/*")
        (proof,) = built.folder.glob("provenance/*")
        rows = pq.read_table(proof).to_pylist()
        rows[0]["edits"][0] = harm(rows[0]["edits"][0])
        pq.write_table(pa.Table.from_pylist(rows, shards.arrow_schema("provenance")), proof)
        changed = built._replace(manifest=describe.from_json((built.folder / "manifest.json").read_text("utf-8")))
        describe_anew(changed)
        found = [problem for problem in problems(changed, raw=True) if problem.code == "VF007"]
        assert [problem.place.path for problem in found] == [str(path)]
        assert rows[0]["id"] in found[0].message

    def test_of_a_published_text_that_was_changed(self, built: Built) -> None:
        self.with_edit(built)
        changed = built._replace(manifest=describe.from_json((built.folder / "manifest.json").read_text("utf-8")))
        rewrite(changed, "default", first(text="Something else."))
        assert codes(changed) == {"VF007"}


class TestRaw:
    def test_a_changed_file(self, built: Built) -> None:
        fill(built.raw, {"03.txt": article(3).replace(b"Belediye", b"belediye")})
        assert problems(built) == []
        (problem,) = problems(built, raw=True)
        assert problem.code == "VF009"
        assert "03.txt:1: its raw bytes have another SHA-256" in problem.message

    def test_a_file_gone(self, built: Built) -> None:
        (built.raw / "03.txt").unlink()
        (problem,) = problems(built, raw=True)
        assert (problem.code, problem.place.path) == ("VF009", str(shard_of(built, "default", 0).parent / Path(
            next(shard.path for shard in built.manifest.configs["default"]["train"] if "03.txt" in pq.read_table(
                built.folder / shard.path)["file_path"].to_pylist())).name))  # fmt: skip
        assert problem.message.endswith("says that it stands at 03.txt:1, where no record begins.")

    def test_several_at_once_are_all_named(self, built: Built) -> None:
        (built.raw / "01.txt").unlink()
        (built.raw / "05.txt").unlink()
        fill(built.raw, {"07.txt": article(77)})
        found = problems(built, raw=True)
        assert [problem.code for problem in found] == ["VF009"] * 3
        for name, problem in zip(("01.txt", "05.txt", "07.txt"), found, strict=True):
            assert name in problem.message

    def test_a_file_moved_to_another_line(self, built: Built) -> None:
        fill(built.raw, {"03.txt": b"\n\n" + article(3)})
        assert codes(built, raw=True) == {"VF009"}

    def test_no_raw_files_at_all(self, built: Built) -> None:
        shutil.rmtree(built.raw)
        built.raw.mkdir()
        assert len(problems(built, raw=True)) == 12

    def test_more_files_than_the_dataset_was_built_from_are_no_fault_of_its_rows(self, built: Built) -> None:
        fill(built.raw, {"02b.txt": article(88), "zz.txt": article(89)})
        assert problems(built, raw=True) == []

    @pytest.mark.parametrize(
        ("values", "message"),
        [
            ({"encoding": "cp1251"}, "its bytes are not those of its text in cp1251"),
            ({"encoding": "klingon"}, "its bytes are not those of its text in klingon"),
            ({"spans": []}, "is not what stands at its spans"),
            ({"raw_sha256": "0" * 64}, "its raw bytes have another SHA-256"),
        ],
        ids=str,
    )
    def test_proof_that_does_not_lead_to_the_raw_bytes(
        self, built: Built, values: dict[str, object], message: str
    ) -> None:
        rewrite(built, "provenance", first(**values))
        found = [problem for problem in problems(built, raw=True) if problem.code == "VF009"]
        assert message in found[0].message

    def test_of_two_sources_with_equal_paths(self, tmp_path: Path) -> None:
        """The first `a.txt` is rejected, the second `b.txt` a duplicate: rows and files are told apart all the same."""
        one = fill(tmp_path / "one", {"a.txt": b"nothing\n", "b.txt": article(5), "c.txt": article(6)})
        two = fill(tmp_path / "two", {"a.txt": article(7), "b.txt": article(5), "c.txt": article(8)})
        toolkit.build([one, two], tmp_path / "out", toolkit.Settings(max_rejected=0.5), workers=1)
        assert list(toolkit.verify(tmp_path / "out", [one, two])) == []

    def test_of_two_sources_where_the_later_copy_is_the_longer(self, tmp_path: Path) -> None:
        one = fill(tmp_path / "one", {"a.txt": article(5, text="Short, but at the same address.")})
        two = fill(tmp_path / "two", {"a.txt": article(5)})
        toolkit.build([one, two], tmp_path / "out", workers=1)
        assert list(toolkit.verify(tmp_path / "out", [one, two])) == []


class TestLoading:
    def test_what_datasets_says_is_a_problem_that_names_the_config(self, built: Built) -> None:
        path = built.folder / "README.md"
        path.write_text(path.read_text("utf-8").replace("num_examples: 12", "num_examples: 13"), "utf-8")
        found = [problem for problem in problems(built) if problem.code == "VF008"]
        assert [problem.message.startswith(f"Config {name} does not load: ") for problem, name in zip(
            found, ("default", "provenance"), strict=True)] == [True, True]  # fmt: skip
        assert "\n" not in found[0].message

    def test_asks_no_network_and_changes_nothing_for_its_caller(self, master: Built) -> None:
        script = (
            "import os, socket, sys, datasets, toolkit\n"
            "def refuse(*_): sys.exit('the network was asked')\n"
            "socket.socket.connect = socket.getaddrinfo = refuse\n"
            "before = dict(os.environ)\n"
            f"assert list(toolkit.verify({str(master.folder)!r})) == []\n"
            "assert os.environ == before\n"
            "assert datasets.is_progress_bar_enabled()\n"
        )
        variables = {name: value for name, value in environment().items() if not name.startswith("HF_")}
        ran = subprocess.run([sys.executable, "-c", script], env=variables, capture_output=True, check=False)
        assert (ran.returncode, ran.stdout, ran.stderr) == (0, b"", b"")

    def test_rows_are_counted(self, master: Built) -> None:
        configs = {
            name: {"train": (*splits["train"], replace(splits["train"][0], rows=5))}
            for name, splits in master.manifest.configs.items()
        }
        found = [one.message for one in loading.problems(master.folder, replace(master.manifest, configs=configs))]
        assert found == [f"Config {name} loads with 12 rows, not 17." for name in configs]


class TestCheck:
    """What a build asks of its own work."""

    def test_is_silent_about_a_sound_dataset(self, master: Built) -> None:
        verifying.check(master.folder, master.manifest)

    def test_names_the_first_fault_of_another(self, built: Built) -> None:
        path = shard_of(built, "default")
        path.unlink()
        with pytest.raises(DataError) as error:
            verifying.check(built.folder, built.manifest)
        assert str(error.value) == (
            f"the dataset that was built is not sound, and was not put in place: {path}: "
            "The file cannot be read: No such file or directory."
        )


def test_verifying_changes_nothing(built: Built) -> None:
    before = contents(built.folder.parent)
    problems(built, raw=True)
    assert contents(built.folder.parent) == before


class TestExclusions:
    @pytest.mark.parametrize(
        ("entry", "rows"),
        [("haber.example", 12), ("http://haber.example/20230513/park-3.html", 1), ("aber.example", 0)],
    )
    def test_a_row_that_was_to_be_taken_out_is_found_by_its_salted_hash(
        self, built: Built, entry: str, rows: int
    ) -> None:
        salt, hashes = annotation.proof(frozenset({entry}))
        change_manifest(built.folder, "exclusions", to={"salt": salt, "hashes": hashes})
        found = problems(built)
        assert [problem.code for problem in found] == ["VF010"] * rows
        assert all("haber" not in problem.message for problem in found)


def test_a_cluster_that_was_not_looked_for(built: Built) -> None:
    """What else is said of clusters stands in test_near.py."""
    path = rewrite(built, "provenance", first(near_cluster="0" * 32))
    (problem,) = problems(built)
    assert (problem.code, problem.place.path) == ("VF011", str(shard_of(built, "provenance")))
    assert path.exists()


def test_every_code_that_verify_knows_is_shown_here() -> None:
    here = Path(__file__).read_text("utf-8")
    assert [code for code in FAULTS if code.startswith("VF") and f'"{code}"' not in here] == []


def test_the_digest_of_a_shard_is_that_of_sha256sum(master: Built) -> None:
    shard = master.manifest.configs["default"]["train"][0]
    assert hashlib.sha256((master.folder / shard.path).read_bytes()).hexdigest() == shard.sha256
