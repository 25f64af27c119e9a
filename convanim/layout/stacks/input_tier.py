"""The input of a stack seen from above, alone of all its maps."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, ClassVar

from convanim.arithmetic.cells import Cell
from convanim.layout.maps.plane import Plane, two_axes
from convanim.layout.stacks.tiers import Tiers
from convanim.scene.geometry import CELL, Projection
from convanim.scene.shapes import Polygons, Strokes

if TYPE_CHECKING:
    from convanim.scene.geometry import Line
    from convanim.scene.shapes import Layer
    from convanim.sweep.contribution import Contributors


class InputTier(Tiers):
    """The first map of a stack, seen from above.

    Attributes
    ----------
    side : float
        The side of a cell, in points; of the class.
    """

    side: ClassVar[float] = CELL

    @property
    def drawn(self) -> range:
        """The first map alone."""
        return range(1)

    @functools.cached_property
    def plane(self) -> Plane:
        """The units of the input."""
        kinds = tuple((Cell.REAL,) * size for size in self.contribution.shapes[0])
        rows, columns = two_axes(kinds, (Cell.REAL,))
        return Plane(rows, columns, Projection((self.side, 0), (0, self.side)))

    @functools.cached_property
    def still(self) -> tuple[Layer, ...]:
        """The input at rest."""
        blocks = Polygons("input", self.plane.blocks(Cell.REAL))
        return blocks, Strokes("input.grid", self.plane.block_grids(Cell.REAL))

    def corners(self, number: int, unit: tuple[float, ...]) -> Line:  # noqa: ARG002
        """Return the corners of the cell of a unit."""
        return self._box(tuple((n, n + 1) for n in unit))

    def outline(self, seen: Contributors) -> Line:
        """Return the closed outline of the field of a unit."""
        corners = self._box(tuple((along.start, along.stop) for along in seen.reach[0]))
        return *corners, corners[0]

    def _box(self, along: tuple[tuple[float, float], ...]) -> Line:
        (top, bottom), (left, right) = two_axes(along, (0.0, 1.0))
        ends = ((bottom, left), (bottom, right), (top, right), (top, left))
        return tuple(self.plane.point(*end) for end in ends)
