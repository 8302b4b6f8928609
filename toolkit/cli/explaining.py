"""What `toolkit explain` prints: the rules of repair and the problems, each from its one source."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from toolkit.errors import FAULTS
from toolkit.repairs import RULES
from toolkit.values import quote

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from toolkit.errors import Fault
    from toolkit.repairs import Rule


def entries() -> dict[str, Callable[[], Iterator[str]]]:
    """Every code, and what explains it line by line."""
    rules: dict[str, Callable[[], Iterator[str]]] = {rule.code: partial(_rule, rule) for rule in RULES}
    return rules | {code: partial(_fault, code, fault) for code, fault in FAULTS.items()}


def listing() -> Iterator[str]:
    """All codes, a line each."""
    yield "Rules of repair, in the order in which they run:"
    yield from (f"  {rule.code}  {rule.name}" for rule in RULES)
    yield "Problems of raw files and datasets:"
    yield from (f"  {code}  {fault.severity:7}  {fault.meaning}" for code, fault in FAULTS.items())


def _rule(rule: Rule) -> Iterator[str]:
    yield f"{rule.code}  {rule.name}"
    yield ""
    yield rule.sentence
    yield ""
    yield "Repairs:"
    yield from (f"  {quote(example.before)}\n    -> {quote(example.after)}" for example in rule.examples)
    yield "Leaves alone:"
    yield from (f"  {quote(leaf.text)}" for leaf in rule.leaves)
    yield ""
    yield f'The setting `disable = ["{rule.code}"]` switches it off.'


def _fault(code: str, fault: Fault) -> Iterator[str]:
    yield f"{code}  {fault.severity}"
    yield ""
    yield fault.meaning
    yield f"Mend: {fault.mend}"
    if fault.severity == "error" and not code.startswith("VF"):
        yield "A record with it is rejected; its bytes are kept in the audit of the build."
