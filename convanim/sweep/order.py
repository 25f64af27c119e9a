"""The order in which a sweep goes through its positions: no step reads what another writes."""

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
"""Row by row; column by column; row by row, every other one backwards."""


@dataclass(frozen=True, slots=True)
class InOrder(ComputedSteps):
    """Steps in another order, numbered anew."""

    steps: Sequence[Step]
    numbers: tuple[int, ...]

    def __len__(self) -> int:
        return len(self.numbers)

    def step(self, index: int) -> Step:
        """Return one step."""
        return replace(self.steps[self.numbers[index]], index=index)


def in_order(sweep: Sweep, order: Order) -> Sweep:
    """Return a sweep whose steps follow an order of the cells they write, map by map."""
    if order == "raster":
        return sweep
    keys = [(step.writes.index, _key(step, order), step.index) for step in sweep.steps]
    return Sweep(sweep.maps, InOrder(sweep.steps, tuple(key[-1] for key in sorted(keys))))


def _key(step: Step, order: Order) -> tuple[int, ...]:
    if order == "column":
        return tuple(reversed(step.writes.first))
    *row, column = step.writes.first
    return (*row, -column if sum(row) % 2 else column)


def row_of(step: Step, order: Order) -> tuple[object, ...]:
    """Return the row, or column, that a step belongs to in an order."""
    cell = step.writes.first
    return step.writes.index, cell[1:] if order == "column" else cell[:-1]
