"""A film that describes itself; :mod:`.description` documents how."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from convanim.backends._book.description import described_book
from convanim.backends._book.shelf import Shelf
from convanim.backends._book.tracks import described

if TYPE_CHECKING:
    from collections.abc import Callable

    from convanim.film.shot import Shot


@dataclass(frozen=True, slots=True)
class Film:
    """A film as a book; see :class:`convanim.film.film.BookFilm`.

    Attributes
    ----------
    shot : Shot
        What is drawn.
    most : int
        The most sets of sizes that sliders offer; 0 for no sliders.
    """

    shot: Shot
    most: int = 0

    @property
    def centiseconds(self) -> tuple[int, ...]:
        """The duration of each frame, in hundredths of a second."""
        return self.shot.timeline.centiseconds

    def book(self, tick: Callable[[], None]) -> dict[str, Any]:
        """Return the description; ``tick`` is called once for each frame.

        Raises
        ------
        OutputError
            Sliders are asked for, and no size of the figure can vary.
        """
        shelf = Shelf(self.shot.theme, self.shot.layout.box)
        return described_book(self.shot, self.most, shelf, described, tick)
