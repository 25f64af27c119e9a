"""Cells in a row, with or without gaps between them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from convanim.arithmetic.cells import Cell
from convanim.layout.maps.plane import NAME_GAP, NUMBER_GAP
from convanim.scene.geometry import CELL

if TYPE_CHECKING:
    from convanim.scene.geometry import Line, Point
    from convanim.scene.shapes import Anchor
    from convanim.sweep.sweep import Cells


@dataclass(frozen=True, slots=True)
class CellRow:
    """Cells in a row, with or without gaps; a :class:`~convanim.layout.layout.Place`.

    Attributes
    ----------
    kinds : tuple of Cell
        The kind of each cell.
    starts : tuple of int
        The left edge of each cell, in cells.
    bottom : float
        The height of the lower edge, in points.
    """

    kinds: tuple[Cell, ...]
    starts: tuple[int, ...]
    bottom: float = 0.0

    def square(self, n: int) -> Line:
        """Return the corners of a cell."""
        left, right = CELL * self.starts[n], CELL * (self.starts[n] + 1)
        top = self.bottom + CELL
        return (left, self.bottom), (right, self.bottom), (right, top), (left, top)

    def cells(self, cells: Cells) -> tuple[Line, ...]:
        """Return the corners of each cell."""
        return tuple(self.square(n) for (n,) in cells)

    def centre(self, cell: tuple[int, ...]) -> Point:
        """Return the middle of a cell."""
        return CELL * (self.starts[cell[0]] + 0.5), self.bottom + CELL / 2

    def name_point(self) -> tuple[Point, Anchor]:
        """Return a point to the left of the row, at which the name ends."""
        return (-NAME_GAP, self.bottom + CELL / 2), "end"

    def numbered(self) -> tuple[tuple[str, Point], ...]:
        """Return the number of each unit, below the unit."""
        units = [n for n, kind in enumerate(self.kinds) if kind is Cell.REAL]
        below = self.bottom - NUMBER_GAP * CELL
        return tuple((str(k), (self.centre((n,))[0], below)) for k, n in enumerate(units))
