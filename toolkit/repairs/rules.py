"""The ordered table of rules, and how it is run over the fields of a document."""

from __future__ import annotations

from bisect import bisect_left
from functools import lru_cache, partial
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from toolkit import language as languages
from toolkit.repairs import characters, edits, gaps, lines, lost, mojibake, signs, spacing, spacing_rules, swaps
from toolkit.repairs.alphabet import SEAM
from toolkit.repairs.context import DEFAULT, Context, Options

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from toolkit.repairs.rule import Find, Rule
    from toolkit.values import Edit, Problem

ENCODING: tuple[Rule, ...] = (*lines.RULES, *mojibake.RULES, *characters.RULES)
"""Rules that give back the characters that were meant; they come before the language is identified."""

SPACING: tuple[Rule, ...] = spacing_rules.RULES
"""Rules that give back white space; they lean on the language."""

RULES: tuple[Rule, ...] = (*ENCODING, *SPACING)
"""Every rule, in the order in which they run."""

PASSES = 32
"""A change can make another one possible (a mended word is evidence), so the table runs until it finds nothing: two or
three times as a rule, and this many at most, so that the cost stays linear."""


_HELD = 8


class Repaired(NamedTuple):
    """A repaired text, the edits that made it, the language it was repaired as, and what could not be mended."""

    text: str
    edits: tuple[Edit, ...]
    language: str | None
    problems: tuple[Problem, ...]


class Mended(NamedTuple):
    """A document's repaired fields, and the language that was found in its body; None where it was given."""

    fields: dict[str, Repaired]
    identified: languages.Identified | None


class _Step(NamedTuple):
    find: Find
    codes: frozenset[str]
    code: str


def _steps(rules: Iterable[Rule]) -> tuple[_Step, ...]:
    """Side-by-side rules that share a `find`, as one step."""
    steps = []
    for find, group in groupby(rules, key=lambda rule: rule.find):
        codes = [rule.code for rule in group]
        steps.append(_Step(find, frozenset(codes), codes[0]))
    return tuple(steps)


_ENCODING = _steps(ENCODING)


class _State(NamedTuple):
    """A text on its way: the edits that were made, and where its gaps are (None: not looked for yet)."""

    text: str
    edits: tuple[Edit, ...] = ()
    gaps: Sequence[int] | None = None


_repaired = partial(tuple.__new__, Repaired)  # half the cost of the constructors, and a document has four fields
_state = partial(tuple.__new__, _State)


def _mended(state: _State, context: Context) -> _State:
    """The characters that were meant in a text that gives cause to look for them, as `ENCODING` says: its rules run
    once, until there is no more cause.
    """
    text, done = state.text, state.edits
    disabled = context.options.disable
    for step in _ENCODING:
        if step.codes <= disabled:
            continue
        changes = step.find(text, context)
        if not disabled.isdisjoint(step.codes):
            changes = [change for change in changes if (change[3] or step.code) not in disabled]
        if changes:
            text, made = edits.make(text, changes, step.code, _next(done))
            done += made
            if not _gives_cause(text, context.language):
                break
    return _State(text, done) if done is not state.edits else state


def _next(done: Sequence[Edit]) -> int:
    return done[-1].step + 1 if done else 1


def _spaced(state: _State, context: Context) -> _State:
    """The white space given back, as `SPACING` says, at the gaps that a text has: they are looked for but once."""
    text, done, places = state
    if places is None:
        places = gaps.places(text)
    changes = spacing.changes(text, context, places) if places else ()
    if not changes:
        return _State(text, done, places)
    text, made = edits.make(text, changes, "", _next(done))
    return _State(text, done + made, gaps.remaining(text, places, made))


def repair_fields(
    fields: Mapping[str, str], language: str | None = None, options: Options = DEFAULT
) -> dict[str, Repaired]:
    """The fields of one document, repaired; `text` is the body.

    Evidence is shared between the fields: the language (found out from the body when it is None) and the words
    that stand whole in any of them.

    >>> repair_fields({"title": "Kar", "text": "Kar yağdı.Yollar kapandı."}, "tr")["text"].text
    'Kar yağdı. Yollar kapandı.'
    """
    return repair_documents([fields], language, options)[0].fields


def repair_documents(
    documents: Sequence[Mapping[str, str]], language: str | None = None, options: Options = DEFAULT
) -> list[Mended]:
    """The fields of some documents, repaired, each document as `repair_fields` does it.

    They go through the stages together, so that each stage's code and tables are in the processor's cache: the search
    for a cause, the characters, the language model, the white space.
    """
    begun = [_begun(fields, language) for fields in documents]
    mended = [_characters(one.states, one.doubtful, language, options) for one in begun]
    identified = [None if language else languages.identify(_body(states)) for states in mended]
    spoken = [language or (found.known if found else None) for found in identified]
    settled = [_settled(*each, language, options) for each in zip(begun, mended, spoken, strict=True)]
    return [_done(*each) for each in zip(begun, settled, spoken, identified, strict=True)]


class _Begun(NamedTuple):
    """A document's fields, which of them could have wrong characters, whether all are as they should be, and what tells
    what is lost in them.
    """

    states: dict[str, _State]
    doubtful: list[str]
    sound: bool
    problems: Callable[[str], tuple[Problem, ...]]


def _begun(fields: Mapping[str, str], language: str | None) -> _Begun:
    whole = SEAM.join(fields.values())
    data = signs.encode(whole)
    cause = _is_cause(whole, data, language)
    doubtful = [name for name, text in fields.items() if _gives_cause(text, language)] if cause else []
    problems = lost.problems if doubtful or lost.possible(whole) else _no_problems
    places = None if doubtful else gaps.sought(whole, data)
    return _Begun(_states(fields, places), doubtful, places == [], problems)


def _states(fields: Mapping[str, str], places: Sequence[int] | None) -> dict[str, _State]:
    """The fields with their gaps, from the places of these in all fields with a seam between."""
    if not places:
        return {name: _state((text, (), places)) for name, text in fields.items()}
    states, start = {}, 0
    for name, text in fields.items():
        end = start + len(text)
        inside = places[bisect_left(places, start) : bisect_left(places, end)]
        states[name] = _state((text, (), [place - start for place in inside] if inside else inside))
        start = end + 1
    return states


def _no_problems(_: str) -> tuple[Problem, ...]:
    return ()


def _characters(
    states: dict[str, _State], doubtful: Iterable[str], language: str | None, options: Options
) -> dict[str, _State]:
    """The fields with the characters that were meant in the doubtful ones."""
    if not doubtful:
        return states
    context = Context(language, options, tuple(_texts(states).values()))
    return states | {name: _mended(states[name], context) for name in doubtful}


def _done(
    begun: _Begun, states: Mapping[str, _State], spoken: str | None, identified: languages.Identified | None
) -> Mended:
    problems = begun.problems
    fields = {name: _repaired((text, edits, spoken, problems(text))) for name, (text, edits, _) in states.items()}
    return Mended(fields, identified)


def _settled(
    begun: _Begun, mended: dict[str, _State], spoken: str | None, language: str | None, options: Options
) -> dict[str, _State]:
    """The fields, with every rule run over them until none finds more."""
    before, doubtful, sound, _ = begun
    states = mended
    if sound:
        return states
    for _ in range(PASSES):
        context = Context(spoken, options, tuple([state.text for state in mended.values()]))
        states = {name: state if state.gaps == [] else _spaced(state, context) for name, state in mended.items()}
        if all(state.edits is before[name].edits for name, state in states.items()):
            break
        if doubtful:
            changed = [name for name in doubtful if mended[name] is not before[name]]
            doubtful = changed or _doubtful(_texts(mended), language)
        elif not any(state.gaps for state in states.values()):
            break
        asked = [name for name in doubtful if _gives_cause(states[name].text, language)]
        before, mended = states, _characters(states, asked, language, options)
    return states


def _texts(states: Mapping[str, _State]) -> dict[str, str]:
    return {name: state.text for name, state in states.items()}


def _doubtful(texts: Mapping[str, str], language: str | None) -> list[str]:
    """The fields that could have wrong characters."""
    if not _gives_cause("\n".join(texts.values()), language):
        return []
    return [name for name, text in texts.items() if _gives_cause(text, language)]


@lru_cache(_HELD)
def _gives_cause(text: str, language: str | None) -> bool:
    """Whether any rule for characters could find something in a text: without cause none of them is asked."""
    return _is_cause(text, signs.encoded(text), language)


def _is_cause(text: str, data: bytes, language: str | None) -> bool:
    if not signs.searched(swaps.signs_of(language))(data):
        return False
    return signs.present(text) or swaps.possible(text, language)


def _body(states: Mapping[str, _State]) -> str:
    return states["text"].text if "text" in states else max(_texts(states).values(), key=len, default="")


def repair(text: str, language: str | None = None) -> Repaired:
    """One text, repaired; the language is found out when it is None.

    >>> repair("Kar yağdı.Yollar kapandı.", "tr").text
    'Kar yağdı. Yollar kapandı.'
    """
    return repair_fields({"text": text}, language)["text"]
