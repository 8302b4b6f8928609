"""What is read off a parsed record beside its text: host, day, source, whether the text is whole.

Pure functions of the values given; the day after which nothing was published is passed in.
"""

from __future__ import annotations

from toolkit.annotation.addresses import domain, normal_url
from toolkit.annotation.dates import Published, published
from toolkit.annotation.endings import ends_abruptly
from toolkit.annotation.leads import Signed, signed
from toolkit.annotation.withdrawal import entries, mentions, names, proof, salted
from toolkit.lexicon.datelines import Dateline, dateline

__all__ = [
    "Dateline",
    "Published",
    "Signed",
    "dateline",
    "domain",
    "ends_abruptly",
    "entries",
    "mentions",
    "names",
    "normal_url",
    "proof",
    "published",
    "salted",
    "signed",
]
