"""Input and output as slanted planes, the output above the window that it depends on."""

from __future__ import annotations

import functools
import itertools
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, ClassVar

from convanim.errors import Fault
from convanim.layers.transposed import Transposed
from convanim.layout.layout import Layout
from convanim.layout.maps.plane import ALONG_ROW, SHIFT, UP_COLUMN, Plane, page_box
from convanim.layout.maps.resampling import Resampling
from convanim.layout.maps.slices import Slices, axes_faults, depth_of
from convanim.layout.view import LayerView, UnsuitedFault
from convanim.plugins.key import Key
from convanim.scene.geometry import CELL, Projection
from convanim.scene.shapes import Polygons, Scene, Strokes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from convanim.layers.subject import Subject
    from convanim.layout.layout import Places
    from convanim.scene.geometry import Box, Line
    from convanim.scene.shapes import Labels, Layer
    from convanim.sweep.sweep import Cells, Sweep

OWN, DIRECT = "own", "direct"


@dataclass(frozen=True, slots=True)
class Isometric(LayerView):
    """Input and output as slanted planes, with lines from the window up to the output unit.

    Attributes
    ----------
    colours : str
        ``"own"``: each layer's input has the input's colour. ``"direct"``: a transposed convolution
        has the colours of the convolution that it transposes, so that the maps of one space look
        alike in both.
    """

    colours: Annotated[
        str,
        Key(
            "word",
            "colours of a transposed convolution: its own (default), or those of the direct "
            "convolution, whose output is its input",
            words=(OWN, DIRECT),
        ),
    ] = OWN

    name: ClassVar = "isometric"

    def faults(self, subject: Subject) -> Iterator[Fault]:
        """Yield why a layer cannot be drawn."""
        sweep = subject.sweep
        yield from axes_faults(self.name, sweep)
        inputs, outputs = len(sweep.maps_of("input")), len(sweep.maps_of("output"))
        if max(inputs, outputs) > 1:
            yield UnsuitedFault(
                ("view",),
                f"view '{self.name}' draws one input map and one output map; this figure has "
                f"{inputs} and {outputs}",
            )
        if self.colours == DIRECT and not isinstance(subject.operation, Transposed):
            yield Fault(
                ("colours",),
                f"colours: {DIRECT} is for transposed convolutions; {subject.name} has its own: "
                "remove it",
            )

    def lay_out(self, subject: Subject) -> Layout:
        """Return the layout of a layer of up to three axes."""
        sweep = subject.sweep
        maps = sweep.map("input"), sweep.map("output")
        resampling = Resampling.of(subject)
        up, across = resampling.cell if resampling else (1, 1)
        level = Projection(ALONG_ROW, UP_COLUMN)
        planes = [
            Plane.of(maps[0], level.scaled(across, up)),
            Plane.of(maps[1], level),
        ]
        pitch = max(map(_extent, planes)) + CELL
        below = Slices.of(maps[0], planes[0].projection, pitch)
        # One cell above the back of the input, so that the planes do not overlap, and more where
        # there are few rows, so that the connectors are visible. Slices are centred over slices.
        aside = SHIFT + pitch * (depth_of(maps[0]) - depth_of(maps[1])) / 2
        rise = CELL * (max(up * below.height, 3) + len(below.planes))
        above = Slices.of(maps[1], planes[1].projection.shifted(aside, rise), pitch)
        is_direct = self.colours == DIRECT
        cover = above.result("input" if is_direct else "output")
        # The frame is around all of the input at rest, which is only made once it is drawn.
        box = page_box((below.frame(), *cover))
        return (_Transpose if is_direct else _Layout)(sweep, below, above, cover, box)


def _extent(plane: Plane) -> float:
    """Return the width of a slanted plane on the page, in points."""
    return plane.width * plane.projection.x[0] - plane.height * plane.projection.y[0]


@dataclass(frozen=True)
class _Layout(Layout):
    sweep: Sweep
    below: Slices
    above: Slices
    cover: tuple[Layer, ...]
    box: Box
    baseline: float = 0.0

    is_full = True
    is_resampled = True
    rest_role: ClassVar[str] = "input"
    window_role: ClassVar[str] = "window"

    @functools.cached_property
    def ground(self) -> tuple[Layer, ...]:
        """The input at rest."""
        return self.below.ground(self.rest_role)

    @property
    def places(self) -> Places:
        return {("input", ()): self.below, ("output", ()): self.above}

    def labels(self) -> tuple[Labels, ...]:
        """Return nothing: the drawings have no text."""
        return ()

    def scene(self, step: int) -> Scene:
        now = self.sweep.steps[step]
        unit, windows = now.writes, now.read_of("input")
        marked = (layer for window in windows for layer in self._window(window, unit))
        return Scene(
            self.box,
            (
                *self.ground,
                *marked,
                *self.cover,
                Polygons(self.current_role, self.above.cells(unit)),
            ),
        )

    def _window(self, window: Cells, unit: Cells) -> tuple[Layer, ...]:
        """Return the cells that are read, and their connectors to the cells that are written."""
        return (
            *self.below.window(window, self.window_role),
            Strokes("connector", self._connectors(window, unit)),
        )

    def at_rest(self) -> Scene:
        return Scene(self.box, (*self.ground, *self.cover))

    def _connectors(self, window: Cells, unit: Cells) -> tuple[Line, ...]:
        """Return lines from the corners of the window, slice by slice, to those of the output."""
        pairs = itertools.product(self.below.boxes(window), self.above.boxes(unit))
        return tuple(line for both in pairs for line in zip(*both, strict=True))


class _Transpose(_Layout):
    """A transposed convolution in the colours of the direct one: it reads what that one writes."""

    rest_role = "output"
    window_role = "window.output"
    current_role = "window.input"
