"""The steps of a sliding window: which cells each reads, and which it writes."""

from __future__ import annotations

import functools
import itertools
import math
import operator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from convanim.arithmetic.channels import ONE, Channels
from convanim.sweep.computed import ComputedSteps, position
from convanim.sweep.sweep import Cells, Step

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from convanim.arithmetic.axis import Axis
    from convanim.arithmetic.channels import Index
    from convanim.arithmetic.reduction import Reduction


@dataclass(frozen=True)
class Slide(ComputedSteps):
    """The steps of a window over every position of each output channel, row by row.

    Attributes
    ----------
    axes : tuple of Axis
        The axes that the window slides along.
    reduction : Reduction
        Computes the value that a step writes.
    channels : Channels
        The channels; each step reads the window in all input channels of its output channel.
    parts : tuple of str
        The roles of other maps that each step reads: ``"kernel"``, ``"bias"``.
    """

    axes: tuple[Axis, ...]
    reduction: Reduction
    channels: Channels = ONE
    parts: tuple[str, ...] = ()

    def __len__(self) -> int:
        return self.channels.outputs * self._positions

    def step(self, index: int) -> Step:
        """Return the step at an index."""
        output, at = divmod(index, self._positions)
        places = map(operator.getitem, self._places, position(at, self._sizes))
        return self._step(index, output, places)

    def __iter__(self) -> Iterator[Step]:
        """Yield all steps, which is faster than to look for one after the other."""
        every = itertools.product(range(self.channels.outputs), itertools.product(*self._places))
        for index, (output, places) in enumerate(every):
            yield self._step(index, output, places)

    def _step(self, index: int, output: int, places: Iterable[tuple[range, range]]) -> Step:
        """Return the step of an output channel at a place along each axis."""
        taps, writes = zip(*places, strict=True)
        read, written = self._channels[output]
        inputs = [Cells("input", taps, each) for each in read]
        cells = Cells("output", writes, written)
        return Step(index, (*inputs, *self._parts[output]), cells, self.reduction)

    @functools.cached_property
    def _sizes(self) -> tuple[int, ...]:
        return tuple(axis.o for axis in self.axes)

    @functools.cached_property
    def _positions(self) -> int:
        return math.prod(self._sizes)

    @functools.cached_property
    def _places(self) -> tuple[tuple[tuple[range, range], ...], ...]:
        """What the window reads along each axis at each position, and what it writes there."""
        return tuple(
            tuple((axis.taps(n), range(n, n + 1)) for n in range(axis.o)) for axis in self.axes
        )

    @functools.cached_property
    def _channels(self) -> tuple[tuple[tuple[Index, ...], Index], ...]:
        """The indices of the inputs that each output channel reads, and its own."""
        index = self.channels.index
        return tuple(
            (tuple(map(index, self.channels.read_by(output))), index(output))
            for output in range(self.channels.outputs)
        )

    @functools.cached_property
    def _parts(self) -> tuple[tuple[Cells, ...], ...]:
        """The kernel and bias cells of each output channel; all its steps read the same ones."""
        return tuple(tuple(self._others(output)) for output in range(self.channels.outputs))

    def _others(self, output: int) -> Iterator[Cells]:
        if "kernel" in self.parts:
            whole = tuple(range(axis.k) for axis in self.axes)
            for n in range(self.channels.group_inputs):
                yield Cells("kernel", whole, self.channels.index(output, n))
        if "bias" in self.parts:
            yield Cells("bias", (range(output, output + 1),))
