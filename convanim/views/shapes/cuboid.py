"""A box of cells seen askew; of long edges the middle is left out, and dots say so."""

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

    Place = Callable[[float, float], tuple[float, float, float]]

SIDE = 5.0
"""Of a cell, in points."""

MOST_CELLS = 6
"""Of an edge with more, the first two and the last two are drawn."""

ENDS = 2

AWAY = (0.45, 0.38)
"""Where a step of one point away from the reader leads on the page."""

DOT = 0.9
"""Length of a dot, in points."""


@dataclass(frozen=True, slots=True)
class Edge:
    """One edge of the box: longer for more cells, but not in proportion.

    Attributes
    ----------
    cells : int
        How many there are.
    """

    cells: int

    @property
    def is_broken(self) -> bool:
        """Whether cells are left out."""
        return self.cells > MOST_CELLS

    @property
    def length(self) -> float:
        """In points; grows with the number of cells."""
        if not self.is_broken:
            return SIDE * self.cells
        return SIDE * (MOST_CELLS + 1.2 * math.log2(self.cells / MOST_CELLS))

    @property
    def parts(self) -> tuple[tuple[float, float], ...]:
        """Where cells are drawn, from where to where: the whole edge, or its two ends."""
        if not self.is_broken:
            return ((0.0, self.length),)
        return (0.0, ENDS * SIDE), (self.length - ENDS * SIDE, self.length)

    @property
    def cuts(self) -> tuple[float, ...]:
        """Where one cell drawn ends and another begins."""
        if not self.is_broken:
            return tuple(SIDE * n for n in range(1, self.cells))
        near = [SIDE * n for n in range(1, ENDS + 1)]
        return (*near, *(self.length - at for at in reversed(near)))

    @property
    def dots(self) -> tuple[float, ...]:
        """Where three dots stand for what is left out."""
        return tuple(self.length / 2 + SIDE * n for n in (-1, 0, 1)) if self.is_broken else ()

    @property
    def rows(self) -> tuple[float, ...]:
        """The middle of each part: where dots along another edge stand."""
        return tuple((start + end) / 2 for start, end in self.parts)


@dataclass(frozen=True, slots=True)
class Cuboid:
    """A box of cells with its front towards the reader.

    Attributes
    ----------
    width, height, depth : Edge
        A depth of no cells leaves the front alone.
    at : Point
        Lower left corner of the front.
    """

    width: Edge
    height: Edge
    depth: Edge
    at: Point = (0.0, 0.0)

    def point(self, x: float, y: float, z: float) -> Point:
        """Return the page position of a point counted from the lower left corner of the front."""
        return self.at[0] + x + AWAY[0] * z, self.at[1] + y + AWAY[1] * z

    @property
    def size(self) -> Point:
        """How wide and how high it is on the page."""
        right, top = self.point(self.width.length, self.height.length, self.depth.length)
        return right - self.at[0], top - self.at[1]

    def layers(self, front: tuple[str, ...], behind: str) -> Iterator[Layer]:
        """Yield what is drawn.

        Parameters
        ----------
        front : tuple of str
            Roles of the front, one upon the other.
        behind : str
            The role that the top and the side belong to.
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
        """Yield the lines between cells on the three faces."""
        for edges, place in self._faces():
            for (a, b), swapped in ((edges, False), (edges[::-1], True)):
                for cut, (start, end) in itertools.product(a.cuts, b.parts):
                    ends = ((cut, start), (cut, end))
                    yield self._line(*(place(*(at[::-1] if swapped else at)) for at in ends))

    def _dots(self) -> Iterator[Line]:
        for edges, place in self._faces():
            for (a, b), swapped in ((edges, False), (edges[::-1], True)):
                for dot, row in itertools.product(a.dots, b.rows):
                    x, y = self.point(*place(*((row, dot) if swapped else (dot, row))))
                    yield (x - DOT / 2, y), (x + DOT / 2, y)

    def _faces(self) -> Iterator[tuple[tuple[Edge, Edge], Place]]:
        """Yield for each face its two edges, and where a point along them lies."""
        w, h, d = self.width, self.height, self.depth
        yield (w, h), lambda x, y: (x, y, 0.0)
        if d.cells:
            yield (w, d), lambda x, z: (x, h.length, z)
            yield (d, h), lambda z, y: (w.length, y, z)

    def _line(self, *points: tuple[float, float, float]) -> Line:
        return tuple(self.point(*each) for each in points)
