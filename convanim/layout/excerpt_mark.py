"""The mark of an excerpt: how many maps there are where only some are drawn."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from convanim.layout.overlay import Overlay
from convanim.scene.geometry import CELL, bounds, union
from convanim.scene.shapes import Labels
from convanim.sweep.sweep import Cells

if TYPE_CHECKING:
    from convanim.layers.subject import Subject
    from convanim.layout.layout import Layout
    from convanim.scene.geometry import Box
    from convanim.scene.shapes import Layer

BELOW = 0.6
"""Distance of the mark below the last map, in cells."""

BELOW_BIAS = 1.1
"""The same where the bias of the map is between the two."""


@dataclass(frozen=True, slots=True)
class Omitted(Overlay):
    """Writes ``... 64`` below the last map of a role that has 64.

    Attributes
    ----------
    inputs, outputs : int
        The maps of the whole layers.
    """

    name: ClassVar = "omitted"

    inputs: int
    outputs: int

    def marks(self, subject: Subject, layout: Layout) -> tuple[Layer, ...]:
        """Return the numbers of maps below those that are drawn."""
        texts = []
        for role, count in (("input", self.inputs), ("output", self.outputs)):
            boxes = _boxes(subject, layout, role)
            if boxes and len(boxes) < count:
                left, bottom, right, _ = functools.reduce(union, boxes)
                has_bias = role == "output" and bool(subject.sweep.maps_of("bias"))
                below = CELL * (BELOW_BIAS if has_bias else BELOW)
                texts.append((f"... {count}", ((left + right) / 2, bottom - below)))
        return (Labels("label", tuple(texts)),) if texts else ()


def _boxes(subject: Subject, layout: Layout, role: str) -> list[Box]:
    """Return the box of each map of a role that a layout draws as a grid."""
    found = []
    for each in subject.sweep.maps_of(role):
        place = layout.places.get((role, each.index))
        if place is not None:
            cells = Cells(role, tuple(map(range, each.shape)), each.index)
            found.append(bounds(tuple(point for shape in place.cells(cells) for point in shape)))
    return found
