"""The patch matrix of im2col: steps that fill it and that multiply kernels by it."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from convanim.arithmetic.cells import Cell
from convanim.arithmetic.channels import ONE, Channels
from convanim.arithmetic.reduction import Copy, Sum
from convanim.sweep import gather
from convanim.sweep.sweep import Cells, FeatureMap

if TYPE_CHECKING:
    from collections.abc import Sequence

    from convanim.arithmetic.axis import Axis
    from convanim.arithmetic.layer import Layer
    from convanim.sweep.gather import Position
    from convanim.sweep.sweep import Sweep

Reads = tuple[tuple[Cells, ...], Cells]


def unfold(axes: Sequence[Axis], inputs: Sequence[FeatureMap]) -> Sweep:
    """Return the sweep that fills the patch matrix; each step fills a column.

    Parameters
    ----------
    axes : sequence of Axis
        The axes of the convolution.
    inputs : sequence of FeatureMap
        The padded map of each input channel. The matrix has a row for each tap of each of them.
    """
    shape = tuple(axis.o for axis in axes)
    rows = len(inputs) * math.prod(axis.k for axis in axes)
    index = Channels(len(inputs)).index(0)

    def move(_: int, position: Position) -> Reads:
        taps = tuple(axis.taps(n) for axis, n in zip(axes, position, strict=True))
        column = gather.offset(position, shape)
        reads = tuple(Cells("input", taps, each.index) for each in inputs)
        return reads, Cells("output", (range(rows), range(column, column + 1)), index)

    # Gather makes a step for each output channel, and the matrix is the only output.
    channels = Channels(len(inputs))
    steps = gather.Gather(shape, channels, move, Copy())
    return gather.sweep(steps, inputs, (rows, math.prod(shape)))


def kernel_rows(sweep: Sweep, layer: Layer) -> FeatureMap:
    """Return the kernels of a convolution as a matrix with a row for each filter."""
    filters, *shape = layer.kernel_shape
    values = [value for each in sweep.maps_of("kernel") for _, value in each.known()]
    axes = (Cell.REAL,) * filters, (Cell.REAL,) * math.prod(shape)
    return FeatureMap("kernel", axes, tuple(values) or None)


def multiply(kernels: FeatureMap, matrix: FeatureMap) -> Sweep:
    """Return the sweep that multiplies two matrices; each step computes an entry of the product.

    Parameters
    ----------
    kernels : FeatureMap
        Has a row for each filter; without values the product has none either.
    matrix : FeatureMap
        Has a column for each position.
    """
    shape = kernels.shape[0], matrix.shape[1]

    def move(_: int, cell: Position) -> Reads:
        (row, column), inner = cell, range(matrix.shape[0])
        reads = (
            Cells("input", (inner, range(column, column + 1))),
            Cells("kernel", (range(row, row + 1), inner)),
        )
        return reads, gather.point("output", cell, ())

    steps = gather.Gather(shape, ONE, move, Sum())
    read = FeatureMap("input", matrix.axes, matrix.values if kernels.values else None)
    return gather.sweep(steps, (read,), shape, kernels)
