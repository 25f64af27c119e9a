"""What a viewer shows of frames on a transparent page, where pixels also disappear."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from convanim.film.raster.palette import Patch, box_around, on_matte, palette, within

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from numpy.typing import NDArray

    from convanim.film.film import PixelBox, Raster
    from convanim.scene.paint import Colour

NOWHERE: PixelBox = (0, 0, 1, 1)
"""The box of a frame that paints nothing; a frame has one pixel at least."""


class Glass:
    """Finds the patch that each frame paints, and the patches that are cleared after a frame.

    A patch can only paint, not make transparent what is painted. What a frame uncovers must be
    cleared before it, and what is cleared is all of the patch of the frame before. That patch is
    therefore enlarged to cover what the frame uncovers, and the frame paints again what it keeps.

    Pixels are transparent or opaque: those of an edge have the colour that they have on the page
    of the theme.

    Parameters
    ----------
    colours : sequence of Colour
        The palette, numbered from 1, the page first; 0 means that a pixel is not painted.
    """

    def __init__(self, colours: Sequence[Colour]) -> None:
        self._palette = palette(tuple(colours))
        self._matte = colours[0]

    def patches(self, rasters: Iterable[Raster]) -> Iterator[tuple[Patch, bool]]:
        """Yield for each frame the patch that it paints, and whether that is cleared after it."""
        shown = painted = np.zeros((0, 0), np.uint8)
        for raster in rasters:
            frame = self._numbers(raster)
            if painted.size:
                uncovered = (shown != 0) & (frame == 0)
                is_cleared = bool(uncovered.any())
                box = box_around((painted != 0) | uncovered) or NOWHERE
                yield _patch(painted, box), is_cleared
                if is_cleared:
                    shown[within(box)] = 0
                painted = frame * (frame != shown)
            else:
                painted = frame
            shown = frame
        yield _patch(painted, box_around(painted != 0) or NOWHERE), False

    def _numbers(self, raster: Raster) -> NDArray[np.uint8]:
        numbers = self._palette.numbers(on_matte(raster.pixels, self._matte))
        numbers[raster.opacity() == 0] = 0
        return numbers


def _patch(painted: NDArray[np.uint8], box: PixelBox) -> Patch:
    return box[0], box[1], np.ascontiguousarray(painted[within(box)])
