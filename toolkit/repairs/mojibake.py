"""The rules that give back the characters that were meant, in the order that measuring showed to be right.

Entities come first, since they hide what the others look for.  UTF-8 in a code page that ftfy does not know, and one
code page taken for another, are undone before UTF-8 in the code pages that ftfy knows: it takes a few of their
sequences for its own.
"""

from __future__ import annotations

from toolkit.repairs import entities, escapes, macintosh, misreadings, swaps, utf8

RULES = (
    *entities.RULES,
    *misreadings.RULES,
    *swaps.RULES,
    *utf8.RULES,
    *macintosh.RULES,
    *escapes.RULES,
)
