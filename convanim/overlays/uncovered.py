"""The cells of the padded input that no window reads, crossed out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from convanim.arithmetic import Cell
from convanim.notes import Over
from convanim.scene import Strokes
from convanim.sweep import Cells

if TYPE_CHECKING:
    from collections.abc import Iterator

    from convanim.errors import Fault
    from convanim.geometry import Line, Point
    from convanim.scene import Layer, Layout
    from convanim.subject import Subject
    from convanim.sweep import FeatureMap, Sweep


INSET = 0.2
"""From a cell's corner to the end of the cross, against the diagonal."""


@dataclass(frozen=True, slots=True)
class Uncovered(Over):
    """A cross over each unit, and each cell of padding, that no step reads."""

    name: ClassVar = "uncovered"

    def faults(self, subject: Subject, layout: Layout) -> Iterator[Fault]:  # noqa: ARG002
        """Yield a fault where no maps are drawn."""
        yield from self.needs_places(layout)

    def marks(self, subject: Subject, layout: Layout) -> tuple[Layer, ...]:  # noqa: ARG002
        """Return the crosses of every input."""
        lines: list[Line] = []
        for feature_map in layout.sweep.maps_of("input"):
            place = layout.places.get(("input", feature_map.index))
            for cell in _unread(feature_map, layout.sweep) if place else ():
                for corners in place.cells(_one(cell)):  # type: ignore[union-attr]
                    lines += _within(corners[0], corners[2]), _within(corners[1], corners[3])
        return (Strokes("uncovered", tuple(lines)),) if lines else ()


def _unread(feature_map: FeatureMap, sweep: Sweep) -> list[tuple[int, ...]]:
    read: set[tuple[int, ...]] = set()
    for step in sweep.steps:
        for cells in step.read_of("input"):
            if cells.index == feature_map.index:
                read.update(cells)
    kinds = {Cell.REAL, Cell.PADDING}
    return [
        cell for cell in feature_map.cells() if feature_map.kind(cell) in kinds and cell not in read
    ]


def _within(start: Point, end: Point) -> Line:
    """Return the middle part of a diagonal, clear of the grid's lines."""
    (x, y), dx, dy = start, end[0] - start[0], end[1] - start[1]
    return (x + INSET * dx, y + INSET * dy), (x + (1 - INSET) * dx, y + (1 - INSET) * dy)


def _one(cell: tuple[int, ...]) -> Cells:
    return Cells("input", tuple(range(n, n + 1) for n in cell))
