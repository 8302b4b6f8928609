"""What the parser makes of a file: `tests/heads` holds the heads, this module the laws."""

from __future__ import annotations

import tomllib
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from toolkit import annotation, parsing
from toolkit.parsing import canonical, documents
from toolkit.values import Document, Place, Problem

HEADS = sorted((Path(__file__).parent / "heads").glob("*.toml"))
TODAY = date(2024, 6, 1)
FIELDS = ("date", "url", "title", "description", "source", "published", "text")
SEED = Path(__file__).parents[1] / "raw" / "000_2e250433782985ab.txt"
TEXT_ONLY = frozenset({"text"})


class Decoded(NamedTuple):
    text: str
    encoding: str = "utf-8"
    problem: Problem | None = None


def decode(data: bytes) -> Decoded:
    return Decoded(data.decode("utf-8", "surrogateescape"))


def parse(text: str, require: frozenset[str] = documents.REQUIRED) -> Document:
    (document,) = parsing.parse(text.encode(), "a.txt", decode, require)
    assert isinstance(document, Document)
    return document


def fields(document: Document) -> dict[str, Any]:
    """The record's fields before repair."""
    spans, day = annotation.signed(document)
    shown = document._replace(spans=spans)
    told = annotation.published(day, document.part("url"), document.part("date"), TODAY)
    found = {name: shown.part(name) for name in ("date", "url", "title", "description", "source", "text")}
    found["published"] = told.day
    found["codes"] = sorted({problem.code for problem in document.problems} | set(told.codes))
    return found


def cases() -> list[Any]:
    return [
        pytest.param(case, id=f"{path.stem}: {case['shape']}")
        for path in HEADS
        for case in tomllib.loads(path.read_text(encoding="utf-8"))["head"]
    ]


def labelled(document: Document, field: str) -> list[str]:
    return [document.text[span.start : span.end] for span in document.spans if span.field == field]


@pytest.mark.parametrize("case", cases())
def test_a_head_becomes_these_fields(case: dict[str, Any]) -> None:
    newline = case.get("newline", "\n")
    document = parse(case["raw"].replace("\n", newline), frozenset(case.get("require", documents.REQUIRED)))
    found = fields(document)
    expected = {name: case.get(name) for name in FIELDS}
    if case.get("text"):
        expected["text"] = case["text"].replace("\n", newline)
    assert {name: found[name] for name in FIELDS} == expected
    assert found["codes"] == case.get("codes", [])
    assert labelled(document, "skipped") == case.get("skipped", [])
    assert labelled(document, "label") == case.get("labels", [])
    errors = [problem for problem in document.problems if problem.severity == "error"]
    assert bool(errors) == case.get("rejected", False)
    for problem in errors[:1]:
        assert problem.place == Place("a.txt", case["line"])
        assert problem.message == case.get("message", problem.message)
        assert problem.mend


def test_there_are_enough_heads() -> None:
    assert len(cases()) >= 60
    assert (
        len({case.values[0]["raw"] for case in cases()}) == len(cases()) - 1
    )  # one is read by two sets of required fields


class TestTheSeed:
    @pytest.fixture
    def seed(self) -> Document:
        (document,) = parsing.parse(SEED.read_bytes(), SEED.name, decode)
        assert isinstance(document, Document)
        return document

    def test_its_fields(self, seed: Document) -> None:
        found = fields(seed)
        assert found["date"] == "2023-12"
        assert found["url"].startswith("https://sputniknews.com.tr/20231207/")
        assert found["title"].startswith("Putin-Reisi görüşmesi")
        assert found["description"].endswith("yürüttüğünü belirtti.")
        assert found["source"] == "Sputnik Türkiye"
        assert found["published"] == date(2023, 12, 7)
        assert found["text"].startswith("Moskova’da")
        assert annotation.ends_abruptly(found["text"])
        assert found["codes"] == []

    def test_both_ways_through_it_are_equal(self, seed: Document) -> None:
        assert canonical.spans(seed.text) == documents.general(seed.text, seed.place, documents.REQUIRED)[0]


class TestSplit:
    HEADER = b" date 2023-12 https://a.example/1\n\n"

    def test_one_record_is_handed_on_as_it_is(self) -> None:
        data = SEED.read_bytes()
        assert parsing.split(data) == [(1, data)]

    def test_records_end_to_end(self) -> None:
        one, two = self.HEADER + b"A\n\nB\n", self.HEADER + b"C\n\nD\n"
        assert parsing.split(one + two + one) == [(1, one), (6, two), (11, one)]

    @pytest.mark.parametrize("newline", [b"\n", b"\r\n", b"\r"])
    def test_any_line_end(self, newline: bytes) -> None:
        record = (self.HEADER + b"A\n\nB\n").replace(b"\n", newline)
        assert [line for line, _ in parsing.split(record * 3)] == [1, 6, 11]

    def test_a_byte_order_mark_belongs_to_its_record(self) -> None:
        record = b"\xef\xbb\xbf" + self.HEADER + b"A\n"
        assert parsing.split(record * 2) == [(1, record), (4, record)]

    def test_records_of_different_encodings(self) -> None:
        one, two = self.HEADER + "Şehir\n".encode(), self.HEADER + "Şehir\n".encode("cp1254")
        assert [data for _, data in parsing.split(one + two)] == [one, two]

    @pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
    @pytest.mark.parametrize("newline", ["\n", "\r\n"])
    def test_a_record_in_utf_16_begins_at_its_byte_order_mark(self, encoding: str, newline: str) -> None:
        narrow = (self.HEADER + "Şehir\n".encode()).replace(b"\n", newline.encode())
        wide = ("\ufeff" + narrow.decode()).encode(encoding)
        assert parsing.split(wide + wide + narrow + wide) == [(1, wide), (4, wide), (7, narrow), (10, wide)]

    @pytest.mark.parametrize(
        "line",
        [
            b"date 2023-12 https://a.example/1",  # no blank line before or after
            b"\nthe date 2023-12 https://a.example/1\n",  # not at the line's beginning
            b"\n date 2023-12 https://a.example/1 says so\n",  # something behind the address
            b"\n date 2023-13 https://a.example/1\n",  # no month
            b"\n date 2023 https://a.example/1\n",  # the loose forms begin a file only
            b"\n DATE 2023-12 https://a.example/1\n",
            b"\n date 2023-12\n",
            b"\n date 2023-12 ftp://a.example/1\n",
        ],
    )
    def test_what_begins_no_record(self, line: bytes) -> None:
        data = self.HEADER + b"A\n\nB\n" + line + b"\nC\n"
        assert parsing.split(data) == [(1, data)]

    def test_a_blank_line_before_or_after_is_enough(self) -> None:
        for header in (b"\n date 2023-12 https://a.example/1\n", b"date 2023-12-01 https://a.example/1\n\n"):
            assert len(parsing.split(self.HEADER + b"A\n" + header + b"B\n")) == 2

    def test_blank_lines_before_the_first_header_are_no_record(self) -> None:
        data = b"\n\n\n\n\n\n\n\n\n\n" + self.HEADER + b"A\n"
        assert parsing.split(data) == [(1, data)]

    HEADERS = st.sampled_from([b" date 2023-12 https://a.example/1", b"date 2020-01-05 http://b.example/?q=1"])
    PIECES = HEADERS | st.sampled_from([b"\n", b"\n\n", b"\r\n", b"\r", b"\xef\xbb\xbf", b"word", b" ", b"\xff", b"\t"])

    @given(st.lists(PIECES | st.binary(max_size=6), max_size=40).map(b"".join))
    def test_nothing_is_lost_and_lines_count(self, data: bytes) -> None:
        records = parsing.split(data)
        assert b"".join(record for _, record in records) == data
        before = b""
        for line, record in records:
            assert line == 1 + before.replace(b"\r\0\n", b"\n").replace(b"\r\n", b"\n").replace(b"\r", b"\n").count(
                b"\n"
            )
            before += record


class TestFiles:
    @pytest.mark.parametrize("data", [b"", b"\n", b" \t\r\n"])
    def test_an_empty_file_is_one_problem(self, data: bytes) -> None:
        (problem,) = parsing.parse(data, "a.txt", decode)
        assert isinstance(problem, Problem)
        assert (problem.code, problem.place) == ("RD002", Place("a.txt"))

    def test_what_looks_blank_only_when_decoded(self) -> None:
        document = parse("\ufeff \u00a0\n")
        assert [problem.code for problem in document.problems] == ["RD002"]

    def test_what_cannot_be_decoded_keeps_its_bytes(self) -> None:
        fault = Problem.of("DC001", Place("", 0))
        (document,) = parsing.parse(b"\xff", "a.txt", lambda _: Decoded("", "", fault))
        assert isinstance(document, Document)
        assert document.raw == b"\xff"
        assert document.spans == ()
        assert document.problems == (fault._replace(place=Place("a.txt", 1)),)

    def test_a_warning_of_the_decoder_is_kept(self) -> None:
        warning = Problem.of("BD002", Place("", 0))
        data = SEED.read_bytes()
        (document,) = parsing.parse(data, "a.txt", lambda data: Decoded(data.decode(), "utf-8", warning))
        assert isinstance(document, Document)
        assert [problem.code for problem in document.problems] == ["BD002"]
        assert document.part("title")

    def test_places_count_the_lines_of_the_file(self) -> None:
        sound = b" date 2023-12 https://a.example/1\n\nTitle of it\n\nText.\n"
        faulty = b" date 2023-12 https://a.example/2\n\nTitle of it\n"
        first, second = parsing.parse(sound + faulty, "a.txt", decode)
        assert isinstance(first, Document)
        assert isinstance(second, Document)
        assert first.problems == ()
        assert second.place == Place("a.txt", 6)
        assert [(problem.code, problem.place.line) for problem in second.problems] == [("BD001", 8)]

    @pytest.mark.parametrize(
        ("field", "code"), [("date", "HD001"), ("url", "HD003"), ("title", "HD004"), ("text", "BD001")]
    )
    def test_each_field_can_be_required_or_not(self, field: str, code: str) -> None:
        lines = {"header": " date 2023-12 https://a.example/1", "title": "Title of it", "text": "Text. " * 20}
        lines["header"] = {"date": "https://a.example/1", "url": " date 2023-12"}.get(field, lines["header"])
        lines.pop(field, None)
        raw = "\n\n".join(lines.values())
        for required in (frozenset({field}), documents.REQUIRED):
            assert [(p.code, p.severity) for p in parse(raw, required).problems] == [(code, "error")]
        others = parse(raw, documents.REQUIRED - {field, "url"}).problems
        assert [p.severity for p in others] == ["warning"] * (field == "date")


class TestIdentity:
    TEXT = " date 2023-12 https://a.example/1\n\nBaşlık\n\nMetin."

    def test_it_is_the_digest_of_the_plain_form(self) -> None:
        assert parsing.identity(self.TEXT) == sha256(self.TEXT.encode()).hexdigest()[:32]

    @pytest.mark.parametrize(
        "other",
        [
            "\ufeff" + TEXT,
            TEXT + "\n",
            TEXT + "\n\n \t\n",
            "\n \n" + TEXT,
            TEXT.replace("\n", "\r\n") + "\r\n",
            TEXT.replace("\n", "\r"),
        ],
    )
    def test_dress_does_not_count(self, other: str) -> None:
        assert parsing.identity(other) == parsing.identity(self.TEXT)

    @pytest.mark.parametrize("other", [TEXT.lstrip(), TEXT + " ", TEXT.replace("\n\n", "\n"), TEXT + "\u00a0\n"])
    def test_everything_else_does(self, other: str) -> None:
        assert parsing.identity(other) != parsing.identity(self.TEXT)

    @given(st.text(st.characters(codec=None)))
    def test_any_text_has_one(self, text: str) -> None:
        assert len(parsing.identity(text)) == 32
        assert parsing.identity(text) == parsing.identity(text.removeprefix("\ufeff") + "\n")


# pieces of which records are made: whole heads, cut ones, and what does not belong there
PIECES = st.sampled_from(
    [
        " date 2023-12 https://haber.example/20231207/kopru.html",
        " date 2023-12-07 https://haber.example/kopru",
        "date 2023-12 ",
        "DATE 2023 Örnek Haber",
        "Yeni köprü iki yakayı birleştirdi",
        "Yeni köprü 2023'te iki yakayı birleştirdi | Örnek Haber",
        "Köprü dün törenle açıldı. 07.12.2023, Örnek Haber",
        "Köprü dün törenle… 07.12.2023, Örnek Haber",
        "Köprü dün törenle açıldı. 7 Aralık 2023",
        "Köprü dün törenle açıldı.",
        "Törene binlerce kişi katıldı.İlk geçişi okul servisleri yaptı.Akşam havai fişek gösterisi ve konser vardı.",
        "Törene binlerce kişi katıldı.",
        "İlk geçişi okul servisleri yaptı.",
        "Akşam havai fişek gösterisi ve konser vardı.",
        "07.12.2023 14:32",
        "07.12.2023, Haber",
        "Yeni köprü iki yakayı birleştirdi - 07.12.2023, Haber",
        "https://cdn.example/a.jpg",
        "1920 1080 true",
        "GÜNDEM",
        "\u00a0",
        "\ufeff",
        "  ",
    ]
)
RECORDS = st.lists(
    st.tuples(PIECES | st.text(max_size=12), st.sampled_from(["\n", "\n\n", "\n\n", "\r\n", "\r", "\n\n\n"])),
    max_size=12,
).map(lambda pieces: "".join(text + end for text, end in pieces))


class TestLaws:
    @settings(max_examples=300)
    @given(RECORDS)
    @example("Köprü…\n\nKöprü açıldı.\n\nKöprü açıldı.")
    def test_spans_lie_inside_and_ascend(self, text: str) -> None:
        spans, _ = documents.general(text, Place("a.txt", 1), TEXT_ONLY)
        at = 0
        for span in spans:
            assert at <= span.start < span.end <= len(text)
            at = span.end
        for span in spans:
            shown = text[span.start : span.end]
            assert shown == shown.strip(" \t\r\n")

    @settings(max_examples=300)
    @given(RECORDS)
    def test_every_letter_after_the_header_is_in_a_span(self, text: str) -> None:
        spans, _ = documents.general(text, Place("a.txt", 1), TEXT_ONLY)
        left, at = [], 0
        for span in spans:
            left.append(text[at : span.start])
            at = span.end
        left.append(text[at:])
        outside = "".join(left)
        assert not [char for char in outside if char.isalpha()] or "date" in outside.lower() or not spans

    @settings(max_examples=500)
    @given(RECORDS)
    def test_the_quick_way_equals_the_general_one(self, text: str) -> None:
        quick = canonical.spans(text)
        assert quick in (None, documents.general(text, Place("a.txt", 1), documents.REQUIRED)[0])

    @given(st.binary() | RECORDS.map(str.encode))
    def test_no_bytes_raise(self, data: bytes) -> None:
        for found in parsing.parse(data, "a.txt", decode, TEXT_ONLY):
            assert found.place.path == "a.txt"

    @given(RECORDS.filter(str.strip), st.sampled_from(["\r\n", "\r"]))
    def test_line_ends_do_not_change_the_fields(self, text: str, newline: str) -> None:
        plain = text.replace("\r\n", "\n").replace("\r", "\n")
        one, other = (
            documents.general(form, Place("a.txt", 1), TEXT_ONLY)[0] for form in (plain, plain.replace("\n", newline))
        )
        assert [span.field for span in one] == [span.field for span in other]

    HEADER = " date 2023-12 https://haber.example/1\n\n"
    USUAL = HEADER + "Yeni köprü açıldı\n\nKöprü dün açıldı. 07.12.2023, Haber\n\nTörene herkes katıldı.\n"

    @pytest.mark.parametrize(
        ("old", "new"),
        [
            ("", ""),
            (" date", "date"),
            ("Yeni köprü açıldı", "Veda"),
            ("Yeni köprü açıldı", "2023'ün en uzun köprüsü: 3 yılda bitti"),
            ("Törene herkes katıldı.", "Törene herkes katıldı.\n\nKöprü uzun.\n\n\nYol da."),
            ("dün açıldı. 07.12.2023", "dün açıldı - 7 Aralık 2023"),
        ],
    )
    def test_the_quick_way_takes_the_usual_form(self, old: str, new: str) -> None:
        text = self.USUAL.replace(old, new)
        assert canonical.spans(text) == documents.general(text, Place("a.txt", 1), documents.REQUIRED)[0]

    @pytest.mark.parametrize(
        ("old", "new"),
        [
            ("\n", "\r\n"),
            (" date", "\tdate"),
            ("2023-12 ", "2023 "),
            ("2023-12 ", "2023-13 "),
            ("/1\n", "/1 Haber\n"),
            (" 07.12.2023, Haber", ""),
            ("Köprü dün açıldı. 07", "07"),
            ("Yeni köprü açıldı", "Yeni köprü açıldı\n\nYeni köprü açıldı"),
            ("Yeni köprü açıldı", "07.12.2023 14:32"),
            ("Yeni köprü açıldı", "https://haber.example/1"),
            ("Yeni köprü açıldı", "Haber | Köprü dün açıldı. 07.12.2023, Haber"),
            ("Köprü dün", "Yeni köprü açıldı | 07.12.2023\n\nKöprü dün"),
            ("dün açıldı. 07.12.2023, Haber\n\nTörene", "dün… 07.12.2023, Haber\n\nKöprü dün açıldı ve törene"),
            ("Törene", "14:32\nTörene"),
            ("Törene", "Köprü dün açıldı.\nTörene"),
            ("Törene herkes katıldı", "Yeni köprü açıldı\nYeni yol da açıldı. Törene herkes katıldı"),
            ("Köprü dün", "Yeni köprü açıldı | Haber 7\n\nKöprü dün"),
            ("Törene", "https://haber.example/1\nTörene"),
            ("Törene", "köprü\n1920 1080\nhttps://haber.example/1.jpg\nTörene"),
            ("katıldı.", "katıldı.\nhttps://haber.example/1.jpg"),
            ("katıldı.", "katıldı.\u00a0"),
            ("katıldı.", f"katıldı{' ve yürüdü' * 10}.\u00a0"),
            ("Köprü dün açıldı. 07", "Yeni köprü açıldı - 07"),
            ("katıldı.", "katıldı ve köprüden geçti.\nTörene herkes katıldı ve köprüden geçti."),
        ],
    )
    def test_the_quick_way_declines_the_rest(self, old: str, new: str) -> None:
        text = self.USUAL.replace(old, new, 1) if old != "\n" else self.USUAL.replace(old, new)
        assert canonical.spans(text) is None


WORDS = st.lists(
    st.sampled_from(["su", "kule", "vadi", "orman", "yangın", "güneş", "yol", "köprü", "sabah"]),
    min_size=4,
    max_size=12,
)
PARAGRAPHS = st.lists(WORDS.map(lambda words: " ".join(words).capitalize() + "."), min_size=3, max_size=12, unique=True)


@given(PARAGRAPHS.filter(lambda paragraphs: sum(map(len, paragraphs)) > 200), st.sampled_from([1, -1]))
def test_of_a_body_that_stands_twice_the_one_with_line_breaks_is_kept(paragraphs: list[str], order: int) -> None:
    glued, broken = "".join(paragraphs), "\n".join(paragraphs)
    first, second = [glued, broken][::order]
    raw = f" date 2023-12-07 https://a.example/1\nKule vadiye bakıyor ve bekliyor\n{first}\n\n{second}\n"
    document = parse(raw)
    assert document.part("text") == broken
    assert labelled(document, "skipped") == [glued]


def test_half_of_a_letter_in_mojibake_does_not_end_an_address() -> None:
    url = "https://actus.example/voil" + "à".encode().decode("cp1252") + "-un-titre"
    assert parse(f" date 2023-12 {url}\n\nLe titre est long\n\nLe texte.\n").part("url") == url


def test_a_copy_in_the_middle_leaves_a_text_of_two_spans() -> None:
    paragraphs = ["Törene binlerce kişi katıldı.", "İlk geçişi okul servisleri yaptı.", "Akşam konser de vardı."]
    lines = [*paragraphs, "".join(paragraphs), "Yarın da tören var."]
    document = parse("\n".join([" date 2023-12-07 https://a.example/1", "Köprü açıldı", *lines]))
    assert labelled(document, "skipped") == ["".join(paragraphs)]
    assert labelled(document, "text") == ["\n".join(paragraphs), "Yarın da tören var."]
    assert document.part("text") == "\n".join(paragraphs) + "\n\nYarın da tören var."
