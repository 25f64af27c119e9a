"""col2im: columns go back to where their windows were, and are added where windows overlap."""

from __future__ import annotations

import itertools
import math
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Annotated, ClassVar

from convanim.arithmetic.channels import Channels
from convanim.arithmetic.layer import Layer
from convanim.arithmetic.reduction import Sum
from convanim.arithmetic.resized import Resized
from convanim.arithmetic.values import Array
from convanim.errors import Fault, times
from convanim.frameworks.patches import jax_matrix, orders, torch_line
from convanim.frameworks.snippet import Snippet, called, every, pads, windows
from convanim.layers.channel_excerpt import part
from convanim.layers.keys import Dilation, KernelSize, OutputChannels, Padding, Sizes, Stride
from convanim.layers.rearranging import Unweighted
from convanim.layers.summary import LayerSummary
from convanim.layers.weighted import Weighted
from convanim.plugins.key import Key
from convanim.sweep import gather

if TYPE_CHECKING:
    from collections.abc import Iterator

    from convanim.arithmetic.axis import Axis
    from convanim.sweep.gather import Position
    from convanim.sweep.sweep import Cells, Sweep

OutputSize = Annotated[Sizes, Key("per_axis", "size of the map that the columns make")]


@dataclass(frozen=True, kw_only=True)
class Col2im(Unweighted):
    """Overlap-add: each cell of a map is the sum of all entries of a matrix that belong to it.

    The input is a matrix as ``im2col`` makes it: a row for each tap of each channel, a column for
    each position; its size follows from ``output_size``, the window and ``out_channels``, and
    where it has a size itself its rows say how many channels there are. A step writes one cell,
    and reads the entries that lie on it: none, where no window does. What would lie on padding is
    dropped.
    See https://docs.pytorch.org/docs/stable/generated/torch.nn.Fold.html.

    Attributes
    ----------
    output_size : tuple of int
        One per axis; a matrix of that many columns can be of maps of several sizes.
    k, s, p, d : tuple
        Of the window, as for a convolution of the map.
    out_channels : int or None
        Maps to make; None where the rows of the matrix say it, or for one.
    """

    name: ClassVar = "col2im"
    is_matrix: ClassVar = True
    map_names: ClassVar = {"input": "patches"}
    also: ClassVar = ("fold",)
    frameworks: ClassVar = ("Fold",)
    off_axes: ClassVar = (("i",), ("values", "input"))
    grows_with: ClassVar = ("output_size",)

    output_size: OutputSize
    k: KernelSize
    s: Stride = ()
    p: Padding = ()
    d: Dilation = ()
    out_channels: OutputChannels = None

    @cached_property
    def _window(self) -> Weighted:
        return Weighted(self.output_size, self.k, self.s, self.p, self.d)

    @property
    def _taps(self) -> int:
        return math.prod(self.k)

    @property
    def _given(self) -> tuple[int, ...]:
        """The size of the matrix as given by ``i`` or by its numbers."""
        literal = self.values.input
        shape = (*literal.channels, *literal.shape) if isinstance(literal, Array) else ()
        return self.i or shape

    @cached_property
    def channels(self) -> Channels:
        """One matrix gives all maps: as many as given, or as its rows suffice for."""
        rows = self._given[0] if self._given else self._taps
        return Channels(1, self.out_channels or max(1, rows // self._taps))

    @property
    def sizes(self) -> tuple[int, int]:
        """Rows and columns of the matrix."""
        return self.input_size

    @cached_property
    def direct(self) -> Weighted:
        """A window on each map, whose positions are the columns."""
        maps = self.channels.outputs
        return replace(self._window, in_channels=maps, out_channels=maps, groups=maps)

    def around(self, direct: Weighted) -> Col2im:  # type: ignore[override]
        """Return the folding of fewer columns to fewer and smaller maps."""
        whole = tuple(axis.o for axis in self._window.axes)
        positions = itertools.product(*map(range, direct.output_shape))
        along = (
            range(direct.channels.outputs * self._taps),
            [gather.offset(position, whole) for position in positions],
        )
        return replace(
            self,
            i=(),
            output_size=direct.sizes,
            out_channels=direct.channels.outputs,
            values=replace(self.values, input=part(self.values.input, ((0,),), along)),
        )

    @property
    def padded_shape(self) -> tuple[int, int]:
        """Size of the matrix, which has no padding."""
        return self.input_size

    @property
    def input_size(self) -> tuple[int, int]:
        """Rows and columns of the matrix."""
        columns = math.prod(axis.o for axis in self._window.axes)
        return self.channels.outputs * self._taps, columns

    @cached_property
    def axes(self) -> tuple[Resized, ...]:
        """The arithmetic of each axis, from the number of positions back to its size."""
        return tuple(map(_axis, self._window.axes))

    def sweep(self) -> Sweep:
        """Return the feature maps and steps."""
        axes, channels, taps = self._window.axes, self.channels, self._taps
        shape, kernel = tuple(axis.o for axis in axes), tuple(axis.k for axis in axes)

        def move(output: int, cell: Position) -> tuple[tuple[Cells, ...], Cells]:
            along = [_lying_on(axis, n) for axis, n in zip(axes, cell, strict=True)]
            entries = sorted(
                (
                    output * taps + gather.offset([tap for tap, _ in each], kernel),
                    gather.offset([position for _, position in each], shape),
                )
                for each in itertools.product(*along)
            )
            reads = tuple(gather.point("input", entry, channels.index(0)) for entry in entries)
            return reads, gather.point("output", cell, channels.index(output))

        steps = gather.Gather(self.output_size, channels, move, Sum())
        units = self.values.input_maps(1, self.input_size)
        inputs = gather.input_maps(self.input_size, channels, units)
        return gather.sweep(steps, inputs, self.output_size)

    def faults(self) -> Iterator[Fault]:
        """Yield the faults of the keys."""
        yield from self.weight_faults()
        if self.in_channels not in (None, 1):
            yield Fault(
                ("in_channels",),
                f"col2im takes one matrix, not {self.in_channels}: its rows hold all channels; "
                "give out_channels",
            )
        misfits = list(self._window.faults())
        yield from misfits
        if self._given and not misfits and self._given != self.input_size:
            yield self._misfit()

    def _misfit(self) -> Fault:
        """Return the fault that the number of columns does not fit, as in torch's Fold."""
        rows, columns = self.input_size
        where = ("i",) if self.i else ("values", "input")
        positions = tuple(axis.o for axis in self._window.axes)
        return Fault(
            where,
            f"a matrix of {times(self._given)} does not fit output_size {times(self.output_size)}: "
            f"it has {_product(self.k)} rows a channel and {_product(positions)} columns; "
            f"give {rows} x {columns}, or another output_size",
        )

    def summary(self) -> LayerSummary:
        """Return the shapes and the code in each framework."""
        channels = Channels(self.channels.outputs, 1)
        layer, rows = Layer("conv", self._window.axes, channels), self.input_size[0]
        zeros = called("jnp.zeros", (1, *layer.input_shape))
        matrix = jax_matrix(layer, "y", rows)
        return LayerSummary(
            shapes=orders(layer.input_shape, self.input_size, is_back=True),
            parameters=0,
            multiply_adds=0,
            never_read=(),
            frameworks={
                "torch": torch_line(layer, "nn.Fold", self.output_size),
                "keras": Snippet(note="no layer adds patches up"),
                "jax": Snippet(f"jax.vjp(lambda y: {matrix}, {zeros})[1](x)[0]"),
                "onnx": _onnx(layer, self.output_size),
            },
        )


def _product(sizes: tuple[int, ...]) -> str:
    return f"{times(sizes)} = {math.prod(sizes)}" if len(sizes) > 1 else str(*sizes)


def _lying_on(axis: Axis, unit: int) -> list[tuple[int, int]]:
    """Return the taps that are on a unit at some position of the window, and these positions."""
    at = axis.units[unit]
    return [
        (tap, (at - tap * axis.d) // axis.s)
        for tap in range(axis.k)
        if (at - tap * axis.d) % axis.s == 0 and 0 <= (at - tap * axis.d) // axis.s < axis.o
    ]


def _axis(axis: Axis) -> Resized:
    """Return the axis that folding gives for the positions of a window."""
    p = axis.p_before if axis.p_before == axis.p_after else f"{axis.p_before}, {axis.p_after}"
    both = axis.p_before + axis.p_after
    return Resized(
        axis.o,
        axis.i,
        given=(
            *(("output_size", axis.i), ("k", axis.k), ("s", axis.s), ("p", p), ("d", axis.d)),
            ("positions", axis.o),
        ),
        rule="folding gives back the size that was unfolded",
        formula="o = s*(positions - 1) + k^ - 2p + leftover",
        numbers=f"{axis.s}*({axis.o} - 1) + {axis.k_hat} - {both} + {axis.leftover}",
    )


def _onnx(layer: Layer, size: tuple[int, ...]) -> Snippet:
    k, s, d = windows(layer)
    flat = [before for before, _ in pads(layer)] + [after for _, after in pads(layer)]
    node = called(
        "helper.make_node",
        *('"Col2Im"', '["x", "image_shape", "block_shape"]', '["y"]'),
        dilations=None if every(d) == 1 else list(d),
        pads=flat if any(flat) else None,
        strides=None if every(s) == 1 else list(s),
    )
    return Snippet(node, f"image_shape is {list(size)}, block_shape {list(k)}")
