"""The base class of formats of pixels."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from convanim.film.film import RasterFilm
from convanim.film.page_setup import PAGE
from convanim.film.writer import Writer

if TYPE_CHECKING:
    from collections.abc import Generator
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

    from convanim.film.page_setup import PageSetup
    from convanim.scene.geometry import Box


@dataclass(frozen=True, slots=True, kw_only=True)
class RasterWriter(Writer[RasterFilm]):
    """A format of pixels."""

    takes: ClassVar[str] = "raster"
    setup: ClassVar[frozenset[str]] = PAGE | {"dpi"}

    @staticmethod
    def pixels(path: Path) -> Generator[NDArray[np.uint8]]:
        """Read a file back as frames of shape (height, width, 3)."""
        from convanim.film.raster.png import frames

        return frames(path)

    def oversize(self, box: Box, setup: PageSetup) -> str | None:
        """Return why frames of a page with this box, in points, are too large; None if they fit."""
        return setup.oversize(box)
