"""The settings of a build: read from a TOML file, checked against `schema/settings.schema.json`.

Every default stands in that schema and nowhere else.
"""

from __future__ import annotations

import difflib
import hashlib
import json
import math
import re
import tomllib
from dataclasses import asdict, dataclass, field, replace
from encodings.aliases import aliases
from pathlib import Path
from typing import TYPE_CHECKING, Any

from toolkit import schema
from toolkit.errors import UsageError
from toolkit.values import quote

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_SIZE = re.compile(r"([0-9]+) ?(?:([KMG])(i)?)?B?")


_ROUNDING = 1e-9


def _default(key: str) -> Any:  # noqa: ANN401 — a setting may be of any JSON type
    """A field of `Settings` whose default is the one that the schema gives to `key`."""
    return field(default_factory=lambda: _plain(key, schema.load("settings")["properties"][key]["default"]))


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What a person decides about a build; `schema/settings.schema.json` says what each key means.

    >>> Settings().joints, Settings().shard_size
    ('space', 128000000)
    """

    dedup: str = _default("dedup")
    disable: tuple[str, ...] = _default("disable")
    encodings: tuple[str, ...] = _default("encodings")
    exclude: str = _default("exclude")
    joints: str = _default("joints")
    languages: tuple[str, ...] = _default("languages")
    license: str = _default("license")
    max_record_bytes: int = _default("max_record_bytes")
    max_rejected: float = _default("max_rejected")
    names: tuple[str, ...] = _default("names")
    near_action: str = _default("near_action")
    near_bands: int = _default("near_bands")
    near_rows: int = _default("near_rows")
    near_similarity: float = _default("near_similarity")
    partition: str = _default("partition")
    require: tuple[str, ...] = _default("require")
    shard_size: int = _default("shard_size")
    splits: tuple[tuple[str, float], ...] = _default("splits")
    text_parts: tuple[str, ...] = _default("text_parts")
    title: str = _default("title")

    @property
    def digest(self) -> str:
        """SHA-256, in hex, of the settings as canonical JSON: the same for the same settings, however written."""
        canonical = json.dumps(self.to_json(), sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        return hashlib.sha256(canonical.encode()).hexdigest()

    def to_json(self) -> dict[str, Any]:
        """The settings as plain JSON values, every key with its value."""
        plain = {key: list(value) if isinstance(value, tuple) else value for key, value in asdict(self).items()}
        return plain | {"splits": dict(self.splits)}


def load(config: Path | None = None, raw: Iterable[str | Path] = ()) -> Settings:
    """The settings of the TOML file `config`, or else of the `pyproject.toml` beside the raw sources `raw`.

    A `pyproject.toml` (found, or given as `config`) holds the keys in its table `[tool.toolkit]`, any other
    file at its top level.  Without either the defaults hold.  The path in `exclude` is relative to the file that
    names it.

    Raises `UsageError`, which names the file and the key, for a file that cannot be read, for a key or a value
    that the schema refuses, and for raw sources with differing settings beside them.
    """
    table, origin = (_table(config), str(config)) if config is not None else _found(raw)
    found = of(table, origin)
    return replace(found, exclude=str(Path(origin).parent / found.exclude)) if found.exclude else found


def of(table: Mapping[str, Any], origin: str = "settings") -> Settings:
    """The settings of a table of keys; `origin` names it in the message of a `UsageError`.

    >>> of({"shard_size": "1MiB"}).shard_size
    1048576
    >>> of({"joint": "line"})
    Traceback (most recent call last):
    toolkit.errors.UsageError: settings: there is no setting `joint`; the nearest is `joints`
    """
    faults = [fault for key, value in table.items() if (fault := _fault(key, value))]
    if faults:
        raise UsageError("; ".join(f"{origin}: {fault}" for fault in faults))
    return Settings(**{key: _plain(key, value) for key, value in table.items()})


def size(written: str | int) -> int:
    """A number of bytes from a setting: `128MB` is 128 million, `1MiB` is 2**20.

    >>> size("128MB"), size("64 KiB"), size(500)
    (128000000, 65536, 500)
    """
    if isinstance(written, int):
        return written
    found = _SIZE.fullmatch(written)
    if found is None:
        msg = f"{quote(written)} is not a number of bytes, or a string such as '128MB' or '64MiB'"
        raise UsageError(msg)
    number, unit, binary = found.groups()
    base = 1024 if binary else 1000
    return int(number) * math.prod([base] * " KMG".index(unit or " "))


def _plain(key: str, value: Any) -> Any:  # noqa: ANN401 — as _default
    """The value of a setting in the form that `Settings` keeps: a size in bytes, a list as a tuple."""
    if key == "shard_size":
        return size(value)
    if schema.load("settings")["properties"][key]["type"] == "number":
        return float(value) + 0.0  # 1 and 1.0, and the two zeros, are one setting with one digest
    if key == "splits":
        return tuple(sorted((name, float(share)) for name, share in value.items()))
    return tuple(value) if isinstance(value, list) else value


def _fault(key: str, value: Any) -> str | None:  # noqa: ANN401 — as _default
    """What is wrong with one setting, in words; None when it is sound."""
    known = schema.load("settings")["properties"]
    if key not in known:
        near = difflib.get_close_matches(key.replace("-", "_").lower(), known, n=1, cutoff=0.5)
        hint = f"the nearest is `{near[0]}`" if near else f"the settings are {', '.join(f'`{name}`' for name in known)}"
        return f"there is no setting `{key[:80]}`; {hint}"
    described = known[key]
    if not _fits(described, value):
        choices = described.get("enum") or described.get("items", {}).get("enum") or ()
        return f"`{key}` = {quote(str(value))} is not {described['x-form']}{_nearest(value, choices)}"
    if key == "splits" and abs(sum(value.values()) - 1) > _ROUNDING:
        return f"`splits`: the shares add up to {sum(value.values()):.6g}, not to 1"
    if key == "encodings":
        return _codec_fault(value, described["default"])
    return None


def _fits(described: schema.Schema, value: object) -> bool:
    import jsonschema_rs  # noqa: PLC0415 — only settings that are given cost its import

    try:
        return jsonschema_rs.is_valid(dict(described), value, offline=True)
    except ValueError:  # a time or a date, which TOML has and JSON has not
        return False


def _codec_fault(encodings: Any, usual: Iterable[str]) -> str | None:  # noqa: ANN401 — the schema has checked it
    """Which of the encodings Python does not have, in words."""
    unknown = [name for name in encodings if not _is_codec(name)]
    if not unknown:
        return None
    near = _nearest(unknown, usual) or _nearest(unknown, aliases.values())
    return f"`encodings`: Python has no text encoding {quote(unknown[0])}{near}"


def _nearest(value: object, choices: Iterable[str]) -> str:
    """The choice that is nearest to the first wrong one of a value's items, as the end of a sentence."""
    among = sorted(set(choices))
    wrong = [item for item in (value if isinstance(value, list) else [value]) if item not in among]
    near = difflib.get_close_matches(str(wrong[0]), among, n=1) if wrong else []
    return f"; the nearest is {near[0]!r}" if near else ""


def _is_codec(name: str) -> bool:
    try:
        "".encode(name)  # a codec that is not for text, such as `hex`, is refused too
    except LookupError:
        return False
    return True


def _table(path: Path) -> Mapping[str, Any]:
    """The table of settings in a TOML file."""
    try:
        content: Mapping[str, Any] = tomllib.loads(path.read_text("utf-8"))
    except OSError as error:
        msg = f"{path}: the settings cannot be read: {error.strerror}"
        raise UsageError(msg) from error
    except ValueError as error:  # also text that is not UTF-8
        msg = f"{path}: the file is not TOML: {error}"
        raise UsageError(msg) from error
    if path.name != "pyproject.toml":
        return content
    tool = content.get("tool", {})
    table = tool.get("toolkit", {}) if isinstance(tool, dict) else tool
    if not isinstance(table, dict):
        msg = f"{path}: `tool.toolkit` is not a table"
        raise UsageError(msg)
    return table


def _found(raw: Iterable[str | Path]) -> tuple[Mapping[str, Any], str]:
    """The settings that stand beside the raw sources, and the name of their file."""
    tables: dict[str, Mapping[str, Any]] = {}
    for source in raw:
        path = _beside(source)
        tables[str(path or "")] = _table(path) if path else {}
    given = {name: table for name, table in tables.items() if table}
    if given and len(tables) > 1:
        msg = f"{', '.join(given)}: its settings are not those of every raw source; name one file with --config"
        raise UsageError(msg)
    return next(((table, name) for name, table in given.items()), ({}, "settings"))


def _beside(source: str | Path) -> Path | None:
    """The `pyproject.toml` of a raw source: in its folder or beside that; a remote source has none.

    The folder of a file is the one that holds it, the folder of a glob the part before the first wildcard.
    """
    if "://" in str(source):
        return None
    path = Path(source).absolute()
    wild = next((number for number, part in enumerate(path.parts) if set(part) & set("*?[")), None)
    folder = Path(*path.parts[:wild]) if wild is not None else path if path.is_dir() else path.parent
    return next((file for near in (folder, folder.parent) if (file := near / "pyproject.toml").is_file()), None)
