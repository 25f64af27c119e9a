"""Frames as pictures of Pillow, in the colours of a film's palette, as a GIF has them.

On a transparent page, pixels that are not opaque keep their colour and opacity.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PIL import Image

from convanim.film.film import OPAQUE
from convanim.film.raster.palette import palette

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path
    from typing import IO, Any

    from numpy.typing import NDArray

    from convanim.film.film import Raster, RasterFilm
    from convanim.scene.paint import Colour


def pictures(film: RasterFilm, tick: Callable[[], None]) -> Iterator[Image.Image]:
    """Yield each frame; ``tick`` is called after each.

    Flat colours are exact and edges nearly so. Files are smaller by a half.
    """
    picture = _indexed if film.palette[0][3] == OPAQUE else _transparent
    for raster in film.frames():
        yield picture(raster, film.palette)
        tick()


def _channels(colours: Sequence[Colour]) -> NDArray[np.uint8]:
    """Return red, green and blue of each colour by its number, which starts from 1."""
    return np.array([(0, 0, 0), *(colour[:3] for colour in colours)], np.uint8)


def _indexed(raster: Raster, colours: tuple[Colour, ...]) -> Image.Image:
    picture = Image.fromarray(palette(colours).numbers(raster.pixels))
    picture.putpalette(_channels(colours).tobytes())
    return picture


def _transparent(raster: Raster, colours: tuple[Colour, ...]) -> Image.Image:
    pixels = raster.pixels.view(np.uint8).reshape(*raster.pixels.shape, 4).copy()
    flat = _channels(colours)[palette(colours).numbers(raster.pixels)]
    is_opaque = raster.opacity() == OPAQUE
    pixels[..., :3][is_opaque] = flat[is_opaque]
    return Image.fromarray(pixels)


def save(
    film: RasterFilm,
    file: Path | IO[bytes],
    format: str,
    frames: tuple[Image.Image, Iterable[Image.Image]],
    **options: Any,
) -> None:
    """Save an animation with Pillow; frames that are alike become one that lasts as long.

    Parameters
    ----------
    film : RasterFilm
        Says how long each frame lasts, and how often they play.
    file : Path or binary file object
        Where to.
    format : str
        Pillow's name of the format.
    frames : tuple
        The first frame and the others. Some formats of Pillow go through the others twice.
    **options
        What else the format takes.
    """
    first, others = frames
    durations = [10 * each for each in film.centiseconds]
    timing = {"duration": durations, "loop": film.plays}
    first.save(file, format, save_all=True, append_images=others, **timing, **options)
