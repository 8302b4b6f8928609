"""Scores `toolkit.repair` and `toolkit.decode` on text with gold, and fails when a figure is below its floor.

    python benchmarks/evaluate.py [DIR] [--no-language] [--errors FILE]

Without DIR the repository's own sets are scored, and with them the heads that tests/heads describes.  A DIR holds
sets in the format that `evaluation/rows.py` describes; its floors, if any, are known by its rows.  Floors are
raised to what was measured with `--update-floors` (`--name NAME` pins them for a DIR that has none), and lowered
only with `--lower-floors`.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter, defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from evaluation import floors, heads, rows, scoring, written
from rich import box
from rich.console import Console
from rich.table import Table

import toolkit
from toolkit.repairs import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from evaluation.rows import Row

FLOORS = Path(__file__).parent / "evaluation" / "floors.json"
WIDTH = 140
"""Columns that the tables need; narrower terminals wrap."""

MAIN = ("border", "decoded", "kept", "exact", "fields")
"""The figure that stands for a class: the first of these that it has."""

SAFE = "safe"
"""The group of the languages that are not repaired in full."""

OTHER = (("other",), ())
"""The group of the languages other than Turkish: those that are not, and that is."""

COLUMNS = {
    "glued": ("precision", "recall", "f1", "exact"),
    "clean": ("kept",),
    "headings": ("border", "precision", "f1"),
    "hard": ("border", "precision", "f1"),
    "shapes": ("precision", "recall", "f1", "kept"),
    "aside": ("precision", "recall", "f1", "kept"),
    "right": ("kept",),
    "right aside": ("kept",),
    "mojibake": ("exact", "kept"),
    "bytes": ("decoded", "f1"),
    "heads": ("fields",),
}
"""The figures of a set that the table shows."""


class Result(NamedTuple):
    """What was counted: by set and group of languages, by set and class; and the rows that went wrong."""

    groups: dict[str, dict[str, Counter[str]]]
    classes: dict[str, dict[str, Counter[str]]]
    wrong: list[dict[str, object]]


def evaluated(sets: Mapping[str, Sequence[Row]], *, told: bool = True) -> Result:
    """Repair and decode every row, and count; `told` gives repair the language of each row."""
    result = Result(defaultdict(lambda: defaultdict(Counter)), defaultdict(lambda: defaultdict(Counter)), [])
    for name, of_set in sets.items():
        for row in of_set:
            counts, fault = _scored(name, row, row.language if told else None)
            language = row.language if row.language in LANGUAGES else SAFE
            _count(result, name, ("all", language, *OTHER[row.language == "tr"]), row.kind, counts)
            if fault:
                result.wrong.append({"id": row.id, "set": name, "language": row.language, "kind": row.kind, **fault})
    return result


def _scored(name: str, row: Row, language: str | None) -> tuple[Counter[str], dict[str, object]]:
    """What a row counts, and what is wrong with it."""
    decoded = toolkit.decode(row.data).text if row.data else None
    repaired = toolkit.repair(row.input, language).text
    counts = scoring.score(name, row, repaired, decoded)
    fault: dict[str, object] = {}
    if counts["files"] > counts["decoded"]:
        fault["decoded"] = decoded
    if counts["fp"] or counts["fn"] or counts["broken"] > counts["exact"] or counts["sound"] > counts["kept"]:
        fault["places"] = scoring.faults(row, repaired)
        fault["gold"] = row.gold
    return counts, fault


def with_heads(result: Result) -> Result:
    """The result, and beside it how many fields of the heads in tests/heads are right."""
    for head in heads.cases():
        _count(result, "heads", ("all",), head.kind, head.counts)
        result.wrong.extend([head.wrong] if head.wrong else [])
    return result


def _count(result: Result, name: str, groups: Iterable[str], kind: str, counts: Counter[str]) -> None:
    counts = counts + Counter(rows=1)
    for group in groups:
        result.groups[name][group] += counts
    if kind:
        result.classes[name][kind] += counts


def measured(result: Result) -> floors.Figures:
    """The figures that have floors: of Turkish, of the other languages, and of all."""
    return {
        name: {group: scoring.figures(groups[group]) for group in ("all", "tr", "other") if group in groups}
        for name, groups in result.groups.items()
    }


def tables(result: Result) -> Iterator[Table]:
    """The figures of every set by language, then by class."""
    groups = _groups(result)
    table = _table("By language, in percent", "set", "figure", *groups)
    for name, counted in result.groups.items():
        figures = {group: scoring.figures(counted.get(group, Counter())) for group in groups}
        for number, figure in enumerate(COLUMNS[name]):
            cells = (_cell(figures[group].get(figure)) for group in groups)
            table.add_row("" if number else name, figure, *cells, end_section=figure == COLUMNS[name][-1])
    yield table
    table = _table("By class", "set", "class", "rows", "%", "of")
    for name, classes in result.classes.items():
        for number, (kind, counts) in enumerate(sorted(classes.items())):
            figures_ = scoring.figures(counts)
            figure = next(key for key in MAIN if key in figures_)
            table.add_row("" if number else name, kind, str(counts["rows"]), _cell(figures_[figure]), figure)
    yield table


def _table(title: str, *columns: str) -> Table:
    """A table whose first two columns are words and whose others are numbers."""
    table = Table(title=title, title_justify="left", box=box.SIMPLE, padding=(0, 0, 0, 1))
    for number, column in enumerate(columns):
        table.add_column(column, justify="right" if number > 1 else "left", no_wrap=True)
    return table


def _groups(result: Result) -> list[str]:
    """All, Turkish, the others together, and each of them."""
    found = {group for groups in result.groups.values() for group in groups}
    first = [group for group in ("all", "tr", "other") if group in found]
    return first + sorted(found - set(first))


def _cell(figure: float | None) -> str:
    """A figure in percent, rounded down, so that 100 means all.

    >>> _cell(0.99999), _cell(1.0), _cell(None)
    ('99.9', '100', '')
    """
    if figure is None:
        return ""
    return "100" if figure == 1 else f"{int(figure * 1000 + 1e-6) / 10}"


def main(argv: Sequence[str] | None = None) -> int:
    """Score, print, compare with the floors: 0, or 1 when a figure is below its floor, or 2 when there is no data."""
    options = _options(argv)
    own = options.folder is None
    try:
        sets = written.sets() if own else rows.read(options.folder)
    except FileNotFoundError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    name = floors.OWN if own else floors.name_of(floors.load(options.floors), rows.digest(sets)) or options.name
    key = rows.digest(sets)
    sets = rows.only(sets, options.sets.split(","))
    result = evaluated(sets, told=options.language)
    if own and "heads" in options.sets.split(","):
        result = with_heads(result)
    console = Console(width=WIDTH)
    for table in tables(result):
        console.print(table)
    if options.errors:
        _write(options.errors, result.wrong)
    return _held(options, name, key, result)


def _held(options: argparse.Namespace, name: str | None, key: str, result: Result) -> int:
    """Compare with the floors, or move them; the exit code."""
    if name is None:
        sys.stdout.write("No floors are pinned for this data; --name NAME --update-floors pins them.\n")
        return 0
    pinned, told = floors.load(options.floors), "told" if options.language else "untold"
    entry = pinned.setdefault(name, {})
    figures = measured(result)
    if options.update or options.lower:
        entry["rows"], entry[told] = key, floors.moved(entry.get(told, {}), figures, lower=options.lower)
        floors.save(options.floors, pinned)
    fallen = list(floors.falls(entry.get(told, {}), figures))
    for fall in fallen:
        sys.stdout.write(f"below its floor: {fall}\n")
    if not fallen:
        sys.stdout.write(f"Every figure holds its floor ({name}, language {told}).\n")
    return int(bool(fallen))


def _write(path: Path, wrong: Iterable[object]) -> None:
    path.write_text("".join(json.dumps(row, ensure_ascii=False, default=str) + "\n" for row in wrong), "utf-8")


def _options(argv: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="How good repair and decoding are, with floors.")
    parser.add_argument("folder", nargs="?", type=Path, metavar="DIR", help="the sets (default: the repository's own)")
    parser.add_argument("--no-language", dest="language", action="store_false", help="do not tell repair the language")
    parser.add_argument("--sets", default=",".join(COLUMNS), metavar="SET,…", help="only these sets")
    parser.add_argument("--errors", type=Path, metavar="FILE", help="write the rows that went wrong, as JSON Lines")
    parser.add_argument("--floors", type=Path, default=FLOORS, metavar="FILE", help="where the floors stand")
    parser.add_argument("--name", help="what data is called that has no floors yet")
    parser.add_argument("--update-floors", dest="update", action="store_true", help="raise the floors to the figures")
    parser.add_argument("--lower-floors", dest="lower", action="store_true", help="set the floors at the figures")
    return parser.parse_args(argv)


if __name__ == "__main__":
    raise SystemExit(main())
