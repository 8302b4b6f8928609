"""The repository's own sets: texts that were written for them, broken here in known ways.

`own/paragraphs/LANGUAGE.txt` holds paragraphs, a sentence a line after a heading that begins with `= `;
`own/traps.tsv` lines that tempt a repair and are right (language, class, text); `own/hard.tsv` pairs of sentences
whose border is hard to see (language, class, left, right).  `own/shapes/*.txt` hold lines in the shapes of real
pages, under headings `= LANGUAGE CLASS`: ¦ stands where white space was lost, ⏎ for a line break, and the lines of
a class that begins with `clean` are right as they stand.  So are all lines of `own/right/*.txt`, under such headings:
what tempts a repair most, code and names among it, of many more languages.  Rules are written with `seen.txt` at hand;
`aside.txt` was written before them and tells whether they hold elsewhere.  The same files give the same rows
everywhere.
"""

from __future__ import annotations

import random
import unicodedata
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import ftfy.bad_codecs

from evaluation.rows import CLEAN, Row
from evaluation.scoring import spaced

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

OWN = Path(__file__).parent / "own"

GLUED = 0.4
"""Share of the borders between sentences that lose their white space."""

assert ftfy.bad_codecs.ok  # noqa: S101 — its import registers the `sloppy-` codecs: bytes without meaning stay C1 controls

CODE_PAGES = {"ru": "cp1251", "uk": "cp1251", "pl": "cp1250", "cs": "cp1250", "ro": "cp1250", "el": "cp1253"}
"""The one-byte code page of a language; cp1252 for the others, Turkish aside."""

TURKISH_FILES = ("utf-8", "cp1254", "utf-8-sig", "iso-8859-9", "utf-16-le", "cp1254", "utf-8", "utf-16-be")
"""The encodings of Turkish raw files, in turn."""


class Paragraph(NamedTuple):
    """A heading and the sentences under it."""

    heading: str
    sentences: tuple[str, ...]


def sets(folder: Path = OWN) -> dict[str, list[Row]]:
    """The own sets, each with its rows: those of Turkish first, then by language."""
    texts = paragraphs(folder)
    return {
        "glued": [row for language in texts for row in _glued(language, texts[language])],
        "clean": [*(row for language in texts for row in _paragraphs(language, texts[language])), *_traps(folder)],
        "headings": [row for language in texts for row in _headings(language, texts[language])],
        "hard": list(_hard(folder, texts)),
        "shapes": list(_shapes(folder, "seen")),
        "aside": list(_shapes(folder, "aside")),
        "right": list(_right(folder, "seen")),
        "right aside": list(_right(folder, "aside")),
        "mojibake": [row for language in texts for row in _mojibake(language, texts[language])],
        "bytes": [row for language in texts for row in _files(language, texts[language])],
    }


def paragraphs(folder: Path = OWN) -> dict[str, list[Paragraph]]:
    """The paragraphs by language, Turkish first."""
    files = sorted((folder / "paragraphs").glob("*.txt"), key=lambda path: (path.stem != "tr", path.stem))
    return {path.stem: [_paragraph(block) for block in path.read_text("utf-8").split("\n\n")] for path in files}


def _paragraph(block: str) -> Paragraph:
    heading, *sentences = block.strip().split("\n")
    return Paragraph(heading.removeprefix("= "), tuple(sentences))


def _table(path: Path) -> Iterator[list[str]]:
    return (line.split("\t") for line in path.read_text("utf-8").splitlines())


def _chance(*seed: object) -> Callable[[], float]:
    """Numbers from 0 to 1 that the seed alone decides."""
    return random.Random(":".join(map(str, seed))).random  # noqa: S311 — reproducible, not secret


def _joined(sentences: Sequence[str], chance: Callable[[], float]) -> str:
    """The sentences, with white space lost at some of their borders, one at least."""
    lost = {number for number in range(1, len(sentences)) if chance() < GLUED}
    lost = lost or {1 + int(chance() * (len(sentences) - 1))}
    joined = sentences[0]
    for number, sentence in enumerate(sentences[1:], 1):
        joined += sentence if number in lost else f" {sentence}"
    return joined


def _sentences(texts: Sequence[Paragraph], number: int) -> tuple[str, ...]:
    """The sentences of one paragraph, or of two where the number is odd."""
    following = texts[(number + 1) % len(texts)].sentences if number % 2 else ()
    return texts[number].sentences + following


def _glued(language: str, texts: Sequence[Paragraph]) -> Iterator[Row]:
    for number in range(len(texts)):
        sentences = _sentences(texts, number)
        yield Row(
            f"glued-{language}-{number:03}",
            language,
            _joined(sentences, _chance("glued", language, number)),
            " ".join(sentences),
        )


def _paragraphs(language: str, texts: Sequence[Paragraph]) -> Iterator[Row]:
    for number, paragraph in enumerate(texts):
        text = " ".join(paragraph.sentences)
        yield Row(f"clean-{language}-{number:03}", language, text, text, "paragraph")


def _traps(folder: Path) -> Iterator[Row]:
    for number, (language, kind, text) in enumerate(_table(folder / "traps.tsv")):
        yield Row(f"trap-{language}-{number:03}", language, text, text, kind)


def _headings(language: str, texts: Sequence[Paragraph]) -> Iterator[Row]:
    """A heading between two paragraphs: glued to what follows, and in two rows of three to what precedes it."""
    for number, (before, after) in enumerate(pairwise([texts[-1], *texts])):
        left, right = before.sentences[-1], " ".join(after.sentences[:2])
        gap = " " if number % 3 == 0 else ""
        text = f"{left}{gap}{after.heading}{right}"
        place = len(spaced(left + after.heading).characters)
        gold = f"{left} {after.heading} {right}"
        yield Row(f"heading-{language}-{number:03}", language, text, gold, "left too" if not gap else "right", place)


def _hard(folder: Path, texts: dict[str, list[Paragraph]]) -> Iterator[Row]:
    """The pair between two sentences of the same language, whose borders are whole."""
    for number, (language, kind, left, right) in enumerate(_table(folder / "hard.tsv")):
        around = texts[language][number % len(texts[language])].sentences
        before, after = f"{around[0]} {left}", f"{right} {around[-1]}"
        place = len(spaced(before).characters)
        yield Row(f"hard-{language}-{number:03}", language, before + after, f"{before} {after}", kind, place)


def _shapes(folder: Path, name: str) -> Iterator[Row]:
    """The lines of a file of shapes: without their marks what repair is given, with white space for them the gold."""
    for row, language, kind, line in _lines(folder / "shapes" / f"{name}.txt"):
        text = line.replace("⏎", "\n")
        yield Row(row, language, text.replace("¦", ""), text.replace("¦", " "), kind)


def _right(folder: Path, name: str) -> Iterator[Row]:
    """The lines of a file of right ones, as they stand."""
    for row, language, kind, line in _lines(folder / "right" / f"{name}.txt"):
        yield Row(f"right-{row}", language, line, line, kind)


def _lines(path: Path) -> Iterator[tuple[str, str, str, str]]:
    """The lines under the headings of a file, each with a name of its own, its language and its class."""
    for block, (heading, *lines) in enumerate(map(str.splitlines, path.read_text("utf-8").strip().split("\n= "))):
        language, kind = heading.removeprefix("= ").split()
        for number, line in enumerate(filter(None, lines)):
            yield f"{path.stem}-{language}-{block:03}-{number:02}", language, kind, line


def _misread(written: str, read: str, text: str) -> str:
    """`text` as it looks when bytes of one encoding are read as another; unchanged where it has no such bytes."""
    try:
        return text.encode(written).decode(read)
    except UnicodeError:
        return text


def _twice(read: str, text: str) -> str:
    return _misread("utf-8", read, _misread("utf-8", read, text))


def _entities(text: str) -> str:
    named = {ord(char): f"&{name};" for name, char in reversed(_NAMED.items())}
    return "".join(named.get(ord(c)) or (c if c.isascii() else f"&#{ord(c)};") for c in text)


_NAMED = {"uuml": "ü", "ouml": "ö", "ccedil": "ç", "eacute": "é", "agrave": "à", "ldquo": "“", "rdquo": "”"}


def _between(sign: str, text: str) -> str:
    """`text` with the sign in the middle of every third word of more than five characters."""
    words = text.split(" ")
    return " ".join(
        f"{word[:3]}{sign}{word[3:]}" if number % 3 == 0 and word.isalpha() and len(word) > 5 else word  # noqa: PLR2004
        for number, word in enumerate(words)
    )


CHAINS: dict[str, Callable[[str], str]] = {
    CLEAN: str,
    "utf8>cp1252": partial(_misread, "utf-8", "sloppy-windows-1252"),
    "utf8>latin1": partial(_misread, "utf-8", "latin-1"),
    "utf8>cp1252x2": partial(_twice, "sloppy-windows-1252"),
    "entities": _entities,
    "bom": "\ufeff{}".format,
    "nfd": partial(unicodedata.normalize, "NFD"),
    "nbsp": lambda text: text.replace(" ", "\xa0", 2),
    "softhyphen": partial(_between, "\xad"),
    "zerowidth": partial(_between, "\u200b"),
}
"""What is done to a text in every language, by its name."""

_OF_TURKISH: dict[str, Callable[[str], str]] = {
    "utf8>cp1254": partial(_misread, "utf-8", "sloppy-windows-1254"),
    "utf8>latin1x2": partial(_twice, "latin-1"),
    "8859-9>latin1": partial(_misread, "iso-8859-9", "latin-1"),
    "cp1254>cp1252": partial(_misread, "cp1254", "sloppy-windows-1252"),
    "macturkish>macroman": partial(_misread, "mac-turkish", "mac-roman"),
}
_ROWS = 2
_TURKISH_ROWS = 6


def chains(language: str) -> dict[str, Callable[[str], str]]:
    """What is done to the texts of a language, by its name."""
    if language == "tr":
        return CHAINS | _OF_TURKISH
    page = CODE_PAGES.get(language)
    if page is None:
        return CHAINS
    own = {f"{page}>cp1252": partial(_misread, page, "sloppy-windows-1252")}
    if page == "cp1251":
        own["utf8>cp1251"] = partial(_misread, "utf-8", "sloppy-windows-1251")
    return CHAINS | own


def _mojibake(language: str, texts: Sequence[Paragraph]) -> Iterator[Row]:
    """A heading and a sentence or, in Turkish, three of each for every chain that changes them; in turn."""
    sentences = [text for paragraph in texts for text in (paragraph.heading, paragraph.sentences[1])]
    at = 0
    for name, broken in chains(language).items():
        fit = [text for text in sentences[at:] + sentences[:at] if name == CLEAN or broken(text) != text]
        for number, text in enumerate(fit[: _TURKISH_ROWS if language == "tr" else _ROWS]):
            yield Row(f"mojibake-{language}-{name}-{number}", language, broken(text), text, name)
        at = (at + _ROWS * 2) % len(sentences)


def _files(language: str, texts: Sequence[Paragraph]) -> Iterator[Row]:
    """Raw files of one or two paragraphs: all of Turkish, two of each other language."""
    encodings = TURKISH_FILES if language == "tr" else (CODE_PAGES.get(language, "cp1252"), "utf-8")
    for number in range(len(texts) if language == "tr" else 2):
        encoding = encodings[number % len(encodings)]
        heading, (lead, *body) = texts[number].heading, _sentences(texts, number)
        year, month, day = 2010 + number % 14, 1 + number % 12, 1 + number % 28
        url = f"https://haber.example/{year}{month:02}{day:02}/{language}-{1000 + number}.html"
        head = f" date {year}-{month:02} {url}\n\n{heading}\n\n{lead} {day:02}.{month:02}.{year}, Ajans\n\n"
        text = f"{head}{_joined(body, _chance('files', language, number))}\n"
        gold = f"{head}{' '.join(body)}\n"
        data = _encoded(text.replace("\n", "\r\n") if number % 3 == 2 else text, encoding)  # noqa: PLR2004
        if data is not None:
            yield Row(f"bytes-{language}-{number:03}", language, text, gold, encoding, None, data)


def _encoded(text: str, encoding: str) -> bytes | None:
    """The bytes of a text, with a byte order mark where the encoding needs one; None where it lacks a character."""
    mark = "\ufeff" if encoding.startswith("utf-16") else ""
    try:
        return (mark + text).encode(encoding)
    except UnicodeEncodeError:
        return None
