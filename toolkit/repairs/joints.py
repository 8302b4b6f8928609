"""Joints: the white space that is missing where two sentences were run together."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from toolkit.repairs.edits import Change
from toolkit.repairs.rule import Example, Leaf, Rule

if TYPE_CHECKING:
    from toolkit.repairs.context import Context

_JOINT = re.compile(r"(?<=[a-zà-öø-ÿğışа-яё]{2}[.!?…])(?=[A-ZÀ-ÖØ-ÞĞİŞА-ЯЁ][a-zà-öø-ÿğışа-яё])")


def find(text: str, context: Context) -> list[Change]:
    """The joints of a text."""
    space = "\n" if context.options.joints == "line" else " "
    return [Change(match.start(), match.start(), space, "SP001") for match in _JOINT.finditer(text)]


RULES = (
    Rule(
        "SP001",
        "joint after a full stop",
        "A space stands between a sentence that ends in a full stop and the next.",
        find,
        (Example("Ekipler bölgeye gitti.Çalışma sürüyor.", "Ekipler bölgeye gitti. Çalışma sürüyor."),),
        (Leaf("Saat 15.30'da başladı."),),
    ),
)
