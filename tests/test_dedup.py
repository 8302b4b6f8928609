"""Duplicates: which of the records with one key is kept, and which texts have one key."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit import dedup
from toolkit.dedup import DROP, KEY, KINDS, SHORT, decide, fold, keys, packed, resolve, text_key, url_key, without

if TYPE_CHECKING:
    from toolkit.dedup import Drops, Keys

Place = tuple[int, int]


class Row:
    """A record as the passes see it: where it stands, its two keys (small numbers, so that many collide), its size."""

    def __init__(self, place: Place, url: int | None, text: int, size: int) -> None:
        self.place, self.url, self.text, self.size = place, url, text, size

    def __repr__(self) -> str:
        return f"Row({self.place}, url={self.url}, text={self.text}, size={self.size})"


@st.composite
def corpora(draw: st.DrawFn) -> list[Row]:
    """Records of a few units, in source order."""
    facts = st.tuples(st.none() | st.integers(0, 4), st.integers(0, 5), st.integers(0, 3))
    units = draw(st.lists(st.lists(facts, max_size=5), max_size=4))
    return [Row((unit, row), *found) for unit, rows in enumerate(units) for row, found in enumerate(rows)]


def hashed(number: int | None) -> bytes | None:
    return None if number is None else url_key(str(number))


def arrays(rows: list[Row], kind: str) -> list[Keys]:
    """One array of keys a unit, as `prepare` leaves them."""
    by_unit = defaultdict(bytes)
    for row in rows:
        key = hashed(getattr(row, kind))
        by_unit[row.place[0]] += packed(key, *row.place, row.size) if key else b""
    return [keys(found) for found in by_unit.values()]


def decided(rows: list[Row], order: list[int] | None = None, buckets: int = 1) -> list[tuple[int, ...]]:
    """What all passes drop, with the arrays in another order and the keys in so many buckets."""
    dropped: Drops = np.zeros(0, DROP)
    for kind in KINDS:
        found = arrays(rows, kind)
        mixed = [found[at % len(found)] for at in order] if order and len(set(order)) == len(found) else found
        together: Keys = np.concatenate([np.zeros(0, KEY), *mixed])
        pieces = [together[together["high"] % np.uint64(buckets) == number] for number in range(buckets)]
        dropped = np.concatenate([dropped, *(decide(without(piece, dropped), kind) for piece in pieces)])
    return [tuple(map(int, drop)) for drop in resolve(dropped)]


def plainly(rows: list[Row]) -> dict[Place, tuple[Place, str]]:
    """The same decision by its definition, one record at a time."""
    kept_for: dict[Place, tuple[Place, str]] = {}
    for kind in KINDS:
        groups = defaultdict(list)
        for row in rows:
            if row.place not in kept_for and getattr(row, kind) is not None:
                groups[getattr(row, kind)].append(row)
        for group in groups.values():
            keeper = min(group, key=lambda row: (-row.size if kind == "url" else 0, row.place))
            kept_for |= {row.place: (keeper.place, kind) for row in group if row is not keeper}
    for place, (keeper, kind) in kept_for.items():
        final = keeper
        while final in kept_for:
            final = kept_for[final][0]
        kept_for[place] = final, kind
    return kept_for


class TestDecision:
    @given(corpora())
    def test_is_the_one_of_the_definition(self, rows: list[Row]) -> None:
        found = {(unit, row): ((to_unit, to_row), KINDS[kind]) for unit, row, to_unit, to_row, kind in decided(rows)}
        assert found == plainly(rows)

    @given(corpora())
    def test_every_dropped_record_points_to_one_that_is_kept(self, rows: list[Row]) -> None:
        drops = decided(rows)
        gone = {drop[:2] for drop in drops}
        assert len(gone) == len(drops), "no record is dropped twice"
        assert not gone & {drop[2:4] for drop in drops}
        assert {drop[2:4] for drop in drops} <= {row.place for row in rows}

    @given(corpora())
    def test_what_is_kept_shares_no_key(self, rows: list[Row]) -> None:
        gone = {drop[:2] for drop in decided(rows)}
        for kind in KINDS:
            left = [getattr(row, kind) for row in rows if row.place not in gone and getattr(row, kind) is not None]
            assert len(left) == len(set(left))

    @given(corpora(), st.permutations(range(4)), st.integers(2, 5))
    def test_depends_neither_on_the_order_of_arrays_nor_on_buckets(
        self, rows: list[Row], order: list[int], buckets: int
    ) -> None:
        count = len({row.place[0] for row in rows})
        assert decided(rows, [at for at in order if at < count], buckets) == decided(rows)

    @given(corpora())
    def test_comes_in_source_order(self, rows: list[Row]) -> None:
        places = [drop[:2] for drop in decided(rows)]
        assert places == sorted(places)

    def test_by_url_keeps_the_longest_then_the_first(self) -> None:
        rows = [Row((0, 0), 1, 1, 5), Row((0, 1), 1, 2, 9), Row((1, 0), 1, 3, 9)]
        assert decided(rows) == [(0, 0, 0, 1, 0), (1, 0, 0, 1, 0)]

    def test_by_text_keeps_the_first_whatever_its_length(self) -> None:
        rows = [Row((0, 0), 1, 7, 5), Row((0, 1), 2, 7, 9)]
        assert decided(rows) == [(0, 1, 0, 0, 1)]

    def test_a_record_dropped_by_url_keeps_no_other_by_text(self) -> None:
        rows = [Row((0, 0), 1, 7, 5), Row((0, 1), 1, 8, 9), Row((0, 2), 2, 7, 5)]
        assert decided(rows) == [(0, 0, 0, 1, 0)], "the third has the text of the first, which is not published"

    def test_a_chain_over_both_passes_ends_at_what_is_published(self) -> None:
        rows = [Row((0, 0), 2, 8, 5), Row((0, 1), 1, 7, 5), Row((0, 2), 1, 8, 9)]
        assert decided(rows) == [(0, 1, 0, 0, 0), (0, 2, 0, 0, 1)]

    def test_records_without_an_address_are_told_apart_by_text_alone(self) -> None:
        rows = [Row((0, 0), None, 1, 5), Row((0, 1), None, 2, 5), Row((0, 2), None, 1, 5)]
        assert decided(rows) == [(0, 2, 0, 0, 1)]

    def test_of_nothing_is_nothing(self) -> None:
        assert decided([]) == []


class TestKeys:
    @given(st.lists(st.binary(min_size=16, max_size=16), max_size=20))
    def test_are_sorted_and_hold_every_record(self, hashes: list[bytes]) -> None:
        found = keys(b"".join(packed(key, 3, row, row) for row, key in enumerate(hashes)))
        pairs = [(int(high), int(low)) for high, low in zip(found["high"], found["low"], strict=True)]
        assert pairs == sorted(pairs)
        back = {int(row): high.tobytes() + low.tobytes() for high, low, _, row, _ in found}
        assert back == dict(enumerate(hashes))
        assert set(found["unit"].tolist()) <= {3}

    def test_are_what_a_record_costs(self) -> None:
        assert KEY.itemsize * len(KINDS) == 56
        assert DROP.itemsize == 17

    def test_addresses_that_are_no_utf8_have_one_too(self) -> None:
        assert len(url_key("https://a.example/\udcff")) == 16


LETTERS = st.characters(categories=("L", "N"))
SIGNS = st.text(st.characters(categories=("P", "S", "Z", "Cc")), max_size=3)
WORDS = st.lists(st.text(LETTERS, min_size=1, max_size=6), max_size=8)


class TestFold:
    @given(WORDS)
    def test_case_goes(self, words: list[str]) -> None:
        text = " ".join(word for word in words if word.upper().casefold() == word.casefold())
        assert fold(text.upper()) == fold(text) == fold(text.casefold())

    @given(WORDS, st.lists(SIGNS, min_size=9, max_size=9))
    def test_punctuation_signs_and_white_space_of_every_script_go(self, words: list[str], signs: list[str]) -> None:
        decorated = signs[8] + "".join(f"{word}{sign}" for word, sign in zip(words, signs, strict=False))
        assert fold(decorated) == b"".join(map(fold, words))

    @given(st.text())
    def test_twice_is_once(self, text: str) -> None:
        assert fold(fold(text).decode()) == fold(text)

    @given(st.text(st.characters(exclude_categories=())))
    def test_leaves_letters_and_digits_only(self, text: str) -> None:
        found = fold(text).decode("utf-8", "surrogatepass")
        assert found == "" or found.isalnum()

    @pytest.mark.parametrize(
        ("one", "other"),
        [
            ("İSTANBUL Işık ILGIN", "istanbul ışık ılgın"),
            ("STRASSE", "Straße"),
            ("ΟΔΟΣ", "οδος"),
            ("ΟΔΟΣ", "οδοσ"),
            ("МОСКВА — «столица»", "Москва, столица"),
            ("«Ինչպե՞ս եք», ասաց։", "ինչպես եք ասաց"),
            ("สวัสดี ครับ", "สวัสดีครับ"),
            ("今日は、東京で。", "今日は 東京で"),
            ("समाचार। आज", "समाचार आज"),
            ("أخبار، اليوم؟", "أخبار اليوم"),
            ("snake_case", "snake case"),
        ],
    )
    def test_examples_of_one_text(self, one: str, other: str) -> None:
        assert fold(one) == fold(other)

    @pytest.mark.parametrize(("one", "other"), [("okul", "okulu"), ("1,5", "1,6"), ("ölü", "olu"), ("שלום", "שלוש")])
    def test_examples_of_two_texts(self, one: str, other: str) -> None:
        assert fold(one) != fold(other)

    def test_every_character_folds_as_python_folds_it(self) -> None:
        for number in range(0x110000):
            plain = chr(number).replace("İ", "i").casefold().replace("ı", "i")
            folded = "".join(char for char in plain if char.isalnum())
            assert fold(f"ğ{chr(number)}") == f"ğ{folded}".encode("utf-8", "surrogatepass")

    def test_the_turkish_letters_are_one(self) -> None:
        assert {fold(letter) for letter in "iıIİ"} | {fold(unicodedata.normalize("NFD", "İ"))} == {b"i"}


def _key(text: str, title: str | None, domain: str | None) -> bytes:
    return text_key(fold(text), title, domain)


class TestTextKey:
    LONG = "a1" * (SHORT // 2)

    def test_a_long_text_tells_an_article_alone(self) -> None:
        assert _key(self.LONG, "One", "a.example") == _key(f"{self.LONG.upper()}!", None, "b.example")

    @pytest.mark.parametrize(("title", "domain"), [("Other", "a.example"), ("One", "b.example"), (None, None)])
    def test_a_short_one_needs_title_and_domain(self, title: str | None, domain: str | None) -> None:
        short = self.LONG[1:]
        assert _key(short, "One", "a.example") == _key(f"{short}.", "ONE!", "a.example")
        assert _key(short, "One", "a.example") != _key(short, title, domain)

    def test_length_counts_letters_not_bytes(self) -> None:
        cyrillic = "жш" * (SHORT // 2)
        assert _key(cyrillic, "One", None) == _key(cyrillic, "Two", None)
        assert _key(cyrillic[1:], "One", None) != _key(cyrillic[1:], "Two", None)

    def test_length_counts_letters_and_digits_alone(self) -> None:
        padded = f"{self.LONG[1:]}{' .' * 500}"
        assert _key(padded, "One", "a.example") != _key(padded, "Two", "a.example")

    def test_text_and_title_are_not_run_together(self) -> None:
        assert _key("ab", "c", None) != _key("a", "bc", None)


def test_a_kind_is_known_by_its_place_in_the_passes() -> None:
    assert dedup.KINDS == ("url", "text")
