"""The lines of a record, blank ones left out, and what a line can be told to be by its shape alone."""

from __future__ import annotations

import re
from typing import NamedTuple

from toolkit.lexicon.datelines import Dateline, dateline
from toolkit.lexicon.days import month, of_time

_BLANKS = " \t"
_MARKS = "\ufeff\u200b"
_JOINT = re.compile(r"(?:[^\W\d_]{4}\.+|[^\W\d_][!?…]+)[\"'”’»)]*\s*(?=[\"'“‘«(]*([^\W\d_]))")
_TIME = re.compile(
    r"\d{4}-\d\d-\d\d(?:[T ][\d:.]+(?:Z|[+-]\d\d:?\d\d)?)?|\d\d?[./-]\d\d?[./-]\d{4}|\d{4}[./]\d\d?[./]\d\d?"
    r"|[0-2]?\d[:.][0-5]\d(?::[0-5]\d)?(?![\d.,%])",
    re.ASCII,
)
_FIGURE = re.compile(r"\d+", re.ASCII)
_BETWEEN = re.compile(r"[\s,.:|/()–—-]*")
_WORD = re.compile(r"[^\W\d_][\w'’]*")
_MACHINE = re.compile(
    r"(?:\.?/{1,2}(?:html|body|div|\*)\b\S*|\d{2,5} \d{2,5}(?: true| false)?|true|false|null"
    r"|\S+\.(?:jpe?g|png|gif|webp|avif|svg|mp4|m3u8)(?:\?\S*)?|\d{4}-\d\d-\d\dT\S+)\Z",
    re.ASCII | re.IGNORECASE,
)
STOPS = (".", "!", "?", "…", "”", '"', "»")
"""How a sentence ends."""

_MACHINE_AT_MOST = 500
_STAMP_AT_MOST = 100
_TITLE_AT_MOST = 300
SENTENCE_AT_MOST = 160
"""Up to here a title needs no evidence."""


class Line(NamedTuple):
    """A line that is not blank, without outer blanks: its place in the text, its number from 0, and whether a blank
    line stands before it.
    """

    start: int
    end: int
    number: int
    gap: bool


def lines(text: str) -> list[Line]:
    r"""The lines that hold something.  Only CR, LF and both end a line: U+0085 and U+2028 can be mojibake bytes.

    >>> [(line.start, line.number, line.gap) for line in lines("a\n\n b\u2028c")]
    [(0, 0, False), (4, 2, True)]
    """
    found, gap, start = [], False, 0
    for number, content in enumerate(_contents(text)):
        if content and content.strip().strip(_MARKS).strip():
            begin = start + len(content) - len(content.lstrip(_BLANKS))
            found.append(Line(begin, start + len(content.rstrip(_BLANKS)), number, gap))
            gap = False
        else:
            gap = True
        start += len(content) + 1
    return found


def _contents(text: str) -> list[str]:
    """The lines without their ends, each end taken for one character: CR LF leaves a blank behind its line."""
    if "\r" in text:
        text = text.replace("\r\n", " \n").replace("\r", "\n")
    return text.split("\n")


def sentences(shown: str) -> int:
    """How often one sentence follows another, a space between them or none."""
    return sum(1 for found in _JOINT.finditer(shown) if not found[1].islower())


def stamp(shown: str) -> bool:
    """Whether a line says a day or an hour and nothing else.

    >>> stamp("Güncelleme: 07.12.2023 - 14:32"), stamp("7 Aralık 2023 burç yorumları")
    (True, False)
    """
    if len(shown) > _STAMP_AT_MOST:
        return False
    first = _WORD.search(shown)
    if (first and not shown[0].isdigit() and not of_time(first[0])) or not _FIGURE.search(shown):
        return False
    rest, times = _TIME.subn(" ", shown)
    words = _WORD.findall(rest)
    return all(map(of_time, words)) and (times > 0 or any(map(month, words)))


def after_stamp(shown: str) -> int:
    """Where a line goes on after the times that it begins with; 0 where it begins with none.

    >>> after_stamp("07.12.2023 - 14:32 Köprü açıldı")
    19
    """
    at = 0
    found = _TIME.match(shown)
    while found:
        at = _BETWEEN.match(shown, found.end()).end()  # type: ignore[union-attr] # it may match nothing
        found = _TIME.match(shown, at)
    return at


def machine(shown: str) -> bool:
    """Whether a line was written by a machine for a machine: a path, an image's address, sizes, a timestamp.

    >>> machine("/html/body/div[2]/p"), machine("1920 1080 true"), machine("Köprü açıldı")
    (True, True, False)
    """
    return len(shown) <= _MACHINE_AT_MOST and bool(_MACHINE.match(shown))


def capitals(shown: str) -> bool:
    """Whether a line is written in capitals throughout."""
    return shown.isupper()


def prose(shown: str) -> bool:
    """Whether a line standing after the date is a lead or a body rather than a title or a label."""
    if len(shown) > 200:  # noqa: PLR2004 — no title of a page is that long
        return True
    joints = sentences(shown)
    long = len(shown) > 60  # noqa: PLR2004 — shorter ones that end in a full stop are titles too
    return joints > 1 or (long and (joints > 0 or shown.endswith((".", "…", ":", ",")))) or dateline(shown) is not None


def closed(shown: str, tail: Dateline) -> bool:
    """Whether the tail of a line names a source after a sentence's end."""
    return tail.source_end > tail.source_start and shown.endswith(STOPS, 0, tail.description_end)


def signed(shown: str) -> bool:
    """Whether a sentence, a day and a source make the line a lead."""
    tail = dateline(shown)
    return tail is not None and closed(shown, tail)


def title(shown: str, following: str = "") -> bool:
    """Whether a line that stands where the title belongs can be one: `following` is the line after it, and where that
    one is a lead with day and source, the title may be of any length.
    """
    if machine(shown) or stamp(shown) or signed(shown):
        return False
    if len(shown) <= SENTENCE_AT_MOST or signed(following):
        return True
    return len(shown) <= _TITLE_AT_MOST and sentences(shown) < 2  # noqa: PLR2004


def same(one: str, other: str) -> bool:
    """Whether two lines say the same, white space and case aside.

    >>> same("KÖPRÜ  AÇILDI", "Köprü açıldı"), same("Köprü", "Köprü açıldı")
    (False, False)
    >>> same("Köprü  Açıldı", "Köprü açıldı")
    True
    """
    if not len(other) // 2 <= len(one) <= 2 * len(other) or one[:1].casefold() != other[:1].casefold():
        return False
    return squeezed(one) == squeezed(other)


def squeezed(shown: str) -> str:
    """The text without white space and case, for comparing two copies of one passage."""
    return "".join(shown.split()).casefold()
