"""How `toolkit repair` shows a repaired text: as text, as the edits in their places, as JSON."""

from __future__ import annotations

import json
from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING

import click

from toolkit.cli.reporters import utf8
from toolkit.cli.summary import many
from toolkit.repairs import replay

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from toolkit.repairs import Repaired

AROUND = 30
"""Characters of the text shown before and after an edit."""


def as_text(_name: str, _text: str, repaired: Repaired) -> Iterator[str]:
    """The repaired text itself."""
    yield repaired.text


def as_diff(name: str, text: str, repaired: Repaired) -> Iterator[str]:
    """Each edit on a line, with the text around it as its step met it; `[-…-]` went, `{+…+}` came."""
    shown, edits = "standard input" if name == "-" else utf8(name), many(len(repaired.edits), "edit")
    yield click.style(f"--- {shown} ({repaired.language or 'language unknown'}, {edits})", bold=True)
    for _, group in groupby(repaired.edits, key=attrgetter("step")):
        step = tuple(group)
        for edit in step:
            before = _visible(text[max(0, edit.start - AROUND) : edit.start])
            after = _visible(text[edit.end : edit.end + AROUND])
            gone = click.style(f"[-{_visible(edit.before)}-]", fg="red") if edit.before else ""
            come = click.style(f"{{+{_visible(edit.after)}+}}", fg="green") if edit.after else ""
            line = text.count("\n", 0, edit.start) + 1
            yield f"{line:>5} {edit.rule} {before}{gone}{come}{after}"
        text = replay(text, step)


def as_json(name: str, _text: str, repaired: Repaired) -> Iterator[str]:
    """One object: `file`, `language`, `text`, and `edits` that replay over what was read."""
    edits = [edit._asdict() for edit in repaired.edits]
    found = {"file": utf8(name), "language": repaired.language, "text": repaired.text, "edits": edits}
    yield json.dumps(found, ensure_ascii=False)


FORMS: dict[str, Callable[[str, str, Repaired], Iterator[str]]] = {"text": as_text, "diff": as_diff, "json": as_json}
"""The forms of `toolkit repair`."""


def _visible(text: str) -> str:
    """Line breaks and other controls in sight."""
    shown = text.replace("\r", "\\r").replace("\n", "\\n").replace("\t", "\\t")
    return "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in shown)
