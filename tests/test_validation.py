"""Whether a record fits its schema: what is said of one that does not, and that the two validators agree."""

from __future__ import annotations

import copy
import datetime as dt
import json
from types import MappingProxyType
from typing import Any

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit import schema, validation
from toolkit.settings import Settings
from toolkit.values import Record, Span

DIGEST = "0123456789abcdef" * 4

SOUND: dict[str, dict[str, Any]] = {
    "record": {
        "id": DIGEST[:32],
        "url": "https://example.org/haber/köprü-açıldı",
        "domain": "example.org",
        "title": "Köprü açıldı",
        "description": "İlk tramvay sabah geçti.",
        "text": "Köprü bugün açıldı. İlk tramvay sabah geçti.",
        "date": "2024-05",
        "published": "2024-05-31",
        "published_from": "dateline",
        "source": "Örnek Ajansı",
        "language": "tr",
        "language_script": "Latn",
        "language_score": 0.993,
        "edit_count": 1,
        "warnings": ["BD002", "DT001"],
        "file_path": "köprü.txt",
    },
    "provenance": {
        "id": DIGEST[:32],
        "file_path": "arşiv.tar!köprü.txt",
        "line": 1,
        "raw_sha256": DIGEST,
        "encoding": "cp1254",
        "spans": [{"field": "title", "start": 40, "end": 52}, {"field": "text", "start": 54, "end": 98}],
        "edits": [{"field": "text", "rule": "SP001", "step": 1, "start": 19, "end": 19, "before": "", "after": " "}],
        "near_cluster": DIGEST[:32],
        "near_size": 2,
    },
    "manifest": {
        "toolkit": "0.1.0",
        "packages": {"pyarrow": "26.0.1"},
        "created": "2024-05-31T00:00:00Z",
        "settings": Settings().to_json(),
        "exclusions": None,
        "inputs": {"files": 3, "bytes": 7000, "sha256": DIGEST, "passed_over": 1, "ignored_fields": 0},
        "counts": {
            "law": "records = published + duplicates + rejected + excluded",
            "records": 4,
            "published": 1,
            "duplicates": {"url": 1},
            "rejected": {"HD001": 1},
            "excluded": 1,
            "unreadable": 0,
        },
        "days": {"first": "2024-05-31", "last": None},
        "languages": {"tr": 1},
        "warnings": {"BD002": 1},
        "edits": {"SP001": 1},
        "configs": {
            "default": {
                "train": {
                    "rows": 1,
                    "bytes": 9000,
                    "uncompressed_bytes": 4000,
                    "files": [
                        {
                            "path": "data/train-00000-of-00001.parquet",
                            "rows": 1,
                            "bytes": 9000,
                            "uncompressed_bytes": 4000,
                            "sha256": DIGEST,
                            "content_sha256": DIGEST,
                        }
                    ],
                }
            }
        },
    },
    "settings": {
        "dedup": "near",
        "near_action": "drop",
        "near_bands": 14,
        "near_rows": 8,
        "near_similarity": 0.75,
        "partition": "language",
        "disable": ["SP001"],
        "encodings": ["cp1254"],
        "joints": "line",
        "languages": ["tr"],
        "license": "cc-by-4.0",
        "max_record_bytes": 2_000_000,
        "max_rejected": 0.5,
        "names": ["HepsiBurada"],
        "require": ["text"],
        "exclude": "withdrawn.txt",
        "shard_size": "64 MiB",
        "splits": {"train": 0.5, "test": 0.5},
        "text_parts": ["title", "body"],
        "title": "Haberler",
    },
}


@pytest.mark.parametrize("name", SOUND)
def test_a_sound_value_has_no_fault(name: str) -> None:
    assert set(SOUND[name]) == set(schema.names(name))
    assert validation.check(SOUND[name], name) == []


def test_every_nullable_column_may_be_null() -> None:
    nullable = {key for key, of in schema.load("record")["properties"].items() if "null" in of["type"]}
    assert nullable == {
        "url", "domain", "title", "description", "date", "published", "published_from", "source",
    }  # fmt: skip
    assert validation.check(SOUND["record"] | dict.fromkeys(nullable)) == []


def test_a_record_value_is_checked_by_its_published_columns() -> None:
    record = Record(
        **SOUND["record"] | {"published": dt.date(2024, 5, 31), "warnings": ("BD002",)},
        line=1,
        raw_sha256=DIGEST,
        encoding="utf-8",
        spans=(Span("text", 0, 44),),
        edits=(),
    )
    assert validation.check_record(record) == []
    assert validation.check_record(record._replace(published=None, published_from=None)) == []
    assert validation.check_record(record._replace(text="")) == [
        ("text", "'' is not a text that is more than white space")
    ]


def test_any_mapping_may_be_checked_and_tuples_are_lists() -> None:
    assert validation.check(MappingProxyType(SOUND["record"] | {"warnings": ("BD002",)})) == []


WRONG: list[tuple[str, Any, str]] = [
    ("id", "0" * 31, "'0000000000000000000000000000000' is not 32 lower-case hex digits"),
    ("id", "0" * 33, "'000000000000000000000000000000000' is not 32 lower-case hex digits"),
    ("id", "A" * 32, "'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA' is not 32 lower-case hex digits"),
    ("id", None, "None is not 32 lower-case hex digits"),
    ("url", "", "'' is not an absolute http(s) address without white space"),
    ("url", "example.org/a", "'example.org/a' is not an absolute http(s) address without white space"),
    ("url", "ftp://example.org", "'ftp://example.org' is not an absolute http(s) address without white space"),
    ("url", "https://a.org/b c", "'https://a.org/b c' is not an absolute http(s) address without white space"),
    ("url", "https://a.org\n", "'https://a.org\\n' is not an absolute http(s) address without white space"),
    ("url", "https://", "'https://' is not an absolute http(s) address without white space"),
    ("domain", "example.org/a", "'example.org/a' is not a host name"),
    ("title", "", "'' is not a text that is more than white space, or null"),
    ("description", " \n\u00a0", "' \\n\\xa0' is not a text that is more than white space, or null"),
    ("title", 7, "7 is not of the type string or null"),
    ("text", None, "None is not a text that is more than white space"),
    ("text", "\t\n", "'\\t\\n' is not a text that is more than white space"),
    ("file_path", "", "'' is not a path"),
    ("date", "31.05.2024", "'31.05.2024' is not a date YYYY, YYYY-MM or YYYY-MM-DD"),
    ("date", "2024-13", "'2024-13' is not a date YYYY, YYYY-MM or YYYY-MM-DD"),
    ("date", "2024-05\n", "'2024-05\\n' is not a date YYYY, YYYY-MM or YYYY-MM-DD"),
    ("published", "2023-02-29", "'2023-02-29' is not a day YYYY-MM-DD of the calendar"),
    ("published", "2024-05", "'2024-05' is not a day YYYY-MM-DD of the calendar"),
    ("published", "٢٠٢٤-٠٥-٣١", "'٢٠٢٤-٠٥-٣١' is not a day YYYY-MM-DD of the calendar"),
    ("published", dt.date(2024, 5, 31), "'2024-05-31' is of the type date, which JSON does not have"),
    ("published_from", "guess", "'guess' is none of dateline, url, header, None"),
    ("published_from", None, "None is not given, as `published` is"),
    ("language", "TR", "'TR' is not a primary language subtag such as `tr`"),
    ("language", "tr-TR", "'tr-TR' is not a primary language subtag such as `tr`"),
    ("language_script", "latn", "'latn' is not a script code such as `Latn`"),
    ("language_score", 1.2, "1.2 is more than 1"),
    ("language_score", -0.1, "-0.1 is less than 0"),
    ("language_score", float("nan"), "nan is not a finite number"),
    ("language_score", "0.5", "'0.5' is not of the type number"),
    ("language_score", True, "True is not of the type number"),
    ("edit_count", 1.5, "1.5 is not of the type integer"),
    ("edit_count", 2**31, "2147483648 is more than 2147483647"),
    ("warnings", None, "None is not of the type array"),
    ("warnings", ["BD002", "BD002"], "['BD002', 'BD002'] holds a value twice"),
    ("text", "a\ud800b", "'a\\ud800b' holds a lone surrogate, which UTF-8 cannot write"),
    ("title", "\udcfe", "'\\udcfe' holds a lone surrogate, which UTF-8 cannot write"),
    ("file_path", "haber\udcfe.txt", "'haber\\udcfe.txt' holds a lone surrogate, which UTF-8 cannot write"),
    ("text", b"abc", "\"b'abc'\" is of the type bytes, which JSON does not have"),
]


@pytest.mark.parametrize(("field", "value", "message"), WRONG)
def test_a_fault_is_named_with_its_field_and_cause(field: str, value: object, message: str) -> None:
    assert validation.check(SOUND["record"] | {field: value}) == [(field, message)]


def test_a_day_must_be_missing_where_its_origin_is() -> None:
    faults = validation.check(SOUND["record"] | {"published": None})
    assert faults == [("published_from", "'dateline' is not null, as `published` is null")]


def test_every_fault_is_told_in_the_order_of_the_columns() -> None:
    record = SOUND["record"] | {"colour": "red", "warnings": ["bad", "DT001"], "language": "?", "text": ""}
    del record["url"], record["id"]
    assert validation.check(record) == [
        ("id", "is missing"),
        ("url", "is missing"),
        ("text", "'' is not a text that is more than white space"),
        ("language", "'?' is not a primary language subtag such as `tr`"),
        ("warnings[0]", "'bad' is not a code such as `DT001`"),
        ("colour", "is no field of the schema"),
    ]


def test_a_fault_inside_a_list_names_its_place() -> None:
    proof = copy.deepcopy(SOUND["provenance"])
    proof["edits"][0] |= {"start": -1, "rule": "sp1"}
    del proof["spans"][1]["end"]
    assert validation.check(proof, "provenance") == [
        ("spans[1].end", "is missing"),
        ("edits[0].rule", "'sp1' is not a code such as `SP001`"),
        ("edits[0].start", "-1 is less than 0"),
    ]


def test_a_fault_without_words_of_its_own_names_the_rule() -> None:
    manifest = copy.deepcopy(SOUND["manifest"])
    manifest["counts"]["law"] = "something else"
    manifest["configs"]["default"]["train"]["files"] = []
    assert validation.check(manifest, "manifest") == [
        ("counts.law", "'something else' breaks the rule `const` of the schema"),
        ("configs.default.train.files", "[] breaks the rule `minItems` of the schema"),
    ]


def test_at_most_80_characters_of_a_value_are_quoted() -> None:
    ((_, message),) = validation.check(SOUND["record"] | {"url": "köprü " * 1_000})
    assert "köprü " * 13 + "kö…'" in message
    assert len(message) < 150
    ((_, message),) = validation.check(SOUND["record"] | {"title": ["köprü"] * 1_000})
    assert len(message) < 150


def test_keys_that_are_no_strings_are_named() -> None:
    assert validation.check({7: 1, **SOUND["record"]}) == [("'7'", "is a key that is not a string")]


def test_a_refusal_that_only_one_validator_gives_is_not_swallowed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(validation, "_quick", lambda _name: lambda _value: False)
    ((field, message),) = validation.check(SOUND["record"])
    assert (field, "please report" in message) == ("record", True)


@pytest.mark.parametrize("target", ["https://example.org/other.json", "file:///etc/hostname"])
def test_a_reference_out_of_the_schema_is_never_followed(target: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(schema, "load", lambda _name: {"$ref": target})
    with pytest.raises(Exception, match=r"(?i)offline|unresolvable|not found|retriev|scheme"):
        validation._quick.__wrapped__("record")
    with pytest.raises(jsonschema.exceptions._WrappedReferencingError):
        validation._reference.__wrapped__("record").is_valid({})


def _strings(described: object) -> list[dict[str, Any]]:
    """Every part of a schema that allows a string of free form."""
    if isinstance(described, list):
        return [one for inner in described for one in _strings(inner)]
    if not isinstance(described, dict):
        return []
    free = "string" in str(described.get("type")) and not {"enum", "const"} & set(described)
    inner = [value for key, value in described.items() if key not in {"examples", "default", "if", "then", "else"}]
    return [described] * free + _strings(inner)


@pytest.mark.parametrize("name", SOUND)
def test_every_string_has_a_pattern(name: str) -> None:
    """Without one, jsonschema-rs does not look at the characters, and lets a lone surrogate through."""
    assert [one for one in _strings(dict(schema.load(name))) if "pattern" not in one] == []


# The law: jsonschema-rs, which decides, and jsonschema, which words, accept the same values.

_DAYS = (
    *("2024", "2024-05\n", "2024-02-29", "2023-02-29", "0000-01-01", "9999-12-31", "2024-1-1", "20240531"),
    *("2024-W01-1", "2024-05-31T00:00:00Z", "2024-05-31T00:00:00Z\n", "٢٠٢٤-٠٥-٣١"),
)
_ADDRESSES = (
    *("https://a.org", "http://ğ.org/ş?ı=%zz#İ", "https://[::1]:80/", 'HTTPS://A.ORG/|{}^`\\"<>', "https://a\u00a0b"),
    *("https://a\u2028b", "https://a\x1fb", "https://a\x85b", "https:///a", "//a.org", "https://a.org\n", "a.org\n"),
)
_OTHERS = (
    *("", "\n", " ", "0", "tr", "tr\n", "Latn\n", "BD002\n", "128MB", "0B", "1 GiB", "1GB\n", "١٢٨MB", "cp1254"),
    *("space", "line\n", "0" * 32, "0" * 33, "٠" * 32, DIGEST, DIGEST + "\n", "A" * 64, "İ", "ß", "dateline"),
    *("e\u0301", "\U0001f600"),
)
_TEXTS = st.one_of(
    st.text(st.characters(codec="utf-8"), max_size=40),
    st.text(st.characters(), max_size=4),  # lone surrogates too
    st.sampled_from((*_DAYS, *_ADDRESSES, *_OTHERS)),
)
_NUMBERS = st.one_of(
    st.integers(),
    st.floats(),
    st.booleans(),
    st.sampled_from([-0.0, 0, 1, 1.0, 2**31 - 1, 2**31, 2.0**31, 2**63, 2**64, -(2**63) - 1, 10**30, 1e300]),
)
_SCALARS = st.one_of(st.none(), _NUMBERS, _TEXTS)
_VALUES = st.recursive(
    _SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_TEXTS, inner, max_size=3),
    max_leaves=5,
)


def _places(value: object, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """The path of every value inside a value."""
    inside: list[tuple[Any, Any]] = []
    if isinstance(value, dict):
        inside = list(value.items())
    elif isinstance(value, list):
        inside = list(enumerate(value))
    return [place for key, one in inside for place in [(*path, key), *_places(one, (*path, key))]]


@st.composite
def damaged(draw: st.DrawFn) -> tuple[str, dict[str, Any]]:
    """A sound value of one of the schemas, with up to three of its parts replaced, dropped or added."""
    name = draw(st.sampled_from(sorted(SOUND)))
    value = copy.deepcopy(SOUND[name])
    for _ in range(draw(st.integers(0, 3))):
        *path, key = draw(st.sampled_from(_places(value)))
        inside: Any = value
        for step in path:
            inside = inside[step]
        match draw(st.sampled_from(["replace", "replace", "replace", "drop", "double", "add"])):
            case "replace":
                inside[key] = draw(_VALUES)
            case "drop":
                del inside[key]
            case "double" if isinstance(inside, list):
                inside.append(copy.deepcopy(inside[key]))
            case _ if isinstance(inside, dict):
                inside[draw(_TEXTS)] = draw(_VALUES)
        if not _places(value):
            break
    return name, value


def _accepted_quickly(name: str, value: object) -> bool:
    try:
        return validation._quick(name)(value)
    except ValueError:
        return False


@given(damaged())
def test_both_validators_accept_the_same_values(case: tuple[str, dict[str, Any]]) -> None:
    name, value = case
    reference = validation._reference(name).is_valid(value) and not list(validation._no_json(value, ()))
    assert _accepted_quickly(name, value) == reference


@given(damaged())
def test_what_is_refused_is_explained(case: tuple[str, dict[str, Any]]) -> None:
    name, value = case
    faults = validation.check(value, name)
    assert bool(faults) != _accepted_quickly(name, value)
    for field, message in faults:
        assert field
        assert message
        assert "please report" not in message
        assert len(message) <= 80 * 6 + 300  # 80 characters, each escaped as \\uXXXX at worst, and the words
        message.encode()


@given(damaged())
def test_checking_changes_nothing(case: tuple[str, dict[str, Any]]) -> None:
    name, value = case
    before = json.dumps(value)
    validation.check(value, name)
    assert json.dumps(value) == before
