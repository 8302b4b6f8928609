"""The Ray engine: tasks on the nodes of a cluster, or of a Ray that is started on this machine for one build.

Ray runs a task again when its worker or node is lost; one that is lost `TRIES` times ends the run.  What a task
reads and writes lies on a file system that all nodes share: nothing but tasks and results goes through Ray.
"""

from __future__ import annotations

import os
import platform
import signal
import socket
import sys
import threading
from collections import deque
from contextlib import ExitStack, contextmanager, suppress
from functools import cache
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, Self, TypeVar

import ray
from packaging.requirements import Requirement
from ray.exceptions import RayError, RayTaskError

from toolkit.engines.local import TRIES
from toolkit.errors import EnvironmentError_, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

Task = TypeVar("Task")
Result = TypeVar("Result")

MEMORY = 512 << 20
"""Bytes that Ray sets aside for a task: what a worker takes at most, and a margin."""

OBJECTS = 128 << 20
"""Bytes of shared memory for tasks and results, where Ray is started for one build."""

_QUEUED, _HELD = 2, 16
"""For each core: tasks that are run or wait for it, and tasks whose results are not yet handed on."""

_OWN = "corpus-dataset-toolkit"

_PATIENCE = 10
"""Seconds to wait for an answer from the cluster's address."""

_VARIABLES = {
    "RAY_USAGE_STATS_ENABLED": "0",
    "RAY_IGNORE_UNHANDLED_ERRORS": "1",  # of tasks behind the first that fails: their tracebacks help nobody
    "RAY_task_oom_retries": str(TRIES - 1),  # without it, a task that takes all memory is run for ever
}
"""What Ray reads of the environment, where the caller has not set it."""


class Ray:
    """Runs tasks on the cluster at `address`, or without one on a Ray of its own with `workers` cores of this machine.

    A context manager: leaving it ends the tasks.  In a process that has joined a cluster already, that is used.
    """

    def __init__(self, workers: int = 1, address: str | None = None) -> None:
        self.workers = workers
        self.address = address
        _check(address)
        self._scene = _Scene(str(Path.cwd()), (), ())
        self._joined = False

    def __enter__(self) -> Self:
        if not ray.is_initialized():
            self._joined = True
            _join(self.workers, self.address)
        self._scene = self._scene._replace(versions=_versions())
        return self

    def __exit__(self, *_: object) -> None:
        if self._joined:
            self._joined = False
            ray.shutdown(wait_for_processes=True)

    def share(self, paths: Iterable[str]) -> None:
        """Have each worker check that it sees these files and folders before it runs a task."""
        self._scene = self._scene._replace(paths=tuple(os.path.abspath(path) for path in paths))  # noqa: PTH100 — pure

    def map(self, function: Callable[[Task], Result], tasks: Iterable[Task]) -> Iterator[Result]:
        """The results of `function` over `tasks` in their order; 2 tasks a core are in flight, 16 results held.

        `function` stands in a module that can be imported on every node.  What it raises is raised here.  Raises
        `EnvironmentError_` for a task whose workers or nodes are lost again and again.
        """
        run = ray.remote(num_cpus=1, memory=MEMORY, max_retries=TRIES - 1)(_run)
        held: deque[tuple[Task, Any]] = deque()
        queued: list[Any] = []
        for task in tasks:
            cores = _cores()
            if len(queued) >= _QUEUED * cores:
                _, queued = ray.wait(queued)
            queued.append(run.remote(function, task, self._scene))
            held.append((task, queued[-1]))
            while held and (held[0][1] not in queued or len(held) >= _HELD * cores):
                yield _result(*held.popleft())
        while held:
            yield _result(*held.popleft())


class _Scene(NamedTuple):
    """What a worker must find as it is here: working folder, paths, and the versions of packages."""

    folder: str
    paths: tuple[str, ...]
    versions: tuple[tuple[str, str], ...]


def _run(function: Callable[[Task], Result], task: Task, scene: _Scene) -> Result:
    _settle(scene)
    return function(task)


@cache
def _settle(scene: _Scene) -> None:
    """Stand where the caller stands; raise `EnvironmentError_` where this node differs from the caller's."""
    with suppress(OSError):  # a path that is needed there is missed below
        os.chdir(scene.folder)
    for path in scene.paths:
        if not os.path.exists(path):  # noqa: PTH110 — a string from another process
            msg = f"the node {platform.node()} does not see {path}: share it with every node, under the same path"
            raise EnvironmentError_(msg)
    for name, there in scene.versions:
        if (here := _version(name)) != there:
            msg = f"the node {platform.node()} has {name} {here}, the caller {there}: install the same on every node"
            raise EnvironmentError_(msg)


def _versions() -> tuple[tuple[str, str], ...]:
    """The versions of the toolkit and of what it needs, on which the bytes of a build depend."""
    try:
        needed = [Requirement(line) for line in requires(_OWN) or ()]
    except PackageNotFoundError:  # run from its sources, without being installed
        return ()
    return tuple((name, _version(name)) for name in (_OWN, *(one.name for one in needed if one.marker is None)))


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "not at all"


def _result(task: object, reference: Any) -> Any:  # noqa: ANN401 — what the task's function gives
    try:
        return ray.get(reference)
    except RayTaskError as error:
        if not isinstance(error.cause, RayError):
            raise error.cause from None
        reason = str(error.cause).strip().splitlines()[0].removeprefix("System error: ")
        msg = f"a node cannot take on a task: {reason}; is the toolkit installed there?"
        raise EnvironmentError_(msg) from None
    except RayError as error:
        msg = (
            f"{TRIES} workers or nodes were lost on the same task: {task}. Is there enough memory on the nodes? "
            f"Ray says: {str(error).strip().splitlines()[0]}"
        )
        raise EnvironmentError_(msg) from None


def _cores() -> int:
    """How many cores the cluster has now, since nodes come and go; 1 where it waits for nodes."""
    return int(ray.cluster_resources().get("CPU", 0)) or 1


def _join(workers: int, address: str | None) -> None:
    """Join the cluster at `address`, or start one; `UsageError` or `EnvironmentError_` where that cannot be."""
    for name, value in _VARIABLES.items():
        os.environ.setdefault(name, value)
    vars(sys.modules.get("ray._private.worker", ray))["_worker_logs_enabled"] = False  # they go to standard output
    quiet = {"log_to_driver": False, "logging_level": "ERROR"}
    with _signals_kept(), ExitStack() as undone:
        undone.callback(ray.shutdown)
        try:
            if address is None:
                room = {"object_store_memory": OBJECTS, "_memory": workers * MEMORY}
                ray.init("local", num_cpus=workers, include_dashboard=False, **room, **quiet)
            else:
                _knock(address)
                ray.init(address, **quiet)
            if not ray.cluster_resources().get("CPU"):
                msg = "it has no cores; start a node, or have its autoscaler keep one"
                raise RuntimeError(msg)  # noqa: TRY301 — told as what Ray itself raises
        except (OSError, RuntimeError, ValueError, RayError) as error:
            msg = f"Ray cannot be {f'joined at {address}' if address else 'started'}: {_reason(error)}"
            raise EnvironmentError_(msg) from error
        undone.pop_all()


def _reason(error: Exception) -> str:
    """Why Ray could not be joined or started, in a line."""
    text = str(error.__cause__ or error)
    if "InvalidAuthToken" in text:
        return "the cluster asks for its token: set RAY_AUTH_MODE=token, and copy its ~/.ray/auth_token"
    return getattr(error, "strerror", None) or text.strip().splitlines()[0]


def _check(address: str | None) -> None:
    """Raise `UsageError` for what is no address of a cluster."""
    if address in {None, "auto"}:
        return
    host, _, port = str(address).rpartition(":")
    if not host or not port.isdecimal() or "/" in host:
        msg = f"{address} is no address of a Ray cluster: it must be HOST:PORT, such as 10.0.0.1:6379, or auto"
        raise UsageError(msg)


def _knock(address: str) -> None:
    """Raise OSError at once where nobody answers: Ray itself would try for minutes."""
    if address != "auto":
        host, _, port = address.rpartition(":")
        socket.create_connection((host.strip("[]"), int(port)), _PATIENCE).close()


@contextmanager
def _signals_kept() -> Iterator[None]:
    """Ray puts a handler of its own in place of the caller's for SIGTERM."""
    before = signal.getsignal(signal.SIGTERM)
    try:
        yield
    finally:
        if threading.current_thread() is threading.main_thread():
            signal.signal(signal.SIGTERM, before)
