"""A convolution as a product of matrices: the kernels times the windows of the input."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from convanim.errors import Fault
from convanim.layout.captions import covered
from convanim.layout.layout import Beat, Layout, Part
from convanim.layout.maps import entries
from convanim.layout.maps.table import squares
from convanim.layout.view import LayerView, OversizeFault, UnsuitedFault
from convanim.scene.shapes import Polygons, Scene, Strokes
from convanim.sweep.matrix import product_faults
from convanim.sweep.patches import kernel_rows, multiply, unfold
from convanim.sweep.stack import stack_sweeps
from convanim.views.im2col.sheets import arranged, notes

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from convanim.layers.subject import Subject
    from convanim.layout.maps.cell_text import Sheet
    from convanim.scene.geometry import Box
    from convanim.scene.shapes import Labels, Layer
    from convanim.sweep.sweep import Cells, Sweep
    from convanim.views.im2col.sheets import Sheets

MOST = 40
"""The most rows, and the most columns, of a patch matrix that can still be read."""


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
            yield UnsuitedFault(("view",), message)
            return
        yield from product_faults(self.name, layer)
        if layer.channels.groups > 1:
            yield Fault(
                ("groups",), f"view '{self.name}' draws a single matrix product; remove groups"
            )
        rows = layer.channels.inputs * math.prod(axis.k for axis in layer.axes)
        columns = math.prod(axis.o for axis in layer.axes)
        if max(rows, columns) > MOST:
            yield OversizeFault(
                ("i",),
                f"view '{self.name}' would have {rows} rows and {columns} columns, too many to "
                f"read; the limit is {MOST}",
            )

    def lay_out(self, subject: Subject) -> Layout:
        """Return the layout: inputs beside patches, and below them kernels beside the product."""
        conv, layer = subject.sweep, subject.layer
        assert layer is not None
        fill = unfold(layer.axes, conv.maps_of("input"))
        kernels = kernel_rows(conv, layer)
        sweep = stack_sweeps((fill, multiply(kernels, fill.map("output"))))
        sheets = arranged(conv, fill, kernels, layer)
        still = (*sheets.still(), notes(layer, sheets))
        targets = tuple(step.writes for step in conv.steps)
        return _Layout(
            sweep,
            sheets,
            targets,
            frozenset(entries.from_units(fill)),
            still,
            covered(each for each in still if each.points()),
        )


@dataclass(frozen=True, slots=True)
class _Layout(Layout):
    sweep: Sweep
    sheets: Sheets
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
    def parts(self) -> tuple[Part, ...]:
        """One part, with the places of the inputs, the matrices and the product."""
        sheets = self.sheets
        matrices = [
            (sheets.patches, self.sweep.maps_of("output")[0]),
            (sheets.patches, self.sweep.maps_of("input")[-1]),
            (sheets.rows, self.sweep.maps_of("kernel")[-1]),
            (sheets.product, self.sweep.maps_of("output")[-1]),
        ]
        # An index starts with the number of the act.
        inputs = {("input", (0, *index)): sheet.slices for index, sheet in sheets.inputs.items()}
        tables = {(each.role, each.index): sheet.slices for sheet, each in matrices}
        return (Part(self.sweep, {**inputs, **tables}),)

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
        return Scene(self.box, (*layers, *self.sheets.texts(), self.sheets.boundaries))

    def at_rest(self) -> Scene:
        """Return the drawing before the first step."""
        return Scene(self.box, (*self.still, *self.sheets.texts(), self.sheets.boundaries))

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
        yield Strokes("arrow", tuple(self.sheets.copies(step)))

    def _multiply_step(self, n: int) -> Iterator[Layer]:
        step, target = self.sweep.steps[n], self.targets[n - self.columns]
        (row, _), *_ = step.read("kernel")
        yield from self.sheets.in_use(row)
        yield from self._factor(step.read("input"))
        yield from self.sheets.product.unit(step.writes)
        yield from self.sheets.outputs[target.index].unit(target)

    def _factor(self, column: Cells) -> Iterator[Layer]:
        """Yield a column of the patches in use, in which zeros of padding are grey."""
        patches = self.sheets.patches
        yield from patches.window(column)
        zeros = [cell for cell in column if cell not in self.units]
        yield Polygons("window.zero", squares(patches.plane, zeros))
        yield from patches.labels("window.zero.value", zeros)


def _output_cells(sheet: Sheet, cells: Sequence[tuple[int, ...]]) -> Iterator[Layer]:
    if cells:
        yield Polygons("output", squares(sheet.plane, cells))
        yield from sheet.labels("output.value", cells)
