"""The path through the positions, as an arrow from the first output to the last."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from convanim.layout.overlay import Overlay
from convanim.scene.geometry import arrow_head
from convanim.scene.shapes import Strokes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from convanim.errors import Fault
    from convanim.layers.subject import Subject
    from convanim.layout.layout import Layout
    from convanim.scene.geometry import Line, Point
    from convanim.scene.shapes import Layer

HEAD = 4.0
"""Length and width of the head of the arrow, in points."""


AHEAD = 0.62
"""Where the head ends between two outputs with numbers, clear of both."""


@dataclass(frozen=True, slots=True)
class Trail(Overlay):
    """Draws the order of the positions as an arrow through each output."""

    name: ClassVar = "trail"

    def faults(self, subject: Subject, layout: Layout) -> Iterator[Fault]:  # noqa: ARG002
        """Yield a fault where no maps are drawn."""
        yield from self.needs_places(layout)

    def marks(self, subject: Subject, layout: Layout) -> tuple[Layer, ...]:
        """Return the arrow of every output with at least two positions."""
        lines: list[Line] = []
        for (role, index), place in layout.places.items():
            if role != "output":
                continue
            written = [step.writes for step in subject.sweep.steps if step.writes.index == index]
            points = tuple(place.centre(cells.first) for cells in written)
            if len(points) > 1:
                *before, last = points
                tip = _between(before[-1], last) if layout.sweep.has_values else last
                lines += (*before, tip), arrow_head(before[-1], tip, HEAD)
        return (Strokes("trail", tuple(lines)),) if lines else ()


def _between(one: Point, other: Point) -> Point:
    """Return where an arrow from one number to another ends."""
    x, y = ((1 - AHEAD) * a + AHEAD * b for a, b in zip(one, other, strict=True))
    return x, y
