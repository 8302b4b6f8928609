"""The card of a dataset, `README.md`: a template of YAML and prose, filled with what a build computed.

A place is written `{{ columns }}`.  Every place must be one of `PLACES`; nothing else may stand in double braces.
"""

from __future__ import annotations

import difflib
import re
from pathlib import Path
from typing import TYPE_CHECKING

from toolkit.describe import front, tables
from toolkit.errors import DataError, UsageError
from toolkit.settings import of as checked_settings

if TYPE_CHECKING:
    from collections.abc import Callable

    from toolkit.values import Manifest

_PLACE = re.compile(r"\{\{(.*?)\}\}|\{\{", re.DOTALL)
_UNFILLED = "[More Information Needed]"

PLACES: dict[str, Callable[[Manifest], str]] = {
    "columns": lambda manifest: tables.columns("record"),  # noqa: ARG005 — every place has the same form
    "counts": tables.counts,
    "days": tables.days,
    "edits": tables.edits,
    "inputs": tables.inputs,
    "languages": tables.languages,
    "license": lambda manifest: checked_settings(manifest.settings).license,
    "provenance_columns": lambda manifest: tables.columns("provenance"),  # noqa: ARG005 — as above
    "records": tables.records,
    "settings": tables.settings,
    "splits": tables.splits,
    "title": lambda manifest: checked_settings(manifest.settings).title,
    "toolkit": lambda manifest: f"{manifest.toolkit}",
    "warnings": tables.warnings,
}
"""What may stand in a template between `{{` and `}}`, and what is put there."""


def card(manifest: Manifest, template: str) -> str:
    """The text of the dataset's `README.md`: the template with its front matter completed and its places filled.

    Raises `UsageError`, which names the line, for a template without front matter, with a key there that the
    build computes, with an unknown place, or with a part left for later.
    """
    template = template.removeprefix("\ufeff").replace("\r\n", "\n")
    try:
        decided, body = front.parted(template)
    except DataError as error:
        msg = f"the card's template cannot be used: {error}"
        raise UsageError(msg) from error
    if _UNFILLED in template:
        msg = f"{_line(template, template.index(_UNFILLED))}: {_UNFILLED} is left to be written"
        raise UsageError(msg)
    above = template.count("\n") - body.count("\n")
    filled = _PLACE.sub(lambda place: _filled(place, manifest, above), body)
    return f"---\n{front.front_matter(manifest, decided)}---\n{filled}"


def template(folder: Path | None = None) -> str:
    """The template `dataset_card.md` of a folder, or, where there is none, one that is true of any corpus."""
    own = folder / "dataset_card.md" if folder else None
    file = own if own and own.is_file() else Path(__file__).parent / "any_corpus.md"
    return file.read_text("utf-8")


def _filled(place: re.Match[str], manifest: Manifest, above: int) -> str:
    name = (place[1] or "").strip()
    if name in PLACES:
        return PLACES[name](manifest)
    near = difflib.get_close_matches(name, PLACES, n=1)
    hint = f"the nearest is `{near[0]}`" if near else f"the places are {', '.join(f'`{known}`' for known in PLACES)}"
    msg = f"{_line(place.string, place.start(), above)}: there is no place `{name}`; {hint}"
    raise UsageError(msg)


def _line(text: str, offset: int, above: int = 0) -> str:
    return f"the card's template, line {above + text.count(chr(10), 0, offset) + 1}"
