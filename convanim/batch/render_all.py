"""Renders many configs from Python, as ``convanim render`` does."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from convanim import batch, config
from convanim.api import Figure
from convanim.batch.cache import Cache
from convanim.batch.executors.processes import begin, processes, workers
from convanim.batch.jobs import Source
from convanim.batch.records.manifest_file import Store
from convanim.batch.updating import Record, known, update
from convanim.errors import ConvanimError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from concurrent.futures import Executor

    from convanim.batch import OnError
    from convanim.batch.jobs import Job

_ONE = str | Path | Figure


@dataclass(frozen=True, slots=True)
class Outcome:
    """The result of a run.

    Attributes
    ----------
    written : list of Path
        The files written, without those that were up to date.
    errors : list of ConvanimError
        One for each figure that failed or config that is invalid.
    notes : list of str
        Information that is not an error.
    """

    written: list[Path] = field(default_factory=list)
    errors: list[ConvanimError] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


class Collector:
    """Collects the events of a run in its outcome."""

    def __init__(self, outcome: Outcome) -> None:
        self.on_file = outcome.written.append
        self.on_error = outcome.errors.append
        self.on_note = outcome.notes.append

    def on_frames(self, name: str, count: int) -> None:
        """Ignore progress."""

    def on_finish(self, name: str) -> None:
        """Ignore progress."""


def render_all(
    figures: Iterable[str | Path | Figure] | str | Path | Figure,
    out: str | Path,
    *,
    formats: Sequence[str] | str = (),
    executor: Executor | None = None,
    jobs: int | None = None,
    force: bool = False,
    cache: str | Path | None = None,
) -> Outcome:
    """Write many figures into a folder, skipping those that are up to date.

    Parameters
    ----------
    figures : iterable of str, Path or Figure
        Configs, folders of configs and figures, or a single one.
    out : str or Path
        The output folder; it mirrors the folders below those named.
    formats : sequence of str
        Formats such as ``"gif"``, or a single one, that replace those of each config.
    executor : concurrent.futures.Executor or None
        Draws the figures: threads, processes or ``dask``'s ``Client.get_executor()``. Its workers
        need access to the folder. It is not shut down.
    jobs : int or None
        Without an executor, the number of processes; by default one per processor if there is
        enough to do.
    force : bool
        Write everything, even if it is up to date.
    cache : str or Path, or None
        A folder in which files are stored by their keys and reused.

    Returns
    -------
    Outcome
        A figure that fails does not stop the others.

    Raises
    ------
    ConvanimError
        A folder contains no config, or a format does not exist.
    """
    outcome = Outcome()
    listener = Collector(outcome)
    wanted = [formats] if isinstance(formats, str) else formats
    outputs = tuple(config.output(name) for name in wanted)
    given = [figures] if isinstance(figures, _ONE) else list(figures)
    # Also configs that cannot be read: no figure overwrites them.
    configs = batch.sources(Path(each) for each in given if not isinstance(each, Figure))
    found = _read(given, listener.on_error)
    planned = batch.plan(found, configs, Path(out), outputs, None, listener.on_error)
    store, manifest = known(Store(Path(out)), listener)
    record = Record(store, manifest, listener, Cache(Path(cache)) if cache else None)
    run(planned, record, executor=executor, jobs=jobs, force=force)
    return outcome


def run(
    planned: Iterable[Job],
    record: Record,
    *,
    executor: Executor | None = None,
    jobs: int | None = None,
    force: bool = False,
) -> None:
    """Draw what is not up to date.

    Parameters
    ----------
    planned : iterable of Job
        The figures.
    record : Record
        What is known of their folder, and who is told.
    executor, jobs, force
        As for :func:`render_all`.
    """

    @contextlib.contextmanager
    def chosen(todo: Sequence[Job]) -> Iterator[Executor | None]:
        if executor is not None:
            yield executor
            return
        with processes(workers(todo, jobs)) as own:
            yield own

    update(planned, record, chosen, force, partial(begin, None if executor else jobs))


def _read(
    given: Iterable[str | Path | Figure], on_error: OnError
) -> Iterator[tuple[Source, Figure]]:
    """Yield the figures that can be drawn, in order."""
    for n, each in enumerate(given):
        if not isinstance(each, Figure):
            yield from batch.read(batch.sources([Path(each)]), (), on_error)
            continue
        name = f"figures[{n}]"
        try:
            each.spec.drawable()
        except ConvanimError as error:
            on_error(error.of(name))
        else:
            yield Source(Path(name), line=""), each
