"""The base class of formats that write a folder with one page per frame."""

from __future__ import annotations

import io
from abc import abstractmethod
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from convanim.files.staging import staged_frames
from convanim.film.writer import PageWriter

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from typing import BinaryIO

    from convanim.film.film import PageFilm


@dataclass(frozen=True, slots=True, kw_only=True)
class PageFrames(PageWriter):
    """Each frame as a page in its own file; a subclass prints one page."""

    still: ClassVar[bool] = False

    def write(self, film: PageFilm, path: Path, tick: Callable[[], None]) -> tuple[Path, ...]:
        """Write the frames into the folder ``path``, and remove those left from a longer film.

        Raises
        ------
        OutputError
            A file could not be written.
        """
        count = len(film.centiseconds)
        contents = (self._page(film, frame) for frame in range(count))
        return staged_frames(path, self.suffix, count, contents, tick)

    def _page(self, film: PageFilm, frame: int) -> bytes:
        target = io.BytesIO()
        self.print_page(film, target, frame)
        return target.getvalue()

    @staticmethod
    @abstractmethod
    def print_page(film: PageFilm, target: BinaryIO, frame: int) -> None:
        """Print one frame of a film."""
