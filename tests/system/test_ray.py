"""On Ray the bytes are those of one worker: on this machine, on a cluster of several nodes, and when a node is lost.

Ray runs in a network of its own.  The cluster does so among processes of its own as well, which end with the first of
them; it is started, used and stopped as docs/cluster.md says.
"""

from __future__ import annotations

import glob
import json
import os
import signal
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest
from builds import PROC, SETTINGS, Running, needs_proc, wait_for, working
from platformdirs import user_cache_path
from rawfiles import audited, contents, environment, left_behind
from test_docs import ROOT, blocks, commands

if TYPE_CHECKING:
    from collections.abc import Iterator

    from builds import Corpus

pytestmark = [pytest.mark.system, needs_proc]

HERE = Path(__file__).parent
PAGE = ROOT / "docs/cluster.md"
HEAD, NODES = "10.0.0.1", ("10.0.0.2", "10.0.0.3")
PROCESSES = ("--pid", "--fork", "--mount-proc", "--kill-child")
RAY = ("--engine", "ray")


def unshared(*what: str) -> list[str]:
    """What to put before a command, so that it has a network (and what else is named) of its own."""
    user = [] if os.geteuid() == 0 else ["--user", "--map-root-user"]
    return ["unshare", *user, "--net", *what, sys.executable, str(HERE / "network.py"), HEAD, *NODES, "--"]


@pytest.fixture(scope="module")
def alone() -> list[str]:
    """What to put before a command, so that it has a network of its own."""
    tried = subprocess.run([*unshared(*PROCESSES), "true"], capture_output=True, text=True, check=False)
    if tried.returncode and not os.environ.get("CI"):
        pytest.skip(f"no network and processes of one's own: {tried.stderr.strip()}")
    return unshared()


@pytest.fixture(scope="module")
def place() -> Iterator[Path]:
    """Where Ray keeps its sockets, whose paths must be short, and a home for the cluster's token."""
    with tempfile.TemporaryDirectory(prefix="ray") as folder:
        yield Path(folder)


@pytest.fixture(scope="module")
def variables(place: Path) -> dict[str, str]:
    lists = os.environ.get("TOOLKIT_CACHE") or str(user_cache_path("corpus-dataset-toolkit", appauthor=False))
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    return {"RAY_TMPDIR": str(place), "HOME": str(place), "TOOLKIT_CACHE": lists, "PATH": path}


def silent(stderr: str) -> bool:
    """Whether nothing was said but Ray's remark on a machine that has no way out of its network."""
    return not [line for line in stderr.splitlines() if line and "Failed to determine local IP" not in line]


class TestOnThisMachine:
    def test_the_bytes_are_the_same(
        self, corpus: Corpus, out: Path, alone: list[str], variables: dict[str, str]
    ) -> None:
        running = Running(corpus.raw, out, inside=alone, engine=RAY, variables=variables)
        result = running.result()
        assert result.returncode == 0, result.stderr
        assert silent(result.stderr), result.stderr
        assert result.stdout.startswith("in          1,500 files")
        assert contents(out) == corpus.dataset
        assert audited(out) == corpus.audit
        assert left_behind(out) == set()
        assert running.ended(), f"these survive: {running.processes()}"

    @pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
    def test_interrupted(
        self, corpus: Corpus, out: Path, alone: list[str], variables: dict[str, str], number: signal.Signals
    ) -> None:
        before = contents(out)
        running = Running(corpus.raw, out, inside=alone, engine=RAY, variables=variables)
        assert wait_for(lambda: working(out), 120)
        os.killpg(running.process.pid, number)
        result = running.result(30)
        assert result.returncode == 130, result.stderr
        assert "interrupted" in result.stderr
        assert "Traceback" not in result.stderr
        assert running.ended(), f"these survive: {running.processes()}"
        assert contents(out) == before
        assert left_behind(out) == set()

    def test_killed(self, corpus: Corpus, out: Path, alone: list[str], variables: dict[str, str]) -> None:
        before = contents(out)
        running = Running(corpus.raw, out, inside=alone, engine=RAY, variables=variables)
        assert wait_for(lambda: working(out), 120)
        running.process.kill()
        assert running.result().returncode == -signal.SIGKILL
        assert running.ended(120), f"these survive: {running.processes()}"  # Ray's agents look about once a minute
        assert contents(out) == before


@pytest.fixture(scope="module")
def answers(alone: list[str], variables: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> dict[str, object]:
    """What `ray_answers.py` finds of the engine in a process of its own."""
    command = [*alone, sys.executable, HERE / "ray_answers.py", tmp_path_factory.mktemp("answers")]
    given = environment(**variables, PYTHONPATH=os.pathsep.join([str(ROOT), str(ROOT / "tests")]))
    done = subprocess.run(command, env=given, capture_output=True, text=True, timeout=240, check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


class TestMap:
    def test_gives_results_in_the_order_of_tasks_however_they_complete(self, answers: dict[str, object]) -> None:
        assert answers["ordered"] == list(range(12))

    def test_of_no_tasks_is_nothing(self, answers: dict[str, object]) -> None:
        assert answers["nothing"] == []

    def test_keeps_few_tasks_in_flight(self, answers: dict[str, object]) -> None:
        assert answers["most held"] <= 16 * 2

    def test_runs_in_the_callers_folder(self, answers: dict[str, object]) -> None:
        assert answers["folder"] == [str(Path.cwd())]

    def test_raises_what_a_task_raises_after_the_results_before_it(self, answers: dict[str, object]) -> None:
        assert answers["refused"] == [[0, 1, 2], "LookupError", "not 3"]
        assert answers["works on"] == [16]

    def test_replaces_a_worker_that_dies(self, answers: dict[str, object]) -> None:
        assert answers["died once"] == list(range(9))

    def test_names_the_task_that_kills_three(self, answers: dict[str, object]) -> None:
        results, kind, message = answers["died always"]
        assert (results, kind) == ([0, 1], "EnvironmentError_")
        assert message.startswith("3 workers or nodes were lost on the same task: 2. Is there enough memory")

    def test_tells_of_a_path_that_a_node_does_not_see(self, answers: dict[str, object]) -> None:
        results, kind, message = answers["not shared"]
        assert (results, kind) == ([], "EnvironmentError_")
        assert message.endswith("/nowhere: share it with every node, under the same path")

    def test_tells_of_a_node_with_another_version(self, answers: dict[str, object]) -> None:
        results, kind, message = answers["other version"]
        assert (results, kind) == ([], "EnvironmentError_")
        assert message.endswith("the caller 0.0.1: install the same on every node")

    def test_tells_of_a_node_without_the_code(self, answers: dict[str, object]) -> None:
        results, kind, message = answers["no code"]
        assert (results, kind) == ([], "EnvironmentError_")
        assert message == "a node cannot take on a task: No module named 'here_only'; is the toolkit installed there?"


def scripts(heading: str) -> list[str]:
    """The commands that the page shows below a heading, a script for each of its blocks."""
    text = PAGE.read_text("utf-8")
    start = text.count("\n", 0, text.index(heading))
    end = text.count("\n", 0, text.find("\n## ", text.index(heading)))
    shown = [block for block in blocks(PAGE) if block.kind == "console" and start < block.line <= end]
    return ["\n".join(command for command, _ in commands(block)) for block in shown]


START_HEAD, START_NODE = scripts("## Start the cluster")
SUBMIT, STOP = scripts("## Submit the build")


class Cluster(NamedTuple):
    """A cluster of a head and of nodes with a core each, among the processes that `first` is the first of."""

    first: int
    folder: Path
    variables: dict[str, str]

    @property
    def inside(self) -> list[str]:
        """What to put before a command that is to run there."""
        user = [] if os.geteuid() == 0 else ["--user", "--preserve-credentials"]
        return ["nsenter", f"--target={self.first}", "--net", "--pid", "--mount", f"--wd={self.folder}", *user]

    def run(self, script: str, *before: str) -> subprocess.CompletedProcess[str]:
        """Run a script there, in the folder that holds the corpus as `raw`."""
        command = [*self.inside, *before, "bash", "-euc", script]
        options = {"env": environment(**self.variables), "capture_output": True, "text": True, "timeout": 300}
        return subprocess.run(command, check=False, **options)

    def started(self, script: str, *before: str) -> None:
        done = self.run(script, *before)
        assert done.returncode == 0, done.stderr

    def lose(self, address: str) -> None:
        """Kill a node: the process that all others of it follow, and with it the node's connection."""
        (raylet,) = (path for path in PROC.glob("[0-9]*") if self._is_node(path, address))
        os.kill(int(raylet.name), signal.SIGKILL)

    def _is_node(self, process: Path, address: str) -> bool:
        name, *given = command_line(process) or [""]
        own = any(self.variables["RAY_TMPDIR"] in word for word in given)
        return name == "raylet" and own and f"--node_ip_address={address}" in given


def command_line(process: Path) -> list[str]:
    """The words that a process was started with, the first one without its folder; none when it is gone."""
    try:
        program, *words = (process / "cmdline").read_bytes().decode().split("\0")
    except OSError:
        return []
    return [Path(program).name, *words]


def children(process: int) -> list[int]:
    return [int(child) for child in (PROC / f"{process}/task/{process}/children").read_text().split()]


@pytest.fixture
def head(corpus: Corpus, alone: list[str], place: Path, variables: dict[str, str], tmp_path: Path) -> Iterator[Cluster]:
    """A cluster without nodes; its folder is one as a user has it, with the settings in a `pyproject.toml`."""
    assert alone
    (tmp_path / "raw").symlink_to(corpus.raw)
    (tmp_path / "pyproject.toml").write_text(f"[tool.toolkit]\n{SETTINGS.text}", "utf-8")
    waiting = [*unshared(*PROCESSES), "cat"]
    with subprocess.Popen(waiting, stdin=subprocess.PIPE, start_new_session=True) as holder:
        try:
            assert wait_for(lambda: [c for c in children(holder.pid) if command_line(PROC / str(c)) == ["cat", ""]], 10)
            made = Cluster(children(holder.pid)[0], tmp_path, variables)
            made.started(START_HEAD)
            yield made
        finally:
            holder.kill()
    assert wait_for(lambda: not any(str(place) in " ".join(command_line(path)) for path in PROC.glob("[0-9]*")), 10)


@pytest.fixture
def cluster(head: Cluster) -> Cluster:
    """A head and one node."""
    head.started(START_NODE)
    return head


def under_way(cluster: Cluster, corpus: Corpus, out: Path) -> Running:
    """A build on the cluster that has some of its parts, and not nearly all."""
    engine = (*RAY, "--ray-address", f"{HEAD}:6379")
    variables = {**cluster.variables, "RAY_AUTH_MODE": "token"}
    running = Running(corpus.raw, out, workers=None, inside=cluster.inside, engine=engine, variables=variables)
    parts = f"{out}.cache/**/provenance.arrow"
    assert wait_for(lambda: len(glob.glob(parts, recursive=True)) > 10, 120)  # noqa: PTH207 — folders vanish meanwhile
    return running


class TestOnACluster:
    def test_the_page_works_as_written(self, corpus: Corpus, cluster: Cluster) -> None:
        cluster.started(START_NODE.replace(NODES[0], NODES[1]))
        done = cluster.run(SUBMIT)
        assert done.returncode == 0, done.stderr
        assert done.stdout.startswith("in          1,500 files")
        assert "Traceback" not in done.stderr
        assert contents(cluster.folder / "dataset") == corpus.dataset
        assert audited(cluster.folder / "dataset") == corpus.audit
        assert left_behind(cluster.folder / "dataset") == set()
        cluster.started(STOP)

    def test_a_node_that_is_lost_costs_its_units_only(self, corpus: Corpus, cluster: Cluster) -> None:
        cluster.started(START_NODE.replace(NODES[0], NODES[1]))
        out = cluster.folder / "dataset"
        running = under_way(cluster, corpus, out)
        cluster.lose(NODES[1])
        assert running.process.poll() is None
        result = running.result(300)
        assert result.returncode == 0, result.stderr
        assert silent(result.stderr), result.stderr
        assert contents(out) == corpus.dataset
        assert audited(out) == corpus.audit
        assert left_behind(out) == set()

    def test_it_must_be_joined_with_its_token_and_have_cores(self, head: Cluster) -> None:
        export, command = SUBMIT.splitlines()
        refused = {
            command: "the cluster asks for its token: set RAY_AUTH_MODE=token, and copy its ~/.ray/auth_token",
            f"{export}\n{command}": "it has no cores; start a node, or have its autoscaler keep one",
        }
        for script, reason in refused.items():
            done = head.run(script)
            assert done.returncode == 2, done.stderr
            assert done.stderr.endswith(f"toolkit: Ray cannot be joined at {HEAD}:6379: {reason}\n")
            assert "Traceback" not in done.stderr

    @pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGKILL])
    def test_a_build_that_is_stopped_leaves_the_cluster_to_the_next(
        self, corpus: Corpus, cluster: Cluster, number: signal.Signals
    ) -> None:
        out = cluster.folder / "dataset"
        running = under_way(cluster, corpus, out)
        (command,) = (one for one, words in running.processes().items() if words.startswith(sys.executable))
        os.kill(command, number)
        result = running.result(60)
        assert result.returncode != 0
        assert "Traceback" not in result.stderr
        assert not out.exists()
        cluster.started(SUBMIT)
        assert contents(out) == corpus.dataset
        assert left_behind(out) == set()

    def test_a_node_that_does_not_share_the_folder_is_named(self, cluster: Cluster) -> None:
        """It has another file system in its place."""
        hidden = f"mount -t tmpfs none {cluster.folder}\n{START_NODE.replace(NODES[0], NODES[1])}"
        cluster.started(hidden, "unshare", "--mount")
        cluster.lose(NODES[0])
        done = cluster.run(SUBMIT)
        assert done.returncode == 2, done.stderr
        (line,) = (line for line in done.stderr.splitlines() if "every node" in line)
        assert line.startswith("toolkit: the node ")
        assert f"does not see {cluster.folder}/dataset.cache/work-" in line
        assert "Traceback" not in done.stderr
        assert left_behind(cluster.folder / "dataset") == set()
