"""Runs jobs here or on an executor; a failure does not stop the other jobs."""

from __future__ import annotations

import contextlib
from functools import partial
from typing import TYPE_CHECKING

from convanim.batch.drawing import Task, draw
from convanim.batch.executors.cluster import LostClusterError
from convanim.batch.executors.processes import draw_there, pool
from convanim.errors import ConvanimError
from convanim.files import staging

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
    from concurrent.futures import Executor, Future

    from convanim.batch.drawing import DrawResult
    from convanim.batch.jobs import Job
    from convanim.batch.listener import Listener

    Outcome = DrawResult | ConvanimError
    Outcomes = Generator[tuple[Job, Outcome]]
    Finished = Callable[[Job, DrawResult], None]

SECONDS_A_FRAME = 0.003
"""A rough estimate, to order figures whose duration is unknown."""


@contextlib.contextmanager
def clean_up(jobs: Sequence[Job]) -> Iterator[None]:
    """Delete temporary files that interrupted runs left beside the files of these jobs.

    Those of earlier runs are deleted first, and those of this run if it is interrupted.
    """
    _clear(jobs)
    try:
        yield
    except BaseException:
        _clear(jobs)
        raise


def _clear(jobs: Sequence[Job]) -> None:
    targets = [target for job in jobs for target in job.targets]
    roots = (job.root for job in jobs)
    for folder in {*roots, *targets, *(target.parent for target in targets)}:
        staging.clear(folder)


def run(
    jobs: Sequence[Job],
    listener: Listener,
    finished: Finished,
    executor: Executor | None = None,
    seconds: Mapping[str, float] | None = None,
) -> None:
    """Write the files of all jobs.

    Parameters
    ----------
    jobs : sequence of Job
        The jobs.
    listener : Listener
        Receives frames, files and errors; files and errors in the order of the jobs.
    finished : callable
        Called with each job and its result as soon as it is known.
    executor : Executor or None
        Draws, the slowest figures first; None draws here, one after another.
    seconds : mapping of str to float
        How long outputs took last time, by target.
    """
    outcomes = (
        _draw_here(jobs, listener)
        if executor is None
        else _draw_elsewhere(
            sorted(jobs, key=partial(_cost, seconds or {}), reverse=True), executor
        )
    )
    waiting = list(jobs)
    known: dict[Job, Outcome] = {}
    with contextlib.closing(outcomes):
        for job, outcome in outcomes:
            listener.on_finish(job.name)
            known[job] = outcome
            if not isinstance(outcome, ConvanimError):
                finished(job, outcome)
            while waiting and waiting[0] in known:
                _tell(waiting[0], known.pop(waiting.pop(0)), listener)


def _tell(job: Job, outcome: Outcome, listener: Listener) -> None:
    if isinstance(outcome, ConvanimError):
        listener.on_error(job.named(outcome))
        return
    for made in outcome.made:
        for file in made.files:
            listener.on_file(job.root / file.path)
    if outcome.error:
        listener.on_error(job.named(_with_relative_paths(outcome.error, job)))


def _with_relative_paths(error: ConvanimError, job: Job) -> ConvanimError:
    """Return an error that names files relative to the folder as the user named it."""
    full, named = (str(root / "_")[:-1] for root in (job.root.absolute(), job.root))
    return type(error)(str(error).replace(full, named))


def _cost(seconds: Mapping[str, float], job: Job) -> float:
    known = [seconds.get(each.target) for each in job.wanted]
    if None in known:
        return job.weight * SECONDS_A_FRAME
    return sum(filter(None, known)) + job.weight * SECONDS_A_FRAME / 1000


def _draw_here(jobs: Sequence[Job], listener: Listener) -> Outcomes:
    for job in jobs:
        tick = partial(listener.on_frames, job.name, 1)
        yield job, _outcome(job, partial(draw, _task(job), tick))


def _draw_elsewhere(jobs: Sequence[Job], executor: Executor) -> Outcomes:
    from concurrent.futures import BrokenExecutor, as_completed

    futures: dict[Future[DrawResult], Job] = {}
    lost: list[Job] = []
    try:
        for job in jobs:
            try:
                futures[executor.submit(draw_there, _task(job))] = job
            except BrokenExecutor:
                lost.append(job)
        for future in as_completed(futures):
            error = None if future.cancelled() else future.exception()
            if isinstance(error, BrokenExecutor):
                lost.append(futures[future])
            elif isinstance(error, LostClusterError):
                raise error
            else:
                yield futures[future], _outcome(futures[future], future.result)
    finally:
        if not getattr(executor, "is_ours", False):
            _give_up(futures)
    for job in lost:
        yield job, _outcome(job, partial(_draw_alone, job))


def _give_up(futures: Mapping[Future[DrawResult], Job]) -> None:
    """Cancel work that is no longer needed; our own pool does that itself when it ends."""
    for future in futures:
        future.cancel()


def _draw_alone(job: Job) -> DrawResult:
    """Redraw a figure that was lost when a process died, alone in a process of its own."""
    from concurrent.futures import BrokenExecutor

    with pool(1) as executor:
        try:
            return executor.submit(draw_there, _task(job)).result()
        except BrokenExecutor:
            raise ConvanimError(f"{job.source.path}: the process that drew it was killed") from None


def _task(job: Job) -> Task:
    root, folder = job.root.absolute(), job.folder.absolute()
    return Task(job.name, job.source.path, job.figure, root, folder, job.outputs, job.protected)


def _outcome(job: Job, work: Callable[[], DrawResult]) -> Outcome:
    """Do the work of one figure; its errors do not stop the others."""
    try:
        return work()
    except ConvanimError as error:
        return error
    except Exception as error:
        reason = f"{type(error).__name__}: {error}"
        failure = ConvanimError(f"{job.source.path}: could not be drawn: {reason}")
        failure.__cause__ = error
        return failure
