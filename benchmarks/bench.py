"""Measures a build of this project beside the bare floor and its peers, in turn, in one run.

    python benchmarks/bench.py [--files 20000 | --corpus DIR] [--workers 2] [--rounds 3] [--peer-python PYTHON]
    python benchmarks/bench.py --repair [--files 2000]

A corpus is made first (see corpus.py), unless `--corpus` names one.  In every round each contender runs once;
ratios are taken within a round, since a machine's speed changes from one minute to the next, and medians of the
rounds are shown.  `--peer-python` is the interpreter of a separate environment, made with

    python -m venv peers && peers/bin/pip install 'datatrove[io,processing]' ftfy pyarrow zstandard
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
import sys
import tempfile
from contextlib import ExitStack, nullcontext
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any

import corpus
import page
import repairing
from contenders import Contender, contenders, environment, one_changed, versions
from measure import CommandError, Cost, cost

if TYPE_CHECKING:
    from collections.abc import Sequence

_WARM_UP = 200  # files of the run before the first round, which compiles modules and word lists
_MEGABYTE = 1_000_000
_PACKAGES = ("datasets", "pyarrow", "ftfy")
_PEER_PACKAGES = ("datatrove", "datasets", "ftfy", "pyarrow")


def run_round(who: Sequence[Contender], raw: Path, folder: Path, workers: int) -> dict[str, Cost]:
    """What each contender costs, once, with fresh targets under `folder`, which is empty again afterwards."""
    costs = {}
    for contender in who:
        command = [part.format(raw=raw, out=folder / contender.out, workers=workers) for part in contender.command]
        with one_changed(raw) if contender.changes else nullcontext():
            costs[contender.name] = cost(command, environment(contender))
    shutil.rmtree(folder)
    folder.mkdir()
    return costs


def summary(rounds: Sequence[dict[str, Cost]], documents: int) -> dict[str, dict[str, float | None]]:
    """The medians of the rounds, by contender.

    Microseconds of CPU a document, documents a second on the wall, peaks of memory in MB, and ratios of CPU:
    `over floor`, and how many times `less than` the first peer; `wall over project` compares the times on the wall.
    """
    names = list(rounds[0])
    peer = next((name for name in names if name in ("datatrove", "datasets")), None)
    result = {}
    for name in names:
        costs = [each[name] for each in rounds]
        row: dict[str, float | None] = {
            "cpu": round(median(each.cpu for each in costs) / documents * 1e6, 1),
            "documents a second": round(documents / median(each.wall for each in costs)),
            "memory": _megabytes([each.memory for each in costs]),
            "process": _megabytes([each.process for each in costs]),
            "cpu over floor": _ratio(rounds, name, "floor", "cpu"),
            "cpu over project": _ratio(rounds, name, "project", "cpu"),
            "wall over project": _ratio(rounds, name, "project", "wall"),
            "cpu less than peer": _ratio(rounds, peer, name, "cpu"),
        }
        result[name] = row
    return result


def _megabytes(peaks: Sequence[int | None]) -> float | None:
    known = [peak for peak in peaks if peak is not None]
    return round(max(known) / _MEGABYTE, 1) if known else None


def _ratio(rounds: Sequence[dict[str, Cost]], upper: str | None, lower: str, field: str) -> float | None:
    """The median over the rounds of one contender's figure to another's; None where one did not run."""
    if upper not in rounds[0] or lower not in rounds[0]:
        return None
    quotients = [float(getattr(each[upper], field) / getattr(each[lower], field)) for each in rounds]
    return round(median(quotients), 3)


def machine() -> dict[str, Any]:
    """What the figures were measured on."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") if hasattr(os, "sysconf") else 0
    names = Path("/proc/cpuinfo").read_text().splitlines() if Path("/proc/cpuinfo").exists() else []
    model = next((line.partition(":")[2].strip() for line in names if line.startswith("model name")), "")
    return {
        "processor": model or platform.processor() or platform.machine(),
        "cores": os.cpu_count(),
        "memory": f"{memory / 2**30:.0f} GiB",
        "system": f"{platform.system()} {platform.release()}",
        "python": platform.python_version(),
        "packages": versions(sys.executable, _PACKAGES),
    }


def builds(options: argparse.Namespace) -> dict[str, Any]:
    """Measure builds as the options say."""
    who = contenders(options.peer_python)
    if options.only:
        who = [contender for contender in who if contender.name in options.only]
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(dir=options.folder)))
        raw = options.corpus / "files" if options.corpus else folder / "corpus" / "files"
        if not options.corpus:
            corpus.write(raw.parent, options.files, seed=options.seed)
        corpus.write(folder / "little", _WARM_UP, seed=options.seed)
        targets = folder / "targets"
        targets.mkdir()
        run_round(who, folder / "little" / "files", targets, options.workers)
        rounds = [run_round(who, raw, targets, options.workers) for _ in range(options.rounds)]
        sizes = [path.stat().st_size for path in raw.rglob("*.txt")]
    return {
        "documents": len(sizes),
        "bytes": sum(sizes),
        "workers": options.workers,
        "rounds": len(rounds),
        "peers": versions(options.peer_python, _PEER_PACKAGES) if options.peer_python else {},
        "median": summary(rounds, len(sizes)),
        "costs": [{name: each._asdict() for name, each in costs.items()} for costs in rounds],
    }


def repairs(options: argparse.Namespace) -> dict[str, Any]:
    """Measure repair as the options say."""
    return repairing.measured(options.files, options.rounds, options.seed)


def main(argv: Sequence[str] | None = None) -> int:
    """Measure what the command line asks for, print a table, write JSON; 0 when all contenders ran."""
    parser = argparse.ArgumentParser(description="Measure builds, or repair alone, beside the floor and peers.")
    parser.add_argument("--files", type=int, help="articles in the corpus (20000; 2000 with --repair)")
    parser.add_argument("--corpus", type=Path, help="a corpus that corpus.py wrote, in place of a new one")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--peer-python", help="the interpreter of an environment that has the peers")
    parser.add_argument("--only", action="append", metavar="NAME", help="measure this one only; may be repeated")
    parser.add_argument("--folder", help="where the corpus and the targets go for the time of the run")
    parser.add_argument("--json", type=Path, default=Path("build/bench.json"), help="where the figures go")
    parser.add_argument("--page", type=Path, help="a page whose marked place gets the table")
    parser.add_argument("--repair", action="store_true", help="measure toolkit.repair beside ftfy, not builds")
    options = parser.parse_args(argv)
    options.files = options.files or (2_000 if options.repair else 20_000)
    measure, heads = (repairs, page.REPAIR_HEADS) if options.repair else (builds, page.BUILD_HEADS)
    try:
        figures = {"machine": machine(), **measure(options)}
    except CommandError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    shown = page.told(figures, markdown=page.table(figures["median"], heads))
    options.json.parent.mkdir(parents=True, exist_ok=True)
    options.json.write_text(json.dumps(figures, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    sys.stdout.write(f"{shown}\n")
    if options.page:
        page.rewrite(options.page, "repair" if options.repair else "builds", shown)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
