"""Films as one compact description of all drawings and all that can be asked about them."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from convanim.film.backend import Backend
from convanim.film.film import BookFilm

if TYPE_CHECKING:
    from convanim.film.shot import Shot


class BookBackend(Backend[object, BookFilm]):
    """Describes the layers of a film by what moves them, and its maps cell by cell."""

    name: ClassVar = "book"
    libraries: ClassVar = ("matplotlib", "numpy")
    fonts: ClassVar = "fonts/ttf/cm*.ttf"
    asks: ClassVar = ("api.inspection", "frameworks", "models.text")

    def film(self, shot: Shot, options: object) -> BookFilm:
        """Return the film; no option changes it.

        Raises
        ------
        OutputError
            If matplotlib does not start.
        """
        from convanim.backends._book.film import Film

        del options
        return Film(shot)
