"""Strips tied by lines: where their names and numbers stand, clear of these."""

from __future__ import annotations

from typing import TYPE_CHECKING

from convanim.layout.plane import NAME_GAP, NUMBER_GAP, Plane

if TYPE_CHECKING:
    from convanim.scene.geometry import Point
    from convanim.scene.shapes import Anchor


class Beside(Plane):
    """A plane whose name stands beside it, clear of the lines that tie it to another."""

    def name_point(self) -> tuple[Point, Anchor]:
        """Return where the name ends."""
        x, y = self.point(0.5, 0)
        return (x - NAME_GAP, y), "end"


class Upper(Beside):
    """One above the lines, as are its numbers."""

    def numbered(self) -> tuple[tuple[str, Point], ...]:
        """Return the number of each cell."""
        return tuple((str(n), self.point(-NUMBER_GAP, n + 0.5)) for n in range(self.width))


class Rightmost(Upper):
    """One with another on its left."""

    def name_point(self) -> tuple[Point, Anchor]:
        """Return where the name begins."""
        x, y = self.point(0.5, self.width)
        return (x + NAME_GAP, y), "start"
