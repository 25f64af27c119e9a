"""Steps that are no window: each copies cells to where they belong, or mixes a few by weights."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from convanim.arithmetic import Cell
from convanim.steps import ComputedSteps, position
from convanim.sweep import Cells, FeatureMap, Step, Sweep

if TYPE_CHECKING:
    from convanim.channels import Channels
    from convanim.values import Grid, Number

Position = tuple[int, ...]
Move = Callable[[int, Position], tuple[tuple[Cells, ...], Cells]]
"""Takes an output channel and a position to what is read there and what is written."""


@dataclass(frozen=True, slots=True)
class Gather(ComputedSteps):
    """One step for each position of a grid, row by row, in each output channel.

    Attributes
    ----------
    shape : tuple of int
        Of the grid.
    channels : Channels
        How many there are, and which belong together.
    move : callable
        See :data:`Move`.
    """

    shape: tuple[int, ...]
    channels: Channels
    move: Move

    def __len__(self) -> int:
        return self.channels.outputs * math.prod(self.shape)

    def step(self, index: int) -> Step:
        """Return one step."""
        output, at = divmod(index, math.prod(self.shape))
        reads, writes = self.move(output, position(at, self.shape))
        return Step(index, reads, writes)


def sweep(
    steps: Gather,
    i: tuple[int, ...],
    o: tuple[int, ...],
    units: Sequence[Grid] | None,
    weights: FeatureMap | None = None,
) -> Sweep:
    """Return the sweep of these steps.

    Parameters
    ----------
    steps : Gather
        Each writes the values it reads, in their order; with weights, the one sum of products.
    i, o : tuple of int
        Sizes of an input and of an output map.
    units : sequence of tuple of Number, or None
        Each input channel's values row by row; without them the output has none.
    weights : FeatureMap or None
        Cells of role ``kernel`` that steps read beside their inputs.

    Returns
    -------
    Sweep
        Maps ``input``, ``kernel`` when there are weights, and ``output``; a cell that no step
        writes is 0.
    """
    channels = steps.channels
    inputs = [
        FeatureMap("input", _real(i), units[n] if units else None, channels.index(n))
        for n in range(channels.inputs)
    ]
    read = (*inputs, *((weights,) if weights else ()))
    written = _written(steps, read) if units else None
    outputs = [_output(o, channels.index(n), written) for n in range(channels.outputs)]
    return Sweep((*read, *outputs), steps)


def point(role: str, cell: Position, index: tuple[int, ...]) -> Cells:
    """Return a single cell of a map."""
    return Cells(role, tuple(range(n, n + 1) for n in cell), index)


def plain(number: Number) -> Number:
    """Return a number, a whole fraction as an int."""
    if isinstance(number, Fraction) and number.denominator == 1:
        return number.numerator
    return number


def _real(sizes: tuple[int, ...]) -> tuple[tuple[Cell, ...], ...]:
    return tuple((Cell.REAL,) * size for size in sizes)


Written = dict[tuple[tuple[int, ...], Position], "Number"]


def _written(steps: Gather, maps: Sequence[FeatureMap]) -> Written:
    """Return the value of each cell that is written, by its map's index and its position."""
    known = {(each.role, each.index): each for each in maps}
    found: Written = {}
    for step in steps:
        read = {
            role: [
                known[role, cells.index].value(cell) or 0
                for cells in step.read_of(role)
                for cell in cells
            ]
            for role in ("input", "kernel")
        }
        values = read["input"]
        if read["kernel"]:
            pairs = zip(read["kernel"], values, strict=True)
            values = [plain(sum(weight * value for weight, value in pairs))]
        for cell, value in zip(step.writes, values, strict=True):
            found[step.writes.index, cell] = value
    return found


def _output(o: tuple[int, ...], index: tuple[int, ...], written: Written | None) -> FeatureMap:
    empty = FeatureMap("output", _real(o), None, index)
    if written is None:
        return empty
    values = tuple(written.get((index, cell), 0) for cell in empty.cells())
    return FeatureMap("output", empty.axes, values, index)
