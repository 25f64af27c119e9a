"""Makes what is not up to date, from the cache or by drawing, and records it in the manifest."""

from __future__ import annotations

import time
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from convanim.batch.executors.running import clean_up, run
from convanim.batch.jobs import in_chunks, stale
from convanim.batch.protecting import protecting
from convanim.batch.records.facts import differences
from convanim.batch.records.manifest import Entry, Manifest, States
from convanim.batch.records.manifest_file import NAME, ForeignManifestError
from convanim.errors import ConvanimError, OutputError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from concurrent.futures import Executor
    from contextlib import AbstractContextManager
    from pathlib import Path

    from convanim.batch.cache import Cache
    from convanim.batch.drawing import DrawResult
    from convanim.batch.jobs import Job, Wanted
    from convanim.batch.listener import Listener
    from convanim.batch.records.facts import Facts
    from convanim.batch.records.manifest_file import Store

    Workers = Callable[[Sequence[Job]], AbstractContextManager[Executor | None]]

OFTEN = 5.0
"""Seconds between two writes of the manifest; a killed run has not recorded more than that."""

PAUSE = 20
"""How many times as long as writing the manifest the time until it is written again is at least."""

QUICK = 1.0
"""Seconds below which durations of figures are not distinguished."""


@dataclass(frozen=True, slots=True)
class Totals:
    """How many figures a run had, and how many of their outputs were not up to date."""

    figures: int
    stale: int


@dataclass(slots=True)
class Record:
    """What this run has made; written to the manifest from time to time, and at the end."""

    store: Store | None
    before: Manifest
    listener: Listener
    cache: Cache | None = None
    made: dict[str, Entry] = field(default_factory=dict)
    is_saved: bool = True
    is_mixed: bool = False
    due: float = field(default_factory=lambda: time.monotonic() + OFTEN)

    def drawn(self, job: Job, drawn: DrawResult) -> None:
        """Record the result of drawing a figure."""
        for made in drawn.made:
            wanted = job.wanted[made.number]
            self._compare(wanted.tools, made.tools)
            old = self.before.entries.get(wanted.target)
            entry = Entry(
                config=job.source.path_from(job.root),
                figure=wanted.figure,
                tools=made.tools,
                states=States.of(drawn.states),
                frames=drawn.frames,
                seconds=_steady(old.seconds if old else 0.0, made.seconds),
                files=made.files,
                request=wanted.request,
            )
            self.add(wanted, entry)
            if self.cache is not None:
                self._keep(self.cache, wanted, entry)

    def add(self, wanted: Wanted, entry: Entry) -> None:
        """Record an output."""
        self.made[wanted.target] = entry
        self.is_saved = False
        if time.monotonic() > self.due:
            self.save()

    def save(self) -> None:
        """Write the manifest if it has changed."""
        start = time.monotonic()
        if self.store is None or (self.is_saved and not self.store.is_unmerged):
            return
        root = self.store.root
        made = Manifest(dict(self.made))
        try:
            self.store.update(lambda known: known.merged(made).existing(root))
        except ForeignManifestError:
            return  # it was created while this run was drawing
        except ConvanimError as error:
            self.listener.on_error(error)
        self.is_saved = True
        now = time.monotonic()
        self.due = now + max(OFTEN, PAUSE * (now - start))

    def _compare(self, here: Facts, there: Facts) -> None:
        """Report once that a worker draws with other versions than this machine has."""
        found = differences(here, there)
        if found and not self.is_mixed:
            self.is_mixed = True
            told = ", ".join(found)
            self.listener.on_note(
                f"workers have other versions, so this machine draws again: {told}"
            )

    def _keep(self, cache: Cache, wanted: Wanted, entry: Entry) -> None:
        try:
            cache.keep(wanted, entry)
        except ConvanimError as error:
            self.cache = None  # one note is enough
            self.listener.on_note(str(error))


def known(store: Store | None, listener: Listener) -> tuple[Store | None, Manifest]:
    """Return the manifest, and no store if the file of its name is not convanim's."""
    if store is None:
        return None, Manifest()
    try:
        manifest = store.load()
        if store.has_conflict:
            listener.on_note(
                f"{store.root / NAME}: has a merge conflict; both sides are merged, and only "
                "figures that match neither are drawn"
            )
        return store, manifest
    except ForeignManifestError as error:
        listener.on_note(str(error))
        return None, Manifest()


def update(
    jobs: Iterable[Job],
    record: Record,
    workers: Workers,
    force: bool = False,
    begin: Callable[[], None] = lambda: None,
) -> Totals:
    """Make what is not up to date.

    Parameters
    ----------
    jobs : iterable of Job
        All figures of the run; so many that they need not fit into memory together.
    record : Record
        What is known so far; records what is made.
    workers : callable
        Returns a context manager with the executor for the jobs that must be drawn.
    force : bool
        Make everything, without using the cache.
    begin : callable
        Called when something must be drawn, so that workers start early.
    """
    figures = outputs = 0
    try:
        for some in in_chunks(jobs):
            figures += len(some)
            mine = some if force else [protecting(job, record.before) for job in some]
            outputs += _update(mine, record, workers, force, begin)
    finally:
        record.save()
    return Totals(figures, outputs)


def _update(
    jobs: Sequence[Job],
    record: Record,
    workers: Workers,
    force: bool,
    begin: Callable[[], None],
) -> int:
    """Make what is not up to date, and return the number of outputs that were not."""
    every = [wanted for job in jobs for wanted in job.wanted]
    needed = every if force else list(stale(jobs, record.before.entries))
    with clean_up(jobs):
        missing = needed if force else _not_cached(needed, record)
        if missing:
            begin()
        todo = _only(jobs, missing)
        if todo:
            targets = [wanted.target for job in todo for wanted in job.wanted]
            known = record.before.entries
            seconds = {each: known[each].seconds for each in targets if each in known}
            with workers(todo) as executor:
                run(todo, record.listener, record.drawn, executor, seconds)
    for path in _lost(needed, record.made):
        error = OutputError(f"{path}: was deleted while the run was in progress; run again")
        record.listener.on_error(error)
    return len(needed)


def _lost(needed: Iterable[Wanted], made: Mapping[str, Entry]) -> Iterator[Path]:
    """Yield the files of this run that are gone at its end, as with their folder."""
    for wanted in needed:
        entry = made.get(wanted.target)
        paths = [wanted.job.root / file.path for file in entry.files] if entry else []
        yield from (path for path in paths if not path.exists())


def _not_cached(needed: list[Wanted], record: Record) -> list[Wanted]:
    """Restore what the cache has, and return the rest."""
    if record.cache is None:
        return needed
    missing = []
    for wanted in needed:
        if wanted.output in wanted.job.protected:
            missing.append(wanted)
            continue
        try:
            entry = record.cache.restore(wanted)
        except ConvanimError as error:
            record.listener.on_error(error)
            continue
        if entry is None:
            missing.append(wanted)
            continue
        record.add(wanted, entry)
        for file in entry.files:
            record.listener.on_file(wanted.job.root / file.path)
    return missing


def _only(jobs: Sequence[Job], wanted: Sequence[Wanted]) -> list[Job]:
    """Return the jobs with only these outputs, dropping jobs that have none."""
    chosen = set(wanted)
    left = []
    for job in jobs:
        outputs = tuple(each.output for each in job.wanted if each in chosen)
        if outputs == job.outputs:
            left.append(job)
        elif outputs:
            left.append(replace(job, outputs=outputs))
    return left


def _steady(old: float, new: float) -> float:
    """Return seconds rounded to one digit, at least 1; the old value unless the new one is far off.

    Redrawing a figure thus leaves its entry unchanged; the value only serves to find the slowest.
    """
    new = max(new, QUICK)
    return old if old / 2 <= new <= old * 2 else float(f"{new:.1g}")
