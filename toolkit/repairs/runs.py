"""UTF-8 that was read in a Western code page, undone run by run.

Bytes are better evidence than words: characters in a row that are the bytes of UTF-8 hardly ever come about
otherwise.  So a text that is spoilt in part is mended where it is spoilt, and what a run says is found out once and
remembered.  Left to the rules that ask words: what would be UTF-8 in another page too, and letters in a row that a
wrong page, not a wrong UTF-8, may have made.
"""

from __future__ import annotations

import re
from functools import lru_cache, reduce
from operator import or_
from typing import TYPE_CHECKING, NamedTuple

from toolkit.repairs import signs
from toolkit.repairs.badness import is_bad
from toolkit.repairs.edits import differences
from toolkit.repairs.rule import Example, Leaf, Rule

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from toolkit.repairs.context import Context
    from toolkit.repairs.edits import Wish

_RUN = re.compile("([^\x00-\x7f][^\x00-\x7f]*)")  # a quarter faster than with a plus
_FIRST, _PRINTED = 0x80, 0xA0
_PAGE = {
    ord(char): number for number in range(_FIRST, _PRINTED) for char in bytes([number]).decode("cp1252", "ignore")
} | {ord(bytes([number]).decode("cp1254")): number for number in b"\xd0\xdd\xde\xf0\xfd\xfe"}
"""The bytes 80 to 9F of Windows-1252, as the controls that they are in ISO-8859-1, and the six of Windows-1254."""
_SHARED = frozenset("€ŠšŽžŒœŸ")
"""Characters that ISO-8859-15 has in other places."""
_OWN = frozenset(map(chr, _PAGE)) - _SHARED - frozenset("ĞİŞğış") | frozenset("¤¦¨´¸¼½¾")
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

_SOUND, _FOREIGN, _NATIVE, _STRONG, _WEAK, _CHANCE, _DOUBLE, _SAID, _AMBIGUOUS, _TOLD = (1 << n for n in range(10))
"""What a run adds to what is known of a text; the facts of all its runs are put together by `|`.

A run that is no UTF-8 is `_SOUND`, and it may be of another page (`_FOREIGN`) or Cyrillic (`_NATIVE`).  One that is
UTF-8 is `_STRONG` where it is so by no chance, with unlikely neighbours, and not as one lone letter of another
alphabet; else `_WEAK`, and `_CHANCE` where such a letter, or what may stand at the end of a word, is not enough.  It is
`_DOUBLE` where it was misread twice without doubt, `_SAID` where it says Cyrillic; in ISO-8859-15 it would be other
UTF-8 (`_AMBIGUOUS`), or is not written (`_TOLD`).
"""


class Reading(NamedTuple):
    """What a run says, nothing where it is no UTF-8; `often`: when it is undone as often as it can be."""

    once: str
    often: str
    facts: int


def find(text: str, context: Context) -> Sequence[Wish]:  # noqa: ARG001 — rules share one signature
    """The words that hold characters which are UTF-8 read in a Western code page, with what they say."""
    if not signs.present(text) or not signs.western(text):
        return ()
    parts = _RUN.split(text)  # what stands between runs, and each run
    found = {run: reading(run) for run in set(parts[1::2])}
    facts = reduce(or_, [read.facts for read in found.values()], 0)
    if not _certain(facts) or (facts & _SOUND and signs.halved(text)):
        return ()
    says = {run: (read.often if facts & _DOUBLE else read.once) or run for run, read in found.items()}
    if facts & _CHANCE:
        return differences(text, _borne_out(text, parts, says, {run for run in says if found[run].facts & _WEAK}))
    return differences(text, _joined(parts, says))


def _joined(parts: list[str], says: Mapping[str, str]) -> str:
    """What stands between runs, and what each run says."""
    pieces = parts.copy()
    pieces[1::2] = [says[run] for run in parts[1::2]]
    return "".join(pieces)


def _certain(facts: int) -> bool:
    """Whether a text's runs say enough: a strong one, none that another page explains, no row of foreign letters."""
    if facts & _FOREIGN:
        return False
    if not facts & _STRONG:
        return bool(facts & _NATIVE and facts & _SAID)
    return not facts & _AMBIGUOUS or bool(facts & _TOLD)


def _borne_out(text: str, parts: list[str], says: Mapping[str, str], weak: Collection[str]) -> str:
    """The text with its runs undone, those that may be chance only where they are borne out.

    A letter of another alphabet must be of one that is used in the text, another one stand in a word.
    """
    first = {run: ord(says[run][0]) for run in weak}
    used = {ord(after[-1]) >> _BLOCK for run, after in says.items() if run not in first}
    strange = {run: run for run, char in first.items() if char in _ALPHABETS and char >> _BLOCK not in used}
    placed = {run for run, char in first.items() if char not in _ALPHABETS and run[-1] in _CLOSING}
    if placed:
        after = {**says, **strange}
        return _RUN.sub(lambda hit: hit[0] if hit[0] in placed and not _fits(hit) else after[hit[0]], text)
    return _joined(parts, {**says, **strange})


def _fits(hit: re.Match[str]) -> bool:
    """Whether a run that ends in a closing mark stands where sound text would not have it: in a word."""
    text, start, end = hit.string, hit.start(), hit.end()
    return text[end : end + 1].isalpha() or text[start - 1 : start].islower()


@lru_cache(_HELD)
def reading(run: str) -> Reading:
    """What a run says, if it is UTF-8 read in a Western page.

    >>> reading("Ã…â€œ")[:2], reading("ÃƒÂ¼")[:2], reading("ü")[:2]
    (('Å“', 'œ'), ('ü', 'ü'), ('', ''))
    """
    levels = [run, *_levels(run)]
    if len(levels) == 1:
        return Reading("", "", _SOUND | _if(_FOREIGN, _ELSEWHERE.search(run)) | _if(_NATIVE, _CYRILLIC.search(run)))
    once = next((level for level in levels[1:-1] if not is_bad(level)), levels[-1])
    told = len(once) >= _PAIR or ord(once) not in _ALPHABETS
    strong = told and (_CYRILLIC.fullmatch(once, 0, _PAIR) or is_bad(run))
    chance = run[-1] in _CLOSING or ord(once[0]) in _ALPHABETS or ord(levels[-1][0]) in _ALPHABETS
    facts = (
        (_STRONG if strong else _WEAK | _if(_CHANCE, chance))
        | _if(_DOUBLE, told and once != levels[1])
        | _if(_SAID, _CYRILLIC.match(once))
        | _if(_AMBIGUOUS, not _SHARED.isdisjoint(run))
        | _if(_TOLD, not _OWN.isdisjoint(run) or run.startswith(_PUNCTUATION))
    )
    return Reading(once, levels[-1], facts)


def _if(fact: int, holds: object) -> int:
    return fact if holds else 0


def _levels(run: str) -> Iterator[str]:
    """What a run says, and what that says in turn, as long as it is UTF-8."""
    while found := _read(run):
        yield found
        run = found


def _read(run: str) -> str:
    """What the bytes of a run say, nothing where it is no UTF-8."""
    try:
        return run.translate(_PAGE).encode("latin-1").decode("utf-8")
    except UnicodeError:
        return ""


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
