"""Makes PNG files of frames through Pillow; a frame keeps its exact colours."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import numpy as np
from PIL import Image

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from convanim.film import Raster


def png_bytes(raster: Raster, dpi: float) -> bytes:
    """Return a frame as a PNG file: with a palette when it has at most 256 colours.

    Parameters
    ----------
    raster : Raster
        The frame; its opacity is not kept.
    dpi : float
        Pixels an inch, to be noted in the file.
    """
    indexed = _indexed(raster.pixels)
    if indexed is None:
        image = Image.fromarray(raster.rgb())
    else:
        colours, numbers = indexed
        image = Image.fromarray(numbers)
        image.putpalette(colours.tobytes())
    target = io.BytesIO()
    image.save(target, "PNG", dpi=(dpi, dpi))
    return target.getvalue()


def _indexed(pixels: NDArray[np.uint32]) -> tuple[NDArray[np.uint8], NDArray[np.uint8]] | None:
    """Return the colours there are and each pixel's place among them; None if over 256.

    Only the first pixel of a run is looked at: a drawing has few runs.
    """
    keys = (pixels.view("<u4") & 0xFFFFFF).ravel()
    starts = np.flatnonzero(np.concatenate(([True], keys[1:] != keys[:-1])))
    colours, places = np.unique(keys[starts], return_inverse=True)
    if len(colours) > 256:
        return None
    channels = colours.astype("<u4").view(np.uint8).reshape(-1, 4)[:, :3]
    numbers = np.repeat(places.astype(np.uint8), np.diff(starts, append=keys.size))
    return channels, numbers.reshape(pixels.shape)
