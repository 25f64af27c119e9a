"""A layer that another one feeds: its input is blank until that one has made it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from convanim.layout.layout import Wrapper
from convanim.scene.shapes import Scene

if TYPE_CHECKING:
    from convanim.layout.layout import Layout


@dataclass(frozen=True)
class Fed(Wrapper):
    """A layout whose input does not exist before its turn.

    Attributes
    ----------
    layout : Layout
        Draws the numbers of its input in every drawing.
    """

    layout: Layout

    def scene(self, n: int) -> Scene:
        """Return the n-th drawing."""
        return self.layout.scene(n)

    def at_rest(self) -> Scene:
        """Return the drawing before the turn of the layer: the input has no numbers."""
        rest = self.layout.at_rest()
        return Scene(rest.box, tuple(x for x in rest.layers if x.role != "input.value"))

    def at_end(self) -> Scene:
        """Return the drawing after all steps."""
        return self.layout.at_end()
