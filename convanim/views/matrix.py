"""A convolution as the guide's section 4.1 has it: a matrix times the unrolled input."""

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

    from convanim.arithmetic.layer import Layer as Known
    from convanim.layout.cell_text import Sheet
    from convanim.layout.subject import Subject
    from convanim.scene.geometry import Box
    from convanim.scene.shapes import Layer
    from convanim.sweep.sweep import Sweep

MOST = 40
"""Rows, and columns, that can still be read."""

DOT = 1.5
"""Size of a sign that is too small to be seen otherwise."""

NAMES = {"conv": "$C$", "transposed_conv": "$C^T$"}


@dataclass(frozen=True, slots=True)
class Matrix(LayerView):
    """C times x is y, or its transpose: a row of the matrix makes a unit of the output."""

    name: ClassVar = "matrix"

    def faults(self, subject: Subject) -> Iterator[Fault]:
        """Yield why a layer cannot be shown."""
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
        """Lay the matrix, the input and the output side by side, around one height."""
        sweep, layer = subject.sweep, subject.layer
        assert layer is not None
        matrix = WeightMatrix.of(sweep, layer)
        rows, columns = len(matrix.rows), len(matrix.columns)
        middle = max(rows, columns) * SIDE / 2
        below, beside = middle + rows * SIDE / 2, middle + columns * SIDE / 2
        x, y = (columns + 1) * SIDE, (columns + 3) * SIDE
        weights = table((rows, columns), (0.0, below), entries.matrix(matrix))
        read = table((columns, 1), (x, beside), entries.vector(sweep.maps_of("input"), "x"))
        made = table((rows, 1), (y, below), entries.vector(sweep.maps_of("output"), "y"))
        still = (
            *_ground(weights, matrix, layer),
            *filled(read.plane, "input", (layer.input_shape[-1], 1)),
            *filled(made.plane, "output", (layer.output_shape[-1], 1)),
            *read.labels("input.value"),
            *made.labels("output.value"),
            heading(weights.plane, NAMES[layer.kind]),
            heading(read.plane, "$x$"),
            heading(made.plane, "$y$"),
            Labels("label", (("$\\cdot$", (x - SIDE / 2, middle)),), scale=DOT),
            Labels("label", (("$=$", (y - SIDE / 2, middle)),)),
        )
        return _Layout(sweep, matrix, weights, read, made, still, page_box(still), middle)


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

    @property
    def names(self) -> tuple[Labels, ...]:
        """Nothing to add: they are written in every drawing."""
        return ()

    def scene(self, n: int) -> Scene:
        """Return the drawing of a step: a row of the matrix, the units it weighs, what it makes."""
        row = self.matrix.row_of(self.sweep.steps[n].writes)
        lit = self.matrix.columns_of(row)
        return Scene(
            self.box,
            (
                *self.still,
                *_lit(self.weights, [(row, column) for column in lit], range(row, row + 1)),
                *_lit(self.x, [(column, 0) for column in lit], range(self.x.plane.height)),
                *self.y.unit(Cells("output", (range(row, row + 1), range(1)))),
            ),
        )

    def at_rest(self) -> Scene:
        """Return the drawing without any step."""
        return Scene(self.box, self.still)


def _ground(sheet: Sheet, matrix: WeightMatrix, layer: Known) -> Iterator[Layer]:
    """Yield the matrix at rest, its zeros pale."""
    zeros = [cell for cell in sheet.written.texts if cell not in matrix.weights]
    yield Polygons("weight", squares(sheet.plane, matrix.weights))
    yield from ruled(sheet.plane, "weight", (layer.output_shape[-1], layer.input_shape[-1]))
    yield from sheet.labels("weight.zero", zeros)
    yield from sheet.labels("weight.value", matrix.weights)


def _lit(sheet: Sheet, cells: Sequence[tuple[int, int]], rows: range) -> Iterator[Layer]:
    """Yield what lies over some cells, with a frame around all of these rows."""
    yield Polygons("window", squares(sheet.plane, cells))
    yield from sheet.labels("window.value", cells)
    yield Strokes("window.grid", (frame(sheet.plane, rows),))
