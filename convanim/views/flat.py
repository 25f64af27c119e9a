"""The guide's numeric figures: input and output side by side from above, with their values."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from convanim.arithmetic.decimals import texts
from convanim.layout.cell_text import CORNER, Sheet, Written, cornered
from convanim.layout.cell_text import written as texts_of
from convanim.layout.layout import Layout
from convanim.layout.plane import page_box, two_axes
from convanim.layout.slices import Slices, axes_faults, depth_of
from convanim.layout.view import LayerView
from convanim.scene.geometry import CELL, Projection
from convanim.scene.shapes import Labels, Scene

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from convanim.arithmetic.channels import Index
    from convanim.errors import Fault
    from convanim.layout.layout import Places
    from convanim.layout.subject import Subject
    from convanim.scene.geometry import Box, Point
    from convanim.scene.shapes import Layer
    from convanim.sweep.sweep import Cells, FeatureMap, Sweep

BELOW = 0.4
"""Where a bias stands below its output, nearer to it than to the next one."""

BETWEEN = 2
"""From slices of the input down to those of the output, in cells."""


@dataclass(frozen=True, slots=True)
class Flat(LayerView):
    """Inputs left, outputs right, as in the numerical figures of the guide."""

    name: ClassVar = "flat"

    def faults(self, subject: Subject) -> Iterator[Fault]:
        """Yield why a layer cannot be shown."""
        return axes_faults(self.name, subject.sweep)

    def lay_out(self, subject: Subject) -> Layout:
        """Lay a layer of up to three axes on a page."""
        sweep = subject.sweep
        inputs, outputs = sweep.maps_of("input"), sweep.maps_of("output")
        middle = _height(inputs) / 2
        read = _column(inputs, 0, middle)
        written = _column(outputs, *_place(inputs, outputs))
        planes: list[Layer] = []
        planes += (layer for grid in read.values() for layer in grid.slices.ground())
        planes += (layer for grid in written.values() for layer in grid.slices.result())
        below = _biases(sweep, written)
        still = [*planes, *below]
        still += (layer for grid in read.values() for layer in grid.labels("input.value"))
        still += (layer for grid in written.values() for layer in grid.labels("output.value"))
        weights = texts_of(sweep.maps_of("kernel"), as_fractions=True)
        known = (text for each in weights.values() for text in each.texts.values())
        size = cornered(known, below_middle=True)
        kernels = {index: Written(each.texts, size) for index, each in weights.items()}
        box = page_box((*planes, *below, *(grid.slices.frame() for grid in read.values())))
        return _Layout(sweep, read, written, kernels, tuple(still), box, CELL * middle)


@dataclass(frozen=True, slots=True)
class _Layout(Layout):
    sweep: Sweep
    inputs: Mapping[Index, Sheet]
    outputs: Mapping[Index, Sheet]
    kernels: Mapping[Index, Written]
    still: tuple[Layer, ...]
    box: Box
    baseline: float

    shows = frozenset({"values"})
    is_full = True

    @property
    def places(self) -> Places:
        """Every input and every output."""
        inputs = {("input", index): grid.slices for index, grid in self.inputs.items()}
        outputs = {("output", index): grid.slices for index, grid in self.outputs.items()}
        return {**inputs, **outputs}

    def scene(self, step: int) -> Scene:
        """Return the drawing of a step."""
        now = self.sweep.steps[step]
        output = self.outputs[now.writes.index]
        windows = (
            layer
            for window, kernel in itertools.zip_longest(now.read_of("input"), now.read_of("kernel"))
            for layer in self._window(window, kernel)
        )
        return Scene(
            self.box,
            (
                *self.still,
                *windows,
                *output.unit(now.writes),
            ),
        )

    def at_rest(self) -> Scene:
        """Return the drawing without any step."""
        return Scene(self.box, self.still)

    def _window(self, window: Cells, kernel: Cells | None) -> Iterator[Layer]:
        """Yield what lies over an input where the window is."""
        sheet = self.inputs[window.index]
        yield from sheet.window(window)
        weights = self._weights(window, kernel)
        yield from sheet.over_window("value", window, weights, CORNER, "end", role="kernel")

    def _weights(self, window: Cells, kernel: Cells | None) -> Written:
        """Return a kernel's texts at the cells of the input that they weigh."""
        if kernel is None:
            return Written({})
        written = self.kernels[kernel.index]
        pairs = zip(window, kernel, strict=True)
        return Written({cell: written.texts[tap] for cell, tap in pairs}, written.scale)


def _place(inputs: Sequence[FeatureMap], outputs: Sequence[FeatureMap]) -> Point:
    """Return the left end and the middle height of outputs beside inputs at (0, 0).

    Slices go across the page, so that their outputs stand below, clear of names and numbers.
    """
    if depth_of(inputs[0]) == depth_of(outputs[0]) == 1:
        return inputs[0].shape[-1] + 1, _height(inputs) / 2
    return (_width(inputs[0]) - _width(outputs[0])) / 2, -BETWEEN - _height(outputs) / 2


def _column(maps: Sequence[FeatureMap], left: float, middle: float) -> dict[Index, Sheet]:
    """Return maps one below the other, a cell apart, around a height; units are cells."""
    written = texts_of(maps)
    top = middle + _height(maps) / 2
    grids = {}
    for each in maps:
        height, width = two_axes(each.shape, 1)
        projection = Projection((CELL, 0), (0, CELL), (CELL * left, CELL * (top - height)))
        slices = Slices.of(each, projection, CELL * (width + 1))
        grids[each.index] = Sheet(slices, written[each.index])
        top -= height + 1
    return grids


def _height(maps: Sequence[FeatureMap]) -> int:
    return sum(two_axes(each.shape, 1)[0] + 1 for each in maps) - 1


def _width(each: FeatureMap) -> int:
    return depth_of(each) * (each.shape[-1] + 1) - 1


def _biases(sweep: Sweep, outputs: Mapping[Index, Sheet]) -> tuple[Labels, ...]:
    """Return what is added to each output, written below it."""
    added = [value for each in sweep.maps_of("bias") for _, value in each.known()]
    found = []
    # Without a bias there is no number to put below any output.
    for value, text, grid in zip(added, texts(added), outputs.values(), strict=False):
        found.append((text if value < 0 else f"$+{text}$", grid.slices.under(BELOW)))
    return (Labels("bias.value", tuple(found)),) if found else ()
