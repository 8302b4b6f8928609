"""Pages written from the toolkit itself, so that they cannot drift.

A page holds `<!-- generate: NAME -->`; while Sphinx reads it, `expand` puts the Markdown of that name there.

    python docs/generate.py NAME     prints one of them: problems, rules, settings, columns, commands, curve …
"""

from __future__ import annotations

import ast
import json
import re
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from toolkit import lexicon, schema
from toolkit.cli.commands import commands as group
from toolkit.errors import FAULTS
from toolkit.repairs import RULES
from toolkit.settings import Settings
from toolkit.similarity import Banding
from toolkit.values import quote

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

_PLACE = re.compile(r"<!-- generate: ([a-z]+) -->")
_WIDTH = 96
_EXAMPLE = 400
_ROOT = Path(__file__).parent.parent

AREAS = {
    "RD": "Reading a file",
    "DC": "From bytes to text",
    "HD": "The head of a record",
    "BD": "The body",
    "DT": "Dates",
    "RP": "Repair",
    "SC": "The schema",
    "TK": "The toolkit",
    "VF": "A finished dataset, as `toolkit verify` sees it",
}
"""What a problem's code begins with, in words; a code that begins otherwise stands under its own letters."""


def expand(text: str) -> str:
    """The page with its places filled."""
    return _PLACE.sub(lambda found: GENERATED[found[1]](), text)


def problems() -> str:
    """Every problem: a section for each area, a table in it."""
    areas: dict[str, list[tuple[str, ...]]] = {}
    for code, fault in FAULTS.items():
        areas.setdefault(code[:2], []).append((f"`{code}`", fault.severity, fault.meaning, fault.mend))
    return "\n\n".join(
        f"## {AREAS.get(area, area)}\n\n{_table(('code', 'severity', 'meaning', 'mend'), rows)}"
        for area, rows in areas.items()
    )


def rules() -> str:
    """Every rule in the order in which they run: what it does, what it mends, what it leaves alone."""
    return "\n\n".join("\n\n".join(_rule(rule)) for rule in RULES)


def _rule(rule: Any) -> Iterator[str]:  # noqa: ANN401 — the docs are not type-checked against the package
    yield f"## {rule.code}: {rule.name}"
    yield rule.sentence
    if rule.examples:
        rows = [(_quoted(e.before), _quoted(e.after), _language(e.language)) for e in rule.examples]
        yield _table(("before", "after", "language"), rows)
    if rule.leaves:
        rows = [(_quoted(leaf.text), _language(leaf.language)) for leaf in rule.leaves]
        yield _table(("stays as it is", "language"), rows)


def _language(code: str | None) -> str:
    return f"`{code}`" if code else "found out"


def curve() -> str:
    """How likely two texts are to be compared, by their similarity: a drawing, with the defaults of the settings."""
    chosen = Settings()
    banding = Banding(chosen.near_bands, chosen.near_rows)
    wide, high, left = 420, 260, 60

    def at(similarity: float, chance: float) -> str:
        return f"{left + similarity * wide:.1f},{20 + (1 - chance) * high:.1f}"

    line = " ".join(at(step / 100, banding.chance(step / 100)) for step in range(101))
    steps = [step / 10 for step in range(0, 11, 2)]
    across = "".join(_mark(at(step, -0.07), f"{step:g}", "middle") for step in steps)
    down = "".join(_mark(at(-0.02, step - 0.015), f"{step:.0%}", "end") for step in steps)
    least = chosen.near_similarity
    return f"""```{{raw}} html
<svg viewBox="0 0 520 330" role="img" style="max-width: 34rem" font-family="sans-serif" font-size="12" \
fill="currentColor" aria-label="The chance of being compared: an S-curve, steepest near {banding.middle:.2f}.">
<g fill="none" stroke="currentColor" stroke-opacity="0.35">
<polyline points="{at(0, 1)} {at(0, 0)} {at(1, 0)}"/>
<polyline stroke-dasharray="4 4" points="{at(least, 0)} {at(least, 1)}"/></g>
<polyline fill="none" stroke="#2962ff" stroke-width="2.5" points="{line}"/>
{across}{down}{_mark(at(least - 0.02, 0.94), f"near_similarity {least:g}", "end")}
{_mark(at(0.5, -0.15), "similarity of two texts", "middle")}</svg>
```"""


def _mark(point: str, text: str, anchor: str) -> str:
    x, y = point.split(",")
    return f'<text x="{x}" y="{y}" text-anchor="{anchor}">{text}</text>\n'


def chances() -> str:
    """The same in figures: the share of pairs that are compared, by grade of similarity."""
    chosen = Settings()
    banding = Banding(chosen.near_bands, chosen.near_rows)
    grades = [grade / 100 for grade in range(50, 100, 5)]
    head = ("similarity", *(f"{grade:.2f}" for grade in grades))
    return _table(head, [("compared", *(f"{banding.chance(grade):.1%}" for grade in grades))])


def languages() -> str:
    """The languages that are repaired in full."""
    return ", ".join(f"`{code}`" for code in sorted(lexicon.LANGUAGES))


def settings() -> str:
    """Every setting: what it means, its form, its default, an example."""
    return "\n\n".join("\n\n".join(_setting(key, of)) for key, of in schema.load("settings")["properties"].items())


def _setting(key: str, of: dict[str, Any]) -> Iterator[str]:
    yield f"## `{key}`"
    yield of["description"]
    yield f"- **Form:** {of['x-form']}\n- **Default:** {_code(_toml(of['default']))}"
    yield f"```toml\n{key} = {_toml(of['examples'][0])}\n```"


def _toml(value: object) -> str:
    """A value as TOML writes it: for strings, numbers, and lists of them JSON is TOML too."""
    if isinstance(value, dict):
        return f"{{ {', '.join(f'{key} = {_toml(one)}' for key, one in value.items())} }}"
    return json.dumps(value, ensure_ascii=False)


def columns() -> str:
    """The columns of both configs, with an example each."""
    return "\n\n".join(
        f"## Config `{config}`\n\n{schema.load(name)['description']}\n\n{_columns(name)}"
        for config, name in schema.CONFIGS.items()
    )


def _columns(name: str) -> str:
    described = schema.load(name)["properties"]
    return _table(
        ("column", "type", "what it holds", "example"),
        (
            (
                f"`{column.name}`",
                f"`{column.type}`",
                column.description + _unit(described[column.name]),
                _code(json.dumps(described[column.name]["examples"][0], ensure_ascii=False)),
            )
            for column in schema.columns(name)
        ),
    )


def _unit(of: dict[str, Any]) -> str:
    return f" Unit: {of['x-unit']}." if "x-unit" in of else ""


def commands() -> str:
    """The help of every command."""
    pages = [("toolkit", group), *((f"toolkit {name}", command) for name, command in sorted(group.commands.items()))]
    return "\n\n".join(f"## {name}\n\n```text\n{_help(name, command)}\n```" for name, command in pages)


def _help(name: str, command: click.Command) -> str:
    context = click.Context(command, info_name=name, terminal_width=_WIDTH, help_option_names=["-h", "--help"])
    return command.get_help(context)


def layers() -> str:
    """The layers, as the test that enforces them has them, and what each module is for, in its own words."""
    tree = ast.parse((_ROOT / "tests/test_layers.py").read_text("utf-8"))
    found = next(
        ast.literal_eval(node.value)
        for node in tree.body
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name) and node.targets[0].id == "LAYERS"
    )
    rows = [(str(number), f"`{name}`", _purpose(name)) for number, rooms in enumerate(found) for name in sorted(rooms)]
    return _table(("layer", "module", "what it is for"), (row for row in rows if row[2]))


def _purpose(name: str) -> str:
    """The first sentence of a module's docstring; empty where there is no such module yet."""
    spec = find_spec(f"toolkit.{name}")
    if spec is None or spec.origin is None:
        return ""
    said = ast.get_docstring(ast.parse(Path(spec.origin).read_text("utf-8"))) or ""
    return re.split(r"(?<=\.)\s|\n\n", said, maxsplit=1)[0]


def _quoted(text: str) -> str:
    """A text in code, with what is not seen written as an escape."""
    return _code(quote(text, _EXAMPLE)[1:-1])


def _code(text: str) -> str:
    """A span of code, fenced by more backticks than it holds."""
    fence = "`" * (1 + max(map(len, re.findall("`+", text)), default=0))
    pad = " " if text.startswith("`") or text.endswith("`") else ""
    return f"{fence}{pad}{text}{pad}{fence}"


def _table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """A Markdown table; a bar in a cell is escaped."""
    lines = [tuple(head), *map(tuple, rows)]
    lines.insert(1, ("---",) * len(lines[0]))
    cells = (" | ".join(cell.replace("\n", " ").replace("|", r"\|") for cell in line) for line in lines)
    return "\n".join(f"| {line} |" for line in cells)


GENERATED: dict[str, Callable[[], str]] = {
    "problems": problems,
    "rules": rules,
    "curve": curve,
    "chances": chances,
    "languages": languages,
    "settings": settings,
    "columns": columns,
    "commands": commands,
    "layers": layers,
}
"""What can be generated, by the name that a page gives."""

if __name__ == "__main__":
    sys.stdout.write(GENERATED[sys.argv[1]]() + "\n")
