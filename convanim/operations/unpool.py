"""Max unpooling: each pooled value returns to where it came from; all other cells are zero."""

from __future__ import annotations

from dataclasses import KW_ONLY, dataclass
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar

from convanim.arithmetic.cells import Cell
from convanim.arithmetic.reduction import Max, Placement
from convanim.arithmetic.resized import Resized
from convanim.errors import Fault
from convanim.frameworks.snippet import Snippet, called, every
from convanim.layers.keys import KernelSize, Padding, Stride
from convanim.layers.pooling import Pooling
from convanim.layers.rearranging import Unweighted
from convanim.layers.summary import LayerSummary
from convanim.sweep import gather
from convanim.sweep import window as slide

if TYPE_CHECKING:
    from collections.abc import Iterator

    from convanim.arithmetic.axis import Axis
    from convanim.arithmetic.channels import Index
    from convanim.arithmetic.values import Grid, Number
    from convanim.layers.operation import Operation
    from convanim.sweep.gather import Position
    from convanim.sweep.sweep import Cells, FeatureMap, Sweep

Switches = dict[tuple["Index", "Position"], "Position"]
"""The input unit with the maximum, by channel and pooled position."""


@dataclass(frozen=True)
class Unpool(Unweighted):
    """Undoes a max pooling: each value returns to the position of the maximum (the switch).

    The keys are those of the pooling, and ``i`` and the values are of what was pooled; the figure
    goes from the pooled map back to that size. Right after a max pooling it undoes that one, and
    needs no keys. Of equal units the first is taken, as in torch. See
    https://docs.pytorch.org/docs/stable/generated/torch.nn.MaxUnpool2d.html.

    Attributes
    ----------
    k, s, p : tuple
        Of the pooling; empty for stride 1 and no padding.
    undoes : Pooling or None
        The max pooling that the layer comes right after; no key.
    """

    name: ClassVar = "unpool"
    also: ClassVar = ("max_unpool", "unpooling", "max_unpooling")
    frameworks: ClassVar = ("MaxUnpool1d", "MaxUnpool2d", "MaxUnpool3d")

    k: KernelSize = ()
    s: Stride = ()
    p: Padding = ()

    _: KW_ONLY
    undoes: Pooling | None = None

    @classmethod
    def fed(cls, before: Operation, keys: dict[str, Any]) -> dict[str, Any]:
        """Return the keys with those of a max pooling right before, whose input is made again."""
        if not (isinstance(before, Pooling) and before.selects):
            return keys
        axes = before.direct_axes
        given = {
            "k": tuple(axis.k for axis in axes),
            "s": tuple(axis.s for axis in axes),
            "p": tuple((axis.p_before, axis.p_after) for axis in axes),
        }
        return {
            **given,
            **keys,
            "i": before.sizes,
            "in_channels": before.input_channels,
            "values": before.values,
            "undoes": before,
        }

    @cached_property
    def _pooling(self) -> Pooling:
        return Pooling(
            i=self.i,
            k=self.k,
            s=self.s,
            p=self.p,
            values=self.values,
            in_channels=self.in_channels,
        )

    @cached_property
    def axes(self) -> tuple[Resized, ...]:
        """The arithmetic of each axis."""
        return tuple(_axis(axis) for axis in self._pooling.direct_axes)

    def stride(self, axis: int) -> int:
        """Return the stride of the pooling that is undone."""
        return self._pooling.direct_axes[axis].s

    def sweep(self) -> Sweep:
        """Return the feature maps and steps."""
        pooled, switches = self._pool()
        channels = self.channels

        def move(output: int, position: Position) -> tuple[tuple[Cells, ...], Cells]:
            index = channels.index(output)
            read = gather.point("input", position, index)
            return (read,), gather.point("output", switches[index, position], index)

        shape = tuple(axis.i for axis in self.axes)
        steps = gather.Gather(shape, channels, move, Placement())
        return gather.sweep(steps, gather.input_maps(shape, channels, pooled), self.sizes)

    def _pool(self) -> tuple[tuple[Grid, ...], Switches]:
        """Return the pooled values of each channel, and the input cell of each value."""
        pooling = self._pooling
        axes = pooling.direct_axes
        windows = slide.sweep(axes, Max(), units=pooling.units, channels=pooling.channels)
        switches: Switches = {}
        values: dict[Index, list[Number]] = {}
        for step in windows.steps:
            index = step.writes.index
            value, cell = _largest(windows.map("input", *index), step.read("input"))
            values.setdefault(index, []).append(value)
            switches[index, step.writes.first] = tuple(
                n - axis.first_unit for n, axis in zip(cell, axes, strict=True)
            )
        return tuple(map(tuple, values.values())), switches

    def summary(self) -> LayerSummary:
        """Return the shapes and the code in each framework."""
        c = self.input_channels
        return LayerSummary.of_moves(
            (c, *(axis.i for axis in self.axes)),
            (c, *self.sizes),
            {
                "torch": self._torch(),
                "keras": Snippet(note="no layer unpools"),
                "jax": Snippet(note="no function unpools; x.at[...].set writes to given places"),
                "onnx": self._onnx(),
            },
        )

    def _torch(self) -> Snippet:
        axes = self._pooling.direct_axes
        if any(axis.p_before != axis.p_after for axis in axes):
            return Snippet(note="MaxUnpool pads both ends alike")
        sizes = [every(axis.k for axis in axes), every(axis.s for axis in axes)]
        if any(axis.p_before for axis in axes):
            sizes.append(every(axis.p_before for axis in axes))
        pool = called(f"nn.MaxPool{len(axes)}d", *sizes, return_indices=True)
        return Snippet(
            called(f"nn.MaxUnpool{len(axes)}d", *sizes),
            f"with the indices of {pool} and output_size={self.sizes}",
        )

    def _onnx(self) -> Snippet:
        axes = self._pooling.direct_axes
        padding = [*(axis.p_before for axis in axes), *(axis.p_after for axis in axes)]
        code = called(
            "helper.make_node",
            '"MaxUnpool", ["x", "indices", "shape"], ["y"]',
            kernel_shape=[axis.k for axis in axes],
            strides=[axis.s for axis in axes],
            pads=padding if any(padding) else None,
        )
        shape = [1, self.input_channels, *self.sizes]
        return Snippet(code, f"with the Indices of such a MaxPool; shape is {shape}")

    def faults(self) -> Iterator[Fault]:
        """Yield the faults of the keys."""
        found = list(self._pooling.faults()) + list(self._feeding_faults())
        yield from found
        if not found and self.values.input is None:
            yield Fault(
                (),
                "unpool needs numbers, as its switches are where the largest are: give the input "
                "before pooling as values.input, or a seed",
            )

    def _feeding_faults(self) -> Iterator[Fault]:
        """Yield where the keys are not those of the max pooling that is undone."""
        before = self.undoes
        if before is None:
            return
        if before.direct_axes != self._pooling.direct_axes or before.ceil_mode or before.relu:
            yield Fault(
                (),
                "unpool right after a max pooling undoes it, and takes its k, s and p; "
                "remove them here, and use no dilation, ceil_mode or relu in the max pooling",
            )


def _largest(feature_map: FeatureMap, window: Cells) -> tuple[Number, Position]:
    """Return the largest unit in a window, the first of equals, and its cell."""
    units = [cell for cell in window if feature_map.kind(cell) is Cell.REAL]
    values = [feature_map.value(cell) or 0 for cell in units]
    largest = max(values)
    return largest, units[values.index(largest)]


def _axis(axis: Axis) -> Resized:
    """Return the axis of the unpooling for an axis of the pooling."""
    both = axis.p_before + axis.p_after
    p = axis.p_before if axis.p_before == axis.p_after else f"{axis.p_before}, {axis.p_after}"
    return Resized(
        axis.o,
        axis.i,
        given=(("i", axis.i), ("k", axis.k), ("s", axis.s), ("p", p), ("pooled", axis.o)),
        rule="unpooling gives back the size that was pooled",
        formula="o = s*(pooled - 1) + k - 2p + leftover",
        numbers=f"{axis.s}*({axis.o} - 1) + {axis.k} - {both} + {axis.leftover}",
        jump=Fraction(1, axis.s),
        start=(axis.p_before - Fraction(axis.k - 1, 2)) / axis.s,
    )
