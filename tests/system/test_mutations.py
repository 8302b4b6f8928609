"""Twenty thousand damaged files, through validate and build: no traceback, and every record is accounted for."""

from __future__ import annotations

import gzip
import json
import random
import shutil
from collections import Counter
from typing import TYPE_CHECKING

import pyarrow.parquet as pq
import pytest
from rawfiles import article, fill

import toolkit
from toolkit import reading
from toolkit.values import Problem, Record

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

pytestmark = pytest.mark.system

FILES, BATCHES = 20_000, 20
ENCODINGS = ("utf-8", "cp1254", "iso8859-9", "cp1251", "utf-16", "utf-16-le", "utf-8-sig", "cp857", "utf-7")
TEXTS = (
    "Belediye meclisi dün akşam toplandı ve yeni parkın yerini görüştü.Üyeler kıyıdaki arsayı seçti.",
    "The council met last night.It chose the site by the water, and nobody objected to the plan.",
    "Совет собрался вчера вечером.Он выбрал место у воды, и никто не возражал против плана.",
)


def flipped(data: bytes, dice: random.Random) -> bytes:
    """Some bits changed."""
    changed = bytearray(data)
    for _ in range(dice.choice((1, 1, 4, 64))):
        changed[dice.randrange(len(changed))] ^= 1 << dice.randrange(8)
    return bytes(changed)


def lined(data: bytes, dice: random.Random) -> bytes:
    """Lines dropped, doubled and put elsewhere."""
    lines = data.splitlines(keepends=True)
    for _ in range(dice.randint(1, 4)):
        at = dice.randrange(len(lines))
        lines[at : at + 1] = dice.choice(([], [lines[at]] * 2, [lines[at], dice.choice(lines)]))
        lines = lines or [b"\n"]
    return b"".join(lines)


def recoded(data: bytes, dice: random.Random) -> bytes:
    """Each line in an encoding of its own, or the whole in another."""
    text = data.decode("utf-8", "replace")
    if dice.random() < 0.5:
        return text.encode(dice.choice(ENCODINGS), "replace")
    few = dice.sample(ENCODINGS, 2)
    return b"".join(line.encode(dice.choice(few), "replace") for line in text.splitlines(keepends=True))


def cut(data: bytes, dice: random.Random) -> bytes:
    """The beginning or the end gone, or a piece of it."""
    begin, end = sorted(dice.randrange(len(data) + 1) for _ in range(2))
    return dice.choice((data[begin:], data[:end], data[:begin] + data[end:]))


def ended(data: bytes, dice: random.Random) -> bytes:
    """Other line ends, mixed ones too."""
    ends = dice.choice(((b"\r\n",), (b"\r",), (b"\n", b"\r", b"\r\n", b"\n\n")))
    return b"".join(line + dice.choice(ends) for line in data.split(b"\n"))


def stuffed(data: bytes, dice: random.Random) -> bytes:
    """Something put in that has a meaning of its own."""
    pieces = (
        b"\0", b"\xef\xbb\xbf", b"\xff\xfe", b" date 2023-05 https://a.example/x\n\n", b"date 2023-99 \n",
        b"&nbsp;&#0;", "\u2028\u202e\u0000".encode(), b"<html>", b"\x1a", b"https://", b"%ZZ", "â€™ÅŸ".encode(),
        b"\xed\xa0\x80", b"\r\r\n",
    )  # fmt: skip
    for _ in range(dice.randint(1, 5)):
        at = dice.randrange(len(data) + 1)
        data = data[:at] + dice.choice(pieces) + data[at:]
    return data


MUTATIONS: tuple[Callable[[bytes, random.Random], bytes], ...] = (flipped, lined, recoded, cut, ended, stuffed)
PACKED: dict[str, Callable[[bytes], bytes]] = {
    ".txt": bytes,
    ".txt.gz": gzip.compress,
    ".jsonl": lambda data: json.dumps({"text": data.decode("utf-8", "replace")}).encode() + b"\n",
}


def mutant(number: int) -> tuple[str, bytes]:
    """A damaged file, always the same for a number."""
    dice = random.Random(number)  # noqa: S311 — damage, not a secret
    data = article(number, text=" ".join(dice.choices(TEXTS, k=dice.randint(1, 4))))
    if dice.random() < 0.2:
        data += b"\n" + article(number + FILES)
    for change in dice.choices(MUTATIONS, k=dice.choice((1, 1, 2, 3))):
        data = change(data or b"\n", dice)
    ending = dice.choices(tuple(PACKED), (8, 1, 1))[0]
    packed = PACKED[ending](data)
    if ending != ".txt" and packed and dice.random() < 0.5:
        packed = flipped(packed, dice)
    return f"{number:05}{ending}", packed


@pytest.mark.parametrize("batch", range(BATCHES))
def test_every_record_is_accounted_for(tmp_path: Path, batch: int) -> None:
    size = FILES // BATCHES
    raw = fill(tmp_path / "raw", dict(mutant(number) for number in range(batch * size, (batch + 1) * size)))
    require = ("text",) if batch % 2 else ("url", "date", "title", "text")
    chosen = toolkit.Settings(max_rejected=1.0, require=require)

    seen = list(reading.records([raw], chosen))
    sound = Counter(one.id for one in seen if isinstance(one, Record))
    assert all(one.message and one.place.path for one in seen if isinstance(one, Problem))

    manifest = toolkit.build([raw], tmp_path / "out", chosen, workers=1)
    published = [row["id"] for row in pq.read_table(tmp_path / "out" / "data", columns=["id"]).to_pylist()]
    audit = {
        table: [row for path in (tmp_path / "out.audit").glob(f"{table}-*") for row in pq.read_table(path).to_pylist()]
        for table in ("duplicates", "rejected")
    }
    counts = manifest.counts
    assert counts.conserved
    assert "TK001" not in counts.rejected, "the toolkit itself failed on a record"
    assert sound == Counter(published) + Counter(row["id"] for row in audit["duplicates"])
    assert len(audit["rejected"]) == sum(counts.rejected.values()) + counts.unreadable
    told = {row["file_path"] for row in audit["rejected"]} | {one.file_path for one in seen if isinstance(one, Record)}
    assert told == {path.name for path in raw.iterdir()}, "no file vanishes"
    if batch == 0:
        assert list(toolkit.verify(tmp_path / "out", [raw])) == []
    shutil.rmtree(raw)
