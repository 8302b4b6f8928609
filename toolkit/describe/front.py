"""The front matter of a dataset's card: the YAML that the Hub and `load_dataset` read.

A person decides the keys in the template's front matter; the settings give the licence and the title; the
build gives the rest.  Each key has one origin.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import yaml  # type: ignore[import-untyped, unused-ignore]  # typed where its stubs are installed

from toolkit import schema
from toolkit.errors import DataError, UsageError
from toolkit.settings import of as checked_settings

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from toolkit.values import Manifest, Shard

ORIGINS = {
    "pretty_name": "comes from the setting `title`",
    "license": "comes from the setting `license`",
    "language": "is computed by the build",
    "size_categories": "is computed by the build",
    "configs": "is computed by the build",
    "dataset_info": "is computed by the build",
}
"""Keys that may not stand in a template, and why."""

_PARTS = re.compile(r"---\n(.*?)^---\n(.*)", re.DOTALL | re.MULTILINE)
_SHARD = re.compile(r"(.+/[^/]+)-[0-9]{5}-of-[0-9]{5}\.parquet")
_PARTITION = re.compile("/[^/]+/")
_LANGUAGE = re.compile(r"[a-z]{2,3}")
_STEPS = ("1K", "10K", "100K", "1M", "10M", "100M", "1B", "10B", "100B", "1T")


def front_matter(manifest: Manifest, decided: Mapping[str, Any]) -> str:
    """The YAML of the card, without its `---` lines; `decided` is what the template's front matter says.

    Raises `UsageError` for a key of `ORIGINS` in `decided`, or a name for a licence that the Hub knows.
    """
    computed = metadata(manifest)
    for key in decided:
        if key in ORIGINS:
            msg = f"the card's template may not have `{key}` in its front matter: it {ORIGINS[key]}"
            raise UsageError(msg)
        if key in {"license_name", "license_link"} and computed["license"] != "other":
            msg = f"the card's template has `{key}`, which only the licence `other` needs, not `{computed['license']}`"
            raise UsageError(msg)
    names = {key: computed.pop(key) for key in ("pretty_name", "license")}
    written: str = yaml.safe_dump({**names, **decided, **computed}, sort_keys=False, allow_unicode=True, width=120)
    return written


def metadata(manifest: Manifest) -> dict[str, Any]:
    """The keys of the front matter that the settings and the build decide.

    `language` is left out when no language was identified.
    """
    settings = checked_settings(manifest.settings)
    known = languages(manifest)
    return {
        "pretty_name": settings.title,
        "license": settings.license,
        **({"language": known} if known else {}),
        "size_categories": [size_category(manifest.counts.published)],
        **loading(manifest),
    }


def loading(manifest: Manifest) -> dict[str, Any]:
    """The keys of the front matter that `load_dataset` relies on: `configs` and `dataset_info`."""
    return {
        "configs": [_files(config, splits) for config, splits in configs(manifest)],
        "dataset_info": [_info(config, splits) for config, splits in configs(manifest)],
    }


def front_of(card: str) -> dict[str, Any]:
    r"""The front matter of a card.

    Raises `DataError` for a text that does not begin with YAML of keys between two lines `---`.

    >>> front_of("---\nlicense: mit\n---\n# Title\n")
    {'license': 'mit'}
    """
    return parted(card)[0]


def parted(card: str) -> tuple[dict[str, Any], str]:
    """The front matter of a card, or of a card's template, and its body; errors as `front_of`."""
    found = _PARTS.fullmatch(card)
    if found is None:
        msg = "it does not begin with YAML between two lines `---`"
        raise DataError(msg)
    try:
        keys = yaml.safe_load(found[1])
    except yaml.YAMLError as error:
        msg = f"its front matter is not YAML: {' '.join(str(error).split())}"
        raise DataError(msg) from error
    if not isinstance(keys, dict | None):
        msg = "its front matter holds no keys"
        raise DataError(msg)
    return keys or {}, found[2]


def languages(manifest: Manifest) -> list[str]:
    """The languages of the published records, ascending, those left undetermined aside."""
    return sorted(code for code in manifest.languages if _LANGUAGE.fullmatch(code) and code != "und")


def size_category(rows: int) -> str:
    """The Hub's name for a number of rows.

    >>> size_category(1), size_category(1000), size_category(25_000), size_category(10**12)
    ('n<1K', '1K<n<10K', '10K<n<100K', 'n>1T')
    """
    passed = sum(rows >= 10 ** (3 + number) for number in range(len(_STEPS)))
    if passed == 0:
        return f"n<{_STEPS[0]}"
    if passed == len(_STEPS):
        return f"n>{_STEPS[-1]}"
    return f"{_STEPS[passed - 1]}<n<{_STEPS[passed]}"


def configs(manifest: Manifest) -> list[tuple[str, Mapping[str, Sequence[Shard]]]]:
    """The configs with their splits, `default` first, the others by name.

    Where the data is partitioned, each folder of `default`'s files is a config too, named after it.
    """
    found: dict[str, Mapping[str, Sequence[Shard]]] = dict(manifest.configs)
    partitions: dict[str, dict[str, list[Shard]]] = {}
    for split, shards in manifest.configs["default"].items():
        for shard in shards:
            _, *partition, _ = shard.path.split("/")
            for name in partition:
                partitions.setdefault(name, {}).setdefault(split, []).append(shard)
    return sorted((found | partitions).items(), key=lambda item: (item[0] != "default", item[0]))


def _files(config: str, splits: Mapping[str, Sequence[Shard]]) -> dict[str, Any]:
    files = [{"split": split, "path": _pattern(shards)} for split, shards in sorted(splits.items())]
    return {"config_name": config, "data_files": files}


def _pattern(shards: Sequence[Shard]) -> str | list[str]:
    """The glob that finds a split's shards; their paths one by one where they are not numbered."""
    stems = {found[1] if (found := _SHARD.fullmatch(shard.path)) else "" for shard in shards}
    globs = {f"{_PARTITION.sub('/*/', stem)}-*" if len(stems) > 1 else f"{stem}-*" for stem in stems}
    return globs.pop() if "" not in stems and len(globs) == 1 else [shard.path for shard in shards]


def _info(config: str, splits: Mapping[str, Sequence[Shard]]) -> dict[str, Any]:
    found = [
        {
            "name": split,
            "num_bytes": sum(shard.uncompressed_bytes for shard in shards),
            "num_examples": sum(shard.rows for shard in shards),
        }
        for split, shards in sorted(splits.items())
    ]
    return {
        "config_name": config,
        "features": schema.features(schema.CONFIGS.get(config, "record")),
        "splits": found,
        "download_size": sum(shard.bytes for shards in splits.values() for shard in shards),
        "dataset_size": sum(split["num_bytes"] for split in found),
    }
