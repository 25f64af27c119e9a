"""Encodes frames as PNG with Pillow, in their exact colours or in those of a GIF."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import numpy as np
from PIL import Image, ImageSequence
from PIL.PngImagePlugin import PngInfo

from convanim.film.raster.palette import palette

if TYPE_CHECKING:
    from collections.abc import Generator
    from pathlib import Path

    from numpy.typing import NDArray

    from convanim.film.film import Raster, RasterFilm


def png_bytes(film: RasterFilm, raster: Raster) -> bytes:
    """Return a frame as a PNG file: with a palette when it has at most 256 colours.

    Parameters
    ----------
    film : RasterFilm
        The film of the frame; its title, alternative text and pixels per inch are stored.
    raster : Raster
        The frame.
    """
    if raster.is_transparent:
        return _transparent(film, raster)
    indexed = _indexed(raster.pixels)
    if indexed is not None:
        colours, numbers = indexed
        return _file(film, numbers, colours.tobytes())
    target = io.BytesIO()
    Image.fromarray(raster.rgb()).save(target, "PNG", **stored(film))
    return target.getvalue()


def picture_bytes(pixels: NDArray[np.uint8]) -> bytes:
    """Return a picture of no film as a PNG file.

    Parameters
    ----------
    pixels : array of uint8, shape (height, width, 3)
        Its colours.
    """
    target = io.BytesIO()
    Image.fromarray(pixels).save(target, "PNG")
    return target.getvalue()


def small_png_bytes(film: RasterFilm, raster: Raster) -> bytes:
    """Return a frame as a PNG file in the colours of its film's palette, as in a GIF.

    Flat colours are exact and edges nearly so; the file is a third of the size.

    Parameters
    ----------
    film : RasterFilm
        The film of the frame.
    raster : Raster
        The frame.
    """
    if raster.is_transparent:
        return _transparent(film, raster)
    numbers = palette(film.palette).numbers(raster.pixels)
    # Colour numbers start from 1, so entry 0 of the file's palette is not used.
    channels = [(0, 0, 0), *(colour[:3] for colour in film.palette)]
    return _file(film, numbers, bytes(value for colour in channels for value in colour))


def _transparent(film: RasterFilm, raster: Raster) -> bytes:
    """Return a frame with the opacity of each pixel as a PNG file."""
    height, width = raster.pixels.shape
    target = io.BytesIO()
    channels = raster.pixels.view("uint8").reshape(height, width, 4)
    Image.fromarray(channels).save(target, "PNG", optimize=True, **stored(film))
    return target.getvalue()


def stored(film: RasterFilm) -> dict[str, Any]:
    """Return the options of Pillow for what a file says about its figure."""
    texts = PngInfo()
    texts.add_itxt("Title", film.about.title)
    texts.add_itxt("Description", film.about.alt)
    return {"dpi": (film.dpi, film.dpi), "pnginfo": texts}


def _file(film: RasterFilm, numbers: NDArray[np.uint8], channels: bytes) -> bytes:
    image = Image.fromarray(numbers)
    image.putpalette(channels)
    target = io.BytesIO()
    image.save(target, "PNG", optimize=True, **stored(film))
    return target.getvalue()


def _indexed(pixels: NDArray[np.uint32]) -> tuple[NDArray[np.uint8], NDArray[np.uint8]] | None:
    """Return the distinct colours and each pixel's index among them; None if over 256.

    Only the first pixel of each run is examined, as drawings have few runs.
    """
    keys = (pixels.view("<u4") & 0xFFFFFF).ravel()
    starts = np.flatnonzero(np.concatenate(([True], keys[1:] != keys[:-1])))
    colours, places = np.unique(keys[starts], return_inverse=True)
    if len(colours) > 256:
        return None
    channels = colours.astype("<u4").view(np.uint8).reshape(-1, 4)[:, :3]
    numbers = np.repeat(places.astype(np.uint8), np.diff(starts, append=keys.size))
    return channels, numbers.reshape(pixels.shape)


def frames(path: Path) -> Generator[NDArray[np.uint8]]:
    """Yield the frames of a picture, each of shape (height, width, 3).

    Raises
    ------
    OSError
        The file is not a picture.
    """
    with Image.open(path) as picture:
        for frame in ImageSequence.Iterator(picture):
            yield np.asarray(frame.convert("RGB"))
