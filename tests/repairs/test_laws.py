"""The laws of repair: replayed edits give the repaired text, reversed ones the input, and twice is as good as once."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from texts import TEXT

from toolkit.lexicon import LANGUAGES
from toolkit.repairs import Options, edits, repair, repair_fields, replay, reverse
from toolkit.repairs.edits import Change
from toolkit.values import Edit

RAW = sorted((Path(__file__).parents[2] / "raw").glob("*.txt"))
LANGUAGE = st.sampled_from([None, "az", "ja", "xx", *sorted(LANGUAGES)])


def check(text: str, language: str | None) -> None:
    repaired = repair(text, language)
    assert replay(text, repaired.edits) == repaired.text
    assert reverse(repaired.text, repaired.edits) == text
    assert repair(repaired.text, language).edits == ()


@given(TEXT, LANGUAGE.filter(bool))
@settings(max_examples=400, deadline=None)
def test_edits_replay_and_reverse_and_a_second_repair_changes_nothing(text: str, language: str | None) -> None:
    check(text, language)


@given(TEXT)
@settings(max_examples=100, deadline=None)
def test_edits_replay_and_reverse_where_the_language_is_found_out(text: str) -> None:
    repaired = repair(text)
    assert replay(text, repaired.edits) == repaired.text
    assert reverse(repaired.text, repaired.edits) == text


@given(TEXT, LANGUAGE)
@settings(max_examples=100, deadline=None)
def test_edits_of_a_step_ascend_without_overlap_and_steps_ascend(text: str, language: str | None) -> None:
    edits = repair(text, language).edits
    for one, other in pairwise(edits):
        assert one.step < other.step or (one.step == other.step and one.end <= other.start)
    assert all(edit.before != edit.after for edit in edits)


@pytest.mark.parametrize("path", RAW, ids=lambda path: path.name)
def test_laws_hold_on_real_articles(path: Path) -> None:
    check(path.read_text(encoding="utf-8"), "tr")


def test_replaying_over_another_text_names_the_edit() -> None:
    edit = Edit("SP001", 1, 2, 3, "x", " ")
    with pytest.raises(ValueError, match="SP001 at 2: 'x' does not stand there"):
        replay("a.B", [edit])
    with pytest.raises(ValueError, match="SP001 at 2: ' ' does not stand there"):
        reverse("a.B", [edit])


def test_changes_that_overlap_are_refused_and_those_that_change_nothing_left_out() -> None:
    assert edits.make("abc", [Change(0, 1, "a"), Change(1, 2, "x")], "SP001", 1) == (
        "axc",
        (Edit("SP001", 1, 1, 2, "b", "x"),),
    )
    with pytest.raises(ValueError, match="SP001 at 1: 'bc' has been changed already"):
        edits.make("abc", [Change(0, 2, "x"), Change(1, 3, "y")], "SP001", 1)


def test_fields_share_what_stands_whole_in_one_of_them() -> None:
    fields = {"title": "Zortan Vurgel konuştu", "text": "Dün açılan ZortanVurgel sergisi üç gün sürecek."}
    assert repair(fields["text"], "tr").edits == ()
    assert repair_fields(fields, "tr")["text"].text == "Dün açılan Zortan\nVurgel sergisi üç gün sürecek."


def test_a_token_that_recurs_is_a_name() -> None:
    text = "Yeni uygulama fiyatGörür adını aldı. Bakan fiyatGörür için konuştu."
    assert repair(text, "tr").edits == ()


def test_joints_can_be_lines() -> None:
    done = repair_fields({"text": "Kar yağdı.Yollar kapandı."}, "tr", Options(joints="line"))
    assert done["text"].text == "Kar yağdı.\nYollar kapandı."


def test_scripts_without_case_are_left_alone_with_the_latin_words_inside_them() -> None:
    assert repair("今日はApple.Googleの発表。", "ja").edits == ()


def test_an_unknown_language_gets_only_the_safe_joints() -> None:
    assert repair("Nulla kbar.Xeqwa tlog fiyatlarBaşkan", "xx").text == "Nulla kbar. Xeqwa tlog fiyatlarBaşkan"


def test_lost_characters_are_told() -> None:
    problems = repair("Ba�kan geldi.", "tr").problems
    assert [problem.code for problem in problems] == ["RP001"]
    assert "1 of 13 characters" in problems[0].message
