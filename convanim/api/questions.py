"""Answers what a backend asks about a figure; see :class:`convanim.film.shot.Questions`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from convanim.config import Draft, FigureSpec
    from convanim.film.inspection import Inspection
    from convanim.film.shot import Shot, Variations
    from convanim.layout.layout import Layout
    from convanim.scene.theme import Theme
    from convanim.scene.timeline import Timeline


@dataclass(frozen=True, slots=True)
class Answers:
    """The answers for one figure.

    Attributes
    ----------
    spec : FigureSpec
        The figure.
    layout, timeline, theme : Layout, Timeline, Theme
        How it is drawn.
    yaml : callable
        Returns its config.
    shot : callable
        Returns another figure in the same theme.
    """

    spec: FigureSpec
    layout: Layout
    timeline: Timeline
    theme: Theme
    yaml: Callable[[], str]
    shot: Callable[[Draft], Shot]

    def inspection(self) -> Inspection:
        """Return what a reader can ask the figure."""
        # Imported here, as is the next, so that a figure alone needs no overlay but its own.
        from convanim.api.inspection import inspection

        yaml = self.yaml()
        return inspection(self.spec, self.layout, self.timeline, self.theme, yaml)

    def variations(self, most: int) -> Iterator[Variations]:
        """Yield at most so many figures with other sizes, this one among them, range by range.

        Raises
        ------
        OutputError
            The figure has no layer whose sizes could vary.
        """
        from convanim.api.variations import variations

        return variations(self.spec, most, self.shot)
