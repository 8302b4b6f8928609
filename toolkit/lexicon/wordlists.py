"""Word lists, compiled on first use from well-kept packages into tries that are mapped into memory.

Two tries a language: the words that wordfreq counted, each with its frequency, and the inflected forms that only
simplemma has, for the languages where they add to what is known (`docs/decisions/0010-word-lists.md`).
"""

from __future__ import annotations

import os
import stat
import tempfile
from contextlib import suppress
from functools import cache, lru_cache
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

import marisa_trie

from toolkit.lexicon.folding import fold

if TYPE_CHECKING:
    from collections.abc import Iterable

FORMAT = 1
"""Raise it when the compiled form changes."""

INFLECTED = frozenset({"de", "el", "is", "ro", "sv", "tr"})
"""Languages where simplemma's forms are compiled beside wordfreq's words."""

LANGUAGES = INFLECTED | {"cs", "en", "es", "fr", "it", "nl", "pl", "pt", "ru", "uk"}
"""Languages that have a word list."""

UNCOUNTED = 1.0
"""The frequency given to a form that no corpus counted."""

_HELD = 16


class Lexicon:
    """The words of one language, and how frequent they are.

    Frequencies are on the Zipf scale: 3 is once in a million words, 6 once in a thousand, 0 not known.
    """

    __slots__ = ("_counted", "_forms", "language")

    def __init__(self, language: str, counted: marisa_trie.RecordTrie, forms: marisa_trie.Trie) -> None:
        self.language = language
        self._counted = counted
        self._forms = forms

    def knows(self, word: str) -> bool:
        """Whether the list has `word`, in whatever case."""
        folded = fold(word, self.language)
        return folded in self._counted or folded in self._forms

    def frequency(self, word: str) -> float:
        """How frequent `word` is, on the Zipf scale; 0 when the list does not have it."""
        folded = fold(word, self.language)
        found = self._counted.get(folded)
        if found:
            return float(found[0][0]) / 10
        return UNCOUNTED if folded in self._forms else 0.0


def build(language: str) -> Lexicon:
    """The word list of a language, made from its packages: seconds and some hundred megabytes, so done once."""
    import wordfreq  # noqa: PLC0415 — 0.2 s that only the first use of a language should cost

    path = wordfreq.available_languages("best")[language]
    counted = {
        fold(word, language): (max(11, (900 - loss) // 10),)
        for loss, words in reversed(list(enumerate(wordfreq.read_cBpack(path))))
        for word in words
    }
    forms = marisa_trie.Trie(_forms(language) if language in INFLECTED else ())
    return Lexicon(language, marisa_trie.RecordTrie("<B", counted.items()), forms)


def _forms(language: str) -> Iterable[str]:
    """Every form that simplemma has, folded all at once: one pass over one string."""
    from simplemma.strategies.dictionaries import DefaultDictionaryFactory  # noqa: PLC0415 — as above

    mapping = DefaultDictionaryFactory().get_dictionary(language)
    return fold("\n".join(mapping), language).split("\n")


def _folders() -> Iterable[Path]:
    """Where compiled lists may be kept, best first."""
    named = os.environ.get("TOOLKIT_CACHE")
    if named:
        yield Path(named) / "lexicon"
    else:
        import platformdirs  # noqa: PLC0415 — only a process that loads a list should cost it

        yield platformdirs.user_cache_path("corpus-dataset-toolkit", appauthor=False) / "lexicon"
    own = _of_the_users_own(Path(tempfile.gettempdir()))
    if own:
        yield own / "lexicon"


def _of_the_users_own(temporary: Path) -> Path | None:
    """A folder in one that all users share which nobody else can write to; None where somebody was there first."""
    user = os.getuid() if hasattr(os, "getuid") else None  # on Windows nobody shares it
    folder = temporary / f"corpus-dataset-toolkit-{user or 0}"
    try:
        folder.mkdir(mode=stat.S_IRWXU, exist_ok=True)
        found = folder.lstat()
    except OSError:
        return None
    kept = stat.S_ISDIR(found.st_mode) and found.st_uid == user and not found.st_mode & (stat.S_IRWXG | stat.S_IRWXO)
    return folder if kept or user is None else None


def _stem(language: str) -> str:
    """The name of a compiled list: whatever it was made from is in it."""
    return f"{language}-{FORMAT}-{_packages()}"


@cache
def _packages() -> str:
    return "-".join(f"{name}-{version(name)}" for name in ("wordfreq", "simplemma", "marisa-trie"))


def _mapped(folder: Path, language: str) -> Lexicon | None:
    """The compiled list, mapped into memory, or None where there is none (or a damaged one)."""
    stem = folder / _stem(language)
    try:
        counted = marisa_trie.RecordTrie("<B").mmap(f"{stem}.counted")
        forms = marisa_trie.Trie().mmap(f"{stem}.forms")
    except (OSError, RuntimeError):
        return None
    return Lexicon(language, counted, forms)


def _write(trie: marisa_trie.Trie, path: Path) -> None:
    """The trie at `path`, whole or not at all."""
    with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as draft:
        pass
    trie.save(draft.name)
    Path(draft.name).replace(path)


def _compiled(folder: Path, language: str) -> Lexicon | None:
    """The list compiled into `folder`, once among any number of processes; None where that cannot be written."""
    from filelock import FileLock  # noqa: PLC0415 — 20 ms that only the first use on a machine should cost

    try:
        folder.mkdir(parents=True, exist_ok=True)
        with FileLock(folder / f"{language}.lock"):
            found = _mapped(folder, language)
            if found is None:
                made = build(language)
                stem = folder / _stem(language)
                _write(made._forms, Path(f"{stem}.forms"))  # noqa: SLF001 — the one writer of what it reads
                _write(made._counted, Path(f"{stem}.counted"))  # noqa: SLF001
                found = _mapped(folder, language)
    except OSError:
        return None
    return found


@lru_cache(_HELD)
def load(language: str) -> Lexicon | None:
    """The word list of a language (a BCP 47 primary subtag), or None where there is none.

    The first use on a machine compiles it into the user's cache folder (`TOOLKIT_CACHE` names another); a folder
    that cannot be written is passed over for a temporary one that is the user's alone, and without any the list is
    held in memory.

    >>> load("tr").knows("söyledi"), load("tr").knows("Isparta"), load("xx")
    (True, True, None)
    """
    if language not in LANGUAGES:
        return None
    for folder in _folders():
        found = _mapped(folder, language)
        if found is None:
            with suppress(OSError):
                found = _compiled(folder, language)
        if found is not None:
            return found
    return build(language)
