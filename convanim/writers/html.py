"""HTML: a page that plays the film, and answers for every cell; one file for any browser."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from convanim.files.staging import staged
from convanim.film.film import BookFilm, Choice
from convanim.film.player import page
from convanim.film.writer import Writer

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


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
