"""The values: frozen, small, and what little they can do."""

from __future__ import annotations

import pickle
from dataclasses import FrozenInstanceError
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.errors import FAULTS, DataError, EnvironmentError_, ToolkitError, UsageError
from toolkit.values import Counts, Document, Inputs, Place, Problem, Shard, Span, first_of, quote


class TestQuote:
    @given(st.text(st.characters(exclude_categories=())), st.integers(0, 90))
    def test_is_one_line_that_any_terminal_shows(self, text: str, limit: int) -> None:
        shown = quote(text, limit)
        assert shown.isprintable()
        assert shown[0] == shown[-1]
        assert shown[0] in "'\""

    @given(st.text(st.characters(codec="ascii", categories=("L", "N")), max_size=200))
    def test_shows_at_most_eighty_characters(self, text: str) -> None:
        assert quote(text) == (f"'{text}'" if len(text) <= 80 else f"'{text[:80]}…'")


class TestPlace:
    @pytest.mark.parametrize(("place", "shown"), [(Place("a.txt", 3), "a.txt:3"), (Place("a.txt"), "a.txt")])
    def test_is_shown_as_an_editor_opens_it(self, place: Place, shown: str) -> None:
        assert str(place) == shown


class TestProblem:
    @pytest.mark.parametrize("code", FAULTS)
    def test_of_every_code_has_its_meaning_and_its_mend(self, code: str) -> None:
        problem = Problem.of(code, Place("a"))
        assert problem == (code, ("a", 0), FAULTS[code].meaning, FAULTS[code].mend, FAULTS[code].severity)

    def test_tells_what_is_wrong_here(self) -> None:
        assert Problem.of("RD001", Place("a"), "It is locked.").message == "It is locked."

    def test_of_an_unknown_code_is_a_fault_of_the_toolkit(self) -> None:
        with pytest.raises(KeyError):
            Problem.of("XX999", Place("a"))

    def test_the_first_of_a_severity(self) -> None:
        problems = [Problem.of(code, Place("a")) for code in ("BD002", "HD001", "HD002")]
        assert first_of(problems, "error") == problems[1]
        assert first_of(problems[:1], "error") is None


class TestFaults:
    @pytest.mark.parametrize("code", FAULTS)
    def test_say_in_sentences_what_is_wrong_and_how_to_mend_it(self, code: str) -> None:
        fault = FAULTS[code]
        assert fault.severity in {"error", "warning"}
        for sentence in (fault.meaning, fault.mend):
            assert sentence[0].isupper() or sentence[0] == "`"
            assert sentence.endswith(".")
            assert sentence == sentence.strip()

    def test_errors_for_callers_have_one_root(self) -> None:
        for error in (UsageError, EnvironmentError_, DataError):
            assert issubclass(error, ToolkitError)


class TestDocument:
    def test_gives_a_part_as_it_stands_in_the_file(self) -> None:
        spans = (Span("title", 0, 5), Span("text", 7, 10), Span("text", 12, 15))
        document = Document(Place("a"), b"", "Title\n\none\n\ntwo", "utf-8", spans)
        assert document.part("title") == "Title"
        assert document.part("text") == "one\n\ntwo"
        assert document.part("lead") is None


class TestCounts:
    @given(st.integers(0, 9), st.dictionaries(st.text(max_size=2), st.integers(0, 9)), st.integers(0, 9))
    def test_are_conserved_when_they_add_up(self, published: int, dropped: dict[str, int], excluded: int) -> None:
        total = published + 2 * sum(dropped.values()) + excluded
        counts: dict[str, Any] = {"published": published, "duplicates": dropped, "rejected": dropped}
        assert Counts(records=total, excluded=excluded, unreadable=7, **counts).conserved
        assert not Counts(records=total + 1, excluded=excluded, **counts).conserved


@pytest.mark.parametrize(
    "value", [Shard("a", 1, 1, 1, "", ""), Inputs(files=1, bytes=1, sha256=""), Place("a")], ids=repr
)
def test_values_do_not_change_and_cross_processes(value: object) -> None:
    with pytest.raises((FrozenInstanceError, AttributeError, TypeError)):
        value.path = "b"  # type: ignore[attr-defined]
    with pytest.raises((FrozenInstanceError, AttributeError, TypeError)):
        value.more = 1  # type: ignore[attr-defined]
    assert pickle.loads(pickle.dumps(value)) == value  # noqa: S301 — our own bytes
