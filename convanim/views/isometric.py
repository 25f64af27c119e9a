"""The guide's slanted planes: the output floating above the input, tied to the window below it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from convanim.errors import Fault
from convanim.geometry import CELL, Projection
from convanim.plane import ALONG_ROW, UP_COLUMN, Plane, page_box, planar_faults
from convanim.scene import Laid, Polygons, Scene, Strokes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from convanim.geometry import Box
    from convanim.scene import Layer, Layout, Places
    from convanim.subject import Subject
    from convanim.sweep import Sweep

SHIFT = -2.491
"""The output plane stands that many points to the left, so that no connector hides another."""


@dataclass(frozen=True, slots=True)
class Isometric:
    """Two slanted planes, as in the arithmetic figures of the guide."""

    name: ClassVar = "isometric"
    takes: ClassVar = "layer"

    def faults(self, subject: Subject) -> Iterator[Fault]:
        """Yield why a layer cannot be shown."""
        sweep = subject.sweep
        yield from planar_faults(self.name, sweep)
        inputs, outputs = len(sweep.maps_of("input")), len(sweep.maps_of("output"))
        if max(inputs, outputs) > 1:
            yield Fault(
                ("view",),
                f"view '{self.name}' draws one input map and one output map; this figure has "
                f"{inputs} and {outputs}: use view: flat",
            )

    def lay_out(self, subject: Subject) -> Layout:
        """Lay a layer of one or two axes on a page."""
        sweep = subject.sweep
        below = Plane.of(sweep.map("input"), Projection(ALONG_ROW, UP_COLUMN))
        # One cell above the back of the input, so that the planes clear each other; strips of few
        # rows farther, so that the connectors are seen.
        origin = (SHIFT, CELL * (max(below.height, 3) + 1))
        above = Plane.of(sweep.map("output"), Projection(ALONG_ROW, UP_COLUMN, origin))
        ground = below.ground()
        cover = above.result()
        return _Layout(
            sweep, below, above, ground, cover, page_box((*ground, *cover, below.frame()))
        )


@dataclass(frozen=True, slots=True)
class _Layout(Laid):
    sweep: Sweep
    below: Plane
    above: Plane
    ground: tuple[Layer, ...]
    cover: tuple[Layer, ...]
    box: Box
    baseline: float = 0.0

    @property
    def places(self) -> Places:
        """The two planes."""
        return {("input", ()): self.below, ("output", ()): self.above}

    def scene(self, step: int) -> Scene:
        """Return the drawing of a step."""
        now = self.sweep.steps[step]
        window, unit = now.read("input"), now.writes
        connectors = zip(self.below.box(window), self.above.box(unit), strict=True)
        return Scene(
            self.box,
            (
                *self.ground,
                Polygons("window", self.below.cells(window)),
                Strokes("window.grid", self.below.box_grid(window)),
                Strokes("connector", tuple(connectors)),
                *self.cover,
                Polygons("window.output", self.above.cells(unit)),
            ),
        )

    def at_rest(self) -> Scene:
        """Return the drawing without any step."""
        return Scene(self.box, (*self.ground, *self.cover))
