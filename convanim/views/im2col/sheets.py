"""Inputs, matrices, kernels and outputs of im2col in their positions, and what is still."""

from __future__ import annotations

import itertools
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from convanim.layout.maps import entries
from convanim.layout.maps.plane import NAME_GAP, two_axes
from convanim.layout.maps.table import SIDE, frame, mapped, ruled, squares, table
from convanim.layout.maps.weight_tints import tinted
from convanim.scene.geometry import CELL
from convanim.scene.shapes import Labels, Polygons, Strokes
from convanim.scene.typesetting import LEADING, SIZE, width

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from convanim.arithmetic.channels import Index
    from convanim.arithmetic.layer import Layer as NetworkLayer
    from convanim.layout.maps.cell_text import Sheet, Written
    from convanim.scene.geometry import Line, Point
    from convanim.scene.shapes import Layer
    from convanim.sweep.sweep import FeatureMap, Step, Sweep

APART = 1.3
"""Distance between maps below each other, in cells; a name fits in it."""

RISE = 6.0
"""Height of the arrows to the columns above the patch matrix, in points."""

ARROW = 18.0
"""Room for the arrow from the kernels up to their rows, in points."""

HEAD = 2.5
"""Length of the head of an arrow, in points."""

Position = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Sheets:
    """The inputs, the three matrices, the kernels and the outputs in their positions.

    Attributes
    ----------
    inputs, outputs : mapping of tuple of int to Sheet
        The maps of each channel.
    patches, rows, product : Sheet
        The three matrices; ``rows`` has a kernel of every channel in each row.
    kernels : mapping of tuple of int to Sheet
        The same weights as maps, by filter and channel.
    taps : tuple of tuple of int
        The positions in a kernel, in the order of its row.
    trunk : float
        Where arrows to the columns rise, in points from the left.
    """

    inputs: Mapping[Index, Sheet]
    patches: Sheet
    rows: Sheet
    product: Sheet
    outputs: Mapping[Index, Sheet]
    kernels: Mapping[tuple[int, int], Sheet]
    taps: tuple[Position, ...]
    trunk: float

    def still(self) -> Iterator[Layer]:
        """Yield what does not change: maps, kernels, empty matrices, and names with sizes."""
        for sheet in self.inputs.values():
            yield from sheet.plane.ground()
            yield from sheet.labels("input.value")
        yield from self._weights()
        yield from ruled(self.patches.plane, "input", (self.taps[-1][-1] + 1, self._width))
        for sheet in (self.product, *self.outputs.values()):
            yield from ruled(sheet.plane, "output", (sheet.plane.height, sheet.plane.width))
        yield Strokes("connector", tuple(self._arrow()))
        yield from self._names()

    @property
    def _width(self) -> int:
        return self.patches.plane.width

    def own(self, row: int) -> dict[Position, Position]:
        """Return the position in its kernel of each weight in a row of the kernels' matrix."""
        columns = range(self.rows.plane.width)
        return {(row, column): self.taps[column % len(self.taps)] for column in columns}

    def _weights(self) -> Iterator[Layer]:
        plane = self.rows.plane
        for row in range(plane.height):
            yield from tinted(plane, self.own(row))
        yield from ruled(plane, "weight", (plane.height, self.taps[-1][-1] + 1))
        for sheet in self.kernels.values():
            yield from tinted(sheet.plane, {two_axes(at, 0): at for at in self.taps})
            yield from ruled(sheet.plane, "weight", (sheet.plane.height, sheet.plane.width))

    @property
    def boundaries(self) -> Strokes:
        """The lines between channels, in the patches and in the rows of kernels."""
        patches, rows = self.patches.plane, self.rows.plane
        lines: list[Line] = []
        for at in range(len(self.taps), patches.height, len(self.taps)):
            lines.append((patches.point(at, 0), patches.point(at, patches.width)))
            lines.append((rows.point(0, at), rows.point(rows.height, at)))
        return Strokes("boundary", tuple(lines))

    def copies(self, step: Step) -> Iterator[Line]:
        """Yield arrows from the windows that a step reads to the column that it fills."""
        patches = self.patches.plane
        x, y = patches.point(0, step.writes.first[1] + 0.5)
        for cells in step.read_of("input"):
            *_, (right, top), _ = self.inputs[cells.index[1:]].plane.box(cells)
            legs = (right, top), (self.trunk, top), (self.trunk, y + RISE), (x, y + RISE)
            yield from arrow((*legs, (x, y + 1)))

    def texts(self) -> Iterator[Layer]:
        """Yield the weights, which stand above whatever makes their cells pale."""
        for sheet in (self.rows, *self.kernels.values()):
            yield from sheet.labels("weight.value")

    def in_use(self, row: int) -> Iterator[Layer]:
        """Yield what shows that one filter is multiplied: a frame, and the others pale."""
        plane = self.rows.plane
        for other in set(range(plane.height)) - {row}:
            yield Polygons("veil", squares(plane, self.own(other)))
        for (own, _), sheet in self.kernels.items():
            if own != row:
                yield Polygons("veil", squares(sheet.plane, sheet.written.texts))
        yield Strokes("window.frame", (frame(plane, range(row, row + 1)),))

    def _arrow(self) -> Iterator[tuple[Point, ...]]:
        """Yield an arrow from the kernels up to their rows."""
        x, top = self.rows.plane.point(self.rows.plane.height, self.rows.plane.width / 2)
        yield from arrow(((x, top - ARROW + 2), (x, top - 2)))

    def _names(self) -> Iterator[Layer]:
        maps = (("input", self.inputs), ("output", self.outputs))
        for name, sheets in maps:
            for n, sheet in enumerate(sheets.values(), start=1):
                yield _heading(sheet, f"{name} {n}" if len(sheets) > 1 else name, NAME_GAP)
        yield _heading(self.patches, _named("patches", self.patches), RISE + NAME_GAP + 2)
        name = "kernels" if self.rows.plane.height > 1 else "kernel"
        yield _heading(self.rows, _named(name, self.rows), NAME_GAP)
        yield _heading(self.product, _named("product", self.product), NAME_GAP)
        yield from self._filters()

    def _filters(self) -> Iterator[Layer]:
        """Yield the number of each filter on the left of its kernels, if there are several."""
        firsts = [(row, sheet.plane) for (row, n), sheet in self.kernels.items() if n == 0]
        if len(firsts) > 1:
            ends = [(row, plane.point(plane.height / 2, 0)) for row, plane in firsts]
            texts = tuple((_filter(row + 1), (x - NAME_GAP, y)) for row, (x, y) in ends)
            yield Labels("label", texts, "end")


def arrow(points: tuple[Point, ...]) -> Iterator[tuple[Point, ...]]:
    """Yield the lines of an arrow along points; the last part of it is vertical."""
    (x, start), (_, end) = points[-2:]
    back = HEAD if end < start else -HEAD
    yield points
    yield (x - HEAD / 2, end + back), (x, end), (x + HEAD / 2, end + back)


def arranged(conv: Sweep, fill: Sweep, kernels: FeatureMap, layer: NetworkLayer) -> Sheets:
    """Return all sheets: inputs beside patches, and below them rows of kernels and the product.

    Parameters
    ----------
    conv : Sweep
        The convolution.
    fill : Sweep
        The steps that fill the patch matrix.
    kernels : FeatureMap
        The kernels as a matrix with a row for each filter.
    layer : Layer
        The layer of the convolution.
    """
    inputs, outputs = conv.maps_of("input"), conv.maps_of("output")
    (rows, columns), filters = fill.map("output").shape, layer.channels.outputs
    shape = two_axes(tuple(axis.k for axis in layer.axes), 1)
    grid = layer.channels.inputs * (shape[1] + 1) - 1
    names = entries.weights(kernels, layer)
    beside = 2 * (width(_filter(filters)) * SIZE + NAME_GAP) if filters > 1 else 0.0
    left = max(
        _room(rows, f"kernels, ${filters} \\times {rows}$"),
        grid * SIDE + beside,
        _across(inputs),
    )
    middle = max(
        _room(columns, f"patches, ${rows} \\times {columns}$"),
        _room(columns, f"product, ${filters} \\times {columns}$"),
    )
    right = max(_room(0, "output 1"), _across(outputs))
    centre = left + SIDE + middle / 2
    corner = centre - columns * SIDE / 2
    level = max(rows * SIDE, _height(inputs)) / 2
    below = -CELL
    lowest = below - filters * SIDE
    read, made = entries.names(inputs, "x"), entries.names(outputs, "y")
    last = left + middle + right / 2 + 2 * SIDE
    matrix = table((filters, rows), ((left - rows * SIDE) / 2, below), names)
    tapped = tuple(itertools.product(*(range(axis.k) for axis in layer.axes)))
    return Sheets(
        _column(inputs, read, left / 2, level + _height(inputs) / 2),
        table((rows, columns), (corner, level + rows * SIDE / 2), entries.patches(fill, read)),
        matrix,
        table((filters, columns), (corner, below), entries.product(outputs, made)),
        _column(outputs, made, last, max(lowest + _height(outputs), below)),
        _grid(matrix, shape, tapped, ((left - grid * SIDE) / 2, lowest - ARROW)),
        tapped,
        left + SIDE / 2,
    )


def notes(layer: NetworkLayer, sheets: Sheets) -> Labels:
    """Return the sizes of the patch matrix in words, and how much memory it takes."""
    rows, columns = sheets.patches.plane.height, sheets.patches.plane.width
    channels = layer.channels.inputs
    units = channels * math.prod(axis.i for axis in layer.axes)
    copies = rows * columns
    lines = (
        f"{_multiplied([*(axis.k for axis in layer.axes), channels])} rows",
        f"{_multiplied([axis.o for axis in layer.axes])} columns",
        f"{copies} values from {units}: {copies / units:.3g} times",
    )
    ends = (sheet.plane.point(0, sheet.plane.width)[0] for sheet in sheets.kernels.values())
    x = max(ends) + SIDE
    y = sheets.rows.plane.point(sheets.rows.plane.height, 0)[1] - ARROW - LEADING / 2
    return Labels(
        "note.sizes", tuple((line, (x, y - n * LEADING)) for n, line in enumerate(lines)), "start"
    )


def _multiplied(factors: Sequence[int]) -> str:
    written = r" \cdot ".join(map(str, factors))
    return f"${written} = {math.prod(factors)}$" if len(factors) > 1 else f"${written}$"


def _grid(
    matrix: Sheet, shape: tuple[int, int], taps: Sequence[Position], corner: Point
) -> dict[tuple[int, int], Sheet]:
    """Return the kernels as maps: a row of them for each filter, a column for each channel."""
    rows, columns = shape
    left, top = corner
    found = {}
    texts = matrix.written.texts
    for row, channel in itertools.product(
        range(matrix.plane.height), range(matrix.plane.width // len(taps))
    ):
        cells = ((two_axes(at, 0), channel * len(taps) + n) for n, at in enumerate(taps))
        own: dict[Position, str] = {cell: texts[row, column] for cell, column in cells}
        at = left + channel * (columns + 1) * SIDE, top - row * (rows + 1) * SIDE
        found[row, channel] = table(shape, at, own, texts.values())
    return found


def _column(
    maps: Sequence[FeatureMap], texts: Mapping[Index, Written], middle: float, top: float
) -> dict[Index, Sheet]:
    """Return maps one below the other, centred at ``middle``."""
    sheets = {}
    for each in maps:
        corner = middle - each.shape[-1] * SIDE / 2, top
        sheets[each.index] = mapped(each, corner, texts[each.index])
        top -= (sheets[each.index].plane.height + APART) * SIDE
    return sheets


def _height(maps: Sequence[FeatureMap]) -> float:
    return (sum(two_axes(each.shape, 1)[0] + APART for each in maps) - APART) * SIDE


def _across(maps: Sequence[FeatureMap]) -> float:
    return max(each.shape[-1] for each in maps) * SIDE


def _room(cells: int, text: str) -> float:
    """Return the width of a table with a text above it, in points."""
    return max(cells * SIDE, width(text) * SIZE)


def _filter(number: int) -> str:
    return f"filter {number}"


def _named(name: str, sheet: Sheet) -> str:
    return rf"{name}, ${sheet.plane.height} \times {sheet.plane.width}$"


def _heading(sheet: Sheet, text: str, gap: float) -> Labels:
    x, y = sheet.plane.point(0, sheet.plane.width / 2)
    return Labels("label", ((text, (x, y + gap)),))
