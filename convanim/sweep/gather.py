"""Steps that are no window: each copies cells to where they belong, or mixes a few by weights."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from convanim.arithmetic.cells import Cell
from convanim.sweep.computed import ComputedSteps, position
from convanim.sweep.sweep import Cells, FeatureMap, Step, Sweep

if TYPE_CHECKING:
    from convanim.arithmetic.channels import Channels
    from convanim.arithmetic.reduction import Reduction
    from convanim.arithmetic.values import Grid, Number

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
    reduction : Reduction
        What each step makes of what it reads.
    """

    shape: tuple[int, ...]
    channels: Channels
    move: Move
    reduction: Reduction

    def __len__(self) -> int:
        return self.channels.outputs * math.prod(self.shape)

    def step(self, index: int) -> Step:
        """Return one step."""
        output, at = divmod(index, math.prod(self.shape))
        reads, writes = self.move(output, position(at, self.shape))
        return Step(index, reads, writes, self.reduction)


def sweep(
    steps: Gather,
    inputs: Sequence[FeatureMap],
    o: tuple[int, ...],
    weights: FeatureMap | None = None,
) -> Sweep:
    """Return the sweep of these steps.

    Parameters
    ----------
    steps : Gather
        What each reads and writes.
    inputs : sequence of FeatureMap
        One for each input channel; where they have no values the output has none.
    o : tuple of int
        Size of an output map.
    weights : FeatureMap or None
        Cells of role ``kernel`` that steps read beside their inputs.

    Returns
    -------
    Sweep
        The inputs, ``kernel`` when there are weights, and ``output``; a cell that no step writes
        is 0.
    """
    channels = steps.channels
    read = (*inputs, *((weights,) if weights else ()))
    written = _written(steps, read) if inputs[0].values is not None else None
    outputs = [_output(o, channels.index(n), written) for n in range(channels.outputs)]
    return Sweep((*read, *outputs), steps)


def input_maps(
    i: tuple[int, ...], channels: Channels, units: Sequence[Grid] | None
) -> list[FeatureMap]:
    """Return the map of each input channel, without padding."""
    return [
        FeatureMap("input", _real(i), units[n] if units else None, channels.index(n))
        for n in range(channels.inputs)
    ]


def point(role: str, cell: Position, index: tuple[int, ...]) -> Cells:
    """Return a single cell of a map."""
    return Cells(role, tuple(range(n, n + 1) for n in cell), index)


def offset(position: Sequence[int], shape: Sequence[int]) -> int:
    """Return how many cells of a grid come before a position, row by row."""
    at = 0
    for n, size in zip(position, shape, strict=True):
        at = at * size + n
    return at


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
            values = [weight * value for weight, value in pairs]
        if not step.reduction.is_cell_by_cell:
            values = [step.reduction.of(values)]
        for cell, value in zip(step.writes, values, strict=True):
            found[step.writes.index, cell] = value
    return found


def _output(o: tuple[int, ...], index: tuple[int, ...], written: Written | None) -> FeatureMap:
    empty = FeatureMap("output", _real(o), None, index)
    if written is None:
        return empty
    values = tuple(written.get((index, cell), 0) for cell in empty.cells())
    return FeatureMap("output", empty.axes, values, index)
