"""A feature map of one or two axes on the page: its cells, blocks, grids and texts."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from convanim.arithmetic.cells import UNREACHED, VALUED, Cell, Run, grid_span, runs
from convanim.layout.maps.dashes import apart
from convanim.scene.geometry import CELL, bounds, expand
from convanim.scene.shapes import Layer, Polygons, Strokes

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from convanim.scene.geometry import Box, Line, Point, Projection
    from convanim.scene.shapes import Anchor
    from convanim.sweep.sweep import Cells, FeatureMap

T = TypeVar("T")

MARGIN = 10 / 72.27 * 72 + 0.797 / 2
"""The margin around a drawing, in points: 10 TeX points and half of a line."""

NAME_GAP = 7.0
"""The distance between a grid and its name, in points."""

NUMBER_GAP = 0.4
"""The distance between a grid and the numbers of its rows and columns, in cells."""

SIGN = 2.0
"""The distance between maps on both sides of a sign, in cells; row numbers fit in beside it."""

ALONG_ROW = (CELL, 0.5 * CELL)
UP_COLUMN = (-0.7 * CELL, 0.65 * CELL)
"""A step of one cell in the slanted planes of the guide."""

SHIFT = -2.491
"""The output is that many points to the left, so that no connector hides another."""


@dataclass(frozen=True, slots=True)
class Plane:
    """Rows and columns of cells under a projection. Row 0 is farthest up; one axis is one row.

    Attributes
    ----------
    rows, columns : tuple of Cell
        What each position is.
    projection : Projection
        Takes (column, rows from the bottom) to the page.
    depth : tuple of Cell
        What the plane's own position along further axes is.
    sources : tuple of tuple of int
        For each axis of the map the position whose value each position repeats; empty where
        padding repeats nothing.
    """

    rows: tuple[Cell, ...]
    columns: tuple[Cell, ...]
    projection: Projection
    depth: tuple[Cell, ...] = ()
    sources: tuple[tuple[int, ...], ...] = ()

    @classmethod
    def of(
        cls, feature_map: FeatureMap, projection: Projection, depth: tuple[Cell, ...] = ()
    ) -> Plane:
        """Return the plane of a map's last two axes, or of its only one."""
        rows, columns = two_axes(feature_map.axes, (Cell.REAL,))
        return cls(rows, columns, projection, depth, feature_map.sources)

    @property
    def height(self) -> int:
        """Rows."""
        return len(self.rows)

    @property
    def width(self) -> int:
        """Columns."""
        return len(self.columns)

    def point(self, row: float, column: float) -> Point:
        """Return the page position of a point counted from the upper left corner."""
        return self.projection.point(column, self.height - row)

    def ground(self, role: str = "input") -> tuple[Layer, ...]:
        """Return an input at rest: padding dashed, units as blocks, and cropped units."""
        layers: tuple[Layer, ...] = (
            Polygons("padding.copied", self._copied()),
            *self.dashes(),
            Polygons(role, self.blocks(Cell.REAL)),
            Strokes(f"{role}.grid", self.block_grids(Cell.REAL)),
            Polygons("input.cropped", self.blocks(Cell.CROPPED)),
            Strokes("input.cropped.grid", self.block_grids(Cell.CROPPED)),
        )
        return tuple(layer for layer in layers if layer.points())

    def frame(self) -> Layer:
        """Return the outline of all cells, including those past the end that a window covers."""
        return Strokes("padding", (self._rectangle(0, 0, self.height, self.width),))

    def result(self, role: str = "output") -> tuple[Layer, ...]:
        """Return an output, or another map without padding, at rest."""
        return (
            Polygons(role, self.blocks(Cell.REAL)),
            Strokes(f"{role}.grid", self.block_grids(Cell.REAL)),
        )

    def dashes(self) -> tuple[Layer, ...]:
        """Return the dashes around cells that a window can reach and that are no units.

        The guide's figures have a whole grid of dashes, whose lines lie under those of the units;
        a theme shows either these or the lines that are apart from units.
        """
        lines = tuple(itertools.starmap(self._line, apart(self.rows, self.columns, self.depth)))
        return Strokes("padding.whole", self.reach()), Strokes("padding.apart", lines)

    def reach(self) -> tuple[Line, ...]:
        """Return the grid of all cells a window can reach."""
        if UNREACHED.intersection(self.depth):
            return ()
        top, bottom = grid_span(self.rows)
        left, right = grid_span(self.columns)
        return self._grid(top, left, bottom, right)

    def blocks(self, kind: Cell) -> tuple[Line, ...]:
        """Return the rectangles that the cells of a kind form; neighbours are merged."""
        return tuple(self._rectangle(*block) for block in self._blocks(kind))

    def block_grids(self, kind: Cell) -> tuple[Line, ...]:
        """Return the lines between neighbouring cells of a kind, without the blocks' borders."""
        lines: list[Line] = []
        for top, left, bottom, right in self._blocks(kind):
            lines += (self._line(row, left, row, right) for row in range(top + 1, bottom))
            lines += (self._line(bottom, column, top, column) for column in range(left + 1, right))
        return tuple(lines)

    def cells(self, cells: Cells) -> tuple[Line, ...]:
        """Return each cell's rectangle."""
        rows, columns = two_axes(cells.along, range(1))
        below = [self.height - row - 1 for row in rows]
        return self.projection.squares((column, y) for y in below for column in columns)

    def areas(self, cells: Cells) -> tuple[Line, ...]:
        """Return the rectangles that cells form; neighbours are merged."""
        rows, columns = two_axes(cells.along, range(1))
        pairs = itertools.product(_stretches(rows), _stretches(columns))
        return tuple(
            self._rectangle(top, left, bottom, right)
            for (_, top, bottom), (_, left, right) in pairs
        )

    def zeros(self, cells: Cells) -> tuple[Line, ...]:
        """Return the rectangles of those cells that are no units: padding and inserted zeros."""
        rows, columns = two_axes(cells.along, range(1))
        pairs = itertools.product(_stretches(rows, self.rows), _stretches(columns, self.columns))
        return tuple(
            self._rectangle(top, left, bottom, right)
            for (row, top, bottom), (column, left, right) in pairs
            if not {row, column, *self.depth} <= VALUED
        )

    def has_value(self, cell: tuple[int, ...]) -> bool:
        """Return whether a cell is a unit of the map, or a copy of one."""
        return self._kinds(cell) <= VALUED

    def is_copy(self, cell: tuple[int, ...]) -> bool:
        """Return whether a cell repeats a unit of the map."""
        return self.has_value(cell) and Cell.COPIED in self._kinds(cell)

    def _kinds(self, cell: tuple[int, ...]) -> set[Cell]:
        row, column = two_axes(cell, 0)
        return {self.rows[row], self.columns[column], *self.depth}

    def box(self, cells: Cells) -> Line:
        """Return the corners of the box around cells: lower left, lower right, upper ones."""
        top, left, bottom, right = _extent(cells)
        return self._rectangle(top, left, bottom, right)

    def centre(self, cell: tuple[int, ...]) -> Point:
        """Return the middle of a cell."""
        row, column = two_axes(cell, 0)
        return self.point(row + 0.5, column + 0.5)

    def name_point(self) -> tuple[Point, Anchor]:
        """Return the point for the map's name: above a level grid, or at its right corner."""
        if self.projection.x[1]:
            x, y = self.point(self.height, self.width)
            return (x + NAME_GAP, y + NAME_GAP), "start"
        x, y = self.point(0, self.width / 2)
        return (x, y + NAME_GAP), "middle"

    def numbered(self) -> tuple[tuple[str, Point], ...]:
        """Return the number of each unit's row and column, left of the grid and below it."""
        return self.numbers(-NUMBER_GAP)

    def numbers(self, beside: float) -> tuple[tuple[str, Point], ...]:
        """Return the number of each unit's row, in that column, and of its column, below."""
        rows = (
            (str(n), self.point(at + 0.5, beside))
            for n, at in enumerate(_units(self.rows))
            if self.height > 1
        )
        columns = (
            (str(n), self.point(self.height + NUMBER_GAP, at + 0.5))
            for n, at in enumerate(_units(self.columns))
        )
        return *rows, *columns

    def box_grid(self, cells: Cells) -> tuple[Line, ...]:
        """Return the grid of all cells in the box around cells."""
        return self._grid(*_extent(cells))

    def _blocks(self, kind: Cell) -> Iterator[tuple[int, int, int, int]]:
        units = {Cell.REAL, Cell.CROPPED}
        for (row, top, bottom), (column, left, right) in itertools.product(
            runs(self.rows), runs(self.columns)
        ):
            along = {row, column, *self.depth}
            if along == {kind} or (kind is Cell.CROPPED and kind in along and along <= units):
                yield top, left, bottom, right

    def _copied(self) -> tuple[Line, ...]:
        """Return the rectangles of the padding that repeats units, merged where they can be."""
        pairs = itertools.product(runs(self.rows), runs(self.columns))
        return tuple(
            self._rectangle(top, left, bottom, right)
            for (row, top, bottom), (column, left, right) in pairs
            if {row, column, *self.depth} <= VALUED and Cell.COPIED in {row, column, *self.depth}
        )

    def _rectangle(self, top: int, left: int, bottom: int, right: int) -> Line:
        return self.projection.rectangle(left, self.height - bottom, right, self.height - top)

    def _grid(self, top: int, left: int, bottom: int, right: int) -> tuple[Line, ...]:
        return self.projection.grid(left, self.height - bottom, right, self.height - top)

    def _line(self, row: int, column: int, to_row: int, to_column: int) -> Line:
        return self.point(row, column), self.point(to_row, to_column)


def page_box(layers: Iterable[Layer]) -> Box:
    """Return the page around layers, with the guide's border."""
    return expand(bounds(tuple(point for layer in layers for point in layer.points())), MARGIN)


def two_axes(along: tuple[T, ...], single: T) -> tuple[T, T]:
    """Return the entries for rows and columns; ``single`` for the rows of a map of one axis."""
    rows, columns = (single, *along)[-2:]
    return rows, columns


def _units(kinds: tuple[Cell, ...]) -> list[int]:
    return [n for n, kind in enumerate(kinds) if kind is Cell.REAL]


def _stretches(along: range, kinds: tuple[Cell, ...] = ()) -> list[Run]:
    """Return the runs of neighbouring positions; given their kinds, those of one kind."""
    if along.step > 1:
        return [(kinds[n] if kinds else Cell.REAL, n, n + 1) for n in along]
    if not kinds:
        return [(Cell.REAL, along.start, along.stop)]
    inside = runs(kinds[along.start : along.stop])
    return [(kind, along.start + start, along.start + stop) for kind, start, stop in inside]


def _extent(cells: Cells) -> tuple[int, int, int, int]:
    (top, left), (bottom, right) = two_axes(cells.first, 0), two_axes(cells.past, 1)
    return top, left, bottom, right
