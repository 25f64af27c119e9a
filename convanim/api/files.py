"""From a laid out figure to a file: the film that a writer asks for, and the writer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from convanim import registry
from convanim.errors import ConvanimError, OutputError, did_you_mean, listed

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from convanim.film import PageFilm, RasterFilm, TextFilm
    from convanim.scene import Drawn
    from convanim.spec import Output
    from convanim.theme import Theme
    from convanim.timeline import Timeline

MOST_PIXELS = 64_000_000
"""Of one frame."""


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
            left, _, right, _ = self.layout.box
            return self.raster(output.writer.dpi_for(right - left))
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

        film = AggFilm(self.layout, self.timeline, self.theme, dpi)
        width, height = film.size
        if width * height > MOST_PIXELS:
            raise OutputError(
                f"{width} x {height} pixels are more than the {MOST_PIXELS:,} a frame may have; "
                f"give a smaller dpi or width"
            )
        return film

    def pages(self) -> PageFilm:
        """Return the film as pages."""
        from convanim.backends.mpl.vector import PrintedFilm

        return PrintedFilm(self.layout, self.timeline, self.theme)


def ending(output: Output) -> str:
    """Return what follows a figure's name in a file name; nothing for a folder of files."""
    suffix: str = output.writer.suffix
    return "" if output.writer.name.endswith("/") else suffix


def format_of(path: Path) -> str:
    """Return the format that a file name's suffix asks for.

    Raises
    ------
    ConvanimError
        There is none; the text lists those there are.
    """
    single = (writer for name, writer in registry.scan("writers").items() if name[-1] != "/")
    by_suffix = {writer.suffix: writer.name for writer in single}
    if path.suffix.lower() in by_suffix:
        return str(by_suffix[path.suffix.lower()])
    hint = did_you_mean(path.suffix, by_suffix) or f"; choose one of {listed(by_suffix)}"
    raise ConvanimError(f"{path}: no format has the suffix '{path.suffix}'{hint}")
