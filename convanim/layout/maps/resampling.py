"""Where outputs lie between the units of an input that is made larger."""

from __future__ import annotations

import functools
import itertools
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from convanim.arithmetic.resized import Resized
from convanim.layout.layout import Wrapper
from convanim.layout.maps.cell_text import cornered, written
from convanim.layout.maps.plane import two_axes
from convanim.scene.geometry import area, disc
from convanim.scene.shapes import Labels, Polygons, Scene, Strokes
from convanim.sweep.sweep import Cells

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from convanim.arithmetic.channels import Index
    from convanim.layers.subject import Subject
    from convanim.layout.layout import Layout
    from convanim.layout.maps.cell_text import Written
    from convanim.layout.places import Place
    from convanim.scene.geometry import Line, Point
    from convanim.scene.shapes import Layer
    from convanim.sweep.sweep import Step

DOT = 1.8
"""Radius of a point between units, in points."""

RING = 6.4
"""Radius of the ring around the number of a unit that a point lies on, in points."""

NEAR = 0.05
"""How far from the middle of a unit a point still lies on it, in units"""

APART = 0.32
"""Distance from the number of a unit straight down to its weight, or up where the point is below,
in parts of the height of its cell at the middle."""

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
        """Return the resampling of a layer; None unless it makes maps of one or two axes larger.

        A layer that moves units without a place between them does not resample, and one that
        another layer feeds has cells like those of its input.
        """
        axes = tuple(axis for axis in subject.axes if isinstance(axis, Resized))
        sweep = subject.sweep
        inputs, outputs = sweep.maps_of("input"), sweep.maps_of("output")
        # A layer that takes or makes a matrix has other axes than its maps, and one that moves
        # units between maps has other numbers of them.
        shapes = [{each.shape for each in maps} for maps in (inputs, outputs)]
        ends = [{tuple(axis.i for axis in axes)}, {tuple(axis.o for axis in axes)}]
        is_even = shapes == ends and len(inputs) == len(outputs)
        is_larger = all(axis.o > axis.i and axis.o % axis.i == 0 for axis in axes)
        if not (is_even and is_larger and 1 <= len(axes) <= 2) or "input" in subject.ends:
            return None
        return cls(axes) if sweep.steps[0].reduction.writes_each_cell_once else None

    @property
    def cell(self) -> tuple[int, int]:
        """How high and how wide a unit is, in cells of the output; the unit of a row is square."""
        *above, across = (axis.o // axis.i for axis in self.axes)
        (up,) = above or (across,)
        return up, across

    def point(self, output: tuple[int, ...]) -> tuple[float, ...]:
        """Return the position of an output, in units from the middle of the first."""
        pairs = zip(self.axes, output, strict=True)
        return tuple(float(axis.start + n * axis.jump) for axis, n in pairs)

    def spot(self, output: tuple[int, ...]) -> tuple[tuple[int, ...], Point]:
        """Return the unit in whose cell an output lies, and how far down and right in it."""
        at = self.point(output)
        cell = tuple(
            min(max(math.floor(n + 0.5), 0), axis.i - 1)
            for n, axis in zip(at, self.axes, strict=True)
        )
        return cell, two_axes(tuple(n - unit + 0.5 for n, unit in zip(at, cell, strict=True)), 0.5)


@dataclass(frozen=True)
class Sampled(Wrapper):
    """A layout whose input is drawn as large as its output, with the place of each output on it.

    Where the drawing has no kernel, the weights of the units are written into their cells.

    Attributes
    ----------
    layout : Layout
        What is drawn.
    resampling : Resampling
        Says where the outputs lie.
    """

    layout: Layout
    resampling: Resampling

    def labels(self) -> Iterable[Labels]:
        """Return the text of the layout, and the weights of a step."""
        yield from self.layout.labels()
        yield from self._weights(self.sweep.steps[0])

    def scene(self, n: int) -> Scene:
        """Return the n-th drawing, with the point of the output it writes."""
        scene, step = self.layout.scene(n), self.sweep.steps[self.beats[n].step]
        return Scene(scene.box, (*scene.layers, self._mark(step), *self._weights(step)))

    def at_rest(self) -> Scene:
        """Return the drawing without any step."""
        return self.layout.at_rest()

    def at_end(self) -> Scene:
        """Return the drawing after all steps."""
        return self.layout.at_end()

    def _mark(self, step: Step) -> Layer:
        """Return the point of an output on the input; a ring where it lies on a unit."""
        cell, within = self.resampling.spot(step.writes.first)
        (read,) = step.read_of("input")
        middle = _at(self.places["input", read.index], cell, within)
        if all(abs(part - 0.5) < NEAR for part in within):
            ring = disc(middle, RING)
            return Strokes("sample.ring", ((*ring, ring[0]),))
        return Polygons("sample", (disc(middle, DOT),))

    def _weights(self, step: Step) -> Iterator[Labels]:
        """Yield the weight of each unit that is read, clear of the point and of its number."""
        (read,) = step.read_of("input")
        place = self.places["input", read.index]
        own, within = self.resampling.spot(step.writes.first)
        above = {own} if _at(place, own, within)[1] < place.centre(own)[1] - DOT else ()
        for taps in step.read_of("kernel") if self._kernels else ():
            texts = self._kernels[taps.index].texts
            yield Labels(
                "kernel.value",
                tuple(
                    (texts[tap], _beside(place, cell, APART if cell in above else -APART))
                    for cell, tap in zip(read, taps, strict=True)
                ),
                scale=self._size,
            )

    @functools.cached_property
    def _kernels(self) -> dict[Index, Written]:
        """The texts of the weights, which are not written where the kernel is drawn."""
        if any(role == "kernel" for role, _ in self.places):
            return {}
        return written(self.sweep.maps_of("kernel"), as_fractions=True)

    @functools.cached_property
    def _size(self) -> float:
        """The size of the weights."""
        texts = (each.texts.values() for each in self._kernels.values())
        return LARGER * cornered(itertools.chain.from_iterable(texts))


def _at(place: Place, cell: tuple[int, ...], within: Point) -> Point:
    """Return the page position in a cell, counted down and right from its corner."""
    ((x, y), right, _, up), (row, column) = _corners(place, cell), within
    return (
        x + column * (right[0] - x) + (1 - row) * (up[0] - x),
        y + column * (right[1] - y) + (1 - row) * (up[1] - y),
    )


def _beside(place: Place, cell: tuple[int, ...], by: float) -> Point:
    """Return the page position above the middle of a cell, in parts of its height there."""
    corners, (x, y) = _corners(place, cell), place.centre(cell)
    return x, y + by * area(corners) / (corners[1][0] - corners[0][0])


def _corners(place: Place, cell: tuple[int, ...]) -> Line:
    (found,) = place.cells(Cells("input", tuple(range(n, n + 1) for n in cell)))
    return found
