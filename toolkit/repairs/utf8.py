"""Mojibake: UTF-8 that was read in a one-byte code page, undone.

ftfy does it, with its settings that flatten or rewrite sound text off; the commonest case, a whole line that
codec calls undo exactly, is done without it at a tenth of the cost.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING

from ftfy import TextFixerConfig, fix_encoding

from toolkit.repairs import signs
from toolkit.repairs.badness import is_bad
from toolkit.repairs.edits import differences
from toolkit.repairs.rule import Example, Leaf, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from toolkit.repairs.context import Context
    from toolkit.repairs.edits import Wish

_CONFIG = TextFixerConfig(explain=False, normalization=None, uncurl_quotes=False)
_WHOLE = ("latin-1", "sloppy-windows-1252")
_LINE = re.compile(r"[^\n]*\n|[^\n]+")
_RUN = re.compile(r"[^\x00-\x7f]+")
_CUT = re.compile(r"(?<=\S)â€(?=[\s.,;:!)\]]|$)")
"""A closing quote without its last byte: 9D, which Windows-1252 does not have.  ftfy takes a space for it: a dagger."""
_SOUND = re.compile("[”’»\ufffd](?:(?<=[\x00-\x7f][”’»])(?=[^\\W\\d_])|(?<=[\x00-\x7fçğıöşüа-яё]\ufffd)\ufffd*)")
"""A closing quote before a letter, and a lost character behind one that no UTF-8 begins with: unlikely, but sound."""
_DOUBTFUL = re.compile("[ÃÂÄÅÐÑ\ufffd]")
"""What mojibake begins with: where some is left, ftfy looks at the line."""
_SEGMENT = 1_000_000
_LOOKED_AT = 100
_HELD, _FEW = 16_384, 8


def find(text: str, context: Context) -> Sequence[Wish]:  # noqa: ARG001 — rules share one signature
    """The words that hold characters which are UTF-8 read in a one-byte code page, with what they say."""
    if not signs.present(text) or not signs.bad(text) or not _is_spoilt(text):
        return ()
    lines = (undone(line) if is_bad(line) and _is_spoilt(line) else line for line in _segments(text))
    return differences(text, "".join(lines))


def _is_spoilt(text: str) -> bool:
    """Whether a text that looks bad does so not only for a letter right behind a closing quote: `dedi.”İstanbul`."""
    return is_bad(_SOUND.sub("?", text))


def _segments(text: str) -> Iterator[str]:
    """The lines of a text, long ones in pieces."""
    for line in _LINE.findall(text):
        for at in range(0, len(line), _SEGMENT):
            yield line[at : at + _SEGMENT]


@lru_cache(_FEW)
def undone(line: str) -> str:
    """A line with its mojibake undone, however many times over it was made.

    >>> undone("sÃƒÂ¶zcÃƒÂ¼")
    'sözcü'
    """
    uncut = _CUT.sub("â€\x9d", line) if "â€œ" in line else line
    found = _settled(uncut)
    return _settled(line) if uncut != line and "â€\x9d" in found else found


def _settled(line: str) -> str:
    """A line undone until it looks sound, or until nothing more can be done."""
    while is_bad(line):
        found = _whole(line) or _by_runs(line) or fix_encoding(line, _CONFIG)
        if found == line:
            break
        line = found
    return line


def shows(text: str) -> bool:
    """Whether most of what `text` has outside ASCII is UTF-8 that was read in a Western code page.

    >>> shows("bugÃ¼n dÃ¼n"), shows("bugün dün"), shows("zosta³")
    (True, False, False)
    """
    runs = [run[0] for run in islice(_RUN.finditer(text), _LOOKED_AT)]
    return sum(map(_is_utf8, runs)) > len(runs) / 2


@lru_cache(_HELD)
def _is_utf8(run: str) -> bool:
    return _whole(run) is not None


def is_whole(text: str) -> bool:
    """Whether all of `text` outside ASCII is UTF-8 that was read in one Western code page.

    >>> is_whole("bugÃ¼n dÃ¼n"), is_whole("bugÃ¼n dün")
    (True, False)
    """
    return not text.isascii() and _whole(text) is not None


def _by_runs(line: str) -> str | None:
    """The line with each bad run undone by itself, if that leaves nothing bad: ftfy comes to the same, but later."""
    found = _RUN.sub(lambda hit: _meant(hit[0]), line)
    return None if _DOUBTFUL.search(found) or is_bad(found) else found


@lru_cache(_HELD)
def _meant(run: str) -> str:
    """What a run says if it is bad and all of it was read in one code page; else the run."""
    return (is_bad(run) and _whole(run)) or run


def _whole(line: str) -> str | None:
    """The line as UTF-8, if all of it was read in one code page, else None."""
    if "\ufffd" in line:  # the sloppy codec has a byte for it, which only ftfy takes back
        return None
    for codec in _WHOLE:
        try:
            return line.encode(codec).decode("utf-8")
        except UnicodeError:
            continue
    return None


RULES = (
    Rule(
        "EN008",
        "UTF-8 read in a one-byte code page",
        "Characters that are the bytes of UTF-8, read one by one in another encoding or with a byte lost, become what "
        "the bytes say.",
        find,
        (
            Example("â€œGeliyorumâ€ dedi.", "“Geliyorum” dedi."),
            Example("РњРѕСЃС‚ СЃРЅРѕРІР° РѕС‚РєСЂС‹Р»Рё СѓС‚СЂРѕРј", "Мост снова открыли утром", "ru"),
        ),
        (
            Leaf("Bugün hava güzel, değil mi?"),
            Leaf("Ãrvore é a palavra", "pt"),
            Leaf("“Curly” quotes’ stay", "en"),
            Leaf("Það er ekki hægt", "is"),
        ),
    ),
)
