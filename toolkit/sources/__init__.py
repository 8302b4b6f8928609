"""Raw files, wherever they lie and however they are packed, as raw texts and problems.

    find      files, folders, globs and fsspec URLs ──▶ inputs, in one order
    read      an input ──▶ raw texts: through compression, archives, JSON Lines, joined files, within limits

Nothing is ever written, and no archive is unpacked to a disk: a hostile one cannot leave its place.
"""

from toolkit.sources.finding import Input, Passed, find
from toolkit.sources.opening import Opened, digest, read
from toolkit.sources.streams import Limits

__all__ = ["Input", "Limits", "Opened", "Passed", "digest", "find", "read"]
