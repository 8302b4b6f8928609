"""Whether a text ends where its author ended it."""

from __future__ import annotations

import re
import unicodedata

_FINAL = frozenset(
    ".!?…‥‽⁇⁈⁉"  # Latin, Cyrillic, Greek
    "\u037e·"  # the Greek question mark and raised dot
    "։՜՞"  # Armenian
    "؟۔؞"  # Arabic, Urdu
    "׃"  # Hebrew
    "।॥"  # Devanagari and its neighbours
    "。．｡！？｟"  # Chinese, Japanese, Korean
    "።፧፨"  # Ethiopic
    "။၊"  # Burmese
    "។៕៖"  # Khmer
    "།༎༏"  # Tibetan
    "᠃᠉"  # Mongolian
)
_WITHOUT_STOPS = ("THAI ", "LAO ")
_CUT = re.compile(r"[\[(](?:…|\.\.\.)[\])]\Z")
_CREDIT = re.compile(r"[ \t\n]*\([^()\n]{1,60}\)\Z")
_CLOSING = "\"'”’»›“‘«‹)]}」』）】》〉〟*_ \t\r\n\u200b\u200f\u200e\xa0"
_GREEK_QUESTION = re.compile(r"[\u0370-\u03ff]\s?;\Z")


def ends_abruptly(text: str) -> bool:
    """Whether `text` stops in mid-sentence: without final punctuation, after a colon or comma, or at a cut `[…]`.

    Closing quotes and brackets may follow the final mark, and a credit in brackets the whole; scripts that write no
    full stop never end abruptly.

    >>> ends_abruptly("Bakan şu sözleri söyledi:"), ends_abruptly("“Gidiyorum.”"), ends_abruptly("Köprü açıldı. (AA)")
    (True, False, False)
    """
    last = text[-1:]
    if last in {".", "!", "?"}:
        return False
    text = text.rstrip()
    if not text:
        return False
    if _CUT.search(text[-8:]):
        return True
    tail = text[-120:]
    if _final(tail.rstrip(_CLOSING)):
        return False
    return not _final(_CREDIT.sub("", tail).rstrip(_CLOSING))


def _final(tail: str) -> bool:
    if not tail:
        return False
    if tail[-1] in _FINAL:
        return True
    if tail[-1] == ";":
        return bool(_GREEK_QUESTION.search(tail))
    return unicodedata.name(tail[-1], "").startswith(_WITHOUT_STOPS)
