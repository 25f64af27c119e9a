"""The versions of all that an output's bytes depend on, found without importing any of it."""

from __future__ import annotations

import functools
import hashlib
import os
import re
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from convanim import __version__, backends

if TYPE_CHECKING:
    from collections.abc import Iterable

    from convanim.batch.facts import Facts

PACKAGE = Path(__file__).parent.parent
DRAWS_NOTHING = {"batch", "cli", "gallery", "config", "themes", "frameworks", "__pycache__"}
"""Folders without influence on a file: what ``spec`` and the themes say is in the figure itself."""

_METADATA = re.compile(r"(?P<name>.+?)-(?P<version>[^-]+)\.(dist|egg)-info")
_DIGITS = 12


def tools(writer: Any) -> Facts:
    """Return the version of each tool that makes the files of a writer.

    Of convanim it is the version and a hash of the code that draws; of the fonts a hash.
    """
    return _versions((*backends.LIBRARIES.get(writer.takes, ()), *getattr(writer, "libraries", ())))


@functools.cache
def _versions(libraries: tuple[str, ...]) -> Facts:
    found = {"convanim": f"{__version__} {_code()}"}
    found |= {name: version(name) for name in sorted({*libraries})}
    if "matplotlib" in libraries:
        found["fonts"] = _fonts()
    return found


def version(library: str) -> str:
    """Return the version of an installed library, by its name on PyPI."""
    name = _normal(library)
    return _installed().get(name) or _told(name)


@functools.cache
def _installed() -> dict[str, str]:
    """Return the versions in the names of metadata folders.

    Twenty times as fast as ``importlib.metadata``, which would be as long in coming as some
    figures are in being drawn.
    """
    found: dict[str, str] = {}
    for folder in sys.path:
        try:
            names = sorted(os.listdir(folder or "."))
        except OSError:
            continue
        for match in map(_METADATA.fullmatch, names):
            if match:
                found.setdefault(_normal(match["name"]), match["version"])
    return found


def _told(name: str) -> str:
    from importlib import metadata

    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return "unknown"


def _normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


@functools.cache
def _code() -> str:
    files: list[Path] = []
    for entry in PACKAGE.iterdir():
        if entry.name not in DRAWS_NOTHING:
            files += entry.rglob("*") if entry.is_dir() else [entry]
    sources = (path for path in files if "__pycache__" not in path.parts and path.is_file())
    return _hash(sources, PACKAGE)


@functools.cache
def _fonts() -> str:
    spec = find_spec("matplotlib")
    folders = spec.submodule_search_locations if spec else None
    if not folders:
        return "unknown"
    fonts = Path(folders[0]) / backends.FONTS
    return _hash(fonts.parent.glob(fonts.name), fonts.parent)


def _hash(paths: Iterable[Path], folder: Path) -> str:
    every = hashlib.sha256()
    for path in sorted(paths):
        content = path.read_bytes()
        every.update(f"{path.relative_to(folder).as_posix()} {len(content)}\n".encode())
        every.update(content)
    return every.hexdigest()[:_DIGITS]
