"""The JSON Schemas of what the toolkit reads and writes, and everything that derives from them.

A column is described once, in `schema/<name>.schema.json`; its Arrow type, its feature on the Hub, and its row
in the card's table follow from there.  Three keywords of our own help, which validators ignore:

- `x-arrow`: an Arrow type narrower than the one that follows from the JSON type (`int32`, `date32`);
- `x-unit`: what a number counts;
- `x-form`: the form of a sound value, in words, for the messages of validation.

pyarrow is imported where it is used: a command that writes no Parquet does not pay for it.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from toolkit.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pyarrow as pa  # type: ignore[import-untyped, unused-ignore]  # typed where its stubs are installed

    Schema: TypeAlias = Mapping[str, Any]

NAMES = ("record", "provenance", "manifest", "settings")
"""The schemas there are."""

CONFIGS = {"default": "record", "provenance": "provenance"}
"""Which schema describes the rows of a config of the dataset."""

_FOLDERS = (Path(__file__).parent / "_schema", Path(__file__).parent.parent / "schema")  # the wheel's, the repository's
_DTYPES = {"string": "string", "integer": "int64", "number": "float64", "boolean": "bool"}


class Column(NamedTuple):
    """A column as the card shows it: its name, its type in words, and what it holds."""

    name: str
    type: str
    description: str


@cache
def load(name: str) -> Schema:
    """The schema `name` of `NAMES`, as parsed JSON; it is shared, so nobody may change it.

    Raises `UsageError` for a name that is none of them.

    >>> load("record")["title"]
    'A published record'
    """
    if name not in NAMES:
        msg = f"there is no schema {name!r}: the schemas are {', '.join(NAMES)}"
        raise UsageError(msg)
    file = next(path for folder in _FOLDERS if (path := folder / f"{name}.schema.json").is_file())
    schema: Schema = json.loads(file.read_text("utf-8"))
    return schema


@cache
def names(name: str) -> tuple[str, ...]:
    """The properties of the schema `name`, in their order.

    >>> names("provenance")
    ('id', 'file_path', 'line', 'raw_sha256', 'encoding', 'spans', 'edits', 'near_cluster', 'near_size')
    """
    return tuple(load(name)["properties"])


def columns(name: str) -> tuple[Column, ...]:
    """The columns that the schema `name` describes, as a table for people shows them.

    >>> columns("record")[-2][:2]
    ('warnings', 'list of string')
    """
    return tuple(
        Column(key, _in_words(_feature(of)), of["description"]) for key, of in load(name)["properties"].items()
    )


def features(name: str) -> list[dict[str, Any]]:
    """The features of the schema `name`, in the form of `dataset_info.features` in a card's YAML.

    >>> features("record")[0]
    {'name': 'id', 'dtype': 'string'}
    """
    return [{"name": key} | _in_yaml(_feature(of)) for key, of in load(name)["properties"].items()]


def arrow_schema(name: str) -> pa.Schema:
    """The Arrow schema of the schema `name`, its metadata the ones that `datasets` writes into a Parquet footer.

    With them `load_dataset` gives exactly these features, whatever stands in the card.
    """
    import pyarrow as pa  # noqa: PLC0415 — 80 ms that only writing Parquet should cost

    described = {key: _feature(of) for key, of in load(name)["properties"].items()}
    fields = [pa.field(key, _arrow_type(feature)) for key, feature in described.items()]
    footer = {"info": {"features": {key: _in_footer(feature) for key, feature in described.items()}}}
    return pa.schema(fields, {b"huggingface": json.dumps(footer).encode()})


# A feature between the forms: a dtype's name, a list of one feature, or a struct of features by name.
_Feature: TypeAlias = "str | list[_Feature] | dict[str, _Feature]"


def _feature(described: Schema) -> _Feature:
    """The feature that one property's schema describes."""
    if "x-arrow" in described:
        return str(described["x-arrow"])
    given = described["type"]
    kinds = [kind for kind in ([given] if isinstance(given, str) else given) if kind != "null"]
    (kind,) = kinds
    if kind == "array":
        return [_feature(described["items"])]
    if kind == "object":
        return {key: _feature(of) for key, of in described["properties"].items()}
    return _DTYPES[kind]


def _arrow_type(feature: _Feature) -> pa.DataType:
    import pyarrow as pa  # noqa: PLC0415 — see arrow_schema

    if isinstance(feature, list):
        return pa.list_(_arrow_type(feature[0]))
    if isinstance(feature, dict):
        return pa.struct([pa.field(key, _arrow_type(of)) for key, of in feature.items()])
    made: pa.DataType = getattr(pa, "bool_" if feature == "bool" else feature)()
    return made


def _in_footer(feature: _Feature) -> dict[str, Any]:
    """The form in which `datasets` writes a feature into a Parquet footer."""
    if isinstance(feature, list):
        return {"feature": _in_footer(feature[0]), "_type": "List"}
    if isinstance(feature, dict):
        return {key: _in_footer(of) for key, of in feature.items()}
    return {"dtype": feature, "_type": "Value"}


def _in_yaml(feature: _Feature) -> dict[str, Any]:
    """The form in which a card's YAML gives a feature."""
    if isinstance(feature, list):
        (item,) = feature
        return {"list": item if isinstance(item, str) else _in_yaml(item).popitem()[1]}
    if isinstance(feature, dict):
        return {"struct": [{"name": key} | _in_yaml(of) for key, of in feature.items()]}
    return {"dtype": feature}


def _in_words(feature: _Feature) -> str:
    if isinstance(feature, list):
        return f"list of {_in_words(feature[0])}"
    if isinstance(feature, dict):
        return "{" + ", ".join(f"{key}: {_in_words(of)}" for key, of in feature.items()) + "}"
    return feature
