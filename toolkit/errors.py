"""What can go wrong: exceptions for the caller, faults for the data.

The exceptions that reach a caller::

    ToolkitError            anything that the toolkit raises on purpose; `str()` is one line for a person
    ├── UsageError          the call or the settings are wrong: nothing was read
    ├── EnvironmentError_   the machine refuses: disk, permission, a second build, a lost worker
    └── DataError           the data cannot become a dataset: no record, too many rejected, a broken dataset

A fault in one file or record is never raised.  It is a `Problem` (see `toolkit.values`), whose code stands
in `FAULTS` here with what it means and how it is mended; `toolkit explain CODE` prints the entry.
"""

from __future__ import annotations

from typing import NamedTuple


class ToolkitError(Exception):
    """Anything that the toolkit raises on purpose; its text is meant for a person."""


class UsageError(ToolkitError):
    """The call or the settings are wrong; nothing was read or written."""


class EnvironmentError_(ToolkitError):  # noqa: N801, N818 — the builtin of that name means OSError
    """The machine refuses: disk space, permissions, another build of the same target, lost workers."""


class DataError(ToolkitError):
    """The data cannot become, or is not, a sound dataset."""


class Fault(NamedTuple):
    """What one problem code means: `severity` is `error` (the record is rejected) or `warning`."""

    severity: str
    meaning: str
    mend: str


FAULTS: dict[str, Fault] = {
    # RD, reading a source
    "RD001": Fault("error", "The file cannot be read.", "Check that it exists and that you may read it."),
    "RD002": Fault("error", "The file is empty.", "Fetch the page again, or delete the file."),
    "RD003": Fault(
        "error", "The compressed file is damaged or cut off.", "Fetch it again; `gzip -t` or `zstd -t` tests it."
    ),
    "RD004": Fault(
        "error", "Compressed data swells beyond all measure.", "Unpack it by hand if you trust it, and give the files."
    ),
    "RD005": Fault(
        "error", "The record is longer than the setting `max_record_bytes` allows.", "Cut it, or raise the setting."
    ),
    "RD006": Fault(
        "error", "The line of JSON Lines holds no raw text.", 'Write `{"text": "…"}`, one object a line, as UTF-8.'
    ),
    "RD007": Fault(
        "error", "The archive's member is no plain raw file of its own.", "Pack plain files under relative names."
    ),
    "RD008": Fault("warning", "The record is unusually long.", "Look whether it is one article."),
    "RD009": Fault("error", "A link to a folder is not followed.", "Name the folder itself as a source."),
    # DC, from bytes to text
    "DC001": Fault(
        "error",
        "The bytes fit no configured encoding without loss.",
        "Save the file as UTF-8, or add its code page to the setting `encodings`.",
    ),
    "DC002": Fault("error", "The file is binary, not text.", "Put the article's text there, not another file."),
    "DC003": Fault(
        "error",
        "The text is in an encoding that is not configured.",
        "Add that encoding to the setting `encodings`, or save the file as UTF-8.",
    ),
    "DC004": Fault("error", "The file is a web page's source, not text.", "Put the text that the page shows there."),
    "DC005": Fault("error", "The text is UTF-8, but damaged.", "Fetch it again, or mend the bytes that are named."),
    # HD, the head of a record
    "HD001": Fault(
        "error",
        "The record does not begin with a header.",
        "Begin it with a line ` date YYYY-MM https://host/path`, then a blank line.",
    ),
    "HD002": Fault(
        "error", "The header's date is no date of the calendar.", "Write it as YYYY, YYYY-MM or YYYY-MM-DD."
    ),
    "HD003": Fault("error", "The header has no address.", "Write the article's http(s) address after the date."),
    "HD004": Fault("error", "The record has no title.", "Write the title on a line of its own after the header."),
    "HD005": Fault(
        "warning",
        "The header's line holds something other than date and address; what it is was told by its shape.",
        "Write ` date YYYY-MM https://host/path` on a line of its own, and the title below.",
    ),
    "HD006": Fault(
        "warning",
        "A repeated copy, or a line written for machines, was left out.",
        "Nothing, where the record is right: the provenance shows it as `skipped`.",
    ),
    # BD, the body
    "BD001": Fault("error", "The record has no text after its title.", "Add the article's body, or delete the record."),
    "BD002": Fault("warning", "The text ends in mid-sentence.", "Fetch the page again if the rest matters."),
    # DT, dates
    "DT001": Fault("warning", "The dates that the record gives differ.", "Compare dateline, address and header."),
    "DT002": Fault("warning", "The record's only date lies in the future.", "Correct the date; `published` is null."),
    # RP, repair
    "RP001": Fault("warning", "Characters are lost for good (U+FFFD stands in the text).", "Fetch the page again."),
    "RP002": Fault(
        "error",
        "The text was decoded wrongly and too much of it is lost.",
        "Fetch the page again in its right encoding, or delete the record.",
    ),
    # SC, the schema
    "SC001": Fault("error", "The record does not fit schema/record.schema.json.", "Mend the field that is named."),
    # TK, the toolkit
    "TK001": Fault(
        "error", "The toolkit itself failed on this record.", "Please report it with the record, which the audit keeps."
    ),
    # VF, what `toolkit verify` finds in a dataset
    "VF001": Fault("error", "The dataset has no sound manifest.json.", "Build it again with `toolkit build`."),
    "VF002": Fault(
        "error", "The files are not those that the manifest names.", "Fetch the dataset again, or build it again."
    ),
    "VF003": Fault("error", "A shard has other columns than the schema.", "Build the dataset again."),
    "VF004": Fault("error", "The card does not say what the manifest says.", "Build the dataset again."),
    "VF005": Fault("error", "The counts do not add up: records were lost.", "Build it again, and report the fault."),
    "VF006": Fault("error", "A published row does not fit its schema.", "Build the dataset again."),
    "VF007": Fault("error", "The edits do not lead from a published field to its raw text.", "Build it again."),
    "VF008": Fault("error", "`datasets.load_dataset` does not load the dataset.", "Build the dataset again."),
    "VF009": Fault(
        "error", "A published row does not follow from the raw files.", "Compare --raw with the build, or build again."
    ),
    "VF010": Fault(
        "error", "A published row is one that was to be taken out.", "Build the dataset again, with its `exclude` file."
    ),
    "VF011": Fault(
        "error", "A cluster of near duplicates is not whole, or is in several splits.", "Build the dataset again."
    ),
}
