"""A feature map of one axis as a strip of cells, with its texts, numbers and name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from convanim.arithmetic.cells import Cell
from convanim.layout.maps.cell_text import Sheet
from convanim.layout.maps.plane import NAME_GAP, NUMBER_GAP, Plane
from convanim.layout.maps.slices import Slices
from convanim.scene.geometry import CELL, Projection

if TYPE_CHECKING:
    from collections.abc import Iterable

    from convanim.layout.maps.cell_text import Written
    from convanim.scene.geometry import Line, Point
    from convanim.scene.shapes import Anchor, Labels
    from convanim.sweep.sweep import Cells, FeatureMap

_UNITS = {Cell.REAL, Cell.CROPPED}


@dataclass(frozen=True, slots=True)
class Strip:
    """A map of one axis, with the texts in its cells.

    Attributes
    ----------
    plane : Plane
        The plane of its only row.
    written : Written
        The texts in its cells.
    side : int
        The side of the strip on which its numbers are: 1 above, -1 below.
    """

    plane: Plane
    written: Written
    side: int

    @classmethod
    def of(
        cls, feature_map: FeatureMap, written: Written, corner: Point, side: int, across: int = 1
    ) -> Strip:
        """Return a strip with its lower left corner at a point, and so wide units; in cells."""
        x, y = corner
        projection = Projection((CELL * across, 0), (0, CELL), (CELL * x, CELL * y))
        return cls(Plane.of(feature_map, projection), written, side)

    @property
    def sheet(self) -> Sheet:
        """The row together with its texts."""
        return Sheet(Slices((self.plane,)), self.written)

    def labels(
        self, role: str, cells: Iterable[tuple[int, ...]] | None = None
    ) -> tuple[Labels, ...]:
        """Return the texts of some cells, or of all if None; no layer if there are no texts."""
        return self.sheet.labels(role, cells)

    def cells(self, cells: Cells) -> tuple[Line, ...]:
        """Return the corners of each cell."""
        return self.plane.cells(cells)

    def centre(self, cell: tuple[int, ...]) -> Point:
        """Return the middle of a cell."""
        return self.plane.centre(cell)

    def name_point(self) -> tuple[Point, Anchor]:
        """Return the position of the map's name, to the left of the map."""
        x, y = self.plane.point(0.5, 0)
        return (x - NAME_GAP, y), "end"

    def numbered(self) -> tuple[tuple[str, Point], ...]:
        """Return the numbers of the units, above or below the strip."""
        row = 0.5 - self.side * (0.5 + NUMBER_GAP)
        units = [n for n, kind in enumerate(self.plane.columns) if kind is Cell.REAL]
        return tuple((str(n), self.plane.point(row, at + 0.5)) for n, at in enumerate(units))


@dataclass(frozen=True, slots=True)
class KernelStrip:
    """The kernel below the input, under which it moves.

    Attributes
    ----------
    projection : Projection
        That of the input, moved down to the kernel.
    """

    projection: Projection

    def cells(self, cells: Cells) -> tuple[Line, ...]:
        """Return the corners of each cell at the first position."""
        return self.projection.squares((n, 0) for (n,) in cells)

    def centre(self, cell: tuple[int, ...]) -> Point:
        """Return the middle of a cell at the first position."""
        return self.projection.point(cell[0] + 0.5, 0.5)

    def name_point(self) -> tuple[Point, Anchor]:
        """Return the position of the name, to the left of the input's first cell."""
        x, y = self.projection.point(0, 0.5)
        return (x - NAME_GAP, y), "end"

    def numbered(self) -> tuple[tuple[str, Point], ...]:
        """Return none: the kernel moves, and its numbers would not."""
        return ()


def units_of(feature_map: FeatureMap) -> tuple[int, int]:
    """Return the position of the first unit of a map, and one past the last."""
    (kinds,) = feature_map.axes
    found = [n for n, kind in enumerate(kinds) if kind in _UNITS]
    return found[0], found[-1] + 1
