"""Abbreviations that end in a full stop, by language."""

from __future__ import annotations


def abbreviations(language: str) -> frozenset[str]:  # noqa: ARG001
    """The abbreviations of a language, without their last full stop."""
    return frozenset()
