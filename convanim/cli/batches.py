"""The figures of ``render`` and ``gallery``, which are drawn, listed or checked."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from convanim import batch, config
from convanim.batch import checking, orphans
from convanim.batch.cache import Cache
from convanim.batch.idle_run import Asked, Witness
from convanim.batch.jobs import fitting, in_chunks, stale
from convanim.batch.records.manifest_file import NAME
from convanim.batch.shards import Shard
from convanim.batch.updating import Record, known, update
from convanim.cli.logs import harmless
from convanim.cli.terminal import tell, usage
from convanim.errors import StaleError, plural

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import Path

    from convanim.batch import Job, Source
    from convanim.batch.records.manifest import File, Manifest
    from convanim.batch.records.manifest_file import Store
    from convanim.cli.options import Options
    from convanim.cli.terminal import Terminal
    from convanim.config import Output


@dataclass(frozen=True, slots=True)
class Batch:
    """The figures of a run, their folder, and the manifest of that folder.

    Attributes
    ----------
    options : Options
        What to do with the figures.
    terminal : Terminal
        Prints paths, notes and errors.
    jobs : iterable of Job
        The figures to draw, read one by one; with ``--shard`` only those of the shard.
    store : Store or None
        Reads and writes the manifest; None if the folder has none.
    manifest : Manifest
        The manifest at the start of the run.
    run : orphans.Run
        All configs of the run.
    witness : Witness or None
        Notes the run if no file is left to be made.
    """

    options: Options
    terminal: Terminal
    jobs: Iterable[Job]
    store: Store | None
    manifest: Manifest
    run: orphans.Run
    witness: Witness | None = None

    def make(self) -> None:
        """Write what is not up to date, and report orphans."""
        options = self.options
        cache = Cache(options.cache) if options.cache else None
        record = Record(self.store, self.manifest, self.terminal, cache)
        workers = partial(options.workers, self.terminal)
        totals = update(self.jobs, record, workers, options.force, options.begin)
        if totals.figures and not totals.stale:
            self.terminal.on_note(up_to_date(totals.figures))
        elif not totals.figures and not self.terminal.errors:
            self.terminal.on_note("nothing to draw: the files named have only defaults")
        if not self._orphans():
            self._note(record)

    def _note(self, record: Record) -> None:
        """Note the run if it is without errors, so that another one need not read its figures."""
        if self.witness and self.store and not (self.terminal.errors or record.is_mixed):
            known = {**self.manifest.entries, **record.made}
            self.witness.note(self.run.made, known, self.store.load)

    def list(self) -> None:
        """Print what would be written, and why."""
        for some in in_chunks(self.jobs):
            reasons = stale(some, self.manifest.entries, self.options.force)
            drawn = {*fitting(dict.fromkeys(each.job for each in reasons), self.terminal.on_error)}
            for wanted, reason in reasons.items():
                if wanted.job in drawn:
                    tell(harmless(f"{wanted.path}: {reason}"))
        self._orphans()

    def check(self) -> None:
        """Report what is not up to date, and how its frames differ."""
        entries = self.manifest.entries
        workers = partial(self.options.workers, self.terminal)
        if self.store and self.store.has_conflict:
            path = self.store.root / NAME
            self.terminal.on_error(StaleError(f"{path}: has a merge conflict"))
        found = checking.check(self.jobs, entries, workers, self.terminal, self.options.force)
        if self.options.diff:
            for line in checking.difference(found, entries):
                tell(harmless(line))
        if self.options.report and found:
            from convanim.gallery import report

            self.terminal.on_file(report.write(found, self.options.report))
        self._orphans()

    def act(self) -> None:
        """Do what the options ask for."""
        with config.noting(self.witness.files) if self.witness else contextlib.nullcontext():
            self._act()

    def _act(self) -> None:
        if self.options.check:
            self.check()
        elif self.options.dry_run:
            self.list()
        else:
            self.make()

    def _orphans(self) -> Sequence[File]:
        if self.store is None or self.options.shard:
            return ()
        found = self.run.orphans(self.store.load())
        self.report_orphans(found)
        return found

    def report_orphans(self, files: Sequence[File]) -> None:
        """Report files that no config makes any more; delete them with ``--prune``."""
        if self.store is None:
            return
        if self.options.prune and self.options.dry_run:
            self._preview(files)
        elif self.options.prune:
            orphans.prune(files, self.store, self.terminal)
        else:
            for fault in orphans.faults(files, self.run.root):
                if self.options.strict:
                    self.terminal.on_error(fault)
                else:
                    self.terminal.on_note(str(fault))

    def _preview(self, files: Iterable[File]) -> None:
        """Print the files that ``--prune`` would delete; it keeps altered ones."""
        for file in files:
            if not file.fault(self.run.root):
                tell(harmless(f"{self.run.root / file.path}: would be deleted"))


def gather(
    options: Options,
    terminal: Terminal,
    sources: Sequence[Source],
    outputs: tuple[Output, ...],
    root: Path,
    store: Store | None,
    revise: Callable[[Iterable[Job]], Iterable[Job]] = iter,
    witness: Witness | None = None,
) -> Batch:
    """Return the figures of configs, revised; those that cannot be read are told on the way."""
    with usage():
        theme = config.theme(options.theme) if options.theme else None
        shard = Shard.parse(options.shard) if options.shard else None
    seen = orphans.Run(root, sources)
    on_error = seen.noting(terminal.on_error)
    figures = batch.read(sources, options.settings, on_error)
    planned = batch.plan(figures, sources, root, outputs, theme, on_error)
    jobs = seen.note(revise(planned))
    store, manifest = known(store, terminal)
    mine = shard.share(list(jobs)) if shard else jobs
    watched = witness.seen(mine) if witness else mine
    return Batch(options, terminal, watched, store, manifest, seen, witness)


def witness_of(
    options: Options, sources: Sequence[Source], outputs: tuple[Output, ...], store: Store
) -> Witness | None:
    """Return what sees the figures of a run pass; None for one of several shards."""
    if options.shard:
        return None
    with usage():
        theme = config.theme(options.theme) if options.theme else None
    return Witness(Asked(store.root, tuple(sources), options.settings, outputs, theme))


def has_nothing_to_do(witness: Witness, options: Options, terminal: Terminal, store: Store) -> bool:
    """Return whether a run is known to have nothing to do; if so, it is told as any such run is."""
    if options.force or store.parts:
        return False
    count = witness.asked.is_settled(partial(batch.drafts_of, settings=options.settings))
    if count and not (options.check or options.dry_run):
        terminal.on_note(up_to_date(count))
    return count > 0


def up_to_date(figures: int) -> str:
    """Return the note on a run that has nothing to do."""
    return f"{figures} {plural(figures, 'figure')} up to date"
