"""Renders many configs from a program: what ``convanim render`` does, as one function."""

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
    """What has become of a run.

    Attributes
    ----------
    written : list of Path
        The files written; those that were up to date are not among them.
    errors : list of ConvanimError
        One for each figure that failed, or config that is wrong.
    notes : list of str
        What is worth knowing and no fault.
    """

    written: list[Path] = field(default_factory=list)
    errors: list[ConvanimError] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


class _Collector:
    """Keeps what a run tells."""

    def __init__(self, outcome: Outcome) -> None:
        self.written = outcome.written.append
        self.refused = outcome.errors.append
        self.noted = outcome.notes.append

    def advance(self, name: str, count: int) -> None:
        """Nobody watches."""

    def finished(self, name: str) -> None:
        """Nobody watches."""


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
    """Write the figures of many configs into a folder, those that are not up to date.

    Parameters
    ----------
    paths : iterable of str or Path
        Configs, and folders of them; or a single one.
    out : str or Path
        The folder; folders below those named are repeated in it.
    formats : sequence of str
        Such as ``"gif"``, or a single one; instead of those each config names.
    executor : concurrent.futures.Executor or None
        Draws, whatever it is made of: threads, processes, ``dask``'s ``Client.get_executor()``.
        Its workers need to see the folder. It is not shut down.
    jobs : int or None
        Without an executor, the processes to draw with; one a processor unless given, if there
        is enough to do.
    force : bool
        Write all, whatever is up to date.
    cache : str or Path, or None
        A folder that keeps files under their keys.

    Returns
    -------
    Outcome
        One figure that fails stops no other.

    Raises
    ------
    ConvanimError
        A folder has no config, or there is no such format.
    """
    outcome = Outcome()
    listener = _Collector(outcome)
    sources = batch.sources(map(Path, [paths] if isinstance(paths, str | Path) else paths))
    wanted = [formats] if isinstance(formats, str) else formats
    outputs = tuple(config.output(name) for name in wanted)
    figures = batch.read(sources, (), listener.refused)
    planned = batch.plan(figures, Path(out), outputs, None, listener.refused)
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
