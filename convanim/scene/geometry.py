"""Flat shapes in cells, and the projection that puts them on the page. Units: PostScript points."""

from __future__ import annotations

import itertools
import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

Point = tuple[float, float]
Line = tuple[Point, ...]
Box = tuple[float, float, float, float]
"""Left, bottom, right, top."""

CELL = 72 / 2.54 / 2
"""Side of a cell, half a centimetre."""


@dataclass(frozen=True, slots=True)
class Projection:
    """Takes cell coordinates (x to the right, y up) to page coordinates.

    Attributes
    ----------
    x, y : Point
        Where a step of one cell along either axis leads, in points.
    origin : Point
        Where (0, 0) lies, in points.
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
        """Return the same projection to elsewhere on the page."""
        return replace(self, origin=(self.origin[0] + dx, self.origin[1] + dy))

    def scaled(self, by: float) -> Projection:
        """Return a projection with the same origin and cells that many times as large."""
        (right, climb), (lean, up) = self.x, self.y
        return Projection((right * by, climb * by), (lean * by, up * by), self.origin)

    def line(self, *points: Point) -> Line:
        """Return the page positions of several cell positions."""
        return tuple(self.point(x, y) for x, y in points)

    def rectangle(self, left: float, bottom: float, right: float, top: float) -> Line:
        """Return the corners of a rectangle: bottom left, bottom right, top right, top left."""
        return self.line((left, bottom), (right, bottom), (right, top), (left, top))

    def squares(self, corners: Iterable[tuple[int, int]]) -> tuple[Line, ...]:
        """Return the cells with these lower left corners; as ``rectangle``, for many at once."""
        (right, climb), (lean, up) = self.x, self.y
        across, over = right + lean, climb + up
        lower_left = itertools.starmap(self.point, corners)
        return tuple(
            ((x, y), (x + right, y + climb), (x + across, y + over), (x + lean, y + up))
            for x, y in lower_left
        )

    def grid(self, left: int, bottom: int, right: int, top: int) -> tuple[Line, ...]:
        """Return the lines of a grid of cells with its border: first along x, then along y."""
        along_x = [self.line((left, y), (right, y)) for y in range(bottom, top + 1)]
        along_y = [self.line((x, bottom), (x, top)) for x in range(left, right + 1)]
        return (*along_x, *along_y)


def disc(middle: Point, radius: float) -> Line:
    """Return a polygon that looks round at the size of a cell."""
    x, y = middle
    return tuple((x + radius * dx, y + radius * dy) for dx, dy in _ROUND)


_ROUND = [(math.cos(math.pi * n / 12), math.sin(math.pi * n / 12)) for n in range(24)]


def bounds(points: Line) -> Box:
    """Return the least box that holds these points."""
    xs, ys = zip(*points, strict=True)
    return min(xs), min(ys), max(xs), max(ys)


def union(first: Box, second: Box) -> Box:
    """Return the least box that holds both."""
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


def grown(box: Box, by: float) -> Box:
    """Return the box with a margin added on every side."""
    return box[0] - by, box[1] - by, box[2] + by, box[3] + by
