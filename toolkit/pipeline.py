"""One record's way through the pure layer: decode, parse, repair, annotate, validate.

bytes ── split, decode, parse ──▶ Document ── repair, annotate, validate ──▶ Record or Rejected
"""

from __future__ import annotations

import hashlib
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from toolkit import annotation, decoding, language, parsing, repairs, validation
from toolkit.values import FieldEdit, Place, Problem, Record, Rejected, Source, first_of, quote

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import date

    from toolkit.settings import Settings
    from toolkit.values import Document, Span


class Rules(NamedTuple):
    """What decides about a record beside the record: the settings, and the day after which nothing is published."""

    settings: Settings
    today: date


Outcome = tuple[Record | Rejected, tuple[Problem, ...]]
"""A record, published or rejected, and every problem found in it."""


def documents(source: Source, settings: Settings) -> Iterator[Document | Problem]:
    """The records of a source, decoded and taken apart; a `Problem` where the whole source is at fault."""
    expected = settings.languages[0] if len(settings.languages) == 1 else None
    decode = partial(decoding.decode, language=expected, encodings=settings.encodings)
    return parsing.parse(source.data, source.path, decode, require=frozenset(settings.require) | {"text"})


def process(source: Source, rules: Rules) -> Iterator[Outcome]:
    """Every record of a source, in order; a source that is at fault as a whole gives one `Rejected`."""
    for found in documents(source, rules.settings):
        if isinstance(found, Problem):
            yield Rejected(found.place, source.data, (found,)), (found,)
        elif any(problem.severity == "error" for problem in found.problems):
            yield Rejected(found.place, found.raw, found.problems), found.problems
        else:
            yield _finished(found, rules)


def _finished(document: Document, rules: Rules) -> Outcome:
    """A parsed record, made ready; one that the toolkit itself fails on is rejected, and ends no build."""
    try:
        return _finish(document, rules)
    except Exception as error:  # noqa: BLE001 — told as a problem of this record, with its place and its bytes
        cause = f"{type(error).__name__}: {quote(str(error))}"
        fault = Problem.of("TK001", document.place, f"The toolkit itself failed on this record: {cause}.")
        return Rejected(document.place, document.raw, (*document.problems, fault)), (*document.problems, fault)


def _finish(document: Document, rules: Rules) -> Outcome:
    """A parsed record, made ready; rejected when the schema refuses it, or its text is lost past repair."""
    record, problems = assemble(document, rules)
    place, faults = document.place, validation.check_record(record)
    problems += tuple(Problem.of("SC001", place, f"{field}: {message}") for field, message in faults)
    if first_of(problems, "error") is None:
        return record, problems
    return Rejected(place, document.raw, problems), problems


def assemble(document: Document, rules: Rules) -> tuple[Record, tuple[Problem, ...]]:
    """A parsed record, repaired and annotated, and every warning about it."""
    spans, day = annotation.signed(document)
    fields = _fields(document.text, spans)
    repaired = repairs.repair_fields(
        {name: fields[name] for name in ("title", "description", "source", "text") if name in fields},
        options=_options(rules.settings),
    )
    mended = {name: one.text for name, one in repaired.items()}
    text = mended["text"]
    identified = language.identify(text)
    url = fields.get("url")
    published = annotation.published(day, url, fields.get("date"), rules.today)
    problems = document.problems + _warnings(document, repaired, published.codes, text)
    edits = tuple(FieldEdit(name, *edit) for name, one in repaired.items() for edit in one.edits)
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
    ), problems


def _fields(text: str, spans: Iterable[Span]) -> dict[str, str]:
    """The raw text of each field: its spans in their order, joined by a blank line."""
    pieces: dict[str, list[str]] = {}
    for span in spans:
        pieces.setdefault(span.field, []).append(text[span.start : span.end])
    return {name: "\n\n".join(found) for name, found in pieces.items()}


def _options(settings: Settings) -> repairs.Options:
    return repairs.Options(
        joints=settings.joints,
        disable=frozenset(settings.disable),
        names=frozenset(settings.names),
        languages=tuple(settings.languages),
    )


def _warnings(
    document: Document, repaired: Mapping[str, repairs.Repaired], dates: tuple[str, ...], text: str
) -> tuple[Problem, ...]:
    place = document.place
    found = [problem._replace(place=place) for mended in repaired.values() for problem in mended.problems]
    found += [Problem.of(code, place) for code in dates]
    if annotation.ends_abruptly(text):
        end = max(span.end for span in document.spans if span.field == "text")
        ending = Place(place.path, place.line + document.text.count("\n", 0, end))
        found.append(Problem.of("BD002", ending, f"The text ends in mid-sentence: …{text[-40:]!r}."))
    return tuple(found)
