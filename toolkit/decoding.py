"""From bytes to text, by evidence: nothing is guessed silently.

UTF-8 is tried first and strictly, then byte order marks decide, then the words of the text decide among the
configured code pages; an encoding that fits better but is not configured is named.  `text.encode(encoding)` gives
the bytes back: a UTF-8 byte order mark is told by the name `utf-8-sig`, one of UTF-16 stays in the text as U+FEFF,
since the codecs `utf-16-le` and `utf-16-be` write none themselves and `utf-16` differs between machines.
"""

from __future__ import annotations

import codecs
import re
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from toolkit import language as languages
from toolkit.lexicon import codepages
from toolkit.values import Place, Problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

DEFAULT_ENCODINGS = ("utf-8", "cp1254", "cp1252", "cp1251", "cp1250", "cp1253")
"""The encodings that are considered; where two give the same text for the same reasons, the earlier is named."""

_BOMS = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}
_UNITS = ("utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be")
_DOCUMENTS = {b"%PDF-": "a PDF", b"{\\rtf": "an RTF document"}
"""Kinds of file that can be ASCII from end to end."""
_BINARY = _DOCUMENTS | {
    b"\x89PNG": "a PNG image", b"\xff\xd8\xff": "a JPEG image", b"GIF8": "a GIF image", b"RIFF": "a RIFF file",
    b"PK\x03\x04": "a zip archive or an office document", b"\xd0\xcf\x11\xe0": "an old office document",
    b"\x1f\x8b": "compressed with gzip", b"\x28\xb5\x2f\xfd": "compressed with zstd",
    b"\xfd7zXZ": "compressed with xz", b"BZh": "compressed with bzip2", b"PAR1": "a Parquet file",
    b"OggS": "an Ogg file", b"ID3": "an MP3 file", b"\x7fELF": "a program", b"SQLite": "a database",
}  # fmt: skip
_PAGE = re.compile(r"\ufeff?\s*(?:<\?xml|<!doctype|<html|<head|<body)", re.IGNORECASE)
_OTHERS_AS_SPACE = re.sub(rb"[^A-Za-z\x80-\xff]", b" ", bytes(range(0x100)))
"""A table that leaves letters and what lies outside ASCII."""
_AT_ONCE = 100_000
_BEYOND = re.compile(r"[^\x00-\x7f]+")
_SCRIPTS = frozenset({"LATIN", "CYRILLIC", "GREEK", "LEFT", "RIGHT", "EN", "EM", "HORIZONTAL", "ARABIC", "HEBREW"})
_NEARLY = 0.95
_TOLD_BY_BYTES = frozenset({"utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "ascii"})
_SAME = frozenset({"iso8859-1", "iso8859-9", "iso8859-15"})
"""Encodings that differ from a configured one in control characters or a handful of signs."""
_SAMPLE, _MOST = 40, 2_000
_FEW = 3
_ENOUGH = 0.25
_LEAST, _WIDE = 0.25, 0.3
_TOLD, _IDENTIFIED = 1.0, 0.5
_NOWHERE = Place("", 0)


class Decoded(NamedTuple):
    """A text and the encoding that gives its bytes back, or an empty text and the problem."""

    text: str
    encoding: str
    problem: Problem | None


class _Reading(NamedTuple):
    """The text that one encoding makes of the bytes and of their different words, and what these say for it."""

    encoding: str
    text: str
    words: list[str]
    score: float
    told: float
    evidence: codepages.Evidence


def decode(data: bytes, language: str | None = None, encodings: tuple[str, ...] = DEFAULT_ENCODINGS) -> Decoded:
    """The text of `data`, or the problem; `language`, a BCP 47 primary subtag, counts as evidence where it is known.

    `encodings` are names of Python codecs.  The problem's place is empty: the caller knows it.

    >>> decode("Başkanı".encode("cp1254"), "tr")[:2]
    ('Başkanı', 'cp1254')
    >>> decode("Привет, как дела, что нового?".encode("koi8-r")).problem.message
    'The text seems to be koi8-r, which is not configured.'
    """
    found = _read(data, language, encodings)
    return _failed("DC004") if _PAGE.match(found.text) else found


def _read(data: bytes, language: str | None, encodings: tuple[str, ...]) -> Decoded:
    """The text or the problem, by the first that applies: mark, kind of file, UTF-8, words."""
    if data.startswith(tuple(_BOMS)):
        return _marked(data)
    if data.startswith(tuple(_DOCUMENTS)) or b"\0" in data:
        return _binary(data)
    try:
        return Decoded(data.decode("utf-8"), "utf-8", None)
    except UnicodeDecodeError as error:
        if data.startswith(tuple(_BINARY)):
            return _binary(data)
        return _damaged(data, error.start) or _by_evidence(data, language, _one_byte(encodings))


def _failed(code: str, detail: str = "") -> Decoded:
    return Decoded("", "", Problem.of(code, _NOWHERE, detail))


def _marked(data: bytes) -> Decoded:
    """What a byte order mark announces."""
    mark = next(mark for mark in _BOMS if data.startswith(mark))
    if data.startswith(b"\xff\xfe\0\0"):
        return _failed("DC003", "The text seems to be utf-32-le, which is not configured.")
    if data.startswith(b"\xff\xd8\xff"):
        return _binary(data)
    try:
        return Decoded(data.decode(_BOMS[mark]), _BOMS[mark], None)
    except UnicodeDecodeError as error:
        return _failed("DC001", f"It begins as {_BOMS[mark]}, but byte {error.start} does not fit.")


def _binary(data: bytes) -> Decoded:
    """What bytes that are no text are: a kind of file, or text in units of two or four bytes."""
    for magic, kind in _BINARY.items():
        if data.startswith(magic):
            return _failed("DC002", f"The file is {kind}, not text.")
    for encoding in _UNITS:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text and _is_plain(text):
            return _failed("DC003", f"The text seems to be {encoding} without a byte order mark.")
    return _failed("DC002")


def _is_plain(text: str) -> bool:
    """Whether nearly all characters are letters, digits or plain punctuation of few scripts."""
    sample = text[:2000]
    plain = sum(
        (char.isascii() and (char.isprintable() or char.isspace())) or codepages.script(char) in _SCRIPTS
        for char in sample
    )
    return plain >= _NEARLY * len(sample)


def _damaged(data: bytes, place: int) -> Decoded | None:
    """The problem, where the text is UTF-8 but for a few bytes, the first at `place`."""
    text = data.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    sound = sum(map(len, _BEYOND.findall(text))) - broken
    if sound < max(2, 2 * broken):
        return None
    return _failed("DC005", f"The text is UTF-8, but damaged in {broken} places, the first at byte {place}.")


def _one_byte(encodings: Iterable[str]) -> tuple[str, ...]:
    """The configured encodings that words can tell apart, by Python's own names for them."""
    names = (codecs.lookup(encoding).name for encoding in encodings)
    return tuple(name for name in names if name not in _TOLD_BY_BYTES)


def _by_evidence(data: bytes, language: str | None, encodings: tuple[str, ...]) -> Decoded:
    """The reading that the words speak for, if they do so clearly."""
    words = _words(data)
    readings = sorted(_readings(data, words, encodings, language), key=lambda each: -each.score)
    best = readings[0] if readings else None
    for other in readings[1:]:
        best = other if best and _lead(other, best) > 0 else best
    clear = best is not None and _is_clear(best, readings)
    if best is None or not clear or codepages.is_odd(best.text):
        better = _elsewhere(data, words, encodings, best)
        if better:
            return _failed("DC003", f"The text seems to be {better}, which is not configured.")
    if best is None or not clear:
        return _failed("DC001", _doubt(best, readings))
    return Decoded(best.text, best.encoding, None)


def _words(data: bytes) -> list[bytes]:
    """The first of the different words that hold a byte outside ASCII."""
    found: dict[bytes, None] = {}
    left = data.translate(_OTHERS_AS_SPACE)
    while left and len(found) < _MOST:
        words = left.split(None, _AT_ONCE)
        left = words.pop() if len(words) > _AT_ONCE else b""
        found |= dict.fromkeys(word for word in words if not word.isascii())
    return list(islice(found, _MOST))


def _readings(data: bytes, words: list[bytes], encodings: Iterable[str], language: str | None) -> Iterator[_Reading]:
    """What each encoding makes of the bytes; the language that the text is in, or seems to be in, speaks for some."""
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        read = _read_as(words, encoding)
        found = codepages.ideographic(text, encoding) or codepages.evidence(read[:_SAMPLE], encoding)
        spoken = language or (languages.identify(text).language if found.words <= _FEW else None)
        told = (_TOLD if language else _IDENTIFIED) * (spoken in codepages.languages(encoding))
        yield _Reading(encoding, text, read, found.score + told, told, found)


def _read_as(words: list[bytes], encoding: str) -> list[str]:
    """The words in an encoding, all decoded at once where no byte of one can be taken for the end of another."""
    if encoding in codepages.EAST_ASIAN or not words:
        return [word.decode(encoding, "replace") for word in words]
    return b"\n".join(words).decode(encoding).split("\n")


def _lead(one: _Reading, other: _Reading) -> float:
    """By how much one reading is the better; where they are close, the words that they read differently decide."""
    lead = one.score - other.score
    if one.text == other.text or abs(lead) > _WIDE * len(one.words[:_SAMPLE]):
        return lead
    apart = [pair for pair in zip(one.words, other.words, strict=True) if pair[0] != pair[1]][:_SAMPLE]
    return (
        lead
        + codepages.evidence([word for word, _ in apart], one.encoding).score
        - codepages.evidence([word for _, word in apart], other.encoding).score
    )


def _is_clear(best: _Reading, readings: list[_Reading]) -> bool:
    """Whether the words speak for the best reading, and clearly more than for any that reads otherwise."""
    found = best.evidence
    rivals = [other for other in readings if other.text != best.text]
    if not rivals and not found.words:
        return True
    if best.score < _ENOUGH * found.words or not (found.known or best.told):
        return False
    return all(_lead(best, rival) >= _LEAST for rival in rivals)


def _elsewhere(data: bytes, words: list[bytes], encodings: tuple[str, ...], best: _Reading | None) -> str | None:
    """An encoding that is not configured and fits clearly better than those that are, or None."""
    others = [name for name in codepages.ENCODINGS if name not in encodings and name not in _SAME]
    found = sorted(_readings(data, words, others, None), key=lambda each: -each.score)
    if not found or min(found[0].evidence.known, found[0].score) < max(1.0, _ENOUGH * found[0].evidence.words):
        return None
    return found[0].encoding if best is None or _lead(found[0], best) >= _LEAST else None


def _doubt(best: _Reading | None, readings: list[_Reading]) -> str:
    """Why no reading was taken."""
    if best is None:
        return ""
    known, words = best.evidence.known, best.evidence.words
    rival = next((other.encoding for other in readings if other.text != best.text), None)
    told = f"Read as {best.encoding}, {known:.0f} of {words:.0f} words outside ASCII are known"
    return f"{told}; it could be {rival}." if rival else f"{told}."
