"""The tail of a lead that says when and by whom: `07.12.2023, Sputnik Türkiye`, `— December 7, 2023, Example News`.

The last year in the lead is looked for, then the day around it, then what stands before and after the day.  All of
it is anchored to the end of the lead, so that the cost does not grow with the lead's length.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from toolkit.lexicon.days import calendar, month, weekday

if TYPE_CHECKING:
    from datetime import date

_WINDOW = 260
_LONGEST = 160
_HELD = 512
_MOST_WORDS = 8
_MOST_WORDS_LOW = 2
_BLANKS = " \t\xa0"
_MARKS = "-–—|,•·(["
_ENDS = ".!?…。！？؟।:\"'”’»)]"

_HOUR = r"[0-2]?\d[:.][0-5]\d(?::[0-5]\d)?(?: ?(?:Uhr|[AaPp]\.?[Mm]\.?))?"
_ZONE = r"(?: ?(?:GMT|UTC|CET|CEST|EST|EDT|MSK|МСК|TSİ|Z\b)(?:[+-]\d\d?(?::?\d\d)?)?|[+-]\d\d:?\d\d)?"
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_DAY_FIRST = re.compile(r"(?<![\d/-])(?<!\d\.)(\d\d?)([-./])(\d\d?)\2\Z")
_YEAR_FIRST = re.compile(r"([-./])(\d\d?)\1(\d\d?)(?![\d-])|[年년] ?(\d\d?) ?[月월] ?(\d\d?) ?[日일]")
_NAMED = re.compile(
    r"(?<![\w.,-])(?:(\d\d?)(?:\.|º|er|st|nd|rd|th)? (?:de )?([^\s\d,;:()/|-]{2,40}?)\.?,? (?:del? )?"
    r"|([^\s\d,;:()/|-]{2,40}?)\.? (\d\d?)(?:st|nd|rd|th)?,? )\Z"
)
_YEAR_WORD = re.compile(r"(?: г\.?| р\.?| года| року| r\.|-ci il)(?!\w)")
_BEFORE = re.compile(rf"(?:{_HOUR}{_ZONE}|([^\W\d_][\w'’-]{{1,14}})),?[ \t]*\Z")
_TIME_AFTER = re.compile(rf"(?:[ ,T|–—-]{{1,3}}(?:saat |at |um |kl\. |alle |às |à |в |о )?{_HOUR}{_ZONE})?")
_WEEKDAY_AFTER = re.compile(r",? ([^\W\d_][\w'’-]{2,14})(?=[ \t]*(?:[,)|–—-]|\Z))")
_SEPARATOR = re.compile(r"[ \t\xa0]*(?:([,|•·]|[-–—]+)[ \t\xa0]*)?")
_BROKEN_OFF = re.compile(r"[.!?:;,]\Z|[.!?] ")
_DOTTED = re.compile(r"(?:\w\.){2,}\Z|&#?\w+;\Z|\b(?:Inc|Ltd|Co|Corp|Bros|Şti)\.\Z")


_QUICK = re.compile(
    r"(?<!\d)([.!?…\"”’»)]) ([0-3]\d)\.([01]\d)\.((?:19|20)\d\d), "
    r"(([^\W\d_][^\s\d.!?:;,()]*)[^\d.!?:;,()]{0,60})(?<!\s)\Z"
)
_QUICK_LENGTH = len(". 31.12.2023")


class Dateline(NamedTuple):
    """The tail of a lead: where the description ends, the day (None when it is none, or could be two), and where the
    source's name stands (an empty span when there is none).
    """

    description_end: int
    day: date | None
    source_start: int
    source_end: int


class _Day(NamedTuple):
    start: int
    end: int
    day: date | None


def dateline(lead: str, known: str | None = None) -> Dateline | None:
    """The day and source in which `lead` ends, or None where it does not end so.

    `known` is a date known otherwise (`2023-12` of the header): it decides between the two readings of `07/12/2023`.
    Mojibake in the source's or the month's name does no harm.

    >>> text = "Köprü açıldı. 07.12.2023, Örnek Haber"
    >>> found = dateline(text)
    >>> text[:found.description_end], found.day.isoformat(), text[found.source_start:found.source_end]
    ('Köprü açıldı.', '2023-12-07', 'Örnek Haber')
    >>> dateline("The bridge opened on 7 December 2023.") is None
    True
    """
    quick = _usual(lead)
    if quick:
        _, day, number, year, _, _ = quick.groups()
        return Dateline(quick.end(1), calendar(int(year), int(number), int(day)), quick.start(5), len(lead))
    return _anywhere(lead, known)


def description_end(lead: str, known: str | None = None) -> int | None:
    """Where the description ends in a lead that ends in a dateline; None in any other."""
    quick = _usual(lead)
    if quick:
        return quick.end(1)
    found = _anywhere(lead, known)
    return found.description_end if found else None


@lru_cache(_HELD)
def _usual(lead: str) -> re.Match[str] | None:
    """The usual form of a tail, `. 07.12.2023, Source`, looked for only where the last comma says that it may be.

    A lead is asked about twice: when its record is parsed, and when it is taken apart.
    """
    comma = lead.rfind(", ")
    quick = _QUICK.match(lead, comma - _QUICK_LENGTH) if comma >= _QUICK_LENGTH else None
    if quick and _few_words(quick[5]) and not weekday(quick[6]):
        return quick
    return None


def _anywhere(lead: str, known: str | None) -> Dateline | None:
    """The dateline in any form; in the usual one it is what the quick pattern finds."""
    end = len(lead.rstrip())
    for year in reversed(list(_YEAR.finditer(lead, max(0, end - _WINDOW), end))):
        found = _day_around(lead, year.start(), year.end(), known)
        if found:
            whole = _whole(lead, found, end)
            if whole:
                return whole
    return None


def _day_around(text: str, start: int, end: int, known: str | None) -> _Day | None:
    """The day whose year stands at `start:end`."""
    year = int(text[start:end])
    found = _DAY_FIRST.search(text, max(0, start - 6), start)
    if found:
        return _Day(found.start(), end, _either(year, int(found[1]), int(found[3]), found[2] == "/", known))
    found = _YEAR_FIRST.match(text, end)
    if found:
        _, one, two, three, four = found.groups()
        return _Day(start, found.end(), calendar(year, int(one or three), int(two or four)))
    found = _NAMED.search(text, max(0, start - 50), start)
    number = month(found[2] or found[3]) if found else None
    if not found or not number:
        return None
    after = _YEAR_WORD.match(text, end)
    return _Day(found.start(), after.end() if after else end, calendar(year, number, int(found[1] or found[4])))


def _either(year: int, one: int, two: int, slashed: bool, known: str | None) -> date | None:  # noqa: FBT001
    """Day before month, unless that is impossible, or slashes leave it open and `known` does not decide."""
    day_first = calendar(year, two, one)
    if not slashed or one == two:
        return day_first
    readings = [day for day in (day_first, calendar(year, one, two)) if day]
    if len(readings) > 1 and known:
        readings = [day for day in readings if day.isoformat().startswith(known)]
    return readings[0] if len(readings) == 1 else None


def _whole(text: str, found: _Day, end: int) -> Dateline | None:
    """The dateline around a day, or None where the day is only a part of a sentence."""
    begin = _beginning(text, found.start)
    kept = len(text[:begin].rstrip(_BLANKS))
    description = len(text[:kept].rstrip(_MARKS + _BLANKS))
    apart = description == 0 or (description < kept and text[kept - 1] != ",") or text[description - 1] in _ENDS
    after = _TIME_AFTER.match(text, found.end, end).end()  # type: ignore[union-attr] # it may match nothing
    named = _WEEKDAY_AFTER.match(text, after, end)
    if named and weekday(named[1]):
        after = named.end()
    bracketed = "(" in text[description:begin] or "[" in text[description:begin]
    last = end - 1 if bracketed and text[end - 1] in ")]" else end
    if after >= last:
        return Dateline(description, found.day, end, end) if apart else None
    separator = _SEPARATOR.match(text, after, last)
    if not separator or separator.end() == after:
        return None
    if apart and text[last - 1] == "." and not _names_a_source(text[separator.end() : last]):
        last -= 1
    if not _names_a_source(text[separator.end() : last]):
        return None
    lower = text[separator.end()].islower()
    if not apart and (lower or not separator[1]):
        return None
    return Dateline(description, found.day, separator.end(), last)


def _beginning(text: str, start: int) -> int:
    """Where the tail begins: before an hour or a weekday that stands directly before the day."""
    for _ in range(2):
        before = _BEFORE.search(text, max(0, start - 24), start)
        if not before or (before[1] and not weekday(before[1])):
            break
        start = before.start()
    return start


def _few_words(name: str) -> bool:
    """Whether a name is short enough for one, a name in lower case all the more."""
    return name.count(" ") < (_MOST_WORDS_LOW if name[0].islower() else _MOST_WORDS)


def _names_a_source(name: str) -> bool:
    """Whether what follows the day can be a publisher's name, and is no sentence."""
    if not name or len(name) > _LONGEST or not _few_words(name):
        return False
    if not any(map(str.isalpha, name)) or name.count("(") != name.count(")"):
        return False
    return not _BROKEN_OFF.search(name) or bool(_DOTTED.search(name))
