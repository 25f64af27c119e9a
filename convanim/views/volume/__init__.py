"""Volumes as cubes, the output above the input, and ghosts of what would hide the window."""

from __future__ import annotations

import functools
import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, ClassVar

from convanim.layout.captions import covered
from convanim.layout.layout import Layout, Part
from convanim.layout.maps.plane import page_box
from convanim.layout.maps.tints import TintKey, Tints, current, tint_faults, window
from convanim.layout.view import LayerView, OversizeFault, UnsuitedFault
from convanim.scene.geometry import CELL, bounds
from convanim.scene.shapes import Labels, Scene, Strokes
from convanim.views.volume.cubes import Block, Look
from convanim.views.volume.kernels import Kernels
from convanim.views.volume.names import axis_names, over, under
from convanim.views.volume.places import CubePlace
from convanim.views.volume.volume_map import COPY, ZERO, VolumeMap, as_volume, positions

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from convanim.errors import Fault
    from convanim.layers.subject import Subject
    from convanim.scene.geometry import Box, Line, Point
    from convanim.sweep.sweep import Sweep
    from convanim.views.volume.cubes import Position, Solid

MOST_CUBES = 10_000
"""The most cells of a padded input that are drawn."""

RISE = 1.2 * CELL
"""Distance between the top of the input and the lowest point of the output, in points."""


@dataclass(frozen=True, slots=True)
class Volume(LayerView):
    """Three axes, or two with channels as depth, as cubes; those hiding the window are ghosts.

    Attributes
    ----------
    tint : str
        ``rgb`` colours the three channels of a picture.
    """

    name: ClassVar = "volume"
    glides: ClassVar = False

    tint: TintKey = "plain"

    def faults(self, subject: Subject) -> Iterator[Fault]:
        """Yield why a layer cannot be drawn."""
        sweep = subject.sweep
        inputs, outputs = sweep.maps_of("input"), sweep.maps_of("output")
        axes = len(outputs[0].shape)
        if axes not in (2, 3):
            message = f"view '{self.name}' draws 2 or 3 axes; this figure has {axes}"
            yield UnsuitedFault(("view",), message)
        elif axes == 3 and max(len(inputs), len(outputs)) > 1:
            yield UnsuitedFault(
                ("view",),
                f"view '{self.name}' draws one input volume and one output volume; this figure "
                f"has {len(inputs)} and {len(outputs)}",
            )
        elif (count := len(inputs) * math.prod(inputs[0].shape)) > MOST_CUBES:
            yield OversizeFault(
                ("view",),
                f"view '{self.name}' draws at most {MOST_CUBES} cubes; the padded input has "
                f"{count}",
            )
        yield from tint_faults(len(inputs), self.tint)

    def lay_out(self, subject: Subject) -> Layout:
        """Return the layout of a layer of three axes, or of two axes with channels."""
        sweep, layer = subject.sweep, subject.layer
        inputs, outputs = sweep.maps_of("input"), sweep.maps_of("output")
        read, written = as_volume(inputs), as_volume(outputs)
        tints = Tints.plain(read.shape[0], written.shape[0])
        if layer and len(inputs[0].axes) == 2:
            tints = Tints.of(layer.channels, self.tint)
        below, above = VolumeMap.of(read, tints.inputs), VolumeMap.of(written, tints.outputs)
        shift = _shift(sweep, written.shape)
        above = above.moved(*_straight_above(below.solid, above.solid, shift))
        names = (
            Labels("label", ((above.name, over(above.solid)), (below.name, under(below.solid)))),
            *axis_names(below.solid, len(inputs[0].axes)),
        )
        frames = [Strokes("padding", each.solid.edges(each.solid.whole)) for each in (below, above)]
        kernels = Kernels.beside(covered((*frames, *names)), layer, tints)
        return _Layout(sweep, tints, below, above, shift, kernels, (*names, kernels.names()))


def _shift(sweep: Sweep, shape: tuple[int, ...]) -> tuple[float, float]:
    """Return how many rows and columns the middle of all windows is from that of the output."""
    windows = [cells for step in sweep.steps for cells in step.read_of("input")]
    first = [min(each.first[axis] for each in windows) for axis in (-2, -1)]
    past = [max(each.past[axis] for each in windows) for axis in (-2, -1)]
    row, column = (sum(ends) / 2 for ends in zip(first, past, strict=True))
    return row - shape[-2] / 2, column - shape[-1] / 2


def _straight_above(below: Solid, above: Solid, shift: tuple[float, float]) -> Point:
    """Return how far the output is moved to stand straight above the middle of all windows."""
    (x, _), (own, _) = below.point((0, *shift)), above.point((0, 0, 0))
    top, bottom = bounds(below.outline(below.whole))[3], bounds(above.outline(above.whole))[1]
    return x - own, top + RISE - bottom


@dataclass(frozen=True)
class _Layout(Layout):
    """Volumes on a page.

    Attributes
    ----------
    sweep : Sweep
        The steps.
    tints : Tints
        The colours of inputs and outputs.
    below, above : VolumeMap
        Input and output.
    shift : tuple of float
        How many rows and columns the middle of all windows is from that of the output.
    kernels : Kernels
        The kernels.
    beside : tuple of Labels
        The names of all of them.
    starts_at : int
        The number of steps whose outputs are there from the start.
    """

    sweep: Sweep
    tints: Tints
    below: VolumeMap
    above: VolumeMap
    shift: tuple[float, float]
    kernels: Kernels
    beside: tuple[Labels, ...]
    starts_at: int = 0
    baseline: float = 0.0

    @property
    def names(self) -> tuple[Labels, ...]:
        """The names of the volumes, the kernels and the axes."""
        return self.beside

    @functools.cached_property
    def box(self) -> Box:  # type: ignore[override]
        """The page around both volumes and the kernels."""
        solids = (self.below.solid, self.above.solid, *self.kernels.solids)
        return page_box([Strokes("padding", (each.outline(each.whole),)) for each in solids])

    @functools.cached_property
    def written(self) -> dict[Position, int]:
        """The step that first writes each unit of the output."""
        outputs = self.sweep.maps_of("output")
        found: dict[Position, int] = {}
        for n, step in enumerate(self.sweep.steps):
            for at in positions((step.writes,), outputs):
                found.setdefault(at, n)
        return found

    def lit(self, n: int) -> list[Position]:
        """Return the cells of the input that a step reads."""
        return positions(self.sweep.steps[n].read_of("input"), self.sweep.maps_of("input"))

    def in_full(self) -> Layout:
        """Return the layout with every unit of the output written before the first step."""
        return replace(self, starts_at=len(self.sweep.steps))

    def _known(self, n: int) -> set[Position]:
        """Return the units that are written after a step."""
        return {at for at, first in self.written.items() if first <= n + self.starts_at}

    @property
    def parts(self) -> tuple[Part, ...]:
        """One part, with the place of each cube, some of which hide others, also of kernels."""
        solids = {"input": self.below.solid, "output": self.above.solid}
        places = {
            (role, each.index): CubePlace(solid, depth)
            for role, solid in solids.items()
            for depth, each in enumerate(self.sweep.maps_of(role))
        }
        places |= self.kernels.places(self.sweep.maps_of("kernel"))
        return (
            Part(self.sweep, places, lambda role, index, cell: places[role, index].nearness(cell)),
        )

    def labels(self) -> tuple[Labels, ...]:
        """Return nothing: the drawings have no text."""
        return ()

    def scene(self, n: int) -> Scene:
        step = self.sweep.steps[n]
        read = self.lit(n)
        now = positions((step.writes,), self.sweep.maps_of("output"))
        marked = {self.below.copies[at] for at in read if at in self.below.copies}
        lit = {at: self._read(at, is_repeated=at in marked) for at in read}
        below, row = self.below.repeated(read).cut(lit)
        above, unit = self.above.cut({at: self._written(at) for at in now}, self._known(n))
        lines = self._connectors(Block.around(read), Block.around(now))
        kernels = self.kernels.layers(now[0][0] if len(self.kernels.solids) > 1 else 0)
        layers = (
            *self.below.ground(),
            *below,
            *row,
            *above,
            Strokes("connector", tuple(lines)),
            *unit,
            *kernels,
        )
        return Scene(self.box, layers)

    def at_rest(self) -> Scene:
        """Return the drawing without any step: the output has no values."""
        return self._whole(self._known(-1))

    def at_end(self) -> Scene:
        """Return the drawing after all steps."""
        return self._whole(self._known(len(self.sweep.steps)))

    def _whole(self, known: Collection[Position]) -> Scene:
        volumes = (*self.below.whole(), *self.above.whole(known))
        return Scene(self.box, (*self.below.ground(), *volumes, *self.kernels.layers()))

    def _read(self, at: Position, *, is_repeated: bool) -> Look:
        if at in self.below.copies:
            return COPY
        if at not in self.below.units:
            return ZERO
        if is_repeated:
            return Look((self.below.units[at], "window.copied"), "window.grid")
        return Look((self.below.units[at], window(self.tints.inputs[at[0]])), "window.grid")

    def _written(self, at: Position) -> Look:
        return Look((self.above.units[at], current(self.tints.outputs[at[0]])))

    def _connectors(self, window: Block, unit: Block) -> Iterator[Line]:
        """Yield lines from the bottom of the output unit straight down to the window.

        They lean where the stride takes the window farther than the unit is wide.
        """
        for depth, row, column in unit.level(unit.past[0]):
            foot = (
                window.first[0],
                min(max(row + self.shift[0], window.first[1]), window.past[1]),
                min(max(column + self.shift[1], window.first[2]), window.past[2]),
            )
            yield self.below.solid.point(foot), self.above.solid.point((depth, row, column))
