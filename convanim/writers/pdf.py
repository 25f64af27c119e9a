"""PDF: all steps in one file, one page each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from convanim.files.staging import staged
from convanim.film.rates import Rate, Rates
from convanim.film.writer import PageWriter
from convanim.scene.workload import Ink

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from convanim.film.film import PageFilm


@dataclass(frozen=True, slots=True, kw_only=True)
class Pdf(PageWriter):
    """A PDF with a page for every step, so that page 5 is step 5."""

    name: ClassVar[str] = "pdf"
    suffix: ClassVar[str] = ".pdf"
    signature: ClassVar[bytes] = rb"%PDF-"
    still: ClassVar[bool] = True
    moves: ClassVar[bool] = False
    rates: ClassVar[Rates] = Rates(
        Rate(file=7000, frame=450, still=Ink(letters=41), redrawn=Ink(letters=5.1, corners=4)),
        Rate(shown=3.1e-8, redrawn=Ink(letters=5.5e-4)),
    )

    def write(self, film: PageFilm, path: Path, tick: Callable[[], None]) -> tuple[Path, ...]:
        """Write the film to one file.

        Raises
        ------
        OutputError
            The file could not be written.
        """
        with staged(path) as temporary, temporary.open("wb") as target:
            film.print_pdf(target, _ticking(len(film.centiseconds), tick))
        return (path,)


def _ticking(count: int, tick: Callable[[], None]) -> Iterator[int]:
    """Yield the frame numbers; a frame is printed, and ticked, once the next is asked for."""
    for frame in range(count):
        yield frame
        tick()
