"""Whether a record fits its JSON Schema, and if not, what is wrong with it, in words.

jsonschema-rs looks first, since it needs a microsecond or two where jsonschema needs a hundred; what it refuses
is worded by jsonschema, the reference.  Formats are asserted, and neither of them may follow a reference out of
the schema.  A test holds the two equal.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from functools import cache
from typing import TYPE_CHECKING, Any, TypeAlias

from toolkit import schema
from toolkit.values import quote

if TYPE_CHECKING:
    from collections.abc import Iterator

    import jsonschema  # type: ignore[import-untyped, unused-ignore]  # typed where its stubs are installed

    from toolkit.values import Record

Fault: TypeAlias = tuple[str, str]
"""A field (`edits[3].start` inside a nested one, empty for the record itself) and what is wrong with it."""


@cache
def _quick(name: str) -> Callable[[object], bool]:
    import jsonschema_rs  # noqa: PLC0415 — only validation should cost its import

    validator = jsonschema_rs.Draft202012Validator(dict(schema.load(name)), validate_formats=True, offline=True)
    return validator.is_valid


@cache
def _reference(name: str) -> jsonschema.protocols.Validator:
    import jsonschema  # noqa: PLC0415 — 60 ms that only a record with a fault should cost
    import referencing  # noqa: PLC0415

    base = jsonschema.Draft202012Validator
    lists = base.TYPE_CHECKER.redefine("array", lambda _checker, value: isinstance(value, list | tuple))
    kind = jsonschema.validators.extend(base, type_checker=lists)
    return kind(schema.load(name), format_checker=base.FORMAT_CHECKER, registry=referencing.Registry())


def check(record: Mapping[str, object], name: str = "record") -> list[Fault]:
    """What is wrong with `record` by the schema `name`: one entry a fault, in the order of the columns.

    A day is an ISO string here.  A message quotes at most 80 characters of the value.

    >>> check({"id": "0" * 32, "file_path": "a.txt", "line": 0, "raw_sha256": "0" * 64, "encoding": "utf-8",
    ...        "spans": [], "edits": [], "near_cluster": None, "near_size": None}, "provenance")
    [('line', '0 is less than 1')]
    """
    plain = record if type(record) is dict else dict(record)
    try:
        if _quick(name)(plain):
            return []
    except ValueError:  # what JSON cannot hold: a lone surrogate, bytes, a date
        pass
    return _worded(plain, name)


def check_record(record: Record) -> list[Fault]:
    """What is wrong with the published columns of a record; see `check`."""
    columns: dict[str, object] = dict(zip(schema.names("record"), record, strict=False))
    if record.published is not None:
        columns["published"] = record.published.isoformat()
    return check(columns)


def _worded(record: dict[str, object], name: str) -> list[Fault]:
    """The faults of a record that was refused, in the order of its schema's columns."""
    foreign = [(_named(path), cause) for path, cause in _no_json(record, ())]
    found = foreign or [fault for error in _reference(name).iter_errors(record) for fault in _faults(error)]
    order = {key: number for number, key in enumerate(schema.names(name))}
    unique = dict.fromkeys(found)
    faults = sorted(unique, key=lambda fault: order.get(fault[0].partition("[")[0].partition(".")[0], len(order)))
    return faults or [("record", "is refused by jsonschema-rs and accepted by jsonschema: please report this")]


def _no_json(value: object, path: tuple[object, ...]) -> Iterator[tuple[tuple[object, ...], str]]:
    """What in a value JSON cannot hold, which the validators refuse in different ways."""
    if isinstance(value, Mapping):
        for key, one in value.items():
            yield from _no_json(key, (*path, str(key)))
            yield from _no_json(one, (*path, str(key)))
            if not isinstance(key, str):
                yield (*path, str(key)), "is a key that is not a string"
    elif isinstance(value, list | tuple):
        for number, one in enumerate(value):
            yield from _no_json(one, (*path, number))
    elif isinstance(value, str):
        if any("\ud800" <= char <= "\udfff" for char in value):
            yield path, f"{quote(value)} holds a lone surrogate, which UTF-8 cannot write"
    elif isinstance(value, float) and not math.isfinite(value):
        yield path, f"{value} is not a finite number"
    elif value is not None and not isinstance(value, int | float):
        yield path, f"{quote(str(value))} is of the type {type(value).__name__}, which JSON does not have"


def _faults(error: jsonschema.ValidationError) -> Iterator[Fault]:
    """One error of jsonschema as faults in words."""
    path, rule = tuple(error.absolute_path), str(error.validator)
    if rule == "required":
        yield from ((_named((*path, key)), "is missing") for key in error.validator_value if key not in error.instance)
    elif rule == "additionalProperties":
        known = error.schema["properties"]
        yield from ((_named((*path, key)), "is no field of the schema") for key in error.instance if key not in known)
    else:
        yield _named(path), _cause(rule, error)


_WORDS: dict[str, Callable[[str, Any], str]] = {
    "type": lambda shown, limit: (
        f"{shown} is not of the type {limit if isinstance(limit, str) else ' or '.join(limit)}"
    ),
    "enum": lambda shown, limit: f"{shown} is none of {', '.join(map(str, limit))}",
    "minimum": lambda shown, limit: f"{shown} is less than {limit}",
    "maximum": lambda shown, limit: f"{shown} is more than {limit}",
    "uniqueItems": lambda shown, _limit: f"{shown} holds a value twice",
}


def _cause(rule: str, error: jsonschema.ValidationError) -> str:
    """What is wrong with the value of an error, in words, without the field's name."""
    value = error.instance
    shown = quote(value) if isinstance(value, str) else quote(str(value))[1:-1]
    form = error.schema.get("x-form")
    if rule in _WORDS and not (form and (rule == "enum" or error.validator_value in ("null", "string"))):
        return _WORDS[rule](shown, error.validator_value)
    return f"{shown} is not {form}" if form else f"{shown} breaks the rule `{rule}` of the schema"


def _named(path: tuple[Any, ...]) -> str:
    """A path into a record as people write it: `edits[3].start`; a key that is no plain word stands in quotes."""
    return "".join(f"[{one}]" if isinstance(one, int) else f".{_key(one)}" for one in path).removeprefix(".")


def _key(key: str) -> str:
    return key if key.isidentifier() and len(key) < 80 else quote(key)  # noqa: PLR2004 — as many as are quoted
