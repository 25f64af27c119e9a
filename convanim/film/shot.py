"""What a backend makes a film of, and what it can ask about it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from convanim.film.page_setup import PageSetup

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from convanim.film.about import About
    from convanim.film.film import TextFilm
    from convanim.film.inspection import Inspection
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
    ask : Questions
        Answers everything else.
    about : About
        The name and the alternative text of the figure.
    setup : PageSetup
        The page that frames are drawn on.
    """

    layout: Drawings
    timeline: Timeline
    theme: Theme
    text: Callable[[], TextFilm]
    ask: Questions
    about: About
    setup: PageSetup = field(default_factory=PageSetup)


class Questions(Protocol):
    """What a backend can ask about a figure beyond its drawings."""

    def inspection(self) -> Inspection:
        """Return what a reader can ask the figure."""

    def variations(self, most: int) -> Iterator[Variations]:
        """Yield at most so many figures with other sizes, this one among them, range by range.

        Raises
        ------
        OutputError
            The figure has no layer whose sizes could vary.
        """


@dataclass(frozen=True, slots=True)
class Slider:
    """One size that can be chosen.

    Attributes
    ----------
    letter, words : str
        Its letter in the guide, and what it is.
    values : range
        What it can be.
    start : int
        What it is in the config.
    """

    letter: str
    words: str
    values: range
    start: int

    @property
    def moves(self) -> bool:
        """Whether there is anything to choose."""
        return len(self.values) > 1


@dataclass(frozen=True, slots=True)
class Variations:
    """A figure with more combinations of its sizes than before.

    Attributes
    ----------
    sliders : tuple of Slider
        All sizes that can vary, and how far they do now, which can be not at all.
    shots : mapping
        The figure for the values of all sliders, or the message why there is none, for those
        values that there were none for before.
    """

    sliders: tuple[Slider, ...]
    shots: Mapping[tuple[int, ...], Shot | str]
