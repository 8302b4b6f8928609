"""Characters that the spacing rules share; a name in `CLASS` is the inside of a regular expression's brackets."""

from __future__ import annotations

_BLOCKS = (range(0x41, 0x588), range(0x1E00, 0x2000), range(0x2C60, 0x2C80), range(0xA640, 0xA7C0))
"""Latin, Greek, Cyrillic and Armenian letters with case; the blocks between have none that prose uses."""

UPPER_CLASS = "".join(chr(code) for block in _BLOCKS for code in block if chr(code).isupper())
LOWER_CLASS = "".join(chr(code) for block in _BLOCKS for code in block if chr(code).islower())
LETTER = r"[^\W\d_]"

STOPS = ".!?…"
"""Marks that end a sentence."""

MARKS = "\"”»’“')]›«"
"""Marks that may close a quotation or a bracket, in one language or another."""

OPENERS = "\"“„«‘‚'([¿¡»”"
"""Marks that may open one."""

APOSTROPHES = "'’"
BULLETS = "►•●■▪▶◆★"
SIGNS = "%€£$°"
"""Signs that belong to the number before them."""

HANDLES = "#@"
"""What a hashtag or a handle begins with."""

PREFIXES = "%€£$₺₽₴§"
"""Signs that belong to the number behind them."""

SEAM = "|"
"""What stands between the fields of a document that are searched together: part of no word and no gap."""

CLOSER_CLASS = MARKS.replace("]", r"\]")
OPENER_CLASS = OPENERS.replace("[", r"\[")
