"""SVG/: a folder with one SVG per frame."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO, ClassVar

from convanim.film.page_files import PageFrames

if TYPE_CHECKING:
    from convanim.film.film import PageFilm


@dataclass(frozen=True, slots=True, kw_only=True)
class SvgFrames(PageFrames):
    """Each frame as an SVG."""

    name: ClassVar[str] = "svg/"
    suffix: ClassVar[str] = ".svg"

    @staticmethod
    def print_page(film: PageFilm, target: BinaryIO, frame: int) -> None:
        """Print one frame of a film."""
        film.print_svg(target, frame)
