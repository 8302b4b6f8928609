"""A script that asks the Ray engine of `test_ray.py`'s questions, with one Ray for all, and prints the answers."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

from engine_tasks import die_always, die_once, refuse, slow_when_even, square

from toolkit.engines.ray import Ray

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


def raised(results: Iterator[object]) -> tuple[list[object], str, str]:
    """The results before what is raised, its kind, and what it says."""
    found: list[object] = []
    try:
        found.extend(results)
    except Exception as error:  # noqa: BLE001 — the answer
        return found, type(error).__name__, str(error)
    return found, "", ""


def most_held(engine: Ray) -> int:
    """How many tasks were taken whose results were not yet given, at most."""
    taken = most = 0

    def tasks() -> Iterator[int]:
        nonlocal taken
        for number in range(100):
            taken += 1
            yield number

    for done, _ in enumerate(engine.map(slow_when_even, tasks())):
        most = max(most, taken - done)
    return most


def here_only() -> Callable[[int], int]:
    """A function of a module that no other process can import."""
    module = sys.modules["here_only"] = ModuleType("here_only")
    exec("def same(number):\n    return number\n", module.__dict__)  # noqa: S102 — a module without a file
    return module.same


def answers(folder: Path) -> dict[str, object]:
    """The answers to the questions that the keys name."""
    found: dict[str, object] = {}
    with Ray(2) as engine:
        found["ordered"] = list(engine.map(slow_when_even, range(12)))
        found["nothing"] = list(engine.map(square, []))
        found["most held"] = most_held(engine)
        found["folder"] = list(engine.map(os.path.abspath, ["."]))
        found["refused"] = raised(engine.map(refuse, range(6)))
        found["works on"] = list(engine.map(square, [4]))
        found["died once"] = list(engine.map(die_once, [(number, str(folder / "mark")) for number in range(9)]))
        found["died always"] = raised(engine.map(die_always, range(6)))
        found["no code"] = raised(engine.map(here_only(), range(3)))
        engine.share([str(folder), str(folder / "nowhere")])
        found["not shared"] = raised(engine.map(square, range(3)))
        engine.share([])
        engine._scene = engine._scene._replace(versions=(("pyarrow", "0.0.1"),))
        found["other version"] = raised(engine.map(square, range(3)))
    return found


if __name__ == "__main__":
    json.dump(answers(Path(sys.argv[1])), sys.stdout)
