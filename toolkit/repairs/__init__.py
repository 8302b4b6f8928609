"""Repair: text in, repaired text and every edit out.  Pure: no file, clock or network of its own."""

from toolkit.repairs.context import FULL as LANGUAGES
from toolkit.repairs.context import Context, Options, tier
from toolkit.repairs.edits import Change, replay, reverse
from toolkit.repairs.rule import Example, Leaf, Rule
from toolkit.repairs.rules import RULES, Mended, Repaired, repair, repair_documents, repair_fields

__all__ = [
    "LANGUAGES",
    "RULES",
    "Change",
    "Context",
    "Example",
    "Leaf",
    "Mended",
    "Options",
    "Repaired",
    "Rule",
    "repair",
    "repair_documents",
    "repair_fields",
    "replay",
    "reverse",
    "tier",
]
