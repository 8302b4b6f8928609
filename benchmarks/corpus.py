"""Makes a corpus of raw article files, with the truth about each, for measuring and for tests.

    python benchmarks/corpus.py OUT --files 100000 [--seed 7] [--format files|tar|jsonl|concat|all]

The same arguments give the same bytes.  Written are, as asked::

    OUT/files/NNN/NNN_<16 hex>.txt   one article a file, a thousand files a folder
    OUT/tar/part-N.tar               the same files
    OUT/jsonl/part-N.jsonl.zst       one {"name", "text"} a line, in Unicode whatever the file's encoding
    OUT/concat/part-N.txt            the same files end to end
    OUT/truth.jsonl.zst              what was done to each file (always)

A line of the truth: `name`, `language`, `encoding`; `joints` and `headings`, the offsets in `clean` of the spaces
and line breaks that were lost; `mojibake`, its kind or null, with `start` (where it begins) and `lost` (where
U+FFFD stands), both offsets in the text without those breaks; `duplicate` (`exact`, `address`, `near` or null),
`duplicate_of` (a name) and `changed` (how many sentences differ); `clean`, the text before anything happened.
"""

from __future__ import annotations

import argparse
import hashlib
import io
import json
import os
import random
import sys
import tarfile
from collections import deque
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

import grammar
import pyarrow as pa
from articles import SHARES, Article, Page, laid_out, written
from damage import KINDS, Damage, damaged, without

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

GLUED, JOINT, HEADING = 0.60, 0.35, 0.50
"""Shares: files with lost breaks; of their joints, those lost; of those files, those whose headings are glued."""

DAMAGED = 0.15
"""Share of the files with mojibake."""

DUPLICATES = {"exact": 0.01, "address": 0.03, "near": 0.01}
"""Shares of the files that repeat an earlier one: the same bytes, the same article elsewhere, nearly the same."""

_RECENT = 4000  # a duplicate repeats one of so many articles before it
_FOLDER = 1000
_encode = json.JSONEncoder(ensure_ascii=False).encode


class Sample(NamedTuple):
    """One raw file: its name, its bytes, the text that they are, and the line of the truth without its clean text."""

    name: str
    data: bytes
    text: str
    truth: dict[str, Any]
    clean: str


def samples(files: int, seed: int = 7) -> Iterator[Sample]:
    """The first `files` samples of the corpus of that seed; a smaller corpus is the beginning of a larger one."""
    for language in SHARES:
        grammar.load(language)
    rng = random.Random(seed).random  # noqa: S311 — reproducible, not secret
    recent: deque[tuple[Article, Sample]] = deque(maxlen=_RECENT)
    for number in range(files):
        name = _name(number, seed)
        kind = _drawn(DUPLICATES, rng) if recent else None
        if kind is None:
            article = written(_drawn(SHARES, rng) or "tr", number, rng)
            sample = _sample(name, article, rng, {"duplicate": None, "duplicate_of": None, "changed": 0})
            recent.append((article, sample))
            yield sample
            continue
        article, first = recent[int(rng() * len(recent))]
        relation: dict[str, Any] = {"duplicate": kind, "duplicate_of": first.name, "changed": 0}
        if kind == "exact":
            yield first._replace(name=name, truth={**first.truth, "name": name, **relation})
            continue
        if kind == "near":
            article, relation["changed"] = _varied(article, rng)
        tracked = kind == "address" and rng() < 0.5  # noqa: PLR2004 — one half
        yield _sample(name, _elsewhere(article, number, tracked=tracked), rng, relation)


def _name(number: int, seed: int) -> str:
    digest = hashlib.sha256(f"{seed}:{number}".encode()).hexdigest()[:16]
    return f"{number // _FOLDER:03d}/{number % _FOLDER:03d}_{digest}.txt"


def _drawn(shares: dict[str, float], rng: Callable[[], float]) -> str | None:
    """One of the names with its share as its chance; None for what the shares leave of 1."""
    at = rng()
    for name, share in shares.items():
        at -= share
        if at < 0:
            return name
    return None


def _elsewhere(article: Article, number: int, *, tracked: bool) -> Article:
    """The article under another address: another page, or the same one with a tracking parameter."""
    tail = f".html?utm_source=post{number}" if tracked else f"-amp{number}.html"
    return article._replace(url=article.url.removesuffix(".html") + tail)


def _varied(article: Article, rng: Callable[[], float]) -> tuple[Article, int]:
    """The article with a sentence left out, or with one or two written anew, and how many sentences that are."""
    parts, breaks = list(article.parts), list(article.breaks)
    inner = [index for index in range(1, len(parts) - 1) if breaks[index] == " " == breaks[index - 1]]
    if rng() < 1 / 3:
        left_out = inner[int(rng() * len(inner))]
        del parts[left_out], breaks[left_out]
        headings = tuple(index - (index > left_out) for index in article.headings)
        return article._replace(parts=tuple(parts), breaks=tuple(breaks), headings=headings), 1
    rules = grammar.load(article.language)
    for _ in range(1 + int(rng() * 2)):
        parts[inner[int(rng() * len(inner))]] = grammar.expand(rules.sentence, rng)
    changed = sum(old != new for old, new in zip(article.parts, parts, strict=True))
    return article._replace(parts=tuple(parts)), changed


def _sample(name: str, article: Article, rng: Callable[[], float], relation: dict[str, Any]) -> Sample:
    page = laid_out(article)
    joints, headings = _lost_breaks(page, rng) if rng() < GLUED else ((), ())
    glued = without(page.text, sorted((*joints, *headings)))
    result = Damage(None, glued)
    if rng() < DAMAGED:
        kinds = KINDS[article.language]
        result = damaged(glued, kinds[int(rng() * len(kinds))], article.language, rng)
    truth = {
        "name": name,
        "language": article.language,
        "encoding": result.encoding,
        "joints": joints,
        "headings": headings,
        "mojibake": result.kind,
        "start": result.start,
        "lost": result.lost,
        **relation,
    }
    return Sample(name, result.text.encode(result.encoding), result.text, truth, page.text)


def _lost_breaks(page: Page, rng: Callable[[], float]) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Some of the joints, at least one; and in some files the breaks around headings, or only those after them."""
    joints = tuple(at for at in page.joints if rng() < JOINT)
    if not joints and page.joints:
        joints = (page.joints[int(rng() * len(page.joints))],)
    if not page.framed or rng() >= HEADING:
        return joints, ()
    only_after = rng() < 0.3  # noqa: PLR2004 — as often as not seen in the wild
    return joints, tuple(at for before, after in page.framed for at in ((after,) if only_after else (before, after)))


class Writer(Protocol):
    """Writes samples in one form; `close` finishes what is open."""

    def add(self, sample: Sample) -> None:
        """Write one sample."""

    def close(self) -> None:
        """Finish."""


class _Files:
    """One file a sample, in folders of a thousand."""

    def __init__(self, target: Path) -> None:
        self._target, self._folder = target, ""

    def add(self, sample: Sample) -> None:
        folder = sample.name.partition("/")[0]
        if folder != self._folder:
            (self._target / folder).mkdir(parents=True, exist_ok=True)
            self._folder = folder
        handle = os.open(f"{self._target}/{sample.name}", os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o644)
        try:
            os.write(handle, sample.data)
        finally:
            os.close(handle)

    def close(self) -> None:
        pass


class _Tar:
    """A tar archive without owners or times."""

    def __init__(self, target: Path) -> None:
        self._tar = tarfile.open(f"{target}.tar", "w", format=tarfile.USTAR_FORMAT)  # noqa: SIM115 — closed by close

    def add(self, sample: Sample) -> None:
        member = tarfile.TarInfo(sample.name)
        member.size = len(sample.data)
        self._tar.addfile(member, io.BytesIO(sample.data))

    def close(self) -> None:
        self._tar.close()


class _Lines:
    """JSON Lines with a name and a text, compressed."""

    def __init__(self, target: Path) -> None:
        self._out = pa.CompressedOutputStream(pa.OSFile(f"{target}.jsonl.zst", "wb"), "zstd")

    def add(self, sample: Sample) -> None:
        self.write({"name": sample.name, "text": sample.text})

    def write(self, row: dict[str, Any]) -> None:
        self._out.write(_encode(row).encode() + b"\n")

    def close(self) -> None:
        self._out.close()


class _Truth(_Lines):
    """What was done to each sample, as JSON Lines, compressed."""

    def add(self, sample: Sample) -> None:
        self.write({**sample.truth, "clean": sample.clean})


class _Concat:
    """The samples' bytes end to end."""

    def __init__(self, target: Path) -> None:
        self._out = Path(f"{target}.txt").open("wb")  # noqa: SIM115 — closed by close

    def add(self, sample: Sample) -> None:
        self._out.write(sample.data)

    def close(self) -> None:
        self._out.close()


WRITER_BY_FORMAT: dict[str, Callable[[Path], Writer]] = {"tar": _Tar, "jsonl": _Lines, "concat": _Concat}
"""The forms that are containers: a few large files rather than many small ones."""

FORMATS = ("files", *WRITER_BY_FORMAT)


def write(out: Path, files: int, *, seed: int = 7, formats: Sequence[str] = ("files",), parts: int = 4) -> int:
    """Write a corpus of `files` samples under `out`, containers in `parts` pieces, and give its size in bytes."""
    for form in formats:
        (out / form).mkdir(parents=True, exist_ok=True)
    size, containers = 0, [form for form in formats if form != "files"]
    with ExitStack() as whole, ExitStack() as piece:
        always: list[Writer] = [_Truth(out / "truth")]
        if "files" in formats:
            always.append(_Files(out / "files"))
        for writer in always:
            whole.callback(writer.close)
        writers: list[Writer] = always
        current = -1
        for number, sample in enumerate(samples(files, seed)):
            if number * parts // files != current:
                current = number * parts // files
                piece.close()
                opened = [WRITER_BY_FORMAT[form](out / form / f"part-{current}") for form in containers]
                for writer in opened:
                    piece.callback(writer.close)
                writers = [*always, *opened]
            for writer in writers:
                writer.add(sample)
            size += len(sample.data)
    return size


def main(argv: Sequence[str] | None = None) -> int:
    """Write the corpus that the command line asks for; 0 when it stands."""
    parser = argparse.ArgumentParser(description="Make a corpus of raw article files, with the truth about each.")
    parser.add_argument("out", type=Path, help="the folder to write to")
    parser.add_argument("--files", type=int, default=20_000, help="how many articles")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--format", choices=[*FORMATS, "all"], default="files")
    parser.add_argument("--parts", type=int, default=4, help="how many tar, jsonl or concat files")
    options = parser.parse_args(argv)
    formats = FORMATS if options.format == "all" else (options.format,)
    size = write(options.out, options.files, seed=options.seed, formats=formats, parts=options.parts)
    sys.stdout.write(f"{options.files} articles, {size / 1e6:.1f} MB, in {options.out}\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
