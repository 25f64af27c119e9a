"""What the writers of folders with a page for every frame have in common."""

from __future__ import annotations

import io
from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from convanim.files.staging import staged_frames

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from typing import BinaryIO

    from convanim.film.film import PageFilm


@dataclass(frozen=True, slots=True, kw_only=True)
class PageFrames(ABC):
    """Every frame as a page in a file of its own; the format's file says how one is printed."""

    suffix: ClassVar[str]
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
