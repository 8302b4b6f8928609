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

_LAW = schema.load("manifest")["properties"]["counts"]["properties"]["law"]["const"]
_SIZES = ("rows", "bytes", "uncompressed_bytes")


def to_json(manifest: Manifest) -> str:
    """The text of `manifest.json`: keys sorted, so that equal manifests give equal bytes.

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
    return json.dumps(tree, indent=2, sort_keys=True, ensure_ascii=False) + "\n"


def from_json(text: str | bytes) -> Manifest:
    """The manifest that `to_json` wrote; whether its counts add up is left to `verify`.

    Raises `DataError` for a text that is not JSON, that the schema refuses, or whose sums are not those of the files.
    """
    try:
        tree = json.loads(text)
    except ValueError as error:
        msg = f"manifest.json is not JSON: {error}"
        raise DataError(msg) from error
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
    manifest = Manifest(**{field.name: values[field.name] for field in fields(Manifest)})
    for config, splits in manifest.configs.items():
        for split, shards in splits.items():
            if _split_tree(shards) != tree["configs"][config][split]:
                msg = f"manifest.json: the sizes of {config}/{split} are not the sums of its files"
                raise DataError(msg)
    return manifest


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
