"""SVG: one frame."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from convanim.files.staging import staged
from convanim.film.film import PageFilm, chosen_frame
from convanim.film.page_setup import PAGE
from convanim.film.rates import Rate, Rates
from convanim.film.writer import PageWriter, SingleFrame
from convanim.scene.workload import Ink

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Svg(SingleFrame[PageFilm], PageWriter):
    """One frame as an SVG."""

    name: ClassVar[str] = "svg"
    suffix: ClassVar[str] = ".svg"
    # Documents that look for a name with any suffix must not find a still one beside the film.
    ending: ClassVar[str] = "_still"
    signature: ClassVar[bytes] = rb"<\?xml "
    still: ClassVar[bool] = True
    rates: ClassVar[Rates] = Rates(
        Rate(still=Ink(letters=110, corners=14)),
        Rate(file=9e-3, still=Ink(corners=5e-6)),
    )
    setup: ClassVar[frozenset[str]] = PAGE | {"dark"}

    def write(self, film: PageFilm, path: Path, tick: Callable[[], None]) -> tuple[Path, ...]:
        """Write the frame to one file.

        Raises
        ------
        OutputError
            The file could not be written, or the film has no such frame.
        """
        frame = chosen_frame(film, self.frame, path)
        with staged(path) as temporary, temporary.open("wb") as target:
            film.print_svg(target, frame)
        tick()
        return (path,)
