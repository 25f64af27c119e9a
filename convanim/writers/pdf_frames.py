"""PDF/: a folder with a PDF for every frame."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO, ClassVar

from convanim.film.page_files import PageFrames
from convanim.film.writer import Writer

if TYPE_CHECKING:
    from convanim.film.film import PageFilm


@dataclass(frozen=True, slots=True, kw_only=True)
class PdfFrames(PageFrames, Writer):
    """Every frame as a PDF of one page."""

    name: ClassVar[str] = "pdf/"
    suffix: ClassVar[str] = ".pdf"

    @staticmethod
    def print_page(film: PageFilm, target: BinaryIO, frame: int) -> None:
        """Print one frame of a film."""
        film.print_pdf(target, [frame])
