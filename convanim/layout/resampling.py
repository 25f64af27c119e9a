"""Where outputs lie between the units of an input that is made larger."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from convanim.arithmetic.resized import Resized
from convanim.layout.cell_text import Sheet
from convanim.layout.slices import Slices
from convanim.scene.geometry import CELL, Projection, disc
from convanim.scene.shapes import Polygons, Strokes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from convanim.layers.subject import Subject
    from convanim.layout.cell_text import Written
    from convanim.scene.geometry import Point
    from convanim.scene.shapes import Labels, Layer
    from convanim.sweep.sweep import Cells, FeatureMap

DOT = 1.8
"""Radius of a point between units, in points."""

RING = 7.2
"""Radius of the ring around the number of a unit that a point lies on, in points."""

NEAR = 0.05
"""How far from the middle of a unit a point still lies on it, in units."""

LOW, HIGH = (0.86, 0.5), (0.14, 0.5)
"""The positions of a weight in its cell: below its number, or above it where the point is below."""

LARGER = 1.2
"""Size of the weights relative to numbers in corners, as cells are larger."""


@dataclass(frozen=True, slots=True)
class Resampling:
    """An input whose units are drawn as far apart as the outputs of their own are wide.

    So input and output are equally large on the page, and each output has a place on the input.

    Attributes
    ----------
    axes : tuple of Resized
        At most two.
    """

    axes: tuple[Resized, ...]

    @classmethod
    def of(cls, subject: Subject) -> Resampling | None:
        """Return the resampling of a layer; None unless it makes one map of one or two axes larger.

        A layer that moves units without a place between them does not resample.
        """
        axes = tuple(axis for axis in subject.axes if isinstance(axis, Resized))
        sweep = subject.sweep
        shapes = [each.shape for role in ("input", "output") for each in sweep.maps_of(role)]
        # A layer that takes or makes a matrix has other axes than its maps.
        is_one = shapes == [tuple(axis.i for axis in axes), tuple(axis.o for axis in axes)]
        is_larger = all(axis.o > axis.i and axis.o % axis.i == 0 for axis in axes)
        if not (is_one and is_larger and 1 <= len(axes) <= 2):
            return None
        return cls(axes) if sweep.steps[0].reduction.writes_each_cell_once else None

    def sheet(self, read: FeatureMap, written: Written) -> Sheet:
        """Return the input with its lower left corner at the origin, as large as the output."""
        *above, across = (axis.o // axis.i for axis in self.axes)
        (up,) = above or (across,)
        projection = Projection((CELL * across, 0), (0, CELL * up))
        return Sheet(Slices.of(read, projection, 0.0), written)

    @property
    def middle(self) -> float:
        """Half of the height of the input, in cells of the output."""
        first = self.axes[0]
        return first.o / 2 if len(self.axes) == 2 else first.o / first.i / 2

    def point(self, output: tuple[int, ...]) -> tuple[float, ...]:
        """Return the position of an output, in units from the middle of the first."""
        pairs = zip(self.axes, output, strict=True)
        return tuple(float(axis.start + n * axis.jump) for axis, n in pairs)

    def marks(self, sheet: Sheet, output: tuple[int, ...]) -> Iterator[Layer]:
        """Yield the point of an output on the input; a ring where it lies on a unit."""
        cell, within = self._cell(output)
        place = sheet.slices.point(cell, _two(within))
        if all(abs(part - 0.5) < NEAR for part in within):
            ring = disc(place, RING)
            yield Strokes("sample.ring", ((*ring, ring[0]),))
        else:
            yield Polygons("sample", (disc(place, DOT),))

    def weights(
        self, sheet: Sheet, window: Cells, weights: Written, output: tuple[int, ...]
    ) -> Iterator[Labels]:
        """Yield the weight of each unit that is read, clear of the point and of its number."""
        larger = replace(weights, scale=weights.scale * LARGER)
        own, within = self._cell(output)
        for cell in window:
            is_below = cell == own and _two(within)[0] > 0.5
            place = HIGH if is_below else LOW
            yield from sheet.over_window("value", [cell], larger, place, role="kernel")

    def _cell(self, output: tuple[int, ...]) -> tuple[tuple[int, ...], tuple[float, ...]]:
        """Return the unit in whose cell an output lies, and where in the cell."""
        at = self.point(output)
        cell = tuple(
            min(max(math.floor(n + 0.5), 0), axis.i - 1)
            for n, axis in zip(at, self.axes, strict=True)
        )
        return cell, tuple(n - unit + 0.5 for n, unit in zip(at, cell, strict=True))


def _two(within: tuple[float, ...]) -> Point:
    """Return how far down and how far right of the corner of a cell a position is."""
    row, column = (0.5, *within)[-2:]
    return row, column
