"""Packages raw scraped article files as a repaired, validated dataset.

    decode(bytes)     bytes to text, by evidence
    repair(text)      text to repaired text, with every edit; `replay` and `reverse` walk the edits
    parse(bytes)      a raw file's records, taken apart
    records(sources)  records and problems, without a build
    validate(sources) every problem of raw files
    build(raw, out)   the dataset
    verify(folder)    what is wrong with a dataset

Each is imported when it is first used, so that `import toolkit` costs nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from toolkit.building import build
    from toolkit.decoding import Decoded, decode
    from toolkit.reading import parse, records, validate
    from toolkit.repairs import Repaired, repair, replay, reverse
    from toolkit.settings import Settings
    from toolkit.verifying import verify

_HOMES = {
    "Decoded": "decoding",
    "Repaired": "repairs",
    "Settings": "settings",
    "build": "building",
    "decode": "decoding",
    "parse": "reading",
    "records": "reading",
    "repair": "repairs",
    "replay": "repairs",
    "reverse": "repairs",
    "validate": "reading",
    "verify": "verifying",
}

__all__ = [
    "Decoded",
    "Repaired",
    "Settings",
    "build",
    "decode",
    "parse",
    "records",
    "repair",
    "replay",
    "reverse",
    "validate",
    "verify",
]


def __getattr__(name: str) -> Any:  # noqa: ANN401 — whatever stands there
    if name not in _HOMES:
        msg = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(msg)
    found = globals()[name] = getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
    return found


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
