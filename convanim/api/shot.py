"""From a layout to a file: the film that a backend makes, and the writer that writes it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from convanim.errors import ConvanimError, OutputError, Report, did_you_mean, listed
from convanim.film.backend import Backend
from convanim.film.film import OPAQUE
from convanim.film.writer import Writer
from convanim.plugins import registry

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from convanim.config import Output
    from convanim.film.film import RasterFilm
    from convanim.film.page_setup import PageSetup
    from convanim.film.shot import Shot
    from convanim.scene.geometry import Box


def write(shot: Shot, output: Output, path: Path, tick: Callable[[], None]) -> list[Path]:
    """Write one output to a file or folder, and return the files.

    Raises
    ------
    OutputError
        A file could not be written, a frame would be too large, or the format has no transparent
        pages.
    """
    if fault := _opaque(output, shot.setup):
        raise OutputError(fault)
    backend = registry.find(Backend, output.writer.takes)()
    if not output.writer.moves:
        shot = replace(shot, timeline=shot.timeline.without_motion())
    return list(output.writer.write(backend.film(shot, output.writer), path, tick))


def raster(shot: Shot) -> RasterFilm:
    """Return the film in pixels.

    Raises
    ------
    OutputError
        A frame would be too large.
    """
    film: RasterFilm = registry.find(Backend, "raster")().film(shot, None)
    return film


def size_fault(output: Output, box: Box, setup: PageSetup) -> Report | None:
    """Return why the frames of an output cannot be drawn: they are too large, or transparent."""
    fault = output.writer.oversize(box, setup) or _opaque(output, setup)
    return Report(fault, output.mark) if fault else None


def _opaque(output: Output, setup: PageSetup) -> str | None:
    """Return that a format has no pages as transparent as it needs; None if it has."""
    writer, background = output.writer, setup.background
    if background is None or background[3] == OPAQUE:
        return None
    if not writer.is_transparent:
        way = f"{{format: {writer.name}, background: '#ffffff'}}, or write gif, webp, apng or asvg"
        return (
            f"{writer.name} cannot have a transparent page; give it a background of its own, as in "
            f"{way}"
        )
    if background[3] and not writer.is_translucent:
        return (
            f"{writer.name} cannot have a half-transparent page; give background: none for a "
            "transparent one, or write webp, apng or asvg"
        )
    return None


def format_of(path: Path) -> str:
    """Return the format that a file name's suffix asks for.

    Raises
    ------
    ConvanimError
        No format has this suffix; the message lists those that exist.
    """
    single = (writer for name, writer in registry.scan(Writer).items() if name[-1] != "/")
    # Of formats with one suffix, that of the same name.
    last = sorted(single, key=lambda writer: writer.suffix == f".{writer.name}")
    by_suffix = {writer.suffix: writer.name for writer in last}
    if path.suffix.lower() in by_suffix:
        return str(by_suffix[path.suffix.lower()])
    hint = did_you_mean(path.suffix, by_suffix) or f"; choose one of {listed(by_suffix)}"
    raise ConvanimError(f"{path}: no format has the suffix '{path.suffix}'{hint}")
