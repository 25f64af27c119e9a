"""The guide's numeric figures: input and output side by side from above, with their values."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from convanim.geometry import CELL, Projection
from convanim.plane import Plane, page_box, planar_faults, texts, two_axes
from convanim.scene import Labels, Laid, Scene
from convanim.written import Sheet, Written, written

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from convanim.channels import Index
    from convanim.errors import Fault
    from convanim.geometry import Box, Point
    from convanim.scene import Layer, Layout, Places
    from convanim.subject import Subject
    from convanim.sweep import Cells, FeatureMap, Sweep

BELOW = 0.4
"""Where a bias stands below its output, nearer to it than to the next one."""

CORNER: Point = (0.8, 0.8988)
"""Where a kernel's value ends; one figure of 5.6 points is then centred on (0.8, 0.8)."""


@dataclass(frozen=True, slots=True)
class Flat:
    """Inputs left, outputs right, as in the numerical figures of the guide."""

    name: ClassVar = "flat"
    takes: ClassVar = "layer"

    def faults(self, subject: Subject) -> Iterator[Fault]:
        """Yield why a layer cannot be shown."""
        return planar_faults(self.name, subject.sweep)

    def lay_out(self, subject: Subject) -> Layout:
        """Lay a layer of one or two axes on a page."""
        sweep = subject.sweep
        inputs = sweep.maps_of("input")
        middle = _height(inputs) / 2
        left = _column(inputs, 0, middle)
        right = _column(sweep.maps_of("output"), inputs[0].shape[-1] + 1, middle)
        planes: list[Layer] = []
        planes += (layer for grid in left.values() for layer in grid.plane.ground())
        planes += (layer for grid in right.values() for layer in grid.plane.result())
        below = _biases(sweep, right)
        still = [*planes, *below]
        still += (layer for grid in left.values() for layer in grid.labels("input.value"))
        still += (layer for grid in right.values() for layer in grid.labels("output.value"))
        kernels = written(sweep.maps_of("kernel"), as_fractions=True)
        box = page_box((*planes, *below, *(grid.plane.frame() for grid in left.values())))
        return _Layout(sweep, left, right, kernels, tuple(still), box, CELL * middle)


@dataclass(frozen=True, slots=True)
class _Layout(Laid):
    sweep: Sweep
    left: Mapping[Index, Sheet]
    right: Mapping[Index, Sheet]
    kernels: Mapping[Index, Written]
    still: tuple[Layer, ...]
    box: Box
    baseline: float

    @property
    def places(self) -> Places:
        """Every input and every output."""
        inputs = {("input", index): grid.plane for index, grid in self.left.items()}
        return {**inputs, **{("output", index): grid.plane for index, grid in self.right.items()}}

    def scene(self, step: int) -> Scene:
        """Return the drawing of a step."""
        now = self.sweep.steps[step]
        output = self.right[now.writes.index]
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
        sheet = self.left[window.index]
        yield from sheet.window(window)
        yield from sheet.labels(
            "kernel.value", window, self._weights(window, kernel), CORNER, "end"
        )

    def _weights(self, window: Cells, kernel: Cells | None) -> Written:
        """Return a kernel's texts at the cells of the input that they weigh."""
        if kernel is None:
            return Written({})
        written = self.kernels[kernel.index]
        pairs = zip(window, kernel, strict=True)
        return Written({cell: written.texts[tap] for cell, tap in pairs}, written.scale)


def _column(maps: Sequence[FeatureMap], left: float, middle: float) -> dict[Index, Sheet]:
    """Return maps one below the other, a cell apart, around a height; units are cells."""
    texts_of = written(maps)
    top = middle + _height(maps) / 2
    grids = {}
    for each in maps:
        bottom = top - two_axes(each.shape, 1)[0]
        projection = Projection((CELL, 0), (0, CELL), (CELL * left, CELL * bottom))
        grids[each.index] = Sheet(Plane.of(each, projection), texts_of[each.index])
        top = bottom - 1
    return grids


def _height(maps: Sequence[FeatureMap]) -> int:
    return sum(two_axes(each.shape, 1)[0] + 1 for each in maps) - 1


def _biases(sweep: Sweep, outputs: Mapping[Index, Sheet]) -> tuple[Labels, ...]:
    """Return what is added to each output, written below it."""
    added = [value for each in sweep.maps_of("bias") for _, value in each.known()]
    found = []
    # Without a bias there is no number to put below any output.
    for value, text, grid in zip(added, texts(added), outputs.values(), strict=False):
        at = grid.plane.point(grid.plane.height + BELOW, grid.plane.width / 2)
        found.append((text if value < 0 else f"$+{text}$", at))
    return (Labels("bias.value", tuple(found)),) if found else ()
