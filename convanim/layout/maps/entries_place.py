"""The place of a map whose cells are entries of a table, in any order."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from convanim.layout.maps.table import squares

if TYPE_CHECKING:
    from collections.abc import Mapping

    from convanim.layout.maps.plane import Plane
    from convanim.scene.geometry import Line, Point
    from convanim.scene.shapes import Anchor
    from convanim.sweep.sweep import Cells


@dataclass(frozen=True, slots=True)
class EntriesPlace:
    """The place of a map in a table.

    Attributes
    ----------
    plane : Plane
        The table.
    entries : mapping of tuple of int to tuple of int
        The row and the column of each cell; padding, which is in no table, has none.
    """

    plane: Plane
    entries: Mapping[tuple[int, ...], tuple[int, int]]

    def cells(self, cells: Cells) -> tuple[Line, ...]:
        """Return the corners of each cell that is in the table."""
        return squares(self.plane, [self.entries[cell] for cell in cells if cell in self.entries])

    def centre(self, cell: tuple[int, ...]) -> Point:
        """Return the middle of a cell that is in the table."""
        return self.plane.centre(self.entries[cell])

    def name_point(self) -> tuple[Point, Anchor]:
        """Return a point beside the table."""
        return self.plane.name_point()

    def numbered(self) -> tuple[tuple[str, Point], ...]:
        """Return none: rows and columns of the table are not those of the map."""
        return ()
