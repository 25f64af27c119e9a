"""What a backend makes a film of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from convanim.film.about import About
    from convanim.film.film import TextFilm
    from convanim.scene.shapes import Drawings
    from convanim.scene.theme import Theme
    from convanim.scene.timeline import Timeline


@dataclass(frozen=True, slots=True)
class Shot:
    """A figure that is laid out and timed.

    Attributes
    ----------
    layout : Drawings
        The page and the drawing of each step.
    timeline : Timeline
        What each frame shows, and for how long.
    theme : Theme
        Colours and line widths.
    text : callable
        Returns the film as plain text.
    about : About
        The name and the alternative text of the figure.
    """

    layout: Drawings
    timeline: Timeline
    theme: Theme
    text: Callable[[], TextFilm]
    about: About
