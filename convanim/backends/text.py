"""Films of plain text."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from convanim.film.backend import Backend
from convanim.film.film import TextFilm

if TYPE_CHECKING:
    from convanim.film.shot import Shot


class TextBackend(Backend[object, TextFilm]):
    """Describes frames as text, without drawing them."""

    name: ClassVar = "text"

    def film(self, shot: Shot, options: object) -> TextFilm:
        """Return the film; no option changes the text."""
        del options
        return shot.text()
