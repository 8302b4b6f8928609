"""The records' way through the pure layer: decode, parse, repair, annotate, validate.

bytes ── split, decode, parse ──▶ Document ── repair, annotate, validate ──▶ Record, Rejected or Excluded
"""

from __future__ import annotations

import hashlib
from functools import partial
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from toolkit import annotation, decoding, language, parsing, repairs, validation
from toolkit.values import Document, Excluded, FieldEdit, Place, Problem, Record, Rejected, Span, first_of, quote

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import date

    from toolkit.settings import Settings
    from toolkit.values import Source


_edit = partial(tuple.__new__, FieldEdit)  # half the cost of the constructor, and a record has a dozen


class Rules(NamedTuple):
    """What decides about a record beside the record: the settings, the day after which nothing is published, and the
    addresses that asked to be taken out (see `annotation.entries`).
    """

    settings: Settings
    today: date
    withdrawn: frozenset[str] = frozenset()


UNUSUAL = 8
"""A record of more than this part of `max_record_bytes` gets a warning: 2 MB where 16 MB are allowed."""

Found = TypeVar("Found", Document, Problem, Document | Problem)

Item = TypeVar("Item")

_AHEAD, _HELD = 256, 2 << 20

Outcome = tuple[Record | Rejected | Excluded, tuple[Problem, ...]]
"""What becomes of a record, and every problem found in it."""


def documents(source: Source, settings: Settings) -> Iterator[Document | Problem]:
    """The records of a source, decoded and taken apart; a `Problem` where the whole source is at fault."""
    expected = settings.languages[0] if len(settings.languages) == 1 else None
    decode = partial(decoding.decode, language=expected, encodings=settings.encodings)
    found = parsing.parse(source.data, source.path, decode, require=frozenset(settings.require) | {"text"})
    return found if source.line == 1 and not source.inside else (_moved(one, source) for one in found)


def _moved(found: Found, source: Source) -> Found:
    """The same at the line where the source stands in its file."""
    line = source.line if source.inside else found.place.line + source.line - 1
    moved = found._replace(place=Place(source.path, line))
    if isinstance(moved, Document):
        moved = moved._replace(problems=tuple(_moved(problem, source) for problem in moved.problems))
    return moved


def process(source: Source | Rejected, rules: Rules) -> Iterator[Outcome]:
    """What becomes of every record of a source, in order; a source at fault as a whole gives one `Rejected`."""
    for some in ahead(taken(source, rules)):
        yield from finished(some, rules)


def ahead(items: Iterable[Item]) -> Iterator[list[Item]]:
    """Some items at a time, in order: up to 256, or 2 MB of raw bytes.

    What is done to many records one stage after the other costs a quarter less than record after record, since each
    stage's code and tables stay in the processor's cache.
    """
    held: list[Item] = []
    size = 0
    for item in items:
        held.append(item)
        size += _size(item)
        if len(held) >= _AHEAD or size >= _HELD:
            yield held
            held, size = [], 0
    if held:
        yield held


def _size(item: object) -> int:
    """The raw bytes of a source, a document or an outcome; 0 of anything else."""
    one = item[0] if type(item) is tuple else item
    return len(getattr(one, "raw", b"") or getattr(one, "data", b""))


def taken(source: Source | Rejected, rules: Rules) -> Iterator[Document | Outcome]:
    """The records of a source, taken apart, in order; of one that goes no further, what becomes of it."""
    if isinstance(source, Rejected):
        yield _kept_back(source, rules.withdrawn)
        return
    for found in documents(source, rules.settings):
        if isinstance(found, Problem):
            yield _kept_back(Rejected(found.place, source.data, (found,)), rules.withdrawn)
        elif rules.withdrawn and _is_withdrawn(found, rules.withdrawn):
            yield Excluded(found.place), ()
        else:
            yield _measured(found, rules.settings.max_record_bytes)


def finished(found: Sequence[Document | Outcome | Item], rules: Rules) -> list[Outcome | Item]:
    """Some items with their documents made ready; what is no document stays as it is."""
    made = iter(_finished([one for one in found if isinstance(one, Document)], rules))
    return [next(made) if isinstance(one, Document) else one for one in found]


def _finished(documents: list[Document], rules: Rules) -> list[Outcome]:
    """Parsed records, made ready; one that the toolkit itself fails on is rejected, and ends no build."""
    try:
        return _finish(documents, rules)
    except Exception as error:  # noqa: BLE001 — told as a problem of this record, with its place and its bytes
        if len(documents) > 1:  # which of them it is shows when each is alone
            return [one for document in documents for one in _finished([document], rules)]
        (document,) = documents
        cause = f"{type(error).__name__}: {quote(str(error))}"
        fault = Problem.of("TK001", document.place, f"The toolkit itself failed on this record: {cause}.")
        return [_kept_back(Rejected(document.place, document.raw, (*document.problems, fault)), rules.withdrawn)]


def _is_withdrawn(document: Document, withdrawn: frozenset[str]) -> bool:
    """Whether a record is to be taken out: by its address; where it has none, by any that it names."""
    urls = [document.text[span.start : span.end] for span in document.spans if span.field == "url"]
    if not urls:
        return annotation.mentions(document.raw, withdrawn)
    return any(name in withdrawn for url in urls for name in annotation.names(url))


def _kept_back(rejected: Rejected, withdrawn: frozenset[str]) -> Outcome:
    """A rejected record, whose bytes the audit keeps, unless they name what was asked to be taken out."""
    if withdrawn and annotation.mentions(rejected.raw, withdrawn):
        return Excluded(rejected.place), ()
    return rejected, rejected.problems


def _finish(documents: Sequence[Document], rules: Rules) -> list[Outcome]:
    """Parsed records, made ready; rejected for an error, a text lost past repair, or what the schema refuses."""
    sound = [document for document in documents if first_of(document.problems, "error") is None]
    made = assemble(sound, rules)
    faults = [validation.check_record(record) for record, _ in made]
    ready = zip(made, faults, strict=True)
    outcomes: list[Outcome] = []
    for document in documents:
        record, problems = None, document.problems
        if first_of(problems, "error") is None:
            (record, problems), wrong = next(ready)
            problems += tuple(Problem.of("SC001", document.place, f"{field}: {message}") for field, message in wrong)
        if record is None or first_of(problems, "error"):
            outcomes.append(_kept_back(Rejected(document.place, document.raw, problems), rules.withdrawn))
        else:
            outcomes.append((record, problems))
    return outcomes


def _measured(document: Document, limit: int) -> Document:
    """The document, with a problem where it is longer than it may be, or than articles are."""
    size = len(document.raw)
    if size <= limit // UNUSUAL:
        return document
    code = "RD005" if size > limit else "RD008"
    problem = Problem.of(code, document.place, f"The record has {size:,} bytes.")
    return document._replace(problems=(problem, *document.problems))


class _Apart(NamedTuple):
    """A document, its spans as they are published, the day that its dateline tells, and its raw fields."""

    document: Document
    spans: tuple[Span, ...]
    day: date | None
    fields: dict[str, str]


def assemble(documents: Sequence[Document], rules: Rules) -> list[tuple[Record, tuple[Problem, ...]]]:
    """Parsed records, repaired and annotated, each with every warning about it."""
    settings, chosen = rules.settings, options(rules.settings)
    parts = [_apart(document, settings.text_parts) for document in documents]
    mended = repairs.repair_documents(
        [{name: one.fields[name] for name in _REPAIRED if name in one.fields} for one in parts], options=chosen
    )
    return [_record(*each, rules) for each in zip(parts, mended, strict=True)]


_REPAIRED = ("title", "description", "source", "text")


def _apart(document: Document, text_parts: tuple[str, ...]) -> _Apart:
    spans, day = annotation.signed(document)
    spans = _composed(document.text, spans, text_parts)
    return _Apart(document, spans, day, _fields(document.text, spans))


def _record(apart: _Apart, done: repairs.Mended, rules: Rules) -> tuple[Record, tuple[Problem, ...]]:
    document, spans, day, fields = apart
    repaired = done.fields
    identified = done.identified or language.identify("")
    mended = {name: one.text for name, one in repaired.items()}
    text = mended.get("text", "")
    url = fields.get("url")
    published = annotation.published(day, url, fields.get("date"), rules.today)
    whole = "body" not in rules.settings.text_parts or not annotation.ends_abruptly(text)
    problems = document.problems + _warnings(document, repaired, published.codes, "" if whole else text)
    edits = tuple(_edit((name, *edit)) for name, one in repaired.items() for edit in one.edits)
    return Record(
        id=parsing.identity(document.text),
        url=url,
        domain=annotation.domain(url) if url else None,
        title=mended.get("title"),
        description=mended.get("description"),
        text=text,
        date=fields.get("date"),
        published=published.day,
        published_from=published.origin,
        source=mended.get("source"),
        language=identified.language,
        language_script=identified.script,
        language_score=identified.score,
        edit_count=len(edits),
        warnings=tuple(sorted({problem.code for problem in problems})),
        file_path=document.place.path,
        line=document.place.line,
        raw_sha256=hashlib.sha256(document.raw).hexdigest(),
        encoding=document.encoding,
        spans=spans,
        edits=edits,
        awaited=published.awaited,
    ), problems


def _fields(text: str, spans: Iterable[Span]) -> dict[str, str]:
    """The raw text of each field: its spans in their order, joined by a blank line."""
    fields: dict[str, str] = {}
    for name, start, end in spans:
        piece = text[start:end]
        fields[name] = f"{fields[name]}\n\n{piece}" if name in fields else piece
    return fields


_OF_TEXT = {"title": "title", "lead": "description", "body": "text"}
"""The fields that the setting `text_parts` names, in the order in which they are joined."""


def _composed(text: str, spans: tuple[Span, ...], wanted: tuple[str, ...]) -> tuple[Span, ...]:
    """The spans, those of the published `text` being the wanted parts, each once: one that the next ones begin with
    is left out.
    """
    if wanted == ("body",):
        return spans
    chosen = [span for part, field in _OF_TEXT.items() if part in wanted for span in spans if span.field == field]
    words = [" ".join(text[span.start : span.end].split()) for span in chosen]
    once = [
        Span("text", span.start, span.end)
        for number, span in enumerate(chosen)
        if not any(later.startswith(words[number]) for later in words[number + 1 :])
    ]
    return (*(span for span in spans if span.field != "text"), *once)


def options(settings: Settings) -> repairs.Options:
    """What the settings say to repair."""
    return repairs.Options(
        joints=settings.joints,
        disable=frozenset(settings.disable),
        names=frozenset(settings.names),
        languages=tuple(settings.languages),
    )


def _warnings(
    document: Document, repaired: Mapping[str, repairs.Repaired], dates: tuple[str, ...], cut: str
) -> tuple[Problem, ...]:
    """What may be wrong with a record that is published; `cut` is its text where that ends in mid-sentence."""
    place = document.place
    found = [problem._replace(place=place) for mended in repaired.values() for problem in mended.problems]
    found += [Problem.of(code, place) for code in dates]
    if cut:
        end = max(span.end for span in document.spans if span.field == "text")
        ending = Place(place.path, place.line + document.text.count("\n", 0, end))
        found.append(Problem.of("BD002", ending, f"The text ends in mid-sentence: …{cut[-40:]!r}."))
    return tuple(found)
