"""Repair costs the same for each character of a text, whatever stands in it: one line of fifty megabytes too."""

from __future__ import annotations

import time

import pytest

from toolkit import repair

pytestmark = pytest.mark.system

LONG = 50_000_000
SLACK = 4
"""What a character of the long text may cost more than one of the short: a machine is never quiet."""


def cost(text: str) -> float:
    """CPU a character, in seconds."""
    began = time.process_time()
    repair(text, "tr")
    return (time.process_time() - began) / len(text)


@pytest.mark.parametrize(
    ("unit", "long"),
    [
        ("Dün akşam yollar kapandı. ", LONG),
        ("kapandı", LONG),
        (".", LONG),
        ('"', LONG),
        ("'", LONG),
        ("7", LONG),
        ("A", LONG),
        ("“”", LONG // 5),
        ("Yollar dün kapandı.", LONG // 10),
        ("DÃ¼n yollar kapandÄ±. ", LONG // 20),
        ("e\u0301", LONG // 100),
        ("&amp;", LONG // 100),
        ("a.Ba.B", LONG // 100),
        (".—A", LONG // 100),
        ("Kar!”Bir “iki", LONG // 100),
        ("durdu Yollar", LONG // 200),
    ],
)
def test_a_character_of_a_long_line_costs_what_one_of_a_short_line_does(unit: str, long: int) -> None:
    short = unit * (long // 10 // len(unit))
    cost(short)
    assert cost(short * 10) < SLACK * cost(short)
