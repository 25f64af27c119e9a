"""PNG: one frame with its exact colours."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, ClassVar

from convanim.files.staging import staged
from convanim.film.film import RasterFilm, chosen_frame
from convanim.film.raster.raster_writer import RasterWriter
from convanim.film.rates import Rate, Rates
from convanim.film.writer import SingleFrame
from convanim.plugins.key import Key
from convanim.scene.workload import Ink

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from convanim.film.rates import Estimate
    from convanim.scene.workload import Workload

FEW = 1 / 3
"""How large a file of few colours is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Png(SingleFrame[RasterFilm], RasterWriter):
    """One frame as a PNG.

    Attributes
    ----------
    small : bool
        Whether edges are drawn in the few colours of a GIF.
    """

    small: Annotated[
        bool,
        Key("flag", "whether to reduce the colours, as in a GIF, for about a third of the size"),
    ] = False

    name: ClassVar[str] = "png"
    suffix: ClassVar[str] = ".png"
    is_transparent: ClassVar[bool] = True
    signature: ClassVar[bytes] = rb"\x89PNG\r\n\x1a\n"
    libraries: ClassVar[tuple[str, ...]] = ("pillow",)
    still: ClassVar[bool] = True
    rates: ClassVar[Rates] = Rates(
        Rate(file=3300, pixel=0.052, still=Ink(slanted=0.9, letters=70, corners=14)),
        Rate(file=5e-3, pixel=6.6e-8, still=Ink(letters=1e-5, corners=2.8e-6)),
    )

    def estimate(self, work: Workload) -> Estimate:
        """Return what a file is expected to cost."""
        found = self.rates.estimate(work)
        return found._replace(bytes=found.bytes * FEW) if self.small else found

    def write(self, film: RasterFilm, path: Path, tick: Callable[[], None]) -> tuple[Path, ...]:
        """Write the frame to one file.

        Raises
        ------
        OutputError
            The file could not be written, or the film has no such frame.
        """
        from convanim.film.raster.png import png_bytes, small_png_bytes

        raster = film.frame(chosen_frame(film, self.frame, path))
        with staged(path) as temporary:
            made = small_png_bytes(film, raster) if self.small else png_bytes(film, raster)
            temporary.write_bytes(made)
        tick()
        return (path,)
