"""From a laid out figure to a file: the film that a writer asks for, and the writer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from convanim.errors import ConvanimError, OutputError, Report, did_you_mean, listed
from convanim.film.film import pixel_size
from convanim.film.writer import Writer
from convanim.plugins import registry

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from convanim.config import Output
    from convanim.film.film import PageFilm, RasterFilm, TextFilm
    from convanim.scene.geometry import Box
    from convanim.scene.shapes import Drawn
    from convanim.scene.theme import Theme
    from convanim.scene.timeline import Timeline

MOST_PIXELS = 64_000_000
"""Of one frame."""

MOST_PIXELS_A_SIDE = 65_535
"""What GIF has room for, and the renderer."""


@dataclass(frozen=True, slots=True)
class Shot:
    """All that a film shows: where it stands, when, in which inks, and how it is told."""

    layout: Drawn
    timeline: Timeline
    theme: Theme
    text: Callable[[], TextFilm]

    def write(self, output: Output, path: Path, tick: Callable[[], None]) -> list[Path]:
        """Write one output to a file or folder; return the files."""
        return list(output.writer.write(self._film(output), path, tick))

    def _film(self, output: Output) -> RasterFilm | PageFilm | TextFilm:
        if output.writer.takes == "raster":
            return self.raster(_dpi(output, self.layout.box))
        if output.writer.takes == "pages":
            return self.pages()
        return self.text()

    # matplotlib is imported only here: validating or explaining a figure goes without it.

    def raster(self, dpi: float) -> RasterFilm:
        """Return the film in pixels.

        Raises
        ------
        OutputError
            A frame would be too large.
        """
        from convanim.backends.mpl.raster import AggFilm

        if fault := _oversize(self.layout.box, dpi):
            raise OutputError(fault)
        return AggFilm(self.layout, self.timeline, self.theme, dpi)

    def pages(self) -> PageFilm:
        """Return the film as pages."""
        from convanim.backends.mpl.vector import PrintedFilm

        return PrintedFilm(self.layout, self.timeline, self.theme)


def size_faults(outputs: Iterable[Output], box: Box) -> Iterator[Report]:
    """Yield which outputs would have frames too large to draw, given the page."""
    for output in outputs:
        if output.writer.takes == "raster" and (fault := _oversize(box, _dpi(output, box))):
            yield Report(fault, output.mark)


def _dpi(output: Output, box: Box) -> float:
    dpi: float = output.writer.dpi_for(box[2] - box[0])
    return dpi


def _oversize(box: Box, dpi: float) -> str | None:
    width, height = pixel_size(box, dpi)
    if width * height <= MOST_PIXELS and max(width, height) <= MOST_PIXELS_A_SIDE:
        return None
    return (
        f"{width} x {height} pixels are too many; a frame has at most {MOST_PIXELS:,}, and "
        f"{MOST_PIXELS_A_SIDE:,} a side: give a smaller dpi or width"
    )


def format_of(path: Path) -> str:
    """Return the format that a file name's suffix asks for.

    Raises
    ------
    ConvanimError
        There is none; the text lists those there are.
    """
    single = (writer for name, writer in registry.scan(Writer).items() if name[-1] != "/")
    by_suffix = {writer.suffix: writer.name for writer in single}
    if path.suffix.lower() in by_suffix:
        return str(by_suffix[path.suffix.lower()])
    hint = did_you_mean(path.suffix, by_suffix) or f"; choose one of {listed(by_suffix)}"
    raise ConvanimError(f"{path}: no format has the suffix '{path.suffix}'{hint}")
