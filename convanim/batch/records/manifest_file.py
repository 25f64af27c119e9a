"""Reads and writes ``manifest.json``, merging under a lock so that runs keep each other's work.

A run of one shard writes its own part, ``manifest.2-of-8.json``; the next run of all figures merges
the parts it finds into ``manifest.json``.
"""

from __future__ import annotations

import contextlib
import json
import sys
from dataclasses import dataclass
from functools import partial
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from convanim.batch.records.conflicts import has_conflict, sides
from convanim.batch.records.facts import digest
from convanim.batch.records.manifest import Entry, File, Manifest, Page, States, is_inside
from convanim.batch.records.piecewise import members, value
from convanim.errors import ConvanimError
from convanim.files.locks import locked
from convanim.files.regular import opened
from convanim.files.staging import staged

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from convanim.batch.records.facts import Facts
    from convanim.batch.records.piecewise import Read

NAME = "manifest.json"
MARK = "convanim manifest"
VERSION = 1
LINES = 3
"""Levels of JSON with one value per line; deeper values share a line."""

DAMAGED = (ValueError, LookupError, TypeError, AttributeError, OverflowError, RecursionError)
"""The exceptions that a text which is not a manifest can raise."""


class ForeignManifestError(ConvanimError):
    """A file with the manifest's name that convanim did not write; it is not changed."""


@dataclass(frozen=True, slots=True)
class Store:
    """The manifest of a folder.

    Attributes
    ----------
    root : Path
        The folder.
    shard : str
        ``"2-of-8"`` for a part; empty for the whole.
    """

    root: Path
    shard: str = ""

    @property
    def path(self) -> Path:
        """The file that this store writes."""
        return self.root / (f"manifest.{self.shard}.json" if self.shard else NAME)

    @property
    def is_unmerged(self) -> bool:
        """Whether there are parts of shards, or the sides of a conflict, to merge."""
        return self.has_conflict or (not self.shard and bool(self.parts))

    @property
    def has_conflict(self) -> bool:
        """Whether a merge has left conflict markers in the file."""
        try:
            with opened(self.root / NAME) as file:
                return has_conflict(file.read().decode(errors="replace"))
        except OSError:
            return False

    def load(self) -> Manifest:
        """Return the manifest, merged with the parts beside it.

        Raises
        ------
        ForeignManifestError
            A file with this name was not written by convanim.
        """
        manifest = _read(self.root / NAME)
        for part in self.parts:
            manifest = manifest.merged(_read(part))
        return manifest

    def update(self, change: Callable[[Manifest], Manifest]) -> None:
        """Apply a change to the file as it is now, including what other runs wrote meanwhile.

        Raises
        ------
        OutputError
            The file could not be written.
        ForeignManifestError
            The file was not written by convanim.
        """
        with locked(self.root):
            parts = () if self.shard else self.parts
            before = _read(self.path) if self.shard else self.load()
            self._write(change(before))
            for part in parts:
                with contextlib.suppress(OSError):
                    part.unlink()

    def _write(self, manifest: Manifest) -> None:
        """Write a manifest piece by piece, as its whole text would take much memory."""
        if not _holds(self.path, _pieces(manifest)):
            with (
                staged(self.path) as temporary,
                temporary.open("w", encoding="utf-8", newline="\n") as file,
            ):
                file.writelines(_pieces(manifest))

    @property
    def parts(self) -> tuple[Path, ...]:
        """The parts of shards that are not merged yet."""
        return tuple(sorted(self.root.glob("manifest.*-of-*.json")))


def _holds(path: Path, pieces: Iterator[str]) -> bool:
    """Return whether a file holds a text; nothing is read beyond the first difference."""
    try:
        with opened(path) as file:
            return all(file.read(len(each)) == each for each in map(str.encode, pieces)) and (
                not file.read(1)
            )
    except OSError:
        return False


def _read(path: Path) -> Manifest:
    try:
        with opened(path) as file:
            text = file.read().decode(errors="replace")
    except FileNotFoundError:
        return Manifest()
    except OSError as error:
        raise ForeignManifestError(f"{path}: cannot be read: {error.strerror}") from None
    if not text.lstrip("{ \r\n").startswith(f'"{MARK}"'):
        message = "was not written by convanim and is left unchanged; name another folder with -o"
        raise ForeignManifestError(f"{path}: {message}")
    if has_conflict(text):
        ours, theirs = map(_parsed, sides(text))
        return ours.reconciled(theirs, path.parent)
    return _parsed(text)


def _parsed(text: str) -> Manifest:
    """Return the manifest of a text; an empty one if it is damaged, so that all is redrawn."""
    try:
        return parse_manifest(text)
    except DAMAGED:
        return Manifest()


def parse_manifest(text: str) -> Manifest:
    """Return the manifest of a text.

    Raises
    ------
    one of DAMAGED
        The text is not a manifest.
    """
    data, end = members(text, 0, lambda name: _SECTIONS.get(name, value))
    if end != len(text):
        raise ValueError("more than one object")
    if data[MARK] != VERSION:
        return Manifest()
    tools = {name: _facts(each) for name, each in data["tools"].items()}
    entries = {
        target: Entry(
            config=str(each["config"]),
            figure=each["figure"],
            tools=tools[each["tools"]],
            states=data["states"][each["states"]],
            frames=int(each["frames"]),
            seconds=float(each["seconds"]),
            files=_files(each["files"]),
            request=tuple(map(str, each.get("request", ()))),
        )
        for target, each in data["outputs"].items()
        if each["files"]
    }
    pages = {
        name: Page(str(each["key"]), _files({name: each})[0])
        for name, each in data["pages"].items()
    }
    left = {file.path: file for file in _files(data["left"])}
    return Manifest(entries, pages, left)


def _states(text: str, at: int) -> tuple[States, int]:
    lines, at = value(text, at)
    return States.of(map(str, lines)), at


def _recorded(text: str, at: int) -> tuple[dict[str, Any], int]:
    """Return an output, with its facts as small as they become."""
    found, at = value(text, at)
    return {**found, "figure": _facts(found["figure"])}, at


_SECTIONS: dict[str, Read] = {
    "outputs": lambda text, at: members(text, at, lambda _: _recorded),
    "states": lambda text, at: members(text, at, lambda _: _states),
}


def _facts(data: Mapping[str, Any]) -> dict[str, str]:
    """Return facts, most of which thousands of figures share."""
    return {sys.intern(name): sys.intern(str(fact)) for name, fact in data.items()}


def _files(data: Mapping[str, Any]) -> tuple[File, ...]:
    """Return the files, without any path that leads out of the folder."""
    return tuple(
        File(path, str(each["sha256"]), int(each["size"]))
        for path, each in data.items()
        if is_inside(path)
    )


def format_manifest(manifest: Manifest) -> str:
    """Return a manifest as text; equal manifests give equal texts."""
    return "".join(_pieces(manifest))


def _pieces(manifest: Manifest) -> Iterator[str]:
    entries = sorted(manifest.entries.items())
    states = {entry.states for _, entry in entries}
    names = {each: digest(each.lines) for each in states}
    tools = {_short(entry.tools): dict(sorted(entry.tools.items())) for _, entry in entries}
    data = {
        MARK: VERSION,
        "tools": dict(sorted(tools.items())),
        "outputs": {
            target: partial(_output, entry, names[entry.states]) for target, entry in entries
        },
        "pages": {
            name: {"key": page.key, "sha256": page.file.sha256, "size": page.file.size}
            for name, page in sorted(manifest.pages.items())
        },
        "left": _files_by_path(sorted(manifest.left.values(), key=lambda file: file.path)),
        "states": {
            name: partial(getattr, each, "lines")
            for each, name in sorted(names.items(), key=itemgetter(1))
        },
    }
    yield from _lines(data, 0)
    yield "\n"


def _output(entry: Entry, shows: str) -> dict[str, Any]:
    return {
        "config": entry.config,
        "key": entry.key,
        "figure": dict(sorted(entry.figure.items())),
        "tools": _short(entry.tools),
        "states": shows,
        "frames": entry.frames,
        "seconds": entry.seconds,
        "files": _files_by_path(entry.files),
        **({"request": entry.request} if entry.request else {}),
    }


def _short(tools: Facts) -> str:
    return digest(dict(tools))[:12]


def _files_by_path(files: Any) -> dict[str, Any]:
    return {file.path: {"sha256": file.sha256, "size": file.size} for file in files}


def _lines(value: Any, level: int) -> Iterator[str]:
    """Yield JSON with one value per line down to a level, so that diffs are readable.

    A function is called for its value when that value's turn comes.
    """
    if callable(value):
        value = value()
    if level == LINES or not value or not isinstance(value, dict | tuple):
        yield json.dumps(value)
        return
    is_mapping = isinstance(value, dict)
    indent = " " * (level + 1)
    yield "{" if is_mapping else "["
    for n, each in enumerate(value):
        yield f"{',' if n else ''}\n{indent}"
        if is_mapping:
            yield f"{json.dumps(each)}: "
        yield from _lines(value[each] if is_mapping else each, level + 1)
    yield f"\n{indent[1:]}{'}' if is_mapping else ']'}"
