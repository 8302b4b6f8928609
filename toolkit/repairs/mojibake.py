"""The rules that give back the characters that were meant, in the order that measuring showed to be right.

Entities come first, since they hide what the others look for.  One code page taken for another is undone before
UTF-8 in a code page, and the code pages that ftfy does not know before those that it does, since ftfy takes a few
of their sequences for its own.
"""

from __future__ import annotations

from toolkit.repairs import entities, macintosh, misreadings, swaps, utf8

RULES = (*entities.RULES, *swaps.RULES, *misreadings.RULES, *utf8.RULES, *macintosh.RULES)
