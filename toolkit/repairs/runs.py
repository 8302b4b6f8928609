"""UTF-8 that was read in a Western code page, undone run by run.

Bytes are better evidence than words: characters in a row that are the bytes of UTF-8 hardly ever come about
otherwise.  So a text that is spoilt in part is mended where it is spoilt, and what a run says is found out once and
remembered.  Left to the rules that ask words: what would be UTF-8 in another page too, and letters in a row that a
wrong page, not a wrong UTF-8, may have made.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import accumulate, islice
from typing import TYPE_CHECKING, NamedTuple

from toolkit.repairs import signs
from toolkit.repairs.badness import is_bad
from toolkit.repairs.edits import Runs
from toolkit.repairs.rule import Example, Leaf, Rule

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from toolkit.repairs.context import Context

_RUN = re.compile(r"([^\x00-\x7f]+)")
_FIRST, _PRINTED = 0x80, 0xA0
_TYPESET = {
    ord(char): number for number in range(_FIRST, _PRINTED) for char in bytes([number]).decode("cp1252", "ignore")
}
"""The bytes 80 to 9F of Windows-1252, as the controls that they are in ISO-8859-1."""
_TURKISH = _TYPESET | {ord(bytes([number]).decode("cp1254")): number for number in b"\xd0\xdd\xde\xf0\xfd\xfe"}
_PAGES = (_TYPESET, _TURKISH)
_SIX = re.compile("[ĞİŞğış]")
"""The letters that Windows-1254 has and Windows-1252 has not."""
_SHARED = frozenset("€ŠšŽžŒœŸ")
"""Characters that ISO-8859-15 has in other places."""
_OWN = frozenset(map(chr, _TYPESET)) - _SHARED | frozenset("¤¦¨´¸¼½¾")
"""Characters that it does not have."""
_PUNCTUATION = "â€"
"""What curly quotes and dashes begin with; the bytes are nothing that is written in ISO-8859-15."""
_CLOSING = frozenset("»”’›“‘…–—™°·\xa0")
"""What may stand after a capital with an accent in sound text: `CAFÉ»`."""
_ALPHABETS = range(0x370, 0x1E00)
_ELSEWHERE = re.compile("[ÂÃĂĹĐŃ][^\x00-\x7f]|[ÄÅ][^\x00-\x7fÄÖÅÜäöåüß]|[Â-ô]\ufffd|â€|[À-ÆÈ-ÕØ-ÛÝ-æè-õø-ûý-ÿ]{3}")
"""What is left of UTF-8 read in another page, or of another page read as a Western one."""
_CYRILLIC = re.compile("[\u0400-\u045f]+")
_PAIR = 2
_BLOCK = 8
"""Greek, Cyrillic and others differ in a character's number without its last eight bits."""
_HELD = 16_384


class Reading(NamedTuple):
    """What a run says, nothing where it is no UTF-8.

    `often`: when it is undone as often as it can be.  `strong`: it is UTF-8 by no chance, with unlikely neighbours,
    and not one lone letter of another alphabet.  `double`: it was misread twice without doubt.
    """

    once: str
    often: str
    strong: bool
    double: bool


_SOUND = Reading("", "", strong=False, double=False)


def find(text: str, context: Context) -> Runs | tuple[()]:  # noqa: ARG001 — rules share one signature
    """Each run of characters that is UTF-8 read in a Western code page, with what it says."""
    if not signs.present(text) or not signs.western(text) or signs.halved(text):
        return ()
    parts = _RUN.split(text)  # what stands between runs, and each run
    found = {run: reading(run) for run in set(parts[1::2])}
    spoilt = {run: read for run, read in found.items() if read.once}
    sound = found.keys() - spoilt.keys()
    return Runs(parts, _mended(text, parts, spoilt, sound)) if _certain(spoilt, sound) else ()


def _mended(text: str, parts: Sequence[str], spoilt: Mapping[str, Reading], sound: Iterable[str]) -> list[str]:
    """What each run becomes: strong ones what they say, those that may be chance too where they are borne out.

    A letter of another alphabet must be of one that is used in the text.
    """
    often = any(read.double for read in spoilt.values())
    says = {run: read.often if often else read.once for run, read in spoilt.items()}
    sure = {run: after for run, after in says.items() if spoilt[run].strong}
    used = {ord(after[-1]) >> _BLOCK for after in (*sound, *sure.values())}
    weak = {run: ord(after[0]) for run, after in says.items() if run not in sure}
    strange = {run for run, first in weak.items() if first in _ALPHABETS and first >> _BLOCK not in used}
    placed = {run for run, first in weak.items() if first not in _ALPHABETS and run[-1] in _CLOSING}
    says = {run: after for run, after in says.items() if run not in strange}
    runs = parts[1::2]
    if placed.isdisjoint(runs):
        return [says.get(run, run) for run in runs]
    ends = islice(accumulate(map(len, parts)), 1, None, 2)
    return [
        says.get(run, run) if run not in placed or _fits(text, end - len(run), end) else run
        for run, end in zip(runs, ends, strict=True)
    ]


@lru_cache(_HELD)
def reading(run: str) -> Reading:
    """What a run says, if it is UTF-8 read in a Western page.

    >>> reading("Ã…â€œ")
    Reading(once='Å“', often='œ', strong=True, double=False)
    >>> reading("ÃƒÂ¼").once, reading("ü").once, reading("ÄŸ").strong, reading("Ð»").strong
    ('ü', '', False, False)
    """
    levels = [run, *_levels(run)]
    if len(levels) == 1:
        return _SOUND
    once = next((level for level in levels[1:-1] if not is_bad(level)), levels[-1])
    told = len(once) >= _PAIR or ord(once) not in _ALPHABETS
    strong = told and (_CYRILLIC.fullmatch(once, 0, _PAIR) is not None or is_bad(run))
    return Reading(once, levels[-1], strong, told and once != levels[1])


def _levels(run: str) -> Iterator[str]:
    """What a run says, and what that says in turn, as long as it is UTF-8."""
    while found := _read(run):
        yield found
        run = found


def _read(run: str) -> str:
    """What the bytes of a run say, nothing where it is no UTF-8."""
    for page in _PAGES if _SIX.search(run) else _PAGES[:1]:
        try:
            return run.translate(page).encode("latin-1").decode("utf-8")
        except UnicodeError:
            continue
    return ""


def _certain(spoilt: Mapping[str, Reading], sound: Iterable[str]) -> bool:
    """Whether a text's runs say enough: a strong one, none that another page explains, no row of foreign letters."""
    if not spoilt or any(map(_ELSEWHERE.search, sound)):
        return False
    if not any(read.strong for read in spoilt.values()):
        return any(map(_CYRILLIC.search, sound)) and any(_CYRILLIC.match(read.once) for read in spoilt.values())
    if all(map(_SHARED.isdisjoint, spoilt)):
        return True
    return not all(map(_OWN.isdisjoint, spoilt)) or any(run.startswith(_PUNCTUATION) for run in spoilt)


def _fits(text: str, start: int, end: int) -> bool:
    """Whether a run that ends in a closing mark stands where sound text would not have it: in a word."""
    return text[end : end + 1].isalpha() or text[start - 1 : start].islower()


RULES = (
    Rule(
        "EN004",
        "UTF-8 read in a Western code page",
        "Characters in a row that are the bytes of UTF-8, read one by one as Windows-1252, -1254 or ISO-8859-1, "
        "become what the bytes say.",
        find,
        (
            Example("BugÃ¼n hava gÃ¼zel.", "Bugün hava güzel."),
            Example("Dün güzeldi, bugÃ¼n de gÃ¼zel.", "Dün güzeldi, bugün de güzel."),
            Example("sÃƒÂ¶zcÃƒÂ¼sÃƒÂ¼", "sözcüsü"),
            Example("Itâ€™s a long way", "It’s a long way", "en"),
            Example("Дождь кончился. Ð’ саду тихо.", "Дождь кончился. В саду тихо.", "ru"),
        ),
        (
            Leaf("Bugün hava güzel, değil mi?"),
            Leaf("Ãrvore é a palavra", "pt"),
            Leaf("“Curly” quotes’ stay", "en"),
            Leaf("Það er ekki hægt", "is"),
            Leaf("Le « CAFÉ» ouvre", "fr"),
        ),
    ),
)
