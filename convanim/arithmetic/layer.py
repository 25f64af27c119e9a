"""A layer as frameworks define it: its sizes, options, parameters and costs."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from convanim.arithmetic.channels import ONE, Channels
from convanim.arithmetic.padding import ZEROS

if TYPE_CHECKING:
    from convanim.arithmetic.axis import Axis

Kind = Literal[
    "conv",
    "transposed_conv",
    "max_pool",
    "avg_pool",
    "lp_pool",
    "global_max_pool",
    "global_avg_pool",
]
Shape = tuple[int, ...]
_LETTERS = {1: "W", 2: "HW", 3: "DHW"}
WEIGHTED: tuple[Kind, ...] = ("conv", "transposed_conv")


@dataclass(frozen=True, slots=True)
class Layer:
    """One layer of a network.

    Attributes
    ----------
    kind : str
        The operation.
    axes : tuple of Axis
        The axes of the operation; for a transposed convolution those that emulate it.
    channels : Channels
        Numbers of input and output channels and of groups.
    words : tuple of str
        The word that gives the padding of each axis, empty for numbers; may have no items at all.
    bias : bool
        Whether each output channel has a bias.
    relu : bool
        Whether negative outputs become zero.
    padding_mode : str
        One of :data:`convanim.arithmetic.padding.MODES`.
    flip : bool
        Whether the kernel is turned by 180 degrees before it slides; no framework does so.
    ceil_mode, count_include_pad : bool
        Options of pooling, as in torch.
    divisor : int or None
        Of average pooling, in place of the number of cells in a window.
    norm : int
        The order of the norm of power-average pooling.
    """

    kind: Kind
    axes: tuple[Axis, ...]
    channels: Channels = ONE
    words: tuple[str, ...] = ()
    bias: bool = False
    relu: bool = False
    padding_mode: str = ZEROS
    flip: bool = False
    ceil_mode: bool = False
    count_include_pad: bool = True
    divisor: int | None = None
    norm: int = 2

    @property
    def own(self) -> tuple[Axis, ...]:
        """The layer's own i k s p d as frameworks define them, without an overhang."""
        if self.kind == "transposed_conv":
            return tuple(replace(axis.direct, i=axis.i) for axis in self.axes)
        return tuple(replace(axis, overhang=0) for axis in self.axes)

    @property
    def kernel_name(self) -> str:
        """The name of the kernel that slides."""
        return "flipped kernel" if self.flip else "kernel"

    @property
    def has_weights(self) -> bool:
        """Whether the layer has a kernel with weights."""
        return self.kind in WEIGHTED

    @property
    def reads_zeros(self) -> bool:
        """Whether padding and cells inserted between units count as zeros."""
        is_sum = self.kind in ("avg_pool", "lp_pool")
        counts = is_sum and self.count_include_pad
        return self.padding_mode == ZEROS and (self.has_weights or counts)

    @property
    def kernel_shape(self) -> Shape:
        """Shape of the kernel in torch's order: OIHW, or IOHW for a transposed convolution."""
        pair = self.channels.outputs, self.channels.group_inputs
        if self.kind == "transposed_conv":
            pair = self.channels.inputs, self.channels.group_outputs
        return *pair, *(axis.k for axis in self.axes)

    @property
    def parameters(self) -> int:
        """Number of weights and biases."""
        if not self.has_weights:
            return 0
        return math.prod(self.kernel_shape) + self.bias * self.channels.outputs

    @property
    def multiply_adds(self) -> int:
        """Number of products of weights and input cells, without inserted zeros."""
        if not self.has_weights:
            return 0
        is_back = self.kind == "transposed_conv"
        places = math.prod(axis.i if is_back else axis.o for axis in self.axes)
        return math.prod(self.kernel_shape) * places

    @property
    def input_shape(self) -> Shape:
        """Shape of the input, channels first and without the batch."""
        return self.channels.inputs, *(axis.i for axis in self.axes)

    @property
    def output_shape(self) -> Shape:
        """Shape of the output, channels first and without the batch."""
        return self.channels.outputs, *(axis.o for axis in self.axes)

    @property
    def unread(self) -> tuple[tuple[int, ...], ...]:
        """The units along each axis that no window reads."""
        return tuple(map(_unread, self.axes))


def _unread(axis: Axis) -> tuple[int, ...]:
    """Return the units that no window reads, in time that grows with the input alone."""
    apart = axis.d // math.gcd(axis.s, axis.d)
    if axis.o < apart:
        taps = {tap for position in range(axis.o) for tap in axis.taps(position)}
        return tuple(n for n, at in enumerate(axis.units) if at not in taps)
    rows, units = _rows_read(axis), axis.units
    if axis.s == 1:
        (row,) = rows
        first, last = (-((units.start - end) // units.step) for end in (row.start, row.stop))
        return (*range(min(first, axis.i)), *range(max(0, last), axis.i))
    read = bytearray(axis.drawn)
    for row in rows:
        read[row.start : row.stop : row.step] = b"\1" * len(row)
    found = read[units.start : units.stop : units.step]
    return tuple(n for n, is_read in enumerate(found) if not is_read) if 0 in found else ()


def _rows_read(axis: Axis) -> list[range]:
    """Return the drawn positions that windows read, where neighbouring ones leave no gaps.

    A tap and the one that is s / gcd(s, d) further read positions that are whole strides apart, so
    that together they read one row of them.
    """
    stride, jump = axis.s, math.gcd(axis.s, axis.d)
    rows = []
    for tap in range(min(axis.k, stride // jump)):
        others = (axis.k - 1 - tap) // (stride // jump)
        start = axis.crop_before + tap * axis.d
        count = others * (axis.d // jump) + axis.o
        rows.append(range(start, start + (count - 1) * stride + 1, stride))
    return rows


def letters(count: int) -> str:
    """Return the letters of a number of axes in the order of a shape, such as ``"HW"`` for two."""
    return _LETTERS.get(count, "...")
