"""How good repair is, measured: what the figures mean, what the own sets hold, and when a floor is broken."""

from __future__ import annotations

import doctest
import json
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

BENCHMARKS = Path(__file__).parents[1] / "benchmarks"
sys.path.insert(0, str(BENCHMARKS))

import evaluate  # noqa: E402 — benchmarks/ is a folder of scripts, not an installed package
from evaluation import floors, heads, rows, scoring, written  # noqa: E402

if TYPE_CHECKING:
    from types import ModuleType

LANGUAGES = {"tr", "en", "de", "fr", "es", "ru", "it", "pt", "nl", "pl", "uk", "ro", "sv", "cs", "el", "is"}
SETS = written.sets()
TEXT = st.text("ab. \n", max_size=20)


@pytest.mark.parametrize("module", [evaluate, floors, heads, rows, scoring, written])
def test_the_examples_hold(module: ModuleType) -> None:
    assert doctest.testmod(module).failed == 0


class TestFigures:
    """White space found, missed and added; what else changed."""

    @pytest.mark.parametrize(
        ("before", "gold", "after", "expected"),
        [
            ("a.B", "a. B", "a. B", (1, 0, 0)),
            ("a.B", "a. B", "a.\n\nB", (1, 0, 0)),  # which white space it is does not matter
            ("a.B", "a. B", "a.B", (0, 1, 0)),
            ("a.B", "a.B", "a. B", (0, 0, 1)),
            ("a b", "a b", "ab", (0, 0, 1)),  # white space taken away
            ("a.B", "a. B", "a .B", (0, 1, 1)),
            ("a.B", "a. B", "x. B", (1, 0, 1)),  # another character changed beside
            ("a.B", "a. B", "xyz", (0, 1, 1)),  # one run changed, however long
            ("ab cd.E", "ab cd. E", "ab xy zd. E", (1, 0, 1)),
            (" a b ", "a b", "a b", (0, 0, 0)),  # at the ends it does not count
        ],
    )
    def test_what_is_counted(self, before: str, gold: str, after: str, expected: tuple[int, int, int]) -> None:
        found = scoring.compare(before, gold, after)
        assert (len(found.found), len(found.missed), len(found.added) + found.other) == expected

    def test_white_space_of_a_changed_run_is_taken_to_be_its_own(self) -> None:
        assert scoring.compare("a b c", "a b c", "a x y c").other == 1

    def test_a_row_whose_gold_text_differs_in_more_is_refused(self) -> None:
        with pytest.raises(ValueError, match="differ in more than white space"):
            scoring.compare("ab", "ac", "ab")

    @given(TEXT, st.lists(st.integers(0, 20)))
    def test_the_gold_text_is_perfect(self, before: str, places: list[int]) -> None:
        gold = "".join(f" {char}" if at in places else char for at, char in enumerate(before))
        found = scoring.compare(before, gold, gold)
        assert not found.missed
        assert not found.added
        assert not found.other

    @given(TEXT, TEXT)
    def test_nothing_done_finds_nothing_and_harms_nothing(self, left: str, right: str) -> None:
        found = scoring.compare(left + right, f"{left} {right}", left + right)
        assert not found.found
        assert not found.added
        assert not found.other

    @given(TEXT, TEXT)
    def test_any_other_output_is_counted_without_error(self, before: str, after: str) -> None:
        found = scoring.compare(before, before, after)
        equal = scoring.spaced(before) == scoring.spaced(after)
        assert (found.added, found.other) == (frozenset(), 0) if equal else found.added or found.other

    def test_precision_recall_and_their_mean(self) -> None:
        assert scoring.figures(Counter(tp=1, fp=1, fn=3)) == {"precision": 0.5, "recall": 0.25, "f1": 1 / 3}
        assert scoring.figures(Counter(fp=2)) == {"precision": 0.0, "recall": 1.0, "f1": 0.0}
        assert scoring.figures(Counter(fn=2)) == {"precision": 0.0, "recall": 0.0, "f1": 0.0}
        assert scoring.figures(Counter()) == {}


class TestRows:
    """What a row of each set counts."""

    def test_a_border_is_found_only_at_its_place(self) -> None:
        row = rows.Row("1", "en", "a.B c.D", "a. B c. D", at=5)
        assert scoring.score("hard", row, "a.B c. D") == Counter(tp=1, fn=1, broken=1, borders=1, border=1)
        assert scoring.score("hard", row, "a. B c.D") == Counter(tp=1, fn=1, broken=1, borders=1)
        assert scoring.score("hard", row, "a. B c. D") == Counter(tp=2, broken=1, exact=1, borders=1, border=1)

    def test_clean_text_is_kept_or_harmed(self) -> None:
        row = rows.Row("1", "en", "J.R. Ames", "J.R. Ames", "initials")
        assert scoring.figures(scoring.score("clean", row, "J.R.\nAmes")) == {"kept": 1.0}
        assert scoring.figures(scoring.score("clean", row, "J. R. Ames")) == {"kept": 0.0}

    def test_mojibake_is_right_to_the_character(self) -> None:
        row = rows.Row("1", "tr", "Ã§ay\xa0var", "çay var", "utf8>latin1")
        assert scoring.figures(scoring.score("mojibake", row, " çay \nvar")) == {"exact": 1.0}
        assert scoring.figures(scoring.score("mojibake", row, "çay\xa0var")) == {"exact": 0.0}

    def test_clean_rows_among_mojibake_are_counted_apart(self) -> None:
        row = rows.Row("1", "tr", "çay", "çay", rows.CLEAN)
        assert scoring.figures(scoring.score("mojibake", row, "çay")) == {"kept": 1.0}

    def test_of_a_file_text_and_repair_are_counted(self) -> None:
        row = rows.Row("1", "tr", "a.B\n", "a. B\n", "cp1254", None, b"a.B\r\n")
        assert scoring.figures(scoring.score("bytes", row, "a. B\n", "\ufeffa.B\r\n"))["decoded"] == 1
        assert scoring.figures(scoring.score("bytes", row, "a. B\n", ""))["decoded"] == 0

    def test_faults_are_shown_in_their_place(self) -> None:
        row = rows.Row("1", "en", "One.Two i.e. three", "One. Two i.e. three")
        assert scoring.faults(row, "One.Two i. e. three") == ["One.⟦+⟧Two i.e. three", "One.Two i.⟦~⟧e. three"]
        assert scoring.faults(row, "One. Two ie. three") == ["One. Two ie. three"]
        assert scoring.faults(row._replace(gold="x"), "One") == ["One"]


class TestOwnSets:
    """The sets that were written for this repository."""

    def test_turkish_has_forty_rows_a_set_and_others_five(self) -> None:
        for name, of_set in SETS.items():
            counts = Counter(row.language for row in of_set)
            assert counts["tr"] >= 40, name
            assert set(counts) >= LANGUAGES, name
            assert name.startswith("right") or set(counts) == LANGUAGES, name
            if name in {"glued", "clean"}:
                assert min(counts.values()) >= 5, name

    def test_every_row_is_named_once(self) -> None:
        names = [row.id for of_set in SETS.values() for row in of_set]
        assert len(names) == len(set(names))

    def test_no_sentence_stands_twice(self) -> None:
        for language, texts in written.paragraphs().items():
            sentences = [sentence for text in texts for sentence in (text.heading, *text.sentences)]
            assert len(sentences) == len(set(sentences)), language

    def test_what_is_broken_is_white_space_alone(self) -> None:
        for name in ("glued", "headings", "hard"):
            for row in SETS[name]:
                found = scoring.compare(row.input, row.gold, row.input)
                assert found.missed, row.id
                assert row.at is None or row.at in found.missed, row.id

    def test_clean_rows_are_their_own_gold(self) -> None:
        assert all(row.input == row.gold for name in scoring.SOUND for row in SETS[name])
        assert all((row.input == row.gold) == (row.kind == rows.CLEAN) for row in SETS["mojibake"])

    def test_lines_in_the_shapes_of_real_pages_lack_white_space_or_are_right(self) -> None:
        for row in SETS["shapes"] + SETS["aside"]:
            assert (row.input == row.gold) == row.kind.startswith(rows.CLEAN), row.id
            assert row.input.replace(" ", "") == row.gold.replace(" ", ""), row.id

    def test_every_shape_has_lines_of_both_halves(self) -> None:
        shapes, aside = ({row.kind for row in SETS[name]} for name in ("shapes", "aside"))
        assert aside <= shapes
        turkish = Counter(row.kind for row in SETS["shapes"] + SETS["aside"] if row.language == "tr")
        few = {kind for kind in aside if turkish[kind] < 17}
        assert few == {"twice"}

    def test_raw_files_hold_the_text_that_is_expected(self) -> None:
        for row in SETS["bytes"]:
            text = row.data.decode(row.kind).replace("\r\n", "\n").lstrip("\ufeff")
            assert text == row.input, row.id

    def test_they_are_the_same_in_every_process(self) -> None:
        code = "from evaluation import rows, written; print(rows.digest(written.sets()))"
        found = subprocess.run(
            [sys.executable, "-c", code], cwd=BENCHMARKS, capture_output=True, text=True, check=True
        ).stdout.strip()
        assert found == rows.digest(SETS)

    def test_their_floors_were_measured_on_them(self) -> None:
        pinned = floors.load(evaluate.FLOORS)[floors.OWN]
        assert pinned["rows"] == rows.digest(SETS), "rows changed: measure again with --update-floors"
        assert set(pinned) == {"rows", "told", "untold"}


class TestHeads:
    """The cases of tests/heads, through the pipeline."""

    def test_the_share_of_fields_that_are_published_right(self) -> None:
        head = {
            "shape": "plain",
            "raw": " date 2023-05 https://a.example/1\n\nA bridge opens in town\n\n"
            "It is open. 02.05.2023, Paper\n\nCars came.\n",
            "date": "2023-05",
            "url": "https://a.example/1",
            "title": "A bridge opens in town",
            "description": "It is open.",
            "source": "Paper",
            "text": "Cars came.",
        }
        assert scoring.figures(heads._scored("x", head).counts) == {"fields": 6 / 7}  # the day of publication lacks

    def test_a_rejected_case_counts_by_its_codes(self) -> None:
        head = {"shape": "no text", "raw": " date 2023-05 https://a.example/1\n\nTitle\n", "rejected": True}
        assert heads._scored("x", {**head, "codes": ["BD001"]}).counts == Counter(expected=1, fields=1)
        assert heads._scored("x", {**head, "codes": ["HD004"]}).wrong

    def test_all_cases_are_scored(self) -> None:
        assert sum(1 for _ in heads.cases()) >= 60


class TestFloors:
    """Floors rise with the figures and are lowered only by hand."""

    MEASURED: floors.Figures = {"glued": {"tr": {"f1": 0.98765, "recall": 1.0}}}  # noqa: RUF012 — nobody changes it

    def test_they_are_the_figures_rounded_down(self) -> None:
        assert floors.moved({}, self.MEASURED, lower=False) == {"glued": {"tr": {"f1": 0.987, "recall": 1.0}}}

    def test_they_are_raised_only(self) -> None:
        held = {"glued": {"tr": {"f1": 0.99, "recall": 0.5}}}
        assert floors.moved(held, self.MEASURED, lower=False)["glued"]["tr"] == {"f1": 0.99, "recall": 1.0}
        assert floors.moved(held, self.MEASURED, lower=True)["glued"]["tr"] == {"f1": 0.987, "recall": 1.0}
        assert held["glued"]["tr"]["recall"] == 0.5

    def test_a_figure_below_its_floor_falls(self) -> None:
        fallen = list(floors.falls({"glued": {"tr": {"f1": 0.988, "recall": 1.0}}}, self.MEASURED))
        assert list(map(str, fallen)) == ["glued tr f1: 0.9877, the floor is 0.988"]

    def test_a_figure_at_its_own_floor_holds(self) -> None:
        held = floors.moved({}, self.MEASURED, lower=False)
        assert not list(floors.falls(held, self.MEASURED))

    def test_a_figure_that_is_gone_falls(self) -> None:
        fallen = list(floors.falls({"glued": {"de": {"f1": 0.5}}}, self.MEASURED))
        assert list(map(str, fallen)) == ["glued de f1: not measured, the floor is 0.500"]

    def test_a_set_that_was_not_scored_is_not_asked(self) -> None:
        assert not list(floors.falls({"clean": {"tr": {"kept": 1.0}}}, self.MEASURED))


class TestCommand:
    """`python benchmarks/evaluate.py DIR` over a folder of two rows a set."""

    @pytest.fixture
    def folder(self, tmp_path: Path) -> Path:
        folder = tmp_path / "sets"
        folder.mkdir()
        text, gold = "Kar yağdı.Yollar kapandı.", "Kar yağdı. Yollar kapandı."
        row = {"id": "1", "language": "tr", "input": text, "gold": gold}
        self.write(folder / "glued.jsonl", row)
        self.write(folder / "clean.jsonl", {**row, "input": gold, "kind": "paragraph"})
        self.write(folder / "headings.jsonl", {**row, "heading_kind": "real", "heading_pos": 9})
        self.write(folder / "hard.jsonl", {**row, "hard": "plain", "hard_pos": 9})
        self.write(folder / "mojibake.jsonl", {**row, "input": "Kar yaÄŸdÄ±", "gold": "Kar yağdı", "chain": "x"})
        (folder / "a.txt").write_bytes(text.encode("cp1254"))
        (folder / "gold.txt").write_text(text, "utf-8")
        named = {"file": "a.txt", "gold_file": "gold.txt", "gold_repaired": gold, "encoding": "cp1254"}
        self.write(folder / "bytes_manifest.jsonl", {**row, **named})
        return folder

    def write(self, path: Path, row: dict[str, object]) -> None:
        path.write_text(json.dumps(row) + "\n", "utf-8")

    def run(self, folder: Path, *options: str) -> int:
        return evaluate.main([str(folder), "--floors", str(folder.parent / "floors.json"), *options])

    def test_all_six_sets_are_read(self, folder: Path) -> None:
        assert {name: len(of_set) for name, of_set in rows.read(folder).items()} == dict.fromkeys(rows.SETS, 1)

    def test_data_without_floors_is_only_shown(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        assert self.run(folder) == 0
        shown = capsys.readouterr().out
        assert "No floors are pinned for this data" in shown
        assert all(name in shown for name in rows.SETS)

    def test_data_is_known_by_its_rows(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        assert self.run(folder, "--name", "mine", "--update-floors") == 0
        elsewhere = folder.rename(folder.with_name("elsewhere"))
        assert self.run(elsewhere) == 0
        assert "Every figure holds its floor (mine, language told)." in capsys.readouterr().out

    def test_a_floor_above_the_figure_fails(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.write(folder / "glued.jsonl", {"id": "1", "language": "tr", "input": "k.M", "gold": "k. M"})
        self.run(folder, "--name", "mine", "--update-floors", "--sets", "glued")
        path = folder.parent / "floors.json"
        path.write_text(path.read_text("utf-8").replace('"f1": 0.0', '"f1": 0.5'), "utf-8")
        assert self.run(folder, "--sets", "glued") == 1
        assert "below its floor: glued all f1: 0.0000, the floor is 0.500" in capsys.readouterr().out
        assert self.run(folder, "--sets", "glued", "--update-floors") == 1
        assert self.run(folder, "--sets", "glued", "--lower-floors") == 0

    def test_with_and_without_the_language_have_their_own_floors(self, folder: Path) -> None:
        self.run(folder, "--name", "mine", "--update-floors")
        self.run(folder, "--update-floors", "--no-language")
        assert set(floors.load(folder.parent / "floors.json")["mine"]) == {"rows", "told", "untold"}

    def test_rows_that_went_wrong_are_written(self, folder: Path) -> None:
        glued = "Kar yağdı.Yollar"
        row = {"id": "7", "language": "tr", "input": glued, "gold": glued, "kind": "trap", "trap": "x"}
        self.write(folder / "clean.jsonl", row)
        self.run(folder, "--errors", str(folder / "wrong.jsonl"))
        (wrong,) = [json.loads(line) for line in (folder / "wrong.jsonl").read_text("utf-8").splitlines()]
        assert (wrong["id"], wrong["set"], wrong["kind"]) == ("7", "clean", "x")
        assert wrong["places"] == ["Kar yağdı.⟦~⟧Yollar"]

    def test_a_folder_without_sets_is_misuse(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        assert self.run(tmp_path) == 2
        assert "none of the files glued.jsonl" in capsys.readouterr().err

    def test_without_a_folder_the_own_sets_and_the_heads_are_scored(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        path = tmp_path / "floors.json"
        assert evaluate.main(["--floors", str(path), "--update-floors"]) == 0
        assert set(floors.load(path)[floors.OWN]["told"]) == {*rows.SETS, *scoring.SOUND, "shapes", "aside", "heads"}
        assert "By class" in capsys.readouterr().out
