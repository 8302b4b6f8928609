"""Raw files for tests, written for them: sound articles and each kind of fault."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]

BODY = (
    "Belediye meclisi dün akşam toplandı ve yeni parkın yerini görüştü. Üyeler uzun bir tartışmanın ardından "
    "kıyıdaki arsayı seçti. Başkan, çalışmaların bahar aylarında başlayacağını ve halkın görüşünün alınacağını "
    "söyledi. Mahalle sakinleri kararı olumlu buldu ve ağaçların korunmasını istedi."
)
"""More than `toolkit.dedup.SHORT` letters, so that a text alone tells two articles apart."""


def article(
    number: int = 0, *, url: str | None = None, title: str | None = None, text: str | None = None, date: str = "2023-05"
) -> bytes:
    """A sound raw record; with equal arguments the same, with another number another in every field."""
    lines = (
        f" date {date} {url or f'https://haber.example/2023051{number % 10}/park-{number}.html'}",
        title or f"Park kararı {number}",
        f"Meclis, {number} numaralı kararla kıyıdaki arsayı park için ayırdı. 1{number % 10}.05.2023, Kıyı Postası",
        text or f"Karar {number} açıklandı. {BODY}",
    )
    return ("\n\n".join(lines) + "\n").encode()


STRICT = ("url", "date", "title", "text")
"""The setting `require` under which each of `BROKEN` is rejected."""

STRICT_TOML = f"require = {list(STRICT)}\n"

NO_HEADER = b"Just a line of text\n\nand another one.\n"
BAD_MONTH = article(1, date="2023-13")
NO_BODY = b" date 2023-05 https://haber.example/a.html\n\nA title\n"
BROKEN = {"HD001": NO_HEADER, "HD002": BAD_MONTH, "BD001": NO_BODY}
"""Records with one fault each, by the code that it has."""


def noise(size: int) -> bytes:
    """Bytes that no compression makes smaller, always the same."""
    return hashlib.shake_256(b"noise").digest(size)


def fill(folder: Path, files: dict[str, bytes]) -> Path:
    """A folder with these files."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return folder


def contents(folder: Path) -> dict[str, bytes]:
    """Every file of a folder, by its path in it."""
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def audited(out: Path) -> dict[str, bytes]:
    """Every file of the audit of the dataset `out`, less `build.json`, which tells of times."""
    found = contents(out.with_name(f"{out.name}.audit"))
    assert found.pop("build.json", b"{")[:1] == b"{"
    return found


def left_behind(out: Path) -> set[str]:
    """What builds of `out` left beside it: nothing but the lock, the parts and their index may stay."""
    return {path.name for path in out.with_name(f"{out.name}.cache").iterdir()} - {"lock", "parts", "index.json"}


def change_manifest(folder: Path, *keys: str | int, to: object) -> None:
    """Set one value of `manifest.json`, found by its keys."""
    path = folder / "manifest.json"
    tree = node = json.loads(path.read_text("utf-8"))
    for key in keys[:-1]:
        node = node[key]
    node[keys[-1]] = to
    path.write_text(json.dumps(tree), "utf-8")


def environment(**more: str) -> dict[str, str]:
    """The variables of a child process that runs this toolkit."""
    return os.environ | {"PYTHONPATH": str(ROOT), "PYTHONUTF8": "1", "PYTHONUNBUFFERED": ""} | more


def toolkit(*arguments: str | Path, cwd: Path | None = None, **options: object) -> subprocess.CompletedProcess[bytes]:
    """`python -m toolkit` in a process of its own."""
    command = [sys.executable, "-m", "toolkit", *map(str, arguments)]
    settings: dict[str, object] = {"capture_output": True, "timeout": 120, "env": environment()}
    return subprocess.run(command, check=False, cwd=cwd, **(settings | options))
