"""HTML: a page that plays the film, and answers for every cell; one file for any browser."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from convanim.files.staging import staged
from convanim.film.film import BookFilm, Choice
from convanim.film.player import page
from convanim.film.rates import Rate, Rates
from convanim.film.writer import Writer
from convanim.scene.workload import Ink

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from convanim.film.rates import Estimate
    from convanim.scene.workload import Workload


@dataclass(frozen=True, slots=True, kw_only=True)
class Html(Choice, Writer[BookFilm]):
    """A page with controls, which makes no request and needs no other file."""

    name: ClassVar[str] = "html"
    suffix: ClassVar[str] = ".html"
    is_transparent: ClassVar[bool] = True
    takes: ClassVar[str] = "book"
    signature: ClassVar[bytes] = b"<!doctype html>"
    still: ClassVar[bool] = False
    setup: ClassVar[frozenset[str]] = frozenset({"loop", "dark"})
    rates: ClassVar[Rates] = Rates(
        Rate(
            file=25_800,
            frame=18,
            still=Ink(letters=11, corners=2),
            moving=Ink(letters=1.8, corners=0.15),
        ),
        Rate(
            file=1e-2,
            frame=3.8e-4,
            still=Ink(letters=6.8e-5),
            redrawn=Ink(corners=1.6e-6),
            moving=Ink(letters=1.6e-5, corners=6.3e-6),
        ),
    )

    def estimate(self, work: Workload) -> Estimate | None:
        """Return what a page is expected to cost; None where sliders make several films of it."""
        return None if self.sliders else Writer.estimate(self, work)

    def write(self, film: BookFilm, path: Path, tick: Callable[[], None]) -> tuple[Path, ...]:
        """Write the film to one file, in UTF-8.

        Raises
        ------
        OutputError
            The file could not be written.
        """
        with staged(path) as temporary:
            temporary.write_text(page(film.book(tick)), encoding="utf-8", newline="")
        return (path,)
