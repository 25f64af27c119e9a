"""A box of cells in oblique projection; dots replace the middle of long edges."""

from __future__ import annotations

import itertools
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from convanim.scene.shapes import Polygons, Strokes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from convanim.scene.geometry import Line, Point
    from convanim.scene.shapes import Layer

    FacePoint = Callable[[float, float], tuple[float, float, float]]

SIDE = 5.0
"""The side of a cell, in points."""

MOST_CELLS = 6
"""The most cells of an edge that are all drawn."""

ENDS = 2
"""Cells that are drawn at either end of an edge with more cells."""

AWAY = (0.45, 0.38)
"""The shift on the page of a point that is one point farther from the reader."""

DOT = 0.9
"""The length of a dot, in points."""


@dataclass(frozen=True, slots=True)
class Edge:
    """One edge of a box; its length grows with the number of cells, but not in proportion.

    Attributes
    ----------
    cells : int
        The number of cells.
    """

    cells: int

    @property
    def is_broken(self) -> bool:
        """Whether cells are left out."""
        return self.cells > MOST_CELLS

    @property
    def length(self) -> float:
        """The length on the page, in points."""
        if not self.is_broken:
            return SIDE * self.cells
        return SIDE * (MOST_CELLS + 1.2 * math.log2(self.cells / MOST_CELLS))

    @property
    def parts(self) -> tuple[tuple[float, float], ...]:
        """The intervals in which cells are drawn: the whole edge, or its two ends."""
        if not self.is_broken:
            return ((0.0, self.length),)
        return (0.0, ENDS * SIDE), (self.length - ENDS * SIDE, self.length)

    @property
    def cuts(self) -> tuple[float, ...]:
        """The positions of the lines between cells."""
        if not self.is_broken:
            return tuple(SIDE * n for n in range(1, self.cells))
        near = [SIDE * n for n in range(1, ENDS + 1)]
        return (*near, *(self.length - at for at in reversed(near)))

    @property
    def dots(self) -> tuple[float, ...]:
        """The positions of three dots, in place of the cells that are left out."""
        return tuple(self.length / 2 + SIDE * n for n in (-1, 0, 1)) if self.is_broken else ()

    @property
    def rows(self) -> tuple[float, ...]:
        """The middle of each part, at which the dots along another edge are placed."""
        return tuple((start + end) / 2 for start, end in self.parts)


@dataclass(frozen=True, slots=True)
class Cuboid:
    """A box of cells whose front faces the reader.

    Attributes
    ----------
    width, height, depth : Edge
        The three edges; with a depth of no cells only the front is drawn.
    at : Point
        The lower left corner of the front.
    """

    width: Edge
    height: Edge
    depth: Edge
    at: Point = (0.0, 0.0)

    def point(self, x: float, y: float, z: float) -> Point:
        """Return the page position of a point relative to the lower left corner of the front."""
        return self.at[0] + x + AWAY[0] * z, self.at[1] + y + AWAY[1] * z

    @property
    def size(self) -> Point:
        """The width and height on the page, in points."""
        right, top = self.point(self.width.length, self.height.length, self.depth.length)
        return right - self.at[0], top - self.at[1]

    def layers(self, front: tuple[str, ...], behind: str) -> Iterator[Layer]:
        """Yield the layers of the drawing.

        Parameters
        ----------
        front : tuple of str
            The roles of the front, from bottom to top.
        behind : str
            The role of the top and the side.
        """
        w, h, d = (edge.length for edge in (self.width, self.height, self.depth))
        if d:
            top = (0.0, h, 0.0), (w, h, 0.0), (w, h, d), (0.0, h, d)
            side = (w, 0.0, 0.0), (w, 0.0, d), (w, h, d), (w, h, 0.0)
            yield Polygons(f"{behind}.top", (self._line(*top),))
            yield Polygons(f"{behind}.side", (self._line(*side),))
        face = self._line((0.0, 0.0, 0.0), (w, 0.0, 0.0), (w, h, 0.0), (0.0, h, 0.0))
        yield from (Polygons(role, (face,)) for role in front)
        if lines := tuple(self._cells()):
            yield Strokes("connector.cells", lines)
        if dots := tuple(self._dots()):
            yield Strokes("root.dots", dots)

    def _cells(self) -> Iterator[Line]:
        """Yield the lines between cells on all three faces."""
        for edges, place in self._faces():
            for (a, b), is_swapped in ((edges, False), (edges[::-1], True)):
                for cut, (start, end) in itertools.product(a.cuts, b.parts):
                    ends = ((cut, start), (cut, end))
                    yield self._line(*(place(*(at[::-1] if is_swapped else at)) for at in ends))

    def _dots(self) -> Iterator[Line]:
        for edges, place in self._faces():
            for (a, b), is_swapped in ((edges, False), (edges[::-1], True)):
                for dot, row in itertools.product(a.dots, b.rows):
                    x, y = self.point(*place(*((row, dot) if is_swapped else (dot, row))))
                    yield (x - DOT / 2, y), (x + DOT / 2, y)

    def _faces(self) -> Iterator[tuple[tuple[Edge, Edge], FacePoint]]:
        """Yield the two edges of each face, and a function from positions on them to points."""
        w, h, d = self.width, self.height, self.depth
        yield (w, h), lambda x, y: (x, y, 0.0)
        if d.cells:
            yield (w, d), lambda x, z: (x, h.length, z)
            yield (d, h), lambda z, y: (w.length, y, z)

    def _line(self, *points: tuple[float, float, float]) -> Line:
        return tuple(self.point(*each) for each in points)
