"""PNG/: a folder with one PNG per frame."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from convanim.files.staging import staged_frames
from convanim.film.raster.raster_writer import RasterWriter
from convanim.film.rates import Rate, Rates
from convanim.scene.workload import Ink

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from convanim.film.film import RasterFilm


@dataclass(frozen=True, slots=True, kw_only=True)
class PngFrames(RasterWriter):
    """Each frame as a PNG with its exact colours."""

    name: ClassVar[str] = "png/"
    suffix: ClassVar[str] = ".png"
    is_transparent: ClassVar[bool] = True
    signature: ClassVar[bytes] = rb"\x89PNG\r\n\x1a\n"
    libraries: ClassVar[tuple[str, ...]] = ("pillow",)
    still: ClassVar[bool] = False
    rates: ClassVar[Rates] = Rates(
        Rate(frame=3300, shown=0.052, redrawn=Ink(slanted=0.9, letters=70, corners=14)),
        Rate(frame=5e-3, shown=6.6e-8, redrawn=Ink(letters=1e-5, corners=2.8e-6)),
    )

    def write(self, film: RasterFilm, path: Path, tick: Callable[[], None]) -> tuple[Path, ...]:
        """Write the frames into the folder ``path``, and remove those left from a longer film.

        Raises
        ------
        OutputError
            A file could not be written.
        """
        from convanim.film.raster.png import png_bytes

        contents = (png_bytes(film, raster) for raster in film.frames())
        return staged_frames(path, self.suffix, len(film.centiseconds), contents, tick)
