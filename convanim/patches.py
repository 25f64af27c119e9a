"""The matrix of windows: how it is filled and multiplied, what frameworks call the way there."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from convanim import gather
from convanim.account import letters
from convanim.arithmetic import Cell
from convanim.channels import ONE, Channels
from convanim.combination import Combination, How
from convanim.sweep import Cells, FeatureMap
from convanim.translation.code import Told, called, every, pads, unless, windows

if TYPE_CHECKING:
    from collections.abc import Sequence

    from convanim.arithmetic import Axis
    from convanim.gather import Position
    from convanim.layer import Layer, Shape
    from convanim.sweep import Sweep

Reads = tuple[tuple[Cells, ...], Cells]

Sizes = dict[str, dict[str, "Shape"]]


def unfolded(axes: Sequence[Axis], inputs: Sequence[FeatureMap]) -> Sweep:
    """Return the steps that fill the matrix of windows, a column each.

    Parameters
    ----------
    axes : sequence of Axis
        What slides along each axis.
    inputs : sequence of FeatureMap
        Padded; the rows of the matrix are theirs one after the other, tap by tap.
    """
    shape = tuple(axis.o for axis in axes)
    rows = len(inputs) * math.prod(axis.k for axis in axes)
    index = Channels(len(inputs)).index(0)

    def move(_: int, position: Position) -> Reads:
        taps = tuple(axis.taps(n) for axis, n in zip(axes, position, strict=True))
        column = gather.offset(position, shape)
        reads = tuple(Cells("input", taps, each.index) for each in inputs)
        return reads, Cells("output", (range(rows), range(column, column + 1)), index)

    # One step a position: the matrix is the only output.
    channels = Channels(len(inputs))
    steps = gather.Gather(shape, channels, move, Combination(How.COPY))
    return gather.sweep(steps, inputs, (rows, math.prod(shape)))


def kernel_rows(sweep: Sweep, layer: Layer) -> FeatureMap:
    """Return the kernels of a convolution, those of each filter one after the other as a row."""
    filters, *shape = layer.kernel_shape
    values = [value for each in sweep.maps_of("kernel") for _, value in each.known()]
    axes = (Cell.REAL,) * filters, (Cell.REAL,) * math.prod(shape)
    return FeatureMap("kernel", axes, tuple(values) or None)


def multiplied(kernels: FeatureMap, matrix: FeatureMap) -> Sweep:
    """Return the steps of a product of matrices: a row of kernels and a column make a number.

    Parameters
    ----------
    kernels : FeatureMap
        A row for each filter; without values the product has none.
    matrix : FeatureMap
        A column for each position.
    """
    shape = kernels.shape[0], matrix.shape[1]

    def move(_: int, cell: Position) -> Reads:
        (row, column), inner = cell, range(matrix.shape[0])
        reads = (
            Cells("input", (inner, range(column, column + 1))),
            Cells("kernel", (range(row, row + 1), inner)),
        )
        return reads, gather.point("output", cell, ())

    steps = gather.Gather(shape, ONE, move, Combination(How.SUM))
    read = FeatureMap("input", matrix.axes, matrix.values if kernels.values else None)
    return gather.sweep(steps, (read,), shape, kernels)


def orders(of_map: Shape, matrix: tuple[int, int], is_back: bool) -> Sizes:
    """Return the shapes of input and output, channels first and channels last.

    Parameters
    ----------
    of_map : tuple of int
        Channels, then sizes.
    matrix : tuple of int
        Rows and columns.
    is_back : bool
        Whether the matrix is the input.
    """
    (c, *i), (rows, columns) = of_map, matrix
    first, last = [(1, c, *i), (1, rows, columns)], [(1, *i, c), (1, columns, rows)]
    names = ("output", "input") if is_back else ("input", "output")
    shapes = {f"NC{letters(len(i))}": first, f"N{letters(len(i))}C": last}
    return {order: dict(sorted(zip(names, both, strict=True))) for order, both in shapes.items()}


def torch_line(layer: Layer, name: str, *given: object) -> Told:
    """Return the module of torch that goes one of the two ways."""
    k, s, d = windows(layer)
    both = pads(layer)
    if len(k) != 2:
        return Told(note=f"{name} is for two axes")
    if any(before != after for before, after in both):
        return Told(note=f"{name} pads both ends alike")
    line = called(
        name,
        *given,
        every(k),
        dilation=unless(1, every(d)),
        padding=unless(0, every(before for before, _ in both)),
        stride=unless(1, every(s)),
    )
    return Told(line)


def jax_matrix(layer: Layer, x: str, rows: int) -> str:
    """Return the expression of JAX that makes the matrix of a map."""
    k, s, d = windows(layer)
    patches = called(
        "lax.conv_general_dilated_patches",
        x,
        k,
        s,
        list(pads(layer)),
        rhs_dilation=None if every(d) == 1 else d,
    )
    return f"{patches}.reshape(1, {rows}, -1)"
