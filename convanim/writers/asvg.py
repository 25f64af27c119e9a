"""Animated SVG: the whole film in one file without a script, sharp at every size."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from convanim.files.staging import staged
from convanim.film.film import AnimationFilm
from convanim.film.page_setup import OPTIONS
from convanim.film.rates import Rate, Rates
from convanim.film.writer import Writer
from convanim.scene.workload import Ink

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Asvg(Writer[AnimationFilm]):
    """An SVG that browsers play; elsewhere it shows the first frame."""

    name: ClassVar[str] = "asvg"
    suffix: ClassVar[str] = ".svg"
    is_transparent: ClassVar[bool] = True
    takes: ClassVar[str] = "animation"
    signature: ClassVar[bytes] = b"<svg "
    still: ClassVar[bool] = False
    rates: ClassVar[Rates] = Rates(
        Rate(file=980, still=Ink(letters=120, corners=13), moving=Ink(letters=27, corners=0.28)),
        Rate(
            file=4e-3,
            still=Ink(letters=9e-5),
            redrawn=Ink(corners=1.3e-6),
            moving=Ink(letters=1.8e-5, corners=5.7e-6),
        ),
    )
    setup: ClassVar[frozenset[str]] = OPTIONS

    def write(self, film: AnimationFilm, path: Path, tick: Callable[[], None]) -> tuple[Path, ...]:
        """Write the film to one file, in UTF-8.

        Raises
        ------
        OutputError
            The file could not be written.
        """
        with staged(path) as temporary:
            temporary.write_text(film.svg(tick), encoding="utf-8", newline="")
        return (path,)
