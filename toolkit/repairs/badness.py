"""ftfy's test for mojibake, at a tenth of its cost.

ftfy tells mojibake by one pattern of unlikely neighbours.  Translated for google-re2 and run over UTF-8 bytes it
gives the same answers.
"""

from __future__ import annotations

from ftfy.badness import BADNESS_RE

from toolkit.repairs.scans import searcher, translated

PATTERN = translated(BADNESS_RE.pattern)
"""What ftfy calls bad, in RE2's syntax."""

_bad = searcher(PATTERN)


def is_bad(text: str) -> bool:
    """Whether a line of `text` looks like mojibake, as `ftfy.badness.is_bad` would say of it.

    >>> is_bad("dÃ¼n"), is_bad("dün")
    (True, False)
    """
    return not text.isascii() and _bad(text.encode("utf-8", "replace"))
