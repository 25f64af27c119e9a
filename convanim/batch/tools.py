"""Finds the versions of the tools that determine an output's bytes, without importing them."""

from __future__ import annotations

import functools
import hashlib
import os
import re
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from convanim import __version__
from convanim.batch import code
from convanim.film.backend import Backend
from convanim.plugins import registry

if TYPE_CHECKING:
    from convanim.batch.records.facts import Facts
    from convanim.config import FigureSpec
    from convanim.film.writer import Writer

_METADATA = re.compile(r"(?P<name>.+?)-(?P<version>[^-]+)\.(dist|egg)-info")
_DIGITS = 12


def tools(spec: FigureSpec, writer: Writer[Any]) -> Facts:
    """Return the versions of the tools that make a figure's files in one format.

    Parameters
    ----------
    spec : FigureSpec
        The figure.
    writer : Writer
        The format.

    Returns
    -------
    Facts
        The version of convanim with a hash of the code that draws the figure, the version of each
        library, and a hash of the fonts.
    """
    backend = registry.find(Backend, writer.takes)
    homes = {
        *code.homes((spec.panels, writer)),
        *map(code.home, (spec.page, spec.timing, spec.theme)),
    }
    roots = frozenset({*homes, code.inside(backend.__module__), code.JOINS, *backend.asks})
    return _versions((*backend.libraries, *writer.libraries), backend.fonts, roots)


@functools.cache
def _versions(libraries: tuple[str, ...], fonts: str, roots: frozenset[str]) -> Facts:
    digest = code.package().digest(roots)[:_DIGITS]
    found = {"convanim": f"{__version__} {digest}"}
    found |= {name: version(name) for name in sorted({*libraries})}
    if fonts:
        found["fonts"] = fonts_of(fonts)
    return found


def version(library: str) -> str:
    """Return the version of an installed library, given its name on PyPI."""
    name = _normal(library)
    return installed().get(name) or _from_metadata(name)


@functools.cache
def installed() -> dict[str, str]:
    """Return the version of each library, found in the names of metadata folders.

    This is twenty times faster than ``importlib.metadata``, which takes as long as drawing a small
    figure.
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


def _from_metadata(name: str) -> str:
    from importlib import metadata

    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return "unknown"


def _normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


@functools.cache
def fonts_of(pattern: str) -> str:
    """Return a hash of the fonts of matplotlib whose paths match a pattern."""
    spec = find_spec("matplotlib")
    folders = spec.submodule_search_locations if spec else None
    if not folders:
        return "unknown"
    fonts = Path(folders[0], "mpl-data", pattern)
    every = hashlib.sha256()
    for path in sorted(fonts.parent.glob(fonts.name)):
        content = path.read_bytes()
        every.update(f"{path.name} {len(content)}\n".encode())
        every.update(content)
    return every.hexdigest()[:_DIGITS]
