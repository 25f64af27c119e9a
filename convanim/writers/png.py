"""PNG: one frame with its exact colours."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, ClassVar

from convanim.files.staging import staged
from convanim.film.film import Frame, Pixels, chosen_frame
from convanim.film.writer import Writer
from convanim.plugins.key import Key

if TYPE_CHECKING:
    from collections.abc import Callable, Generator
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

    from convanim.film.film import RasterFilm


@dataclass(frozen=True, slots=True, kw_only=True)
class Png(Pixels, Writer):
    """One frame as a PNG.

    Attributes
    ----------
    frame : int or str
        Which, counted from 0, or ``"first"``, ``"middle"`` or ``"last"``.
    small : bool
        Whether edges are drawn in the few colours that a GIF has.
    """

    frame: Frame = 0
    small: Annotated[bool, Key("flag", "few colours, as in a GIF: a third as large")] = False

    name: ClassVar[str] = "png"
    suffix: ClassVar[str] = ".png"
    takes: ClassVar[str] = "raster"
    libraries: ClassVar[tuple[str, ...]] = ("pillow",)
    still: ClassVar[bool] = True

    def write(self, film: RasterFilm, path: Path, tick: Callable[[], None]) -> tuple[Path, ...]:
        """Write the frame to one file.

        Raises
        ------
        OutputError
            The file could not be written, or the film has no such frame.
        """
        from convanim.film.png import png_bytes, small_png_bytes

        raster = film.frame(chosen_frame(film, self.frame, path))
        with staged(path) as temporary:
            made = small_png_bytes(film, raster) if self.small else png_bytes(raster, film.dpi)
            temporary.write_bytes(made)
        tick()
        return (path,)

    @staticmethod
    def pixels(path: Path) -> Generator[NDArray[np.uint8]]:
        """Read a file back, frame by frame."""
        from convanim.film.png import frames

        return frames(path)
