"""Gaps are found once; what is left of them, and which of them are ordinary joints, is told without a second look."""

from __future__ import annotations

from itertools import accumulate
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from texts import TEXT

from toolkit.lexicon import LANGUAGES
from toolkit.repairs import Context, edits, gaps, joints, ordinary, spacing
from toolkit.repairs.alphabet import SEAM

CASES = Path(__file__).parent / "cases"
FILES = [CASES / "wild.txt", CASES / "negative.txt", *sorted((Path(__file__).parents[2] / "raw").glob("*.txt"))]
LANGUAGE = st.sampled_from(sorted(LANGUAGES))
WORD = st.sampled_from(
    ["geldi", "Kayseri", "bkz", "etc", "Dr", "up", "ab", "kg", "СССР", "дом", "Maß", "e", "straße", "中文字", "3"]
)
MARK = st.sampled_from([".", "!", "?", "..", "?!", ".”", ".“", ":"])
NEXT = st.sampled_from(
    ["Sonra", "Ek", "O", "I", "It's", "L'été", "Bu,şu", "A.Ş.", "Foo(", "Com", "PDF", "Net.tr", "В", "Ελλάς", "S-a"]
)
END = st.sampled_from(["", " ", "\n", " bitti.", ",", "'", ".", "=1", "\x1f"])
JOINT = st.builds("".join, st.tuples(st.sampled_from(["", "Kar ", "(", "x."]), WORD, MARK, NEXT, END))


@given(TEXT, LANGUAGE)
@example("Mamma Mia. Fini.»Puis rien.", "fr")
@example("bir.İki.Üç durdurulmalıİran yine.", "tr")
@settings(max_examples=400)
def test_the_gaps_that_are_left_are_those_that_a_second_search_finds(text: str, language: str) -> None:
    context = Context(language, fields=(text,))
    places = gaps.places(text)
    after, made = edits.make(text, spacing.changes(text, context, places), "", 1)
    assert gaps.remaining(after, places, made) == gaps.places(after)


@given(TEXT)
@example("5.yıl").via("a digit behind a mark at the very beginning")
@example(".5")
@example("(ajans) —Kar yağdı").via("a gap behind a space, at the end of another one's word")
@example("bitti.Sonra(3) —Kar, bitti.Sonra").via("a word that stands twice")
@example("l'a dit «\u00a0Oui").via("white space behind the word tells of the gap")
@settings(max_examples=400)
def test_gaps_are_found_in_bytes_where_they_are_in_the_text(text: str) -> None:
    whole = text.encode("utf-8", "replace").decode()
    assert gaps.sought(whole, whole.encode()) == gaps.places(whole)


@given(st.lists(TEXT, min_size=1, max_size=4))
@example(["Rapor (2)", "—Kar", "»Tamam"]).via("white space between the fields would make gaps")
@settings(max_examples=200)
def test_fields_with_a_seam_between_have_the_gaps_of_each(texts: list[str]) -> None:
    starts = accumulate((len(text) + 1 for text in texts), initial=0)
    apart = [start + place for start, text in zip(starts, texts, strict=False) for place in gaps.places(text)]
    assert gaps.places(SEAM.join(texts)) == apart


def check(text: str, language: str) -> int:
    """How many ordinary joints the text has, each the same for the rules that look closer."""
    context = Context(language, fields=(text,))
    told = {place: ordinary.joint(text, place, context) for place in gaps.places(text)}
    found = {place: code for place, code in told.items() if code}
    assert found == {place: joints.joint(gaps.around(text, place), context) for place in found}
    return len(found)


@given(st.one_of(JOINT, TEXT), LANGUAGE)
@settings(max_examples=800)
def test_an_ordinary_joint_is_one_for_the_rules_that_look_closer_too(text: str, language: str) -> None:
    check(text, language)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_ordinary_joints_of_real_text_are_joints(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    glued = text.replace(". ", ".").replace("? ", "?").replace("! ", "!")
    assert sum(check(glued, language) for language in sorted(LANGUAGES)) > 0
