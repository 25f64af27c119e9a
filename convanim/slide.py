"""The sliding window that convolutions and pooling share: its steps and its values."""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, overload

from convanim.arithmetic import Cell
from convanim.sweep import Cells, FeatureMap, Step, Sweep

if TYPE_CHECKING:
    from convanim.arithmetic import Axis
    from convanim.values import Number

Reduce = Callable[[list["Number"]], "Number"]
"""Makes one output value of the values the window reads, in the order of the kernel's cells."""


@dataclass(frozen=True, slots=True)
class Slide(Sequence[Step]):
    """The steps of a window over every output position, row by row.

    Attributes
    ----------
    axes : tuple of Axis
        One per axis.
    reads_kernel : bool
        Whether each step reads the kernel's cells too.
    """

    axes: tuple[Axis, ...]
    reads_kernel: bool = False

    def __len__(self) -> int:
        return math.prod(axis.o for axis in self.axes)

    @overload
    def __getitem__(self, index: int) -> Step: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Step, ...]: ...
    def __getitem__(self, index: int | slice) -> Step | tuple[Step, ...]:
        """Return one step, or a tuple of them for a slice."""
        if isinstance(index, slice):
            return tuple(self[n] for n in range(*index.indices(len(self))))
        index = range(len(self))[index]
        position = self._position(index)
        taps = tuple(axis.taps(n) for axis, n in zip(self.axes, position, strict=True))
        reads = [Cells("input", taps)]
        if self.reads_kernel:
            reads.append(Cells("kernel", tuple(range(axis.k) for axis in self.axes)))
        writes = Cells("output", tuple(range(n, n + 1) for n in position))
        return Step(index, tuple(reads), writes)

    def _position(self, index: int) -> tuple[int, ...]:
        position = []
        for axis in reversed(self.axes):
            index, n = divmod(index, axis.o)
            position.append(n)
        return tuple(reversed(position))


def sweep(
    axes: tuple[Axis, ...],
    reduce: Reduce | None,
    *,
    units: tuple[Number, ...] | None,
    kernel: tuple[Number, ...] | None = None,
    fill: Number = 0,
) -> Sweep:
    """Return the sweep of a sliding window.

    Parameters
    ----------
    axes : tuple of Axis
        One per axis, each with ``o >= 1``.
    reduce : callable or None
        Makes an output value of the values read; None when the output has no values.
    units : tuple of Number, or None
        The input's values row by row, ``prod(i)`` of them.
    kernel : tuple of Number, or None
        The kernel's values in the order its cells meet the input's, ``prod(k)`` of them.
    fill : Number
        The value of padding and of inserted zeros.

    Returns
    -------
    Sweep
        Maps ``input`` (as stretched and padded), ``kernel`` when it has values, ``output``.
    """
    input_map = _input_map(axes, units, fill)
    steps = Slide(axes, reads_kernel=kernel is not None)
    values = None
    if reduce and input_map.values is not None:
        read = _reader(input_map)
        values = tuple(reduce(read(step.reads[0])) for step in steps)
    output = FeatureMap("output", tuple((Cell.REAL,) * axis.o for axis in axes), values)
    if kernel is None:
        return Sweep((input_map, output), steps)
    kernel_map = FeatureMap("kernel", tuple((Cell.REAL,) * axis.k for axis in axes), kernel)
    return Sweep((input_map, kernel_map, output), steps)


def _input_map(
    axes: tuple[Axis, ...], units: tuple[Number, ...] | None, fill: Number
) -> FeatureMap:
    along = tuple(axis.cells() for axis in axes)
    if units is None:
        return FeatureMap("input", along)
    values = [fill] * math.prod(map(len, along))
    strides = _row_major_strides(tuple(map(len, along)))
    for value, cell in zip(units, itertools.product(*(axis.units for axis in axes)), strict=True):
        values[sum(n * stride for n, stride in zip(cell, strides, strict=True))] = value
    return FeatureMap("input", along, tuple(values))


def _reader(feature_map: FeatureMap) -> Callable[[Cells], list[Number]]:
    strides = _row_major_strides(feature_map.shape)
    values = feature_map.values or ()

    def read(cells: Cells) -> list[Number]:
        offsets = [
            [n * stride for n in along] for along, stride in zip(cells.along, strides, strict=True)
        ]
        return [values[sum(offset)] for offset in itertools.product(*offsets)]

    return read


def _row_major_strides(shape: tuple[int, ...]) -> tuple[int, ...]:
    return tuple(math.prod(shape[n + 1 :]) for n in range(len(shape)))


def weighted_sum(weights: tuple[Number, ...], read: list[Number]) -> Number:
    """Return the sum of products of a kernel's cells and the values read."""
    return sum(weight * value for weight, value in zip(weights, read, strict=True))


def mean(read: list[Number]) -> Number:
    """Return the average of the values read; exact unless one of them is a float."""
    total = sum(read)
    if isinstance(total, float):
        return total / len(read)
    exact = Fraction(total, len(read))
    return exact.numerator if exact.denominator == 1 else exact
