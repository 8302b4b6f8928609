"""Joints and headings on the case files: what real pages hold, what must stay as it is, what is not reached yet.

A line of a case file is `language | text` or `language | text | repaired text`, with ⏎ for a line break and - where
the language is not told.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from toolkit.lexicon import LANGUAGES
from toolkit.repairs import Options, repair, repair_fields

CASES = Path(__file__).parent / "cases"


def read(name: str) -> list[list[str | None]]:
    lines = (CASES / name).read_text(encoding="utf-8").splitlines()
    rows = [line.replace("⏎", "\n").split(" | ") for line in lines if line and not line.startswith("#")]
    return [[None if language == "-" else language, *texts] for language, *texts in rows]


@pytest.mark.parametrize(("language", "text", "mended"), read("wild.txt"))
def test_wild_text_is_mended(language: str | None, text: str, mended: str) -> None:
    assert repair(text, language).text == mended


@pytest.mark.parametrize(("language", "text"), read("negative.txt"))
def test_tempting_text_is_left_alone(language: str | None, text: str) -> None:
    assert repair(text, language).text == text


@pytest.mark.xfail(reason="not reached yet", strict=True)
@pytest.mark.parametrize(("language", "text", "mended"), read("known_failures.txt"))
def test_known_failure_is_mended(language: str | None, text: str, mended: str) -> None:
    assert repair(text, language).text == mended


@pytest.mark.parametrize("name", ["wild.txt", "negative.txt", "known_failures.txt"])
def test_every_full_language_has_its_cases(name: str) -> None:
    counts = Counter(row[0] for row in read(name))
    assert counts.pop("tr") >= 40
    assert {language: counts[language] for language in LANGUAGES - {"tr"} if counts[language] < 10} == {}


@pytest.mark.parametrize(
    ("text", "mended"),
    [
        ('Geldi."Gel" dedi.', 'Geldi. "Gel" dedi.'),
        ('Dedi ki "gel."Gitti.', 'Dedi ki "gel." Gitti.'),
        ('"Gel." dedi."Git" dedi.', '"Gel." dedi. "Git" dedi.'),
        ('"Bir" dedi. "İki."Üç kişi geldi."Dört" dedi.', '"Bir" dedi. "İki." Üç kişi geldi. "Dört" dedi.'),
    ],
)
def test_a_straight_quotation_mark_opens_or_closes_as_its_forerunner_says(text: str, mended: str) -> None:
    assert repair(text, "tr").text == mended


def test_a_given_name_is_left_whole() -> None:
    text = "Yeni açılan GüzelSofra lokantası doldu. Kasaba SebzePazarı kalabalık."
    options = Options(names=frozenset({"GüzelSofra", "SebzePazarı"}))
    assert repair_fields({"text": text}, "tr", options)["text"].text == text


def test_where_the_body_stands_twice_the_whole_copy_decides() -> None:
    glued = "Pazar günü açıldı KervanZortan sergisi."
    assert repair(glued, "tr").edits == ()
    page = f"{glued}\n\nPazar günü açıldı Kervan\nZortan sergisi."
    assert repair(page, "tr").text == page.replace("KervanZortan", "Kervan\nZortan")


def test_the_article_of_the_repository_comes_out_with_nine_edits() -> None:
    page = next((Path(__file__).parents[2] / "raw").glob("000_*.txt")).read_text(encoding="utf-8")
    body = page.split("\n\n", 3)[-1]
    repaired = repair(body, "tr")
    assert len(repaired.edits) == 9
    assert [edit.after for edit in repaired.edits].count("\n") == 2
    assert "\nReisi: Gazze'ye yönelik saldırılar bir an önce durdurulmalı\nİran Cumhurbaşkanı" in repaired.text
    assert "söyledi. Rus lider" in repaired.text
    assert repaired.text.replace(" ", "").replace("\n", "") == body.replace(" ", "").replace("\n", "")


@pytest.mark.parametrize(
    ("text", "mended"),
    [
        (
            "Yol açıldı. Prof. Dr. Kaya geri döndüÖğrenciler sevindi.",
            "Yol açıldı.\nProf. Dr. Kaya geri döndü\nÖğrenciler sevindi.",
        ),
        (
            "Yol açıldı.Vali ekledi:Kutlu olsun törende söylendiHalk sevindi.",
            "Yol açıldı.\nVali ekledi: Kutlu olsun törende söylendi\nHalk sevindi.",
        ),
        ("Yol açıldı.\nKaya geri döndüÖğrenciler sevindi.", "Yol açıldı.\nKaya geri döndü\nÖğrenciler sevindi."),
        (
            "5. Sınıf T.C. kimlikli öğrenciler kazandıAileler sevindi.",
            "5. Sınıf T.C. kimlikli öğrenciler kazandı\nAileler sevindi.",
        ),
    ],
)
def test_a_heading_begins_where_the_sentence_before_it_ends(text: str, mended: str) -> None:
    assert repair(text, "tr").text == mended
