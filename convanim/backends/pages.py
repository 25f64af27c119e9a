"""Films of printable pages, drawn by matplotlib."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from convanim.film.backend import Backend
from convanim.film.film import PageFilm

if TYPE_CHECKING:
    from convanim.film.shot import Shot


class PagesBackend(Backend[object, PageFilm]):
    """Draws frames as pages, for PDF and SVG."""

    name: ClassVar = "pages"
    libraries: ClassVar = ("fonttools", "matplotlib", "numpy")
    fonts: ClassVar = "fonts/ttf/cm*.ttf"

    def film(self, shot: Shot, options: object) -> PageFilm:
        """Return the film; no option changes how a page is drawn.

        Raises
        ------
        OutputError
            If matplotlib does not start.
        """
        from convanim.backends._mpl.vector import PrintedFilm

        del options
        return PrintedFilm(shot.layout, shot.timeline, shot.theme, shot.about)
