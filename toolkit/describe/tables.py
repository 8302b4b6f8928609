"""The tables and sentences that a card's places are filled with: each a function of the manifest, in Markdown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from toolkit import repairs, schema
from toolkit.describe.front import configs
from toolkit.errors import FAULTS
from toolkit.settings import of as checked_settings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from toolkit.values import Manifest

_PASSES = {
    "url": "duplicates, by address",
    "text": "duplicates, by text",
    "near": "duplicates, by near equality of the text",
}


def columns(name: str) -> str:
    """The columns of the schema `name`, with type and meaning."""
    rows = ((f"`{column.name}`", f"`{column.type}`", column.description) for column in schema.columns(name))
    return _table(("column", "type", "what it holds"), rows)


def splits(manifest: Manifest) -> str:
    """The configs and splits, with their sizes."""
    rows = [
        (
            f"`{config}`",
            f"`{split}`",
            f"{sum(shard.rows for shard in shards):,}",
            str(len(shards)),
            _bytes(sum(shard.bytes for shard in shards)),
        )
        for config, found in configs(manifest)
        for split, shards in sorted(found.items())
    ]
    return _table(("config", "split", "rows", "files", "size"), rows)


def records(manifest: Manifest) -> str:
    """How many records are published, as part of a sentence: `1 record`."""
    published = manifest.counts.published
    return f"{published:,} {'record' if published == 1 else 'records'}"


def counts(manifest: Manifest) -> str:
    """Where every record went, with the sum that proves that none was lost."""
    of = manifest.counts
    rows = [("records in the raw files", f"{of.records:,}"), ("published", f"{of.published:,}")]
    rows += [(_PASSES.get(kind, f"duplicates, {kind}"), f"{n:,}") for kind, n in sorted(of.duplicates.items()) if n]
    rows += [(f"rejected: `{code}` {_fault(code)}", f"{n:,}") for code, n in sorted(of.rejected.items()) if n]
    rows += [("left out on request", f"{of.excluded:,}")] if of.excluded else []
    rows += [("files that could not be read (not in the sum)", f"{of.unreadable:,}")] if of.unreadable else []
    return _table(("what became of them", "records"), rows)


def languages(manifest: Manifest) -> str:
    """The published records by language, the most frequent first."""
    return _counted(manifest.languages, ("language", "records"), lambda code: f"`{code}`")


def warnings(manifest: Manifest) -> str:
    """The published records by warning, with what each warning means."""
    return _counted(manifest.warnings, ("warning", "records"), lambda code: f"`{code}` {_fault(code)}")


def edits(manifest: Manifest) -> str:
    """The edits by rule, with what each rule does."""
    meaning = {rule.code: rule.sentence for rule in repairs.RULES}
    return _counted(manifest.edits, ("rule", "edits"), lambda code: f"`{code}` {meaning.get(code, '')}".rstrip())


def days(manifest: Manifest) -> str:
    """The days of publication, as part of a sentence.

    One day stands alone, and where no record has a day the words say so.
    """
    first, last = manifest.days
    if first is None or last is None:
        return "days that the raw files do not tell"
    return first if first == last else f"{first} to {last}"


def inputs(manifest: Manifest) -> str:
    """How much was read, as part of a sentence: `3 files (12.5 kB)`."""
    of = manifest.inputs
    return f"{of.files:,} {'file' if of.files == 1 else 'files'} ({_bytes(of.bytes)})"


def settings(manifest: Manifest) -> str:
    """The settings of the build that decide about records and text, with their values."""
    described = schema.load("settings")["properties"]
    values = checked_settings(manifest.settings).to_json()
    rows = ((f"`{key}`", described[key]["title"], f"`{_value(value)}`") for key, value in values.items())
    return _table(("setting", "what", "value"), rows)


def _value(value: object) -> str:
    if isinstance(value, dict):
        value = [f"{key} {one}" for key, one in value.items()]
    return ", ".join(map(str, value)) or "none" if isinstance(value, list) else str(value) or "none"


def _fault(code: str) -> str:
    return FAULTS[code].meaning if code in FAULTS else ""


def _counted(of: Mapping[str, int], head: tuple[str, str], shown: Callable[[str], str]) -> str:
    """A table of counts, the greatest first; `None.` where there is nothing to count."""
    found = sorted(((n, code) for code, n in of.items() if n), key=lambda item: (-item[0], item[1]))
    return _table(head, ((shown(code), f"{n:,}") for n, code in found)) if found else "None."


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    """A Markdown table; a bar inside a cell is escaped, and a line break becomes a space."""
    lines = [head, ("---",) * len(head), *rows]
    return "\n".join("| " + " | ".join(_cell(cell) for cell in line) + " |" for line in lines)


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


def _bytes(number: int) -> str:
    """A number of bytes for people, in decimal units.

    >>> _bytes(999), _bytes(2535), _bytes(128_000_000)
    ('999 B', '2.5 kB', '128.0 MB')
    """
    size, units = float(number), ["TB", "GB", "MB", "kB"]
    if number < 1000:  # noqa: PLR2004 — the step of the decimal units
        return f"{number} B"
    while (size := size / 1000) >= 1000 and len(units) > 1:  # noqa: PLR2004 — as above
        units.pop()
    return f"{size:.1f} {units[-1]}"
