"""The few lines that end a build: what came in, what came out, what was rejected and why, where it lies."""

from __future__ import annotations

from typing import TYPE_CHECKING

from toolkit.errors import FAULTS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from toolkit.building.cache import Contents
    from toolkit.values import Manifest

_UNITS = ("B", "kB", "MB", "GB", "TB", "PB")
_STEP = 1000


def summary(manifest: Manifest, out: Path, spared: Mapping[str, Mapping[str, int]] | None = None) -> Iterator[str]:
    """The lines, for a dataset that stands at `out`; `spared` is what its `build.json` says of work that was spared."""
    counts, inputs = manifest.counts, manifest.inputs
    shards = [shard for splits in manifest.configs.values() for found in splits.values() for shard in found]
    yield f"in          {many(inputs.files, 'file')}, {size(inputs.bytes)}, {many(counts.records, 'record')}"
    yield f"published   {many(counts.published, 'record')}{_listed(manifest.languages)}"
    yield f"duplicates  {many(sum(counts.duplicates.values()), 'record')}{_listed(counts.duplicates)}"
    yield f"rejected    {many(sum(counts.rejected.values()), 'record')}{_listed(counts.rejected)}"
    yield from (f"            {code}: {FAULTS[code].meaning}" for code in _ranked(counts.rejected))
    if counts.excluded:
        yield f"excluded    {many(counts.excluded, 'record')}"
    if len(manifest.settings.get("splits", ())) > 1:
        yield f"splits      {_splits(manifest)}"
    if counts.unreadable:
        yield f"unreadable  {many(counts.unreadable, 'file')}"
    yield f"warnings    {many(sum(manifest.warnings.values()), 'warning')}{_listed(manifest.warnings)}"
    yield f"edits       {many(sum(manifest.edits.values()), 'edit')}{_listed(manifest.edits)}"
    if spared:
        yield from _reused(spared)
    yield f"written     {out} ({many(len(shards), 'Parquet file')}, {size(sum(shard.bytes for shard in shards))})"
    if counts.published != counts.records or counts.unreadable:
        yield f"audit       {out}.audit says what became of every record that is not published"
    yield f'load        datasets.load_dataset("{out}"), or with "provenance" as its second argument'


def _reused(spared: Mapping[str, Mapping[str, int]]) -> Iterator[str]:
    """What the build took from the one before, where it took anything."""
    units, shards = spared["units"], spared["shards"]
    found = units["all"] - units["made"]
    if found or shards["taken"]:
        taken = f"{shards['taken']:,} of {many(shards['all'], 'shard')}"
        yield f"reused      {found:,} of {many(units['all'], 'unit')}, {taken}"


def cached(found: Contents) -> Iterator[str]:
    """The lines for a cache."""
    yield f"parts       {many(found.parts, 'part')}, {size(found.size)}"
    yield f"stale       {many(found.stale, 'part')}, {size(found.stale_size)}"


def _splits(manifest: Manifest) -> str:
    """The records of each split; one that is empty is not in the dataset."""
    rows = {split: sum(shard.rows for shard in found) for split, found in manifest.configs["default"].items()}
    shown = (
        f"{name} {rows[name]:,}" if name in rows else f"{name} empty, left out" for name in manifest.settings["splits"]
    )
    return ", ".join(shown)


def many(number: int, noun: str) -> str:
    """A number and its noun.

    >>> many(1, "record"), many(2000, "record")
    ('1 record', '2,000 records')
    """
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def _listed(counts: Mapping[str, int]) -> str:
    """The largest counts in brackets, all of them when they are few."""
    ranked = _ranked(counts)
    shown = ", ".join(f"{name} {counts[name]:,}" for name in ranked[:8])
    return f" ({shown}{', …' if len(ranked) > 8 else ''})" if ranked else ""  # noqa: PLR2004 — what fits a line


def _ranked(counts: Mapping[str, int]) -> list[str]:
    """The names, those of the largest counts first."""
    return sorted(counts, key=lambda name: (-counts[name], name))


def size(number: float) -> str:
    """A number of bytes for people.

    >>> size(999), size(2535), size(50_000_000)
    ('999 B', '2.5 kB', '50.0 MB')
    """
    unit = 0
    while number >= _STEP and unit < len(_UNITS) - 1:
        number, unit = number / _STEP, unit + 1
    return f"{number:.1f} {_UNITS[unit]}" if unit else f"{number} B"
