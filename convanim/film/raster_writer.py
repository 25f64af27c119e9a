"""The base class of formats of pixels."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from convanim.film.film import Pixels, RasterFilm, oversize
from convanim.film.writer import Writer

if TYPE_CHECKING:
    from collections.abc import Generator
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

    from convanim.scene.geometry import Box


@dataclass(frozen=True, slots=True, kw_only=True)
class RasterWriter(Pixels, Writer[RasterFilm]):
    """A format of pixels."""

    takes: ClassVar[str] = "raster"

    @staticmethod
    def pixels(path: Path) -> Generator[NDArray[np.uint8]]:
        """Read a file back as frames of shape (height, width, 3)."""
        from convanim.film.png import frames

        return frames(path)

    def oversize(self, box: Box) -> str | None:
        """Return why frames of a page with this box, in points, are too large; None if they fit."""
        return oversize(box, self.dpi_for(box))
