"""Small generative grammars that write news prose: one text file a language beside this module.

A file is a list of rules.  A rule begins with its name in brackets, its alternatives follow, one or several a
line with ` | ` between them.  A rule with several names holds parallel forms of one word (cases, articles):
each alternative then gives the forms with `/` between them, and `~` repeats the first.  In an alternative

    {town}       is any alternative of the rule `town`
    {Town}       is the same with a capital at its start
    {12..97}     is a whole number in that range

Lines that begin with `#` are comments.
"""

from __future__ import annotations

import re
from functools import cache
from itertools import product
from math import prod
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable

LANGUAGES = {"tr": "turkish", "en": "english", "ru": "russian", "de": "german", "fr": "french"}
"""The languages that have a grammar, and the name of its file."""

FLATTENED = 5000
"""A rule of one alternative and at most so many outcomes is written out when compiled: one draw, not many."""

Node: TypeAlias = "tuple[str | tuple[str, tuple[Node, ...]], ...]"
"""A compiled rule: its alternatives, each a text, or a `%s` format with the nodes that fill it."""

_SLOT = re.compile(r"\{(\w+(?:\.\.\w+)?)\}")


class Grammar(NamedTuple):
    """A compiled grammar: what an article is made of, and the outlets (name and host) that print it."""

    title: Node
    lead: Node
    sentence: Node
    heading: Node
    outlets: tuple[tuple[str, str], ...]


@cache
def load(language: str) -> Grammar:
    """The grammar of a language (`tr`, `en`, `ru`, `de` or `fr`).

    Raises ValueError when its file names a rule that it does not have.
    """
    text = Path(__file__).with_name(f"{LANGUAGES[language]}.txt").read_text(encoding="utf-8")
    rules = parse(text)
    outlets = tuple((name, host) for name, _, host in (entry.partition(" @ ") for entry in rules["outlet"]))
    compiler = Compiler(rules, language)
    title, lead, sentence, heading = (compiler.node(name) for name in ("title", "lead", "sentence", "heading"))
    return Grammar(title, lead, sentence, heading, outlets)


def parse(text: str) -> dict[str, tuple[str, ...]]:
    r"""The rules of a grammar file: name to alternatives, as they stand.

    >>> parse("[town town_loc]\nOrdu/~’da | Rize/~’de\n")
    {'town': ('Ordu', 'Rize'), 'town_loc': ('Ordu’da', 'Rize’de')}
    """
    rules: dict[str, tuple[str, ...]] = {}
    names: list[str] = []
    for line in text.splitlines():
        if line.startswith("["):
            names = line.strip("[]").split()
            rules.update(dict.fromkeys(names, ()))
        elif line and not line.startswith("#"):
            for entry in line.split(" | "):
                forms = entry.split("/") if len(names) > 1 else [entry]
                for name, form in zip(names, forms, strict=True):
                    rules[name] += (form.replace("~", forms[0]),)
    return rules


class Compiler:
    """Makes rules ready for `expand`; a rule that is named often is compiled once."""

    def __init__(self, rules: dict[str, tuple[str, ...]], language: str) -> None:
        self._rules, self._language = rules, language
        self._done: dict[tuple[str, bool], Node] = {}

    def node(self, name: str, *, capital: bool = False) -> Node:
        """The rule `name`; with `capital`, every outcome begins with a capital letter."""
        if (name, capital) not in self._done:
            if name not in self._rules:
                msg = f"the {LANGUAGES[self._language].capitalize()} grammar has no rule {name!r}"
                raise ValueError(msg)
            alternatives = tuple(self._alternative(text, capital=capital) for text in self._rules[name])
            node = _flattened(alternatives[0]) if len(alternatives) == 1 else alternatives
            self._done[name, capital] = node
        return self._done[name, capital]

    def _alternative(self, text: str, *, capital: bool) -> str | tuple[str, tuple[Node, ...]]:
        pieces = _SLOT.split(text)
        if capital:
            pieces[0] = _capital(pieces[0], self._language)
        if len(pieces) == 1:
            return pieces[0]
        slots: list[Node] = []
        for place, slot in enumerate(pieces[1::2]):
            first, dots, last = slot.partition("..")
            if dots:
                slots.append(tuple(map(str, range(int(first), int(last) + 1))))
                continue
            raised = slot[0].isupper() or (capital and place == 0 and not pieces[0])
            slots.append(self.node(slot[0].lower() + slot[1:], capital=raised))
        return "%s".join(piece.replace("%", "%%") for piece in pieces[::2]), tuple(slots)


def expand(node: Node, random: Callable[[], float]) -> str:
    """A text drawn from a compiled rule; `random` gives floats from 0 up to 1."""
    pick = node[int(random() * len(node))]
    if isinstance(pick, str):
        return pick
    form, slots = pick
    return form % tuple([expand(slot, random) for slot in slots])


def _flattened(alternative: str | tuple[str, tuple[Node, ...]]) -> Node:
    """Every outcome of an only alternative as a text, where they are few and each as likely as the other."""
    if isinstance(alternative, str):
        return (alternative,)
    form, slots = alternative
    leaves = [tuple(text for text in slot if isinstance(text, str)) for slot in slots]
    whole = all(len(leaf) == len(slot) for leaf, slot in zip(leaves, slots, strict=True))
    if not whole or prod(map(len, leaves)) > FLATTENED:
        return (alternative,)
    return tuple(form % words for words in product(*leaves))


def _capital(text: str, language: str) -> str:
    if language == "tr" and text[:1] == "i":
        return "İ" + text[1:]
    return text[:1].upper() + text[1:]
