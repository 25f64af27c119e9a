"""PNG/: a folder with a PNG for every frame."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from convanim.files.staging import staged_frames
from convanim.film.film import Pixels
from convanim.film.writer import Writer

if TYPE_CHECKING:
    from collections.abc import Callable, Generator
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

    from convanim.film.film import RasterFilm


@dataclass(frozen=True, slots=True, kw_only=True)
class PngFrames(Pixels, Writer):
    """Every frame as a PNG, with its exact colours."""

    name: ClassVar[str] = "png/"
    suffix: ClassVar[str] = ".png"
    takes: ClassVar[str] = "raster"
    libraries: ClassVar[tuple[str, ...]] = ("pillow",)
    still: ClassVar[bool] = False

    def write(self, film: RasterFilm, path: Path, tick: Callable[[], None]) -> tuple[Path, ...]:
        """Write the frames into the folder ``path``, and remove those of a longer, older film.

        Raises
        ------
        OutputError
            A file could not be written.
        """
        from convanim.film.png import png_bytes

        contents = (png_bytes(raster, film.dpi) for raster in film.frames())
        return staged_frames(path, self.suffix, len(film.centiseconds), contents, tick)

    @staticmethod
    def pixels(path: Path) -> Generator[NDArray[np.uint8]]:
        """Read a file back, frame by frame."""
        from convanim.film.png import frames

        return frames(path)
