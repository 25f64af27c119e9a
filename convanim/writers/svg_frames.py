"""SVG/: a folder with one SVG per frame."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO, ClassVar

from convanim.film.page_files import PageFrames
from convanim.film.rates import Rate, Rates
from convanim.scene.workload import Ink

if TYPE_CHECKING:
    from convanim.film.film import PageFilm


@dataclass(frozen=True, slots=True, kw_only=True)
class SvgFrames(PageFrames):
    """Each frame as an SVG."""

    name: ClassVar[str] = "svg/"
    suffix: ClassVar[str] = ".svg"
    signature: ClassVar[bytes] = rb"<\?xml "
    rates: ClassVar[Rates] = Rates(
        Rate(redrawn=Ink(letters=110, corners=14)),
        Rate(frame=9e-3, redrawn=Ink(corners=5e-6)),
    )

    @staticmethod
    def print_page(film: PageFilm, target: BinaryIO, frame: int) -> None:
        """Print one frame of a film."""
        film.print_svg(target, frame)
