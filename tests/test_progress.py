"""Progress: a bar on a terminal, plain lines now and then where there is none, nothing where it is not wanted."""

from __future__ import annotations

import io
import sys
import time
from collections import Counter
from typing import TYPE_CHECKING

from toolkit.building import Progress
from toolkit.cli.progress import shown

if TYPE_CHECKING:
    import pytest

OUTCOMES = Counter({"records": 1234, "rejected:HD001": 2, "rejected:BD001": 1, "unreadable": 4})


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def told(stage: str, done: int) -> Progress:
    return Progress(stage, done, 2_000_000, OUTCOMES)


def test_plain_lines_come_with_each_stage_and_then_every_few_seconds(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    now = [100.0]
    monkeypatch.setattr(time, "monotonic", lambda: now[0])
    with shown(quiet=False) as report:
        for seconds, stage, done in (
            (0, "prepare", 0),
            (1, "prepare", 0),
            (5, "prepare", 500_000),
            (0, "done", 2_000_000),
        ):
            now[0] += seconds
            report(told(stage, done))
    assert capsys.readouterr().err.splitlines() == [
        "toolkit: prepare: 0 B of 2.0 MB, 1,234 records, 3 rejected, 4 unreadable",
        "toolkit: prepare: 500.0 kB of 2.0 MB, 1,234 records (206/s), 3 rejected, 4 unreadable, 0:00:18 left",
        "toolkit: done: 2000000 of 2000000, 1,234 records, 3 rejected, 4 unreadable",
    ]


def test_of_nothing_to_do_divides_by_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    with shown(quiet=False) as report:
        report(Progress("prepare", 0, 0, Counter()))
    assert capsys.readouterr().err == "toolkit: prepare: 0 B of 0 B, 0 records\n"


def test_quietly_nothing_is_written(capsys: pytest.CaptureFixture[str]) -> None:
    with shown(quiet=True) as report:
        report(told("prepare", 0))
    assert capsys.readouterr() == ("", "")


def test_on_a_terminal_it_is_a_bar_that_goes_when_it_is_done(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "160")
    with shown(quiet=False) as report:
        report(told("prepare", 100))
        report(told("finish", 5))
    assert "finish" in terminal.getvalue()
    assert "5 of 2000000, 1,234 records, 3 rejected, 4 unreadable" in terminal.getvalue()
    assert terminal.getvalue().endswith("\x1b[2K")
