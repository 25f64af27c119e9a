"""The page that plays a figure, inside a notebook."""

from __future__ import annotations

import html
from dataclasses import dataclass
from typing import TYPE_CHECKING

from convanim.film.backend import Backend
from convanim.film.film import Choice
from convanim.film.player import page
from convanim.plugins import registry

if TYPE_CHECKING:
    from convanim.film.film import BookFilm
    from convanim.film.shot import Shot


@dataclass(frozen=True, slots=True)
class Player:
    """A page that plays a figure; a notebook shows it below the cell that returns it.

    Attributes
    ----------
    name : str
        The name of the figure.
    page : str
        The page, as in a file of the format ``html``.
    height : int
        The height of the frame it is shown in, in pixels.
    """

    name: str
    page: str
    height: int

    @classmethod
    def of(cls, shot: Shot, sliders: int, height: int) -> Player:
        """Return the player of a figure, with sliders for at most so many sets of sizes."""
        film: BookFilm = registry.find(Backend, "book")().film(shot, Choice(sliders=sliders))
        return cls(shot.name, page(film.book(lambda: None)), height)

    def _repr_html_(self) -> str:
        """Return a frame that can reach nothing of the notebook around it."""
        return (
            f'<iframe srcdoc="{html.escape(self.page)}" title="{html.escape(self.name)}" '
            'sandbox="allow-scripts allow-downloads" allow="fullscreen; clipboard-write" '
            f'style="width: 100%; height: {self.height}px; border: 0"></iframe>'
        )
