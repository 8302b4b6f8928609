"""How problems are shown: for people, for programs, and as annotations of a pull request.

A reporter takes the problems as they are found and a function that writes a line; nothing is held back.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from toolkit.values import Problem

    Reporter = Callable[[Iterable[Problem]], Iterator[str]]

_COMMANDS = {"error": "error", "warning": "warning"}


def text(problems: Iterable[Problem]) -> Iterator[str]:
    """`file:line: code severity: cause mend`, one line a problem."""
    for problem in problems:
        yield _one_line(f"{problem.place}: {problem.code} {problem.severity}: {problem.message} {problem.mend}")


def as_json(problems: Iterable[Problem]) -> Iterator[str]:
    """One JSON array, an object a problem, with the fields of `Problem`; line 0 is the whole file."""
    before = "["
    for problem in problems:
        found = {
            "path": utf8(problem.place.path),
            "line": problem.place.line,
            "code": problem.code,
            "severity": problem.severity,
            "message": problem.message,
            "mend": problem.mend,
        }
        yield before + json.dumps(found, ensure_ascii=False)
        before = ","
    yield "]" if before == "," else "[]"


def github(problems: Iterable[Problem]) -> Iterator[str]:
    """Workflow commands that GitHub shows as annotations beside the lines of a pull request."""
    for problem in problems:
        line = f",line={problem.place.line}" if problem.place.line else ""
        where = f"file={_property(problem.place.path)}{line},title={_property(problem.code)}"
        yield f"::{_COMMANDS[problem.severity]} {where}::{_data(f'{problem.message} {problem.mend}')}"


REPORTERS: dict[str, Reporter] = {"text": text, "json": as_json, "github": github}
"""The formats of `toolkit validate --format`."""


def utf8(text: str) -> str:
    """Text that UTF-8 can write: bytes of a file name that are no UTF-8 stand in hex."""
    return text.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")


def _one_line(text: str) -> str:
    return utf8(text).replace("\r", "\\r").replace("\n", "\\n")


def _data(text: str) -> str:
    """The escapes of a workflow command's message."""
    return utf8(text).replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    """The escapes of a workflow command's property."""
    return _data(text).replace(":", "%3A").replace(",", "%2C")
