"""The manifest records what each file was built from; see :mod:`.manifest_file` for its JSON."""

from __future__ import annotations

import hashlib
import os
import zlib
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from convanim.batch.records.facts import digest
from convanim.errors import printed
from convanim.files.regular import opened

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from convanim.batch.records.facts import Facts

CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class File:
    """A file as it was when it was written.

    Attributes
    ----------
    path : str
        Path relative to the manifest's folder, with slashes.
    sha256 : str
        Hash of its bytes, in hexadecimal.
    size : int
        In bytes.
    """

    path: str
    sha256: str
    size: int

    @classmethod
    def of(cls, path: Path, root: Path) -> File:
        """Return the file as it is now."""
        return cls(path.relative_to(root).as_posix(), sha256(path), path.stat().st_size)

    def fault(self, root: Path) -> str:
        """Return how it differs from what was written: ``"missing"``, ``"altered"`` or ``""``.

        A text that a checkout has given the line endings of Windows is the same.
        """
        path = root / self.path
        try:
            size = path.stat().st_size
            if size == self.size and sha256(path) == self.sha256:
                return ""
            return "" if size > self.size and self._has_other_line_ends(path) else "altered"
        except OSError:
            return "missing"

    def _has_other_line_ends(self, path: Path) -> bool:
        """Return whether only line endings differ; no other change leaves the hash as it was."""
        with opened(path) as file:
            if os.fstat(file.fileno()).st_size > 2 * self.size:
                return False
            text = file.read().replace(b"\r\n", b"\n")
        return hashlib.sha256(text).hexdigest() == self.sha256


@dataclass(frozen=True, slots=True)
class States:
    """The frames of a figure as text, packed: a run of thousands of figures keeps them all.

    Attributes
    ----------
    packed : bytes
        The compressed lines.
    """

    packed: bytes

    @classmethod
    def of(cls, lines: Iterable[str]) -> States:
        """Return the states of these lines: :meth:`convanim.api.Figure.states`."""
        return cls(zlib.compress("\n".join(lines).encode(errors="surrogatepass")))

    @property
    def lines(self) -> tuple[str, ...]:
        """Each map, and a line for each frame."""
        text = zlib.decompress(self.packed).decode(errors="surrogatepass")
        return tuple(text.split("\n")) if text else ()


@dataclass(frozen=True, slots=True)
class Entry:
    """One output of a figure, as it was written.

    Attributes
    ----------
    config : str
        Path of its config, relative to the manifest's folder.
    figure, tools : Facts
        What it shows, and the versions of what drew it.
    states : States
        Each map, and a line for each frame.
    frames : int
        How many frames the figure has.
    seconds : float
        Processor time it took, rounded to one digit; at least 1.
    files : tuple of File
        More than one for a folder of frames or a filmstrip.
    request : tuple of str
        What the run that made it was asked beyond what its config says.
    """

    config: str
    figure: Facts
    tools: Facts
    states: States
    frames: int
    seconds: float
    files: tuple[File, ...]
    request: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """The hash of all that its bytes depend on."""
        return key(self.figure, self.tools)


@dataclass(frozen=True, slots=True)
class Page:
    """A page of the gallery: the hash of what it was built from, and its file."""

    key: str
    file: File


@dataclass(frozen=True)
class Manifest:
    """Everything that is recorded about a folder.

    Attributes
    ----------
    entries : mapping of str to Entry
        Outputs by the path of their file or folder.
    pages : mapping of str to Page
        Pages by name.
    left : mapping of str to File
        Files of earlier versions of outputs that no longer include them.
    """

    entries: Mapping[str, Entry] = field(default_factory=dict)
    pages: Mapping[str, Page] = field(default_factory=dict)
    left: Mapping[str, File] = field(default_factory=dict)

    def has_made(self, path: str) -> bool:
        """Return whether convanim is known to have made a file."""
        return path in self._made or path in self.left

    @cached_property
    def _made(self) -> frozenset[str]:
        return frozenset(file.path for entry in self.entries.values() for file in entry.files)

    def merged(self, newer: Manifest) -> Manifest:
        """Return both; newer entries win, and files that they no longer include are left."""
        left = {**self.left, **newer.left}
        for target in self.entries.keys() & newer.entries.keys():
            left |= {file.path: file for file in self.entries[target].files}
        entries = {**self.entries, **newer.entries}
        made = {file.path for entry in entries.values() for file in entry.files}
        left = {path: file for path, file in left.items() if path not in made}
        return Manifest(entries, {**self.pages, **newer.pages}, left)

    def reconciled(self, other: Manifest, root: Path) -> Manifest:
        """Return both sides of a merge; of two entries for one output, that of the files there."""
        both = self.merged(other)
        entries = {**both.entries, **self.entries}
        for target in self.entries.keys() & other.entries.keys():
            if any(file.fault(root) for file in self.entries[target].files):
                entries[target] = other.entries[target]
        return replace(both, entries=entries)

    def existing(self, root: Path) -> Manifest:
        """Return the manifest without left files that no longer exist."""
        left = {path: file for path, file in self.left.items() if (root / path).is_file()}
        return replace(self, left=left)

    def without(self, files: Iterable[str]) -> Manifest:
        """Return the manifest without these files, and without outputs that have no others."""
        gone = set(files)
        entries = {}
        for target, entry in self.entries.items():
            kept = tuple(file for file in entry.files if file.path not in gone)
            if kept:
                entries[target] = replace(entry, files=kept)
        left = {path: file for path, file in self.left.items() if path not in gone}
        pages = {name: page for name, page in self.pages.items() if page.file.path not in gone}
        return Manifest(entries, pages, left)


def key(figure: Facts, tools: Facts) -> str:
    """Return the hash of what an output shows and what draws it."""
    return digest([dict(figure), dict(tools)])


def sha256(path: Path) -> str:
    """Return the SHA-256 of a file's bytes, in hexadecimal.

    Raises
    ------
    OSError
        The file cannot be read or is not a regular file.
    """
    total = hashlib.sha256()
    with opened(path) as file:
        while chunk := file.read(CHUNK):
            total.update(chunk)
    return total.hexdigest()


def is_inside(path: str) -> bool:
    """Return whether a path, with slashes, stays below the folder it starts from."""
    parts = PurePosixPath(path).parts
    if printed(path) != path:  # convanim never writes such a name
        return False
    return bool(parts) and ".." not in parts and not os.path.isabs(path) and "\\" not in path
