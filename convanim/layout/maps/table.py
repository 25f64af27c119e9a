"""A matrix or a vector on the page: small cells with their entries, and lines between blocks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from convanim.arithmetic.cells import Cell
from convanim.layout.maps.cell_text import Sheet, Written
from convanim.layout.maps.plane import NAME_GAP, Plane, two_axes
from convanim.layout.maps.slices import Slices
from convanim.layout.maps.text_sizes import INDEXED, LEAST
from convanim.scene.geometry import CELL, Projection
from convanim.scene.shapes import Labels, Polygons, Strokes
from convanim.scene.typesetting import SIZE, has_index, width

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from convanim.scene.geometry import Line, Point
    from convanim.scene.shapes import Layer
    from convanim.sweep.sweep import FeatureMap

SIDE = 0.8 * CELL
"""The width of a cell: 16 columns and the vectors beside them are as wide as a paper's column."""

SCALES = (1.0, 0.75, LEAST)
"""Sizes of texts relative to their role; the first at which all fit is used."""

INDEXED_SCALES = (1.0, INDEXED)
"""The same for texts with indices, which are smaller than the text and must still be legible."""

FULL = 0.94
"""The part of a cell's width that text may take."""


def table(
    shape: tuple[int, int],
    corner: Point,
    texts: dict[tuple[int, ...], str],
    others: Iterable[str] = (),
) -> Sheet:
    """Return rows and columns of cells with their texts, the upper left corner at a point.

    Texts have the size at which these and all others that the cells will have fit in.
    """
    rows, columns = shape
    plane = Plane((Cell.REAL,) * rows, (Cell.REAL,) * columns, placed(corner, rows))
    return Sheet(Slices((plane,)), Written(texts, scale((*texts.values(), *others))))


def mapped(feature_map: FeatureMap, corner: Point, written: Written) -> Sheet:
    """Return a map of one or two axes in cells of that size, its upper left corner at a point."""
    rows, _ = two_axes(feature_map.shape, 1)
    return Sheet(Slices.of(feature_map, placed(corner, rows), 0.0), written)


def placed(corner: Point, rows: int) -> Projection:
    """Return the projection that puts so many rows of cells below a point."""
    left, top = corner
    return Projection((SIDE, 0), (0, SIDE), (left, top - rows * SIDE))


def scale(texts: Iterable[str]) -> float:
    """Return the size at which all texts fit into a cell.

    Below five points nothing is drawn: see :mod:`convanim.layout.wrappers.enlarged`.
    """
    known = tuple(texts)
    widest, room = max(map(width, known), default=0.0) * SIZE, FULL * SIDE
    scales = INDEXED_SCALES if any(map(has_index, known)) else SCALES
    return next((each for each in scales if each * widest <= room), room / max(widest, room))


def squares(plane: Plane, cells: Iterable[tuple[int, ...]]) -> tuple[Line, ...]:
    """Return the corners of any cells of a plane."""
    pairs = (two_axes(cell, 0) for cell in cells)
    return plane.projection.squares((column, plane.height - 1 - row) for row, column in pairs)


def ruled(plane: Plane, role: str, block: tuple[int, int]) -> Iterator[Layer]:
    """Yield thin lines between cells, and thicker ones around blocks of rows and columns."""
    yield Strokes("connector.grid", plane.projection.grid(0, 0, plane.width, plane.height))
    yield Strokes(f"{role}.grid", tuple(_rules(plane, block)))


def _rules(plane: Plane, block: tuple[int, int]) -> Iterator[Line]:
    rows, columns = block
    for row in (*range(0, plane.height, rows), plane.height):
        yield plane.point(row, 0), plane.point(row, plane.width)
    for column in (*range(0, plane.width, columns), plane.width):
        yield plane.point(plane.height, column), plane.point(0, column)


def filled(plane: Plane, role: str, block: tuple[int, int]) -> tuple[Layer, ...]:
    """Return a table whose cells are all of one role."""
    whole = Polygons(role, (plane.projection.rectangle(0, 0, plane.width, plane.height),))
    return whole, *ruled(plane, role, block)


def frame(plane: Plane, rows: range, columns: range | None = None) -> Line:
    """Return the outline of some rows of a table, and of some columns unless of all."""
    top, bottom = plane.height - rows.start, plane.height - rows.stop
    across = columns or range(plane.width)
    corners = plane.projection.rectangle(across.start, bottom, across.stop, top)
    return *corners, corners[0]


def heading(plane: Plane, text: str) -> Labels:
    """Return a name above a table."""
    x, y = plane.point(0, plane.width / 2)
    return Labels("label", ((text, (x, y + NAME_GAP)),))
