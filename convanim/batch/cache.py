"""Keeps the files of outputs under their keys, for machines that start with an empty folder.

A cache may come from a stranger, such as a CI cache that a pull request has written. So entries are
data: the names of files come from the job, links and anything but regular files are refused, and
contents must match their hash and begin as their format does before they are put in place.
"""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from convanim.batch.records.manifest import CHUNK, File, Manifest
from convanim.batch.records.manifest_file import DAMAGED, format_manifest, parse_manifest
from convanim.errors import OutputError
from convanim.files.regular import opened
from convanim.files.staging import clear, staged

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from convanim.batch.jobs import Wanted
    from convanim.batch.records.manifest import Entry

ENTRY = "entry.json"

MOST_BYTES = 1 << 28
"""The most bytes of an entry that are read."""


class _DamagedError(Exception):
    """A file in the cache that is not what its entry says, or not of its format."""


@dataclass(frozen=True, slots=True)
class Cache:
    """A folder with one folder per key: the files of an output, numbered, and its entry."""

    folder: Path

    def restore(self, wanted: Wanted) -> Entry | None:
        """Put the files of an output in place and return its entry; None if they are not cached.

        Files are copied, so that later changes to them do not reach the cache. A damaged entry
        counts as missing.

        Raises
        ------
        OutputError
            A file could not be written.
        """
        place = self._place(wanted)
        entry = self._entry(place)
        if entry is None or entry.key != wanted.key:
            return None
        names = wanted.files(len(entry.files))
        if len(names) != len(entry.files) or not _has_all_frames(wanted, entry):
            return None
        try:
            for number, file in enumerate(entry.files):
                for _ in _contents(place / str(number), file, wanted):
                    pass  # all files are checked before the first one is replaced
            for number, (name, file) in enumerate(zip(names, entry.files, strict=True)):
                with staged(_root(wanted) / name) as temporary, temporary.open("wb") as copy:
                    copy.writelines(_contents(place / str(number), file, wanted))
        except _DamagedError:
            return None
        files = [replace(f, path=name) for name, f in zip(names, entry.files, strict=True)]
        config = wanted.job.source.path_from(_root(wanted))
        return replace(entry, files=tuple(files), config=config, request=wanted.request)

    def keep(self, wanted: Wanted, entry: Entry) -> None:
        """Store a copy of the files of an output.

        Raises
        ------
        OutputError
            A file could not be written.
        """
        place = self._place(wanted)
        if entry.key != wanted.key or not _is_plain(place) or self._is_kept(place, wanted):
            return
        local = replace(entry, files=tuple(_numbered(entry.files)), request=())
        clear(place)  # a run that was killed may have left part of this entry
        try:
            # The entry comes last, as it vouches for the files. Another run that stores the same
            # key at the same time writes the same.
            for number, file in enumerate(entry.files):
                with staged(place / str(number)) as temporary, temporary.open("wb") as copy:
                    copy.writelines(_contents(_root(wanted) / file.path, file, wanted))
            with staged(place / ENTRY) as temporary:
                text = format_manifest(Manifest({ENTRY: local}))
                temporary.write_text(text, encoding="utf-8", newline="\n")
        except _DamagedError:
            return  # the output was changed since it was written
        except OutputError as error:
            raise OutputError(f"the cache: {error}") from error

    def contents(self) -> tuple[int, int]:
        """Return the number of outputs in the cache, and the number of bytes they take."""
        kept = [path.parent for path in self.folder.glob(f"*/*/{ENTRY}")]
        return len(kept), sum(file.lstat().st_size for place in kept for file in place.iterdir())

    def _place(self, wanted: Wanted) -> Path:
        return self.folder / wanted.key[:2] / wanted.key

    def _is_kept(self, place: Path, wanted: Wanted) -> bool:
        entry = self._entry(place)
        try:
            for number, file in enumerate(entry.files if entry else ()):
                for _ in _contents(place / str(number), file, wanted):
                    pass
        except _DamagedError:
            return False
        return entry is not None

    def _entry(self, place: Path) -> Entry | None:
        """Return the entry of a folder; None if it is missing or damaged."""
        if not _is_plain(place):
            return None
        try:
            with opened(place / ENTRY, follow_links=False) as file:
                (entry,) = parse_manifest(file.read(MOST_BYTES).decode()).entries.values()
        except (OSError, *DAMAGED):
            return None
        return entry if entry.files else None


def _has_all_frames(wanted: Wanted, entry: Entry) -> bool:
    """Return whether a folder of frames has as many as the figure, which an entry may deny."""
    return not wanted.output.is_folder or len(entry.files) == len(wanted.job.figure)


def _is_plain(place: Path) -> bool:
    """Return whether neither the folder of a key nor the one above it is a link."""
    return not place.is_symlink() and not place.parent.is_symlink()


def _contents(path: Path, file: File, wanted: Wanted) -> Iterator[bytes]:
    """Yield the contents of a file.

    Raises
    ------
    _DamagedError
        It is not a regular file, or does not match its entry or its format.
    """
    total = hashlib.sha256()
    try:
        with opened(path, follow_links=False) as source:
            if not file.size or os.fstat(source.fileno()).st_size != file.size:
                raise _DamagedError
            while chunk := source.read(CHUNK):
                if source.tell() <= CHUNK and not wanted.output.writer.is_signed(chunk):
                    raise _DamagedError
                total.update(chunk)
                yield chunk
    except OSError as error:
        raise _DamagedError from error
    if total.hexdigest() != file.sha256:
        raise _DamagedError


def _numbered(files: tuple[File, ...]) -> Iterator[File]:
    """Yield files under the names they have in the cache."""
    for number, file in enumerate(files):
        yield replace(file, path=str(number))


def _root(wanted: Wanted) -> Path:
    return wanted.job.root
