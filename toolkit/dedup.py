"""Duplicates, decided on keys of a few bytes: by URL, then by text among those left, then by bands (near).

A key is a 128-bit BLAKE2b of a normal form; at ten billion records the chance of one false match is about
10**-19.  Keys travel as numpy arrays of `KEY`; what is decided comes back as arrays of `DROP`.  Every array of
keys that holds all records of the keys in it (a bucket) can be decided on its own.
"""

from __future__ import annotations

import re
import struct
from functools import cache
from hashlib import blake2b
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Keys = NDArray[np.void]
    Drops = NDArray[np.void]
    Members = NDArray[np.void]
    Places = NDArray[np.int64]

KEY = np.dtype([("high", "<u8"), ("low", "<u8"), ("unit", "<u4"), ("row", "<u4"), ("size", "<u4")])
"""One record's key: the hash in two halves, where the record stands (unit, row), and its text's characters."""

_PACKED = struct.Struct("<16s3I")
"""The bytes of a `KEY`."""

DROP = np.dtype([("unit", "<u4"), ("row", "<u4"), ("kept_unit", "<u4"), ("kept_row", "<u4"), ("kind", "u1")])
"""One dropped record: where it stands, where the record stands that is kept for it, and the pass (`OUTCOMES`)."""

BAND = np.dtype([("high", "<u8"), ("unit", "<u4"), ("row", "<u4")])
"""The key of one band of a record's signature (`toolkit.similarity`): its hash, and where the record stands."""

MEMBER = np.dtype([("unit", "<u4"), ("row", "<u4"), ("kept_unit", "<u4"), ("kept_row", "<u4"), ("size", "<u4")])
"""One record of a cluster of near duplicates: where it stands, where the cluster's first record stands, how many."""

KINDS = ("url", "text")
"""The passes that a key decides, in order."""

OUTCOMES = (*KINDS, "near")
"""All passes in order; `DROP["kind"]` is an index into it."""

SHORT = 200
"""A text of fewer letters and digits is too short to tell articles apart: title and domain must match too."""

_MOST = 4  # bytes of a character in UTF-8

_ASCII = bytes(code for code in range(128) if not chr(code).isalnum())
_LOWER = bytes(range(256)).lower()
_MARKS = re.compile(r"[\W_]+")

_ODD = 0xFFFF
"""In `_folds`: a character that folds to several, to none of the first 65,536, or is half of one beyond them."""


def fold(text: str) -> bytes:
    """The letters and digits of a text as UTF-8, case and the Turkish i's folded; the rest goes.

    >>> fold("İyi, “IŞIK”!") == fold("iyi ışık")
    True
    """
    if text.isascii():
        return text.encode().translate(_LOWER, _ASCII)
    units = np.frombuffer(text.replace("ß", "ss").encode("utf-16-le", "surrogatepass"), "<u2")
    folded = _folds().take(units)
    if folded.max(initial=0) == _ODD:
        return _MARKS.sub("", _plain(text)).encode("utf-8", "surrogatepass")
    letters: bytes = folded[folded != 0].tobytes()
    return letters.decode("utf-16-le").encode()


def _plain(text: str) -> str:
    """The text with its case folded, and all four kinds of i made one."""
    return text.replace("İ", "i").casefold().replace("ı", "i")


@cache
def _folds() -> NDArray[np.uint16]:
    """What each of the first 65,536 characters folds to: a letter or digit, 0 where it goes, or `_ODD`.

    A third of what folding a text with `str` and a pattern costs.
    """
    found = np.zeros(1 << 16, "<u2")
    for code in range(1 << 16):
        char = chr(code)
        if char.isalnum() or char == "\u0345":  # the one mark that folds to a letter
            plain = _plain(char)
            found[code] = ord(plain) if len(plain) == 1 and ord(plain) < _ODD else _ODD
    found[0xD800:0xE000] = _ODD
    return found


def url_key(normal_url: str) -> bytes:
    """The 16-byte key of an address in its normal form (`toolkit.annotation.normal_url`)."""
    return blake2b(normal_url.encode("utf-8", "surrogatepass"), digest_size=16).digest()


def text_key(folded: bytes, title: str | None, domain: str | None) -> bytes:
    """The 16-byte key of a text, `fold`ed: equal for texts that differ in case, punctuation and white space only."""
    if len(folded) < _MOST * SHORT and len(folded.decode("utf-8", "surrogatepass")) < SHORT:
        folded = b"\n".join((folded, fold(title or ""), (domain or "").encode("utf-8", "surrogatepass")))
    return blake2b(folded, digest_size=16).digest()


def packed(key: bytes, unit: int, row: int, size: int) -> bytes:
    """One record's `KEY`, as the bytes that it takes in an array."""
    return _PACKED.pack(key, unit, row, size)


def keys(found: bytes | bytearray) -> Keys:
    """An array of `KEY` from the `packed` keys of some records, sorted by their hashes."""
    unsorted: Keys = np.frombuffer(found, KEY)
    return unsorted[np.lexsort((unsorted["low"], unsorted["high"]))]


def bands(hashes: NDArray[np.uint64], row: int) -> Keys:
    """An array of `BAND` from the band hashes of one record; its unit is put in by whoever reads it."""
    found: Keys = np.zeros(len(hashes), BAND)
    found["high"], found["row"] = hashes, row
    return found


def members(places: Places, first: Places) -> Members:
    """An array of `MEMBER` from the positions of clustered records and, for each, of the first of its cluster."""
    _, cluster, sizes = np.unique(first, return_inverse=True, return_counts=True)
    found: Members = np.zeros(len(places), MEMBER)
    for name, positions in (("", places), ("kept_", first)):
        found[f"{name}unit"], found[f"{name}row"] = positions >> 32, positions & 0xFFFFFFFF
    found["size"] = sizes[cluster]
    return found


def beyond_first(found: Members) -> Drops:
    """The drop of every clustered record but the first of its cluster."""
    others = found[position(found) != position(found, "kept_")]
    dropped: Drops = np.zeros(len(others), DROP)
    for name in ("unit", "row", "kept_unit", "kept_row"):
        dropped[name] = others[name]
    dropped["kind"] = OUTCOMES.index("near")
    return dropped


def decide(found: Keys, kind: str) -> Drops:
    """Which of a bucket's records go: of those that share a key, one is kept.

    By `url` the longest text is kept, then the first in source order; by any other the first in source order.
    """
    return _standing(found, kind)[1]


def gathered(found: Keys, kind: str) -> tuple[Keys, Drops]:
    """One of the keys that are equal, sorted, and which records go by what these keys alone tell."""
    stays, dropped = _standing(found, kind)
    return found[stays], dropped


def _standing(found: Keys, kind: str) -> tuple[NDArray[np.intp], Drops]:
    """Where the keys stand that stay, sorted by hash, and what is dropped; only shared hashes are looked at closely."""
    order = np.argsort(found["high"], kind="stable")
    hashes = found["high"][order]
    same = np.zeros(len(found) + 1, bool)  # whether a hash is that of the key before it
    same[1:-1] = hashes[1:] == hashes[:-1]
    crowd, first, keeper = _ranked(found, order[same[1:] | same[:-1]], kind)
    gone = crowd[~first]
    dropped: Drops = np.zeros(len(gone), DROP)
    for name in ("unit", "row"):
        dropped[name] = found[name][gone]
        dropped[f"kept_{name}"] = found[name][keeper[~first]]
    dropped["kind"] = OUTCOMES.index(kind)
    stays = np.ones(len(found), bool)
    stays[gone] = False
    return order[stays[order]], dropped


def _ranked(
    found: Keys, crowd: NDArray[np.intp], kind: str
) -> tuple[NDArray[np.intp], NDArray[np.bool_], NDArray[np.intp]]:
    """Some keys in the order of hash and preference; which of them are the first of their hash, and who that is."""
    some = found[crowd]
    preference = -some["size"].astype(np.int64) if kind == "url" else np.zeros(len(some), np.int64)
    hashes = [some[name] for name in ("low", "high") if name in (some.dtype.names or ())]
    order = np.lexsort((some["row"], some["unit"], preference, *hashes))
    first = np.ones(len(some), bool)
    first[1:] = np.logical_or.reduce([part[order][1:] != part[order][:-1] for part in hashes])
    ranked = crowd[order]
    return ranked, first, ranked[np.maximum.accumulate(np.where(first, np.arange(len(some)), 0))]


def without(found: Keys, dropped: Drops) -> Keys:
    """The keys of the records that are not among the dropped."""
    return found[~np.isin(position(found), position(dropped))]


def once(dropped: Drops) -> Drops:
    """The drops without repetitions, in the order of the records kept, then of those dropped."""
    own, kept = position(dropped), position(dropped, "kept_")
    order = np.lexsort((own, kept))
    own, kept = own[order], kept[order]
    first = np.ones(len(order), bool)
    first[1:] = (own[1:] != own[:-1]) | (kept[1:] != kept[:-1])
    return dropped[order[first]]


def resolve(dropped: Drops) -> Drops:
    """The drops in source order, each pointing to a record that is itself kept."""
    dropped = dropped[np.lexsort((dropped["row"], dropped["unit"]))]
    places = position(dropped)
    while len(dropped):
        kept = position(dropped, "kept_")
        at = np.minimum(np.searchsorted(places, kept), len(places) - 1)
        onward = places[at] == kept
        if not onward.any():
            break
        for name in ("kept_unit", "kept_row"):
            dropped[name][onward] = dropped[name][at[onward]]
    return dropped


def position(array: NDArray[np.void], prefix: str = "") -> NDArray[Any]:
    """Where records stand, unit and row in one number that sorts as they do; `prefix` is `kept_` for those kept."""
    return (array[f"{prefix}unit"].astype(np.uint64) << np.uint64(32)) | array[f"{prefix}row"].astype(np.uint64)
