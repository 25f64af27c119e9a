"""The tints of cells that move between channels and space: each has that of its channel."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from convanim.arithmetic.cells import Cell
from convanim.layout.maps.tints import GROUPS
from convanim.scene.shapes import Polygons

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from convanim.arithmetic.channels import Index
    from convanim.layout.maps.slices import Slices
    from convanim.scene.shapes import Layer
    from convanim.sweep.sweep import Cells, Step, Sweep

Place = tuple[str, "Index", tuple[int, ...]]
"""The role and the index of a map, and a cell of it."""


@dataclass(frozen=True, slots=True)
class Spread:
    """The tint of each cell of the maps of a layer that moves channels into space, or back.

    Attributes
    ----------
    tints : mapping of Place to str
        The role of the channel that each cell comes from, or goes to.
    """

    tints: Mapping[Place, str]

    @classmethod
    def of(cls, sweep: Sweep) -> Spread | None:
        """Return the tints of a sweep; None unless it copies units between one map and several."""
        inputs, outputs = sweep.maps_of("input"), sweep.maps_of("output")
        if len(inputs) == len(outputs) or not _copies(sweep):
            return None
        pairs = [pair for step in sweep.steps for pair in _pairs(step)]
        many = int(len(outputs) > len(inputs))
        together: dict[Index, dict[Index, None]] = {}
        for pair in pairs:
            together.setdefault(pair[1 - many][1], {})[pair[many][1]] = None
        numbers = {
            channel: n
            for channels in together.values()
            for n, channel in enumerate(sorted(channels))
        }
        tints: dict[Place, str] = {}
        for pair in pairs:
            tint = GROUPS[numbers[pair[many][1]] % len(GROUPS)]
            tints.update(dict.fromkeys(pair, tint))
        return cls(tints)

    def ground(self, role: str, index: Index, slices: Slices) -> Iterator[Layer]:
        """Yield a map at rest, one layer for each tint."""
        for tint in GROUPS:
            cells = [
                cell
                for (of, at, cell), known in self.tints.items()
                if (of, at, known) == (role, index, tint)
            ]
            if cells:
                yield Polygons(tint, slices.squares(cells))

    def apart(self, cells: Cells) -> Iterator[tuple[str, Cells]]:
        """Yield single cells, each with its tint."""
        for cell in cells:
            tint = self.tints[cells.role, cells.index, cell]
            yield tint, type(cells)(cells.role, tuple(range(n, n + 1) for n in cell), cells.index)


def _pairs(step: Step) -> Iterator[tuple[Place, Place]]:
    """Yield each cell that is read with the cell that it becomes."""
    read = [("input", cells.index, cell) for cells in step.reads for cell in cells]
    written = [("output", step.writes.index, cell) for cell in step.writes]
    yield from zip(read, written, strict=True)


def _copies(sweep: Sweep) -> bool:
    """Return whether every unit of the output is a unit of the input."""
    reduction = sweep.steps[0].reduction
    kinds = {kind for each in sweep.maps_of("input") for axis in each.axes for kind in axis}
    is_copy = reduction.is_cell_by_cell and reduction.writes_each_cell_once
    return is_copy and not reduction.relu and kinds == {Cell.REAL}
