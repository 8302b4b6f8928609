"""What `toolkit.repair` costs an article, beside ftfy alone on the same articles."""

from __future__ import annotations

import time
from statistics import median
from typing import TYPE_CHECKING, Any

import corpus
import ftfy

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_CAUTIOUS = ftfy.TextFixerConfig(
    uncurl_quotes=False,
    fix_line_breaks=False,
    fix_character_width=False,
    fix_latin_ligatures=False,
    normalization=None,
)


def measured(files: int, rounds: int, seed: int) -> dict[str, Any]:
    """Microseconds of CPU a document, by group of documents: `repair`, `ftfy`, and how many times less.

    Bodies are repaired with their language given; both take turns within each round, the word lists are loaded
    before, and each figure is the median of the rounds.
    """
    import toolkit  # noqa: PLC0415 — the other measurements do without it

    texts = _grouped(files, seed)
    for pairs in texts.values():
        _time(toolkit.repair, pairs[:50])
    result = {}
    for group, pairs in texts.items():
        own, peer = [], []
        for _ in range(rounds):
            own.append(_time(toolkit.repair, pairs))
            peer.append(_time(_by_ftfy, pairs))
        result[group] = {
            "documents": len(pairs),
            "repair": round(median(own), 1),
            "ftfy": round(median(peer), 1),
            "times less": round(median(theirs / ours for ours, theirs in zip(own, peer, strict=True)), 1),
        }
    return {"rounds": rounds, "median": result}


def _by_ftfy(text: str, _: str) -> str:
    return ftfy.fix_text(text, _CAUTIOUS)


def _grouped(files: int, seed: int) -> dict[str, list[tuple[str, str]]]:
    groups: dict[str, list[tuple[str, str]]] = {"all": [], "clean": [], "run together": [], "mojibake": []}
    for sample in corpus.samples(files, seed):
        truth = sample.truth
        names = ["all", "mojibake" if truth["mojibake"] else "run together" if truth["joints"] else "clean"]
        if truth["mojibake"]:
            names.append(f"mojibake: {truth['mojibake']}")
        pair = (sample.text.split("\n\n", 3)[3].rstrip("\n"), truth["language"])
        for name in names:
            groups.setdefault(name, []).append(pair)
    return groups


def _time(function: Callable[[str, str], object], texts: Sequence[tuple[str, str]]) -> float:
    began = time.process_time()
    for text, language in texts:
        function(text, language)
    return (time.process_time() - began) / len(texts) * 1e6
