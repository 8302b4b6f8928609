"""The rows that repair and decoding are scored on, and the folders that they are read from.

A folder holds any of these, one JSON object a line with `id`, `language`, `input`, `gold` and what is named here::

    glued.jsonl           sentences, white space lost at some of their borders
    clean.jsonl           text that is right as it stands; `kind` is `paragraph`, or `trap` with its class in `trap`
    headings.jsonl        a heading without punctuation between sentences; its end, which is glued, in `heading_pos`
    hard.jsonl            one border that is hard to see: its class in `hard`, its place in `hard_pos`
    mojibake.jsonl        text decoded wrongly: how in `chain` (`clean`: not at all)
    bytes_manifest.jsonl  raw files: `file`, its right text in `gold_file`, that text repaired in `gold_repaired`,
                          its `encoding`

Places count the characters before them that are no white space.
"""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from pathlib import Path

SETS = ("glued", "clean", "headings", "hard", "mojibake", "bytes")
CLEAN = "clean"
"""The `kind` of a row of the set `mojibake` in which nothing is wrong."""


class Row(NamedTuple):
    """What goes into repair and what must come out; `at` is the border that the row is about, if it is about one.

    In the set `bytes`, `data` is what decoding is given and `input` the text that it must give.
    """

    id: str
    language: str
    input: str
    gold: str
    kind: str = ""
    at: int | None = None
    data: bytes = b""


def read(folder: Path) -> dict[str, list[Row]]:
    """The sets that stand in a folder, each with its rows in order.  Raises `FileNotFoundError` when there are none."""
    found = {}
    for name in SETS:
        path = folder / ("bytes_manifest.jsonl" if name == "bytes" else f"{name}.jsonl")
        if path.is_file():
            lines = path.read_text("utf-8").split("\n")
            found[name] = [_READERS[name](folder, json.loads(line)) for line in lines if line.strip()]
    if not found:
        msg = f"{folder}: none of the files {', '.join(f'{name}.jsonl' for name in SETS[:-1])} stands there"
        raise FileNotFoundError(msg)
    return found


def _plain(kind: str, at: str = "") -> Callable[[Path, Mapping[str, Any]], Row]:
    """Reads rows whose class stands in the key `kind`, and whose border in `at`."""

    def row(_: Path, line: Mapping[str, Any]) -> Row:
        return Row(line["id"], line["language"], line["input"], line["gold"], line.get(kind, ""), line.get(at))

    return row


def _clean(_: Path, line: Mapping[str, Any]) -> Row:
    return Row(line["id"], line["language"], line["input"], line["gold"], line.get("trap") or line["kind"])


def _bytes(folder: Path, line: Mapping[str, Any]) -> Row:
    text = (folder / line["gold_file"]).read_bytes().decode("utf-8")
    data = (folder / line["file"]).read_bytes()
    return Row(line["id"], line["language"], text, line["gold_repaired"], line["encoding"], None, data)


_READERS = {
    "glued": _plain(""),
    "clean": _clean,
    "headings": _plain("heading_kind", "heading_pos"),
    "hard": _plain("hard", "hard_pos"),
    "mojibake": _plain("chain"),
    "bytes": _bytes,
}


def digest(sets: Mapping[str, Sequence[Row]]) -> str:
    """A SHA-256 in hex over all rows: the same rows are the same data, in whatever folder they stand."""
    total = hashlib.sha256()
    for name in sorted(sets):
        for row in sets[name]:
            total.update(repr((name, *row)).encode("utf-8", "surrogatepass"))
    return total.hexdigest()


def only(sets: Mapping[str, list[Row]], names: Iterable[str]) -> dict[str, list[Row]]:
    """The sets of those names."""
    wanted = set(names)
    return {name: rows for name, rows in sets.items() if name in wanted}
