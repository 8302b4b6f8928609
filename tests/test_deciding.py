"""The deciding stage: its files, however many, say what all keys at once would."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from toolkit import dedup
from toolkit.building import duplicates, plan
from toolkit.engines import Local
from toolkit.settings import Settings
from toolkit.stages import Part, deciding

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from toolkit.dedup import Drops, Keys

UNITS, ROWS = 12, 40


def keys_of(unit: int, kind: str) -> Keys:
    """Keys of which every other is shared, some by many, so that drops of one pass meet those of the next."""
    rng = np.random.default_rng([unit, len(kind)])
    numbers = np.where(rng.random(ROWS) < 0.5, rng.integers(0, 60, ROWS), 1000 + unit * ROWS + np.arange(ROWS))
    hashed = [dedup.url_key(f"{kind} {number}") for number in numbers]
    return dedup.keys(b"".join(dedup.packed(key, unit, row, int(rng.integers(9))) for row, key in enumerate(hashed)))


@pytest.fixture
def parts(tmp_path: Path) -> list[Part]:
    found = []
    for unit in range(UNITS):
        folder = f"{tmp_path}/parts/{unit:08d}"
        Path(folder).mkdir(parents=True)
        for kind in dedup.KINDS:
            np.save(f"{folder}/{kind}.npy", keys_of(unit, kind))
        found.append(Part(unit, folder, 1, str(unit), ROWS, Counter(), (), b""))
    return found


def at_once() -> Drops:
    """The decision on all keys in one process."""
    dropped: Drops = np.zeros(0, dedup.DROP)
    for kind in dedup.KINDS:
        found = np.concatenate([keys_of(unit, kind) for unit in range(UNITS)])
        dropped = np.concatenate([dropped, dedup.decide(dedup.without(found, dropped), kind)])
    return dedup.resolve(dropped)


HELD = pytest.mark.parametrize("held", [800, 3000, plan.HELD])
"""Bytes of keys that a task may hold: some keys, two units, all."""


@pytest.mark.parametrize("fan", [2, 5, plan.FAN])
@HELD
def test_the_decision_is_that_of_all_keys_at_once(
    tmp_path: Path, parts: list[Part], held: int, fan: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(plan, "HELD", held)
    monkeypatch.setattr(plan, "FAN", fan)
    outcome = duplicates.decide(Local(1), parts, Settings(), tmp_path)
    whole = outcome.drops(range(UNITS))
    assert whole.tolist() == at_once().tolist()
    assert outcome.counts == Counter(dedup.OUTCOMES[kind] for kind in whole["kind"].tolist())
    assert outcome.near([0]) is None
    pieces = [outcome.drops(range(first, first + 5)) for first in range(0, UNITS, 5)]
    assert np.concatenate(pieces).tolist() == whole.tolist(), "whoever asks"


def test_workers_decide_the_same(tmp_path: Path, parts: list[Part], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(duplicates, "FEW", 0)
    monkeypatch.setattr(plan, "HELD", 3000)
    with Local(2) as engine:
        outcome = duplicates.decide(engine, parts, Settings(), tmp_path)
    assert outcome.drops(range(UNITS)).tolist() == at_once().tolist()


class Seeing(Local):
    """An engine that notes how many keys each task reads."""

    def __init__(self, seen: list[tuple[str, int]]) -> None:
        super().__init__(1)
        self._seen = seen

    def map(self, function: Callable[[Any], Any], tasks: Iterable[Any]) -> Iterator[Any]:
        for task in tasks:
            if isinstance(task, deciding.Gather):
                self._seen.append(("gather", sum(piece.end - piece.begin for piece in task.pieces)))
            if isinstance(task, deciding.Decide):
                self._seen.append(("decide", sum(len(deciding.slice_of(p, "high", *task.hashes)) for p in task.runs)))
            yield function(task)


@HELD
def test_no_file_holds_more_than_a_task_may(
    tmp_path: Path, parts: list[Part], held: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(plan, "HELD", held)
    monkeypatch.setattr(duplicates, "FEW", 0)
    seen: list[tuple[str, int]] = []
    with Seeing(seen) as engine:
        duplicates.decide(engine, parts, Settings(), tmp_path)
    most = held // dedup.KEY.itemsize
    assert max(size for name, size in seen if name == "gather") <= most
    assert sum(name == "gather" for name, _ in seen) == 2 * -(-UNITS * ROWS // most)
    assert max(size for name, size in seen if name == "decide") < 2 * most, "hashes are spread, not counted"
    left = {path.name.rpartition("-")[0] for path in (tmp_path / "duplicates").iterdir()}
    assert not left & {"url-run", "url-merged", "text-run", "text-merged"}, "keys are not kept twice"


def test_a_text_that_is_everywhere_crowds_no_bucket(tmp_path: Path, parts: list[Part]) -> None:
    """Each run hands on one key of many that are equal."""
    for part in parts:
        same = dedup.keys(
            b"".join(dedup.packed(dedup.url_key("not found"), part.number, row, 9) for row in range(ROWS))
        )
        np.save(f"{part.folder}/text.npy", same)
    pieces = list(plan.pieces(parts, 1, plan.HELD // (2 * ROWS)))
    assert len(pieces) == UNITS // 2
    for number, of in enumerate(pieces):
        run, path = (str(tmp_path / f"{name}-{number}.npy") for name in ("run", "within"))
        deciding.gather(deciding.Gather("text", of, (), run, path))
        assert (len(np.load(run)), len(np.load(path))) == (1, 2 * ROWS - 1)


def test_a_slice_is_what_lies_between(tmp_path: Path) -> None:
    found = keys_of(3, "text")
    np.save(tmp_path / "keys.npy", found)
    for low, high in ((0, 2**64 - 1), (int(found["high"][5]), int(found["high"][9])), (3, 2)):
        wanted = found[(found["high"] >= np.uint64(low)) & (found["high"] <= np.uint64(high))]
        assert deciding.slice_of(str(tmp_path / "keys.npy"), "high", low, high).tolist() == wanted.tolist()


def test_a_slice_of_nothing_is_nothing(tmp_path: Path) -> None:
    np.save(tmp_path / "keys.npy", np.zeros(0, dedup.KEY))
    assert len(deciding.slice_of(str(tmp_path / "keys.npy"), "high", 0, 9)) == 0
