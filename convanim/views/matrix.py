"""A convolution as a matrix times the unrolled input, as in section 4.1 of the guide."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from convanim.errors import Fault
from convanim.layout import entries
from convanim.layout.layout import Layout
from convanim.layout.plane import page_box
from convanim.layout.table import SIDE, filled, frame, heading, ruled, squares, table
from convanim.layout.view import LayerView
from convanim.scene.shapes import Labels, Polygons, Scene, Strokes
from convanim.sweep.matrix import WeightMatrix, product_faults
from convanim.sweep.sweep import Cells

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from convanim.arithmetic.layer import Layer as NetworkLayer
    from convanim.layers.subject import Subject
    from convanim.layout.cell_text import Sheet
    from convanim.scene.geometry import Box
    from convanim.scene.shapes import Layer
    from convanim.sweep.sweep import Sweep

MOST = 40
"""The most rows, and the most columns, of a matrix that can still be read."""

DOT = 1.5
"""Relative font size of the dot, which is hard to see at the usual size."""

NAMES = {"conv": "$C$", "transposed_conv": "$C^T$"}


@dataclass(frozen=True, slots=True)
class Matrix(LayerView):
    """A convolution as a matrix times the unrolled input; each row gives one unit of the output."""

    name: ClassVar = "matrix"

    def faults(self, subject: Subject) -> Iterator[Fault]:
        """Yield why a layer cannot be drawn."""
        layer = subject.layer
        if layer is None or not layer.has_weights:
            message = f"view '{self.name}' draws conv and transposed_conv, not {subject.name}"
            yield Fault(("view",), message)
            return
        yield from product_faults(self.name, layer)
        rows, columns = map(math.prod, (layer.output_shape, layer.input_shape))
        if max(rows, columns) > MOST:
            yield Fault(
                ("i",),
                f"view '{self.name}' would have {rows} rows and {columns} columns, too many to "
                f"read; the limit is {MOST}: use a smaller i",
            )

    def lay_out(self, subject: Subject) -> Layout:
        """Return the layout: matrix, input and output side by side, centred at one height."""
        sweep, layer = subject.sweep, subject.layer
        assert layer is not None
        matrix = WeightMatrix.of(sweep, layer)
        rows, columns = len(matrix.rows), len(matrix.columns)
        middle = max(rows, columns) * SIDE / 2
        below, beside = middle + rows * SIDE / 2, middle + columns * SIDE / 2
        x, y = (columns + 1) * SIDE, (columns + 3) * SIDE
        weights = table((rows, columns), (0.0, below), entries.matrix(matrix))
        read = table((columns, 1), (x, beside), entries.vector(sweep.maps_of("input"), "x"))
        written = table((rows, 1), (y, below), entries.vector(sweep.maps_of("output"), "y"))
        still = (
            *_ground(weights, matrix, layer),
            *filled(read.plane, "input", (layer.input_shape[-1], 1)),
            *filled(written.plane, "output", (layer.output_shape[-1], 1)),
            *read.labels("input.value"),
            *written.labels("output.value"),
            heading(weights.plane, NAMES[layer.kind]),
            heading(read.plane, "$x$"),
            heading(written.plane, "$y$"),
            Labels("label", (("$\\cdot$", (x - SIDE / 2, middle)),), scale=DOT),
            Labels("label", (("$=$", (y - SIDE / 2, middle)),)),
        )
        return _Layout(sweep, matrix, weights, read, written, still, page_box(still), middle)


@dataclass(frozen=True, slots=True)
class _Layout(Layout):
    sweep: Sweep
    matrix: WeightMatrix
    weights: Sheet
    x: Sheet
    y: Sheet
    still: tuple[Layer, ...]
    box: Box
    baseline: float

    telling = "last"

    @property
    def names(self) -> tuple[Labels, ...]:
        """No further names: every drawing contains them."""
        return ()

    def scene(self, n: int) -> Scene:
        """Return the drawing of a step: a row of the matrix, the units it weighs, and their sum."""
        row = self.matrix.row_of(self.sweep.steps[n].writes)
        columns = self.matrix.columns_of(row)
        return Scene(
            self.box,
            (
                *self.still,
                *_highlight(self.weights, [(row, n) for n in columns], range(row, row + 1)),
                *_highlight(self.x, [(n, 0) for n in columns], range(self.x.plane.height)),
                *self.y.unit(Cells("output", (range(row, row + 1), range(1)))),
            ),
        )

    def at_rest(self) -> Scene:
        return Scene(self.box, self.still)


def _ground(sheet: Sheet, matrix: WeightMatrix, layer: NetworkLayer) -> Iterator[Layer]:
    """Yield the matrix without a step, its zeros in a pale colour."""
    zeros = [cell for cell in sheet.written.texts if cell not in matrix.weights]
    yield Polygons("weight", squares(sheet.plane, matrix.weights))
    yield from ruled(sheet.plane, "weight", (layer.output_shape[-1], layer.input_shape[-1]))
    yield from sheet.labels("weight.zero", zeros)
    yield from sheet.labels("weight.value", matrix.weights)


def _highlight(sheet: Sheet, cells: Sequence[tuple[int, int]], rows: range) -> Iterator[Layer]:
    """Yield highlighted cells, and a frame around their rows."""
    yield Polygons("window", squares(sheet.plane, cells))
    yield from sheet.labels("window.value", cells)
    yield Strokes("window.grid", (frame(sheet.plane, rows),))
