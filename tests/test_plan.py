"""The plan: how inputs are cut into units, units into shards, and keys into buckets."""

from __future__ import annotations

from itertools import pairwise
from statistics import mean

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.building import plan
from toolkit.sources import Input

Item = tuple[str, int]

ITEMS = st.lists(st.tuples(st.text("abc", min_size=1, max_size=4), st.integers(0, 50)), max_size=60)
SIZES = st.integers(1, 200)


def groups(items: list[Item], size: int) -> list[list[Item]]:
    return list(plan.cut(items, size, lambda item: item[0], lambda item: item[1]))


def weight(group: list[Item]) -> int:
    return sum(item[1] for item in group)


class TestCut:
    @given(ITEMS, SIZES)
    def test_loses_nothing_and_keeps_the_order(self, items: list[Item], size: int) -> None:
        assert [item for group in groups(items, size) for item in group] == items

    @given(ITEMS, SIZES)
    def test_makes_groups_of_half_a_size_to_one_item_over_it(self, items: list[Item], size: int) -> None:
        found = groups(items, size)
        assert all(found)
        assert all(weight(group) * 2 >= size for group in found[:-1]), "only the last may be smaller"
        assert all(weight(group[:-1]) < size for group in found)

    @given(ITEMS, SIZES)
    def test_decides_each_group_by_itself_and_what_came_before(self, items: list[Item], size: int) -> None:
        found = groups(items, size)
        for count in range(len(found)):
            kept = [item for group in found[:count] for item in group]
            assert groups(items[len(kept) :], size) == found[count:], "a border forgets what stood before it"

    @given(ITEMS, SIZES, st.integers(2, 7))
    def test_does_not_depend_on_the_unit_of_weight(self, items: list[Item], size: int, factor: int) -> None:
        heavier = [(name, factor * held) for name, held in items]
        assert list(map(len, groups(heavier, factor * size))) == list(map(len, groups(items, size)))

    def test_an_added_item_moves_few_borders(self) -> None:
        items = [(f"news/{number:05}.txt", 2000 + number * 37 % 1000) for number in range(4000)]
        before = {tuple(group) for group in groups(items, 100_000)}
        moved = []
        for at in range(0, 4000, 40):
            after = groups([*items[:at], (f"news/{at:05}-new.txt", 2500), *items[at:]], 100_000)
            moved.append(sum(tuple(group) not in before for group in after))
        assert len(before) > 100
        assert mean(moved) < 2
        assert max(moved) < 10

    def test_a_removed_or_changed_item_moves_few_borders(self) -> None:
        items = [(f"{number:05}.txt", 2500) for number in range(2000)]
        before = {tuple(group) for group in groups(items, 50_000)}
        for other in ([*items[:700], *items[701:]], [*items[:700], ("00700.txt", 9000), *items[701:]]):
            assert sum(tuple(group) not in before for group in groups(other, 50_000)) < 10

    def test_groups_are_three_quarters_full_on_average(self) -> None:
        items = [(f"{number:05}.txt", 2500) for number in range(20_000)]
        assert mean(map(weight, groups(items, 100_000)[:-1])) == pytest.approx(75_000, rel=0.1)

    def test_an_item_larger_than_a_group_ends_it(self) -> None:
        assert groups([("a", 1), ("b", 500), ("c", 1)], 10) == [[("a", 1), ("b", 500)], [("c", 1)]]

    def test_of_nothing_is_nothing(self) -> None:
        assert groups([], 10) == []


class TestUnits:
    def test_are_numbered_and_a_sixteenth_of_a_shard(self) -> None:
        inputs = [Input(f"{number:04}.txt", f"raw/{number:04}.txt", 1000) for number in range(1000)]
        units = list(plan.units(inputs, 160_000))
        assert [unit.number for unit in units] == list(range(len(units)))
        assert [item for unit in units for item in unit.inputs] == inputs
        assert all(unit.size == sum(item.size for item in unit.inputs) for unit in units)
        assert all(5000 <= unit.size <= 11_000 for unit in units[:-1])

    def test_are_named_by_their_files(self) -> None:
        (unit,) = plan.units([Input("a", "raw/a", 1), Input("b", "raw/b", 1)], 1600)
        assert str(unit) == "2 files, raw/a to raw/b"

    def test_of_a_tiny_shard_still_hold_a_file_each(self) -> None:
        inputs = [Input(name, name, 1000) for name in "abc"]
        assert [len(unit.inputs) for unit in plan.units(inputs, 1)] == [1, 1, 1]


class TestBuckets:
    @given(st.integers(0, plan.HELD), st.integers(1, 50))
    def test_cover_a_64_bit_hash_without_gap_or_overlap(self, keys: int, width: int) -> None:
        found = list(plan.buckets(keys, width))
        assert (found[0][0], found[-1][1]) == (0, (1 << 64) - 1)
        assert all(high + 1 == low for (_, high), (low, _) in pairwise(found))
        assert all(low <= high for low, high in found)

    @given(st.integers(0, plan.HELD), st.integers(1, 50))
    def test_hold_at_most_what_is_decided_at_once(self, keys: int, width: int) -> None:
        found = list(plan.buckets(keys, width))
        assert keys * width / len(found) <= plan.HELD
        widths = [high - low for low, high in found]
        assert max(widths) - min(widths) <= 1
