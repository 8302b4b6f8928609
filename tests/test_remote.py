"""Sources behind a URL: listed in one order, small ones fetched together, large ones streamed, faults told as such."""

from __future__ import annotations

import gzip
import json
import threading
import time
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import fsspec
import pytest
from rawfiles import article

import toolkit
from toolkit import reading, sources
from toolkit.errors import EnvironmentError_, UsageError
from toolkit.sources import Input, Passed, find, finding, opening, remote, texts
from toolkit.values import Record, Rejected, Source

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from typing import Self

    from botocore.client import BaseClient

boto3 = pytest.importorskip("boto3")
moto = pytest.importorskip("moto.server")
pytest.importorskip("s3fs")

MANY = 150


def inputs(*given: str) -> list[Input]:
    return [item for item in find(given) if isinstance(item, Input)]


def found_in(items: list[Input]) -> list[Source | Rejected]:
    return [found for opened in sources.read(items) for found in opened if not isinstance(found, Passed)]


def message(found: Source | Rejected) -> tuple[str, str]:
    assert isinstance(found, Rejected)
    return found.problems[0].code, found.problems[0].message


@pytest.fixture
def memory() -> Iterator[str]:
    """A folder in fsspec's store in memory."""
    root = f"/{uuid4().hex}"
    system = fsspec.filesystem("memory")
    yield f"memory:/{root}"
    system.rm(root, recursive=True)


def put(url: str, files: dict[str, bytes]) -> None:
    system, root = fsspec.core.url_to_fs(url)
    for name, data in files.items():
        system.pipe_file(f"{root}/{name}", data)


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """A real S3 server on loopback, and the address where it listens."""
    running = moto.ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    running.start()
    host, port = running.get_host_and_port()
    yield f"http://{host}:{port}"
    running.stop()


@pytest.fixture
def bucket(server: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[BaseClient]:
    """A client of that server with one empty bucket, `corpus`."""
    keys = {"AWS_ACCESS_KEY_ID": "x", "AWS_SECRET_ACCESS_KEY": "y", "AWS_DEFAULT_REGION": "us-east-1"}
    for name, value in ({"AWS_ENDPOINT_URL": server} | keys).items():
        monkeypatch.setenv(name, value)
    fsspec.filesystem("s3").clear_instance_cache()
    client = boto3.client("s3")
    client.create_bucket(Bucket="corpus")
    yield client
    for page in client.list_objects_v2(Bucket="corpus").get("Contents", []):
        client.delete_object(Bucket="corpus", Key=page["Key"])
    client.delete_bucket(Bucket="corpus")


class TestInMemory:
    def test_a_folder_gives_paths_relative_to_it_in_their_order(self, memory: str) -> None:
        put(memory, {"b.txt": b"2", "a/c.txt": b"1", ".hidden": b"x", "README.md": b"x"})
        assert [item.path for item in inputs(memory)] == ["a/c.txt", "b.txt"]
        assert [item.path for item in find([memory]) if isinstance(item, Passed)] == [".hidden", "README.md"]
        assert found_in(inputs(memory)) == [Source("a/c.txt", b"1"), Source("b.txt", b"2")]

    def test_a_file_has_a_signature_once_its_last_change_is_no_longer_young(
        self, memory: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        put(memory, {"a.txt": b"1"})
        assert [item.signature for item in inputs(memory)] == [b""]
        monkeypatch.setattr(finding, "YOUNG", -60_000_000_000)
        (before,) = inputs(memory)
        assert len(before.signature) == 32
        assert inputs(memory) == [before]
        put(memory, {"a.txt": b"2"})
        (after,) = inputs(memory)
        assert after.signature != before.signature

    def test_one_file_is_taken_whatever_its_name(self, memory: str) -> None:
        put(memory, {"README.md": b"x"})
        assert found_in(inputs(f"{memory}/README.md")) == [Source("README.md", b"x")]

    def test_a_pattern_gives_paths_relative_to_its_fixed_part(self, memory: str) -> None:
        put(memory, {"a/1.txt": b"1", "b/2.txt": b"2", "b/3.md": b"3"})
        assert [item.path for item in inputs(f"{memory}/*/*.txt")] == ["a/1.txt", "b/2.txt"]

    def test_names_that_look_like_patterns_are_read(self, memory: str) -> None:
        put(memory, {"a[1].txt": b"1", "b*.txt": b"2", "c?.txt": b"3"})
        assert [one.data for one in found_in(inputs(memory)) if isinstance(one, Source)] == [b"1", b"2", b"3"]

    def test_containers_and_empty_files_are_as_on_a_disk(self, memory: str) -> None:
        put(memory, {"a.txt.gz": gzip.compress(b"text"), "b.jsonl": b'{"text": "x"}', "c.txt": b""})
        packed, line, empty = found_in(inputs(memory))
        assert packed == Source("a.txt.gz", b"text")
        assert line == Source("b.jsonl", b"x", 1, 0, inside=True)
        assert message(empty) == ("RD002", "The file is empty.")

    @pytest.mark.parametrize("url", ["memory://nothing", "memory://nothing/*.txt"])
    def test_nothing_there_is_misuse(self, url: str) -> None:
        with pytest.raises(UsageError, match="there is no such file, folder or pattern"):
            list(find([url]))

    @pytest.mark.parametrize(
        ("url", "cause"),
        [
            ("nosuch://a/b", "Protocol not known: nosuch"),
            ("zip://a::s3://b/c.zip", "a chain of file systems is not read"),
        ],
    )
    def test_what_is_no_store_is_misuse(self, url: str, cause: str) -> None:
        with pytest.raises(UsageError, match=cause):
            list(find([url]))

    def test_a_file_that_goes_after_it_was_listed_is_a_problem(
        self, memory: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        put(memory, {"a.txt": b"1", "b.txt": b"2"})
        listed = inputs(memory)
        system, root = fsspec.core.url_to_fs(memory)
        system.rm_file(f"{root}/a.txt")
        gone, there = found_in(listed)
        assert message(gone)[0] == "RD001"
        assert there == Source("b.txt", b"2")
        monkeypatch.setattr(opening, "PIECE", 0)
        assert message(found_in([listed[0]._replace(size=1)])[0])[0] == "RD001", "streamed, too"

    def test_many_are_fetched_at_once_and_come_in_order(self, memory: str, monkeypatch: pytest.MonkeyPatch) -> None:
        put(memory, {f"{number:03}.txt": b"%d" % number for number in range(MANY)})
        system, _ = fsspec.core.url_to_fs(memory)
        under_way, most, lock, cat = [0], [0], threading.Lock(), type(system).cat_file

        def slow(self: Any, path: str, *args: Any, **options: Any) -> bytes:  # noqa: ANN401
            with lock:
                under_way[0] += 1
                most[0] = max(most[0], under_way[0])
            time.sleep(0.01 if path.endswith("0.txt") else 0.005)
            with lock:
                under_way[0] -= 1
            data: bytes = cat(self, path, *args, **options)
            return data

        monkeypatch.setattr(type(system), "cat_file", slow)
        found = [one.data for one in found_in(inputs(memory)) if isinstance(one, Source)]
        assert found == [b"%d" % number for number in range(MANY)]
        assert remote.TOGETHER >= most[0] > 8

    def test_a_store_that_breaks_off_is_no_damage_of_the_file(
        self, memory: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        class Broken:
            def read(self, _size: int) -> bytes:
                raise ConnectionResetError(104, "Connection reset by peer")

            def __enter__(self) -> Self:
                return self

            def __exit__(self, *_: object) -> None:
                pass

        put(memory, {"a.txt.gz": b"x"})
        monkeypatch.setattr(remote, "open_stream", lambda _: Broken())
        (found,) = found_in([item._replace(size=1 << 40) for item in inputs(memory)])
        assert message(found) == ("RD001", "The file cannot be read to its end: Connection reset by peer.")


class TestS3:
    def test_a_build_reads_many_small_objects_and_large_ones(
        self, bucket: BaseClient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        for number in range(MANY):
            bucket.put_object(Bucket="corpus", Key=f"raw/small/{number:03}.txt", Body=article(number))
        joined = b"\n".join(article(number) for number in range(MANY, 2 * MANY))
        bucket.put_object(Bucket="corpus", Key="raw/joined.txt", Body=joined)
        texts_ = [{"text": article(number).decode()} for number in range(2 * MANY, 2 * MANY + 5)]
        bucket.put_object(Bucket="corpus", Key="raw/lines.jsonl", Body="\n".join(map(json.dumps, texts_)).encode())
        monkeypatch.setattr(texts, "PIECE", 9000)
        monkeypatch.setattr(opening, "PIECE", 9000)
        manifest = toolkit.build(["s3://corpus/raw"], tmp_path / "out", workers=1)
        assert (manifest.inputs.files, manifest.counts.published) == (MANY + 2, 2 * MANY + 5)
        assert list(toolkit.verify(tmp_path / "out", ["s3://corpus/raw"])) == []

    def test_patterns_and_single_objects(self, bucket: BaseClient) -> None:
        for name in ("raw/a.txt", "raw/b.txt", "raw/c.md"):
            bucket.put_object(Bucket="corpus", Key=name, Body=article(1))
        assert [item.path for item in inputs("s3://corpus/raw/*.txt")] == ["a.txt", "b.txt"]
        assert [item.path for item in inputs("s3://corpus/raw/c.md")] == ["c.md"]
        assert [isinstance(one, Record) for one in reading.records(["s3://corpus/raw/c.md"])] == [True]

    def test_a_second_build_reads_no_object_whose_tag_is_the_same(self, bucket: BaseClient, tmp_path: Path) -> None:
        for number in range(6):
            bucket.put_object(Bucket="corpus", Key=f"raw/{number}.txt", Body=article(number))
        chosen = toolkit.Settings(shard_size=16_000)

        def units() -> dict[str, int]:
            toolkit.build(["s3://corpus/raw"], tmp_path / "out", chosen, workers=1)
            found: dict[str, int] = json.loads((tmp_path / "out.audit" / "build.json").read_text("utf-8"))["units"]
            return found

        assert units()["made"] > 3
        assert units()["made"] == 0
        bucket.put_object(Bucket="corpus", Key="raw/3.txt", Body=article(33))
        assert units()["made"] == 1

    def test_places_are_the_addresses_that_a_person_opens(self, bucket: BaseClient) -> None:
        bucket.put_object(Bucket="corpus", Key="raw/a.txt", Body=b"")
        (problem,) = reading.validate(["s3://corpus/raw"])
        assert str(problem.place) == "s3://corpus/raw/a.txt"

    @pytest.mark.parametrize("url", ["s3://corpus/nothing", "s3://nobucket/raw"])
    def test_nothing_there_is_misuse(self, bucket: BaseClient, url: str) -> None:  # noqa: ARG002 — it starts the server
        with pytest.raises(UsageError, match="there is no such file, folder or pattern"):
            list(find([url]))

    def test_a_store_that_refuses_is_the_environment(self, bucket: BaseClient, monkeypatch: pytest.MonkeyPatch) -> None:
        def refused(*_: object, **__: object) -> None:
            msg = "Access Denied"
            raise PermissionError(msg)

        bucket.put_object(Bucket="corpus", Key="raw/a.txt", Body=b"x")
        system, _ = fsspec.core.url_to_fs("s3://corpus/raw")
        monkeypatch.setattr(type(system), "find", refused)
        with pytest.raises(EnvironmentError_, match=r"s3://corpus/raw: the store cannot be listed: Access Denied"):
            list(find(["s3://corpus/raw"]))


def test_what_follows_a_question_mark_in_a_web_address_is_not_published(monkeypatch: pytest.MonkeyPatch) -> None:
    class Web:
        def info(self, _url: str) -> dict[str, Any]:
            return {"size": None, "type": "file"}

        def unstrip_protocol(self, name: str) -> str:
            return name

    url = "https://example.org/raw/a.txt?token=secret"
    monkeypatch.setattr(remote, "_system", lambda given: (Web(), given))
    assert remote.listed(url, 0) == [("a.txt", url, remote.UNKNOWN, b"")]
