"""Repairs of mojibake."""

from __future__ import annotations

from toolkit.repairs.rule import Rule

RULES: tuple[Rule, ...] = ()
