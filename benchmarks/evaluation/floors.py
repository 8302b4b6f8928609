"""Floors: what a figure may not fall below, pinned for data that is known by its digest.

`floors.json` holds, by the data's name: `rows`, their digest, and by whether the language was told (`told`,
`untold`), by set, by group of languages and by figure the floor, rounded down to three places.
"""

from __future__ import annotations

import json
import math
from copy import deepcopy
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

OWN = "own"
_PLACES = 1000

Figures = dict[str, dict[str, dict[str, float]]]
"""By set, by group of languages, by figure."""


class Fall(NamedTuple):
    """A figure below its floor; `measured` is None when it was not measured at all."""

    name: str
    measured: float | None
    floor: float

    def __str__(self) -> str:
        shown = "not measured" if self.measured is None else f"{self.measured:.4f}"
        return f"{self.name}: {shown}, the floor is {self.floor:.3f}"


def load(path: Path) -> dict[str, Any]:
    """The pinned floors; none when there is no such file."""
    found: dict[str, Any] = json.loads(path.read_text("utf-8")) if path.is_file() else {}
    return found


def save(path: Path, pinned: Mapping[str, Any]) -> None:
    """Write the floors, sorted, so that a change shows as the lines that changed."""
    path.write_text(json.dumps(pinned, indent=1, sort_keys=True, ensure_ascii=False) + "\n", "utf-8")


def name_of(pinned: Mapping[str, Any], rows: str) -> str | None:
    """The name under which data of that digest is pinned."""
    return next((name for name, entry in pinned.items() if entry.get("rows") == rows), None)


def falls(floors: Figures, measured: Figures) -> Iterator[Fall]:
    """Every figure that lies below its floor; of sets that were not scored at all none is asked."""
    for name, groups in floors.items():
        if name not in measured:
            continue
        for group, figures in groups.items():
            for figure, floor in figures.items():
                value = measured[name].get(group, {}).get(figure)
                if value is None or _down(value) < floor:
                    yield Fall(f"{name} {group} {figure}", value, floor)


def moved(floors: Figures, measured: Figures, *, lower: bool) -> Figures:
    """The floors at the measured figures: raised only, or lowered too with `lower`; figures that are new get one."""
    moved_: Figures = deepcopy(floors)
    for name, groups in measured.items():
        for group, figures in groups.items():
            held = moved_.setdefault(name, {}).setdefault(group, {})
            for figure, value in figures.items():
                held[figure] = _down(value) if lower else max(held.get(figure, 0.0), _down(value))
    return moved_


def _down(value: float) -> float:
    """A figure rounded down to three places.

    >>> _down(0.9989), _down(1.0), _down(0.29)
    (0.998, 1.0, 0.29)
    """
    return math.floor(round(value * _PLACES, 6)) / _PLACES
