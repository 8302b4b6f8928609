"""How near a dataset that was built from a corpus comes to the truth about it.

    python benchmarks/corpus.py CORPUS --files 20000
    python -m toolkit build --raw CORPUS/files --out DATASET
    python benchmarks/truth.py CORPUS DATASET

Two tables: of the published texts, how many are the clean text again (runs of white space counted as one space;
where characters were lost, U+FFFD in their places), by what had happened to them and by language; and of the
duplicates, how many were told as such (recall) and how many of those told are some (precision).  A near duplicate is
told as such when it was dropped, or when the provenance names its cluster (`dedup = "near"`).
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter, defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import page
import pyarrow as pa
import pyarrow.parquet as pq
from articles import SHARES
from corpus import DUPLICATES

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_BODY = 3  # header, title and lead stand before it


def load_truth(corpus: Path) -> dict[str, dict[str, Any]]:
    """The lines of the truth, by name of the file."""
    with pa.CompressedInputStream(pa.OSFile(str(corpus / "truth.jsonl.zst")), "zstd") as stream:
        lines = [json.loads(line) for line in stream.read().split(b"\n") if line]
    return {line["name"]: line for line in lines}


def load_dataset(dataset: Path) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """The rows published, with their clusters where these are told, and the rows dropped as duplicates."""
    published = pq.read_table(dataset / "data", columns=["id", "file_path", "text"]).to_pylist()
    if (dataset / "provenance").is_dir():
        proof = pq.read_table(dataset / "provenance", columns=["id", "near_cluster"]).to_pylist()
        clusters = {row["id"]: row["near_cluster"] for row in proof}
        published = [row | {"near_cluster": clusters[row["id"]]} for row in published]
    audit = sorted(Path(f"{dataset}.audit").glob("duplicates-*.parquet"))
    return published, [row for path in audit for row in pq.read_table(path).to_pylist()]


def happened(truth: dict[str, Any]) -> str:
    """What had happened to a file, in a word or two: its mojibake, else its lost breaks, else nothing."""
    if truth["mojibake"]:
        return f"mojibake: {truth['mojibake']}"
    return "glued headings" if truth["headings"] else "run together" if truth["joints"] else "clean"


def wanted(truth: dict[str, Any]) -> str:
    """The body as it ought to be published; breaks are folded, and lost characters stay lost."""
    clean: str = truth["clean"]
    if truth["lost"]:
        cuts = {*truth["joints"], *truth["headings"]}
        kept = [at for at in range(len(clean)) if at not in cuts]
        marked = list(clean)
        for at in truth["lost"]:  # an offset in the text without its lost breaks
            marked[kept[at]] = "\ufffd"
        clean = "".join(marked)
    return " ".join(clean.split("\n\n", _BODY)[_BODY].split())


def restored(truths: dict[str, dict[str, Any]], published: Iterable[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """By what had happened: published files, and the share restored, of all and by language."""
    right: dict[str, Counter[str]] = defaultdict(Counter)
    seen: dict[str, Counter[str]] = defaultdict(Counter)
    for row in published:
        truth = truths[row["file_path"]]
        for kind in ("all", happened(truth)):
            for column in ("share", truth["language"]):
                seen[kind][column] += 1
                right[kind][column] += " ".join(row["text"].split()) == wanted(truth)
    return {
        kind: {"documents": count["share"], **{name: round(right[kind][name] / count[name], 3) for name in count}}
        for kind, count in sorted(seen.items())
    }


def told_apart(
    truths: dict[str, dict[str, Any]], published: Iterable[dict[str, Any]], dropped: Sequence[dict[str, Any]]
) -> dict[str, dict[str, Any]]:
    """By kind of duplicate: how many there are and what share of them was found; and the precision of all told."""
    kept = {row["id"]: row["file_path"] for row in published}
    stands_for = {row["file_path"]: kept.get(row.get("near_cluster"), row["file_path"]) for row in published}
    told = [path for path, first in stands_for.items() if path != first]
    stands_for |= {row["file_path"]: kept.get(row["kept_id"], row["kept_id"]) for row in dropped}
    found, count = Counter[str](), Counter[str]()
    for name, truth in truths.items():
        kind, first = truth["duplicate"], truth["duplicate_of"]
        if kind and name in stands_for and first in stands_for:
            count[kind] += 1
            found[kind] += stands_for[name] == stands_for[first]
    result = {kind: {"documents": count[kind], "recall": _share(found[kind], count[kind])} for kind in DUPLICATES}
    told += [row["file_path"] for row in dropped]
    right = sum(_cluster(truths, path) == _cluster(truths, stands_for[path]) for path in told)
    return {**result, "told": {"documents": len(told), "precision": _share(right, len(told))}}


def _cluster(truths: dict[str, dict[str, Any]], name: str) -> str:
    return (truths.get(name) or {}).get("duplicate_of") or name


def _share(part: int, whole: int) -> float | None:
    return round(part / whole, 3) if whole else None


def main(argv: Sequence[str] | None = None) -> int:
    """Print the tables for the corpus and the dataset that the command line names."""
    parser = argparse.ArgumentParser(description="Hold a built dataset against the truth about its corpus.")
    parser.add_argument("corpus", type=Path, help="the folder that corpus.py wrote")
    parser.add_argument("dataset", type=Path, help="the folder that the build wrote; its audit stands beside it")
    options = parser.parse_args(argv)
    truths = load_truth(options.corpus)
    published, dropped = load_dataset(options.dataset)
    texts = page.table(
        restored(truths, published),
        {"documents": "published", "share": "restored", **{language: language for language in SHARES}},
    )
    duplicates = page.table(
        told_apart(truths, published, dropped),
        {"documents": "documents", "recall": "recall", "precision": "precision"},
    )
    sys.stdout.write(f"{texts}\n\n{duplicates}\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
