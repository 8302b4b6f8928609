"""Names with a capital inside, told by what stands around their two halves: `HolzWerk GmbH`, `im RuhrStadion.`"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from toolkit import lexicon
from toolkit.repairs.alphabet import LETTER, LOWER_CLASS, UPPER_CLASS

if TYPE_CHECKING:
    from toolkit.repairs.context import Context
    from toolkit.repairs.gaps import Gap

_PAIR, _FEW = 2, 3
_NEAR, _SPAN = 40, 80
_QUOTES = frozenset("\"“”„«»'‘’*`[]()")
_CLAUSE = re.compile(r"[.!?…:\n]")
_FIRST = re.compile(r"[^\d][.!?…][\"”»’)]?\s+[\"“„«‘(]?$")
_CAMEL = re.compile(rf"(?<!\w){LETTER}+(?<=[{LOWER_CLASS}])[{UPPER_CLASS}][{LOWER_CLASS}]+(?!\w)")


def alone(gap: Gap, left: str, context: Context) -> bool:
    """Whether the two words can be no border: nothing follows them, marks enclose them, or they are part of a key."""
    return _last(gap, context) or _quoted(gap) or _numbered(gap, left)


def among_names(gap: Gap, left: str) -> bool:
    """Whether the neighbours make the two words a name, even if the second opens sentences."""
    return _formed(gap) or enumerated(gap, left) or (_introduced(gap, left) and _listed(gap, left))


def named(gap: Gap, left: str, context: Context) -> bool:
    """Whether the two words make a name as they stand: known, told by a neighbour or the second half, or the first of
    their sentence.
    """
    if context.frequency(left + gap.word) or gap.word.lower() in lexicon.SECONDS:
        return True
    if _introduced(gap, left) or _listed(gap, left):
        return True
    first = _FIRST.search(gap.text, max(0, gap.at - len(left) - _FEW), gap.at - len(left)) is not None
    return first and not context.opens(left)


def _last(gap: Gap, context: Context) -> bool:
    """Whether nothing follows the next word, so that it is a name's second half: `im RuhrStadion.`"""
    return gap.last() and len(gap.word) > 1 and gap.word.lower() not in context.abbreviations


def _quoted(gap: Gap) -> bool:
    """Whether the two words alone stand in marks, as a name does: `„DomPlus”`, `*memLevel*`, `(OldMill)`."""
    return gap.left[0] in _QUOTES and gap.right.rstrip(",.;:!?")[-1:] in _QUOTES


def _numbered(gap: Gap, left: str) -> bool:
    """Whether digits stand on both sides in the same run of letters, as in a key: `91HX0zzzBO8E`."""
    before, behind = gap.left[: -len(left)][-1:], gap.right[len(gap.word) :][:1]
    return before.isdigit() and behind.isdigit()


def _formed(gap: Gap) -> bool:
    """Whether what follows makes the two words the name of a company or a body: `HolzWerk GmbH`, `GençFikir Vakfı`."""
    rest = gap.text[gap.at + len(gap.word) : gap.at + len(gap.word) + _SPAN].split(maxsplit=1)
    return bool(rest) and gap.right == gap.word and rest[0].rstrip(".,") in lexicon.FORMS


def _introduced(gap: Gap, left: str) -> bool:
    """Whether a word like `Firma` stands before the two, so that they are its name."""
    before = gap.text[max(0, gap.at - len(left) - _NEAR) : gap.at - len(left)]
    kind = before.rsplit(None, 1)[-1:]
    return bool(kind) and before[-1].isspace() and kind[0].lower() in lexicon.KINDS


def _listed(gap: Gap, left: str) -> bool:
    """Whether another name with a capital inside stands near, in the same clause: `WohnGut, HolzWerk und AgriSud`."""
    start, end = gap.at - len(left), gap.at + len(gap.word)
    before = _CLAUSE.split(gap.text[max(0, start - _NEAR) : start])[-1]
    behind = _CLAUSE.split(gap.text[end : end + _NEAR])[0]
    return _CAMEL.search(f"{before}|{behind}") is not None


def enumerated(gap: Gap, left: str) -> bool:
    """Whether such a name stands next to this one, a comma or a word like `and` between: `BilDelar och NordIn`."""
    start, end = gap.at - len(left), gap.at + len(gap.word)
    before = gap.text[max(0, start - _NEAR) : start].split()[-_PAIR:]
    behind = gap.text[end : end + _NEAR].split()[:_PAIR]
    if before and _camel(before[0] if before[-1] in lexicon.LINKS else before[-1]) and _links(before[-1]):
        return True
    return len(behind) > 1 and _links(behind[0]) and _camel(behind[1])


def _links(word: str) -> bool:
    """Whether a word or its comma links what stands on both sides of it."""
    return word[-1] == "," or word in lexicon.LINKS


def _camel(word: str) -> bool:
    """Whether a word has one capital inside, as a name may."""
    word = word.strip(",.;")
    return not word[1:].islower() and _CAMEL.fullmatch(word) is not None
