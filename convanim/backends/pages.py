"""Films of printable pages: PDF by matplotlib, and SVG without it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from convanim.film.about import NAMELESS, About
from convanim.film.backend import Backend
from convanim.film.enlargement import zoomed
from convanim.film.film import PageFilm
from convanim.scene.motion import drawing

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import BinaryIO

    from convanim.film.shot import Shot
    from convanim.scene.shapes import Drawings
    from convanim.scene.theme import Theme
    from convanim.scene.timeline import Timeline


@dataclass(frozen=True, slots=True)
class Pages:
    """A film of pages; see :class:`convanim.film.film.PageFilm`."""

    layout: Drawings
    timeline: Timeline
    theme: Theme
    about: About = NAMELESS
    dark: Theme | None = None

    @property
    def centiseconds(self) -> tuple[int, ...]:
        """The duration of each frame, in hundredths of a second."""
        return self.timeline.centiseconds

    @property
    def poster(self) -> int:
        """The frame that stands for the film."""
        return self.timeline.poster

    def print_pdf(self, target: BinaryIO, frames: Iterable[int]) -> None:
        """Write a PDF with one page for each of these frames.

        Raises
        ------
        OutputError
            If matplotlib does not start.
        """
        from convanim.backends._mpl.vector import PrintedFilm

        film = PrintedFilm(self.layout, self.timeline, self.theme, self.about)
        film.print_pdf(target, frames)

    def print_svg(self, target: BinaryIO, frame: int) -> None:
        """Write one frame as SVG.

        Raises
        ------
        OutputError
            If a text needs matplotlib and it does not start.
        """
        from convanim.backends._svg.still import still

        scene = drawing(self.layout, self.timeline.moments[frame])
        target.write(still(scene, self.theme, self.about, self.dark).encode())


class PagesBackend(Backend[object, PageFilm]):
    """Draws frames as pages, for PDF and SVG."""

    name: ClassVar = "pages"
    libraries: ClassVar = ("fonttools", "matplotlib", "numpy")
    fonts: ClassVar = "fonts/ttf/cm*.ttf"

    def film(self, shot: Shot, options: object) -> PageFilm:
        """Return the film, at the size that its page is set up for."""
        del options
        shot = zoomed(shot)
        return Pages(shot.layout, shot.timeline, shot.theme, shot.about, shot.setup.dark)
