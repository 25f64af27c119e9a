"""Runs jobs, here or in the processes of an executor; one failure stops no other."""

from __future__ import annotations

import contextlib
import os
import signal
from functools import partial
from typing import TYPE_CHECKING

from convanim.api import Figure
from convanim.errors import ConvanimError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from concurrent.futures import Executor, Future, ProcessPoolExecutor
    from multiprocessing.context import BaseContext
    from pathlib import Path

    from convanim.batch import Job, Refused
    from convanim.spec import FigureSpec, Output

SLOW = ("convanim.batch.running", "convanim.backends.mpl.raster", "convanim.indexed", "PIL.Image")
"""What drawing imports, and takes long to."""

WORTH = 1500
"""Frames that take longer to draw than processes take to start."""


def workers(jobs: Sequence[Job], wanted: int | None) -> int:
    """Return how many processes to start; 1 means none, the work is done here.

    Parameters
    ----------
    jobs : sequence of Job
        What is to be done.
    wanted : int or None
        As the user says; None for one a processor, if there is enough to do.
    """
    if wanted is None:
        wanted = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else 1
        wanted = wanted if sum(job.ticks for job in jobs) >= WORTH else 1
    return max(1, min(wanted, len(jobs)))


@contextlib.contextmanager
def processes(count: int) -> Iterator[Executor | None]:
    """Give an executor of so many processes, or None for one.

    They are copies of a fresh process that has imported what is slow to, so that this is done
    once; where the system has no such copies, each starts afresh. On an interrupt what has begun
    is finished, so that no file is cut short, and the rest is given up.
    """
    if count == 1:
        yield None
        return
    pool = _pool(count)
    try:
        yield pool
    finally:
        pool.shutdown(cancel_futures=True)


def _pool(count: int) -> ProcessPoolExecutor:
    import multiprocessing
    from concurrent.futures import ProcessPoolExecutor

    context: BaseContext = multiprocessing.get_context("spawn")
    if "forkserver" in multiprocessing.get_all_start_methods():
        context = multiprocessing.get_context("forkserver")
        context.set_forkserver_preload(["__main__", *SLOW])
    ignore = partial(signal.signal, signal.SIGINT, signal.SIG_IGN)
    return ProcessPoolExecutor(count, context, initializer=ignore)


def run(
    jobs: Sequence[Job],
    advance: Callable[[str, int], None],
    written: Callable[[Path], None],
    refused: Refused,
    executor: Executor | None = None,
) -> None:
    """Write the files of all jobs.

    Parameters
    ----------
    jobs : sequence of Job
        What to do; files are told in this order.
    advance : callable
        Is told a figure's name and how many more of its frames are drawn.
    written : callable
        Is handed each file.
    refused : callable
        Is handed the error of a figure that failed; the others go on unless it raises.
    executor : Executor or None
        Does the drawing, the longest figures first; None draws here, one after the other.
    """
    draw = _here(advance) if executor is None else _elsewhere(jobs, advance, executor)
    for job in jobs:
        try:
            for path in draw(job):
                written(path)
        except ConvanimError as error:
            refused(error)


def _here(advance: Callable[[str, int], None]) -> Callable[[Job], list[Path]]:
    def draw(job: Job) -> list[Path]:
        tick = partial(advance, job.figure.name, 1)
        return job.figure.render(job.folder, job.outputs, tick)

    return draw


def _elsewhere(
    jobs: Sequence[Job], advance: Callable[[str, int], None], executor: Executor
) -> Callable[[Job], list[Path]]:
    from concurrent.futures.process import BrokenProcessPool

    futures: dict[int, Future[list[Path]]] = {}
    for job in sorted(jobs, key=lambda job: -job.ticks):
        futures[id(job)] = executor.submit(render, job.figure.spec, job.folder, job.outputs)

    def draw(job: Job) -> list[Path]:
        try:
            paths = futures[id(job)].result()
        except BrokenProcessPool:
            paths = _alone(job)
        advance(job.figure.name, job.ticks)
        return paths

    return draw


def _alone(job: Job) -> list[Path]:
    """Draw a figure again that was lost when a process died, with nobody else to blame."""
    from concurrent.futures.process import BrokenProcessPool

    with _pool(1) as pool:
        try:
            return pool.submit(render, job.figure.spec, job.folder, job.outputs).result()
        except BrokenProcessPool:
            raise ConvanimError(f"{job.source.path}: the process that drew it was killed") from None


def render(spec: FigureSpec, folder: Path, outputs: tuple[Output, ...]) -> list[Path]:
    """Write a figure's outputs; what an executor is given to do."""
    return Figure(spec).render(folder, outputs)
