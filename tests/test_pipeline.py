"""One record's way through the pure layer: from bytes to what is published, with proof of every step."""

from __future__ import annotations

import hashlib
from datetime import date
from itertools import combinations
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rawfiles import BODY, BROKEN, STRICT, article

from toolkit import pipeline, repairs
from toolkit.parsing import identity
from toolkit.pipeline import Rules
from toolkit.settings import Settings
from toolkit.values import Edit, Problem, Record, Rejected, Source

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

TODAY = date(2026, 1, 1)
GLUED = "Bakan dün akşam kararı açıkladı.Üyeler toplantıyı bitirdi."


def outcomes(data: bytes, chosen: Settings | None = None) -> list[pipeline.Outcome]:
    return list(pipeline.process(Source("a.txt", data), Rules(chosen or Settings(require=STRICT), TODAY)))


def record_of(data: bytes, chosen: Settings | None = None) -> Record:
    ((found, _),) = outcomes(data, chosen)
    assert isinstance(found, Record), found
    return found


def raw_fields(record: Record, text: str) -> Mapping[str, str]:
    """What stands at a record's spans in its decoded text."""
    fields: dict[str, str] = {}
    for span in record.spans:
        piece = text[span.start : span.end]
        fields[span.field] = f"{fields[span.field]}\n\n{piece}" if span.field in fields else piece
    return fields


def proves(record: Record, text: str) -> None:
    """Every published field follows from what stands at its spans, and leads back to it."""
    fields = raw_fields(record, text)
    assert (record.url, record.date) == (fields.get("url"), fields.get("date"))
    for name in ("title", "description", "source", "text"):
        published = getattr(record, name)
        edits = [Edit(*edit[1:]) for edit in record.edits if edit.field == name]
        assert (published is None) == (name not in fields)
        if published is not None:
            assert repairs.replay(fields[name], edits) == published
            assert repairs.reverse(published, edits) == fields[name]


class TestRecord:
    def test_has_a_value_in_every_field_that_its_file_gives(self) -> None:
        data = article(7, text=f"{GLUED} {BODY}")
        record = record_of(data)
        assert record._replace(spans=(), edits=()) == Record(
            id=identity(data.decode()),
            url="https://haber.example/20230517/park-7.html",
            domain="haber.example",
            title="Park kararı 7",
            description="Meclis, 7 numaralı kararla kıyıdaki arsayı park için ayırdı.",
            text=f"{GLUED.replace('.Ü', '. Ü')} {BODY}",
            date="2023-05",
            published=date(2023, 5, 17),
            published_from="dateline",
            source="Kıyı Postası",
            language="tr",
            language_script="Latn",
            language_score=record.language_score,
            edit_count=1,
            warnings=(),
            file_path="a.txt",
            line=1,
            raw_sha256=hashlib.sha256(data).hexdigest(),
            encoding="utf-8",
            spans=(),
            edits=(),
        )
        assert 0.9 < record.language_score <= 1
        proves(record, data.decode())

    def test_of_a_text_in_pieces_holds_them_all(self) -> None:
        """A glued copy stands between the halves of the body: it is left out, and they are joined."""
        lines = [
            f"Paragraf {n} burada başlar ve uzun uzun {n} numaralı konuyu anlatır, sonra da biter." for n in range(8)
        ]
        data = article(1, text="\n".join([*lines[:3], "".join(lines[:3]), *lines[3:]]))
        record = record_of(data)
        assert [span.field for span in record.spans].count("text") == 2
        assert all(line in record.text for line in lines)
        assert record.text.count(lines[0]) == 1
        proves(record, data.decode())

    @pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16-le", "cp1254"])
    def test_in_another_encoding_has_the_same_id(self, encoding: str) -> None:
        data, mark = article(1), "\ufeff" if encoding == "utf-16-le" else ""
        other = record_of((mark + data.decode()).encode(encoding))
        assert (other.id, other.encoding, other.text) == (record_of(data).id, encoding, record_of(data).text)

    @pytest.mark.parametrize("end", ["\r\n", "\r"])
    def test_with_other_line_ends_has_the_same_id(self, end: str) -> None:
        other = article(1).replace(b"\n", end.encode())
        assert record_of(other).id == record_of(article(1)).id
        assert record_of(other).raw_sha256 != record_of(article(1)).raw_sha256

    def test_whose_only_date_lies_in_the_future_has_no_day_and_a_warning(self) -> None:
        data = f" date 2031-02-03 https://a.example/x\n\nTitle\n\n{BODY}\n".encode()
        record = record_of(data)
        assert (record.published, record.published_from, record.warnings) == (None, None, ("DT002",))

    def test_that_ends_in_mid_sentence_says_at_which_line(self) -> None:
        ((record, problems),) = outcomes(article(1, text=f"{BODY}\nVe sonra da şunları"))
        assert isinstance(record, Record)
        assert record.warnings == ("BD002",)
        assert [(problem.code, problem.place.line) for problem in problems] == [("BD002", 8)]

    def test_without_an_address_has_no_domain(self) -> None:
        record = record_of(f" date 2023-05\n\nTitle\n\n{BODY}\n".encode(), Settings(require=("text",)))
        assert (record.url, record.domain) == (None, None)


class TestSettings:
    @pytest.mark.parametrize("count", range(5))
    def test_any_fields_may_be_required_and_text_always_is(self, count: int) -> None:
        for require in combinations(("url", "date", "title", "text"), count):
            for data in (*BROKEN.values(), article(1), b"x"):
                for found, _ in outcomes(data, Settings(require=require)):
                    assert isinstance(found, Rejected) or found.text

    def test_rules_can_be_switched_off(self) -> None:
        assert record_of(article(1, text=GLUED), Settings(disable=("SP001",))).text == GLUED

    def test_one_language_alone_counts_as_evidence_for_the_encoding(self) -> None:
        data = article(1).decode().encode("cp1254")
        assert record_of(data, Settings(languages=("tr",))).encoding == "cp1254"


class TestRejected:
    @pytest.mark.parametrize("code", BROKEN)
    def test_keeps_its_bytes_and_every_problem(self, code: str) -> None:
        ((found, problems),) = outcomes(BROKEN[code])
        assert isinstance(found, Rejected)
        assert (found.raw, found.problems) == (BROKEN[code], problems)
        assert code in {problem.code for problem in problems}

    def test_of_a_file_that_is_at_fault_as_a_whole_keeps_the_file(self) -> None:
        ((found, problems),) = outcomes(b" \n ")
        assert isinstance(found, Rejected)
        assert (found.raw, [problem.code for problem in problems]) == (b" \n ", ["RD002"])

    def test_by_the_schema_is_told_field_by_field(self) -> None:
        (document,) = pipeline.documents(Source("a.txt", article(1)), Settings())
        assert not isinstance(document, Problem)
        spans = tuple(span._replace(field="date" if span.field == "title" else span.field) for span in document.spans)
        ((found, problems),) = pipeline._finish([document._replace(spans=spans)], Rules(Settings(), TODAY))
        assert isinstance(found, Rejected)
        (problem,) = [problem for problem in problems if problem.severity == "error"]
        assert problem.code == "SC001"
        assert problem.message.startswith("date: ")

    def test_does_not_hide_the_records_around_it(self) -> None:
        found = outcomes(article(1) + b"\n" + BROKEN["BD001"] + b"\n" + article(2))
        assert [type(one) for one, _ in found] == [Record, Rejected, Record]


PIECES = st.sampled_from(
    [article(1), article(2), *BROKEN.values(), b"\n", b"\r\n", b"date ", b"\xff\xfe", b"\x00", b"\xef\xbb\xbf",
     "“Tırnak”.Sonra".encode(), "İstanbul".encode("cp1254"), "Ã¼".encode(), b"&amp;", b"\xc2\xa0"]
)  # fmt: skip


class TestAnyBytes:
    @settings(max_examples=150)
    @given(st.lists(PIECES | st.binary(max_size=9), max_size=6).map(b"".join))
    def test_give_records_with_proof_or_rejections_with_a_reason(self, data: bytes) -> None:
        found = outcomes(data)
        assert found
        for one, problems in found:
            if isinstance(one, Record):
                (text,) = [
                    document.text
                    for document in pipeline.documents(Source("a.txt", data), Settings())
                    if not isinstance(document, Problem) and document.place.line == one.line
                ]
                proves(one, text)
                assert set(one.warnings) == {problem.code for problem in problems}
                assert hashlib.sha256(text.encode(one.encoding)).hexdigest() == one.raw_sha256
            else:
                assert any(problem.severity == "error" for problem in one.problems)
                assert one.raw in data

    @settings(max_examples=50)
    @given(st.lists(PIECES, max_size=5).map(b"".join))
    def test_give_the_same_twice(self, data: bytes) -> None:
        assert outcomes(data) == outcomes(data)


def test_a_record_whose_text_is_lost_past_repair_is_rejected_with_the_reason() -> None:
    ((found, problems),) = outcomes(article(0).replace("ı".encode(), "\ufffd".encode()))
    assert isinstance(found, Rejected)
    assert "RP002" in {problem.code for problem in problems}
    assert {problem.place.path for problem in problems} == {"a.txt"}


def test_a_record_that_the_toolkit_itself_fails_on_is_rejected_and_ends_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fails(*_: object, **__: object) -> None:
        msg = "a fault of ours"
        raise ValueError(msg)

    monkeypatch.setattr(repairs, "repair_documents", fails)
    ((outcome, problems),) = outcomes(article())
    assert isinstance(outcome, Rejected)
    assert (outcome.raw, outcome.problems) == (article(), problems)
    assert [problem.code for problem in problems] == ["TK001"]
    assert "ValueError: 'a fault of ours'" in problems[0].message


def test_a_fault_of_ours_costs_no_other_record_of_the_batch(monkeypatch: pytest.MonkeyPatch) -> None:
    kept, repair = outcomes(article(1) + b"\n" + article(3)), repairs.repair_documents

    def fails(documents: Sequence[Mapping[str, str]], options: repairs.Options) -> list[repairs.Mended]:
        if any(article(2).decode().split("\n\n")[1] == fields["title"] for fields in documents):
            raise MemoryError
        return repair(documents, options=options)

    monkeypatch.setattr(repairs, "repair_documents", fails)
    found = outcomes(article(1) + b"\n" + article(2) + b"\n" + article(3))
    assert [[problem.code for problem in problems] for _, problems in found] == [[], ["TK001"], []]
    assert [one.text for one, _ in (found[0], found[2])] == [one.text for one, _ in kept]
