"""From bytes to text, by evidence: nothing is guessed silently.

UTF-8 is tried first and strictly, then byte order marks decide, then the words of the text decide among the
configured one-byte code pages.  `text.encode(encoding)` gives the bytes back: a UTF-8 byte order mark is told by
the name `utf-8-sig`, one of UTF-16 stays in the text as U+FEFF, since the codecs `utf-16-le` and `utf-16-be`
write none themselves and `utf-16` differs between machines.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from toolkit.lexicon import codepages
from toolkit.values import Place, Problem

DEFAULT_ENCODINGS = ("utf-8", "cp1254", "cp1252", "cp1251", "cp1250", "cp1253")
"""The encodings that are considered; where the evidence for two is the same, the earlier one is named."""

_BOMS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))
_WORD = re.compile(rb"[A-Za-z\x80-\xff]*[\x80-\xff][A-Za-z\x80-\xff]*")
_SAMPLE = 400
_NOWHERE = Place("", 0)


class Decoded(NamedTuple):
    """A text and the encoding that gives its bytes back, or an empty text and the problem."""

    text: str
    encoding: str
    problem: Problem | None


def decode(data: bytes, language: str | None = None, encodings: tuple[str, ...] = DEFAULT_ENCODINGS) -> Decoded:
    """The text of `data`; `language`, where it is known, counts as evidence.

    >>> decode("Başkanı".encode("cp1254"), "tr")[:2]
    ('Başkanı', 'cp1254')
    """
    if not data.startswith((b"\xef", b"\xfe", b"\xff")) and b"\0" not in data:
        try:
            return Decoded(data.decode("utf-8"), "utf-8", None)
        except UnicodeDecodeError:
            return _by_evidence(data, language, encodings)
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            try:
                return Decoded(data.decode(encoding), encoding, None)
            except UnicodeDecodeError as error:
                return _failed("DC001", f"it begins as {encoding}, but byte {error.start} does not fit")
    if b"\0" in data:
        return _failed("DC002")
    return _by_evidence(data, language, encodings)


def _by_evidence(data: bytes, language: str | None, encodings: tuple[str, ...]) -> Decoded:
    sample = list(dict.fromkeys(_WORD.findall(data)))[:_SAMPLE]
    found: list[tuple[float, str, str]] = []
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        readings = [word.decode(encoding) for word in sample]
        score = codepages.evidence(readings, encoding).score
        if language in codepages.LANGUAGES.get(encoding, ()):
            score += 0.5
        found.append((score, encoding, text))
    if not found:
        return _failed("DC001")
    score, encoding, text = max(found, key=lambda item: item[0])
    rivals = [other for other in found if other[2] != text]
    if rivals and score <= max(other[0] for other in rivals):
        return _failed("DC001", "the text could be in several encodings")
    return Decoded(text, encoding, None)


def _failed(code: str, detail: str = "") -> Decoded:
    return Decoded("", "", Problem.of(code, _NOWHERE, detail))
