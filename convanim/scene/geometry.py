"""Points, lines and boxes, and the projection of cells onto the page, in PostScript points."""

from __future__ import annotations

import itertools
import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

Point = tuple[float, float]
Line = tuple[Point, ...]
Box = tuple[float, float, float, float]
"""Left, bottom, right, top."""

CELL = 72 / 2.54 / 2
"""Side of a cell, half a centimetre."""


@dataclass(frozen=True, slots=True)
class Projection:
    """Maps cell coordinates (x to the right, y up) to page coordinates in points.

    Attributes
    ----------
    x, y : Point
        Displacement on the page for one cell along each axis, in points.
    origin : Point
        Page position of (0, 0), in points.
    """

    x: Point
    y: Point
    origin: Point = (0.0, 0.0)

    def point(self, x: float, y: float) -> Point:
        """Return the page position of a cell position."""
        return (
            self.origin[0] + self.x[0] * x + self.y[0] * y,
            self.origin[1] + self.x[1] * x + self.y[1] * y,
        )

    def shifted(self, dx: float, dy: float) -> Projection:
        """Return the projection with its origin moved, in points."""
        return replace(self, origin=(self.origin[0] + dx, self.origin[1] + dy))

    def scaled(self, along_x: float, along_y: float) -> Projection:
        """Return the projection with its cells scaled along both axes, and the same origin."""
        x, y = self.x, self.y
        return Projection(
            (x[0] * along_x, x[1] * along_x), (y[0] * along_y, y[1] * along_y), self.origin
        )

    def line(self, *points: Point) -> Line:
        """Return the page positions of several cell positions."""
        return tuple(self.point(x, y) for x, y in points)

    def rectangle(self, left: float, bottom: float, right: float, top: float) -> Line:
        """Return a rectangle's corners: bottom left, bottom right, top right, top left."""
        return self.line((left, bottom), (right, bottom), (right, top), (left, top))

    def squares(self, corners: Iterable[tuple[int, int]]) -> tuple[Line, ...]:
        """Return the corners of cells, as :meth:`rectangle` does, from their lower left corners."""
        (right, climb), (lean, up) = self.x, self.y
        across, over = right + lean, climb + up
        lower_left = itertools.starmap(self.point, corners)
        return tuple(
            ((x, y), (x + right, y + climb), (x + across, y + over), (x + lean, y + up))
            for x, y in lower_left
        )

    def grid(self, left: int, bottom: int, right: int, top: int) -> tuple[Line, ...]:
        """Return the lines of a grid of cells including its border: first along x, then along y."""
        along_x = [self.line((left, y), (right, y)) for y in range(bottom, top + 1)]
        along_y = [self.line((x, bottom), (x, top)) for x in range(left, right + 1)]
        return (*along_x, *along_y)


def disc(middle: Point, radius: float) -> Line:
    """Return a polygon with 24 corners, which looks round at the size of a cell."""
    x, y = middle
    return tuple((x + radius * dx, y + radius * dy) for dx, dy in _ROUND)


_ROUND = [(math.cos(math.pi * n / 12), math.sin(math.pi * n / 12)) for n in range(24)]


def arrow_head(before: Point, tip: Point, size: float) -> Line:
    """Return the line of the head of an arrow that comes from a point.

    Parameters
    ----------
    before, tip : Point
        Two points of the arrow, the second one its end.
    size : float
        The length and the width of the head, in points.
    """
    length = math.dist(before, tip)
    x, y = ((end - start) / length * size for start, end in zip(before, tip, strict=True))
    base = tip[0] - x, tip[1] - y
    return (base[0] - y / 2, base[1] + x / 2), tip, (base[0] + y / 2, base[1] - x / 2)


def holds(shape: Line, point: Point) -> bool:
    """Return whether a point is in a polygon: a ray to its right crosses it oddly often."""
    x, y = point
    inside = False
    for (x0, y0), (x1, y1) in itertools.pairwise((*shape, shape[0])):
        if (y0 > y) != (y1 > y) and x < x0 + (y - y0) * (x1 - x0) / (y1 - y0):
            inside = not inside
    return inside


def area(shape: Line) -> float:
    """Return the area of a polygon, in square points."""
    return abs(_turn(shape))


def clipped(shape: Line, window: Line) -> Line:
    """Return the part of a polygon in a convex one; nothing where they only touch.

    The polygon is cut at each side of the convex one in turn, as Sutherland and Hodgman do.
    """
    way = 1 if _turn(window) > 0 else -1
    for start, end in itertools.pairwise((*window, window[0])):
        shape = tuple(_cut(shape, start, end, way))
        if not shape:
            return ()
    return shape if area(shape) > SLIVER else ()


SLIVER = 1e-4
"""The largest area of a part that is nothing but rounding, in square points."""


def _turn(shape: Line) -> float:
    """Return the area of a polygon, negative where its corners go clockwise."""
    sides = itertools.pairwise((*shape, shape[0]))
    return sum(x0 * y1 - x1 * y0 for (x0, y0), (x1, y1) in sides) / 2


def _cut(shape: Line, start: Point, end: Point, way: int) -> Iterator[Point]:
    """Yield the corners of the part of a polygon that is on one side of a line."""
    dx, dy = end[0] - start[0], end[1] - start[1]

    def side(point: Point) -> float:
        return way * (dx * (point[1] - start[1]) - dy * (point[0] - start[0]))

    for one, other in itertools.pairwise((*shape, shape[0])):
        here, there = side(one), side(other)
        if here >= 0:
            yield one
        if (here < 0) != (there < 0):
            share = here / (here - there)
            yield one[0] + share * (other[0] - one[0]), one[1] + share * (other[1] - one[1])


def bounds(points: Line) -> Box:
    """Return the smallest box that contains these points."""
    xs, ys = zip(*points, strict=True)
    return min(xs), min(ys), max(xs), max(ys)


def union(first: Box, second: Box) -> Box:
    """Return the smallest box that contains both boxes."""
    return (
        min(first[0], second[0]),
        min(first[1], second[1]),
        max(first[2], second[2]),
        max(first[3], second[3]),
    )


def meet(first: Box, second: Box) -> bool:
    """Return whether two boxes have points in common."""
    return (
        first[0] <= second[2]
        and second[0] <= first[2]
        and first[1] <= second[3]
        and second[1] <= first[3]
    )


def expand(box: Box, by: float) -> Box:
    """Return the box with a margin added on every side."""
    return box[0] - by, box[1] - by, box[2] + by, box[3] + by
