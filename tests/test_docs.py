"""Documentation cannot drift: its commands and examples run, its links lead somewhere, its excerpts are real.

A page is run block by block, in a folder that holds what a clone holds:

    ```console   each `$ ` line runs in a shell and must exit 0; output shown below it is compared
    ```pycon     runs as a doctest, in a process of its own
    ```python    runs as a script, in a process of its own
    ```toml      settings: must be accepted

In output that is shown `...` stands for anything.  It is what a terminal shows: both streams, without progress.
"""

from __future__ import annotations

import doctest
import os
import re
import shutil
import subprocess
import sys
import tomllib
from datetime import date
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest

from toolkit import pipeline, schema
from toolkit.settings import Settings, of
from toolkit.values import Record, Source

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import ModuleType

ROOT = Path(__file__).parent.parent
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", ROOT / "raw/README.md", *sorted((ROOT / "docs").rglob("*.md"))]
NEEDED = ("raw", "pyproject.toml", "dataset_card.md")
"""What a page's commands find in their folder."""

NOT_RUN = {
    r"python -m pip install ": "it needs the network, and changes the environment that the tests run in",
    r"python -m nox ": "a session builds an environment; CI runs each, and their names are checked below",
    r"python benchmarks/deciding.py ": "it takes minutes and gigabytes; test_bench.py runs it on a few records",
    r"git ": "it would need a repository of the page's own",
    r"ray ": "Ray runs in a network of its own: tests/system/test_ray.py does what docs/cluster.md says",
    r"toolkit build --engine ray ": "as above",
    r"pre-commit ": "it is not installed with the tests, and fetches its hooks",
}
"""Commands that are shown and not run here, by how they begin, with the reason."""

CHECKED = {"console", "pycon", "python", "toml", "text", "yaml"}
_PROGRESS = re.compile(r"^toolkit: (?:plan|prepare|decide|finish|done): \d.*\n", re.MULTILINE)
_FENCE = re.compile(r"^( *)```(\S*)[^\n]*\n(.*?)^ *```$", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"\[(?:[^]`]|`[^`]*`)*\]\(([^)\s]+)\)")
_HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)


class Block(NamedTuple):
    """A fenced block: its language, its text without indent, and the line that it begins on."""

    kind: str
    text: str
    line: int


def blocks(page: Path) -> Iterator[Block]:
    text = page.read_text("utf-8")
    for found in _FENCE.finditer(text):
        body = re.sub(f"^{found[1]}", "", found[3], flags=re.MULTILINE)
        yield Block(found[2], body, text.count("\n", 0, found.start()) + 1)


def commands(block: Block) -> Iterator[tuple[str, str]]:
    """The commands of a console block, each with the output shown below it; a `\\` at the end goes on."""
    for piece in re.split(r"^\$ ", block.text, flags=re.MULTILINE)[1:]:
        lines = piece.splitlines(keepends=True)
        end = next((number for number, line in enumerate(lines, 1) if not line.endswith("\\\n")), len(lines))
        yield "".join(lines[:end]).strip(), "".join(lines[end:])


def same(shown: str, real: str) -> bool:
    return doctest.OutputChecker().check_output(shown, real, doctest.ELLIPSIS)


def names(paths: list[Path]) -> list[str]:
    return [path.relative_to(ROOT).as_posix() for path in paths]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with what a clone holds."""
    for name in NEEDED:
        source = ROOT / name
        (shutil.copytree if source.is_dir() else shutil.copy)(source, tmp_path / name)
    return tmp_path


@pytest.fixture
def environment(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """An environment in which `toolkit` and `python` are the ones under test, and nothing is fetched."""
    place = tmp_path_factory.mktemp("bin")
    for name, arguments in (("toolkit", "-m toolkit"), ("python", "")):
        script = place / name
        script.write_text(f'#!/bin/sh\nexec "{sys.executable}" {arguments} "$@"\n')
        script.chmod(0o755)
    own = {"PYTHONPATH": str(ROOT), "HF_HOME": str(place), "HF_HUB_OFFLINE": "1", "NO_COLOR": "1", "COLUMNS": "80"}
    return {**os.environ, **own, "PATH": f"{place}{os.pathsep}{os.environ['PATH']}"}


@pytest.mark.parametrize("page", PAGES, ids=names(PAGES))
def test_every_example_runs(page: Path, folder: Path, environment: dict[str, str]) -> None:
    for block in blocks(page):
        place = f"{page.name}:{block.line}"
        if block.kind.startswith("{"):  # a directive of the documentation's builder
            continue
        assert block.kind in CHECKED, f"{place}: nobody checks a block of kind {block.kind!r}"
        if block.kind == "console":
            for command, shown in commands(block):
                run(command, shown, place, folder, environment)
        elif block.kind in {"pycon", "python"}:
            (folder / "example").write_text(block.text, "utf-8")
            how = "-m doctest -o ELLIPSIS" if block.kind == "pycon" else ""
            run(f"python {how} example", "", place, folder, environment)
        elif block.kind == "toml":
            table = tomllib.loads(block.text)
            assert of(table.get("tool", {}).get("toolkit", table)), place


def run(command: str, shown: str, place: str, folder: Path, environment: dict[str, str]) -> None:
    """Run one command as a reader would, and compare what it prints with what the page shows."""
    if any(command.startswith(beginning) for beginning in NOT_RUN):
        assert not shown, f"{place}: output is shown of a command that is not run: {command}"
        return
    streams = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT}
    done = subprocess.run(command, shell=True, cwd=folder, env=environment, text=True, check=False, **streams)  # noqa: S602 — the page's own command
    seen = _PROGRESS.sub("", done.stdout)
    assert done.returncode == 0, f"{place}: {command}: exit {done.returncode}\n{seen}"
    assert not shown or same(shown, seen), f"{place}: {command} prints\n{seen}\nnot\n{shown}"


def generator() -> ModuleType:
    """`docs/generate.py`, which is no part of the package."""
    spec = spec_from_file_location("generate", ROOT / "docs/generate.py")
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


GENERATE = generator()


def anchors(page: Path) -> set[str]:
    """The names of a page's headings, as GitHub and the documentation's builder make them."""
    text = _FENCE.sub("", GENERATE.expand(page.read_text("utf-8")))
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in _HEADING.findall(text)}


@pytest.mark.parametrize("page", PAGES, ids=names(PAGES))
def test_every_link_leads_somewhere(page: Path) -> None:
    for link in _LINK.findall(_FENCE.sub("", page.read_text("utf-8"))):
        if link.startswith(("https://", "http://")):  # other sites are not asked
            continue
        path, _, anchor = link.partition("#")
        target = (page.parent / path).resolve() if path else page
        assert target.exists(), f"{page.name}: {link}"
        assert not anchor or anchor in anchors(target), f"{page.name}: {link}: there is no such heading"


def test_every_session_that_a_page_names_is_in_the_noxfile() -> None:
    known = set(re.findall(r"^@nox\.session.*\ndef (\w+)", (ROOT / "noxfile.py").read_text("utf-8"), re.MULTILINE))
    for page in PAGES:
        for named in re.findall(r"nox -s ([a-z ]+)", page.read_text("utf-8")):
            assert set(named.split()) <= known, f"{page.name}: nox -s {named}"
    contributing = (ROOT / "CONTRIBUTING.md").read_text("utf-8").split("| session |")[1].split("\n\n")[0]
    assert set(re.findall(r"`(\w+)`", re.sub(r"\|[^|]*\|$", "", contributing, flags=re.MULTILINE))) == known


def test_the_two_commands_stand_in_the_readme() -> None:
    shown = (ROOT / "README.md").read_text("utf-8")
    assert "\n$ python -m pip install nox && python -m nox -s build\n" in shown
    assert "\n$ python -m nox -s tests\n" in shown


def test_the_readme_shows_the_seed_as_it_is_before_and_after() -> None:
    before, after = (block.text.strip() for block in blocks(ROOT / "README.md") if block.kind == "text")
    seed = next((ROOT / "raw").glob("*.txt")).read_bytes()
    assert before in seed.decode("utf-8")
    published = [outcome for outcome, _ in processed(seed) if isinstance(outcome, Record)]
    assert after in published[0].text


def test_the_readme_names_every_folder() -> None:
    named = set(re.findall(r"^\| \[?`([^`/]+)/?`", (ROOT / "README.md").read_text("utf-8"), re.MULTILINE))
    kept = {"raw", "schema", "toolkit", "tests", "benchmarks", "docs", "dataset_card.md", "noxfile.py", "dataset"}
    assert named >= kept
    assert {name for name in named - {"dataset"} if not (ROOT / name).exists()} == set()


def processed(data: bytes) -> list[pipeline.Outcome]:
    settings = of(tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"].get("toolkit", {}))
    return list(pipeline.process(Source("raw.txt", data), pipeline.Rules(settings, date(2026, 1, 1))))


HEADS = (ROOT / "docs/raw-format.md").read_text("utf-8")
PIECES = dict(re.findall(r"^\| `([A-Z]+)` \| `(.*)` \|$", HEADS, re.MULTILINE))
CASES = re.findall(r"^\| ([^|`]+) \| `([^`]*⏎)` \| (.+) \|$", HEADS, re.MULTILINE)


@pytest.mark.parametrize(("name", "raw", "becomes"), CASES, ids=[name for name, *_ in CASES])
def test_a_head_becomes_what_the_page_says(name: str, raw: str, becomes: str) -> None:
    text = raw.replace("⏎", "\n")
    for piece, meaning in PIECES.items():
        text = text.replace(piece, meaning)
    outcomes = [outcome for outcome, _ in processed(text.encode("utf-8"))]
    published = [outcome for outcome in outcomes if isinstance(outcome, Record)]
    if becomes.startswith("rejected"):
        told = {p.code for outcome in outcomes for p in outcome.problems if p.severity == "error"}
        assert (published, told) == ([], set(re.findall(r"`(\w+)`", becomes))), name
        return
    assert len(published) == len(outcomes) == int(re.sub(r"\D.*", "", becomes) or 1), name
    assert published[0].warnings == tuple(re.findall(r"`(\w+)`", becomes)), name
    assert published[0].title == PIECES["TITLE"], name
    assert published[0].text[:30] == PIECES["BODY"][:30], name


def test_the_page_shows_every_kind_of_fault_that_a_head_can_have() -> None:
    assert len(CASES) >= 20
    shown = {code for *_, becomes in CASES for code in re.findall(r"`(\w+)`", becomes)}
    assert shown >= {code for code in GENERATE.FAULTS if code[:2] in {"HD", "BD"}}


@pytest.mark.parametrize(
    ("page", "told"),
    [
        ("problems", lambda: [f"`{code}`" for code in GENERATE.FAULTS]),
        ("rules", lambda: [f"## {rule.code}: {rule.name}" for rule in GENERATE.RULES]),
        ("settings", lambda: [f"## `{name}`" for name in Settings.__dataclass_fields__]),
        ("record", lambda: [f"| `{name}` |" for config in schema.CONFIGS.values() for name in schema.names(config)]),
        ("commands", lambda: [f"Usage: toolkit {name} " for name in GENERATE.group.commands]),
        ("architecture", lambda: ["`repairs`", "`building`"]),
    ],
)
def test_a_generated_page_tells_all_that_the_code_defines(page: str, told: Callable[[], list[str]]) -> None:
    text = GENERATE.expand((ROOT / f"docs/{page}.md").read_text("utf-8"))
    assert [one for one in told() if one not in text] == []
    assert "<!-- generate" not in text
