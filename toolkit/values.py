"""The values that flow through the toolkit: immutable, slotted, without behaviour beyond their own fields.

The small ones that are made by the million are named tuples (half the cost of a frozen dataclass), the rest
are frozen dataclasses.  Offsets are in code points and half open, lines count from 1.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date as day

from toolkit.errors import FAULTS

_QUOTED = 80


class Place(NamedTuple):
    """Where something stands: a path as the user gave it, and a line from 1 (0 means the whole file)."""

    path: str
    line: int = 0

    def __str__(self) -> str:
        return f"{self.path}:{self.line}" if self.line else self.path


class Source(NamedTuple):
    """One raw text: the bytes of a file, of a member of an archive, of whole records in the middle of a file.

    `path` is relative to the raw folder, `line` the one it begins in.  Where it stands inside a line (`text` of
    JSON Lines) every record in it has that line; `ignored` counts the fields beside it that were not read.
    """

    path: str
    data: bytes
    line: int = 1
    ignored: int = 0
    inside: bool = False


class Span(NamedTuple):
    """Where a field stands in a record's decoded text: `text[start:end]`."""

    field: str
    start: int
    end: int


class Edit(NamedTuple):
    """One change: `before` at `start:end` of the text that its `step` met became `after`.

    Within a step edits ascend and do not overlap; steps ascend too.
    """

    rule: str
    step: int
    start: int
    end: int
    before: str
    after: str


class Problem(NamedTuple):
    """A fault in the data: a value, never raised.  `code` stands in `toolkit.errors.FAULTS`."""

    code: str
    place: Place
    message: str
    mend: str
    severity: str

    @classmethod
    def of(cls, code: str, place: Place, detail: str = "") -> Problem:
        """The problem `code` at `place`; `detail` says what is wrong here, in place of the general meaning."""
        fault = FAULTS[code]
        return cls(code, place, detail or fault.meaning, fault.mend, fault.severity)


class Document(NamedTuple):
    """One record of a raw file, decoded and taken apart, not yet repaired.

    `spans` say where `date`, `url`, `title`, `lead` and `text` stand in `text`; a part that is missing has
    no span.  A field may have several spans (joined by a blank line), and repeated copies are `skipped`.
    """

    place: Place
    raw: bytes
    text: str
    encoding: str
    spans: tuple[Span, ...]
    problems: tuple[Problem, ...] = ()

    def part(self, field: str) -> str | None:
        """The field's text as it stands in the file, or None."""
        found = [self.text[s.start : s.end] for s in self.spans if s.field == field]
        return "\n\n".join(found) if found else None


def quote(text: str, limit: int = _QUOTED) -> str:
    r"""`text` on one line in quotes, at most `limit` characters of it, control characters escaped.

    >>> print(quote("a\nb"))
    'a\nb'
    """
    shown = repr(text[:limit])
    return shown if len(text) <= limit else f"{shown[:-1]}…{shown[-1]}"


def first_of(problems: Sequence[Problem], severity: str) -> Problem | None:
    """The first problem of that severity, or None."""
    return next((p for p in problems if p.severity == severity), None)


class FieldEdit(NamedTuple):
    """An `Edit` and the published field that it was made in."""

    field: str
    rule: str
    step: int
    start: int
    end: int
    before: str
    after: str


class Record(NamedTuple):
    """One published record: the columns of `schema/record.schema.json` in their order, then its proof; `awaited` is no
    column.

    `spans` say where each field stands in the decoded raw record, `edits` what repair changed in it; its cluster
    of near duplicates is known only when all records are (`toolkit.stages.clustered`).
    """

    id: str
    url: str | None
    domain: str | None
    title: str | None
    description: str | None
    text: str
    date: str | None
    published: day | None
    published_from: str | None
    source: str | None
    language: str
    language_script: str
    language_score: float
    edit_count: int
    warnings: tuple[str, ...]
    file_path: str
    line: int
    raw_sha256: str
    encoding: str
    spans: tuple[Span, ...]
    edits: tuple[FieldEdit, ...]
    near_cluster: str | None = None
    near_size: int | None = None
    awaited: day | None = None
    """A day that was refused because it is yet to come, not published: from then on the record may be another."""


class Excluded(NamedTuple):
    """A record that was asked to be taken out: nothing of it is kept but that it was there."""

    place: Place


class Rejected(NamedTuple):
    """A record that is not published: its bytes as they came, and every problem found in it."""

    place: Place
    raw: bytes
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class Shard:
    """One Parquet file of the dataset: sizes in bytes, `uncompressed_bytes` as its footer adds them up.

    `path` is relative to the dataset, with `/`; `content_sha256` depends on the rows alone, not on the writer.
    """

    path: str
    rows: int
    bytes: int
    uncompressed_bytes: int
    sha256: str
    content_sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Inputs:
    """What a build read: how many files, their bytes, and one SHA-256 over the digests of all.

    `passed_over` counts dot files and notes, `ignored_fields` the fields of JSON Lines beside `text`.
    """

    files: int
    bytes: int
    sha256: str
    passed_over: int = 0
    ignored_fields: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """Where every record went; `duplicates` by pass, `rejected` by the code of the record's first error.

    Unreadable inputs stand beside the sum: nobody knows how many records they held.
    """

    records: int
    published: int
    duplicates: Mapping[str, int] = field(default_factory=dict)
    rejected: Mapping[str, int] = field(default_factory=dict)
    excluded: int = 0
    unreadable: int = 0

    @property
    def conserved(self) -> bool:
        """Whether records = published + duplicates + rejected + excluded."""
        dropped = sum(self.duplicates.values()) + sum(self.rejected.values()) + self.excluded
        return self.records == self.published + dropped


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """Everything that the card and the report tell of a build; `schema/manifest.schema.json` describes its JSON.

    `configs` maps a config to its splits and a split to its shards, `default` among them; a split has at least
    one shard.  `exclusions` holds `salt` and `hashes` of what was asked to be taken out, or is None.  `created`
    comes from SOURCE_DATE_EPOCH or from the data, `days` are the first and the last day of publication; each may be
    None.
    """

    toolkit: str
    packages: Mapping[str, str]
    created: str | None
    settings: Mapping[str, Any]
    inputs: Inputs
    counts: Counts
    days: tuple[str | None, str | None]
    languages: Mapping[str, int]
    warnings: Mapping[str, int]
    edits: Mapping[str, int]
    configs: Mapping[str, Mapping[str, tuple[Shard, ...]]]
    exclusions: Mapping[str, Any] | None = None
