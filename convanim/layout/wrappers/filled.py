"""A layout whose outputs fill up: the cells that no step has written yet are covered."""

from __future__ import annotations

import collections
import functools
import itertools
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from convanim.layout.layout import Wrapper
from convanim.scene.shapes import Polygons, Scene, Strokes
from convanim.sweep.sweep import Cells

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from convanim.arithmetic.channels import Index
    from convanim.layout.layout import Layout, Place
    from convanim.scene.geometry import Line, Point
    from convanim.scene.shapes import Labels, Layer

COVER = "unwritten"
"""The role of what covers cells without a value."""

Cell = tuple[int, ...]
Block = tuple[Cell, Cell]
"""The first and the last cell of a rectangle of cells."""

Run = tuple[int, int]
"""The first and the last of neighbouring columns."""


@dataclass(frozen=True)
class Filled(Wrapper):
    """A layout whose outputs fill up step by step.

    Attributes
    ----------
    layout : Layout
        Draws its outputs in full.
    """

    layout: Layout

    def labels(self) -> Iterable[Labels]:
        """Return the text of the layout itself, as the cover has none."""
        return self.layout.labels()

    def scene(self, n: int) -> Scene:
        """Return the n-th drawing: outputs up to the step that it shows."""
        return self._covered(self.layout.scene(n), self.layout.beats[n].step)

    def at_rest(self) -> Scene:
        """Return the drawing without any step: outputs are empty."""
        return self._covered(self.layout.at_rest(), -1)

    def at_end(self) -> Scene:
        """Return the drawing after all steps: outputs are full."""
        return self.layout.at_end()

    def _covered(self, scene: Scene, step: int) -> Scene:
        current = self.layout.current_role
        above = (n for n, layer in enumerate(scene.layers) if layer.role.startswith(current))
        place = next(above, len(scene.layers))
        return Scene(scene.box, (*scene.layers[:place], *self._cover(step), *scene.layers[place:]))

    def _cover(self, step: int) -> tuple[Layer, ...]:
        areas: list[Line] = []
        lines: list[Line] = []
        for (role, index), place in self.layout.places.items():
            for block in _blocks(self._written.get(index, ()), step) if role == "output" else ():
                corners = _corners(place, block)
                areas.append(corners)
                lines += _grid(corners, block)
        if not areas:
            return ()
        return Polygons(COVER, tuple(areas)), Strokes(f"{COVER}.grid", tuple(lines))

    @functools.cached_property
    def _written(self) -> dict[Index, tuple[Row, ...]]:
        """The rows of each output, with the steps that first write their cells."""
        found: dict[Index, dict[Cell, int]] = {}
        for number, step in enumerate(self.sweep.steps):
            cells = found.setdefault(step.writes.index, {})
            for cell in step.writes:
                cells.setdefault(cell, number)
        return {index: tuple(_rows(cells)) for index, cells in found.items()}


class Row(NamedTuple):
    """A row of an output.

    Attributes
    ----------
    place : Cell
        Its place among the rows.
    columns : tuple of int
        Those of its cells, in ascending order.
    steps : tuple of int
        The step that first writes each cell.
    first, last : int
        The first and the last of these steps.
    runs : tuple of Run
        All its cells.
    """

    place: Cell
    columns: tuple[int, ...]
    steps: tuple[int, ...]
    first: int
    last: int
    runs: tuple[Run, ...]

    @classmethod
    def of(cls, place: Cell, columns: tuple[int, ...], steps: tuple[int, ...]) -> Row:
        """Return the row of these cells."""
        return cls(place, columns, steps, min(steps), max(steps), _runs(columns))

    def unwritten(self, step: int) -> tuple[Run, ...]:
        """Return the cells that are written after a step; of most rows these are all or none."""
        if self.first > step:
            return self.runs
        if self.last <= step:
            return ()
        left = [n for n, first in zip(self.columns, self.steps, strict=True) if first > step]
        return _runs(left)


def _rows(written: dict[Cell, int]) -> Iterator[Row]:
    for place, cells in itertools.groupby(sorted(written), key=lambda cell: cell[:-1]):
        row = tuple(cells)
        columns = tuple(cell[-1] for cell in row)
        yield Row.of(place, columns, tuple(written[cell] for cell in row))


def _blocks(rows: Sequence[Row], step: int) -> Iterator[Block]:
    """Yield the cells that are written after a step, each row in as few blocks as possible.

    Whole rows below each other that are all unwritten form one block.
    """
    runs = collections.deque((row.place, run) for row in rows for run in row.unwritten(step))
    while runs:
        row, (start, stop) = runs.popleft()
        last = row
        while runs and runs[0] == (_below(last), (start, stop)):
            last = runs.popleft()[0]
        yield (*row, start), (*last, stop)


def _below(row: Cell) -> Cell:
    return (*row[:-1], row[-1] + 1) if row else (-1,)


def _runs(columns: Sequence[int]) -> tuple[Run, ...]:
    """Return the first and the last of neighbouring columns."""
    ends = [n for n, (a, b) in enumerate(itertools.pairwise(columns)) if b > a + 1]
    starts = [0, *(n + 1 for n in ends)]
    return tuple((columns[a], columns[b]) for a, b in zip(starts, [*ends, -1], strict=True))


def _corners(place: Place, block: Block) -> Line:
    """Return the corners of a block: lower left, lower right, upper right, upper left."""
    first, last = block
    left, right = first[-1:], last[-1:]
    lower_left, lower_right, upper_right, upper_left = (
        place.cells(_one((*row, *column)))[0][n]
        for n, (row, column) in enumerate(
            [(last[:-1], left), (last[:-1], right), (first[:-1], right), (first[:-1], left)]
        )
    )
    return lower_left, lower_right, upper_right, upper_left


def _one(cell: Cell) -> Cells:
    return Cells("output", tuple(range(n, n + 1) for n in cell))


@functools.lru_cache(maxsize=64)
def _grid(corners: Line, block: Block) -> tuple[Line, ...]:
    """Return the lines between the cells of a block, and its outline.

    They are kept, since the rows below that of the window are the same for many steps.
    """
    first, last = block
    columns = last[-1] - first[-1] + 1
    rows = last[-2] - first[-2] + 1 if len(first) > 1 else 1
    lower_left, lower_right, upper_right, upper_left = corners
    across = (
        (_between(upper_left, lower_left, n / rows), _between(upper_right, lower_right, n / rows))
        for n in range(rows + 1)
    )
    down = (
        (
            _between(lower_left, lower_right, n / columns),
            _between(upper_left, upper_right, n / columns),
        )
        for n in range(columns + 1)
    )
    return (*across, *down)


def _between(start: Point, end: Point, part: float) -> Point:
    return start[0] + (end[0] - start[0]) * part, start[1] + (end[1] - start[1]) * part
