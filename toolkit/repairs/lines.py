"""Line ends: CRLF and lone CR become LF, so that every later step meets one kind."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from toolkit.repairs.edits import Change
from toolkit.repairs.rule import Example, Leaf, Rule

if TYPE_CHECKING:
    from toolkit.repairs.context import Context

_CR = re.compile(r"\r\n?")


def find(text: str, context: Context) -> list[Change]:  # noqa: ARG001 — rules share one signature
    """Each CRLF or lone CR, to become LF."""
    if "\r" not in text:
        return []
    return [Change(match.start(), match.end(), "\n") for match in _CR.finditer(text)]


RULES = (
    Rule(
        "LE001",
        "line ends",
        "A line ends in LF: CRLF and a lone CR become LF.",
        find,
        (Example("bir\r\niki\r\n", "bir\niki\n"), Example("eski\rsatır", "eski\nsatır")),
        (Leaf("bir\niki\n"), Leaf("tek satır")),
    ),
)
