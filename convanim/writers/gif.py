"""GIF, written frame by frame: only the changed part, in one palette, with Pillow's LZW."""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from convanim.errors import OutputError
from convanim.files.staging import staged
from convanim.film.page_setup import PAGE
from convanim.film.raster.raster_writer import RasterWriter
from convanim.film.rates import Rate, Rates
from convanim.scene.workload import Ink

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from convanim.film.film import Raster, RasterFilm
    from convanim.film.raster.palette import Patch
    from convanim.scene.paint import Colour

LARGEST = 65535
"""The largest width, height or duration: each has 16 bits."""

LOOP = b"!\xff\x0bNETSCAPE2.0\x03\x01"
END = b";"

KEEP, CLEAR = 1, 2
"""What becomes of a frame when its time is over: it stays, or its box is made transparent."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Gif(RasterWriter):
    """An animated GIF."""

    name: ClassVar[str] = "gif"
    suffix: ClassVar[str] = ".gif"
    signature: ClassVar[bytes] = rb"GIF89a"
    libraries: ClassVar[tuple[str, ...]] = ("pillow",)
    is_transparent: ClassVar[bool] = True
    is_translucent: ClassVar[bool] = False
    still: ClassVar[bool] = False
    rates: ClassVar[Rates] = Rates(
        Rate(
            frame=1700,
            still=Ink(straight=1.7, slanted=2.9, letters=13),
            moving=Ink(straight=0.044, slanted=0.34, letters=4.4, corners=1.4),
        ),
        Rate(
            frame=1.6e-3,
            shown=2e-9,
            still=Ink(letters=1.7e-4, corners=1.5e-5),
            moving=Ink(slanted=4.1e-7, letters=7.4e-5, corners=1.6e-5),
        ),
    )
    setup: ClassVar[frozenset[str]] = PAGE | {"dpi", "loop"}

    def write(self, film: RasterFilm, path: Path, tick: Callable[[], None]) -> tuple[Path, ...]:
        """Write the film to one file, in memory that does not grow with the number of frames.

        A colour outside the film's palette becomes the nearest colour in it. On a transparent page
        every pixel is transparent or opaque; half-transparent ones are blended with the colour
        that the page has without opacity, which is that of the theme.

        Raises
        ------
        OutputError
            The file could not be written, or a frame is too large for a GIF.
        """
        width, height = film.size
        if max(film.size) > LARGEST:
            raise OutputError(f"{path}: {width} x {height} pixels; a GIF has at most {LARGEST}")
        with staged(path) as temporary, temporary.open("wb") as file:
            file.write(_header(width, height, film.palette) + _loop(film.plays))
            images = _on_glass(film, tick) if film.palette[0][3] == 0 else _patches(film, tick)
            for patch, centiseconds, disposal in images:
                file.write(_image(patch, centiseconds, disposal, len(film.palette)))
            file.write(END)
        return (path,)


def _patches(film: RasterFilm, tick: Callable[[], None]) -> Iterator[tuple[Patch, int, int]]:
    """Yield what each frame changes, its centiseconds, and what becomes of it."""
    from convanim.film.raster.palette import NOTHING, Screen

    screen = Screen(film.size, film.palette)
    for raster, centiseconds in zip(film.frames(), film.centiseconds, strict=True):
        first, *others = _parts(centiseconds)
        yield screen.patch(raster), first, KEEP
        for part in others:
            yield (0, 0, NOTHING), part, KEEP
        tick()


def _on_glass(film: RasterFilm, tick: Callable[[], None]) -> Iterator[tuple[Patch, int, int]]:
    """Yield the same of a film with a transparent page."""
    from convanim.film.raster.transparency import Glass

    def rasters() -> Iterator[Raster]:
        for raster, centiseconds in zip(film.frames(), film.centiseconds, strict=True):
            yield from (raster for _ in _parts(centiseconds))
            tick()

    parts = (part for each in film.centiseconds for part in _parts(each))
    patches = Glass(film.palette).patches(rasters())
    for (patch, is_cleared), part in zip(patches, parts, strict=True):
        yield patch, part, CLEAR if is_cleared else KEEP


def _parts(centiseconds: int) -> list[int]:
    """Return a duration in parts that each fit into 16 bits."""
    return [min(centiseconds - start, LARGEST) for start in range(0, centiseconds, LARGEST)]


def _bits(colours: int) -> int:
    """Return the bits for colours numbered from 1, with 0 for the transparent one."""
    return max(2, colours.bit_length())


def _header(width: int, height: int, palette: Sequence[Colour]) -> bytes:
    bits = _bits(len(palette))
    has_table = 1 << 7
    flags = has_table | (bits - 1) << 4 | bits - 1
    table = b"".join(bytes(colour[:3]) for colour in (palette[0], *palette))
    screen = struct.pack("<HHBBB", width, height, flags, 0, 0)
    return b"GIF89a" + screen + table.ljust(3 << bits, b"\0")


def _loop(plays: int) -> bytes:
    """Return what says how often a GIF is repeated, 0 for without end; nothing says never."""
    if plays == 1:
        return b""
    return LOOP + struct.pack("<HB", max(0, plays - 1), 0)


def _image(patch: Patch, centiseconds: int, disposal: int, colours: int) -> bytes:
    from PIL import Image

    left, top, numbers = patch
    height, width = numbers.shape
    has_transparent = 1
    control = struct.pack("<BBHB", 4, disposal << 2 | has_transparent, centiseconds, 0)
    place = struct.pack("<HHHHB", left, top, width, height, 0)
    bits = _bits(colours)
    image = Image.frombuffer("L", (width, height), numbers, "raw", "L", 0, 1)
    code = image.tobytes("gif", "L", bits, 0)
    return b"!\xf9" + control + b"\0," + place + bytes([bits]) + code + b"\0"
