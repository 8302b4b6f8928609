"""Full stops: whether one ends a sentence, or an abbreviation, an initial, an ordinal or part of an address."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING

from toolkit import lexicon
from toolkit.repairs import masks, programs
from toolkit.repairs.alphabet import APOSTROPHES, HANDLES, MARKS, PREFIXES, SIGNS
from toolkit.repairs.gaps import SINGLES, last_word, titled

if TYPE_CHECKING:
    from toolkit.repairs.context import Context
    from toolkit.repairs.gaps import Gap

ORDINAL = frozenset("az bs cs da de et eu fi hr hu is lt lv nb nn no pl sk sl sr tr".split())  # noqa: SIM905 — a list of quoted codes reads worse
"""Languages that write an ordinal with a full stop: `5. sınıf`, `10. Juni`."""

_REIGNS = ORDINAL - {"fi", "pl", "sv"}
"""Languages that write so behind a Roman number too: `IV. Murad`."""

_COUNTED_ONLY = frozenset({"cs", "pl", "sv"})
"""Languages in which a noun behind an ordinal has no capital."""

_LONG_WORD = 5
"""From this length on a capitalised word that no list has is a name rather than an abbreviation."""

_WORD = 3
"""From this length on a word in lower case is no abbreviation that the lists lack, if it has a vowel."""

_BRIEF = 4
"""Up to this length a word may be a part of an abbreviation: `San.Tic.`, `pok.12`."""

_USUAL = 4.0
"""From this frequency on (Zipf scale) an abbreviation's letters are first of all a word: `no`, `art`."""

_COMMON = 3.0
_REACH = 12
_HELD = 4096
_ROMAN = re.compile(r"[IVXLCM]+")
_ORDINAL = re.compile(r"(?<![\w%.,:/–-])\d{1,2}$")
_RANKED = re.compile(
    r"Yıl(?!maz)|Yüzyıl|Madde|Fıkra|Sınıf|Lig(?:\W|[ei])|Hafta|Dönem|Sok(?:ak|\b)|Cadde|Piyade|Alay|(?:Alpha|Beta|Final)\b"
)
"""What a number of any length counts in Turkish, and what versions have: `100.Yıl`, `188/3.Madde`, `2.0.Beta`."""

_FEW_DIGITS = re.compile(r"(?<!\d)\d{1,3}$")
_NUMBER = re.compile(r"(?<![\w.,])%?(?:[\d.,:/–-]*\d|\d+[^\W\d_]{1,2}|(?![vV]\d)[^\W\d_]{1,3}[23])$")
_QUANTITY = re.compile(r"(?<![\w.,])\d[\d.,:/]*(?:-[^\W\d_]{1,2}|[^\W\d_a-d][^\W\d_]?)$|°[CF]$")
"""A number with its unit or ending: `18h`, `3G`, `1920-х`, `6 °C`; not the item `1a`."""

_COUNTING = re.compile(
    r"(?:(?<!\w)(?:nr|no|s|str|sid|bls|rys|tab|ust|art|pkt|poz|odst|čl|č|obr|abs|abb|bd|kap)\.?|[№§])\s?$"
)
"""What stands before a number that is none in a row: `ust. 3`, `§ 31`."""

_BREAK = re.compile(r"(?:^|[\n!?:/(|]|\D\.)\s*$")
"""What a sentence or a credit stands behind."""

_QUOTES = frozenset('"“”„«»')

_ENDED = "?!:"
"""Marks that end something themselves, before one full stop too many: `Ne kadar?.`"""

_FORMULA = re.compile(r"(?<!\w)(?=\w*\d)[A-Z][A-Z0-9]+$")
_DOTTED = re.compile(r"(?<!\w)(?:[^\W\d_]{1,3}\.)+[^\W\d_]{1,3}$")
_SPACED = re.compile(r"(?<!\w)(?:[^\W\d_]\.\s)+$")
_COUNTED = re.compile(r"[\dIVX]\s?$")
_DIGITS = re.compile(rf"[{PREFIXES}]?\s?[\d.,:]+(?:\W|$)")
_ITEM = re.compile(r"\d{1,3}(?:[,;:/)\n]|\Z)")
_CHAINED = re.compile(r"[^\W\d_]{2,4}\.\w")
_CHAIN = re.compile(r"[^\W\d_]\.[^\W\d_]{2,4}\.$")
_SHORT = re.compile(r"[^\W\d_]{1,4}[.:]")
_VOWEL = re.compile("[aeiouyæøœıα-ωά-ώаеёиоуыэюяіїє]")
_SYLLABIC = re.compile("[lr]")


def plain(gap: Gap, context: Context) -> bool:
    """Whether the gap is the commonest joint of all: a full stop between a word in lower case and a capitalised one."""
    rest = gap.right[len(gap.word) :]
    return (
        gap.left[-1] == "."
        and gap.right[0] == gap.word[:1]
        and gap.word[1:].islower()
        and (not rest or rest[0] in ",'’")
        and common(gap.left[:-1], context)
    )


def common(stem: str, context: Context) -> bool:
    """Whether a full stop behind `stem` ends a sentence, whatever follows: it is a word in lower case."""
    return (
        len(stem) >= _WORD
        and stem.isalpha()
        and stem.islower()
        and stem not in context.abbreviations
        and not clipped(stem, context.language)
    )


@lru_cache(_HELD)
def clipped(word: str, language: str | None) -> bool:
    """Whether a word is too short for one without a vowel, and so an abbreviation; capitals are none.

    >>> clipped("Bşk", "tr"), clipped("tzn", "pl"), clipped("vlk", "cs"), clipped("TRT", "tr")
    (True, True, False, False)
    """
    if len(word) > _BRIEF or word.isupper():
        return False
    plain = unicodedata.normalize("NFD", word.lower())
    return not (_VOWEL.search(plain) or (language == "cs" and _SYLLABIC.search(plain)))


def ends(gap: Gap, stem: str, context: Context) -> bool:
    """Whether the full stop between `stem` and the gap ends a sentence."""
    word = last_word(stem)
    after = gap.right[len(gap.word) :][:1]
    called = after == "(" or (after in {")", ";"} and not common(stem, context))  # code: `kutu.Ekle(`, `Foo.Bar;`
    if gap.right[0] in HANDLES:
        return common(stem, context)
    if called or _lone(gap, stem, context) or masks.extends(gap.right) or masks.masked(gap.right):
        return False
    if gap.right[0].isdigit() or gap.right[0] in PREFIXES:
        return _before_digit(gap, stem, word, context)
    if _QUANTITY.search(stem[-_REACH:]):
        return titled(gap.word) and (context.knows(gap.word) or context.opens(gap.word))
    return _after_word(gap, stem, word, context) if word else _after_number(gap, stem, context)


def _lone(gap: Gap, stem: str, context: Context) -> bool:
    """Whether the word behind a capitalised one is all that follows: a name's second half, as in `Boot.Menu.`"""
    if not stem[-1:].isalpha() or not stem.rpartition(".")[2][:1].isupper() or len(gap.word) == 1:
        return False
    if gap.left[0] in _QUOTES and gap.right[len(gap.word) :][:1] in _QUOTES:  # `«Яндекс.Маркет»`
        return True
    return gap.last() and gap.word.lower() not in context.abbreviations


def _before_digit(gap: Gap, stem: str, word: str, context: Context) -> bool:
    """Before a digit, or a sign and a digit: not after an abbreviation that counts (`No.5`, `Kat.2`), an acronym, or
    inside a version or a name.
    """
    if len(word) < _WORD or word.lower() in context.abbreviations or word.isupper() or not _DIGITS.match(gap.right):
        return False
    if any(map(str.isdigit, stem)) or (
        not word.islower() and _ITEM.match(gap.text, gap.at)
    ):  # `2.0-Beta.3`, `Tablo.3,`
        return False
    if len(word) <= _BRIEF and gap.right[0].isdigit():
        return word.islower() and context.frequency(word) > _USUAL
    return len(word) >= _LONG_WORD or context.knows(word)


def _after_word(gap: Gap, stem: str, word: str, context: Context) -> bool:
    before = stem[-len(word) - 1 : -len(word)]
    if before and before in APOSTROPHES and word.islower():
        return len(word) < _WORD or word not in context.abbreviations
    if before == "." and masks.ends_in_domain(stem):
        return titled(gap.word) and context.knows(gap.word)
    if before == "&":  # `AT&T`
        return not gap.initial() and _after_acronym(gap, word, context)
    if len(word) == 1 or (before == "." and _DOTTED.search(stem[-_REACH:])):
        return not gap.initial() and _after_initials(gap, stem, word, context)
    if _abbreviated(gap, word, context):
        return not gap.initial() and _after_abbreviation(gap, word, context)
    named = before == "." and word.islower()  # the name of a thing in code: `kutu.boya.Renk`
    return not named and not _clipped_opener(gap, stem, word, context) and _after_plain_word(gap, word, context)


def _clipped_opener(gap: Gap, stem: str, word: str, context: Context) -> bool:
    """Whether a short capitalised word is all that its sentence has, and so an abbreviation: `Geom.Neri`."""
    alone = stem == word and len(word) <= _BRIEF and titled(word) and _BREAK.search(gap.before(_WORD)) is not None
    return alone and not context.opens(gap.word) and not context.opens(word)


def _after_plain_word(gap: Gap, word: str, context: Context) -> bool:
    if gap.word[:1].islower():  # a name that is written so: `bitti.iPhone`
        return len(word) >= _WORD and word.islower() and context.foreign(gap.word)
    if word.isupper():
        return not gap.initial() and _after_acronym(gap, word, context)
    if word[-1].isupper():  # `WestLB`, or a heading glued to an initial: `prim ödeyecekM.Ö.`
        return word[-2].isupper() and not gap.initial() and titled(gap.word) and context.knows(gap.word)
    if gap.initial() and len(word) <= _WORD and not word.islower():
        return False
    if _coded(gap, word, context) or (word[0].isupper() and programs.dotted(word, gap.word, context)):
        return False
    return len(word) >= _LONG_WORD or context.knows(word) or context.opens(gap.word)


def _measured(gap: Gap, word: str, context: Context) -> bool:
    """Whether a word without a vowel is a unit or one that all use: `5 kg.`, `a cd.`"""
    counted = _COUNTED.search(gap.before(2)) is not None
    usual = word.islower() and len(word) < _WORD and context.frequency(word) > _USUAL
    return (counted or usual) and titled(gap.word) and context.knows(gap.word)


def _coded(gap: Gap, word: str, context: Context) -> bool:
    """Whether capitals inside the next word make code of both, as in `os.PathLike`: no name is known to have them."""
    right = gap.word
    if not word.islower() or right[1:].islower() or right.isupper() or len(right) <= 1:
        return False
    named = context.given(right) or context.foreign(right)
    return not named and (context.language == "en" or len(word) < _WORD)


def _after_initials(gap: Gap, stem: str, word: str, context: Context) -> bool:
    """After a single letter or letters with stops between: abbreviations and initials go on, unless a word opens."""
    form = _spelt(gap, stem, word)
    if form in context.titles:
        return False
    if form:
        known = form in context.abbreviations
        return (context.opens(gap.word) and (known or len(gap.word) > 1)) or (known and context.knows(gap.word))
    if gap.right[len(gap.word) :][:1] == "." and gap.word.lower() in context.abbreviations:  # `700 v.Chr.`
        return False
    if word.islower() and stem == word:
        counted = _COUNTED.search(gap.before(2)) is not None
        if counted or word.upper() in SINGLES.get(context.language or "", ""):
            return context.opens(gap.word) or (counted and context.frequency(gap.word) > _COMMON)
    return word in context.abbreviations and word not in context.titles and context.opens(gap.word)


def _spelt(gap: Gap, stem: str, word: str) -> str:
    """An abbreviation with stops inside as the lists have it, white space left out: `p. n. e` is `p.n.e`."""
    dotted = _DOTTED.search(stem[-_REACH:])
    if dotted:
        return dotted[0].lower()
    spaced = _SPACED.search(gap.before(_REACH)) if stem == word else None
    return re.sub(r"\s", "", spaced[0] + word).lower() if spaced else ""


def _abbreviated(gap: Gap, word: str, context: Context) -> bool:
    """Whether a word is an abbreviation: by the lists, for want of a vowel, or as a link of `San.Tic.Ltd.`"""
    return word.lower() in context.abbreviations or clipped(word, context.language) or _linked(gap, word)


def _linked(gap: Gap, word: str) -> bool:
    """Whether two short words with a stop each meet, the first capitalised, or go on so: `Cass.Civ.Sez.Un.`"""
    if not word[0].isupper() or len(word) > _BRIEF:
        return False
    goes_on = _CHAIN.search(gap.left) is not None and _SHORT.match(gap.right) is not None
    return goes_on or _CHAINED.match(gap.right) is not None


def _after_abbreviation(gap: Gap, word: str, context: Context) -> bool:
    """Whether an abbreviation ends its sentence here, told by the next word."""
    shortened = gap.right[len(gap.word) :][:1] == "." and gap.word.lower() in context.abbreviations  # `Ltd.Şti.`
    if not titled(gap.word) or shortened or _linked(gap, word):
        return False
    if word.lower() not in context.abbreviations:
        return context.opens(gap.word) or _measured(gap, word, context)
    if word.lower() in context.titles:
        counted = len(word) > 1 and _COUNTED.search(gap.before(2)) is not None  # `9 ft.`, but `Ft.Worth`
        usual = word.islower() and context.frequency(word) > _USUAL
        return usual and (context.opens(gap.word) or (counted and context.knows(gap.word)))
    return context.opens(gap.word) or context.knows(gap.word)


def _after_acronym(gap: Gap, word: str, context: Context) -> bool:
    if word in lexicon.CLUBS and not titled(gap.before(_REACH).rpartition(" ")[0].rpartition(" ")[2]):  # `SV.Werder`
        return context.opens(gap.word)
    if _ROMAN.fullmatch(word) and context.language in _REIGNS:
        return len(gap.word) > 1 and context.opens(gap.word)
    if len(gap.word) == 1 and gap.right[1:2] not in {"'", "’", "-"}:  # else a share's name: `BRK.A`
        alone = gap.word in SINGLES.get(context.language or "", "")
        return alone and (context.language != "en" or context.frequency(word) > _COMMON)
    return titled(gap.word) and (context.knows(gap.word) or len(word) >= _LONG_WORD)


def _after_number(gap: Gap, stem: str, context: Context) -> bool:
    """After a number, a percentage, a closing mark: an ordinal goes on, a year or a price ends."""
    if stem[-1] in MARKS or stem[-1] in SIGNS:
        return True
    if not titled(gap.word) or gap.before(1) in ("", "\n") or _counts(gap, stem, context):
        return False
    if _ORDINAL.search(stem) and context.language in ORDINAL and not _COUNTING.search(gap.before(_REACH)):
        common = context.language in _COUNTED_ONLY and len(stem) > 1 and context.frequency(gap.word) > _COMMON
        return len(gap.word) > 1 and (common or context.opens(gap.word))
    if stem[-1] in _ENDED:
        return len(gap.word) > 1
    return _NUMBER.search(stem) is not None or (_FORMULA.search(stem) is not None and context.opens(gap.word))


def _counts(gap: Gap, stem: str, context: Context) -> bool:
    """Whether a number goes on: `1234.Sok.`, `3.Alpha2`, `100.Yıl`, a class or a door as in `7.B`."""
    after = gap.right[len(gap.word) :][:1]
    if after.isdigit() or (after == "." and gap.word.lower() in context.titles) or _RANKED.match(gap.right):
        return True
    alone = len(gap.word) == 1 and gap.word not in SINGLES.get(context.language or "", "")
    return alone and _FEW_DIGITS.search(stem) is not None
