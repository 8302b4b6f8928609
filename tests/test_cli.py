"""The command line, command by command: what it prints and where, its exit codes, and never a traceback."""

from __future__ import annotations

import io
import json
import os
import pwd
import re
import shutil
import signal
import subprocess
import sys
import time
from contextlib import suppress
from importlib.metadata import version
from pathlib import Path
from stat import S_IMODE
from typing import TYPE_CHECKING, NamedTuple

import click
import pytest
from rawfiles import BROKEN, NO_HEADER, ROOT, STRICT_TOML, article, contents, environment, fill, left_behind, toolkit

from toolkit import repairs
from toolkit.building.target import Target
from toolkit.cli import main
from toolkit.cli.commands import commands
from toolkit.errors import FAULTS
from toolkit.repairs import RULES
from toolkit.values import Edit

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Built

SEED = ROOT / "raw"
GLUED = "Bakan dün akşam kararı açıkladı.Üyeler toplantıyı bitirdi."
MENDED = "Bakan dün akşam kararı açıkladı. Üyeler toplantıyı bitirdi."
ESCAPE = "\x1b["


class Ran(NamedTuple):
    """An exit code and what went to the two streams."""

    code: int
    out: str
    err: str


@pytest.fixture
def run(
    capfdbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> Callable[..., Ran]:
    """Runs a command in this process, in a folder of its own."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "pyproject.toml").write_text(f"[tool.toolkit]\n{STRICT_TOML}", "utf-8")

    def ran(*arguments: str | Path, stdin: bytes = b"") -> Ran:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin), "utf-8"))
        code = main([str(argument) for argument in arguments])
        sys.stdout.flush()
        out, err = capfdbinary.readouterr()
        assert b"Traceback" not in out + err
        return Ran(code, out.decode(), err.decode())

    return ran


class TestHelp:
    @pytest.mark.parametrize("flag", ["--help", "-h"])
    def test_names_every_command(self, run: Callable[..., Ran], flag: str) -> None:
        code, out, err = run(flag)
        assert (code, err) == (0, "")
        for name in ("build", "validate", "repair", "verify", "explain"):
            assert re.search(rf"^  {name} +\w", out, re.MULTILINE)

    @pytest.mark.parametrize("name", sorted(commands.commands))
    def test_of_a_command_ends_in_examples_of_it(self, run: Callable[..., Ran], name: str) -> None:
        code, out, _ = run(name, "--help")
        assert code == 0
        examples = out.partition("Examples:\n")[2].splitlines()
        assert len(examples) >= 2
        assert all(f"toolkit {name}" in example for example in examples)

    @pytest.mark.parametrize("name", sorted(commands.commands))
    def test_says_what_every_option_does(self, name: str) -> None:
        assert all(one.help for one in commands.commands[name].params if isinstance(one, click.Option))

    def test_is_what_no_command_gives(self, run: Callable[..., Ran]) -> None:
        code, out, err = run()
        assert code == 2
        assert "Commands:" in out + err

    def test_version(self, run: Callable[..., Ran]) -> None:
        assert run("--version") == (0, f"toolkit, version {version('corpus-dataset-toolkit')}\n", "")


class TestMisuse:
    @pytest.mark.parametrize(
        ("arguments", "message"),
        [
            (["buidl"], "Error: No such command 'buidl'. Did you mean 'build'?"),
            (["build", "--worker", "2"], "Error: No such option '--worker'. Did you mean '--workers'?"),
            (["build", "--workers", "0"], "Error: Invalid value for '--workers': 0 is not in the range x>=1."),
            (
                ["build", "--workers", "two"],
                "Error: Invalid value for '--workers': 'two' is not a valid",
            ),
            (["build", "--engine", "spark"], "Error: Invalid value for '--engine': 'spark' is not"),
            (["validate", "--format", "xml"], "Error: Invalid value for '--format': 'xml' is not one of"),
            (["verify"], "Error: Missing argument 'DIR'."),
            (["verify", "nowhere"], "toolkit: nowhere: there is no such folder"),
            (["validate", "nowhere"], "toolkit: nowhere: there is no such file or folder, and no file matches it"),
            (["build", "--raw", "nowhere"], "toolkit: nowhere: there is no such file or folder"),
            (["build", "--config", "nowhere.toml"], "toolkit: nowhere.toml: the settings cannot be read: No such file"),
            (["repair", "nowhere.txt"], "toolkit: nowhere.txt: No such file or directory"),
            (["repair", "."], "toolkit: .: Is a directory"),
            (["explain", "SP01"], "toolkit: there is no code 'SP01'; the nearest are SP001"),
            (["explain", "whatever"], "toolkit: there is no code 'whatever'; `toolkit explain` lists all"),
        ],
        ids=" ".join,
    )
    def test_is_told_in_a_line_with_exit_code_2(
        self, run: Callable[..., Ran], arguments: list[str], message: str
    ) -> None:
        code, out, err = run(*arguments)
        assert (code, out) == (2, "")
        assert err.splitlines()[-1].startswith(message)
        assert len(err.splitlines()) <= 4

    def test_of_settings_names_the_file_and_the_nearest_key(self, run: Callable[..., Ran]) -> None:
        Path("s.toml").write_text('joint = "line"\n', "utf-8")
        code, _, err = run("build", "--raw", SEED, "--config", "s.toml")
        assert (code, err) == (2, "toolkit: s.toml: there is no setting `joint`; the nearest is `joints`\n")

    @pytest.mark.skipif(os.geteuid() != 0, reason="only root can become the user `nobody`")
    def test_a_file_that_may_not_be_read_is_named(self, run: Callable[..., Ran], tmp_path: Path) -> None:
        fill(tmp_path, {"a.txt": b"x"})
        (tmp_path / "a.txt").chmod(0)
        for folder in (tmp_path, *list(tmp_path.parents)[:3]):
            folder.chmod(S_IMODE(folder.stat().st_mode) | 0o755)
        os.seteuid(pwd.getpwnam("nobody").pw_uid)
        try:
            assert run("repair", "a.txt") == (2, "", "toolkit: a.txt: Permission denied\n")
            code, out, _ = run("validate", "a.txt")
            assert (code, out.startswith("a.txt: RD001 error: The file cannot be read: Permission denied.")) == (
                1,
                True,
            )
        finally:
            os.seteuid(0)


class TestBuild:
    def test_ends_with_what_came_in_what_came_out_and_how_to_load_it(self, run: Callable[..., Ran]) -> None:
        raw = fill(Path("raw"), {f"{number}.txt": article(number) for number in range(3)})
        fill(raw, {"copy.txt": article(0), "bad.txt": BROKEN["BD001"], "empty.txt": b""})
        Path("s.toml").write_text("max_rejected = 0.5\n", "utf-8")
        code, out, err = run("build", "--config", "s.toml", "--workers", "1")
        assert code == 0
        told = {line[:12].strip(): line[12:] for line in out.splitlines()}
        assert told["in"].startswith("5 files, ")
        assert told["in"].endswith(", 5 records")
        assert told["published"] == "3 records (tr 3)"
        assert told["duplicates"] == "1 record (url 1)"
        assert told["rejected"] == "1 record (BD001 1)"
        assert told["unreadable"] == "1 file"
        assert re.fullmatch(r"dataset \(2 Parquet files, [\d.]+ kB\)", told["written"])
        assert told["audit"] == "dataset.audit says what became of every record that is not published"
        assert told["load"].startswith('datasets.load_dataset("dataset")')
        assert re.fullmatch(r"toolkit: prepare: 0 B of \d\.\d kB, 0 records", err.splitlines()[0])
        assert err.splitlines()[-1] == "toolkit: done: 5 records, 1 rejected, 1 unreadable"

    def test_quietly_writes_no_progress(self, run: Callable[..., Ran]) -> None:
        code, out, err = run("build", "--raw", SEED, "--out", "out", "--workers", "1", "--quiet")
        assert (code, err) == (0, "")
        assert "audit " not in out, "nothing was left out"

    def test_of_bad_data_has_exit_code_1_and_names_the_first_faults(self, run: Callable[..., Ran]) -> None:
        fill(Path("raw"), {"a.txt": BROKEN["HD002"]})
        code, out, err = run("build", "--quiet", "--workers", "1")
        assert (code, out) == (1, "")
        first, second = err.splitlines()
        assert first == "toolkit: there is no record to publish in 1 files:"
        assert second.startswith("  raw/a.txt:1: HD002 ")
        assert not Path("dataset").exists()

    def test_takes_several_sources_and_settings_beside_them(self, run: Callable[..., Ran]) -> None:
        fill(Path("one"), {"a.txt": article(1)})
        fill(Path("two"), {"b.txt": article(2).replace(b"\n", b"\r\n")})
        Path("pyproject.toml").write_text('[tool.toolkit]\ntitle = "Two folders"\n', "utf-8")
        code, _, _ = run("build", "--raw", "one", "--raw", "two/*.txt", "--workers", "1", "--out", "x/y")
        assert code == 0
        assert "pretty_name: Two folders" in Path("x/y/README.md").read_text("utf-8")

    def test_again_says_what_was_taken(self, run: Callable[..., Ran]) -> None:
        fill(Path("raw"), {"a.txt": article(0)})
        assert "reused" not in run("build", "--quiet").out
        for options in ((), ("--rehash",)):
            assert "reused      1 of 1 unit, 3 of 3 shards\n" in run("build", "--quiet", *options).out
        assert "reused" not in run("build", "--quiet", "--fresh").out

    def test_over_something_else_is_misuse(self, run: Callable[..., Ran]) -> None:
        fill(Path("dataset"), {"mine.txt": b"x"})
        code, _, err = run("build", "--raw", SEED)
        assert code == 2
        assert err.endswith("dataset exists and is no dataset of this toolkit: empty it or choose another --out\n")

    def test_without_room_has_exit_code_2(self, run: Callable[..., Ran], monkeypatch: pytest.MonkeyPatch) -> None:
        class Usage(NamedTuple):
            free: int

        monkeypatch.setattr(shutil, "disk_usage", lambda _: Usage(1))
        code, _, err = run("build", "--raw", SEED, "--workers", "1")
        assert code == 2
        assert re.search(r"dataset\.cache: the build needs about [\d,]+ bytes of disk, 1 are free\n$", err)


class TestCache:
    def test_shows_what_is_kept_and_removes_it(self, run: Callable[..., Ran]) -> None:
        fill(Path("raw"), {"a.txt": article(0)})
        run("build", "--quiet")
        fill(Path("dataset.cache/parts/left"), {"default.arrow": b"text"})
        code, out, err = run("cache", "dataset")
        assert (code, err) == (0, "")
        assert re.fullmatch(r"parts       2 parts, [\d.]+ kB\nstale       1 part, 4 B\n", out)
        assert re.fullmatch(
            r"parts       1 part, .*\nstale       0 parts, 0 B\n", run("cache", "dataset", "--prune").out
        )
        cleared = "parts       0 parts, 0 B\nstale       0 parts, 0 B\n"
        assert run("cache", "dataset", "--clear") == (0, cleared, "")
        assert run("verify", "dataset").code == 0

    def test_of_nothing_is_misuse(self, run: Callable[..., Ran]) -> None:
        code, out, err = run("cache", "dataset")
        assert (code, out) == (2, "")
        assert err.endswith("dataset.cache: there is no such folder: dataset has not been built here\n")

    def test_is_not_touched_under_a_build(self, run: Callable[..., Ran]) -> None:
        fill(Path("raw"), {"a.txt": article(0)})
        run("build", "--quiet")
        with Target(Path("dataset")).workspace():
            code, _, err = run("cache", "dataset", "--clear")
        assert code == 2
        assert "another build of" in err
        assert run("cache", "dataset").out.startswith("parts       1 part, ")


class TestValidate:
    @pytest.fixture(autouse=True)
    def _raw(self, run: Callable[..., Ran]) -> None:  # noqa: ARG002 — it is what changes the folder
        fill(Path("raw"), {f"{code}.txt": data for code, data in BROKEN.items()} | {"good.txt": article(1)})

    def test_of_sound_files_is_silent_and_done(self, run: Callable[..., Ran]) -> None:
        assert run("validate", "raw/good.txt") == (0, "", "toolkit: 1 sound record, 0 errors, 0 warnings\n")

    def test_of_warnings_alone_is_done(self, run: Callable[..., Ran]) -> None:
        code, out, _ = run("validate", SEED)
        assert code == 0
        assert re.match(r".*/000_2e250433782985ab\.txt:7: BD002 warning: The text ends in mid-sentence: ", out)

    def test_names_file_line_code_cause_and_mend_of_every_fault_in_one_run(self, run: Callable[..., Ran]) -> None:
        code, out, err = run("validate")
        assert code == 1
        found = [re.fullmatch(r"(raw/\S+):(\d+): (\S+) (error|warning): .+\. .+\.", line) for line in out.splitlines()]
        assert [match and match.groups() for match in found] == [
            ("raw/BD001.txt", "3", "BD001", "error"),
            ("raw/HD001.txt", "1", "HD001", "error"),
            ("raw/HD002.txt", "1", "HD002", "error"),
        ]
        assert err == "toolkit: 1 sound record, 3 errors, 0 warnings\n"

    def test_as_json_is_an_array_of_the_same(self, run: Callable[..., Ran]) -> None:
        code, out, _ = run("validate", "raw", "--format", "json")
        assert code == 1
        assert [(one["path"], one["line"], one["code"], one["severity"]) for one in json.loads(out)] == [
            ("raw/BD001.txt", 3, "BD001", "error"),
            ("raw/HD001.txt", 1, "HD001", "error"),
            ("raw/HD002.txt", 1, "HD002", "error"),
        ]
        assert json.loads(run("validate", "raw/good.txt", "--format", "json").out) == []

    def test_for_github_is_an_annotation_each(self, run: Callable[..., Ran]) -> None:
        code, out, _ = run("validate", "raw", "--format", "github")
        assert code == 1
        assert [line.partition("::")[2].partition("::")[0] for line in out.splitlines()] == [
            "error file=raw/BD001.txt,line=3,title=BD001",
            "error file=raw/HD001.txt,line=1,title=HD001",
            "error file=raw/HD002.txt,line=1,title=HD002",
        ]

    def test_writes_nothing(self, run: Callable[..., Ran]) -> None:
        before = contents(Path())
        run("validate")
        assert contents(Path()) == before

    def test_takes_settings(self, run: Callable[..., Ran]) -> None:
        Path("s.toml").write_text('require = ["title"]\n', "utf-8")
        code, out, _ = run("validate", "raw/HD002.txt", "--config", "s.toml")
        assert (code, "HD002 warning" in out) == (0, True)


class TestRepair:
    def test_is_a_filter(self, run: Callable[..., Ran]) -> None:
        assert run("repair", stdin=GLUED.encode()) == (0, MENDED, "")
        assert run("repair", "-", "--language", "tr", stdin=GLUED.encode()) == (0, MENDED, "")

    def test_reads_files_one_after_another(self, run: Callable[..., Ran]) -> None:
        fill(Path(), {"a.txt": GLUED.encode(), "b.txt": b"Nothing to do.\r\n"})
        assert run("repair", "a.txt", "b.txt").out.replace("\r", "") == f"{MENDED}Nothing to do.\n"

    def test_of_clean_text_gives_the_same_bytes(self, run: Callable[..., Ran]) -> None:
        text = "\u201cTırnaklar\u201d kalır.\nİkinci satır.\n"
        assert run("repair", stdin=text.encode()).out == text
        assert run("repair", stdin=b"") == (0, "", "")

    def test_writes_utf8_whatever_it_read(self, run: Callable[..., Ran]) -> None:
        text = "Başkan, iki ülkenin ilişkilerinin güçlendiğini söyledi. Görüşme üç saat sürdü."
        assert run("repair", "--language", "tr", stdin=text.encode("cp1254")).out == text
        assert run("repair", stdin=text.encode("utf-8-sig")).out == text
        assert run("repair", stdin="\ufeff".encode("utf-16-le") + text.encode("utf-16-le")).out == text

    def test_as_a_diff_shows_each_edit_in_its_place(self, run: Callable[..., Ran]) -> None:
        fill(Path(), {"a.txt": f"Önce bir satır vardı.\n{GLUED}\n".encode()})
        code, out, _ = run("repair", "a.txt", "--diff")
        head, edit = out.splitlines()
        assert (code, head) == (0, "--- a.txt (tr, 1 edit)")
        assert edit == "    2 SP001 kan dün akşam kararı açıkladı.{+ +}Üyeler toplantıyı bitirdi.\\n"

    def test_as_a_diff_shows_what_cannot_be_seen(self, run: Callable[..., Ran]) -> None:
        _, out, _ = run("repair", "--diff", "--language", "tr", stdin="Eve\x1b[31m vardı.".encode())
        assert "[-\\u001b[31m-]" in out
        assert ESCAPE not in out

    def test_as_json_gives_edits_that_replay(self, run: Callable[..., Ran]) -> None:
        fill(Path(), {"a.txt": GLUED.encode()})
        code, out, _ = run("repair", "a.txt", "--json")
        found = json.loads(out)
        assert (code, found["file"], found["language"], found["text"]) == (0, "a.txt", "tr", MENDED)
        edits = [Edit(**edit) for edit in found["edits"]]
        assert repairs.replay(GLUED, edits) == MENDED
        assert repairs.reverse(found["text"], edits) == GLUED

    @pytest.mark.parametrize("form", ["--diff", "--json"])
    def test_of_a_name_that_is_no_utf8(self, run: Callable[..., Ran], form: str) -> None:
        name = os.fsdecode(b"\xfc.txt")
        Path(name).write_bytes(GLUED.encode())
        code, out, _ = run("repair", name, form)
        assert code == 0
        assert "xfc.txt" in out

    def test_of_bytes_that_are_no_text_has_exit_code_1(self, run: Callable[..., Ran]) -> None:
        fill(Path(), {"a.png": b"\x89PNG\r\n\x00\x00"})
        code, out, err = run("repair", "a.png")
        assert (code, out) == (1, "")
        assert err.startswith("toolkit: a.png: DC002 ")


class TestVerify:
    def test_of_a_sound_dataset_is_silent_and_done(self, run: Callable[..., Ran], master: Built) -> None:
        assert run("verify", master.folder, "--raw", master.raw) == (
            0,
            "",
            "toolkit: the dataset is sound, 0 errors, 0 warnings\n",
        )

    def test_of_another_names_what_is_wrong(self, run: Callable[..., Ran], built: Built) -> None:
        (built.folder / "manifest.json").unlink()
        code, out, _ = run("verify", built.folder)
        assert code == 1
        assert out.startswith(f"{built.folder}/manifest.json: VF001 error: The file cannot be read: No such file")

    def test_in_other_formats(self, run: Callable[..., Ran], built: Built) -> None:
        (built.folder / "manifest.json").unlink()
        assert json.loads(run("verify", built.folder, "--format", "json").out)[0]["code"] == "VF001"
        assert run("verify", built.folder, "--format", "github").out.startswith("::error file=")

    def test_of_a_folder_that_is_named_like_a_format(self, run: Callable[..., Ran]) -> None:
        """`datasets` knows `json` and others as formats: the folder must be meant all the same."""
        run("build", "--raw", SEED, "--out", "json", "--workers", "1")
        assert run("verify", "json") == (0, "", "toolkit: the dataset is sound, 0 errors, 0 warnings\n")


class TestExplain:
    @pytest.mark.parametrize("code", [*(rule.code for rule in RULES), *FAULTS])
    def test_every_code(self, run: Callable[..., Ran], code: str) -> None:
        done, out, err = run("explain", code.lower())
        assert (done, err) == (0, "")
        assert out.startswith(f"{code}  ")
        if code in FAULTS:
            assert FAULTS[code].meaning in out
            assert f"Mend: {FAULTS[code].mend}" in out
        else:
            assert "\nRepairs:\n" in out
            assert "\nLeaves alone:\n" in out

    def test_a_rule_shows_its_examples(self, run: Callable[..., Ran]) -> None:
        rule = RULES[0]
        out = run("explain", rule.code).out
        assert all(repr(example.before)[1:40] in out for example in rule.examples)

    def test_all(self, run: Callable[..., Ran]) -> None:
        code, out, _ = run("explain")
        assert code == 0
        listed = re.findall(r"^  ([A-Z]{2}\d{3})  ", out, re.MULTILINE)
        assert listed == [*(rule.code for rule in RULES), *FAULTS]


class TestColour:
    def test_is_for_terminals_alone(self, run: Callable[..., Ran]) -> None:
        assert ESCAPE not in run("repair", "--diff", stdin=GLUED.encode()).out

    @pytest.mark.parametrize(("no_color", "coloured"), [("", True), ("1", False)])
    def test_on_a_terminal_yields_to_no_color(self, tmp_path: Path, no_color: str, coloured: bool) -> None:  # noqa: FBT001
        fill(tmp_path, {"a.txt": GLUED.encode()})
        shown = on_terminal("repair", "a.txt", "--diff", cwd=tmp_path, NO_COLOR=no_color)
        assert (ESCAPE in shown) == coloured
        assert "açıkladı." in shown


def on_terminal(*arguments: str, cwd: Path, **variables: str) -> str:
    """What a command shows on a terminal."""
    parent, child = os.openpty()
    command = [sys.executable, "-m", "toolkit", *arguments]
    settings = environment(TERM="xterm", COLUMNS="120", **variables)
    with subprocess.Popen(command, stdin=child, stdout=child, stderr=child, cwd=cwd, env=settings) as process:
        os.close(child)
        shown = b""
        with suppress(OSError):  # a terminal ends so
            while piece := os.read(parent, 1 << 16):
                shown += piece
        os.close(parent)
    assert process.returncode == 0
    return shown.decode()


class TestProcess:
    """The same in processes of their own: streams, signals, terminals."""

    def test_python_m_toolkit(self, tmp_path: Path) -> None:
        fill(tmp_path / "raw", {"a.txt": BROKEN["BD001"]})
        ran = toolkit("validate", cwd=tmp_path)
        assert ran.returncode == 1
        assert ran.stdout.startswith(b"raw/a.txt:3: BD001 error: ")

    def test_results_go_to_standard_output_and_all_else_to_standard_error(self, tmp_path: Path) -> None:
        fill(tmp_path / "raw", {"a.txt": article(1)})
        ran = toolkit("build", "--workers", "2", cwd=tmp_path)
        assert ran.returncode == 0
        assert ran.stdout.startswith(b"in          1 file, ")
        assert all(line.startswith(b"toolkit: ") for line in ran.stderr.splitlines())

    def test_progress_on_a_terminal_is_a_bar(self, tmp_path: Path) -> None:
        fill(tmp_path / "raw", {"a.txt": article(1)})
        shown = on_terminal("build", "--workers", "1", cwd=tmp_path)
        assert "━" in shown
        assert "published   1 record" in shown

    def test_help_loads_neither_arrow_nor_datasets(self) -> None:
        script = "import sys; from toolkit.cli import main; main(['build', '--help']); print(set(sys.modules))"
        command = [sys.executable, "-c", script]
        ran = subprocess.run(command, capture_output=True, env=environment(), text=True, check=True)
        assert not {"'pyarrow'", "'datasets'", "'numpy'", "'ftfy'"} & set(re.findall(r"'\w+'", ran.stdout))

    @pytest.mark.parametrize("command", ["explain", "validate raw"])
    def test_a_reader_that_has_seen_enough_is_no_fault(self, tmp_path: Path, command: str) -> None:
        fill(tmp_path / "raw", {f"{number:04}.txt": BROKEN["BD001"] for number in range(3000)})
        ran = subprocess.run(
            ["bash", "-c", f"set -o pipefail; {sys.executable} -m toolkit {command} | head -1"],
            cwd=tmp_path, env=environment(), capture_output=True, check=False, timeout=120,
        )  # fmt: skip
        assert len(ran.stdout.splitlines()) == 1
        assert b"Traceback" not in ran.stderr
        assert b"Exception ignored" not in ran.stderr
        assert b"fault of the toolkit" not in ran.stderr
        assert ran.returncode in {0, 1, 141}

    @pytest.mark.parametrize("arguments", [["explain"], ["repair", "a.txt"], ["validate", "a.txt"]], ids=" ".join)
    def test_nor_is_one_that_is_gone_from_the_start(self, tmp_path: Path, arguments: list[str]) -> None:
        fill(tmp_path, {"a.txt": NO_HEADER})
        reader, writer = os.pipe()
        os.close(reader)
        ran = toolkit(*arguments, cwd=tmp_path, stdout=writer, stderr=subprocess.PIPE, capture_output=False)
        os.close(writer)
        assert (ran.returncode, ran.stderr) == (1, b"")

    def test_main_raises_nothing_even_then(self) -> None:
        script = (
            "import os, sys; from toolkit.cli import main\nreader, writer = os.pipe(); os.close(reader)\n"
            "os.dup2(writer, 1); code = main(['explain']); sys.stderr.write(f'came back with {code}')"
        )
        ran = subprocess.run([sys.executable, "-c", script], env=environment(), capture_output=True, check=False)
        assert (ran.returncode, ran.stderr) == (0, b"came back with 1")

    def test_a_full_disk_under_standard_output_is_told(self, tmp_path: Path) -> None:
        fill(tmp_path, {"a.txt": GLUED.encode() * 10_000})
        with Path("/dev/full").open("wb") as full:
            ran = toolkit("repair", "a.txt", cwd=tmp_path, stdout=full, stderr=subprocess.PIPE, capture_output=False)
        assert (ran.returncode, ran.stderr) == (2, b"toolkit: [Errno 28] No space left on device\n")

    @pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
    @pytest.mark.parametrize("workers", ["1", "2"])
    def test_an_interrupt_ends_a_build_cleanly(self, tmp_path: Path, number: signal.Signals, workers: str) -> None:
        fill(tmp_path / "raw", {f"{n:03}.txt": article(n) * 100 for n in range(150)})
        command = [sys.executable, "-m", "toolkit", "build", "--workers", workers]
        with subprocess.Popen(
            command, cwd=tmp_path, env=environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE
        ) as build:
            while build.poll() is None and not any(tmp_path.glob("dataset.cache/work-*/parts/*")):
                time.sleep(0.01)
            build.send_signal(number)
            out, err = build.communicate(timeout=60)
        assert (build.returncode, out) == (130, b"")
        assert err.splitlines()[-1] == b"toolkit: interrupted; what stood before stands as it was"
        assert b"Traceback" not in err
        assert left_behind(tmp_path / "dataset") == set()
        assert not (tmp_path / "dataset").exists()

    def test_two_builds_at_once(self, tmp_path: Path) -> None:
        fill(tmp_path / "raw", {f"{n:03}.txt": article(n) * 100 for n in range(100)})
        command = [sys.executable, "-m", "toolkit", "build", "--workers", "1", "--quiet"]
        with subprocess.Popen(command, cwd=tmp_path, env=environment(), stdout=subprocess.PIPE) as first:
            while first.poll() is None and not any(tmp_path.glob("dataset.cache/work-*")):
                time.sleep(0.01)
            second = toolkit("build", "--quiet", cwd=tmp_path)
            first.communicate(timeout=120)
        assert (first.returncode, second.returncode) == (0, 2)
        assert second.stderr.endswith(b"dataset is under way: wait for it, or choose another --out\n")

    @pytest.mark.parametrize("arguments", [["explain"], ["--debug", "explain"]], ids=" ".join)
    def test_a_fault_of_the_toolkit_itself_is_a_line_or_with_debug_a_traceback(self, arguments: list[str]) -> None:
        script = (
            "import sys, toolkit.cli.explaining as room; from toolkit.cli import main\n"
            f"room.listing = lambda: 1 / 0\nsys.exit(main({arguments}))"
        )
        command = [sys.executable, "-c", script]
        ran = subprocess.run(command, capture_output=True, env=environment(), text=True, check=False)
        if "--debug" in arguments:
            assert ran.stderr.startswith("Traceback")
            assert ran.stderr.endswith("ZeroDivisionError: division by zero\n")
        else:
            cause = "ZeroDivisionError: division by zero; please report it with what --debug prints"
            assert (ran.returncode, ran.stderr) == (2, f"toolkit: a fault of the toolkit itself: {cause}\n")


class TestRepairWithSettings:
    def test_switches_rules_off(self, run: Callable[..., Ran]) -> None:
        Path("my.toml").write_text('disable = ["SP001"]\n', "utf-8")
        text = f"{GLUED}\n"
        assert run("repair", "--language", "tr", stdin=text.encode()).out == f"{MENDED}\n"
        assert run("repair", "--language", "tr", "--config", "my.toml", stdin=text.encode()).out == text

    def test_of_a_rule_that_does_not_exist_is_misuse(self, run: Callable[..., Ran]) -> None:
        Path("my.toml").write_text('disable = ["SP991"]\n', "utf-8")
        code, _, err = run("repair", "--config", "my.toml", stdin=b"x\n")
        assert code == 2
        assert "`disable`: there is no rule 'SP991'; the nearest is 'SP0" in err

    def test_of_what_is_no_language_is_misuse_and_names_the_nearest(self, run: Callable[..., Ran]) -> None:
        code, _, err = run("repair", "--language", "TR", stdin=b"x\n")
        assert (code, err) == (
            2,
            "toolkit: --language 'TR' is not a language subtag such as 'tr'; the nearest is 'tr'\n",
        )

    @pytest.mark.parametrize(
        ("language", "left"), [("xx", "what is safe in any language is repaired"), ("ja", "its spacing is left alone")]
    )
    def test_of_a_language_without_words_says_so(self, run: Callable[..., Ran], language: str, left: str) -> None:
        code, out, err = run("repair", "--language", language, stdin=b"abc\n")
        assert (code, out) == (0, "abc\n")
        assert err == f"toolkit: there is no word list for '{language}': {left}\n"
