"""Similarity: shingles of what is read, signatures that agree as often as sets do, clusters that are components."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.dedup import fold
from toolkit.settings import Settings
from toolkit.similarity import LONGEST, SHINGLE, SHORTEST, Banding, band_hashes, clusters, shingles, similarity

if TYPE_CHECKING:
    from toolkit.similarity import Hashes

BANDING = Banding(Settings().near_bands, Settings().near_rows)
LETTERS = "abcdefghijklmnoprstuvyz"
SIZE, PAIRS = 2400, 150
GRADES = [number / 100 for number in range(50, 100, 5)]


def written(size: int, seed: object) -> bytes:
    """Letters as they come: two such texts have nothing in common."""
    return "".join(random.Random(str(seed)).choices(LETTERS, k=size)).encode()  # noqa: S311 — reproducible, not secret


def pair(grade: float, seed: int) -> tuple[bytes, bytes]:
    """Two texts of a similarity of about `grade`: they share their beginning."""
    shared = round(SIZE * 2 * grade / (1 + grade))
    one, other = (written(SIZE - shared, f"{seed} {grade} {which}") for which in "ab")
    start = written(shared, f"{seed} {grade}")
    return start + one, start + other


def as_set(folded: bytes) -> Hashes:
    return np.unique(shingles(folded))


class TestShingles:
    def test_are_there_from_every_byte_on(self) -> None:
        assert len(shingles(written(SIZE, 1))) == SIZE - SHINGLE + 1

    def test_are_equal_for_equal_bytes_only(self) -> None:
        text = written(SIZE, 1)
        tokens = {text[at : at + SHINGLE] for at in range(SIZE - SHINGLE + 1)}
        assert len(as_set(text * 2)) == len(tokens) + SHINGLE - 1, "and those that lie across the border"
        assert set(shingles(text[100:])) <= set(shingles(text))

    def test_of_a_short_text_are_none(self) -> None:
        assert len(shingles(written(SHORTEST - 1, 1))) == len(band_hashes(written(SHORTEST - 1, 1), BANDING)) == 0
        assert len(shingles(written(SHORTEST, 1))) == SHORTEST - SHINGLE + 1

    def test_of_a_long_one_are_those_of_its_beginning(self) -> None:
        text = written(LONGEST, 1)
        assert (shingles(text + b"and more") == shingles(text)).all()

    @given(st.binary(min_size=SHORTEST, max_size=300))
    def test_of_any_bytes_give_bands(self, folded: bytes) -> None:
        found = band_hashes(folded, BANDING)
        assert len(found) == BANDING.bands
        assert (found == band_hashes(folded, BANDING)).all()

    def test_are_pinned(self) -> None:
        """Parts of earlier builds hold these: other figures need another version of the code."""
        found = band_hashes(fold("Kıyıdaki arsa park oldu; meclis böyle karar verdi. " * 9), BANDING)
        assert [hex(value) for value in (found[0], found[-1])] == ["0xadd49eba6d6d5125", "0xf85b1bc899463628"]


class TestSimilarity:
    @given(st.sets(st.integers(0, 40)), st.sets(st.integers(0, 40)))
    def test_is_the_jaccard_index(self, one: set[int], other: set[int]) -> None:
        arrays = (np.array(sorted(values), np.uint64) for values in (one, other))
        assert similarity(*arrays) == (len(one & other) / len(one | other) if one | other else 0)

    @pytest.mark.parametrize("grade", GRADES)
    def test_of_a_pair_is_what_it_was_made_for(self, grade: float) -> None:
        assert similarity(*map(as_set, pair(grade, 0))) == pytest.approx(grade, abs=0.01)

    @pytest.mark.parametrize(
        ("one", "other"),
        [
            ("Kar dün gece bütün kentte yağdı. Okullar tatil.", "KAR DÜN GECE BÜTÜN KENTTE YAĞDI.Okullar “tatil”"),
            ("Снег шёл всю ночь. Школы закрыты.", "снег шёл всю ночь — школы закрыты"),
            ("今日は雪が降りました。学校は休みです。", "今日は 雪が降りました 学校は 休みです"),
        ],
    )
    def test_knows_no_joints_case_or_punctuation(self, one: str, other: str) -> None:
        long = [as_set(fold(text * 20)) for text in (one, other)]
        assert similarity(*long) == 1


class TestBands:
    @pytest.mark.parametrize("grade", GRADES)
    def test_find_pairs_as_often_as_the_curve_says(self, grade: float) -> None:
        """Within four standard deviations, so that one run in ten thousand would be wrong; but the seeds stand."""
        found = 0
        for seed in range(PAIRS):
            one, other = (band_hashes(text, BANDING) for text in pair(grade, seed))
            found += bool((one == other).any())
        chance = BANDING.chance(grade)
        assert found / PAIRS == pytest.approx(chance, abs=4 * (chance * (1 - chance) / PAIRS) ** 0.5 + 0.01)

    def test_hardly_ever_find_strangers(self) -> None:
        found = np.concatenate([band_hashes(written(SIZE, seed), BANDING) for seed in range(300)])
        assert len(np.unique(found)) == len(found)

    @given(st.integers(1, 128), st.integers(1, 32), st.floats(0, 1), st.floats(0, 1))
    def test_find_more_of_what_is_more_alike(self, bands: int, rows: int, one: float, other: float) -> None:
        banding = Banding(bands, rows)
        assert 0 <= banding.chance(min(one, other)) <= banding.chance(max(one, other)) <= 1
        assert (banding.chance(0), banding.chance(1)) == (0, 1)


class TestClusters:
    @given(st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)), max_size=40))
    def test_are_the_components_of_the_pairs(self, pairs: list[tuple[int, int]]) -> None:
        one, other = (np.array([found[end] for found in pairs], np.int64) for end in (0, 1))
        places, first = clusters(one, other)
        together = {place: {place} for found in pairs for place in found}
        for left, right in pairs:
            joined = together[left] | together[right]
            together |= dict.fromkeys(joined, joined)
        assert places.tolist() == sorted(together)
        assert dict(zip(places.tolist(), first.tolist(), strict=True)) == {
            place: min(members) for place, members in together.items()
        }

    def test_of_a_long_chain_are_one(self) -> None:
        order = np.random.default_rng(1).permutation(5000)
        places, first = clusters(order[1:], order[:-1])
        assert (len(places), set(first.tolist())) == (5000, {0})
