"""What a finished dataset must satisfy: `check` before it is published, `verify` at any time after.

files     hashes, sizes, footers and columns are those that the manifest names, and nothing else is there
card      the sizes that loading relies on are those of the files
counts    records in = published + duplicates + rejected + excluded
rows      every row fits its schema; the configs agree row for row; ids are there once; none was to be taken out
clusters  every cluster of near duplicates has its first record and all others, in one split
proof     reversed edits give the raw text of every field, replayed they give what is published
loading   the real `datasets` loads both configs, materialised and streaming
raw       with the raw files at hand: every row stands in them where it says, byte for byte
"""

from __future__ import annotations

from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from toolkit import describe, settings
from toolkit.errors import DataError, ToolkitError
from toolkit.schema import CONFIGS
from toolkit.values import Place, Problem
from toolkit.verifying import clusters, files, loading, rows

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from toolkit.values import Manifest

__all__ = ["check", "verify"]


def check(folder: Path, manifest: Manifest, known: Collection[str] = ()) -> None:
    """Raise `DataError` unless the files are those of the manifest and each config gives a sound first row.

    This is what a build asks of its own work before it is swapped in; it needs no `datasets`.  The rows of shards at
    `known` paths were looked at before.
    """
    found = chain(files.problems(folder, manifest, values=False), rows.problems(folder, manifest, known, limit=1))
    first = next(found, None)
    if first is not None:
        msg = f"the dataset that was built is not sound, and was not put in place: {first.place}: {first.message}"
        raise DataError(msg)


def verify(folder: str | Path, raw: Sequence[str | Path] = ()) -> Iterator[Problem]:
    """Everything that is wrong with the dataset in `folder`; with `raw`, also against the raw files.

    A dataset whose manifest cannot be read gives that one problem.
    """
    folder = Path(folder)
    path = folder / "manifest.json"
    try:
        manifest = _manifest(path)
    except OSError as error:
        yield Problem.of("VF001", Place(str(path)), f"The file cannot be read: {error.strerror}.")
        return
    except (ValueError, ToolkitError) as error:
        yield Problem.of("VF001", Place(str(path)), str(error))
        return
    broken = list(files.problems(folder, manifest))
    yield from broken
    if any(problem.code in {"VF002", "VF003"} for problem in broken) or not files.aligned(manifest):
        return  # its rows cannot be read, or are not the ones that were published
    yield from rows.problems(folder, manifest)
    yield from clusters.problems(folder, manifest)
    yield from loading.problems(folder, manifest)
    if raw:
        yield from rows.against(folder, manifest, [str(source) for source in raw])


def _manifest(path: Path) -> Manifest:
    """The manifest at `path`; `ToolkitError` or `ValueError` where it does not describe a dataset of this toolkit."""
    manifest = describe.from_json(path.read_text("utf-8"))
    settings.of(manifest.settings, "manifest.json")
    if set(manifest.configs) != set(CONFIGS) or not all(manifest.configs.values()):
        msg = f"manifest.json does not describe the configs {' and '.join(CONFIGS)}"
        raise DataError(msg)
    return manifest
