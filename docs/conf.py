"""How the documentation is built: Sphinx, with MyST for Markdown and furo for the looks.

`python -m nox -s docs` builds it into `build/docs`; a warning is an error, and nothing is fetched.
"""

from __future__ import annotations

import re
import sys
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE))  # generate.py stands beside this file

from generate import expand  # noqa: E402 — needs the path

if TYPE_CHECKING:
    from sphinx.application import Sphinx

about = tomllib.loads((HERE.parent / "pyproject.toml").read_text("utf-8"))["project"]
project, version = about["name"], about["version"]
release = version
html_title = f"{project} {version}"

extensions = ["myst_parser", "sphinx.ext.autodoc"]
html_theme = "furo"
html_copy_source = False
html_show_sphinx = False

myst_heading_anchors = 3

default_role = "code"  # docstrings are written as Markdown: `name`
autodoc_member_order = "bysource"
autodoc_typehints_format = "short"
nitpick_ignore_regex = [
    # types of the standard library: their pages are not fetched
    ("py:class", r"(collections\.abc\.)?(Iterable|Iterator|Mapping|Sequence|Callable|Counter)"),
    ("py:class", r"(pathlib\.)?Path|(datetime\.)?date|day|Any"),
    ("py:class", r"Task|Result"),  # type variables
]

_OBJECT = re.compile(r"<(?:factory|function .*?>)>")


def setup(app: Sphinx) -> None:
    """Fill the places that are generated while a page is read; take out of the API what only Python put there."""
    app.connect("source-read", lambda _app, _page, source: source.__setitem__(0, expand(source[0])))
    app.connect("autodoc-process-signature", _without_objects)
    app.connect("autodoc-process-docstring", _without_aliases)


def _without_objects(*given: object) -> tuple[object, object]:
    """`...` for a default that has no literal: `<factory>` and `<function …>` are no Python, and break a signature."""
    signature, returned = given[-2:]
    return _OBJECT.sub("...", signature) if isinstance(signature, str) else signature, returned


def _without_aliases(*given: object) -> None:
    """Nothing for a field of a named tuple, in place of `Alias for field number 0`."""
    lines = given[-1]
    if isinstance(lines, list) and lines[:1] and lines[0].startswith("Alias for field number"):
        lines.clear()
