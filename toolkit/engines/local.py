"""The local engine: a pool of processes on this machine.

Workers are forked where this process has no other thread, which spares each of them half a second of imports, and
spawned where it has.  They end at once when the parent is killed, and leave Ctrl-C to it.  A worker that dies takes
the pool with it: what was in flight is then run again, one task at a time, so that the task which kills is known; one
that kills `TRIES` workers ends the run.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import sys
import threading
from collections import deque
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing.connection import wait
from types import ModuleType
from typing import TYPE_CHECKING, Any, Self, TypeVar

from toolkit.errors import EnvironmentError_
from toolkit.processes import lighten, may_fork

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

Task = TypeVar("Task")
Result = TypeVar("Result")

TRIES = 3
"""Workers that one task may kill before the run is given up."""

_AHEAD = 2
"""Tasks in flight for each worker: one runs, the next waits."""


class Local:
    """Runs tasks in `workers` processes, or in this one when `workers` is 1.

    A context manager: leaving it ends the workers, at once when an exception is under way.
    """

    def __init__(self, workers: int = 1) -> None:
        self.workers = workers
        self._pool: ProcessPoolExecutor | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: object, *_: object) -> None:
        self._end(kill=kind is not None)

    def share(self, paths: Iterable[str]) -> None:
        """Nothing is to be done: the workers are on this machine."""

    def map(self, function: Callable[[Task], Result], tasks: Iterable[Task]) -> Iterator[Result]:
        """The results of `function` over `tasks` in their order; at most `2 * workers` are in flight.

        `function` stands in a module that can be imported: workers do not see the caller's script.  What it raises
        is raised here.  Raises `EnvironmentError_` for a task that kills its workers.
        """
        if self.workers == 1:
            yield from map(function, tasks)
            return
        flying: deque[tuple[Task, Future[Result]]] = deque()
        for task in tasks:
            flying.append((task, self._submit(function, task)))
            if len(flying) >= _AHEAD * self.workers:
                yield self._result(function, flying)
        while flying:
            yield self._result(function, flying)

    def _result(self, function: Callable[[Task], Result], flying: deque[tuple[Task, Future[Result]]]) -> Result:
        """The first result in flight; after a worker's death, all that it took with it are run again alone."""
        task, future = flying.popleft()
        try:
            return future.result()
        except BrokenProcessPool:
            self._end(kill=True)
            result = self._alone(function, task)
            waiting = list(flying)
            flying.clear()
            flying.extend((t, f if _done(f) else self._submit(function, t)) for t, f in waiting)
            return result

    def _alone(self, function: Callable[[Task], Result], task: Task) -> Result:
        for _ in range(TRIES):
            try:
                return self._submit(function, task).result()
            except BrokenProcessPool:
                self._end(kill=True)
        msg = f"{TRIES} workers died on the same task: {task}. Is there enough memory? Try fewer --workers."
        raise EnvironmentError_(msg)

    def _submit(self, function: Callable[[Task], Result], task: Task) -> Future[Result]:
        with _signals_blocked(), _main_hidden():  # a worker started here inherits the block
            if self._pool is None:
                context = multiprocessing.get_context("fork" if may_fork() else "spawn")
                self._pool = ProcessPoolExecutor(self.workers, context, initializer=_begin)
            try:
                return self._pool.submit(function, task)
            except BrokenProcessPool as error:
                broken: Future[Any] = Future()
                broken.set_exception(error)
                return broken

    def _end(self, *, kill: bool) -> None:
        pool, self._pool = self._pool, None
        if pool is None:
            return
        workers = list((pool._processes or {}).values())  # noqa: SLF001 — public only from Python 3.14: kill_workers()
        if kill:
            for worker in workers:
                worker.kill()
        pool.shutdown(wait=True, cancel_futures=True)


def _done(future: Future[Any]) -> bool:
    return future.done() and not future.cancelled() and not isinstance(future.exception(), BrokenProcessPool)


_ENDING = (signal.SIGINT, signal.SIGTERM)
"""Signals that the parent may have handlers for, which a forked worker must not run."""


@contextmanager
def _signals_blocked() -> Iterator[None]:
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, _ENDING)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


@contextmanager
def _main_hidden() -> Iterator[None]:
    """Workers need nothing of the caller's script, and would run it again where it has no `__name__` guard."""
    main, sys.modules["__main__"] = sys.modules["__main__"], ModuleType("__main__")
    try:
        yield
    finally:
        sys.modules["__main__"] = main


def _begin() -> None:
    """In a worker: leave Ctrl-C to the parent, and end at once when it is gone."""
    lighten()
    gc.freeze()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, _ENDING)
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_end_with, args=(parent.sentinel,), daemon=True).start()


def _end_with(sentinel: int) -> None:
    wait([sentinel])
    os._exit(1)
