"""From bytes to documents: records parted, heads understood, the body found.

bytes ── split ──▶ records ── decode (passed in) ──▶ text ── parse ──▶ Document with spans and problems
"""

from __future__ import annotations

from toolkit.parsing.documents import Decoded, parse
from toolkit.parsing.identities import identity
from toolkit.parsing.splitting import breaks, split

__all__ = ["Decoded", "breaks", "identity", "parse", "split"]
