"""Each layer imports only from the layers above it, and the pure layer touches nothing outside itself."""

import ast
from pathlib import Path

import pytest

import toolkit

ROOT = Path(toolkit.__file__).parent

LAYERS = [
    {"errors", "processes"},
    {"values"},
    {"schema"},
    {"settings", "lexicon", "language"},
    {"decoding", "parsing", "repairs", "annotation", "validation", "dedup", "similarity", "splits"},
    {"pipeline"},
    {"sources", "shards", "engines", "describe"},
    {"stages", "verifying", "reading"},
    {"building", "publishing"},
    {"cli"},
    {"__main__"},
]
PURE = {"decoding", "parsing", "repairs", "annotation", "validation", "dedup", "similarity", "splits", "pipeline"}
OUTSIDE = {
    "glob", "io", "os", "pathlib", "random", "select", "shutil", "signal", "socket", "subprocess", "sys",
    "tempfile", "threading", "time", "urllib", "requests", "httpx", "fsspec", "click", "rich", "pyarrow", "datasets",
}  # fmt: skip

MODULES = sorted(ROOT.rglob("*.py"))


def room(path: Path) -> str:
    return path.relative_to(ROOT).parts[0].removesuffix(".py")


def imported(path: Path) -> set[str]:
    """The modules that a file imports, function-local and type-checking imports included, in dotted full form."""
    package = ("toolkit", *path.relative_to(ROOT).parent.parts)
    found = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else ()
            parent = ".".join((*base, *(node.module.split(".") if node.module else ())))
            found |= {f"{parent}.{alias.name}" for alias in node.names}
    return found


def layer(name: str) -> int:
    return next(number for number, rooms in enumerate(LAYERS) if name in rooms)


@pytest.mark.parametrize("path", [p for p in MODULES if room(p) != "__init__"], ids=lambda p: str(p.relative_to(ROOT)))
def test_a_module_imports_only_from_the_layers_above_it(path: Path) -> None:
    own = room(path)
    rooms = {name.split(".")[1] for name in imported(path) if name.startswith("toolkit.")} - {own}
    wrong = sorted(other for other in rooms if layer(other) >= layer(own))
    assert wrong == [], f"{own} (layer {layer(own)}) imports {wrong}, which do not stand above it"


@pytest.mark.parametrize("path", [p for p in MODULES if room(p) in PURE], ids=lambda p: str(p.relative_to(ROOT)))
def test_the_pure_layer_opens_no_file_clock_network_or_terminal(path: Path) -> None:
    assert sorted({name.split(".")[0] for name in imported(path)} & OUTSIDE) == []
    calls = (node.func for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.Call))
    called = {function.id for function in calls if isinstance(function, ast.Name)}
    assert sorted(called & {"open", "print", "input"}) == []


def test_every_room_stands_in_a_layer() -> None:
    assert {room(path) for path in MODULES} - {"__init__"} <= set().union(*LAYERS)
