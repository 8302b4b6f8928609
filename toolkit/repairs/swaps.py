"""One code page taken for another: the letters that differ are put right where the words say so.

Each pair of code pages has a table of the characters that differ.  Words that hold one of them are looked up as
they stand and as they would be; only a clear gain in known words, in a language that the code page was made for,
changes anything.  Real Icelandic, Czech or Turkmen gains nothing, so it stays.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from toolkit import language as languages
from toolkit.lexicon import codepages
from toolkit.repairs import signs, utf8
from toolkit.repairs.edits import differences
from toolkit.repairs.pages import SWAPS, patterns
from toolkit.repairs.rule import Example, Leaf, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from toolkit.repairs.context import Context
    from toolkit.repairs.edits import Wish
    from toolkit.repairs.pages import Swap

_SAMPLE, _FIRST = 300, 12
_SAYS = {1: 0.0, 2: 0.5}
"""What a word of one or two letters counts: nearly every pair of letters is a word somewhere."""
_SHARE = 0.4
_CLEAR = 0.8
_SURE = 3
_HELD, _WORDS = 128, 30_000
_NAMED = {"hr": "sh", "bs": "sh", "sr": "sh", "no": "nb"}
"""Languages that the word lists have under another name."""


class _Gain(NamedTuple):
    """What a swap would gain: words that become known less those that no longer are, of how many, and how much."""

    net: float
    words: int
    weight: float


_PLAIN = re.compile("[A-Za-z]{2}")
_RARE = "³¹¿¾±øìðºªþõ¥£ï¶ã"
"""Characters of told swaps that most texts do not have: without one of them no language is looked for."""


def find(text: str, context: Context) -> Sequence[Wish]:
    """The words that a wrong code page spoilt, put right by the swap that gains most."""
    if text.isascii() or (signs.present(text) and signs.western(text) and utf8.is_whole(text)):
        return ()
    spoken = context.language
    swaps = [swap for swap in _candidates(text, spoken) if _promises(swap, text, spoken) and swap.pervades(text)]
    if not swaps or utf8.shows(text):
        return ()
    whole = "\n".join(context.fields) if text in context.fields else text
    found = [(swap, _gain(swap, _words(swap.all_found(whole), _SAMPLE), spoken)) for swap in swaps]
    clear = [(gain.weight, swap) for swap, gain in found if _is_clear(swap, gain, whole, spoken)]
    if not clear:
        return ()
    best = max(clear, key=lambda pair: pair[0])[1]
    return differences(text, best.parts.sub(lambda hit: _meant(best, hit[0]), text))


def possible(text: str, language: str | None) -> bool:
    """Whether any swap may have happened in `text`, also one that leaves no sign which `signs.present` knows."""
    return not text.isascii() and bool(_candidates(text, language))


@lru_cache(_HELD)
def signs_of(language: str | None) -> str:
    """The characters that may be signs of a swap to a text in `language`, beside those that `signs` knows."""
    if language is None:
        return _RARE
    spoken = _NAMED.get(language, language)
    told = (swap for swap in SWAPS if swap.told and spoken in swap.languages)
    return "".join(str(swap.gate or swap.seen) for swap in told)


def _candidates(text: str, language: str | None) -> list[Swap]:
    """The swaps that may have happened."""
    odd = signs.present(text)
    if language is None and any(char in text for char in _RARE):
        language = languages.identify(text).language
    spoken = _NAMED.get(language or "", language)
    found = patterns(text) if odd else ()
    possible = [swap for swap in SWAPS if (spoken in swap.languages if swap.told else odd)]
    return [swap for swap in possible if swap.shows(text, found)]


def _words(found: Iterator[str], most: int) -> list[str]:
    """The first words, at most so many, each once."""
    return list(dict.fromkeys(islice(found, most)))


def _promises(swap: Swap, text: str, language: str | None) -> bool:
    """Whether the first words gain anything: sound text is told by them, at a tenth of the cost of all."""
    words = _words(swap.found(text), _FIRST)
    return len(words) < _FIRST // 2 or _gain(swap, words, language).net > 0


def _gain(swap: Swap, words: list[str], language: str | None) -> _Gain:
    """What the words say for a swap, in the language that gains most."""
    spoken = _NAMED.get(language or "", language)
    tried = (spoken,) if spoken in swap.languages else swap.languages
    gains = []
    for one in tried:
        said = [_said(swap, word, one, spoken) for word in words]
        gains.append(_Gain(sum([net for net, _ in said]), len(words), sum([weight for _, weight in said])))
    return max(gains, key=lambda gain: gain.weight)


@lru_cache(_WORDS)
def _said(swap: Swap, word: str, language: str | None, spoken: str | None) -> tuple[float, float]:
    """What one word says for a swap of a text that would be in `language`: whether it becomes known, and how much."""
    was = max([codepages.known(word, native) for native in {*swap.natives, spoken or ""}], default=0.0)
    now = codepages.known(word.translate(swap.table), language or "")
    return _SAYS.get(len(word), 1.0) * ((now > was) - (now < was)), len(word) * (now - was)


def _is_clear(swap: Swap, gain: _Gain, text: str, language: str | None) -> bool:
    """Whether a gain is large enough, for a text that may be in another language or only partly wrong."""
    if gain.net < max(1, _SHARE * gain.words):
        return False
    if swap.whole and gain.net < _SURE and _PLAIN.search(text):
        return False
    if not swap.whole and any(char in text for char in swap.meant) and gain.net < max(2, _CLEAR * gain.words):
        return False
    spoken = _NAMED.get(language or "", language)
    if spoken in swap.languages:
        return True
    if spoken is not None and gain.net < _SURE:
        return False
    found = languages.identify(text.translate(swap.table)).language
    return _NAMED.get(found, found) in swap.languages


@lru_cache(_WORDS)
def _meant(swap: Swap, word: str) -> str:
    """A word put right; one that mixes alphabets, or is known as it stands, as it is."""
    after = word.translate(swap.table)
    if swap.whole:
        left = any(char.isascii() for char in after)
    else:
        left = any(codepages.known(word, native) for native in swap.natives) and not any(
            codepages.known(after, language) for language in swap.languages
        )
    return word if left else after


RULES = (
    Rule(
        "EN003",
        "one code page read as another",
        "Letters of one code page that were read in another are put right, where that makes words of them.",
        find,
        (
            Example("Cumhurbaþkaný dün akþam açýkladý.", "Cumhurbaşkanı dün akşam açıkladı."),
            Example("Ýlk gün çok güzel geçti.", "İlk gün çok güzel geçti.", None),
            Example("Ìîñêâà íå îòâåòèëà.", "Москва не ответила.", "ru"),
            Example("Zosta³ jednak w domu, gdy¿ pada³o", "Został jednak w domu, gdyż padało", "pl"),
            Example("Ç Ãåñìáíßá äåí áðÜíôçóå.", "Η Γερμανία δεν απάντησε.", "el"),
        ),
        (
            Leaf("Það er ekki hægt að segja þetta núna.", "is"),
            Leaf("Það er ekki hægt að segja þetta núna.", None),
            Leaf("Forseti Íslands, Guðni Th. Jóhannesson, Ankara'ya geldi."),
            Leaf("Türkmenistanyň Prezidenti ýurduň ösüşi barada aýtdy.", "tk"),
            Leaf("Český prezident navštívil nový dům.", "cs"),
            Leaf("Føroyar eru eitt oyggjaland við egnum máli.", "fo"),
            Leaf("L'été dernier, l'élève a été reçu.", "fr"),
        ),
    ),
)
