"""Keeps files under the keys of what made them, for machines that start with an empty folder."""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from convanim.batch.manifest import File, Manifest, sha256
from convanim.batch.manifest_file import DAMAGED, parsed, written
from convanim.errors import OutputError
from convanim.files.staging import staged

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from convanim.batch.jobs import Wanted
    from convanim.batch.manifest import Entry

ENTRY = "entry.json"


@dataclass(frozen=True, slots=True)
class Cache:
    """A folder with one folder for each key: the files of an output, numbered, and its entry."""

    folder: Path

    def restore(self, wanted: Wanted) -> Entry | None:
        """Put the files of an output in place and return its entry; None when they are not here.

        Files are copied, so that nothing done to them later reaches the cache; what has been
        damaged in the cache is as good as not there.

        Raises
        ------
        OutputError
            A file could not be written.
        """
        kept = self._place(wanted)
        entry = self._entry(kept)
        if entry is None or entry.key != wanted.key:
            return None
        for number, file in enumerate(entry.files):
            with staged(wanted.job.folder / file.path) as temporary:
                shutil.copyfile(kept / str(number), temporary)
        folder = wanted.job.source.folder.as_posix()
        files = [replace(file, path=_below(folder, file.path)) for file in entry.files]
        return replace(entry, files=tuple(files), config=wanted.job.source.seen_from(_root(wanted)))

    def keep(self, wanted: Wanted, entry: Entry) -> None:
        """Take a copy of the files of an output.

        Raises
        ------
        OutputError
            It could not be written.
        """
        place = self._place(wanted)
        if entry.key != wanted.key or self._entry(place) is not None:
            return
        local = Manifest({wanted.target: replace(entry, files=_local(wanted, entry.files))})
        try:
            # The files first, and last what vouches for them. Another run that is at the same time
            # at the same key writes the same.
            for number, file in enumerate(entry.files):
                with staged(place / str(number)) as temporary:
                    shutil.copyfile(_root(wanted) / file.path, temporary)
            with staged(place / ENTRY) as temporary:
                temporary.write_text(written(local), encoding="utf-8", newline="\n")
        except OutputError as error:
            raise OutputError(f"the cache: {error}") from error

    def contents(self) -> tuple[int, int]:
        """Return how many outputs are here, and how many bytes they take."""
        kept = [path.parent for path in self.folder.glob(f"*/*/{ENTRY}")]
        return len(kept), sum(file.stat().st_size for place in kept for file in place.iterdir())

    def _place(self, wanted: Wanted) -> Path:
        return self.folder / wanted.key[:2] / wanted.key

    def _entry(self, place: Path) -> Entry | None:
        """Return the entry in a folder when all its files are as they were."""
        try:
            (entry,) = parsed((place / ENTRY).read_text(encoding="utf-8")).entries.values()
            sound = all(sha256(place / str(n)) == file.sha256 for n, file in enumerate(entry.files))
        except (OSError, *DAMAGED):
            return None
        return entry if sound and entry.files else None


def _local(wanted: Wanted, files: Sequence[File]) -> tuple[File, ...]:
    """Return files with their paths from the figure's folder."""
    folder = wanted.job.source.folder.as_posix()
    return tuple(
        replace(f, path=os.path.relpath(f.path, folder).replace(os.sep, "/")) for f in files
    )


def _below(folder: str, path: str) -> str:
    return path if folder == "." else f"{folder}/{path}"


def _root(wanted: Wanted) -> Path:
    return wanted.job.root
