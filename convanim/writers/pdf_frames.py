"""PDF/: a folder with a PDF for every frame."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from convanim.staging import staged_frames

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from convanim.film import PageFilm


@dataclass(frozen=True, slots=True, kw_only=True)
class PdfFrames:
    """Every frame as a PDF of one page."""

    name: ClassVar[str] = "pdf/"
    suffix: ClassVar[str] = ".pdf"
    takes: ClassVar[str] = "pages"
    still: ClassVar[bool] = False

    def write(self, film: PageFilm, path: Path, tick: Callable[[], None]) -> tuple[Path, ...]:
        """Write the frames into the folder ``path``, and remove those of a longer, older film.

        Raises
        ------
        OutputError
            A file could not be written.
        """
        count = len(film.centiseconds)
        contents = (_printed(film, frame) for frame in range(count))
        return staged_frames(path, self.suffix, count, contents, tick)


def _printed(film: PageFilm, frame: int) -> bytes:
    target = io.BytesIO()
    film.print_pdf(target, [frame])
    return target.getvalue()
