"""The positions of a kernel along one axis, and the drawings that derive the size from them."""

from __future__ import annotations

import functools
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from convanim.arithmetic import derivation
from convanim.arithmetic.cells import Cell
from convanim.arithmetic.reduction import RunningSum, WeightedSum
from convanim.layout.layout import Beat
from convanim.sweep import window as slide
from convanim.sweep.sweep import FeatureMap, Sweep

if TYPE_CHECKING:
    from convanim.arithmetic.axis import Axis
    from convanim.sweep.sweep import Step

KERNEL, DISTANCE, JUMP, SIZE = "kernel", "distance", "jump", "size"
"""What a drawing adds: the kernel's first position, the distance it travels, a jump, the size."""


@dataclass(frozen=True)
class Count:
    """An axis whose size follows from the number of positions of a kernel.

    Attributes
    ----------
    axis : Axis
        The axis of the operation.
    is_transposed : bool
        Whether the number of positions is known and the size of the row is unknown, as in a
        transposed convolution.
    """

    axis: Axis
    is_transposed: bool = False

    @property
    def along(self) -> Axis:
        """The axis along which the kernel moves by the stride."""
        return self.axis.direct if self.is_transposed else self.axis

    @property
    def positions(self) -> int:
        """The number of positions."""
        return self.axis.i if self.is_transposed else self.axis.o

    @property
    def ends(self) -> tuple[int, ...]:
        """The end of the kernel at each position, in cells."""
        return tuple(self.along.taps(n)[0] + self.along.k_hat for n in range(self.positions))

    @property
    def distance(self) -> int:
        """How far the kernel travels from its first position to its last, in cells."""
        return self.along.padded - self.along.overhang - self.along.k_hat

    @property
    def steps(self) -> derivation.Steps:
        """The steps of the derivation, in order."""
        derive = derivation.transposed if self.is_transposed else derivation.direct
        return derive(self.axis)

    @property
    def formula(self) -> str:
        """The whole derivation as one formula."""
        whole = derivation.transposed_formula if self.is_transposed else derivation.direct_formula
        return whole(self.axis)

    @property
    def row_role(self) -> str:
        """The role of the map that the kernel moves along."""
        return "output" if self.is_transposed else "input"

    @property
    def unit_role(self) -> str:
        """The role of the map that has one unit for each position."""
        return "input" if self.is_transposed else "output"

    @functools.cached_property
    def beats(self) -> tuple[Beat, ...]:
        """The drawings: a position of the kernel each, and what is derived at it."""
        last = self.positions - 1
        jumps = [Beat(n, JUMP) for n in range(1, self.positions)]
        distance = Beat(last if self.is_transposed else 0, DISTANCE)
        between = [*jumps, distance] if self.is_transposed else [distance, *jumps]
        return Beat(0, KERNEL), *between, Beat(last, SIZE)

    def formulas(self, beat: Beat) -> derivation.Steps:
        """Return the steps of the derivation that are known in a drawing."""
        known = {"effective kernel size"}
        if beat.phase in (DISTANCE, SIZE) or (beat.step and not self.is_transposed):
            known.add("distance")
        is_last = beat.phase == JUMP and beat.step == self.positions - 1
        if is_last or beat.phase == SIZE or (beat.phase == DISTANCE and self.is_transposed):
            known.add("jumps")
        if beat.phase == SIZE:
            known.add("output size")
        return tuple(step for step in self.steps if step[0] in known)

    @functools.cached_property
    def sweep(self) -> Sweep:
        """The positions as steps: the cells under the kernel, and the unit of the position."""
        swept = slide.sweep((self.along,), WeightedSum(), units=None)
        units = FeatureMap("output", ((Cell.REAL,) * self.positions,))
        maps, steps = (swept.map("input"), units), swept.steps[: self.positions]
        if not self.is_transposed:
            return Sweep(maps, steps)
        back = tuple(replace(each, role=_OTHER[each.role]) for each in reversed(maps))
        return Sweep(back, tuple(map(_transpose, steps)))


_OTHER = {"input": "output", "output": "input"}


def _transpose(step: Step) -> Step:
    """Return a step that reads the unit and adds to the cells of the window."""
    (read,) = step.reads
    reads = replace(step.writes, role="input")
    writes, reduction = replace(read, role="output"), RunningSum()
    return replace(step, reads=(reads,), writes=writes, reduction=reduction)
