"""One folder with everything that goes wrong: each fault is told with its place, and what is sound is published."""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
import threading
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pyarrow.parquet as pq
import pytest
from rawfiles import article, environment

from toolkit import lexicon

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = [
    pytest.mark.system,
    pytest.mark.skipif(not Path("/proc/self/smaps_rollup").exists(), reason="memory is measured through /proc"),
    pytest.mark.skipif(os.geteuid() == 0 and not shutil.which("setpriv"), reason="root may read every file"),
]

PROC = Path("/proc")
UNPRIVILEGED = (
    ["setpriv", "--inh-caps=-dac_override,-dac_read_search", "--bounding-set=-dac_override,-dac_read_search"]
    if os.geteuid() == 0
    else []
)
"""Before a command of root's: without the privilege to read what it may not read, as any other user is."""

MOST = 400
"""Megabytes that a command may take with all its processes, what they share counted once."""

GOOD = 10
ODD = [b"new\nline.txt", b"quo'te\".txt", b"non\xff\xfeutf8.txt", b"u" * 251 + b".txt"]
FAULTS = {
    "archive.tar!../evil.txt": "RD007",
    "archive.tar!/abs.txt": "RD007",
    "archive.tar!device": "RD007",
    "archive.tar!link": "RD007",
    "archive.tar!nested.tar": "RD007",
    "bomb.zip!bomb.txt": "RD004",
    "broken-link.txt": "RD001",
    "empty.txt": "RD002",
    "folder-loop": "RD009",
    "huge.txt": "RD005",
    "loop-1.txt": "RD001",
    "loop-2.txt": "RD001",
    "truncated.gz": "RD003",
    "unreadable.txt": "RD001",
}
"""The faults whose code is the business of reading; those below are told by decoding and parsing."""

OTHERS = {"binary.txt", "invalid.txt", "nul.txt", "page.html", "paper.pdf", "utf-16.txt"}


class Ran(NamedTuple):
    code: int
    out: str
    err: str
    megabytes: float


def members(*given: tuple[str, bytes, bytes]) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        for name, kind, data in given:
            info = tarfile.TarInfo(name)
            info.type, info.size, info.linkname = kind, len(data), "/etc/passwd"
            archive.addfile(info, io.BytesIO(data))
    return out.getvalue()


def hostile(root: Path) -> None:
    """The folder."""
    plain = tarfile.REGTYPE
    files: dict[bytes, bytes] = {b"good-%d.txt" % number: article(number) for number in range(GOOD)}
    files |= {name: article(20 + number) for number, name in enumerate(ODD)}
    files |= {
        b"empty.txt": b"",
        b"one-byte.txt": b"x",
        b"binary.txt": hashlib.shake_256(b"binary").digest(5000),
        b"page.html": b"<!DOCTYPE html><html><body><p>Merhaba</p></body></html>\n",
        b"paper.pdf": b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n",
        b"nul.txt": article(30)[:200] + b"\0\0\0" + article(30)[200:],
        b"invalid.txt": article(31)[:200] + b"\xff\xfe\xc3" + article(31)[200:],
        b"utf-16.txt": article(32).decode().encode("utf-16-le"),
        b"huge.txt": article(33)[:60] + b"abcdefghij" * 10_000_000,
        b"unreadable.txt": article(34),
        b"truncated.gz": gzip.compress(article(35))[:-20],
        b"archive.tar": members(
            ("../evil.txt", plain, article(36)), ("/abs.txt", plain, article(37)), ("inside.txt", plain, article(38)),
            ("link", tarfile.SYMTYPE, b""), ("device", tarfile.CHRTYPE, b""), ("nested.tar", plain, members()),
        ),
        b"same-address-1.txt": article(40, url="https://haber.example/same"),
        b"same-address-2.txt": article(41, url="https://haber.example/same", text="Kısa."),
    }  # fmt: skip
    for name, data in files.items():
        Path(os.fsdecode(os.fsencode(root) + b"/" + name)).write_bytes(data)
    with (
        zipfile.ZipFile(root / "bomb.zip", "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open("bomb.txt", "w") as file,
    ):
        for _ in range(1100):
            file.write(bytes(1 << 20))
    for name, to in {"broken-link.txt": "nowhere", "loop-1.txt": "loop-2.txt", "loop-2.txt": "loop-1.txt"}.items():
        (root / name).symlink_to(to)
    (root / "folder-loop").symlink_to(root)


@pytest.fixture(scope="module")
def home() -> Iterator[Path]:
    """`raw` with the hostile folder, `out`, and compiled word lists."""
    with tempfile.TemporaryDirectory(prefix="hostile-") as folder:
        yield prepared(Path(folder) / "home")


def prepared(home: Path) -> Path:
    home.mkdir()
    (home / "raw").mkdir()
    hostile(home / "raw")
    (home / "out").mkdir()
    (home / "settings.toml").write_text("max_rejected = 0.9\n", "utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TOOLKIT_CACHE", str(home / "lists"))
        for language in lexicon.LANGUAGES:
            lexicon.load(language)
    (home / "raw" / "unreadable.txt").chmod(0)
    return home


def megabytes(root: int) -> float:
    """The memory of a process and all below it: each page's share (PSS), so that a shared one counts once."""
    parents = {}
    for entry in PROC.glob("[0-9]*"):
        try:
            parents[int(entry.name)] = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
        except (OSError, ValueError, IndexError):  # it has ended
            continue
    family, more = {root}, True
    while more:
        more = {child for child, parent in parents.items() if parent in family} - family
        family |= more
    total = 0
    for number in family:
        try:
            lines = (PROC / str(number) / "smaps_rollup").read_text().splitlines()
        except OSError:
            continue
        total += sum(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
    return total / 1024


def toolkit(home: Path, *arguments: str) -> Ran:
    """A command without privileges, and the most memory that it took."""
    started = subprocess.Popen(
        [*UNPRIVILEGED, sys.executable, "-m", "toolkit", *arguments, "--config", str(home / "settings.toml")],
        cwd=home / "out", stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        env=environment(HOME=str(home / "out"), TOOLKIT_CACHE=str(home / "lists"), TMPDIR=str(home / "out")),
    )  # fmt: skip
    most, done = [0.0], threading.Event()

    def watch() -> None:
        while not done.wait(0.05):
            most[0] = max(most[0], megabytes(started.pid))

    watcher = threading.Thread(target=watch)
    watcher.start()
    try:
        out, err = started.communicate(timeout=300)
    finally:
        done.set()
        watcher.join()
    return Ran(started.returncode, out.decode("utf-8", "replace"), err.decode("utf-8", "replace"), most[0])


def listing(home: Path) -> dict[str, tuple[int, int]]:
    """What stands beside the output: every path with its size and its time of change."""
    places = [path for path in home.parent.rglob("*") if home / "out" not in (path, *path.parents)]
    return {str(path): (path.lstat().st_size, path.lstat().st_mtime_ns) for path in places}


def shown(problem: dict[str, object], home: Path) -> str:
    return str(problem["path"]).removeprefix(f"{home}/raw/").removeprefix("../raw/")


def test_validate_names_every_fault_in_one_run(home: Path) -> None:
    before = listing(home)
    ran = toolkit(home, "validate", "../raw", "--format", "json")
    assert "Traceback" not in ran.err
    assert ran.code == 1
    errors = {shown(problem, home): problem for problem in json.loads(ran.out) if problem["severity"] == "error"}
    assert {path: errors[path]["code"] for path in FAULTS if path in errors} == FAULTS
    assert set(errors) - set(FAULTS) == OTHERS
    assert listing(home) == before
    assert ran.megabytes < MOST


def test_build_publishes_what_is_sound_and_loses_nothing(home: Path) -> None:
    before = listing(home)
    shutil.rmtree(home / "out" / "dataset", ignore_errors=True)
    ran = toolkit(home, "build", "--raw", "../raw", "--out", "dataset", "--workers", "2", "--quiet")
    assert "Traceback" not in ran.err
    assert ran.code == 0, ran.err
    assert listing(home) == before, "nothing is written outside the output"
    assert not (home / "evil.txt").exists()
    assert not Path("/abs.txt").exists()
    counts = json.loads((home / "out/dataset/manifest.json").read_text("utf-8"))["counts"]
    dropped = sum(counts["duplicates"].values()) + sum(counts["rejected"].values()) + counts["excluded"]
    assert counts["records"] == counts["published"] + dropped
    published = {row["file_path"] for row in pq.read_table(home / "out/dataset/provenance").to_pylist()}
    sound = {f"good-{number}.txt" for number in range(GOOD)} | {"archive.tar!inside.txt", "same-address-1.txt"}
    sound |= {name.decode("utf-8", "backslashreplace") for name in ODD} | {"one-byte.txt"}  # a text, if a short one
    assert published == sound
    assert counts["duplicates"] == {"url": 1}
    told = {row["file_path"]: row["codes"][0] for row in audit(home, "rejected")}
    assert {path: told[path] for path in FAULTS if path in told} == FAULTS
    assert ran.megabytes < MOST


def audit(home: Path, table: str) -> list[dict[str, object]]:
    return [row for path in (home / "out/dataset.audit").glob(f"{table}-*") for row in pq.read_table(path).to_pylist()]
