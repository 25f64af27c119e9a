"""Processes that draw figures, and the pipe on which they report frames."""

from __future__ import annotations

import contextlib
import os
import signal
import sys
import threading
from types import ModuleType
from typing import TYPE_CHECKING, Any

from convanim.batch.drawing import draw

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from concurrent.futures import Executor, Future
    from multiprocessing.connection import Connection
    from multiprocessing.context import BaseContext

    from convanim.batch.drawing import DrawResult, Task
    from convanim.batch.jobs import Job

SLOW = ("convanim.batch.executors.processes", "convanim.batch.executors.preload", "PIL.Image")
"""Modules that are imported before processes are forked."""

ENDINGS = ("SIGINT", "SIGTERM", "SIGHUP")
"""Signals that end a run."""

WORTH = 1500
"""The number of frames above which starting processes pays off."""


def workers(jobs: Sequence[Job], wanted: int | None) -> int:
    """Return how many processes to start; 1 means that this process does the work.

    Parameters
    ----------
    jobs : sequence of Job
        The work.
    wanted : int or None
        What the user asks for; None for one per processor if there is enough to do.
    """
    if wanted is None:
        wanted = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else 1
        wanted = wanted if sum(job.weight for job in jobs) >= WORTH else 1
    return max(1, min(wanted, len(jobs)))


def begin(wanted: int | None) -> None:
    """Start the process that others are forked from, if several are wanted; imports are slow."""
    if (wanted or 1) > 1:
        _begin()


def _begin() -> None:
    if context().get_start_method() != "forkserver":
        return
    from multiprocessing import forkserver, resource_tracker

    # It lets signals through again as it starts, and lives through those it knows of itself.
    with _block_signals("SIGHUP"):
        resource_tracker.ensure_running()
    # A terminal sends signals to all processes. This one lives on, since it alone knows which of
    # the others have ended; it ends with the run.
    with _block_signals(*ENDINGS), _hide_main():
        forkserver.ensure_running()


@contextlib.contextmanager
def processes(
    count: int, advance: Callable[[str, int], None] | None = None
) -> Iterator[Executor | None]:
    """Provide an executor with a number of processes, or None for one.

    Parameters
    ----------
    count : int
        The number of processes.
    advance : callable or None
        Called for each frame drawn, from another thread.
    """
    if count == 1:
        yield None
        return
    with _progress_pipe(advance) as channel, pool(count, channel) as executor:
        yield executor


@contextlib.contextmanager
def pool(count: int, channel: tuple[Any, ...] = ()) -> Iterator[Executor]:
    """Provide a number of processes, which report their frames on a channel if there is one.

    They are ended when the body is interrupted.
    """
    import multiprocessing
    from concurrent.futures import ProcessPoolExecutor

    class Pool(ProcessPoolExecutor):
        is_ours = True

        def submit(self, *work: Any, **given: Any) -> Future[Any]:
            # Processes are started here; a signal must not arrive when one is half started.
            with _block_signals(*ENDINGS), _hide_main():
                return super().submit(*work, **given)

    _begin()
    others = {*multiprocessing.active_children()}
    executor = Pool(count, context(), initializer=_start, initargs=channel)
    try:
        yield executor
    except BaseException:
        for process in {*multiprocessing.active_children()} - others:
            process.terminate()
        raise
    finally:
        executor.shutdown(cancel_futures=True)


@contextlib.contextmanager
def _block_signals(*names: str) -> Iterator[None]:
    """Block signals until the body is done; processes that it starts unblock them themselves."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, [getattr(signal, name) for name in names])
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


@contextlib.contextmanager
def _hide_main() -> Iterator[None]:
    """Hide the main module, which every started process would otherwise run again.

    A script can then make a gallery without ``if __name__ == "__main__"``.
    """
    main = sys.modules["__main__"]
    sys.modules["__main__"] = ModuleType("__main__")
    try:
        yield
    finally:
        sys.modules["__main__"] = main


def context() -> BaseContext:
    """Return how processes are started.

    They are forked from a process that has done the slow imports once; on systems without fork
    each process is started separately.
    """
    import multiprocessing

    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    copies = multiprocessing.get_context("forkserver")
    copies.set_forkserver_preload(list(SLOW))
    return copies


@contextlib.contextmanager
def _progress_pipe(advance: Callable[[str, int], None] | None) -> Iterator[tuple[Any, ...]]:
    """Provide the end of a pipe that workers write to, and its lock, while a thread reads it.

    This process never takes the lock, so a worker that is killed while holding it blocks only
    other workers.
    """
    if advance is None:
        yield ()
        return
    started = context()
    reader, writer = started.Pipe(duplex=False)
    thread = threading.Thread(target=_listen, args=(reader, advance), daemon=True)
    # The thread must not receive signals: it would pass them to the main thread immediately.
    with _block_signals(*ENDINGS):
        thread.start()
    try:
        yield writer, started.Lock()
    finally:
        writer.close()
        thread.join()


def _listen(reader: Connection, advance: Callable[[str, int], None]) -> None:
    with contextlib.suppress(EOFError, OSError):
        while True:
            advance(reader.recv(), 1)


_channel: tuple[Any, ...] = ()


def _start(*channel: Any) -> None:
    global _channel  # noqa: PLW0603 - each process has one, set when it starts
    _channel = channel
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_SETMASK, ())
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    """End this process when the run it belongs to has been killed.

    Otherwise it would wait for work forever, and so would a reader of the run's stdout.
    """
    import multiprocessing

    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def draw_there(task: Task) -> DrawResult:
    """Draw a figure in the process this is called in; see :func:`convanim.batch.drawing.draw`."""

    def tick() -> None:
        if _channel:
            writer, lock = _channel
            with lock:
                writer.send(task.name)

    return draw(task, tick)
