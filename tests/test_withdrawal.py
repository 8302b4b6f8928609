"""What `exclude` names is gone from everything that a build leaves, and only who knows it can see that it was there."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

import pyarrow.parquet as pq
import pytest
from rawfiles import BODY, NO_BODY, article, fill

import toolkit
from toolkit import annotation, reading, settings
from toolkit.errors import DataError, UsageError

if TYPE_CHECKING:
    from pathlib import Path

GONE = "https://gone.example/haber/park-7.html"
TITLE = "Bu başlık geri çekildi"
TEXT = f"Bu metin geri çekildi. {BODY}"
NEEDLES = [needle.encode(code) for needle in ("gone.example", TITLE, TEXT[:40]) for code in ("utf-8", "cp1254")]


class TestEntries:
    @pytest.mark.parametrize(
        ("line", "entry"),
        [
            ("example.org", "example.org"),
            ("  Example.ORG.  ", "example.org"),
            ("localhost", "localhost"),
            ("örnek.example", "xn--rnek-4qa.example"),
            ("https://example.org/a?b=1#top", "https://example.org/a?b=1"),
            ("HTTPS://Example.org:443/A?utm_source=x", "https://example.org/A"),
            ("https://örnek.example/ı%c3%bc", "https://xn--rnek-4qa.example/%C4%B1%C3%BC"),
            ("example.org  # asked in May", "example.org"),
        ],
    )
    def test_are_in_a_normal_form(self, line: str, entry: str) -> None:
        assert annotation.entries(f"# the list\n\n{line}\n", "list.txt") == {entry}

    @pytest.mark.parametrize("line", ["example", "example.org/a", "two words.org", "ftp://example.org/a", "https://"])
    def test_that_are_neither_address_nor_domain_are_an_error_with_their_line(self, line: str) -> None:
        with pytest.raises(UsageError, match=r"list\.txt:2: .* is neither an http\(s\) address nor a domain"):
            annotation.entries(f"example.org\n{line}\n", "list.txt")

    @pytest.mark.parametrize(
        ("entry", "url"),
        [
            ("example.org", "https://example.org/a"),
            ("example.org", "http://me@news.EXAMPLE.org:8080/a"),
            ("https://example.org/a", "http://example.org/a#top"),
            ("http://example.org/a", "https://example.org/a?utm_source=x"),
            ("https://example.org/ı", "https://example.org/%c4%b1"),
            ("xn--rnek-4qa.example", "https://www.örnek.example/"),
        ],
    )
    def test_name_an_address(self, entry: str, url: str) -> None:
        assert annotation.entries(entry, "") & set(annotation.names(url))

    @pytest.mark.parametrize(
        ("entry", "url"),
        [
            ("example.org", "https://anexample.org/a"),
            ("news.example.org", "https://example.org/a"),
            ("example.org", "https://example.org.elsewhere.example/"),
            ("https://example.org/a", "https://example.org/a/b"),
            ("https://example.org/a", "https://example.org/A"),
        ],
    )
    def test_do_not_name_another(self, entry: str, url: str) -> None:
        assert not annotation.entries(entry, "") & set(annotation.names(url))

    @pytest.mark.parametrize(
        "data",
        [
            b"see https://example.org/a.",
            b"(www.example.org)",
            b'{"url": "https:\\/\\/example.org\\/a"}',
            "https://example.org/ı".encode("utf-16"),
            b"\xff\xfe\x00 EXAMPLE.ORG \x80",
        ],
    )
    def test_are_found_in_bytes_of_any_kind(self, data: bytes) -> None:
        assert annotation.mentions(data, frozenset({"example.org"}))

    @pytest.mark.parametrize("data", [b"", b"anexample.org", b"example.org.elsewhere.example", b"x" * 300_000])
    def test_are_not_found_where_they_are_not(self, data: bytes) -> None:
        assert not annotation.mentions(data, frozenset({"example.org"}))

    def test_are_proved_by_salted_hashes(self) -> None:
        entries = frozenset({"b.example", "https://a.example/x"})
        salt, hashes = annotation.proof(entries)
        assert salt == hashlib.sha256(b"b.example\nhttps://a.example/x").hexdigest()[:32]
        assert hashes == sorted(hashlib.sha256((salt + entry).encode()).hexdigest() for entry in entries)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """Raw files, some of which asked to be taken out in one way or another, and a dataset built before they did."""
    withdrawn = article(7, url=GONE, title=TITLE, text=TEXT)
    files = {
        "0.txt": article(0),
        "1.txt": article(1) + b"\n" + withdrawn,
        "gone-7.txt": withdrawn,
        "rejected.txt": NO_BODY.replace(b"haber.example/a.html", b"gone.example/a.html"),
        "binary.txt": b"\x00\x01\x02" * 99 + GONE.encode(),
        "nameless.txt": f"{TITLE}\n\n{TEXT}\n\nKaynak: {GONE}\n".encode(),
        "other.jsonl": json.dumps({"text": article(2).decode()}).encode() + b'\n{"url": "' + GONE.encode() + b'"}\n',
    }
    fill(tmp_path / "raw", files)
    (tmp_path / "pyproject.toml").write_text("[tool.toolkit]\nmax_rejected = 0.9\n", "utf-8")
    toolkit.build([tmp_path / "raw"], tmp_path / "out", workers=1)
    return tmp_path


def withdraw(home: Path, listed: str = "gone.example") -> Any:  # noqa: ANN401 — a manifest
    (home / "withdrawn.txt").write_text(f"{listed}\n", "utf-8")
    with (home / "pyproject.toml").open("a", encoding="utf-8") as file:
        file.write('exclude = "withdrawn.txt"\n')
    return toolkit.build([home / "raw"], home / "out", workers=1)


def left(home: Path) -> bytes:
    """Everything that the build left: files as they are, and the rows of Parquet files in plain text."""
    files = [path for path in home.rglob("*") if path.is_file() and path.relative_to(home).parts[0].startswith("out")]
    assert files
    rows = [repr(pq.read_table(path).to_pylist()) for path in files if path.suffix == ".parquet"]
    return b"\n".join([*(path.read_bytes() for path in files), *(row.encode("utf-8", "replace") for row in rows)])


class TestABuild:
    def test_before_has_it(self, home: Path) -> None:
        assert [needle for needle in NEEDLES[::2] if needle not in left(home)] == []

    def test_after_has_nothing_of_it(self, home: Path) -> None:
        withdraw(home)
        everything = left(home)
        assert [needle for needle in NEEDLES if needle in everything] == []
        assert b"gone-7.txt" not in everything
        assert list(toolkit.verify(home / "out", [home / "raw"])) == []

    def test_after_has_nothing_of_what_lay_in_the_cache_unused(self, home: Path) -> None:
        """A part that a build which failed has left, of a raw file that is gone."""
        fill(home / "raw", {f"bad-{number}.txt": b"x" for number in range(99)} | {"gone-8.txt": article(8, url=GONE)})
        with pytest.raises(DataError):
            toolkit.build([home / "raw"], home / "out", toolkit.Settings(max_rejected=0), workers=1)
        assert b"gone-8.txt" in left(home)
        for path in home.glob("raw/bad-*"):
            path.unlink()
        withdraw(home)
        everything = left(home)
        assert [needle for needle in (*NEEDLES, b"gone-8.txt") if needle in everything] == []

    def test_after_takes_nothing_of_it_back_when_the_dataset_is_built_once_more(self, home: Path) -> None:
        withdraw(home)
        toolkit.build([home / "raw"], home / "out", workers=1)
        everything = left(home)
        assert [needle for needle in NEEDLES if needle in everything] == []

    def test_counts_it_and_keeps_the_rest(self, home: Path) -> None:
        before = json.loads((home / "out" / "manifest.json").read_text("utf-8"))["counts"]
        counts = withdraw(home).counts
        assert counts.records == before["records"]
        assert counts.conserved
        assert (counts.published, counts.excluded) == (3, 6)
        published = pq.read_table(home / "out" / "provenance").to_pylist()
        assert [(row["file_path"], row["line"]) for row in published] == [
            ("0.txt", 1),
            ("1.txt", 1),
            ("other.jsonl", 1),
        ]

    def test_by_its_address_alone_leaves_the_rest_of_the_site(self, home: Path) -> None:
        manifest = withdraw(home, GONE)
        assert manifest.counts.excluded == 5
        assert b"gone.example/a.html" in left(home)

    def test_proves_it_and_does_not_tell(self, home: Path) -> None:
        manifest = withdraw(home)
        salt, hashes = annotation.proof(frozenset({"gone.example"}))
        assert manifest.exclusions == {"salt": salt, "hashes": hashes}
        assert manifest.settings["exclude"] == "withdrawn.txt", "not where it lies"

    def test_without_a_list_says_so(self, home: Path) -> None:
        assert json.loads((home / "out" / "manifest.json").read_text("utf-8"))["exclusions"] is None

    def test_with_a_list_that_cannot_be_read_is_misuse(self, home: Path) -> None:
        chosen = toolkit.Settings(exclude=str(home / "missing.txt"))
        with pytest.raises(UsageError, match=r"missing\.txt: the list of `exclude` cannot be read: No such file"):
            toolkit.build([home / "raw"], home / "out", chosen, workers=1)


def test_validate_tells_nothing_of_it(home: Path) -> None:
    (home / "withdrawn.txt").write_text("gone.example", "utf-8")
    chosen = toolkit.Settings(exclude=str(home / "withdrawn.txt"))
    assert [problem for problem in reading.validate([home / "raw"], chosen) if problem.severity == "error"] == []


def test_the_path_of_the_list_is_relative_to_the_settings(tmp_path: Path) -> None:
    (tmp_path / "my.toml").write_text('exclude = "lists/gone.txt"\n', "utf-8")
    assert settings.load(tmp_path / "my.toml").exclude == str(tmp_path / "lists/gone.txt")
    assert settings.load(None, []).exclude == ""


@pytest.mark.parametrize(("code", "nearest"), [("SP999", "SP00"), ("QQ001", "001")])
def test_a_rule_that_does_not_exist_cannot_be_switched_off(code: str, nearest: str) -> None:
    with pytest.raises(UsageError, match=rf"`disable`: there is no rule '{code}'; the nearest is '.*{nearest}"):
        reading.rules(toolkit.Settings(disable=(code,)))
