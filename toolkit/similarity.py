"""How near two texts are, and which of very many may be near: shingles, MinHash signatures, bands, clusters.

A text is its folded bytes (`toolkit.dedup.fold`): letters and digits only, so that joints, case and punctuation do not
count.  Its *shingles* are all runs of `SHINGLE` bytes in it, and the similarity of two texts is the Jaccard index of
their sets of shingles: how many they share, of all that either has.

The *signature* of a text is a MinHash of its shingles, by rensa: at each place two signatures agree with a chance that
is the similarity (Broder 1997).  It is cut into *bands* of so many rows; texts that agree in a whole band are looked
at (Leskovec, Rajaraman and Ullman, Mining of Massive Datasets, chapter 3), and only they, exactly.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Hashes = NDArray[np.uint64]
    Places = NDArray[np.int64]

SHINGLE = 16
"""Bytes of a shingle: two to three words of Turkish or English, eight letters of Russian, five of Chinese."""

SHORTEST = 200
"""A text of fewer folded bytes is near no other: too little to tell a copy from a phrase."""

LONGEST = 1 << 17
"""Of a longer text its first folded bytes stand for it, so that a book takes no more memory than a long article."""

_WORD = 8
_MIX = (0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F)  # odd, bits well spread: the golden ratio's, and a prime of xxHash
_HALF = 29
_SEED = 1


class Banding(NamedTuple):
    """How a signature is cut: `bands` pieces of `rows` values, each value 32 bits."""

    bands: int
    rows: int

    def chance(self, similarity: float) -> float:
        """The chance that two texts of this similarity agree in a band, and so are looked at: an S-curve.

        >>> [round(Banding(32, 7).chance(similarity), 2) for similarity in (0.3, 0.5, 0.7, 0.9)]
        [0.01, 0.22, 0.94, 1.0]
        """
        return float(1 - (1 - similarity**self.rows) ** self.bands)

    @property
    def middle(self) -> float:
        """About the similarity at which the curve is steepest.

        >>> round(Banding(32, 7).middle, 2)
        0.61
        """
        return float((1 / self.bands) ** (1 / self.rows))


def shingles(folded: bytes) -> Hashes:
    """A 64-bit hash of each shingle of a text, in their order; none for a text that is too short."""
    folded = folded[:LONGEST]
    count = len(folded) - SHINGLE + 1
    if len(folded) < SHORTEST:
        return np.zeros(0, np.uint64)
    first, second = (_words(folded, at, count) for at in (0, _WORD))
    return first * np.uint64(_MIX[0]) + second * np.uint64(_MIX[1])


def _words(folded: bytes, begin: int, count: int) -> Hashes:
    """Eight bytes from every byte on as one number; nothing is copied."""
    words: Hashes = np.ndarray(count, "<u8", folded, begin, (1,))
    return words


def band_hashes(folded: bytes, banding: Banding) -> Hashes:
    """A 64-bit hash of each band of the text's signature, its number included; none for a text that is too short."""
    found = shingles(folded)
    if not len(found):
        return found
    values = np.array(_signature(found, banding.bands * banding.rows), np.uint64).reshape(banding)
    mixed: Hashes = (values * _powers(banding.rows)).sum(axis=1) + np.arange(1, banding.bands + 1, dtype=np.uint64)
    mixed ^= mixed >> np.uint64(_HALF)
    return mixed * np.uint64(_MIX[1])


@cache
def _powers(count: int) -> Hashes:
    """Odd factors, one a value of a band: a multilinear hash."""
    return np.array([pow(_MIX[0], power, 1 << 64) for power in range(1, count + 1)], np.uint64)


def _signature(found: Hashes, size: int) -> list[int]:
    """The MinHash of a set of hashes: the same for any order and on any machine."""
    from rensa import RMinHash  # noqa: PLC0415 — only builds that look for near duplicates should load it

    rows: list[list[int]] = RMinHash.digest_matrix_from_flat_token_hashes(
        found, np.array([0, len(found)], np.uint64), size, _SEED
    ).to_rows()
    return rows[0]


def similarity(one: Hashes, other: Hashes) -> float:
    """The Jaccard index of two sets, each sorted and without repetitions; 0 where both are empty.

    >>> similarity(np.array([1, 2, 3], np.uint64), np.array([2, 3, 4], np.uint64))
    0.5
    """
    together = np.sort(np.concatenate([one, other]), kind="stable")
    shared = int((together[1:] == together[:-1]).sum())
    return shared / max(1, len(together) - shared)


def clusters(one: Places, other: Places) -> tuple[Places, Places]:
    """The places that pairs join into clusters, in order, and for each the first place of its cluster.

    Union-find over whole arrays: each root is hung on a smaller root that it is paired with, then every path is made
    short, until no pair joins two trees (Shiloach and Vishkin 1982).

    >>> places, first = clusters(np.array([5, 2, 9]), np.array([7, 5, 8]))
    >>> dict(zip(places.tolist(), first.tolist()))
    {2: 2, 5: 2, 7: 2, 8: 8, 9: 8}
    """
    places, numbers = np.unique(np.concatenate([one, other]), return_inverse=True)
    left, right = numbers[: len(one)], numbers[len(one) :]
    root: NDArray[Any] = np.arange(len(places))
    while (apart := root[left] != root[right]).any():
        low = np.minimum(root[left[apart]], root[right[apart]])
        high = np.maximum(root[left[apart]], root[right[apart]])
        np.minimum.at(root, high, low)
        while (onward := root[root] != root).any():
            root[onward] = root[root[onward]]
    return places, places[root]
