"""The schemas, and what derives from them: Arrow types, footers, features, tables."""

from __future__ import annotations

import datetime as dt
import json
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import datasets
import jsonschema
import jsonschema_rs
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from toolkit import schema
from toolkit.errors import UsageError
from toolkit.values import FieldEdit, Record

if TYPE_CHECKING:
    from pathlib import Path

RECORD = [
    ("id", "string"),
    ("url", "string"),
    ("domain", "string"),
    ("title", "string"),
    ("description", "string"),
    ("text", "string"),
    ("date", "string"),
    ("published", "date32"),
    ("published_from", "string"),
    ("source", "string"),
    ("language", "string"),
    ("language_script", "string"),
    ("language_score", "float64"),
    ("edit_count", "int32"),
    ("warnings", "list of string"),
    ("file_path", "string"),
]
"""The published columns: consumers rely on their names, their order and their types."""

PROVENANCE = [
    ("id", "string"),
    ("file_path", "string"),
    ("line", "int32"),
    ("raw_sha256", "string"),
    ("encoding", "string"),
    ("spans", "list of {field: string, start: int32, end: int32}"),
    (
        "edits",
        "list of {field: string, rule: string, step: int32, start: int32, end: int32, before: string, after: string}",
    ),
    ("near_cluster", "string"),
    ("near_size", "int32"),
]

ROWS: dict[str, dict[str, Any]] = {
    "record": {
        "id": "a" * 32,
        "url": "https://example.org/haber/köprü",
        "domain": "example.org",
        "title": "Köprü açıldı",
        "description": None,
        "text": "Köprü bugün açıldı. İlk tramvay geçti.",
        "date": "2024-05",
        "published": dt.date(2024, 5, 31),
        "published_from": "url",
        "source": None,
        "language": "tr",
        "language_script": "Latn",
        "language_score": 0.993,
        "edit_count": 1,
        "warnings": ["BD002"],
        "file_path": "köprü.txt",
    },
    "provenance": {
        "id": "a" * 32,
        "file_path": "köprü.txt",
        "line": 1,
        "raw_sha256": "b" * 64,
        "encoding": "utf-8",
        "spans": [{"field": "title", "start": 40, "end": 52}],
        "edits": [
            {"field": "text", "rule": "SP001", "step": 1, "start": 19, "end": 19, "before": "", "after": " "},
        ],
        "near_cluster": None,
        "near_size": None,
    },
}


def properties(described: dict[str, Any], path: str = "") -> list[tuple[str, dict[str, Any]]]:
    """Every property of a schema, nested ones included, with its path."""
    found = []
    for key, of in described.get("properties", {}).items():
        inside = f"{path}.{key}"
        found += [(inside, of), *properties(of, inside), *properties(of.get("items", {}), f"{inside}[]")]
    return found


@pytest.mark.parametrize("name", schema.NAMES)
class TestEverySchema:
    def test_is_a_schema_of_draft_2020_12(self, name: str) -> None:
        assert schema.load(name)["$schema"] == "https://json-schema.org/draft/2020-12/schema"
        jsonschema.Draft202012Validator.check_schema(schema.load(name))
        assert jsonschema_rs.meta.is_valid(dict(schema.load(name)))

    def test_refers_to_nothing_outside_itself(self, name: str) -> None:
        assert "$ref" not in json.dumps(schema.load(name))

    def test_refuses_unknown_keys(self, name: str) -> None:
        assert schema.load(name)["additionalProperties"] is False

    def test_says_what_every_property_is(self, name: str) -> None:
        for path, described in properties(dict(schema.load(name))):
            assert described["description"].endswith("."), path

    def test_has_examples_that_it_accepts_itself(self, name: str) -> None:
        for path, described in properties(dict(schema.load(name))):
            for example in described.get("examples", []):
                assert jsonschema_rs.is_valid(described, example, validate_formats=True), (path, example)

    def test_requires_every_property_unless_it_has_a_default(self, name: str) -> None:
        described = schema.load(name)
        optional = {key for key, of in described["properties"].items() if "default" in of}
        assert set(described["properties"]) - set(described.get("required", ())) == optional


def test_the_columns_are_the_ones_promised() -> None:
    assert [column[:2] for column in schema.columns("record")] == RECORD
    assert [column[:2] for column in schema.columns("provenance")] == PROVENANCE


def test_the_values_that_carry_rows_have_the_fields_of_the_schemas() -> None:
    assert Record._fields[: len(RECORD)] == schema.names("record")
    assert set(schema.names("provenance")) <= set(Record._fields)
    assert FieldEdit._fields == tuple(schema.load("provenance")["properties"]["edits"]["items"]["properties"])


def test_an_unknown_name_is_an_error_that_names_the_known_ones() -> None:
    with pytest.raises(UsageError, match="no schema 'records': the schemas are record, provenance, manifest, settings"):
        schema.load("records")


@pytest.mark.parametrize("name", schema.CONFIGS.values())
class TestWhatDatasetsSays:
    """The real library is asked, so that a new version of it that says otherwise is noticed."""

    def test_features_are_those_of_the_arrow_schema(self, name: str) -> None:
        features = datasets.Features.from_arrow_schema(schema.arrow_schema(name))
        assert features._to_yaml_list() == schema.features(name)

    def test_features_without_the_metadata_are_the_same(self, name: str) -> None:
        bare = schema.arrow_schema(name).remove_metadata()
        assert datasets.Features.from_arrow_schema(bare)._to_yaml_list() == schema.features(name)

    def test_the_footer_is_byte_for_byte_the_one_that_datasets_writes(self, name: str) -> None:
        features = datasets.Features._from_yaml_list(schema.features(name))
        assert features.arrow_schema.equals(schema.arrow_schema(name), check_metadata=True)
        assert features.arrow_schema.metadata == schema.arrow_schema(name).metadata

    @pytest.mark.parametrize("streaming", [False, True])
    def test_a_file_of_the_schema_loads_with_these_features(self, name: str, streaming: bool, tmp_path: Path) -> None:  # noqa: FBT001
        file = tmp_path / "rows.parquet"
        pq.write_table(pa.Table.from_pylist([ROWS[name]], schema.arrow_schema(name)), file)
        loaded = datasets.load_dataset(
            "parquet", data_files=str(file), split="train", streaming=streaming, cache_dir=str(tmp_path / "cache")
        )
        assert loaded.features._to_yaml_list() == schema.features(name)
        assert list(loaded) == [ROWS[name]]


def test_a_struct_outside_a_list_has_the_form_that_datasets_reads() -> None:
    described = {"type": "object", "properties": {"open": {"type": "boolean"}, "n": {"type": ["integer", "null"]}}}
    feature = schema._feature(described)
    arrow = pa.schema([("place", schema._arrow_type(feature))])
    assert datasets.Features.from_arrow_schema(arrow)._to_yaml_list() == [{"name": "place"} | schema._in_yaml(feature)]


def test_the_schemas_of_an_installed_wheel_come_first(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "record.schema.json").write_text('{"title": "from the wheel"}', "utf-8")
    monkeypatch.setattr(schema, "_FOLDERS", (tmp_path, schema._FOLDERS[1]))
    assert schema.load.__wrapped__("record") == {"title": "from the wheel"}
    assert schema.load.__wrapped__("provenance")["title"] == "The provenance of a published record"


def test_reading_schemas_and_settings_imports_no_heavy_package() -> None:
    code = (
        "import sys; from toolkit import schema, settings; schema.features('record'); settings.Settings()\n"
        "print({'pyarrow', 'jsonschema', 'jsonschema_rs', 'datasets', 'yaml'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "set()\n"
