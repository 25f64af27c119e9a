"""What ``render`` and ``gallery`` do with their figures: make them, list them or check them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from convanim import batch, config
from convanim.batch import checking, orphans
from convanim.batch.cache import Cache
from convanim.batch.jobs import fitting, stale
from convanim.batch.shards import Shard
from convanim.batch.updating import Record, known, update
from convanim.cli.logs import harmless
from convanim.cli.terminal import tell, usage
from convanim.errors import plural

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from convanim.batch import Job, Source
    from convanim.batch.manifest import Manifest
    from convanim.batch.manifest_file import Store
    from convanim.cli.options import Options
    from convanim.cli.terminal import Terminal
    from convanim.config import Output


@dataclass(frozen=True, slots=True)
class Batch:
    """Figures, where they go, and what is known of that folder.

    Attributes
    ----------
    options : Options
        What is to be done with them.
    terminal : Terminal
        Is told of it.
    jobs : sequence of Job
        The figures; of one shard, when there is one.
    store : Store or None
        The manifest's, if there is one.
    manifest : Manifest
        As it was before.
    run : orphans.Run
        All configs of the run.
    """

    options: Options
    terminal: Terminal
    jobs: Sequence[Job]
    store: Store | None
    manifest: Manifest
    run: orphans.Run

    def make(self) -> None:
        """Make what is not up to date, and tell of orphans."""
        options = self.options
        cache = Cache(options.cache) if options.cache else None
        record = Record(self.store, self.manifest, self.terminal, cache)
        workers = partial(options.workers, self.terminal)
        needed = update(self.jobs, record, workers, options.force, options.begin)
        if not needed and self.jobs:
            count = len(self.jobs)
            self.terminal.noted(f"{count} {plural(count, 'figure')} up to date")
        self._orphans()

    def list(self) -> None:
        """Print what would be made, and why."""
        reasons = stale(self.jobs, self.manifest.entries, self.options.force)
        drawn = {*fitting(dict.fromkeys(each.job for each in reasons), self.terminal.refused)}
        for wanted, reason in reasons.items():
            if wanted.job in drawn:
                tell(harmless(f"{wanted.path}: {reason}"))
        self._orphans()

    def check(self) -> None:
        """Tell what is not up to date, and how its frames differ."""
        entries = self.manifest.entries
        workers = partial(self.options.workers, self.terminal)
        found = checking.check(self.jobs, entries, workers, self.terminal, self.options.force)
        if self.options.diff:
            for line in checking.difference(found, entries):
                tell(harmless(line))
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
        files = self.run.orphans(self.store.load())
        if self.options.prune:
            orphans.prune(files, self.store, self.terminal)
        else:
            orphans.report(files, self.run.root, self.terminal)


def gather(
    options: Options,
    terminal: Terminal,
    sources: Sequence[Source],
    outputs: tuple[Output, ...],
    root: Path,
    store: Store | None,
) -> Batch:
    """Return the figures of configs; tell of those that cannot be read."""
    with usage():
        theme = config.theme(options.theme) if options.theme else None
        shard = Shard.parse(options.shard) if options.shard else None
    figures = batch.read(sources, options.settings, terminal.refused)
    jobs = batch.plan(figures, root, outputs, theme, terminal.refused)
    store, manifest = known(store, terminal)
    mine = shard.share(jobs) if shard else jobs
    return Batch(options, terminal, mine, store, manifest, orphans.Run(root, sources, jobs))
