"""The feature maps of a stack one above the other, with the field of a unit in each."""

from __future__ import annotations

import functools
import itertools
from abc import ABC, abstractmethod
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from convanim.arithmetic.cells import Cell
from convanim.layout.maps.plane import ALONG_ROW, UP_COLUMN, Plane
from convanim.scene.geometry import CELL, Projection, bounds, disc
from convanim.scene.shapes import Polygons, Strokes
from convanim.sweep.stack import Field, fields
from convanim.sweep.sweep import Cells

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from convanim.scene.geometry import Box, Line, Point
    from convanim.scene.shapes import Layer
    from convanim.sweep.contribution import Contribution, Contributors, Unit

Nodes = Literal["all", "contributing"]
NODES: tuple[Nodes, ...] = ("all", "contributing")
"""Whether all units are drawn, or only those that contribute."""

STOREY = 2.25
"""The distance between rows of nodes, in cells."""

PITCH = 0.8
"""The distance between nodes, in cells."""

RADIUS = 0.27
"""The radius of a node, in cells."""

LONGEST = 20
"""Nodes in a row; where there are more they are smaller."""

WIDEST = 8
"""The most cells along a plane at full size; more cells are drawn smaller."""

CLEAR = 0.6
"""The distance between the highest point of a plane and the lowest of the next, in cells."""


@dataclass(frozen=True)
class Tiers(ABC):
    """The maps of a stack, the first lowest.

    Attributes
    ----------
    contribution : Contribution
        What is drawn.
    """

    contribution: Contribution

    @property
    def drawn(self) -> range:
        """The maps that are drawn, of the input on."""
        return range(len(self.contribution.shapes))

    @abstractmethod
    def layers(self, seen: Contributors | None) -> Iterator[Layer]:
        """Yield the drawing of the field of a unit; when None the drawing at rest.

        The maps above that of the unit are drawn as empty ones.
        """

    def top(self, seen: Contributors | None) -> int:
        """Return the number of the highest map that has units."""
        return len(seen.units) - 1 if seen else len(self.contribution.shapes) - 1

    @abstractmethod
    def corners(self, number: int, unit: tuple[float, ...]) -> Line:
        """Return the corners of the cell around a unit of the n-th map."""

    def extent(self, number: int) -> Box:
        """Return the box of the n-th map."""
        ends = itertools.product(*((0, size - 1) for size in self.contribution.shapes[number]))
        return bounds(tuple(point for end in ends for point in self.corners(number, end)))


@dataclass(frozen=True)
class Inked(Tiers):
    """Maps with all their units, or only with those that contribute.

    Attributes
    ----------
    nodes : str
        One of :data:`NODES`.
    """

    nodes: Nodes = "all"

    def role(self, number: int) -> str:
        """Return the role of the n-th map: those between input and output have no colour."""
        return {0: "input", self.drawn[-1]: "output"}.get(number, "page.unit")

    def lit(self, number: int, shapes: tuple[Line, ...], top: int) -> Iterator[Layer]:
        """Yield the units of the n-th map that contribute to a unit of map ``top``."""
        yield Polygons("window.output" if number == top else "window", shapes)


class Rows(Inked):
    """Maps of one axis as rows of nodes, connected to the nodes that they are computed from."""

    @functools.cached_property
    def _pitches(self) -> tuple[float, ...]:
        """The distance between the nodes of each map, in points, as between their fields."""
        after = fields(axes[0] for axes in self.contribution.axes)
        jumps = [each.jump for each in (Field(), *after)]
        return tuple(float(self._pitch * jump / min(jumps)) for jump in jumps)

    @functools.cached_property
    def _pitch(self) -> float:
        """The distance between nodes in the densest map, in points."""
        longest = max(size for (size,) in self.contribution.shapes)
        return PITCH * CELL * min(1.0, LONGEST / longest)

    def corners(self, number: int, unit: tuple[float, ...]) -> Line:
        """Return a square around a node."""
        x, y = self._node(number, unit)
        half = self._pitch / 2
        return (
            (x - half, y - half),
            (x + half, y - half),
            (x + half, y + half),
            (x - half, y + half),
        )

    def _node(self, number: int, unit: tuple[float, ...]) -> Point:
        (n,), (size,) = unit, self.contribution.shapes[number]
        return (n - (size - 1) / 2) * self._pitches[number], number * STOREY * CELL

    def layers(self, seen: Contributors | None) -> Iterator[Layer]:
        """Yield connections, those of the chosen unit on top, and the nodes above them."""
        top = self.top(seen)
        yield from self._connections[:top]
        if seen:
            yield Strokes("link", tuple(self._links(seen)))
        for number, still in enumerate(self._nodes):
            yield still if number <= top else self._empty[number]
            if seen and number <= top:
                yield from self.lit(number, self._circles(number, seen.units[number]), top)

    @functools.cached_property
    def _empty(self) -> tuple[Polygons, ...]:
        every = [itertools.product(*map(range, shape)) for shape in self.contribution.shapes]
        shapes = (self._circles(number, units) for number, units in enumerate(every))
        return tuple(Polygons("faint.unit", each) for each in shapes)

    @functools.cached_property
    def _nodes(self) -> tuple[Polygons, ...]:
        if self.nodes == "contributing":
            return self._empty
        return tuple(
            Polygons(self.role(number), each.shapes) for number, each in enumerate(self._empty)
        )

    @functools.cached_property
    def _connections(self) -> tuple[Strokes, ...]:
        """All connections of each layer."""
        if self.nodes == "contributing":
            return ()
        return tuple(
            Strokes(
                "faint.link",
                tuple(
                    self._link(number, below, above)
                    for above, units in reads.items()
                    for below in sorted(units)
                ),
            )
            for number, reads in enumerate(self.contribution.reads)
        )

    def _links(self, seen: Contributors) -> Iterator[Line]:
        for number, reads in enumerate(self.contribution.reads[: self.top(seen)]):
            for above in sorted(seen.units[number + 1]):
                for below in sorted(reads.get(above, ())):
                    yield self._link(number, below, above)

    def _link(self, number: int, below: Unit, above: Unit) -> Line:
        return self._node(number, below), self._node(number + 1, above)

    def _circles(self, number: int, units: Iterable[Unit]) -> tuple[Line, ...]:
        middles = (self._node(number, unit) for unit in sorted(units))
        return tuple(disc(middle, RADIUS / PITCH * self._pitch) for middle in middles)


class Planes(Inked):
    """Maps of two axes as slanted planes, each over the middle of the one below."""

    @functools.cached_property
    def _planes(self) -> tuple[Plane, ...]:
        every = [self._kinds(number) for number in range(len(self.contribution.shapes))]
        widest = max(map(len, itertools.chain.from_iterable(every)))
        scale = min(1.0, WIDEST / widest)
        slant = Projection(ALONG_ROW, UP_COLUMN).scaled(scale, scale)
        planes = []
        foot = 0.0
        for rows, columns in every:
            x, y = slant.point(len(columns) / 2, len(rows) / 2)
            planes.append(Plane(rows, columns, replace(slant, origin=(-x, foot))))
            foot += 2 * y + CLEAR * CELL
        return tuple(planes)

    def _kinds(self, number: int) -> tuple[tuple[Cell, ...], ...]:
        """Return the kinds of the rows and of the columns of a map with the zeros around it."""
        return tuple(
            (*[Cell.PADDING] * before, *[Cell.REAL] * size, *[Cell.PADDING] * after)
            for size, (before, after) in zip(
                self.contribution.shapes[number], self.contribution.border(number), strict=True
            )
        )

    def extent(self, number: int) -> Box:
        """Return the box of the n-th map and the zeros around it."""
        return bounds(self._planes[number].frame().points())

    def corners(self, number: int, unit: tuple[float, ...]) -> Line:
        """Return the corners of a cell."""
        row, column = unit
        return self._box(number, (row, row + 1), (column, column + 1))

    def layers(self, seen: Contributors | None) -> Iterator[Layer]:
        """Yield each plane, its contributing units, the field, and lines up from it."""
        top = self.top(seen)
        for number, still in enumerate(self._still):
            yield from still if number <= top else self._empty[number]
            if seen and number <= top:
                yield from self._seen(number, seen)

    @functools.cached_property
    def _empty(self) -> tuple[tuple[Layer, ...], ...]:
        """The units of each map as an empty grid."""
        found = []
        for number, shape in enumerate(self.contribution.shapes):
            starts = (before for before, _ in self.contribution.border(number))
            along = tuple(range(at, at + size) for at, size in zip(starts, shape, strict=True))
            grid = self._planes[number].box_grid(Cells("", along))
            found.append((Strokes("faint.grid", grid),))
        return tuple(found)

    @functools.cached_property
    def _still(self) -> tuple[tuple[Layer, ...], ...]:
        return tuple(self._ground(number, plane) for number, plane in enumerate(self._planes))

    def _ground(self, number: int, plane: Plane) -> tuple[Layer, ...]:
        is_bare = not any(map(any, self.contribution.border(number)))
        zeros = () if is_bare else plane.dashes()
        if self.nodes == "contributing":
            return *zeros, *self._empty[number]
        role = self.role(number)
        blocks = Polygons(role, plane.blocks(Cell.REAL))
        return *zeros, blocks, Strokes(f"{role}.grid", plane.block_grids(Cell.REAL))

    def _seen(self, number: int, seen: Contributors) -> Iterator[Layer]:
        cells = (self.corners(number, unit) for unit in sorted(seen.units[number]))
        yield from self.lit(number, tuple(cells), self.top(seen))
        if zeros := tuple(self.corners(number, cell) for cell in sorted(seen.zeros[number])):
            yield Polygons("window.zero", zeros)
        # A window reads zeros, too; of the units that it is connected to only units go on.
        both = (seen.window[number], *seen.reach[number + 1 : number + 2])
        outlines = [
            self._box(n, *((along.start, along.stop) for along in reach))
            for n, reach in enumerate(both, number)
            if all(reach)
        ]
        yield Strokes("window.grid", tuple((*each, each[0]) for each in outlines[:1]))
        yield Strokes("connector", tuple(zip(*outlines, strict=True)) if outlines[1:] else ())

    def _box(self, number: int, rows: tuple[float, float], columns: tuple[float, float]) -> Line:
        """Return the corners of a box: front left, front right, and those behind them."""
        (above, _), (before, _) = self.contribution.border(number)
        top, bottom = (row + above for row in rows)
        left, right = (column + before for column in columns)
        plane = self._planes[number]
        ends = ((bottom, left), (bottom, right), (top, right), (top, left))
        return tuple(plane.point(row, column) for row, column in ends)
