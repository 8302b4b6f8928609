"""The rules that give back the characters that were meant, in the order that measuring showed to be right.

Entities come first, since they hide what the others look for, then UTF-8 in a Western page where that is certain.
UTF-8 in a code page that ftfy does not know, and one code page taken for another, are undone before ftfy is asked: it
takes a few of their sequences for its own.
"""

from __future__ import annotations

from toolkit.repairs import entities, escapes, macintosh, misreadings, runs, swaps, utf8

RULES = (
    *entities.RULES,
    *runs.RULES,
    *misreadings.RULES,
    *swaps.RULES,
    *utf8.RULES,
    *macintosh.RULES,
    *escapes.RULES,
)
