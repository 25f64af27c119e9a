"""PDF/: a folder with one PDF per frame."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO, ClassVar

from convanim.film.page_files import PageFrames
from convanim.film.rates import Rate, Rates
from convanim.scene.workload import Ink

if TYPE_CHECKING:
    from convanim.film.film import PageFilm


@dataclass(frozen=True, slots=True, kw_only=True)
class PdfFrames(PageFrames):
    """Each frame as a PDF of one page."""

    name: ClassVar[str] = "pdf/"
    suffix: ClassVar[str] = ".pdf"
    signature: ClassVar[bytes] = rb"%PDF-"
    rates: ClassVar[Rates] = Rates(
        Rate(frame=7450, redrawn=Ink(letters=46, corners=4)),
        Rate(shown=3.1e-8, redrawn=Ink(letters=5.5e-4)),
    )

    @staticmethod
    def print_page(film: PageFilm, target: BinaryIO, frame: int) -> None:
        """Print one frame of a film."""
        film.print_pdf(target, [frame])
