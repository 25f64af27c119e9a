"""The order of a sweep's steps, which can be changed since no step reads what another writes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from convanim.sweep.computed import ComputedSteps
from convanim.sweep.sweep import Sweep

if TYPE_CHECKING:
    from collections.abc import Sequence

    from convanim.sweep.sweep import Step

Order = Literal["raster", "column", "snake"]
ORDERS: tuple[Order, ...] = ("raster", "column", "snake")
"""Row by row; column by column; row by row with every other row reversed."""


@dataclass(frozen=True, slots=True)
class ReorderedSteps(ComputedSteps):
    """Steps in another order, with new indices.

    Attributes
    ----------
    steps : sequence of Step
        The steps in their original order.
    numbers : tuple of int
        Original index of each step.
    """

    steps: Sequence[Step]
    numbers: tuple[int, ...]

    def __len__(self) -> int:
        return len(self.numbers)

    def step(self, index: int) -> Step:
        """Return the step at an index."""
        return replace(self.steps[self.numbers[index]], index=index)


def reorder(sweep: Sweep, order: Order) -> Sweep:
    """Return a sweep whose steps are sorted by the cells that they write, map by map."""
    if order == "raster":
        return sweep
    keys = [(step.writes.index, _key(step, order), step.index) for step in sweep.steps]
    return Sweep(sweep.maps, ReorderedSteps(sweep.steps, tuple(key[-1] for key in sorted(keys))))


def _key(step: Step, order: Order) -> tuple[int, ...]:
    if order == "column":
        return tuple(reversed(step.writes.first))
    *row, column = step.writes.first
    return (*row, -column if sum(row) % 2 else column)


def jumps(one: Step, other: Step) -> bool:
    """Return whether the cells that two steps write lie apart along more than one axis.

    So do the end of a row and the start of the next, and cells of two maps.
    """
    if one.writes.index != other.writes.index:
        return True
    pairs = zip(one.writes.first, other.writes.first, strict=True)
    return sum(a != b for a, b in pairs) > 1


def row_of(step: Step, order: Order) -> tuple[object, ...]:
    """Return a key of the row, or for ``column`` the column, of the cell that a step writes."""
    cell = step.writes.first
    return step.writes.index, cell[1:] if order == "column" else cell[:-1]
