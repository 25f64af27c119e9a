"""Strips of one axis that are joined by lines, with names and numbers away from the lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from convanim.layout.maps.plane import NAME_GAP, NUMBER_GAP, Plane

if TYPE_CHECKING:
    from convanim.scene.geometry import Point
    from convanim.scene.shapes import Anchor


class OutputStrip(Plane):
    """The output, below the lines, with its name on its left."""

    def name_point(self) -> tuple[Point, Anchor]:
        """Return the right end of the name."""
        x, y = self.point(0.5, 0)
        return (x - NAME_GAP, y), "end"


class InputStrip(OutputStrip):
    """The input, above the lines, with its numbers above it."""

    def numbered(self) -> tuple[tuple[str, Point], ...]:
        """Return the number of each cell."""
        return tuple((str(n), self.point(-NUMBER_GAP, n + 0.5)) for n in range(self.width))


class KernelStrip(InputStrip):
    """The kernel, to the right of the input, with its name on its right."""

    def name_point(self) -> tuple[Point, Anchor]:
        """Return the left end of the name."""
        x, y = self.point(0.5, self.width)
        return (x + NAME_GAP, y), "start"
