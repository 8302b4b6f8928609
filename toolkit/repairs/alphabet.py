"""Character classes that the spacing rules share, as the insides of a regular expression's brackets."""

from __future__ import annotations

_BLOCKS = (range(0x41, 0x588), range(0x1E00, 0x2000), range(0x2C60, 0x2C80), range(0xA640, 0xA7C0))
"""Latin, Greek, Cyrillic and Armenian letters with case; the blocks between have none that prose uses."""

UPPER = "".join(chr(code) for block in _BLOCKS for code in block if chr(code).isupper())
LOWER = "".join(chr(code) for block in _BLOCKS for code in block if chr(code).islower())
LETTER = r"[^\W\d_]"
STOPS = ".!?…"
CLOSERS = "\"”»’“')\\]›«"
OPENERS = "\"“„«‘‚'(\\[¿¡»”"
APOSTROPHES = "'’"
BULLETS = "►•●■▪▶◆★"
