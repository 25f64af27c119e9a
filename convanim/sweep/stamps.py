"""A transposed convolution as overlap-add: each input unit adds its multiple of the kernel.

Padding then crops the border of the output. The result equals that of the direct convolution over
the stretched input in :mod:`convanim.layers.transposed`.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from convanim.arithmetic.cells import Cell
from convanim.arithmetic.reduction import RunningSum
from convanim.sweep.computed import ComputedSteps, position
from convanim.sweep.matrix import units
from convanim.sweep.sweep import Cells, FeatureMap, Step, Sweep
from convanim.sweep.terms import gains

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from convanim.arithmetic.axis import Axis
    from convanim.arithmetic.values import Number
    from convanim.sweep.terms import Term

Position = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Stamps(ComputedSteps):
    """One step for each unit of the input, row by row.

    Attributes
    ----------
    axes : tuple of Axis
        The axes of the transposed convolution.
    has_kernel : bool
        Whether the kernel has numbers; otherwise no step reads it.
    """

    axes: tuple[Axis, ...]
    has_kernel: bool = False

    def __len__(self) -> int:
        return math.prod(axis.i for axis in self.axes)

    def step(self, index: int) -> Step:
        """Return the step at an index."""
        unit = position(index, [axis.i for axis in self.axes])
        reads = [Cells("input", tuple(range(n, n + 1) for n in unit))]
        if self.has_kernel:
            reads.append(Cells("kernel", tuple(range(axis.k) for axis in self.axes)))
        pairs = zip(self.axes, unit, strict=True)
        writes = Cells("output", tuple(_stamped(axis, n) for axis, n in pairs))
        return Step(index, tuple(reads), writes, RunningSum())


def stamp_sweep(axes: tuple[Axis, ...], sweep: Sweep) -> Sweep:
    """Return the sweep of a transposed convolution as overlap-add.

    Parameters
    ----------
    axes : tuple of Axis
        The axes of the transposed convolution.
    sweep : Sweep
        Its sliding window over the stretched input, with one channel.

    Returns
    -------
    Sweep
        The layer's own ``input`` and ``kernel``, and ``output`` including the cells that padding
        crops.
    """
    (stretched,), kernels = sweep.maps_of("input"), sweep.maps_of("kernel")
    known = [stretched.value(unit.cell) for unit in units((stretched,))]
    real = tuple((Cell.REAL,) * axis.i for axis in axes)
    maps = [FeatureMap("input", real, tuple(known) if stretched.values else None)]
    # Reversing all cells rotates a kernel by 180 degrees, for any number of axes.
    maps += (FeatureMap("kernel", each.axes, (each.values or ())[::-1]) for each in kernels)
    output, steps = FeatureMap("output", tuple(map(_border, axes))), Stamps(axes, bool(kernels))
    bare = Sweep((*maps, output), steps)
    if not (kernels and stretched.values):
        return bare
    sums = totals(gains(bare, len(steps) - 1))
    values = tuple(sums.get(cell, 0) for cell in output.cells())
    return Sweep((*maps, FeatureMap("output", output.axes, values)), steps)


def totals(gained: Mapping[Position, Sequence[Term]]) -> dict[Position, Number]:
    """Return the sum of each cell's terms."""
    return {
        cell: sum(value for term in terms if (value := term.value) is not None)
        for cell, terms in gained.items()
    }


def _before(axis: Axis) -> int:
    """Return the number of output cells before the first stamp; positive if padding is negative."""
    return max(0, -axis.direct.p_before)


def _stamped(axis: Axis, unit: int) -> range:
    start = _before(axis) + unit * axis.stretch
    return range(start, start + axis.k_hat, axis.d)


def _border(axis: Axis) -> tuple[Cell, ...]:
    """Return the kind of each cell of the output along an axis, including cropped cells."""
    first = _before(axis) + axis.direct.p_before
    count = max(_stamped(axis, axis.i - 1)[-1] + 1, first + axis.o)
    kept = range(first, first + axis.o)
    return tuple(Cell.REAL if n in kept else Cell.CROPPED for n in range(count))
