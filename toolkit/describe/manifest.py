"""The manifest as JSON and back: `manifest.json`, described by `schema/manifest.schema.json`."""

from __future__ import annotations

import json
from dataclasses import asdict, fields
from typing import TYPE_CHECKING, Any

from toolkit import schema, validation
from toolkit.errors import DataError
from toolkit.values import Counts, Inputs, Manifest, Shard

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

_LAW = schema.load("manifest")["properties"]["counts"]["properties"]["law"]["const"]
_SIZES = ("rows", "bytes", "uncompressed_bytes")


def to_json(manifest: Manifest) -> dict[str, Any]:
    """The manifest as plain JSON values, in the form of its schema.

    Raises `DataError` for a manifest that the schema refuses or whose counts break the law of conservation.
    """
    tree = asdict(manifest)
    tree["counts"]["law"] = _LAW
    tree["days"] = dict(zip(("first", "last"), manifest.days, strict=True))
    tree["configs"] = {
        config: {split: _split_tree(shards) for split, shards in splits.items()}
        for config, splits in manifest.configs.items()
    }
    _check(tree)
    _check_counts(manifest)
    return tree


def from_json(tree: object) -> Manifest:
    """The manifest that `to_json` gave; whether its figures agree with each other is left to `verify`.

    Raises `DataError` for values that the schema refuses.
    """
    if not isinstance(tree, dict):
        msg = "manifest.json does not hold an object"
        raise DataError(msg)
    _check(tree)
    counts = {key: value for key, value in tree["counts"].items() if key != "law"}
    values = tree | {
        "inputs": Inputs(**tree["inputs"]),
        "counts": Counts(**counts),
        "days": (tree["days"]["first"], tree["days"]["last"]),
        "configs": {
            config: {split: tuple(Shard(**file) for file in of["files"]) for split, of in splits.items()}
            for config, splits in tree["configs"].items()
        },
    }
    return Manifest(**{field.name: values[field.name] for field in fields(Manifest)})


def write_manifest(path: Path, manifest: Manifest) -> None:
    """Write `manifest.json` in its canonical form: keys sorted, so that equal manifests give equal bytes."""
    text = json.dumps(to_json(manifest), indent=2, sort_keys=True, ensure_ascii=False) + "\n"
    path.write_text(text, "utf-8", newline="\n")


def read_manifest(path: Path) -> Manifest:
    """The manifest in a file.

    Raises `DataError` for a file that cannot be read, is not JSON, or is refused by the schema.
    """
    try:
        tree = json.loads(path.read_bytes())
    except OSError as error:
        msg = f"{path.name} cannot be read: {error.strerror}"
        raise DataError(msg) from error
    except ValueError as error:
        msg = f"{path.name} is not JSON: {error}"
        raise DataError(msg) from error
    return from_json(tree)


def _split_tree(shards: Sequence[Shard]) -> dict[str, Any]:
    sums = {size: sum(getattr(shard, size) for shard in shards) for size in _SIZES}
    return sums | {"files": [asdict(shard) for shard in shards]}


def _check(tree: Mapping[str, Any]) -> None:
    faults = validation.check(tree, "manifest")
    if faults:
        raise DataError("; ".join(f"manifest.json: {field}: {message}" for field, message in faults))


def _check_counts(manifest: Manifest) -> None:
    counts = manifest.counts
    if not counts.conserved:
        dropped = f"{sum(counts.duplicates.values())} + {sum(counts.rejected.values())} + {counts.excluded}"
        msg = f"manifest.json: the counts do not keep {_LAW}: {counts.records} is not {counts.published} + {dropped}"
        raise DataError(msg)
    for config, splits in manifest.configs.items():
        rows = sum(shard.rows for shards in splits.values() for shard in shards)
        if rows != counts.published:
            msg = f"manifest.json: the config {config!r} has {rows} rows for {counts.published} published records"
            raise DataError(msg)
