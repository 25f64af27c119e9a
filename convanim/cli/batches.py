"""The figures of ``render`` and ``gallery``, which are drawn, listed or checked."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from convanim import batch, config
from convanim.batch import checking, orphans
from convanim.batch.cache import Cache
from convanim.batch.jobs import fitting, in_chunks, stale
from convanim.batch.manifest_file import NAME
from convanim.batch.shards import Shard
from convanim.batch.updating import Record, known, update
from convanim.cli.logs import harmless
from convanim.cli.terminal import tell, usage
from convanim.errors import StaleError, plural

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import Path

    from convanim.batch import Job, Source
    from convanim.batch.manifest import File, Manifest
    from convanim.batch.manifest_file import Store
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
    """

    options: Options
    terminal: Terminal
    jobs: Iterable[Job]
    store: Store | None
    manifest: Manifest
    run: orphans.Run

    def make(self) -> None:
        """Write what is not up to date, and report orphans."""
        options = self.options
        cache = Cache(options.cache) if options.cache else None
        record = Record(self.store, self.manifest, self.terminal, cache)
        workers = partial(options.workers, self.terminal)
        totals = update(self.jobs, record, workers, options.force, options.begin)
        if totals.figures and not totals.stale:
            word = plural(totals.figures, "figure")
            self.terminal.on_note(f"{totals.figures} {word} up to date")
        elif not totals.figures and not self.terminal.errors:
            self.terminal.on_note("nothing to draw: the files named have only defaults")
        self._orphans()

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
        if self.options.check:
            self.check()
        elif self.options.dry_run:
            self.list()
        else:
            self.make()

    def _orphans(self) -> None:
        if self.store is None or self.options.shard:
            return
        self.report_orphans(self.run.orphans(self.store.load()))

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
    return Batch(options, terminal, mine, store, manifest, seen)
