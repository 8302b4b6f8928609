"""The figures of a run as Markdown, for a terminal and for the page that shows the last ones."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

BUILD_HEADS = {
    "cpu": "CPU µs a document",
    "documents a second": "documents a second",
    "memory": "memory MB",
    "process": "largest process MB",
    "cpu over floor": "CPU ÷ floor's",
    "cpu over project": "CPU ÷ project's",
    "wall over project": "wall ÷ project's",
    "cpu less than peer": "peer's CPU ÷ its",
}
REPAIR_HEADS = {"documents": "documents", "repair": "toolkit µs", "ftfy": "ftfy µs", "times less": "ftfy ÷ toolkit"}


def table(rows: Mapping[str, Mapping[str, Any]], heads: Mapping[str, str], first: str = "") -> str:
    """A Markdown table: a row a name, a column a head, `–` for what was not measured.

    >>> print(table({"floor": {"cpu": 60.0, "memory": None}}, {"cpu": "µs", "memory": "MB"}))
    |       |   µs | MB |
    | :---- | ---: | -: |
    | floor | 60.0 |  – |
    """
    cells = [[name, *("–" if row.get(key) is None else str(row[key]) for key in heads)] for name, row in rows.items()]
    lines = [[first, *heads.values()], *cells]
    widths = [max(2, *map(len, column)) for column in zip(*lines, strict=True)]
    rule = [":" + "-" * (widths[0] - 1), *("-" * (width - 1) + ":" for width in widths[1:])]
    return "\n".join(_line(line, widths) for line in (lines[0], rule, *cells))


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    first, *others = zip(cells, widths, strict=True)
    return "| " + " | ".join([first[0].ljust(first[1]), *(cell.rjust(width) for cell, width in others)]) + " |"


def told(figures: Mapping[str, Any], *, markdown: str) -> str:
    """What was measured, on what, as a paragraph before its table."""
    machine = figures["machine"]
    packages = ", ".join(f"{name} {version}" for name, version in machine["packages"].items())
    peers = ", ".join(f"{name} {version}" for name, version in figures.get("peers", {}).items())
    sizes = f"{figures['documents']:,} documents ({figures['bytes'] / 1e6:.1f} MB)" if "bytes" in figures else "Bodies"
    workers = f", {figures['workers']} workers" if "workers" in figures else ""
    parts = [
        f"{sizes}{workers}, {figures['rounds']} rounds.",
        f"{machine['processor']}, {machine['cores']} cores, {machine['memory']}, {machine['system']},",
        f"Python {machine['python']}, {packages}." + (f" Peers: {peers}." if peers else ""),
    ]
    return " ".join(parts) + f"\n\n{markdown}"


def rewrite(page: Path, name: str, content: str) -> None:
    """Put `content` between the marks `<!-- bench:NAME -->` and `<!-- end -->` of a page.

    Raises ValueError when the page has no such marks.
    """
    text = page.read_text(encoding="utf-8")
    marks = re.compile(rf"(<!-- bench:{re.escape(name)} -->\n).*?(<!-- end -->)", re.DOTALL)
    if not marks.search(text):
        msg = f"{page} has no place for the figures: write <!-- bench:{name} --> and <!-- end --> on lines of their own"
        raise ValueError(msg)
    page.write_text(marks.sub(lambda found: f"{found[1]}\n{content}\n\n{found[2]}", text), encoding="utf-8")
