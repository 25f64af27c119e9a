"""The cells of the padded input that no window reads, crossed out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from convanim.arithmetic.cells import Cell
from convanim.layout.overlay import Overlay
from convanim.scene.shapes import Strokes
from convanim.sweep.sweep import Cells

if TYPE_CHECKING:
    from collections.abc import Iterator

    from convanim.errors import Fault
    from convanim.layers.subject import Subject
    from convanim.layout.layout import Layout
    from convanim.scene.geometry import Line
    from convanim.scene.shapes import Layer
    from convanim.sweep.sweep import FeatureMap, Sweep


INSET = 0.2
"""From a cell's corner to the end of the cross, against the diagonal."""

ARM = (0.14, 0.33)
"""From a corner to both ends of an arm of a cross that is open in the middle."""


@dataclass(frozen=True, slots=True)
class Uncovered(Overlay):
    """Crosses out each unit, and each cell of padding, that no step reads."""

    name: ClassVar = "uncovered"

    def faults(self, subject: Subject, layout: Layout) -> Iterator[Fault]:  # noqa: ARG002
        """Yield a fault where no maps are drawn."""
        yield from self.needs_places(layout)

    def marks(self, subject: Subject, layout: Layout) -> tuple[Layer, ...]:  # noqa: ARG002
        """Return the crosses of every input."""
        lines: list[Line] = []
        for feature_map in layout.sweep.maps_of("input"):
            place = layout.places.get(("input", feature_map.index))
            numbers = layout.numbers_at("input", feature_map.index)
            for cell in _unread(feature_map, layout.sweep) if place else ():
                for corners in place.cells(_one(cell)):  # type: ignore[union-attr]
                    has_number = feature_map.values is not None or cell in numbers
                    lines += _cross(corners, has_number)
        return (Strokes("uncovered", tuple(lines)),) if lines else ()


def _unread(feature_map: FeatureMap, sweep: Sweep) -> list[tuple[int, ...]]:
    read: set[tuple[int, ...]] = set()
    for step in sweep.steps:
        for cells in step.read_of("input"):
            if cells.index == feature_map.index:
                read.update(cells)
    kinds = {Cell.REAL, Cell.PADDING, Cell.COPIED}
    return [
        cell for cell in feature_map.cells() if feature_map.kind(cell) in kinds and cell not in read
    ]


def _cross(corners: Line, has_number: bool) -> Iterator[Line]:
    """Yield a cell's diagonals, clear of the grid's lines, and of a number in the middle."""
    parts = (ARM, (1 - ARM[1], 1 - ARM[0])) if has_number else ((INSET, 1 - INSET),)
    for (x, y), end in ((corners[0], corners[2]), (corners[1], corners[3])):
        dx, dy = end[0] - x, end[1] - y
        for first, last in parts:
            yield (x + first * dx, y + first * dy), (x + last * dx, y + last * dy)


def _one(cell: tuple[int, ...]) -> Cells:
    return Cells("input", tuple(range(n, n + 1) for n in cell))
