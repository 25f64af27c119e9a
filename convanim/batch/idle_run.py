"""Recognises a run of very many figures with nothing to do, without reading each of them.

A run whose files are all up to date notes what it was asked, the hashes of the configs and themes
that it has read, and that of the manifest. While all of these are the same, so are the figures, and
only the files themselves are looked at. The note is of this machine alone: it lies in a hidden
folder that git ignores, and without it the figures are read.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from convanim import config
from convanim.api.typeface import needs_installed_fonts
from convanim.batch.jobs import STDIN
from convanim.batch.records.facts import digest, facts
from convanim.batch.records.manifest import File, is_inside, sha256
from convanim.batch.records.manifest_file import DAMAGED, NAME
from convanim.batch.tools import fonts_of, installed
from convanim.errors import ConvanimError
from convanim.files.regular import opened
from convanim.files.staging import staged

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from convanim.batch.jobs import Job, Source
    from convanim.batch.records.manifest import Entry, Manifest
    from convanim.config import Drafts, Output
    from convanim.scene.theme import Theme

    Read = Callable[[Source], Drafts]
    """Returns the figures of a config, none of which it reads."""

FOLDER, NOTE = ".convanim", "runs.json"
"""The folder beside the manifest, and the file in it."""

FEWEST = 256
"""Figures below which nothing is noted, since they are read in less than a second."""

FONTS = "fonts/ttf/*.ttf"
"""The fonts of matplotlib, some of which are set in figures."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What a run is asked.

    Attributes
    ----------
    root : Path
        The folder of the run.
    sources : tuple of Source
        Its configs.
    settings : tuple of str
        What outweighs them.
    outputs : tuple of Output
        Formats that replace those of each config.
    theme : Theme or None
        A theme that replaces that of each config.
    """

    root: Path
    sources: tuple[Source, ...]
    settings: tuple[str, ...] = ()
    outputs: tuple[Output, ...] = ()
    theme: Theme | None = None

    @property
    def can_be_known(self) -> bool:
        """Whether all its configs are files, which can be read again."""
        return all(each.line is None and each.path != STDIN for each in self.sources)

    def key(self) -> str:
        """Return the hash of it, and of all that decides its outputs besides what it reads."""
        places = [(*self._places(each), each.folder.as_posix()) for each in self.sources]
        return digest(
            {
                "sources": places,
                "settings": self.settings,
                "outputs": [facts(each) for each in self.outputs],
                "theme": self.theme and facts(self.theme),
                "themes": {name: str(path) for name, path in config.own_themes().items()},
                "code": _code(Path(__file__).parents[1]),
                "libraries": installed(),
                "fonts": fonts_of(FONTS),
                "python": sys.version,
            }
        )

    def _places(self, source: Source) -> tuple[str, str]:
        return source.path_from(self.root), os.path.abspath(source.root or "")

    def is_settled(self, read: Read) -> int:
        """Return the number of its figures if nothing has changed since none was to be made; or 0.

        Parameters
        ----------
        read : callable
            Reads a config, but not its figures; it may inherit others than it did.
        """
        notes = _notes(self.root) if self.can_be_known else {}
        try:
            note = notes.get(self.key()) if notes else None
            if note is None or note["manifest"] != sha256(self.root / NAME):
                return 0
            is_same = all(sha256(Path(path)) == found for path, found in note["files"].items())
            if is_same and self._inherits(read).items() <= note["files"].items():
                return int(note["figures"]) if self._has_files() else 0
        except (OSError, ConvanimError, *DAMAGED):
            pass
        return 0

    def _inherits(self, read: Read) -> Mapping[str, str]:
        files: dict[str, str] = {}
        with config.noting(files):
            for source in self.sources:
                read(source)
        return files

    def _has_files(self) -> bool:
        """Return whether all files of these configs are as they were made, and no others orphans.

        A file that a link leads out of the folder is none of them.
        """
        with opened(self.root / NAME) as file:
            outputs = json.loads(file.read())["outputs"]
        mine = {source.path_from(self.root) for source in self.sources}
        others = {each["config"] for each in outputs.values()} - mine - {str(STDIN)}
        files = [
            File(path, found["sha256"], found["size"])
            for each in outputs.values()
            if each["config"] in mine
            for path, found in each["files"].items()
        ]
        folder = os.path.realpath(self.root)
        folders = {os.path.realpath((self.root / file.path).parent) for file in files}
        return (
            all((self.root / each).exists() for each in others)
            and all(Path(each).is_relative_to(folder) for each in folders)
            and all(is_inside(file.path) for file in files)
            and not any(_fault(file, self.root) for file in files)
        )


def _fault(file: File, root: Path) -> str:
    return "link" if (root / file.path).is_symlink() else file.fault(root)


@dataclass(slots=True)
class Witness:
    """Sees the figures of a run pass, and notes it if none is left to be made.

    Attributes
    ----------
    asked : Asked
        What it is asked.
    files : dict of str to str
        The hashes of the configs and themes that it reads.
    count : int
        How many figures have passed.
    key : str
        The hash of what it is asked, taken while it reads its figures.
    is_portable : bool
        Whether no figure depends on fonts that may be installed or removed.
    """

    asked: Asked
    files: dict[str, str] = field(default_factory=dict)
    count: int = 0
    key: str = ""
    is_portable: bool = True

    def seen(self, jobs: Iterable[Job]) -> Iterator[Job]:
        """Yield figures as they pass."""
        for job in jobs:
            self.count += 1
            if self.count == FEWEST and self.asked.can_be_known:
                self.key = self.asked.key()
            self.is_portable = self.is_portable and not needs_installed_fonts(job.figure.spec)
            yield job

    def note(
        self, targets: Iterable[str], known: Mapping[str, Entry], load: Callable[[], Manifest]
    ) -> None:
        """Note a run without errors or orphans, unless another one has made some of its files.

        Parameters
        ----------
        targets : iterable of str
            The targets of its figures.
        known : mapping of str to Entry
            What the run knows of them.
        load : callable
            Returns the manifest as it is now.
        """
        if not (self.key and self.is_portable):
            return
        with contextlib.suppress(OSError, ConvanimError):
            manifest = sha256(self.asked.root / NAME)  # before it is read: it may change meanwhile
            entries = load().entries
            if all(target in entries and entries[target] == known[target] for target in targets):
                self._write(manifest)

    def _write(self, manifest: str) -> None:
        """Write a note beside those that hold for the same manifest."""
        found = _notes(self.asked.root)
        notes = {key: each for key, each in found.items() if each.get("manifest") == manifest}
        notes[self.key] = {"manifest": manifest, "figures": self.count, "files": self.files}
        folder = self.asked.root / FOLDER
        for name, text in ((".gitignore", "*\n"), (NOTE, json.dumps(notes, indent=1) + "\n")):
            with staged(folder / name) as temporary:
                temporary.write_text(text, encoding="utf-8")


def _notes(root: Path) -> dict[str, dict[str, Any]]:
    """Return the notes on runs into a folder; none where they are damaged."""
    try:
        with opened(root / FOLDER / NOTE) as file:
            notes = json.loads(file.read())
        return {key: dict(each) for key, each in notes.items()}
    except (OSError, *DAMAGED):
        return {}


def _code(folder: Path) -> str:
    """Return a hash of all files of a package."""
    total = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.is_file() and "__pycache__" not in path.parts:
            content = path.read_bytes()
            total.update(f"{path.relative_to(folder).as_posix()} {len(content)}\n".encode())
            total.update(content)
    return total.hexdigest()
