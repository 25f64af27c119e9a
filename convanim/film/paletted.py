"""Frames as pictures of Pillow, in the colours of a film's palette, as a GIF has them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PIL import Image

from convanim.film.palette import palette

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from convanim.film.film import RasterFilm


def pictures(film: RasterFilm, tick: Callable[[], None]) -> Iterator[Image.Image]:
    """Yield each frame; ``tick`` is called after each.

    Flat colours are exact and edges nearly so. Files are smaller by a half.
    """
    # Colour numbers start from 1.
    channels = [(0, 0, 0), *(colour[:3] for colour in film.palette)]
    flat = bytes(value for colour in channels for value in colour)
    colours = palette(film.palette)
    for raster in film.frames():
        picture = Image.fromarray(colours.numbers(raster.pixels))
        picture.putpalette(flat)
        yield picture
        tick()


def milliseconds(film: RasterFilm) -> list[int]:
    """Return the duration of each frame."""
    return [10 * each for each in film.centiseconds]
