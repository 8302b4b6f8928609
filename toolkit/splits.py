"""Which split a record falls into: decided by a hash of the record alone, so that no other record can move it."""

from __future__ import annotations

from hashlib import blake2b
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

_WHOLE = 1 << 64


def choose(key: bytes, shares: Sequence[float]) -> int:
    """The index of the split for a record's key; `shares` add up to 1, in a fixed order of the splits.

    The shares follow one another on a line from 0 to 1, and the key's hash is a point on it: where a share changes,
    only records at its borders move.

    >>> [choose(bytes([number]), (0.5, 0.5)) for number in range(6)]
    [1, 0, 0, 1, 0, 1]
    """
    point = int.from_bytes(blake2b(key, digest_size=8, person=b"split").digest(), "big") / _WHOLE
    border = 0.0
    for index, share in enumerate(shares[:-1]):
        border += share
        if point < border:
            return index
    return len(shares) - 1
