"""Mac Turkish read as Mac Roman, its two ligatures often written out: `ça¤dafl davran›fl` was `çağdaş davranış`.

Four letters show, since a sign stands in a word where no spelling has one.  Ş and ş do not: they became the
ligatures ﬁ and ﬂ, which most converters write as two letters, so each `fi` and `fl` is looked up both ways.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import product
from typing import TYPE_CHECKING

from toolkit import language as languages
from toolkit.lexicon import codepages
from toolkit.repairs import signs
from toolkit.repairs.edits import Change, make
from toolkit.repairs.rule import Example, Leaf, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from toolkit.repairs.context import Context

_LETTERS = str.maketrans({"⁄": "Ğ", "€": "ğ", "¤": "ğ", "‹": "İ", "›": "ı", "ﬁ": "Ş", "ﬂ": "ş"})
_SIGN = re.compile("[⁄€¤‹›]")
_WORD = re.compile(r"[^\W\d_]*[⁄€¤‹›ﬁﬂ](?:[^\W\d_]|[⁄€¤‹›])*|[^\W\d_]*(?:fl|fi|Fi|FI|FL)[^\W\d_]*")
_INSIDE = re.compile(r"[^\W\d_][⁄€¤‹›]+[^\W\d_]|‹[a-zçğıöşü]")
_QUOTED = re.compile("‹[^‹›\n]*›")
_LIGATURE = re.compile("(fl|fi)")
_SPELT = {"fl": "ş", "fi": "Ş"}
_SHARE = 0.5
_MOST = 4
_HELD = 16_384
_SHORT = 2


def find(text: str, context: Context) -> list[Change]:
    """Each word that Mac Roman spoilt, where most of those with a sign in them become known Turkish words."""
    if context.language not in {"tr", None} or not signs.present(text) or not _SIGN.search(text):
        return []
    if _QUOTED.search(text) and not _INSIDE.search(text):  # ‹Böyle› is a quotation
        return []
    whole = "\n".join(context.fields) if text in context.fields else text
    signed = {word for word in _WORD.findall(whole) if len(word) > _SHORT and _SIGN.search(word)}
    known = sum(bool(codepages.known(_restored(word), "tr")) for word in signed)
    if not known or known < _SHARE * len(signed):
        return []
    changes = list(_changes(text))
    if context.language is None and languages.identify(make(text, changes, "", 0)[0]).language != "tr":
        return []
    return changes


def _changes(text: str) -> Iterator[Change]:
    for hit in _WORD.finditer(text):
        after = _restored(hit[0]) if len(hit[0]) > 1 else hit[0]
        if after != hit[0]:
            yield Change(hit.start(), hit.end(), after)


@lru_cache(_HELD)
def _restored(word: str) -> str:
    """The Turkish word: signs become letters, and of the ways to read each `fl` and `fi` the most frequent word."""
    plain = word.translate(_LETTERS)
    parts = _LIGATURE.split(plain)
    pairs = parts[1::2]
    if not pairs or len(pairs) > _MOST:
        return plain
    readings = []
    for choice in product((False, True), repeat=len(pairs)):
        taken = [_SPELT[pair] if changed else pair for pair, changed in zip(pairs, choice, strict=True)]
        readings.append("".join(a + b for a, b in zip(parts[::2], [*taken, ""], strict=True)))
    return max(readings, key=lambda reading: codepages.known(reading, "tr"))


RULES = (
    Rule(
        "EN005",
        "Mac Turkish read as Mac Roman",
        "Signs that stand for the letters of Mac Turkish become these letters, `fl` and `fi` too where that makes "
        "a known word.",
        find,
        (
            Example("ça¤dafl bir davran›fl", "çağdaş bir davranış"),
            Example("Metro hatt› uzuyor", "Metro hattı uzuyor"),
            Example("‹stanbul'da hava so¤uk, flimdi yaz›l›yor", "İstanbul'da hava soğuk, şimdi yazılıyor"),
        ),
        (
            Leaf("10€'luk bilet, 5¤ değil"),
            Leaf("‹Gel› dedi, enflasyon arttı, final oynandı"),
            Leaf("Yönetmenin ‹Beyaz Kar› filmi"),
            Leaf("Die ‹Neue Zeitung› schreibt", "de"),
        ),
    ),
)
