"""The sliding window that convolutions and pooling share: its maps and its values."""

from __future__ import annotations

import itertools
import math
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from convanim.arithmetic import padding
from convanim.arithmetic.cells import Cell
from convanim.arithmetic.channels import ONE, Channels
from convanim.sweep.slide import Slide
from convanim.sweep.sweep import Cells, FeatureMap, Sweep

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from convanim.arithmetic.axis import Axis
    from convanim.arithmetic.channels import Index
    from convanim.arithmetic.reduction import Reduction
    from convanim.arithmetic.values import Grid, Number


def sweep(
    axes: tuple[Axis, ...],
    reduction: Reduction,
    *,
    units: Sequence[Grid] | None,
    channels: Channels = ONE,
    kernels: Sequence[Sequence[Grid]] | None = None,
    bias: Grid | None = None,
    padding_mode: str = padding.ZEROS,
) -> Sweep:
    """Return the sweep of a sliding window.

    Parameters
    ----------
    axes : tuple of Axis
        The axes that the window slides along, each with ``o >= 1``.
    reduction : Reduction
        Computes an output from the values in the window; if it needs a kernel and there is none,
        the output has no values.
    units : sequence of tuple of Number, or None
        The values of each input channel, ``prod(i)`` numbers row by row.
    channels : Channels
        The channels and their groups.
    kernels : sequence of sequence of tuple of Number, or None
        A kernel for each output channel and each input channel that it reads: ``prod(k)`` numbers
        in the order of the input cells that they multiply.
    bias : tuple of Number, or None
        The bias of each output channel.
    padding_mode : str
        The values of cells in the padding, one of :data:`convanim.arithmetic.padding.MODES`; with
        ``zeros`` they are :attr:`Reduction.padding`.

    Returns
    -------
    Sweep
        Maps ``input`` (stretched and padded), ``kernel`` and ``bias`` if they have values, and
        ``output``.
    """
    inputs = input_maps(axes, units, channels, reduction.padding, padding_mode)
    weights = [*_kernel_maps(axes, kernels or (), channels), *_bias_maps(bias)]
    steps = Slide(axes, reduction, channels, tuple(dict.fromkeys(each.role for each in weights)))
    is_known = units and (kernels or not reduction.needs_kernel)
    values = _outputs(inputs, steps, kernels, bias) if is_known else None
    count = len(steps) // channels.outputs
    outputs = [
        FeatureMap(
            "output",
            tuple((Cell.REAL,) * axis.o for axis in axes),
            values[n * count : (n + 1) * count] if values else None,
            channels.index(n),
        )
        for n in range(channels.outputs)
    ]
    return Sweep((*inputs, *weights, *outputs), steps)


def input_maps(
    axes: tuple[Axis, ...],
    units: Sequence[Grid] | None,
    channels: Channels,
    fill: Number | None = 0,
    padding_mode: str = padding.ZEROS,
) -> list[FeatureMap]:
    """Return the stretched and padded map of each input channel; see :func:`sweep`."""
    return [
        _input_map(axes, units[n] if units else None, fill, padding_mode, channels.index(n))
        for n in range(channels.inputs)
    ]


def _outputs(
    inputs: Sequence[FeatureMap],
    steps: Slide,
    kernels: Sequence[Sequence[Grid]] | None,
    bias: Grid | None,
) -> Grid:
    """Return the value that each step writes."""
    if kernels and any(axis.stretch > 1 for axis in steps.axes) and _are_finite(kernels):
        return tuple(_outputs_of_units(inputs, steps, kernels, bias))
    readers = {each.index: _reader(each) for each in inputs}
    count = len(steps) // steps.channels.outputs
    written = []
    for step in steps:
        output = step.index // count
        read = [value for cells in step.read_of("input") for value in readers[cells.index](cells)]
        if kernels:
            weights = itertools.chain.from_iterable(kernels[output])
            read = [value * weight for value, weight in zip(read, weights, strict=True)]
        if bias is not None:
            read.append(bias[output])
        written.append(steps.reduction.of(read))
    return tuple(written)


def _are_finite(kernels: Sequence[Sequence[Grid]]) -> bool:
    return all(math.isfinite(weight) for row in kernels for grid in row for weight in grid)


def _outputs_of_units(
    inputs: Sequence[FeatureMap],
    steps: Slide,
    kernels: Sequence[Sequence[Grid]],
    bias: Grid | None,
) -> Iterator[Number]:
    """Yield the value that each step writes, without the products of zeros between units.

    Of a transposed convolution with a large stride nearly all cells are such zeros.
    """
    axes, channels = steps.axes, steps.channels
    cell_strides = _row_major_strides(inputs[0].shape)
    tap_strides = _row_major_strides(tuple(axis.k for axis in axes))
    pairs = [
        list(map(partial(_unit_pairs, axis, cell_stride, tap_stride), range(axis.o)))
        for axis, cell_stride, tap_stride in zip(axes, cell_strides, tap_strides, strict=True)
    ]
    for output in range(channels.outputs):
        grids = [inputs[channel].values or () for channel in channels.read_by(output)]
        for along in itertools.product(*pairs):
            places = [
                tuple(map(sum, zip(*each, strict=True))) for each in itertools.product(*along)
            ]
            products = [
                (values[cell] or 0) * weights[tap]
                for values, weights in zip(grids, kernels[output], strict=True)
                for cell, tap in places
            ]
            yield steps.reduction.of(products if bias is None else [*products, bias[output]])


def _unit_pairs(
    axis: Axis, cell_stride: int, tap_stride: int, position: int
) -> list[tuple[int, int]]:
    """Return the offsets of the units that a window reads along an axis, and of their taps."""
    taps = enumerate(axis.taps(position))
    return [(at * cell_stride, n * tap_stride) for n, at in taps if at in axis.units]


def _kernel_maps(
    axes: tuple[Axis, ...], kernels: Sequence[Sequence[Grid]], channels: Channels
) -> Iterator[FeatureMap]:
    along = tuple((Cell.REAL,) * axis.k for axis in axes)
    for output, row in enumerate(kernels):
        for n, values in enumerate(row):
            yield FeatureMap("kernel", along, values, channels.index(output, n))


def _bias_maps(bias: Grid | None) -> Iterator[FeatureMap]:
    if bias is not None:
        yield FeatureMap("bias", ((Cell.REAL,) * len(bias),), bias)


def _input_map(
    axes: tuple[Axis, ...],
    units: Grid | None,
    fill: Number | None,
    padding_mode: str,
    index: Index,
) -> FeatureMap:
    empty = _empty_map(axes, padding_mode, index)
    if units is None:
        return empty
    strides = _row_major_strides(tuple(axis.i for axis in axes))
    offsets = [
        [None if n is None else n * stride for n in padding.sources(axis, padding_mode)]
        for axis, stride in zip(axes, strides, strict=True)
    ]
    values: list[Number | None] = []
    for cell, offset in zip(empty.cells(), itertools.product(*offsets), strict=True):
        known = [n for n in offset if n is not None]
        if len(known) == len(offset):
            values.append(units[sum(known)])
        else:
            values.append(None if empty.kind(cell) is Cell.OVERHANG else fill)
    return replace(empty, values=tuple(values))


def _empty_map(axes: tuple[Axis, ...], padding_mode: str, index: Index) -> FeatureMap:
    """Return a map without numbers; padding that repeats units is a copy of them."""
    along = tuple(axis.cells() for axis in axes)
    if padding_mode == padding.ZEROS or all(Cell.PADDING not in kinds for kinds in along):
        return FeatureMap("input", along, None, index)
    kinds = tuple(
        tuple(Cell.COPIED if kind is Cell.PADDING else kind for kind in each) for each in along
    )
    sources = tuple(
        tuple(at if n is None else axis.first_unit + n for at, n in enumerate(found))
        for axis, found in zip(
            axes, (padding.sources(axis, padding_mode) for axis in axes), strict=True
        )
    )
    return FeatureMap("input", kinds, None, index, sources)


def _reader(feature_map: FeatureMap) -> Callable[[Cells], list[Number]]:
    strides = _row_major_strides(feature_map.shape)
    values = feature_map.values or ()

    def read(cells: Cells) -> list[Number]:
        offsets = [
            [n * stride for n in along] for along, stride in zip(cells.along, strides, strict=True)
        ]
        found = (values[sum(offset)] for offset in itertools.product(*offsets))
        return [value for value in found if value is not None]

    return read


def _row_major_strides(shape: tuple[int, ...]) -> tuple[int, ...]:
    return tuple(math.prod(shape[n + 1 :]) for n in range(len(shape)))
