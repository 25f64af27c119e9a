"""Films as one compact description of all drawings and all that can be asked about them."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from convanim.film.backend import Backend
from convanim.film.film import BookFilm, Choice

if TYPE_CHECKING:
    from convanim.film.shot import Shot


class BookBackend(Backend[Choice, BookFilm]):
    """Describes the layers of a film by what moves them, and its maps cell by cell."""

    name: ClassVar = "book"
    libraries: ClassVar = ("matplotlib", "numpy")
    fonts: ClassVar = "fonts/ttf/cm*.ttf"
    asks: ClassVar = ("api.questions", "frameworks", "models.text")

    def film(self, shot: Shot, options: Choice) -> BookFilm:
        """Return the film, with as many sets of sizes as the options say.

        Raises
        ------
        OutputError
            If matplotlib does not start.
        """
        from convanim.backends._book.film import Film

        return Film(shot, options.sliders)
