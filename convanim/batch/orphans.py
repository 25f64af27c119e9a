"""Finds files that no config makes any more, and deletes them on request."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from convanim.batch.jobs import STDIN
from convanim.errors import ConvanimError, OutputError, StaleError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from convanim.batch.jobs import Job, Source
    from convanim.batch.listener import Listener
    from convanim.batch.records.manifest import Entry, File, Manifest
    from convanim.batch.records.manifest_file import Store


@dataclass(slots=True)
class Run:
    """What a run makes of its configs, noted as its figures pass.

    Attributes
    ----------
    root : Path
        The folder of the run.
    sources : sequence of Source
        All configs, including those that cannot be read.
    made, own : set of str
        The targets of its figures, and those that their configs name.
    planned : mapping of str to set of tuple
        For each config the requests that its figures answer.
    faulty : set of str
        Paths of configs with figures that cannot be made.
    """

    root: Path
    sources: Sequence[Source]
    made: set[str] = field(default_factory=set)
    own: set[str] = field(default_factory=set)
    planned: dict[str, set[tuple[str, ...]]] = field(default_factory=dict)
    faulty: set[str] = field(default_factory=set)

    def note(self, jobs: Iterable[Job]) -> Iterator[Job]:
        """Yield the figures of the run as they are noted."""
        for job in jobs:
            self.made |= {each.target for each in job.wanted}
            self.own |= {each.target for each in _own(job).wanted}
            requests = self.planned.setdefault(job.source.path_from(self.root), set())
            requests |= {job.request} if job.source.settings else {job.request, ()}
            yield job

    def noting(self, on_error: Callable[[ConvanimError], None]) -> Callable[[ConvanimError], None]:
        """Return a function that notes the config of an error and passes the error on."""

        def noted(error: ConvanimError) -> None:
            self.faulty.add(error.config)
            on_error(error)

        return noted

    def orphans(self, manifest: Manifest) -> list[File]:
        """Return the files of configs that are gone, and those that a config no longer makes.

        A config with figures that cannot be read, or that is not part of the run, keeps its files.
        So does one whose files another request made, such as ``-f mp4`` or ``-s name=x``: only the
        same request shows that it no longer makes them.
        """
        made, own, planned = self.made, self.own, self.planned
        unread = {
            path
            for source in self.sources
            if (path := source.path_from(self.root)) not in planned
            or str(source.path) in self.faulty
        }
        found = list(manifest.left.values())
        for target, entry in manifest.entries.items():
            if not (target in made or target in own) and entry.config not in unread:
                found += entry.files if self._is_over(entry, planned) else ()
        kept = {f.path for t, entry in manifest.entries.items() if t in made for f in entry.files}
        others = {file for file in found if file.path not in kept}
        alike = {path.casefold(): path for path in kept}
        return sorted(
            (file for file in others if not self._is_one(file.path, alike)), key=lambda f: f.path
        )

    def _is_one(self, path: str, alike: Mapping[str, str]) -> bool:
        """Return whether a file is one that is made, on file systems that ignore case."""
        made = alike.get(path.casefold())
        with contextlib.suppress(OSError):
            return made is not None and (self.root / path).samefile(self.root / made)
        return False

    def _is_over(self, entry: Entry, planned: Mapping[str, set[tuple[str, ...]]]) -> bool:
        if entry.config == str(STDIN):
            return False
        if entry.config in planned:
            return entry.request in planned[entry.config]
        return not (self.root / entry.config).exists()


def _own(job: Job) -> Job:
    return replace(job, outputs=job.figure.outputs)


def faults(files: Iterable[File], root: Path) -> Iterator[ConvanimError]:
    """Yield an error for each file that still exists: stale unless it was altered."""
    for file in files:
        path = f"{root / file.path}: no config produces it any more"
        match file.fault(root):
            case "missing":
                pass
            case "altered":
                yield ConvanimError(f"{path}; it was altered since and is kept")
            case _:
                yield StaleError(f"{path}; --prune deletes it", "--prune")


def prune(files: Iterable[File], store: Store, listener: Listener) -> None:
    """Delete files and their records; a file that was altered since it was written is kept."""
    gone = []
    for file in files:
        path = store.root / file.path
        fault = file.fault(store.root)
        if fault == "altered" or not _is_within(path, store.root):
            listener.on_note(f"{path}: altered since convanim wrote it, so it is kept")
            continue
        try:
            path.unlink(missing_ok=True)
        except OSError as error:
            listener.on_error(OutputError(f"{path}: cannot be removed: {error.strerror}"))
            continue
        gone.append(file.path)
        if not fault:
            listener.on_note(f"{path}: removed")
        _remove_empty(path.parent, store.root)
    if gone:
        try:
            store.update(lambda known: known.without(gone))
        except ConvanimError as error:
            listener.on_error(error)


def _is_within(path: Path, root: Path) -> bool:
    return path.parent.resolve().is_relative_to(root.resolve())


def _remove_empty(folder: Path, root: Path) -> None:
    for each in _up_to(folder, root):
        with contextlib.suppress(OSError):
            each.rmdir()


def _up_to(folder: Path, root: Path) -> Iterator[Path]:
    while folder != root and folder.is_relative_to(root):
        yield folder
        folder = folder.parent
