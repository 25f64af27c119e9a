"""A layout of which only some drawings are shown, in an order of their own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from convanim.layout.layout import Wrapper

if TYPE_CHECKING:
    from collections.abc import Sequence

    from convanim.layout.layout import Beat, Layout
    from convanim.scene.shapes import Scene


@dataclass(frozen=True)
class Chosen(Wrapper):
    """Some drawings of a layout.

    Attributes
    ----------
    layout : Layout
        What is drawn.
    frames : tuple of int
        The numbers of its drawings, at least one.
    """

    layout: Layout
    frames: tuple[int, ...]

    @property
    def beats(self) -> Sequence[Beat]:
        """What each drawing shows."""
        return tuple(self.layout.beats[n] for n in self.frames)

    @property
    def poster(self) -> int:
        """The drawing nearest to the one that stands for the layout."""
        wanted = self.layout.poster
        return min(range(len(self.frames)), key=lambda n: abs(self.frames[n] - wanted))

    def scene(self, n: int) -> Scene:
        """Return the n-th of the drawings chosen."""
        return self.layout.scene(self.frames[n])

    def at_rest(self) -> Scene:
        """Return the drawing without any step."""
        return self.layout.at_rest()

    def at_end(self) -> Scene:
        """Return the last of the drawings chosen, as what comes after it is not shown."""
        return self.scene(len(self.frames) - 1)

    def is_cut(self, one: int, other: int) -> bool:
        """Return whether nothing moves between two drawings."""
        return self.layout.is_cut(self.frames[one], self.frames[other])


def chosen(layout: Layout, frames: tuple[int, ...] | None) -> Layout:
    """Return a layout with these drawings alone; with all where none are named."""
    return layout if frames is None else Chosen(layout, frames)
