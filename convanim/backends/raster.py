"""Films in pixels, drawn by matplotlib's Agg renderer."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from convanim.errors import OutputError
from convanim.film.backend import Backend
from convanim.film.film import Pixels, RasterFilm, oversize

if TYPE_CHECKING:
    from convanim.film.shot import Shot


class RasterBackend(Backend[Pixels, RasterFilm]):
    """Draws frames in pixels."""

    name: ClassVar = "raster"
    libraries: ClassVar = ("matplotlib", "numpy")
    fonts: ClassVar = "fonts/ttf/cm*.ttf"

    def film(self, shot: Shot, options: Pixels) -> RasterFilm:
        """Return the film, at the resolution that the options set.

        Raises
        ------
        OutputError
            If a frame would be too large, or matplotlib does not start.
        """
        # Imported here, so that validating or explaining a figure does not load matplotlib.
        from convanim.backends._mpl.raster import AggFilm

        dpi = options.dpi_for(shot.layout.box)
        if fault := oversize(shot.layout.box, dpi):
            raise OutputError(fault)
        return AggFilm(shot.layout, shot.timeline, shot.theme, dpi, shot.about)
