"""What `toolkit.repair` costs an article, beside ftfy alone on the same articles."""

from __future__ import annotations

import time
from statistics import median
from typing import TYPE_CHECKING, Any

import corpus
import ftfy

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

GROUPS = ("all", "clean", "run together", "mojibake")
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
    for group in GROUPS[1:]:
        _time(toolkit.repair, texts[group][:200])
    result = {}
    for group in GROUPS:
        own, peer = [], []
        for _ in range(rounds):
            own.append(_time(toolkit.repair, texts[group]))
            peer.append(_time(_by_ftfy, texts[group]))
        result[group] = {
            "documents": len(texts[group]),
            "repair": round(median(own), 1),
            "ftfy": round(median(peer), 1),
            "times less": round(median(theirs / ours for ours, theirs in zip(own, peer, strict=True)), 1),
        }
    return {"rounds": rounds, "median": result}


def _by_ftfy(text: str, _: str) -> str:
    return ftfy.fix_text(text, _CAUTIOUS)


def _grouped(files: int, seed: int) -> dict[str, list[tuple[str, str]]]:
    groups: dict[str, list[tuple[str, str]]] = {group: [] for group in GROUPS}
    for sample in corpus.samples(files, seed):
        truth = sample.truth
        group = "mojibake" if truth["mojibake"] else "run together" if truth["joints"] else "clean"
        pair = (sample.text.split("\n\n", 3)[3].rstrip("\n"), truth["language"])
        groups[group].append(pair)
        groups["all"].append(pair)
    return groups


def _time(function: Callable[[str, str], object], texts: Sequence[tuple[str, str]]) -> float:
    began = time.process_time()
    for text, language in texts:
        function(text, language)
    return (time.process_time() - began) / len(texts) * 1e6
