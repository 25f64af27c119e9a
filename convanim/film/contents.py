"""A film without drawings: what formats need that only speak of a figure's other files."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from convanim.film.about import About
    from convanim.scene.geometry import Box


@dataclass(frozen=True, slots=True)
class Contents:
    """The name, the frames and the page of a figure.

    Attributes
    ----------
    about : About
        The name and the alternative text of the figure.
    centiseconds : tuple of int
        How long each frame lasts.
    steps : tuple of int
        The frames that show a step; the others are between two steps.
    box : Box
        The page, in points.
    poster : int
        The frame that stands for the film.
    plays : int
        How often it plays; 0 for without end.
    """

    about: About
    centiseconds: tuple[int, ...]
    steps: tuple[int, ...]
    box: Box
    poster: int = 0
    plays: int = 0
