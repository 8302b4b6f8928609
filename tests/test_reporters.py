"""How problems are shown: one a line for people, JSON for programs, annotations for GitHub; whatever they quote."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.cli.reporters import REPORTERS
from toolkit.cli.summary import size, summary
from toolkit.errors import FAULTS
from toolkit.values import Place, Problem

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Built

ESCAPED = st.characters(min_codepoint=0xDC80, max_codepoint=0xDCFF)
"""What stands for a byte of a file name that is no UTF-8."""

ANY = st.text(st.characters(codec="utf-8") | ESCAPED, max_size=12)
PROBLEMS = st.lists(
    st.builds(
        Problem,
        code=st.sampled_from(sorted(FAULTS)),
        place=st.builds(Place, path=ANY, line=st.integers(0, 9)),
        message=st.text(max_size=12),
        mend=st.text(max_size=12),
        severity=st.sampled_from(["error", "warning"]),
    ),
    max_size=3,
)
COMMAND = re.compile(r"::(error|warning) file=([^,:]*)(?:,line=(\d+))?,title=([^,:]*)::(.*)")


def unescaped(text: str) -> str:
    """What GitHub makes of a property or a message."""
    for escape, char in (("%3A", ":"), ("%2C", ","), ("%0D", "\r"), ("%0A", "\n"), ("%25", "%")):
        text = text.replace(escape, char)
    return text


@given(PROBLEMS)
def test_text_is_a_line_a_problem(problems: list[Problem]) -> None:
    lines = list(REPORTERS["text"](problems))
    assert len(lines) == len(problems)
    for line, problem in zip(lines, problems, strict=True):
        assert f" {problem.severity}: " in line
        assert "\n" not in line
        assert "\r" not in line
        line.encode("utf-8")


@given(PROBLEMS)
def test_json_parses_back(problems: list[Problem]) -> None:
    text = "\n".join(REPORTERS["json"](problems))
    text.encode("utf-8")
    found = json.loads(text)
    assert [(one["line"], one["code"], one["severity"], one["message"], one["mend"]) for one in found] == [
        (problem.place.line, problem.code, problem.severity, problem.message, problem.mend) for problem in problems
    ]


@given(PROBLEMS)
def test_github_parses_back(problems: list[Problem]) -> None:
    lines = list(REPORTERS["github"](problems))
    for line, problem in zip(lines, problems, strict=True):
        line.encode("utf-8")
        assert "\n" not in line
        assert "\r" not in line
        found = COMMAND.fullmatch(line)
        assert found is not None
        assert found[1] == problem.severity
        assert int(found[3] or 0) == problem.place.line
        assert unescaped(found[4]) == problem.code
        assert unescaped(found[5]) == f"{problem.message} {problem.mend}"


@pytest.mark.parametrize("path", ["raw/a.txt", "a,b:c%.txt", "a\nb.txt", "ü.txt"])
def test_paths_come_through(path: str) -> None:
    problem = Problem.of("RD002", Place(path))
    found = COMMAND.fullmatch(next(REPORTERS["github"]([problem])))
    assert found is not None
    assert unescaped(found[2]) == path
    assert json.loads("".join(REPORTERS["json"]([problem])))[0]["path"] == path


def test_a_path_that_is_no_utf8_stands_in_hex() -> None:
    problem = Problem.of("RD002", Place("\udcfc.txt", 3))
    assert next(REPORTERS["text"]([problem])).startswith("\\xfc.txt:3: RD002 error: The file is empty. ")
    assert json.loads("".join(REPORTERS["json"]([problem])))[0]["path"] == "\\xfc.txt"


def test_no_problems() -> None:
    assert [list(REPORTERS[name]([])) for name in ("text", "json", "github")] == [[], ["[]"], []]


def test_reporters_hold_nothing_back() -> None:
    for reporter in REPORTERS.values():
        endless = iter(lambda: Problem.of("RD002", Place("a")), None)
        assert next(reporter(endless))


@pytest.mark.parametrize(
    ("number", "shown"),
    [(0, "0 B"), (999, "999 B"), (1000, "1.0 kB"), (2_500_000, "2.5 MB"), (7e15, "7.0 PB"), (7e18, "7000.0 PB")],
)
def test_sizes_are_for_people(number: float, shown: str) -> None:
    assert size(number) == shown


def test_a_summary_names_the_largest_counts(master: Built, tmp_path: Path) -> None:
    lines = list(summary(master.manifest, tmp_path / "out"))
    assert lines[0].startswith("in          18 files, ")
    assert "rejected    3 records (BD001 1, HD001 1, HD002 1)" in lines
    assert "unreadable  1 file" in lines


def test_a_summary_names_what_was_excluded(master: Built, tmp_path: Path) -> None:
    counts = replace(master.manifest.counts, excluded=1)
    lines = list(summary(replace(master.manifest, counts=counts), tmp_path / "out"))
    assert "excluded    1 record" in lines


def test_a_summary_names_eight_counts_at_most(master: Built, tmp_path: Path) -> None:
    languages = {f"x{letter}": number for number, letter in enumerate("abcdefghij", 1)}
    lines = list(summary(replace(master.manifest, languages=languages), tmp_path / "out"))
    assert "published   12 records (xj 10, xi 9, xh 8, xg 7, xf 6, xe 5, xd 4, xc 3, …)" in lines
