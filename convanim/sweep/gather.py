"""Steps without a sliding window: each copies some cells or combines them with weights."""

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
"""Maps an output channel and a position to the cells that are read and those that are written."""


@dataclass(frozen=True, slots=True)
class Gather(ComputedSteps):
    """One step for each position of a grid, row by row, in each output channel.

    Attributes
    ----------
    shape : tuple of int
        The shape of the grid.
    channels : Channels
        The channels and their groups.
    move : callable
        See :data:`Move`.
    reduction : Reduction
        Computes the value of each cell.
    """

    shape: tuple[int, ...]
    channels: Channels
    move: Move
    reduction: Reduction

    def __len__(self) -> int:
        return self.channels.outputs * math.prod(self.shape)

    def step(self, index: int) -> Step:
        """Return the step at an index."""
        output, at = divmod(index, math.prod(self.shape))
        reads, writes = self.move(output, position(at, self.shape))
        return Step(index, reads, writes, self.reduction)


def sweep(
    steps: Gather,
    inputs: Sequence[FeatureMap],
    o: tuple[int, ...],
    weights: FeatureMap | None = None,
) -> Sweep:
    """Return the sweep of steps without a window.

    Parameters
    ----------
    steps : Gather
        The steps.
    inputs : sequence of FeatureMap
        The map of each input channel; without values the output has none either.
    o : tuple of int
        Shape of an output map.
    weights : FeatureMap or None
        A map of role ``kernel`` that the steps read as well.

    Returns
    -------
    Sweep
        Maps ``input``, ``kernel`` if there are weights, and ``output``, where a cell that no step
        writes is 0.
    """
    channels = steps.channels
    read = (*inputs, *((weights,) if weights else ()))
    written = _written(steps, read) if inputs[0].values is not None else None
    outputs = [_output(o, channels.index(n), written) for n in range(channels.outputs)]
    return Sweep((*read, *outputs), steps)


def input_maps(
    i: tuple[int, ...], channels: Channels, units: Sequence[Grid] | None
) -> list[FeatureMap]:
    """Return the map of each input channel; it has no padding."""
    return [
        FeatureMap("input", _real(i), units[n] if units else None, channels.index(n))
        for n in range(channels.inputs)
    ]


def point(role: str, cell: Position, index: tuple[int, ...]) -> Cells:
    """Return a single cell of a map."""
    return Cells(role, tuple(range(n, n + 1) for n in cell), index)


def offset(position: Sequence[int], shape: Sequence[int]) -> int:
    """Return the number of a position in a grid whose cells are numbered row by row."""
    at = 0
    for n, size in zip(position, shape, strict=True):
        at = at * size + n
    return at


def _real(sizes: tuple[int, ...]) -> tuple[tuple[Cell, ...], ...]:
    return tuple((Cell.REAL,) * size for size in sizes)


Written = dict[tuple[tuple[int, ...], Position], "Number"]


def _written(steps: Gather, maps: Sequence[FeatureMap]) -> Written:
    """Return the value of each cell that is written, by the map's index and the position."""
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
        terms = [[value] for value in values] if step.reduction.is_cell_by_cell else [values]
        for cell, each in zip(step.writes, terms, strict=True):
            found[step.writes.index, cell] = step.reduction.of(each)
    return found


def _output(o: tuple[int, ...], index: tuple[int, ...], written: Written | None) -> FeatureMap:
    empty = FeatureMap("output", _real(o), None, index)
    if written is None:
        return empty
    values = tuple(written.get((index, cell), 0) for cell in empty.cells())
    return FeatureMap("output", empty.axes, values, index)
