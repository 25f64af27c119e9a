"""Films in pixels, drawn by matplotlib's Agg renderer."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from convanim.errors import OutputError
from convanim.film.backend import Backend
from convanim.film.film import RasterFilm

if TYPE_CHECKING:
    from convanim.film.shot import Shot


class RasterBackend(Backend[object, RasterFilm]):
    """Draws frames in pixels."""

    name: ClassVar = "raster"
    libraries: ClassVar = ("matplotlib", "numpy")
    fonts: ClassVar = "fonts/ttf/cm*.ttf"

    def film(self, shot: Shot, options: object) -> RasterFilm:
        """Return the film, at the resolution that its page is set up for.

        Raises
        ------
        OutputError
            If a frame would be too large, or matplotlib does not start.
        """
        # Imported here, so that validating or explaining a figure does not load matplotlib.
        from convanim.backends._mpl.raster import AggFilm

        del options
        box = shot.layout.box
        if fault := shot.setup.oversize(box):
            raise OutputError(fault)
        dpi, plays = shot.setup.dpi_for(box), shot.setup.loop or 0
        return AggFilm(shot.layout, shot.timeline, shot.theme, dpi, shot.about, plays)
