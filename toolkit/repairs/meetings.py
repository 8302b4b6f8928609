"""Where two words meet without white space: the border of a glued heading, or the inside of a name."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from toolkit import lexicon
from toolkit.lexicon import days
from toolkit.repairs import brands, programs
from toolkit.repairs.alphabet import APOSTROPHES, LOWER_CLASS, UPPER_CLASS
from toolkit.repairs.gaps import SINGLES, last_word, titled

if TYPE_CHECKING:
    from toolkit.repairs.context import Context
    from toolkit.repairs.gaps import Gap

PLAIN, NAME = "GH001", "GH002"

_KNOWN, _WHOLE, _COMMON, _FREQUENT, _OFTEN = 1.5, 2.0, 3.0, 4.0, 5.0
"""Frequencies on the Zipf scale; see `docs/decisions/0011-joints-and-headings.md` for what they were measured on."""

_MARGIN = 0.5
"""By so much more frequent in English than in the text's language a word is rather half of a name: `AgênciaClick`."""

_CHANCE = 8.0
"""Two words meet about as often as the sum of their frequencies less this says; a name that they make, more often."""

_BLOCK, _GREEK, _CYRILLIC = 8, 3, 4
"""Letters whose numbers without the last eight bits are 3 are Greek, 4 Cyrillic."""

_PAIR, _FEW, _WORD, _STEADY, _LONG, _LONGER = 2, 3, 4, 5, 6, 7
"""Lengths of words: the longer one is, the less it can be half of a name, or unknown by chance."""

_SPAN = 80
_SEGMENT = re.compile(r"(?s:.*)(?:[.!?…:\"“”»]|\n(?!\Z))")
"""What stands before the words of a clause: everything as far as the last mark, or line break with something behind."""

_HUMP = re.compile(rf"(?<=[{LOWER_CLASS}])(?=[{UPPER_CLASS}])")
_DAY = re.compile(r"(?<!\d)[0-3]?\d\.?\s$")
_DOTTED = re.compile(r"\w\.\w\b")

_PARTICLES = frozenset("al da de del des di du el fitz la le mac mc o san st van von".split())  # noqa: SIM905 — a list of quoted words reads worse
_TAILS = frozenset("all go in me now off on one out up".split())  # noqa: SIM905 — as above
"""Words that open sentences and names' second halves alike: `LinkedIn`, `CapitalOne`."""

_ELIDING = frozenset({"fr", "it"})
_SUFFIXING = frozenset({"cs", "el", "pl", "ru", "tr", "uk"})
"""Languages where two letters after an acronym may be an ending (`СПИДа`), so that a word has to be longer."""


def border(gap: Gap, context: Context) -> str | None:
    """The code of the rule that sees a border between two words, or None.

    What the words are decides, then whether the document has them apart elsewhere, or together again.
    """
    left = last_word(gap.left)
    if _labelled(gap, context):
        return NAME
    coded = left.islower() and gap.left[-len(left) - 1 : -len(left)] == "."  # `kutu.boyaRengi`
    if coded or _humped(left, gap.word, context) or _mixed(left, gap.word) or brands.alone(gap, left, context):
        return None
    code = _told(gap, left, context)
    if not code and left[-1:].islower() and context.apart(left, gap.word):
        code = PLAIN
    return code if code and not context.recurs(left + gap.word) else None


def _humped(left: str, right: str, context: Context) -> bool:
    """Whether capitals stand inside either word, as in the names of code: `FileNotFoundError`.

    A name may have one behind a word of another language than code is written in: `kapandıHalkBank`.
    """
    inner = left[1:] + right[1:]
    if left.isupper() or right.isupper() or inner.islower() or not inner:
        return False
    named = sum(map(str.isupper, right)) == _PAIR and left.islower() and context.language != "en"
    return not (named and context.frequency(left) > 0)


def _labelled(gap: Gap, context: Context) -> bool:
    """Whether the words before the gap are a label of the page, from the start of the line or sentence on."""
    known = lexicon.labels(context.language)
    words = " ".join(gap.text[_clause(gap.text, gap.at) : gap.at].split())
    spaced = " " in words and lexicon.fold(words, context.language or "") in known
    return (spaced or words in known) and (titled(gap.word) or gap.word.isupper())


def _clause(text: str, end: int) -> int:
    """Where the words begin that end at `end`, with no mark between them: so many characters before it at most."""
    start = max(0, end - _SPAN)
    found = _SEGMENT.match(text, start, end)
    return found.end() if found else start


def _mixed(left: str, right: str) -> bool:
    """Whether Greek and Cyrillic meet, as they do in what is left of a wrong decoding and nowhere else."""
    return {ord(left[-1:] or " ") >> _BLOCK, ord(right[0]) >> _BLOCK} == {_GREEK, _CYRILLIC}


def single(gap: Gap, context: Context) -> bool:
    """Whether the next word is a one-letter word that begins sentences in this language."""
    after = gap.right[1:2]
    if after in ("'", "’") and context.language in _ELIDING:
        return True
    if after == "-" and context.language == "ro":  # `S-a`, `M-am`
        return len(gap.right) > _PAIR
    return gap.word in SINGLES.get(context.language or "", "") and after in ("", "'", "’", ",")


def _told(gap: Gap, left: str, context: Context) -> str | None:
    """The code that the two words speak for."""
    if left.isupper() and len(left) > 1:
        return NAME if _after_acronym(gap, left, context) else None
    leading = left.lower() in context.articles or (left[0].isupper() and left.lower() in _PARTICLES)
    if leading or not left[-1:].islower() or (len(gap.word) < _WORD and brands.enumerated(gap, left)):
        return None
    if left.islower() and programs.humped(left, _HUMP.split(gap.word)[0], context):
        return None
    looks, code = (_after_common, PLAIN) if left[0].islower() else (_after_name, NAME)
    return code if looks(gap, left, context) and not _whole(gap, left, context) else None


def _whole(gap: Gap, left: str, context: Context) -> bool:
    """Whether two halves are one word or name as they stand: more frequent than their chance meeting would be."""
    token = left + gap.word
    opens = context.opens(gap.word)
    if context.given(token) or gap.word == "OS":
        return True
    if opens and left.islower() and len(left) >= _WORD:
        return False
    whole = context.frequency(token)
    if whole > _WHOLE and whole > context.frequency(left) + context.frequency(gap.word) - _CHANCE:
        return True
    return not opens and (left[0].isupper() or context.language != "en") and context.foreign(token)


def _after_common(gap: Gap, left: str, context: Context) -> bool:
    """After a word in lower case: known is enough, for what follows may be any name."""
    known = context.frequency(left) > (_KNOWN if len(left) < _WORD else 0) or context.stands(left)
    if len(gap.word) == 1:
        return _before_letter(gap, left, context, known=known)
    if gap.left[: -len(left)].endswith(("'", "’")):
        return len(gap.left) > len(left) + _FEW or len(left) > 1
    if len(left) == 1:
        return left == gap.left and left.upper() in SINGLES.get(context.language or "", "") and context.opens(gap.word)
    if known:
        return len(left) >= _FEW or titled(gap.word)
    if len(left) < _WORD or not titled(gap.word):
        return False
    frequency = context.frequency(gap.word)
    return frequency > _COMMON or (len(left) >= _LONG and frequency > 0) or len(left) > _LONGER


def _before_letter(gap: Gap, left: str, context: Context, *, known: bool) -> bool:
    """Before a single letter: an abbreviation with stops inside, or a word of one letter."""
    if _DOTTED.match(gap.right) or (gap.initial() and gap.word.lower() in context.titles):
        return len(left) >= _WORD and known
    return len(left) > 1 and (len(left) > _WORD or known) and single(gap, context)


def _after_acronym(gap: Gap, left: str, context: Context) -> bool:
    """After capitals: a word that opens (no plural, as in `ISDAs`), or a common one behind more capitals or a label."""
    if not titled(gap.word) or len(gap.word) < _PAIR:
        return False
    if context.opens(gap.word):
        longer = context.language in _SUFFIXING or gap.word[-1] == "s"
        return len(gap.word) >= _FEW or not longer or _complete(left, gap.word, context)
    token = left + gap.word
    told = _shouted(gap, left, context) or _repeated(gap, left, context)
    return told and not context.given(token) and not context.foreign(token)


def _repeated(gap: Gap, left: str, context: Context) -> bool:
    """Whether an acronym stands elsewhere in the document, and a common word that makes no channel's name follows."""
    common = min(len(left) + 1, len(gap.word)) >= _WORD and context.frequency(gap.word) > _COMMON
    usual = context.english(left) > _COMMON  # `SQLAlchemy`
    return common and not usual and gap.word.lower() not in lexicon.SECONDS and context.stands(left)


def _complete(left: str, right: str, context: Context) -> bool:
    """Whether an acronym is known, and not with the next letter: `TÜİKBu`, but `СПИДа`."""
    return context.frequency(left) > _KNOWN and not context.frequency(left + right[0])


def _shouted(gap: Gap, left: str, context: Context) -> bool:
    """Whether capitals or a label go before an acronym, and a common word follows; a known one behind more of them."""
    before = gap.text[max(0, gap.at - len(left) - _SPAN) : gap.at - len(left)].split()
    frequency = context.frequency(gap.word)
    if not before or not frequency or len(gap.word) < _FEW:
        return False
    last = before[-1]
    if frequency > _COMMON:
        unit = last[-1].isdigit() and len(left) <= _FEW  # `250 TL`
        return last[-1] in ":/" or unit or (len(last) > 1 and last.isupper())
    return len(gap.word) >= _WORD and all(map(str.isupper, before[-_PAIR:])) and len(before) > 1


def _after_name(gap: Gap, left: str, context: Context) -> bool:
    """After a capitalised word, which may be the first half of a name: what follows has to be a word that opens
    sentences, both have to be too long for such a name, or what stands before has to be capitalised as well.
    """
    if gap.word.startswith("Innen") or brands.among_names(gap, left):
        return False
    if _credited(gap, left, context) or _standing(gap, left, context) or _dated(gap, left, context):
        return True
    return len(left) >= _FEW and _starts(gap, left, context)


def _starts(gap: Gap, left: str, context: Context) -> bool:
    """Whether the word behind a capitalised one starts a sentence, as far as the two and their neighbours tell."""
    if len(gap.word) == 1:
        return len(left) >= _WORD and single(gap, context)
    known = context.frequency(left) > _KNOWN or context.stands(left) or left in context.options.names
    opens = context.opens(gap.word)
    if not titled(gap.word):
        return known and opens and len(left) >= _WORD and len(gap.word) >= _FEW
    if opens and (gap.word.lower() not in _TAILS or len(left) > _LONG):
        return known or len(left) >= _WORD
    frequency = context.frequency(gap.word)
    if brands.named(gap, left, context) or context.english(gap.word) > frequency + _MARGIN:
        return False
    return _too_long(gap, left, frequency) or (known and _among_capitals(gap, left, frequency, context))


def _credited(gap: Gap, left: str, context: Context) -> bool:
    """Whether a name of two capitalised words or more ends here behind a colon: `Foto: Ece Nur`."""
    end = gap.at - len(left)
    start = _clause(gap.text, end)
    if gap.text[start - 1 : start] != ":" or not titled(gap.word):
        return False
    names = gap.text[start:end].split()
    named = bool(names) and names[-1][-1] != "," and all(name[0].isupper() for name in names)
    return named and len(gap.word) >= _FEW and context.frequency(gap.word) > 0


def _standing(gap: Gap, left: str, context: Context) -> bool:
    """Whether the name that ends here, two capitalised words, stands elsewhere in the document too."""
    first = gap.before(_SPAN).rpartition(" ")[0].rpartition(" ")[2] if gap.before(1) == " " else ""
    named = len(first) > 1 and titled(first) and left == gap.left and titled(gap.word)
    return named and context.frequency(gap.word) > 0 and context.stands(f"{first} {left}")


def _dated(gap: Gap, left: str, context: Context) -> bool:
    """Whether a day ends here, and a known word follows: `5 Mayıs`."""
    day = _DAY.search(gap.before(_FEW)) is not None and left == gap.left and titled(gap.word)
    return day and days.month(left) is not None and context.frequency(gap.word) > 0


def _too_long(gap: Gap, left: str, frequency: float) -> bool:
    """Whether two known words are too long to be one name."""
    shorter, longer = sorted((len(left), len(gap.word)))
    if shorter >= _LONG:
        return frequency > 0
    return shorter >= _STEADY and longer >= _LONGER and frequency > _COMMON


def _among_capitals(gap: Gap, left: str, frequency: float, context: Context) -> bool:
    """Whether the heading's other words are capitalised too: the one before, or every longer one."""
    if frequency < _COMMON or len(gap.word) < (_FEW if frequency < _OFTEN else _PAIR):
        return False
    end = gap.at - len(left)
    before = gap.text[_clause(gap.text, end) : end].split()
    if frequency > _FREQUENT:
        if context.language == "de":  # where every noun is
            return len(left) >= _WORD or context.opens(left) or gap.before(_FEW).rstrip()[-1:].isdigit()
        if len(before) > 1 and before[-1].isalpha() and before[-1][0].isupper() and before[-2][-1].isalnum():
            return True
    words = [word for word in before if len(word) >= _WORD and not set(word) & set(APOSTROPHES)]
    listed = any(word[-1] == "," for word in before)
    return len(words) > 1 and not listed and all(word[0].isupper() for word in words)
