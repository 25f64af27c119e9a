"""A layout that shows its first drawing alone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from convanim.layout.layout import Beat, Layout, Wrapper

if TYPE_CHECKING:
    from collections.abc import Sequence

    from convanim.scene.shapes import Scene


@dataclass(frozen=True)
class Still(Wrapper):
    """The first drawing of a layout, for as long as what is beside it lasts.

    Attributes
    ----------
    layout : Layout
        What is drawn.
    """

    layout: Layout

    @property
    def beats(self) -> Sequence[Beat]:
        """The first beat alone."""
        return self.layout.beats[:1]

    @property
    def poster(self) -> int:
        """The only drawing."""
        return 0

    def scene(self, n: int) -> Scene:
        """Return the drawing."""
        return self.layout.scene(n)

    def at_rest(self) -> Scene:
        """Return the same drawing."""
        return self.layout.scene(0)
