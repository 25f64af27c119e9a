"""A convolution as a product of matrices: the kernels times the windows of the input."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from convanim.errors import Fault
from convanim.layout import entries
from convanim.layout.layout import Beat, Layout
from convanim.layout.plane import page_box, two_axes
from convanim.layout.table import SIDE, filled, heading, mapped, ruled, squares, table
from convanim.layout.view import LayerView
from convanim.scene.geometry import CELL
from convanim.scene.shapes import Polygons, Scene
from convanim.sweep.matrix import product_faults
from convanim.sweep.patches import kernel_rows, multiply, unfold
from convanim.sweep.stack import stack_sweeps

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from convanim.arithmetic.channels import Index
    from convanim.layers.subject import Subject
    from convanim.layout.cell_text import Sheet, Written
    from convanim.scene.geometry import Box
    from convanim.scene.shapes import Labels, Layer
    from convanim.sweep.sweep import Cells, FeatureMap, Sweep

MOST = 40
"""The most rows, and the most columns, of a patch matrix that can still be read."""

LEAST = 4
"""The least room for the kernels, in cells; with less, headings would overlap."""


@dataclass(frozen=True, slots=True)
class Im2col(LayerView):
    """A convolution as a matrix product: windows become columns, kernels become rows.

    The first act fills the patch matrix, the second one multiplies. The matrices are arranged as
    in Falk's scheme: the product of a row and a column is where they cross.
    """

    name: ClassVar = "im2col"

    def faults(self, subject: Subject) -> Iterator[Fault]:
        """Yield why a layer cannot be drawn."""
        layer, axes = subject.layer, len(subject.axes)
        if layer is None or layer.kind != "conv" or axes > 2:
            message = (
                f"view '{self.name}' draws conv with 1 or 2 axes, not {subject.name} with {axes}"
            )
            yield Fault(("view",), message)
            return
        yield from product_faults(self.name, layer)
        if layer.channels.groups > 1:
            yield Fault(
                ("groups",), f"view '{self.name}' draws a single matrix product; remove groups"
            )
        rows = layer.channels.inputs * math.prod(axis.k for axis in layer.axes)
        columns = math.prod(axis.o for axis in layer.axes)
        if max(rows, columns) > MOST:
            yield Fault(
                ("i",),
                f"view '{self.name}' would have {rows} rows and {columns} columns, too many to "
                f"read; the limit is {MOST}: use a smaller i or k",
            )

    def lay_out(self, subject: Subject) -> Layout:
        """Return the layout: inputs beside patches, and below them kernels beside the product."""
        conv, layer = subject.sweep, subject.layer
        assert layer is not None
        inputs, outputs = conv.maps_of("input"), conv.maps_of("output")
        fill = unfold(layer.axes, inputs)
        kernels = kernel_rows(conv, layer)
        sweep = stack_sweeps((fill, multiply(kernels, fill.map("output"))))
        (taps, positions), filters = fill.map("output").shape, layer.channels.outputs
        across = max(taps, LEAST, *(each.shape[-1] for each in inputs)) * SIDE
        middle = max(taps * SIDE, _height(inputs)) / 2
        right, below, indent = across + SIDE, -CELL, (across - taps * SIDE) / 2
        last = right + (positions + 2) * SIDE + outputs[0].shape[-1] * SIDE / 2
        lowest = below - filters * SIDE
        input_names, output_names = entries.names(inputs, "x"), entries.names(outputs, "y")
        sheets = _Sheets(
            _column(inputs, input_names, across / 2, middle + _height(inputs) / 2),
            table((taps, positions), (right, taps * SIDE), entries.patches(fill, input_names)),
            table((filters, taps), (indent, below), entries.weights(kernels, layer)),
            table((filters, positions), (right, below), entries.product(outputs, output_names)),
            _column(outputs, output_names, last, lowest + _height(outputs)),
        )
        still = tuple(sheets.still(layer.axes[-1].k))
        of_units = frozenset(entries.from_units(fill))
        targets = tuple(step.writes for step in conv.steps)
        return _Layout(sweep, sheets, targets, of_units, still, page_box(still))


@dataclass(frozen=True, slots=True)
class _Sheets:
    """The inputs, the three matrices and the outputs in their positions."""

    inputs: Mapping[Index, Sheet]
    patches: Sheet
    kernels: Sheet
    product: Sheet
    outputs: Mapping[Index, Sheet]

    def still(self, k: int) -> Iterator[Layer]:
        """Yield what does not change; rows of the matrices are in blocks of ``k`` taps."""
        for sheet in self.inputs.values():
            yield from sheet.plane.ground()
            yield from sheet.labels("input.value")
        yield from filled(self.kernels.plane, "weight", (self.kernels.plane.height, k))
        yield from self.kernels.labels("weight.value")
        yield from ruled(self.patches.plane, "input", (k, self.patches.plane.width))
        for sheet in (self.product, *self.outputs.values()):
            yield from ruled(sheet.plane, "output", (sheet.plane.height, sheet.plane.width))
        yield heading(next(iter(self.inputs.values())).plane, "input")
        yield heading(self.patches.plane, "patches")
        yield heading(self.kernels.plane, "kernels" if self.kernels.plane.height > 1 else "kernel")
        yield heading(self.product.plane, "product")
        yield heading(next(iter(self.outputs.values())).plane, "output")


@dataclass(frozen=True, slots=True)
class _Layout(Layout):
    sweep: Sweep
    sheets: _Sheets
    targets: tuple[Cells, ...]
    units: frozenset[tuple[int, ...]]
    still: tuple[Layer, ...]
    box: Box

    telling = "last"

    @property
    def names(self) -> tuple[Labels, ...]:
        """No further names: every drawing contains them."""
        return ()

    @property
    def columns(self) -> int:
        """The number of steps that fill the patch matrix; the others multiply."""
        return self.sheets.patches.plane.width

    @property
    def beats(self) -> Sequence[Beat]:
        """One drawing for each step, in the phase of its act."""
        count = len(self.sweep.steps)
        return tuple(Beat(n, "fill" if n < self.columns else "multiply") for n in range(count))

    def scene(self, n: int) -> Scene:
        """Return the drawing of a step: the numbers so far, and the cells it reads and writes."""
        act = self._fill_step if n < self.columns else self._multiply_step
        layers = (*self.still, *self._patches(n), *self._results(n), *act(n))
        return Scene(self.box, layers)

    def at_rest(self) -> Scene:
        return Scene(self.box, self.still)

    def _patches(self, n: int) -> Iterator[Layer]:
        """Yield the columns up to the n-th; the zeros of padding stay white."""
        sheet = self.sheets.patches
        cells = [cell for cell in sheet.written.texts if cell[1] <= n]
        own = [cell for cell in cells if cell in self.units]
        yield Polygons("input", squares(sheet.plane, own))
        yield from sheet.labels("input.value", cells)

    def _results(self, n: int) -> Iterator[Layer]:
        """Yield the numbers of the product and of the outputs that are known after a step."""
        steps = self.sweep.steps[self.columns : n + 1]
        yield from _output_cells(self.sheets.product, [step.writes.first for step in steps])
        targets = self.targets[: len(steps)]
        for index, sheet in self.sheets.outputs.items():
            yield from _output_cells(sheet, [each.first for each in targets if each.index == index])

    def _fill_step(self, n: int) -> Iterator[Layer]:
        step = self.sweep.steps[n]
        for cells in step.read_of("input"):
            # An index starts with the number of the act.
            yield from self.sheets.inputs[cells.index[1:]].window(cells)
        yield from self.sheets.patches.unit(step.writes)

    def _multiply_step(self, n: int) -> Iterator[Layer]:
        step, target = self.sweep.steps[n], self.targets[n - self.columns]
        yield from self.sheets.kernels.window(step.read("kernel"))
        yield from self.sheets.patches.window(step.read("input"))
        yield from self.sheets.product.unit(step.writes)
        yield from self.sheets.outputs[target.index].unit(target)


def _output_cells(sheet: Sheet, cells: Sequence[tuple[int, ...]]) -> Iterator[Layer]:
    if cells:
        yield Polygons("output", squares(sheet.plane, cells))
        yield from sheet.labels("output.value", cells)


def _column(
    maps: Sequence[FeatureMap], texts: Mapping[Index, Written], middle: float, top: float
) -> dict[Index, Sheet]:
    """Return maps one below the other, a cell apart, centred at ``middle``."""
    sheets = {}
    for each in maps:
        corner = middle - each.shape[-1] * SIDE / 2, top
        sheets[each.index] = mapped(each, corner, texts[each.index])
        top -= (sheets[each.index].plane.height + 1) * SIDE
    return sheets


def _height(maps: Sequence[FeatureMap]) -> float:
    return (sum(two_axes(each.shape, 1)[0] + 1 for each in maps) - 1) * SIDE
