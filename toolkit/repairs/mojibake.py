"""The rules that give back the characters that were meant, in the order that measuring showed to be right.

Entities come first, since they hide what the others look for.  One code page taken for another is undone before
UTF-8 in a code page, since ftfy takes a few of its sequences for UTF-8.
"""

from __future__ import annotations

from toolkit.repairs import entities, swaps, utf8

RULES = (*entities.RULES, *swaps.RULES, *utf8.RULES)
