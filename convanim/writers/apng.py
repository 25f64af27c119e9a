"""APNG: an animated PNG in the colours of a GIF's palette, without its other limits."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from convanim.files.staging import staged
from convanim.film.page_setup import PAGE
from convanim.film.raster.raster_writer import RasterWriter
from convanim.film.rates import Rate, Rates
from convanim.scene.workload import Ink

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from convanim.film.film import RasterFilm


@dataclass(frozen=True, slots=True, kw_only=True)
class Apng(RasterWriter):
    """An animated PNG; where it does not play it shows the first frame."""

    name: ClassVar[str] = "apng"
    suffix: ClassVar[str] = ".apng"
    signature: ClassVar[bytes] = rb"\x89PNG\r\n\x1a\n"
    libraries: ClassVar[tuple[str, ...]] = ("pillow",)
    is_transparent: ClassVar[bool] = True
    still: ClassVar[bool] = False
    rates: ClassVar[Rates] = Rates(
        Rate(
            frame=460,
            still=Ink(straight=1.4, slanted=5.8),
            moving=Ink(straight=0.37, slanted=0.49, letters=17),
        ),
        Rate(
            frame=9e-4,
            shown=1.1e-8,
            still=Ink(letters=3.1e-5),
            moving=Ink(letters=1.3e-5, corners=1.4e-5),
        ),
    )
    setup: ClassVar[frozenset[str]] = PAGE | {"dpi", "loop"}

    def write(self, film: RasterFilm, path: Path, tick: Callable[[], None]) -> tuple[Path, ...]:
        """Write the film to one file; frames that are alike become one that lasts as long.

        Raises
        ------
        OutputError
            The file could not be written.
        """
        from convanim.film.raster.pillow_frames import pictures, save
        from convanim.film.raster.png import stored

        # Pillow goes through them twice.
        first, *others = pictures(film, tick)
        with staged(path) as temporary:
            save(film, temporary, "PNG", (first, others), **stored(film))
        return (path,)
