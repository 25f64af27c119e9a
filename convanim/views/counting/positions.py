"""The positions of a kernel along one axis, and in which order they tell the size that follows."""

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
"""What happens: the kernel at its first position, the distance it travels, a jump, the result."""


@dataclass(frozen=True)
class Count:
    """An axis whose size is found by counting the positions of a kernel.

    Attributes
    ----------
    axis : Axis
        As the operation holds it.
    is_back : bool
        Whether the positions are known and the size of what they cover is not, as in a transposed
        convolution.
    """

    axis: Axis
    is_back: bool = False

    @property
    def along(self) -> Axis:
        """The axis that the kernel goes along in jumps of the stride."""
        return self.axis.direct if self.is_back else self.axis

    @property
    def positions(self) -> int:
        """How many there are."""
        return self.axis.i if self.is_back else self.axis.o

    @property
    def ends(self) -> tuple[int, ...]:
        """Where the kernel ends at each position, in cells."""
        return tuple(self.along.taps(n)[0] + self.along.k_hat for n in range(self.positions))

    @property
    def distance(self) -> int:
        """From the end of the kernel at its first position to the end of what it can reach."""
        return self.along.padded - self.along.overhang - self.along.k_hat

    @property
    def steps(self) -> derivation.Steps:
        """What is worked out, in the order in which it is."""
        derive = derivation.transposed if self.is_back else derivation.direct
        return derive(self.axis)

    @property
    def covers(self) -> str:
        """The role of what the kernel goes along."""
        return "output" if self.is_back else "input"

    @property
    def counts(self) -> str:
        """The role of what has a unit for each position."""
        return "input" if self.is_back else "output"

    @functools.cached_property
    def beats(self) -> tuple[Beat, ...]:
        """What each drawing shows."""
        last = self.positions - 1
        jumps = [Beat(n, JUMP) for n in range(1, self.positions)]
        distance = Beat(last if self.is_back else 0, DISTANCE)
        between = [*jumps, distance] if self.is_back else [distance, *jumps]
        return Beat(0, KERNEL), *between, Beat(last, SIZE)

    def told(self, beat: Beat) -> derivation.Steps:
        """Return what is worked out so far."""
        known = {"effective kernel size"}
        if beat.phase in (DISTANCE, SIZE) or (beat.step and not self.is_back):
            known.add("distance")
        is_last = beat.phase == JUMP and beat.step == self.positions - 1
        if is_last or beat.phase == SIZE or (beat.phase == DISTANCE and self.is_back):
            known.add("jumps")
        if beat.phase == SIZE:
            known.add("output size")
        return tuple(step for step in self.steps if step[0] in known)

    @functools.cached_property
    def sweep(self) -> Sweep:
        """The positions as steps: what the kernel covers, and the unit of the position."""
        swept = slide.sweep((self.along,), WeightedSum(), units=None)
        units = FeatureMap("output", ((Cell.REAL,) * self.positions,))
        maps, steps = (swept.map("input"), units), swept.steps[: self.positions]
        if not self.is_back:
            return Sweep(maps, steps)
        back = tuple(replace(each, role=_OTHER[each.role]) for each in reversed(maps))
        return Sweep(back, tuple(map(_turned, steps)))


_OTHER = {"input": "output", "output": "input"}


def _turned(step: Step) -> Step:
    """Return a step that adds to what it read, and reads what it wrote."""
    (read,) = step.reads
    reads = replace(step.writes, role="input")
    writes, adding = replace(read, role="output"), RunningSum()
    return replace(step, reads=(reads,), writes=writes, reduction=adding)
