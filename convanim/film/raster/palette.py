"""Maps the colours of frames to numbers in a palette, and finds what changes between frames."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

import numpy as np

from convanim.film.film import OPAQUE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from convanim.film.film import PixelBox, Raster
    from convanim.scene.paint import Colour

TOGETHER = 4096
"""The most unknown colours compared with the palette at once, to limit memory."""

Patch = tuple[int, int, "NDArray[np.uint8]"]
"""Left, top, and the colour numbers of the pixels; 0 for one that does not change."""

NOTHING = np.zeros((1, 1), np.uint8)
"""A patch that changes nothing."""


@functools.lru_cache(maxsize=2)
def palette(colours: tuple[Colour, ...]) -> Palette:
    """Return the palette of these colours; the figures of one theme share one."""
    return Palette(colours)


class Palette:
    """The colours a film may use, numbered from 1, and a table of all colours seen so far.

    Parameters
    ----------
    colours : sequence of Colour
        At most 255; opacity is ignored.
    """

    def __init__(self, colours: Sequence[Colour]) -> None:
        channels = np.array(colours, np.int32)[:, :3]
        # Single precision holds these sums of products of bytes exactly, and multiplies fast.
        self._doubled = 2 * channels.T.astype(np.float32)
        self._squares = (channels**2).sum(axis=1, dtype=np.float32)
        # A byte for each of the 2**24 colours: its number, or 0 while it is unknown. The system
        # allocates memory only for the parts that are used.
        self._numbers = np.zeros(1 << 24, np.uint8)
        self._numbers[channels @ (1, 1 << 8, 1 << 16)] = np.arange(1, len(colours) + 1)

    def numbers(self, pixels: NDArray[np.uint32]) -> NDArray[np.uint8]:
        """Return each pixel's colour number, or that of the nearest colour in the palette.

        Parameters
        ----------
        pixels : array of uint32, any shape but empty
            As in a `Raster`.
        """
        keys = pixels.view("<u4") & 0xFFFFFF
        # All keys are within the table, so nothing wraps; this mode skips the bounds check.
        numbers: NDArray[np.uint8] = self._numbers.take(keys, mode="wrap")
        if not numbers.min():
            unknown = np.flatnonzero(numbers == 0)
            met = keys.ravel()[unknown]
            self._learn(np.unique(met))
            numbers.put(unknown, self._numbers.take(met))
        return numbers

    def _learn(self, keys: NDArray[np.uint32]) -> None:
        for some in np.array_split(keys, 1 + len(keys) // TOGETHER):
            channels = np.stack([some >> shift & 0xFF for shift in (0, 8, 16)], axis=-1)
            # The squared distance without the colour's own square, which is the same for all.
            distances = self._squares - channels.astype(np.float32) @ self._doubled
            self._numbers[some] = distances.argmin(axis=-1) + 1


def on_matte(pixels: NDArray[np.uint32], matte: Colour) -> NDArray[np.uint32]:
    """Return pixels as they look on a page of a colour, all of them opaque.

    Parameters
    ----------
    pixels : array of uint32, any shape
        As in a `Raster`.
    matte : Colour
        The colour; its opacity is ignored.
    """
    channels = pixels.view(np.uint8).reshape(*pixels.shape, 4)
    opacity = channels[..., 3:].astype(np.uint16)
    mixed = (channels * opacity + np.array(matte, np.uint16) * (OPAQUE - opacity) + 127) // OPAQUE
    mixed[..., 3] = OPAQUE
    return mixed.astype(np.uint8).view(np.uint32)[..., 0]


class Screen:
    """What a viewer shows as it paints one patch after another, in colour numbers.

    Parameters
    ----------
    size : tuple of int
        Width and height in pixels.
    colours : sequence of Colour
        The palette, numbered from 1; 0 means that a pixel does not change.
    """

    def __init__(self, size: tuple[int, int], colours: Sequence[Colour]) -> None:
        self._palette = palette(tuple(colours))
        self._shown = np.zeros(size[::-1], np.uint8)

    def patch(self, raster: Raster) -> Patch:
        """Show the next frame; return left, top and colour numbers of the smallest patch."""
        left, top, right, bottom = raster.box
        if left >= right or top >= bottom:
            return 0, 0, NOTHING
        new = self._palette.numbers(raster.pixels[top:bottom, left:right])
        old = self._shown[top:bottom, left:right]
        changed = new != old
        box = box_around(changed)
        if box is None:
            return 0, 0, NOTHING
        old[...] = new
        patch = new[within(box)] * changed[within(box)]
        return left + box[0], top + box[1], patch


def box_around(chosen: NDArray[np.bool_]) -> PixelBox | None:
    """Return the box around the pixels that are chosen; None if none is."""
    rows, columns = (np.flatnonzero(chosen.any(axis=axis)) for axis in (1, 0))
    if not len(rows):
        return None
    return int(columns[0]), int(rows[0]), int(columns[-1]) + 1, int(rows[-1]) + 1


def within(box: PixelBox) -> tuple[slice, slice]:
    """Return the index of the pixels in a box."""
    left, top, right, bottom = box
    return np.s_[top:bottom, left:right]
