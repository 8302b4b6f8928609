"""Every rule in the table does what its examples say, and leaves alone what it says it leaves alone."""

from __future__ import annotations

import pytest

from toolkit.repairs import RULES, Example, Leaf, Options, Rule, repair, repair_fields

EXAMPLES = [
    pytest.param(rule, example, id=f"{rule.code}-{example.before[:20]}") for rule in RULES for example in rule.examples
]
LEAVES = [pytest.param(rule, leaf, id=f"{rule.code}-{leaf.text[:20]}") for rule in RULES for leaf in rule.leaves]


@pytest.mark.parametrize(("rule", "example"), EXAMPLES)
def test_example_becomes_what_it_says(rule: Rule, example: Example) -> None:
    repaired = repair(example.before, example.language)
    assert repaired.text == example.after
    assert rule.code in {edit.rule for edit in repaired.edits}


@pytest.mark.parametrize(("rule", "leaf"), LEAVES)
def test_leaf_is_left_alone_by_its_rule(rule: Rule, leaf: Leaf) -> None:
    assert rule.code not in {edit.rule for edit in repair(leaf.text, leaf.language).edits}


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_rule_is_explained(rule: Rule) -> None:
    assert rule.sentence.endswith(".")
    assert rule.name
    assert rule.examples
    assert len(rule.leaves) >= len(rule.examples) or len(rule.leaves) > 1


def test_codes_are_unique() -> None:
    codes = [rule.code for rule in RULES]
    assert sorted(set(codes)) == sorted(codes)


@pytest.mark.parametrize(("rule", "example"), EXAMPLES)
def test_disabled_rule_changes_nothing(rule: Rule, example: Example) -> None:
    done = repair_fields({"text": example.before}, example.language, Options(disable=frozenset({rule.code})))
    assert rule.code not in {edit.rule for edit in done["text"].edits}
