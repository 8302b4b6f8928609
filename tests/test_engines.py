"""Engines: results in order, few tasks in flight, workers that are replaced and never left behind; the same bytes.

What needs a Ray that runs is in `tests/system/test_ray.py`.
"""

from __future__ import annotations

import os
import random
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from engine_tasks import die_always, die_once, note_and_sleep, refuse, slow_when_even, square, where
from rawfiles import article, audited, contents, environment, fill

import toolkit
from toolkit.cli import main
from toolkit.engines import Local, cores
from toolkit.errors import EnvironmentError_

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

TESTS = Path(__file__).parent


def alive(process: int) -> bool:
    """Whether it runs; one that has ended and waits to be collected does not."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def wait_for(condition: Callable[[], bool], seconds: float = 30) -> bool:
    end = time.monotonic() + seconds
    while not condition() and time.monotonic() < end:
        time.sleep(0.02)
    return condition()


def workers_in(folder: Path) -> list[int]:
    return [int(path.name) for path in folder.iterdir()]


@pytest.fixture(scope="module")
def local() -> Iterator[Local]:
    with Local(2) as engine:
        yield engine


class TestMap:
    def test_gives_results_in_the_order_of_tasks_however_they_complete(self, local: Local) -> None:
        assert list(local.map(slow_when_even, range(12))) == list(range(12))

    def test_of_no_tasks_is_nothing_and_starts_nothing(self) -> None:
        with Local(2) as engine:
            assert list(engine.map(square, [])) == []
            assert engine._pool is None

    def test_runs_in_other_processes(self, local: Local) -> None:
        found = set(local.map(where, range(8)))
        assert os.getpid() not in found
        assert len(found) <= 2

    def test_with_one_worker_runs_in_this_one(self) -> None:
        with Local(1) as engine:
            assert list(engine.map(where, range(3))) == [os.getpid()] * 3

    def test_serves_several_functions_in_turn(self, local: Local) -> None:
        assert list(local.map(square, [3])) + list(local.map(slow_when_even, [3])) == [9, 3]

    @pytest.mark.parametrize("workers", [1, 2])
    def test_keeps_few_tasks_in_flight(self, workers: int) -> None:
        taken = 0

        def tasks() -> Iterator[int]:
            nonlocal taken
            for number in range(20):
                taken += 1
                yield number

        with Local(workers) as engine:
            for done, _ in enumerate(engine.map(square, tasks()), 1):
                assert taken - done <= 2 * workers

    def test_raises_what_a_task_raises_after_the_results_before_it(self, local: Local) -> None:
        found = []
        with pytest.raises(LookupError, match="not 3"):
            found.extend(local.map(refuse, range(6)))
        assert found == [0, 1, 2]
        assert list(local.map(square, [4])) == [16], "the engine works on"

    def test_raises_what_making_the_tasks_raises(self, local: Local) -> None:
        def tasks() -> Iterator[int]:
            yield 1
            msg = "no more"
            raise OSError(msg)

        with pytest.raises(OSError, match="no more"):
            list(local.map(square, tasks()))


class TestWorkersThatDie:
    def test_once_are_replaced_and_nothing_is_lost(self, tmp_path: Path) -> None:
        tasks = [(number, str(tmp_path / "mark")) for number in range(9)]
        with Local(2) as engine:
            assert list(engine.map(die_once, tasks)) == list(range(9))
        assert (tmp_path / "mark").exists()

    def test_between_two_runs_are_replaced(self) -> None:
        with Local(2) as engine:
            for worker in set(engine.map(where, range(8))):
                os.kill(worker, signal.SIGKILL)
            assert list(engine.map(square, range(5))) == [0, 1, 4, 9, 16]

    def test_are_replaced_when_the_pool_knows_before_the_next_task(self) -> None:
        with Local(2) as engine:
            os.kill(next(engine.map(where, [0])), signal.SIGKILL)
            assert wait_for(lambda: bool(engine._pool and engine._pool._broken))
            assert list(engine.map(square, range(5))) == [0, 1, 4, 9, 16]

    def test_three_times_on_one_task_end_the_run_and_name_it(self) -> None:
        with Local(2) as engine, pytest.raises(EnvironmentError_) as error:
            list(engine.map(die_always, range(6)))
        assert str(error.value) == ("3 workers died on the same task: 2. Is there enough memory? Try fewer --workers.")

    def test_give_the_results_before_the_task_that_kills(self) -> None:
        with Local(2) as engine:
            results = engine.map(die_always, range(6))
            assert [next(results), next(results)] == [0, 1]
            with pytest.raises(EnvironmentError_):
                next(results)


class TestLeaving:
    def test_ends_the_workers(self) -> None:
        with Local(2) as engine:
            workers = set(engine.map(where, range(8)))
        assert wait_for(lambda: not any(map(alive, workers)))

    def test_while_they_are_busy_ends_them_at_once(self, tmp_path: Path) -> None:
        begun = time.monotonic()

        def leave() -> None:
            with Local(2) as engine:
                for _ in range(3):
                    engine._submit(note_and_sleep, str(tmp_path))
                assert wait_for(lambda: len(workers_in(tmp_path)) == 2)
                raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            leave()
        assert wait_for(lambda: not any(map(alive, workers_in(tmp_path))), 5)
        assert time.monotonic() - begun < 60

    def test_twice_is_leaving_once(self) -> None:
        engine = Local(2)
        with engine:
            list(engine.map(square, [1]))
        with engine:
            assert list(engine.map(square, [2])) == [4]

    def test_killed_with_no_time_for_it_still_leaves_no_worker(self, tmp_path: Path) -> None:
        script = (
            "from engine_tasks import note_and_sleep\nfrom toolkit.engines import Local\n"
            "if __name__ == '__main__':\n"
            f"    list(Local(2).map(note_and_sleep, [{str(tmp_path / 'busy')!r}] * 4))\n"
        )
        (tmp_path / "run.py").write_text(script, "utf-8")
        (tmp_path / "busy").mkdir()
        variables = environment(PYTHONPATH=f"{TESTS}{os.pathsep}{TESTS.parent}")
        with subprocess.Popen(
            [sys.executable, tmp_path / "run.py"], env=variables, stderr=subprocess.DEVNULL
        ) as parent:
            assert wait_for(lambda: len(workers_in(tmp_path / "busy")) == 2)
            parent.kill()
        assert wait_for(lambda: not any(map(alive, workers_in(tmp_path / "busy"))), 10)

    def test_ctrl_c_is_left_to_the_parent(self) -> None:
        with Local(2) as engine:
            workers = set(engine.map(where, range(8)))
            for worker in workers:
                os.kill(worker, signal.SIGINT)
            time.sleep(0.1)
            assert all(map(alive, workers))
            assert list(engine.map(square, [5])) == [25]


THREADS = """
import threading
from toolkit.processes import lighten
lighten()
import pyarrow
from engine_tasks import where
from toolkit.engines import Local
from toolkit.processes import may_fork

def begun():
    with Local(2) as engine:
        list(engine.map(where, [1]))
        return engine._pool._mp_context.get_start_method()

print(may_fork(), begun())
ended = threading.Event()
threading.Thread(target=ended.wait).start()
print(may_fork(), begun())
ended.set()
"""


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere all workers are spawned")
def test_workers_are_forked_where_no_other_thread_runs_and_spawned_where_one_does() -> None:
    command = [sys.executable, "-c", THREADS]
    ran = subprocess.run(command, cwd=TESTS, capture_output=True, env=environment(), text=True, check=False)
    assert (ran.stdout.splitlines(), ran.stderr) == (["True fork", "False spawn"], "")


class Shuffled(Local):
    """Runs the tasks in a random order, and yields their results in theirs."""

    def __init__(self, seed: int) -> None:
        super().__init__()
        self.random = random.Random(seed)  # noqa: S311 — an order, no secret

    def map(self, function: Callable[[object], object], tasks: Iterable[object]) -> Iterator[object]:
        given = list(tasks)
        results = {at: function(given[at]) for at in self.random.sample(range(len(given)), len(given))}
        return (results[at] for at in range(len(given)))


Build = Callable[..., dict[str, bytes]]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Build:
    """The dataset and the audit of a build with some engine or number of workers, of a dozen units and some shards."""
    files = {f"{number:02}.txt": article(number % 35) for number in range(40)}
    raw = fill(tmp_path_factory.mktemp("raw"), files)

    def build(**options: object) -> dict[str, bytes]:
        out = tmp_path_factory.mktemp("out") / "dataset"
        toolkit.build([raw], out, toolkit.Settings(shard_size=8000), **options)
        return contents(out) | {f"audit/{name}": data for name, data in audited(out).items()}

    return build


@pytest.fixture(scope="module")
def expected(built: Build) -> dict[str, bytes]:
    """What one worker makes."""
    found = built(workers=1)
    assert sum(name.startswith("data/") for name in found) > 2
    return found


@pytest.mark.parametrize("workers", [2, 5])
def test_the_bytes_do_not_depend_on_the_workers(built: Build, expected: dict[str, bytes], workers: int) -> None:
    assert built(workers=workers) == expected


@pytest.mark.parametrize("seed", range(3))
def test_the_bytes_do_not_depend_on_the_order_of_completion(
    built: Build, expected: dict[str, bytes], seed: int
) -> None:
    assert built(engine=Shuffled(seed)) == expected


class TestRayIsRefused:
    @pytest.fixture
    def said(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Callable[..., str]:
        """What a build says that ends with exit code 2, and leaves nothing."""
        raw, out = fill(tmp_path / "raw", {"a.txt": article()}), tmp_path / "out"

        def build(*options: str) -> str:
            assert main(["build", "--raw", str(raw), "--out", str(out), "--quiet", *options]) == 2
            assert not out.exists()
            return capsys.readouterr().err

        return build

    @pytest.fixture
    def closed(self) -> str:
        """An address that nobody listens at."""
        with socket.create_server(("127.0.0.1", 0)) as server:
            port = server.getsockname()[1]
        return f"127.0.0.1:{port}"

    def test_where_nobody_answers(self, said: Callable[..., str], closed: str) -> None:
        expected = f"toolkit: Ray cannot be joined at {closed}: Connection refused\n"
        assert said("--engine", "ray", "--ray-address", closed) == expected

    def test_where_the_variable_leads_nowhere(
        self, said: Callable[..., str], closed: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("RAY_ADDRESS", closed)
        assert said("--engine", "ray").startswith(f"toolkit: Ray cannot be joined at {closed}: ")

    @pytest.mark.parametrize("address", ["10.0.0.1", "ray://10.0.0.1:10001", "host:port", ":6379"])
    def test_at_what_is_no_address(self, said: Callable[..., str], address: str) -> None:
        message = said("--engine", "ray", "--ray-address", address)
        assert message.startswith(f"toolkit: {address} is no address of a Ray cluster: it must be HOST:PORT, such as")

    def test_with_workers_on_a_cluster(self, said: Callable[..., str], closed: str) -> None:
        message = said("--engine", "ray", "--ray-address", closed, "--workers", "3")
        assert (
            message
            == f"toolkit: --workers is for this machine; on {closed}, the cluster's cores decide: leave it out\n"
        )

    def test_with_another_engine(self, said: Callable[..., str], closed: str) -> None:
        assert said("--ray-address", closed) == "toolkit: --ray-address is for --engine ray\n"

    def test_where_it_is_not_installed(self, said: Callable[..., str], monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setitem(sys.modules, "ray", None)
        monkeypatch.delitem(sys.modules, "toolkit.engines.ray", raising=False)
        expected = "toolkit: --engine ray: ray is not installed; pip install 'corpus-dataset-toolkit[ray]'\n"
        assert said("--engine", "ray") == expected


class TestCores:
    def test_are_those_that_this_process_may_use(self) -> None:
        before = os.sched_getaffinity(0)
        try:
            os.sched_setaffinity(0, [min(before)])
            assert cores() == 1
        finally:
            os.sched_setaffinity(0, before)

    def test_are_no_more_than_the_machine_has(self, tmp_path: Path) -> None:
        assert cores(tmp_path) == len(os.sched_getaffinity(0))

    @pytest.mark.parametrize(
        ("group", "files", "expected"),
        [
            ("0::/a/b", {"a/b/cpu.max": b"100000 100000\n"}, 1),
            ("0::/a/b", {"a/b/cpu.max": b"max 100000\n", "a/cpu.max": b"50000 100000\n"}, 1),
            ("0::/a/b", {"a/b/cpu.max": b"150000 100000\n"}, 2),
            ("0::/a/b", {"a/b/cpu.max": b"max 100000\n"}, 2),
            ("0::/", {"cpu.max": b"20000 100000\n"}, 1),
            ("0::/seen/from/outside", {"cpu.max": b"20000 100000\n"}, 1),
            ("0::/a/b", {"a/c/cpu.max": b"20000 100000\n"}, 2),
            ("3:cpu,cpuacct:/a", {"cpu/a/cpu.cfs_quota_us": b"90000\n", "cpu/a/cpu.cfs_period_us": b"100000\n"}, 1),
            ("3:cpu:/a", {"cpu/a/cpu.cfs_quota_us": b"-1\n", "cpu/a/cpu.cfs_period_us": b"100000\n"}, 2),
            ("4:memory:/a", {"cpu/a/cpu.cfs_quota_us": b"90000\n", "cpu/a/cpu.cfs_period_us": b"100000\n"}, 2),
        ],
    )
    def test_are_those_that_control_groups_grant(
        self, tmp_path: Path, group: str, files: dict[str, bytes], expected: int
    ) -> None:
        named = {f"sys/fs/cgroup/{name}": data for name, data in files.items()}
        root = fill(tmp_path, {"proc/self/cgroup": f"1:name=systemd:/\n{group}\n".encode(), **named})
        assert cores(root) == min(expected, len(os.sched_getaffinity(0)))
