"""What one file can hold: joined records in pieces, JSON Lines, archives; the hostile end in a problem with a place."""

from __future__ import annotations

import bz2
import gzip
import io
import json
import lzma
import stat
import tarfile
import warnings
import zipfile
from datetime import date
from typing import TYPE_CHECKING

import pyarrow as pa
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from rawfiles import article, fill, noise

from toolkit import pipeline
from toolkit.settings import Settings
from toolkit.sources import Input, Limits, Passed, find, opening, read, texts
from toolkit.values import Document, Rejected, Source

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    Pieces = Callable[[int], None]

SMALL = Limits(record=2000, ratio=20, free=50_000)
ANY = Settings(require=("text",), max_record_bytes=2000)


def opened(path: Path, limits: Limits = Limits()) -> Iterator[Source | Rejected | Passed]:  # noqa: B008 — immutable
    """What reading gives for the file."""
    (one,) = read([item for item in find([str(path)]) if isinstance(item, Input)], limits)
    yield from one


def told(found: Iterable[Source | Rejected | Passed]) -> list[tuple[str, str]]:
    """Each thing found, as where it stands and what it is: a code, `text` or `passed over`."""

    def kind(one: Source | Rejected | Passed) -> tuple[str, str]:
        if isinstance(one, Rejected):
            return str(one.place), one.problems[0].code
        return (one.path, "passed over") if isinstance(one, Passed) else (one.path, "text")

    return [kind(one) for one in found]


def message(found: Source | Rejected | Passed) -> str:
    assert isinstance(found, Rejected)
    return found.problems[0].message


@pytest.fixture
def pieces(monkeypatch: pytest.MonkeyPatch) -> Pieces:
    """Sets how many bytes are parsed at a time."""

    def size(number: int) -> None:
        monkeypatch.setattr(texts, "PIECE", number)
        monkeypatch.setattr(opening, "PIECE", 0)  # every file is streamed

    return size


def documents(sources: Iterable[Source | Rejected | Passed]) -> list[Document]:
    found = [one for source in sources if isinstance(source, Source) for one in pipeline.documents(source, ANY)]
    return [one for one in found if isinstance(one, Document)]


BREAKS = st.sampled_from(["\n", "\r\n", "\r"])
LINES = st.text("ab ığ😀.…\u2028", max_size=20)
RECORDS = st.tuples(
    st.sampled_from([" date 2023-05 http://a.example/ı", "date 2022-01-31 https://b.example/x", "no header", ""]),
    st.lists(LINES, max_size=4),
    BREAKS,
    st.sampled_from(["utf-8", "utf-8-sig", "cp1254", "utf-16", "utf-16-le"]),
)


class TestPieces:
    @settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(st.lists(RECORDS, max_size=6), st.integers(1, 90))
    @example([("", [], "\n", "utf-8"), (" date 2023-05 http://a.example/ı", [], "\n", "utf-16")], 1)
    def test_of_any_size_give_the_documents_of_the_whole(
        self, tmp_path: Path, pieces: Pieces, records: list[tuple[str, list[str], str, str]], size: int
    ) -> None:
        data = b"".join(
            end.join([head, "", *lines, "", ""]).encode(encoding, "replace") for head, lines, end, encoding in records
        )
        (tmp_path / "joined.txt").write_bytes(data)
        whole = documents([Source("joined.txt", data)])
        pieces(size)
        found = list(opened(tmp_path / "joined.txt"))
        assert b"".join(one.data for one in found if isinstance(one, Source)) == data
        assert documents(found) == whole

    @pytest.mark.parametrize("end", [b"\n", b"\r\n", b"\r"])
    def test_count_lines_on_wherever_they_are_cut(self, tmp_path: Path, pieces: Pieces, end: bytes) -> None:
        data = (article(1) + b"\n" + article(2) + b"\n" + article(3)).replace(b"\n", end)
        fill(tmp_path, {"a.txt": data})
        for size in range(200, 260):
            pieces(size)
            assert [document.place.line for document in documents(opened(tmp_path))] == [1, 9, 17]

    @pytest.mark.parametrize("size", [len(article(1)) - 1, len(article(1)), len(article(1)) + 1])
    def test_of_exactly_the_files_size_are_one(self, tmp_path: Path, pieces: Pieces, size: int) -> None:
        fill(tmp_path, {"a.txt": article(1)})
        pieces(size)
        assert list(opened(tmp_path)) == [Source("a.txt", article(1))]

    def test_of_an_empty_file_are_one_empty_piece(self, tmp_path: Path) -> None:
        fill(tmp_path, {"a.txt.gz": gzip.compress(b"")})
        assert list(opened(tmp_path)) == [Source("a.txt.gz", b"")]


class TestARecordBeyondTheLimit:
    @pytest.mark.parametrize("end", [b"\n", b"\r\n", b"\r"])
    @pytest.mark.parametrize("size", [100, 333, 1000, 5000])
    def test_is_rejected_and_the_lines_after_it_are_right(
        self, tmp_path: Path, pieces: Pieces, size: int, end: bytes
    ) -> None:
        long = article(2, text="line\n" * 2000)
        data = (article(1) + b"\n" + long + b"\n" + article(3) + b"\n").replace(b"\n", end)
        fill(tmp_path, {"a.txt": data})
        pieces(size)
        found = list(opened(tmp_path, SMALL))
        sound = [document for document in documents(found) if len(document.raw) <= SMALL.record]
        assert [document.place.line for document in sound] == [1, 9 + long.count(b"\n") + 1]
        here = [one for one in found if isinstance(one, Rejected)]
        whole = [document for document in documents(found) if len(document.raw) > SMALL.record]
        assert [one.place.line for one in (*here, *whole)] == [9], "it is told once, here or by its length later"

    @pytest.mark.parametrize("size", [100, 333])
    def test_may_be_the_last_or_the_only_one(self, tmp_path: Path, pieces: Pieces, size: int) -> None:
        pieces(size)
        fill(tmp_path, {"a.txt": b"x" * 10_000})
        assert told(opened(tmp_path, SMALL)) == [("a.txt:1", "RD005")]
        fill(tmp_path, {"a.txt": article(1) + b"\n" + article(2, text="x" * 10_000)})
        assert told(opened(tmp_path, SMALL)) == [("a.txt", "text"), ("a.txt:9", "RD005")]

    def test_comes_after_another(self, tmp_path: Path, pieces: Pieces) -> None:
        pieces(100)
        long = [article(number, text="word " * 1000) for number in (1, 2)]
        fill(tmp_path, {"a.txt": b"\n".join([*long, article(3)])})
        assert told(opened(tmp_path, SMALL)) == [("a.txt:1", "RD005"), ("a.txt:9", "RD005"), ("a.txt", "text")]

    def test_says_so_and_keeps_its_beginning(self, tmp_path: Path, pieces: Pieces) -> None:
        pieces(100)
        fill(tmp_path, {"a.txt": b"x" * 10_000})
        (found,) = opened(tmp_path, SMALL)
        assert isinstance(found, Rejected)
        assert message(found) == "The record is longer than 2,000 bytes."
        assert set(found.raw) == {ord("x")}

    def test_is_rejected_by_its_own_length_in_a_small_file(self) -> None:
        raw = article(1, text="Kar yağdı. " * 1000)
        rules = pipeline.Rules(ANY, date(2026, 1, 1))
        ((outcome, problems),) = pipeline.process(Source("a.txt", raw), rules)
        assert isinstance(outcome, Rejected)
        assert (problems[0].code, problems[0].message) == ("RD005", f"The record has {len(raw):,} bytes.")

    def test_gets_a_warning_from_an_eighth_of_the_limit_on(self) -> None:
        rules = pipeline.Rules(ANY, date(2026, 1, 1))
        ((outcome, problems),) = pipeline.process(Source("a.txt", article(1)), rules)
        assert not isinstance(outcome, Rejected)
        assert [problem.code for problem in problems] == ["RD008"]


def lines(*objects: object) -> bytes:
    return b"".join(json.dumps(one, ensure_ascii=False).encode() + b"\n" for one in objects)


class TestJsonLines:
    def test_give_a_text_a_line_and_count_other_fields(self, tmp_path: Path) -> None:
        fill(tmp_path, {"a.jsonl": lines({"text": "Bir.", "url": "x", "n": 1}, {"text": "İki."})})
        assert list(opened(tmp_path)) == [
            Source("a.jsonl", b"Bir.", 1, 2, inside=True),
            Source("a.jsonl", "İki.".encode(), 2, 0, inside=True),
        ]

    def test_every_record_in_a_line_has_that_line(self, tmp_path: Path) -> None:
        two = (article(1) + b"\n" + article(2)).decode()
        fill(tmp_path, {"a.jsonl": lines({"text": article(3).decode()}, {"text": two})})
        assert [document.place.line for document in documents(opened(tmp_path))] == [1, 2, 2]

    @pytest.mark.parametrize("name", ["a.jsonl", "a.ndjson", "a.JSONL.GZ"])
    def test_by_any_of_their_names(self, tmp_path: Path, name: str) -> None:
        data = lines({"text": "Bir."})
        fill(tmp_path, {name: gzip.compress(data) if name.endswith("GZ") else data})
        assert told(opened(tmp_path)) == [(name, "text")]

    def test_may_have_a_mark_at_the_beginning_carriage_returns_and_blank_lines(self, tmp_path: Path) -> None:
        fill(tmp_path, {"a.jsonl": b'\xef\xbb\xbf{"text": "a"}\r\n\r\n  \n{"text": "b"}'})
        assert [(one.data, one.line) for one in opened(tmp_path) if isinstance(one, Source)] == [(b"a", 1), (b"b", 4)]

    @pytest.mark.parametrize(
        ("line", "cause"),
        [
            (b"{", "The line is not JSON that can be read: Expecting property name"),
            (b'{"text": "\xff"}', "The line is not JSON that can be read: 'utf-8' codec can't decode byte 0xff"),
            (b'{"text": "\\ud800"}', "The line is not JSON that can be read: 'utf-8' codec can't encode"),
            (b"[" * 100_000, "The line holds no object with a string in `text`."),
            (b'{"a": ' + b"9" * 5000 + b"}", "The line is not JSON that can be read: Exceeds the limit"),
            (b'["text"]', "The line holds no object with a string in `text`."),
            (b'"text"', "The line holds no object with a string in `text`."),
            (b"null", "The line holds no object with a string in `text`."),
            (b'{"body": "x"}', "The line holds no object with a string in `text`."),
            (b'{"text": 1}', "The line holds no object with a string in `text`."),
            (b'{"text": ["x"]}', "The line holds no object with a string in `text`."),
        ],
        ids=range(11),
    )
    def test_a_line_that_holds_no_text_is_rejected_alone(self, tmp_path: Path, line: bytes, cause: str) -> None:
        fill(tmp_path, {"a.jsonl": lines({"text": "a"}) + line + b"\n" + lines({"text": "b"})})
        first, wrong, last = opened(tmp_path)
        assert told([first, wrong, last]) == [("a.jsonl", "text"), ("a.jsonl:2", "RD006"), ("a.jsonl", "text")]
        assert message(wrong).startswith(cause)
        assert isinstance(wrong, Rejected)
        assert wrong.raw == line + b"\n"

    @pytest.mark.parametrize("size", [8001, 16_002, 50_000])
    def test_a_line_beyond_the_limit_is_rejected_and_the_next_has_its_number(self, tmp_path: Path, size: int) -> None:
        fill(tmp_path, {"a.jsonl": b"x" * size + b"\n" + lines({"text": "b"})})
        long, after = opened(tmp_path, SMALL)
        assert told([long, after]) == [("a.jsonl:1", "RD005"), ("a.jsonl", "text")]
        assert message(long) == "The line is longer than 8,000 bytes."
        assert isinstance(after, Source)
        assert after.line == 2

    @pytest.mark.parametrize("data", [b"\n \n", b"\xef\xbb\xbf"])
    def test_without_any_line_that_counts_are_an_empty_file(self, tmp_path: Path, data: bytes) -> None:
        fill(tmp_path, {"a.jsonl": data})
        assert told(opened(tmp_path)) == [("a.jsonl", "RD002")]


def member(name: str, data: bytes = b"", **attributes: object) -> tuple[tarfile.TarInfo, bytes]:
    info = tarfile.TarInfo(name)
    info.size = len(data)
    for key, value in attributes.items():
        setattr(info, key, value)
    return info, data


def tarred(*members: tuple[tarfile.TarInfo, bytes], form: int = tarfile.PAX_FORMAT) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=form) as archive:
        for info, data in members:
            archive.addfile(info, io.BytesIO(data))
    return out.getvalue()


def zst(data: bytes) -> bytes:
    return pa.compress(data, codec="zstd", asbytes=True)


PACKED = {"gz": gzip.compress, "bz2": bz2.compress, "xz": lzma.compress, "zst": zst}
PLAIN = (member("a.txt", article(1)), member("b/c.txt", article(2)))
TWO = tarred(member("a.txt", article(1)), member("c.txt", article(2)))
END = 2 * (512 + 1024)
"""Where the second member of `TWO` ends: a header takes 512 bytes, an article is padded to 1,024."""


class TestTar:
    @pytest.mark.parametrize(
        ("name", "pack"),
        [
            ("x.tar", bytes), ("x.tar.gz", gzip.compress), ("x.tgz", gzip.compress), ("x.tar.bz2", bz2.compress),
            ("x.tbz2", bz2.compress), ("x.tar.xz", lzma.compress), ("x.txz", lzma.compress), ("x.tar.zst", zst),
        ],
    )  # fmt: skip
    def test_of_any_compression_gives_its_members_in_order(self, tmp_path: Path, name: str, pack: type[bytes]) -> None:
        fill(tmp_path, {name: pack(tarred(*PLAIN))})
        assert list(opened(tmp_path)) == [
            Source(f"{name}!a.txt", article(1)),
            Source(f"{name}!b/c.txt", article(2)),
        ]

    @pytest.mark.parametrize("form", [tarfile.USTAR_FORMAT, tarfile.GNU_FORMAT, tarfile.PAX_FORMAT])
    def test_names_may_be_long_and_odd(self, tmp_path: Path, form: int) -> None:
        names = ["d" * 90 + "/" + "n" * 90 + ".txt", "ı\n'\".txt", "\udcff.txt"]
        if form != tarfile.USTAR_FORMAT:
            names.append("x" * 3000)
        fill(tmp_path, {"x.tar": tarred(*(member(name, b"text") for name in names), form=form)})
        shown = [name.replace("\udcff", "\\xff") for name in names]
        assert told(opened(tmp_path)) == [(f"x.tar!{name}", "text") for name in shown]

    def test_what_is_no_plain_file_under_its_own_name_is_a_problem_and_the_rest_is_read(self, tmp_path: Path) -> None:
        inner = tarred(member("deep.txt", article(1)))
        wrong = [
            (member("../evil.txt", article(1)), "The member's name leads out of the archive."),
            (member("/abs.txt", article(1)), "The member's name leads out of the archive."),
            (member("a/../../b.txt", article(1)), "The member's name leads out of the archive."),
            (member("C:\\a.txt", article(1)), "The member's name leads out of the archive."),
            (member("..\\a.txt", article(1)), "The member's name leads out of the archive."),
            (member("", article(1)), "The member's name leads out of the archive."),
            (member("link", type=tarfile.SYMTYPE, linkname="/etc/passwd"), "The member is a link, not a file."),
            (member("hard", type=tarfile.LNKTYPE, linkname="good.txt"), "The member is a link, not a file."),
            (member("device", type=tarfile.CHRTYPE), "The member is a device, not a file."),
            (member("pipe", type=tarfile.FIFOTYPE), "The member is a device, not a file."),
            (member("in.tar", inner), "The member is itself an archive or compressed."),
            (member("in.zip", b"PK"), "The member is itself an archive or compressed."),
            (member("a.txt.GZ", gzip.compress(b"x")), "The member is itself an archive or compressed."),
        ]
        fill(tmp_path, {"x.tar": tarred(*(one for one, _ in wrong), member("good.txt", article(2)))})
        *problems, good = opened(tmp_path)
        assert [(message(one)) for one in problems] == [cause for _, cause in wrong]
        assert told(problems) == [(f"x.tar!{info.name}", "RD007") for (info, _), _ in wrong]
        assert good == Source("x.tar!good.txt", article(2))

    def test_folders_are_nothing_and_dot_files_and_notes_are_counted(self, tmp_path: Path) -> None:
        names = (".hidden", "a/.git/x", "README.md", "./a.txt")
        members = [member("dir", type=tarfile.DIRTYPE), *(member(name, b"text") for name in names)]
        fill(tmp_path, {"x.tar": tarred(*members)})
        assert told(opened(tmp_path)) == [
            ("x.tar!.hidden", "passed over"),
            ("x.tar!a/.git/x", "passed over"),
            ("x.tar!README.md", "passed over"),
            ("x.tar!./a.txt", "text"),
        ]

    def test_may_hold_json_lines(self, tmp_path: Path) -> None:
        fill(tmp_path, {"x.tar": tarred(member("a.jsonl", lines({"text": "a"}, {"text": "b"})))})
        assert [one.line for one in opened(tmp_path) if isinstance(one, Source)] == [1, 2]

    def test_a_member_of_any_length_comes_in_pieces(self, tmp_path: Path, pieces: Pieces) -> None:
        joined = b"\n".join(article(number) for number in range(20))
        fill(tmp_path, {"x.tar": tarred(member("a.txt", joined), member("b.txt", article(1)))})
        pieces(1000)
        assert len(documents(opened(tmp_path))) == 21

    @pytest.mark.parametrize(
        ("harm", "cause"),
        [
            (lambda data: data[:END - 1000], "unexpected end of data"),
            (lambda data: data[:END - 1200], "truncated header"),
            (lambda data: data[:END], "empty header"),
            (lambda data: data[:1536] + b"junk" + data[1540:], "bad checksum"),
            (lambda data: data + data, "more follows after its end"),
        ],
        ids=["in a member", "in a header", "after a member", "a header overwritten", "a second archive behind"],
    )  # fmt: skip
    def test_a_damaged_one_gives_what_came_before_and_a_problem(
        self, tmp_path: Path, harm: type[bytes], cause: str
    ) -> None:
        fill(tmp_path, {"x.tar": harm(TWO)})
        *before, problem = opened(tmp_path)
        assert before[0] == Source("x.tar!a.txt", article(1))
        assert told([problem]) == [("x.tar", "RD003")]
        assert message(problem) == f"The file is damaged or cut off: {cause}."

    @pytest.mark.parametrize("data", [b"no archive at all" * 100, b"x"])
    def test_what_is_none_is_damaged(self, tmp_path: Path, data: bytes) -> None:
        fill(tmp_path, {"x.tar": data})
        assert told(opened(tmp_path)) == [("x.tar", "RD003")]

    def test_an_empty_one_is_told(self, tmp_path: Path) -> None:
        fill(tmp_path, {"x.tar": tarred()})
        (problem,) = opened(tmp_path)
        assert message(problem) == "The archive is empty."

    def test_names_that_would_fill_the_memory_are_refused(self, tmp_path: Path) -> None:
        huge = tarred(member("x", b"\0" * (3 << 20), type=tarfile.GNUTYPE_LONGNAME), form=tarfile.GNU_FORMAT)
        fill(tmp_path, {"x.tar": tarred(*PLAIN)[:-10_240] + huge})
        assert "a header of 3,145,728 bytes" in message(list(opened(tmp_path))[-1])

    def test_a_sparse_member_is_a_problem_however_large_it_says_it_is(self, tmp_path: Path) -> None:
        header = bytearray(tarfile.TarInfo("s.txt").tobuf(tarfile.GNU_FORMAT))
        header[156:157] = tarfile.GNUTYPE_SPARSE
        header[483:495] = b"\x80" + (1 << 40).to_bytes(11, "big")
        header[148:156] = b" " * 8
        header[148:156] = b"%06o\0 " % sum(header)
        fill(tmp_path, {"x.tar": bytes(header) + tarred(member("a.txt", article(1)))})
        assert told(opened(tmp_path)) == [("x.tar!s.txt", "RD007"), ("x.tar!a.txt", "text")]


def zipped(*members: tuple[str | zipfile.ZipInfo, bytes], how: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", how) as archive:
        for name, data in members:
            archive.writestr(name, data)
    return out.getvalue()


def linked(name: str, mode: int) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name)
    info.create_system, info.external_attr = 3, mode << 16
    return info


class TestZip:
    @pytest.mark.parametrize("how", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
    def test_gives_its_members_in_order(self, tmp_path: Path, how: int) -> None:
        fill(tmp_path, {"x.zip": zipped(("b.txt", article(1)), ("a/c.txt", article(2)), how=how)})
        assert list(opened(tmp_path)) == [
            Source("x.zip!b.txt", article(1)),
            Source("x.zip!a/c.txt", article(2)),
        ]

    def test_large_forms_and_equal_names_are_read(self, tmp_path: Path) -> None:
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as archive, warnings.catch_warnings(action="ignore"):  # of the equal names
            for number in (1, 2):
                with archive.open("a.txt", "w", force_zip64=True) as file:
                    file.write(article(number))
        fill(tmp_path, {"x.zip": out.getvalue()})
        assert [one.data for one in opened(tmp_path) if isinstance(one, Source)] == [article(1), article(2)]

    def test_what_is_no_plain_file_under_its_own_name_is_a_problem_and_the_rest_is_read(self, tmp_path: Path) -> None:
        fill(tmp_path, {"x.zip": zipped(
            ("../a.txt", article(1)), ("/b.txt", article(1)), ("..\\c.txt", article(1)), ("in.zip", b"PK"),
            (linked("link", stat.S_IFLNK | 0o777), b"/etc/passwd"), (linked("device", stat.S_IFCHR), b""),
            ("folder/", b""), (".hidden", b"x"), ("d\\e.txt", article(2)),
        )})  # fmt: skip
        assert told(opened(tmp_path)) == [
            ("x.zip!../a.txt", "RD007"),
            ("x.zip!/b.txt", "RD007"),
            ("x.zip!..\\c.txt", "RD007"),
            ("x.zip!in.zip", "RD007"),
            ("x.zip!link", "RD007"),
            ("x.zip!device", "RD007"),
            ("x.zip!.hidden", "passed over"),
            ("x.zip!d\\e.txt", "text"),
        ]

    def test_a_member_that_swells_is_a_problem_and_the_rest_is_read(self, tmp_path: Path) -> None:
        fill(tmp_path, {"x.zip": zipped(("bomb.txt", b"\0" * (1 << 20)), ("a.txt", article(1)))})
        bomb, good = opened(tmp_path, SMALL)
        assert told([bomb, good]) == [("x.zip!bomb.txt", "RD004"), ("x.zip!a.txt", "text")]
        assert message(bomb).startswith("1,048,576 bytes would come out of ")

    def test_many_small_bombs_are_one_large_one(self, tmp_path: Path) -> None:
        fill(tmp_path, {"x.zip": zipped(*((f"{number}.txt", b" " * 40_000) for number in range(5)))})
        assert [kind for _, kind in told(opened(tmp_path, SMALL))].count("RD004") == 4

    def test_damage_is_that_of_its_member(self, tmp_path: Path) -> None:
        data = zipped(("a.txt", noise(500)), ("b.txt", article(2)), how=zipfile.ZIP_STORED)
        fill(tmp_path, {"x.zip": data[:100] + bytes([data[100] ^ 1]) + data[101:]})
        broken, good = opened(tmp_path)
        assert told([broken, good]) == [("x.zip!a.txt", "RD003"), ("x.zip!b.txt", "text")]
        assert message(broken) == "The member cannot be unpacked: Bad CRC-32 for file 'a.txt'."

    @pytest.mark.parametrize(("offset", "value", "cause"), [(6, 1, "is encrypted"), (8, 99, "compression method")])
    def test_an_encrypted_or_strangely_packed_member_is_a_problem(
        self, tmp_path: Path, offset: int, value: int, cause: str
    ) -> None:
        data = bytearray(zipped(("a.txt", article(1))))
        data[offset] = data[data.index(b"PK\x01\x02") + offset + 2] = value
        fill(tmp_path, {"x.zip": bytes(data)})
        (problem,) = opened(tmp_path)
        assert told([problem]) == [("x.zip!a.txt", "RD003")]
        assert cause in message(problem)

    def test_a_cut_one_is_damaged(self, tmp_path: Path) -> None:
        fill(tmp_path, {"x.zip": zipped(("a.txt", article(1)))[:-30]})
        assert told(opened(tmp_path)) == [("x.zip", "RD003")]

    def test_an_empty_one_is_told(self, tmp_path: Path) -> None:
        fill(tmp_path, {"x.zip": zipped()})
        assert told(opened(tmp_path)) == [("x.zip", "RD002")]


class TestSwelling:
    @pytest.mark.parametrize(
        ("ending", "pack"), [("gz", gzip.compress), ("bz2", bz2.compress), ("xz", lzma.compress), ("zst", zst)]
    )
    def test_stops_at_the_ratio(self, tmp_path: Path, ending: str, pack: type[bytes]) -> None:
        fill(tmp_path, {f"a.{ending}": pack(b"\0" * (8 << 20))})
        problem = list(opened(tmp_path, SMALL))[-1]
        assert told([problem]) == [(f"a.{ending}", "RD004")]
        assert message(problem).startswith("The file swells beyond all measure: ")

    def test_up_to_a_size_any_ratio_will_do(self, tmp_path: Path) -> None:
        fill(tmp_path, {"a.gz": gzip.compress(b" " * 50_000)})
        assert told(opened(tmp_path, SMALL._replace(record=60_000))) == [("a.gz", "text")]

    def test_memory_that_a_header_asks_for_is_refused(self, tmp_path: Path) -> None:
        filters = [{"id": lzma.FILTER_LZMA2, "preset": 0, "dict_size": 1 << 28}]
        fill(tmp_path, {"a.xz": lzma.compress(b"text", filters=filters)})
        (problem,) = opened(tmp_path)
        assert message(problem) == "The file is damaged or cut off: Memory usage limit exceeded."


@settings(max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sampled_from(["x.tar", "x.zip", "x.tar.gz", "x.jsonl"]), st.data())
def test_no_damage_ends_in_anything_but_problems(tmp_path: Path, name: str, data: st.DataObject) -> None:
    whole = {
        "x.tar": tarred(*PLAIN, member("x" * 200, b"long")),
        "x.zip": zipped(("a.txt", article(1)), ("b.txt", article(2))),
        "x.tar.gz": gzip.compress(tarred(*PLAIN)),
        "x.jsonl": lines({"text": article(1).decode()}, {"text": "b"}),
    }[name]
    changed = bytearray(whole)
    for at in data.draw(st.lists(st.integers(0, len(whole) - 1), max_size=8)):
        changed[at] = data.draw(st.integers(0, 255))
    cut = data.draw(st.integers(1, len(whole)))
    (tmp_path / name).write_bytes(changed[:cut])
    assert told(opened(tmp_path / name, SMALL)), "a file never vanishes"
