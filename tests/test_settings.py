"""Settings: where they are found, what they may be, and what is said of one that is wrong."""

from __future__ import annotations

from dataclasses import FrozenInstanceError, fields
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit import schema, settings
from toolkit.errors import UsageError
from toolkit.settings import Settings

if TYPE_CHECKING:
    from pathlib import Path

KEYS = schema.load("settings")["properties"]


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """A project with raw files and a `pyproject.toml` beside them."""
    (tmp_path / "raw").mkdir()
    (tmp_path / "raw" / "a.txt").write_text("text", "utf-8")
    (tmp_path / "pyproject.toml").write_text('[tool.toolkit]\njoints = "line"\n', "utf-8")
    return tmp_path


class TestTheSchemaIsTheOneSource:
    def test_of_the_keys(self) -> None:
        assert [field.name for field in fields(Settings)] == list(KEYS)

    def test_of_the_defaults(self) -> None:
        assert settings.of({key: of["default"] for key, of in KEYS.items()}) == Settings()

    @pytest.mark.parametrize("key", KEYS)
    def test_every_example_is_a_setting(self, key: str) -> None:
        for example in KEYS[key]["examples"]:
            assert settings.of({key: example}) != Settings()

    @pytest.mark.parametrize("key", KEYS)
    def test_every_key_says_its_form(self, key: str) -> None:
        assert KEYS[key]["x-form"]


def test_settings_do_not_change() -> None:
    with pytest.raises(FrozenInstanceError):
        Settings().joints = "line"  # type: ignore[misc]


class TestWhereTheyAreFound:
    @pytest.mark.parametrize("raw", ["raw", "raw/a.txt", "raw/*.txt", "raw/**/[ab].txt", "."])
    def test_beside_the_raw_files(self, corpus: Path, raw: str) -> None:
        assert settings.load(None, [corpus / raw]) == Settings(joints="line")

    @pytest.mark.parametrize("raw", [[], ["s3://bucket/raw"], ["/nowhere/raw"]])
    def test_nowhere_so_the_defaults_hold(self, raw: list[str]) -> None:
        assert settings.load(None, raw) == Settings()

    def test_not_in_a_pyproject_of_another_folder(
        self, corpus: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.chdir(corpus)
        foreign = tmp_path_factory.mktemp("foreign") / "raw"
        foreign.mkdir()
        assert settings.load(None, [foreign]) == Settings()

    def test_in_a_pyproject_without_the_table_there_are_none(self, corpus: Path) -> None:
        (corpus / "pyproject.toml").write_text("[project]\n", "utf-8")
        assert settings.load(None, [corpus / "raw"]) == Settings()

    def test_several_sources_beside_one_file_share_it(self, corpus: Path) -> None:
        assert settings.load(None, [corpus / "raw", corpus / "raw/a.txt"]) == Settings(joints="line")

    def test_sources_with_differing_settings_need_a_file_by_name(self, corpus: Path) -> None:
        with pytest.raises(UsageError, match=r"pyproject.toml: its settings are not those of every raw source; name"):
            settings.load(None, [corpus / "raw", "s3://bucket/raw"])

    def test_a_file_by_name_wins(self, corpus: Path) -> None:
        (corpus / "other.toml").write_text("max_rejected = 0.5\n", "utf-8")
        assert settings.load(corpus / "other.toml", [corpus / "raw"]) == Settings(max_rejected=0.5)

    def test_a_pyproject_by_name_gives_its_table(self, corpus: Path) -> None:
        assert settings.load(corpus / "pyproject.toml") == Settings(joints="line")


WRONG: list[tuple[dict[str, Any], str]] = [
    ({"joint": "line"}, "there is no setting `joint`; the nearest is `joints`"),
    ({"shard-size": 1}, "there is no setting `shard-size`; the nearest is `shard_size`"),
    ({"Max_Rejected": 0}, "there is no setting `Max_Rejected`; the nearest is `max_rejected`"),
    ({"joints": "lines"}, "`joints` = 'lines' is not \"space\" or \"line\"; the nearest is 'line'"),
    ({"joints": 1}, '`joints` = \'1\' is not "space" or "line"'),
    ({"require": ["titel"]}, "the nearest is 'title'"),
    ({"require": ["text", "text"]}, 'is not a list of "url", "date", "title", "text", each once'),
    ({"license": "cc-by-4"}, "`license` = 'cc-by-4' is not a licence identifier of the Hub"),
    ({"license": "cc-by-4"}, "; the nearest is 'cc-by-4.0'"),
    ({"encodings": ["cp1254", "cp1245"]}, "Python has no text encoding 'cp1245'; the nearest is 'cp1254'"),
    ({"encodings": ["koi8_x"]}, "Python has no text encoding 'koi8_x'; the nearest is 'koi8_r'"),
    ({"encodings": ["hex"]}, "Python has no text encoding 'hex'"),
    ({"encodings": "cp1254"}, "`encodings` = 'cp1254' is not a list of codec names"),
    ({"max_rejected": 5}, "`max_rejected` = '5' is not a share from 0 to 1"),
    ({"max_rejected": True}, "`max_rejected` = 'True' is not a share from 0 to 1"),
    ({"max_record_bytes": 0}, "is not a whole number of bytes"),
    (
        {"shard_size": "12 parsecs"},
        "`shard_size` = '12 parsecs' is not a number of bytes, or a string such as \"128MB\"",
    ),
    ({"shard_size": 0}, "`shard_size` = '0' is not a number of bytes"),
    ({"disable": ["sp1"]}, "is not a list of rule codes"),
    ({"names": ["two words"]}, "is not a list of words without white space"),
    ({"languages": ["Turkish"]}, 'is not a list of language subtags such as "tr"'),
    ({"title": "two\nlines"}, "`title` = 'two\\nlines' is not one line of 1 to 200 characters"),
]


class TestWhatIsSaidOfAWrongOne:
    @pytest.mark.parametrize(("table", "message"), WRONG)
    def test_names_the_file_the_key_and_the_nearest(self, table: dict[str, Any], message: str) -> None:
        with pytest.raises(UsageError) as caught:
            settings.of(table, "my.toml")
        assert str(caught.value).startswith("my.toml: ")
        assert message in str(caught.value)

    def test_lists_the_keys_where_none_is_near(self) -> None:
        with pytest.raises(UsageError, match=r"no setting `qqqq`; the settings are `dedup`, `disable`, .*`title`$"):
            settings.of({"qqqq": 1})

    def test_tells_every_fault(self) -> None:
        with pytest.raises(UsageError, match=r"no setting `joint`.*; .*`max_rejected` = '2' is not"):
            settings.of({"joint": "line", "max_rejected": 2})

    def test_quotes_at_most_80_characters(self) -> None:
        with pytest.raises(UsageError) as caught:
            settings.of({"title": "x" * 10_000})
        assert len(str(caught.value)) < 200

    @pytest.mark.parametrize(
        ("content", "message"),
        [
            (b"joints = line", "the file is not TOML: Invalid value"),
            (b"title = 2024-05-31", "`title` = '2024-05-31' is not one line of 1 to 200 characters"),
            (b"names = [07:30:00]", "`names` = .* is not a list of words"),
            (b"max_rejected = nan", "`max_rejected` = 'nan' is not a share from 0 to 1"),
            (b"title = '\xff'", "the file is not TOML: .*utf-8"),
        ],
    )
    def test_a_file_that_is_not_toml_or_has_what_json_has_not(
        self, tmp_path: Path, content: bytes, message: str
    ) -> None:
        (tmp_path / "my.toml").write_bytes(content)
        with pytest.raises(UsageError, match=rf"my\.toml: {message}"):
            settings.load(tmp_path / "my.toml")

    def test_a_file_that_is_not_there(self, tmp_path: Path) -> None:
        with pytest.raises(UsageError, match=r"my\.toml: the settings cannot be read: No such file"):
            settings.load(tmp_path / "my.toml")

    @pytest.mark.parametrize("content", ["tool = 1", "[tool]\ntoolkit = 1"])
    def test_a_pyproject_whose_table_is_none(self, tmp_path: Path, content: str) -> None:
        (tmp_path / "pyproject.toml").write_text(content, "utf-8")
        with pytest.raises(UsageError, match=r"`tool\.toolkit` is not a table"):
            settings.load(tmp_path / "pyproject.toml")


@pytest.mark.parametrize(
    ("written", "number"),
    [(1, 1), ("1", 1), ("1B", 1), ("128MB", 128_000_000), ("1 GB", 10**9), ("64KiB", 65536), ("2GiB", 2**31)],
)
def test_a_size_is_a_number_of_bytes(written: str | int, number: int) -> None:
    assert settings.size(written) == number
    assert settings.of({"shard_size": written}).shard_size == number


@pytest.mark.parametrize("written", ["", "MB", "1.5MB", "128mb", "-1", "1KB/s", "1iB"])
def test_what_is_no_size_is_an_error(written: str) -> None:
    with pytest.raises(UsageError, match="is not a number of bytes"):
        settings.size(written)
    with pytest.raises(UsageError, match="is not a number of bytes"):
        settings.of({"shard_size": written})


TABLES = st.fixed_dictionaries(
    {},
    optional={
        "disable": st.lists(st.sampled_from(["SP001", "EN001", "CH001"]), unique=True),
        "joints": st.sampled_from(["space", "line"]),
        "max_rejected": st.floats(0, 1),
        "names": st.lists(st.text("abcçğıöşüABCÇĞİÖŞÜ", min_size=1), unique=True),
        "shard_size": st.integers(1, 10**12) | st.sampled_from(["128MB", "1 GiB"]),
        "title": st.text("abc ığş", min_size=1),
    },
)


@given(TABLES)
def test_settings_come_back_from_their_json(table: dict[str, Any]) -> None:
    made = settings.of(table)
    assert settings.of(made.to_json()) == made


@given(TABLES, TABLES)
def test_the_digest_is_equal_where_the_settings_are(one: dict[str, Any], other: dict[str, Any]) -> None:
    first, second = settings.of(one), settings.of(other)
    assert (first.digest == second.digest) == (first == second)


def test_the_digest_does_not_depend_on_how_a_setting_is_written() -> None:
    one = settings.of({"shard_size": "1MB", "joints": "line", "max_rejected": 1})
    assert one.digest == settings.of({"max_rejected": 1.0, "joints": "line", "shard_size": 1_000_000}).digest
    assert len(Settings().digest) == 64
