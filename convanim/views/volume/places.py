"""The places of cells that are cubes, for readers who point at them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from convanim.views.volume.cubes import TOWARDS, Block

if TYPE_CHECKING:
    from convanim.scene.geometry import Line, Point
    from convanim.scene.shapes import Anchor
    from convanim.sweep.sweep import Cells
    from convanim.views.volume.cubes import Position, Solid


@dataclass(frozen=True, slots=True)
class CubePlace:
    """The place of a map in a volume: all of it, or one of its depths.

    Attributes
    ----------
    solid : Solid
        The positions of the cells on the page.
    depth : int
        The depth of a map of two axes.
    """

    solid: Solid
    depth: int

    def cells(self, cells: Cells) -> tuple[Line, ...]:
        """Return the outline of each cube, without its end, which is its start."""
        return tuple(self._outline(cell) for cell in cells)

    def centre(self, cell: tuple[int, ...]) -> Point:
        """Return the middle of the outline of a cube."""
        xs, ys = zip(*self._outline(cell), strict=True)
        return (min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2

    def name_point(self) -> tuple[Point, Anchor]:
        """Return the rightmost corner of the volume."""
        return max(self.solid.outline(self.solid.whole)), "start"

    def numbered(self) -> tuple[tuple[str, Point], ...]:
        """Return none: rows and columns of cubes have no numbers."""
        return ()

    def nearness(self, cell: tuple[int, ...]) -> int:
        """Return how near to the viewer a cell is."""
        return sum(n * sign for n, sign in zip(self._position(cell), TOWARDS, strict=True))

    def _outline(self, cell: tuple[int, ...]) -> Line:
        depth, row, column = self._position(cell)
        block = Block((depth, row, column), (depth + 1, row + 1, column + 1))
        return self.solid.outline(block)[:-1]

    def _position(self, cell: tuple[int, ...]) -> Position:
        depth, row, column = (self.depth, *cell)[-3:]
        return depth, row, column
