"""TXT: all frames as plain text in one file, for terminals and for reviewing changes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from convanim.files.staging import staged
from convanim.film.writer import TextWriter

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from convanim.film.film import TextFilm


@dataclass(frozen=True, slots=True, kw_only=True)
class Txt(TextWriter):
    """Each frame as text, separated by blank lines."""

    name: ClassVar[str] = "txt"
    suffix: ClassVar[str] = ".txt"
    still: ClassVar[bool] = False
    moves: ClassVar[bool] = False

    def write(self, film: TextFilm, path: Path, tick: Callable[[], None]) -> tuple[Path, ...]:
        """Write the film to one file, in UTF-8.

        Raises
        ------
        OutputError
            The file could not be written.
        """
        with staged(path) as temporary, temporary.open("w", encoding="utf-8", newline="") as file:
            for number, text in enumerate(film.frames()):
                file.write(f"\n{text}\n" if number else f"{text}\n")
                tick()
        return (path,)
