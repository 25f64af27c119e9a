"""Renders many configs from Python, as ``convanim render`` does."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from convanim import batch, config
from convanim.batch.cache import Cache
from convanim.batch.manifest_file import Store
from convanim.batch.processes import begin, processes, workers
from convanim.batch.updating import Record, known, update

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from concurrent.futures import Executor

    from convanim.batch.jobs import Job
    from convanim.errors import ConvanimError


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


class _Collector:
    """Collects the events of a run."""

    def __init__(self, outcome: Outcome) -> None:
        self.written = outcome.written.append
        self.refused = outcome.errors.append
        self.noted = outcome.notes.append

    def advance(self, name: str, count: int) -> None:
        """Ignore progress."""

    def finished(self, name: str) -> None:
        """Ignore progress."""


def render_all(
    paths: Iterable[str | Path] | str | Path,
    out: str | Path,
    *,
    formats: Sequence[str] | str = (),
    executor: Executor | None = None,
    jobs: int | None = None,
    force: bool = False,
    cache: str | Path | None = None,
) -> Outcome:
    """Write the figures of many configs into a folder, skipping those that are up to date.

    Parameters
    ----------
    paths : iterable of str or Path
        Configs and folders of configs, or a single one.
    out : str or Path
        The output folder, which repeats the folders below those named.
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
        A folder that stores files under their keys.

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
    listener = _Collector(outcome)
    sources = batch.sources(map(Path, [paths] if isinstance(paths, str | Path) else paths))
    wanted = [formats] if isinstance(formats, str) else formats
    outputs = tuple(config.output(name) for name in wanted)
    figures = batch.read(sources, (), listener.refused)
    planned = batch.plan(figures, sources, Path(out), outputs, None, listener.refused)
    store, manifest = known(Store(Path(out)), listener)
    record = Record(store, manifest, listener, Cache(Path(cache)) if cache else None)

    @contextlib.contextmanager
    def chosen(todo: Sequence[Job]) -> Iterator[Executor | None]:
        if executor is not None:
            yield executor
            return
        with processes(workers(todo, jobs)) as own:
            yield own

    update(planned, record, chosen, force, partial(begin, None if executor else jobs))
    return outcome
