"""The shapes that meet in a layer, number by number, and which of them depend on each other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from convanim.arithmetic.layer import Layer

AxisOrder = Literal["NHWC", "NCHW"]
AXIS_ORDERS: tuple[AxisOrder, ...] = ("NHWC", "NCHW")
"""Channels last, as TensorFlow has them, with kernels HWIO; channels first, as torch, and OIHW."""

Link = Literal["channels", "kernels", "size"]
"""What ties numbers together: a kernel is as deep as its input, an output as there are kernels,
and its height and width follow from input, kernel, stride and padding."""

_SPATIAL = {1: "W", 2: "HW"}


@dataclass(frozen=True, slots=True)
class Dimension:
    """One number of a shape.

    Attributes
    ----------
    letter : str
        ``"H"`` and the like.
    size : int
        The number.
    link : str or None
        What it depends on, or what depends on it.
    """

    letter: str
    size: int
    link: Link | None = None


@dataclass(frozen=True, slots=True)
class Tensor:
    """What goes into a layer, belongs to it or comes out of it.

    Attributes
    ----------
    role : str
        ``"input"``, ``"kernel"``, ``"bias"`` or ``"output"``.
    dimensions : tuple of Dimension
        In the order of its shape.
    """

    role: str
    dimensions: tuple[Dimension, ...]

    @property
    def shape(self) -> tuple[int, ...]:
        """The numbers alone."""
        return tuple(each.size for each in self.dimensions)

    def size(self, letter: str) -> int:
        """Return the number of a letter; 1 where the shape has no such letter."""
        return next((each.size for each in self.dimensions if each.letter == letter), 1)


def tensors(layer: Layer, order: AxisOrder, batch: int | None) -> tuple[Tensor, ...]:
    """Return what meets in a layer of one or two axes, from left to right.

    Parameters
    ----------
    layer : Layer
        Its kernel is listed where it has weights; of pooling only its height and width.
    order : str
        One of :data:`AXIS_ORDERS`.
    batch : int or None
        Images in a batch; None for a shape without them.
    """
    (c_in, *i), (c_out, *o) = layer.input_shape, layer.output_shape
    made: Link = "kernels" if layer.has_weights else "channels"
    read = _map("input", Dimension("C", c_in, "channels"), i, order, batch)
    written = _map("output", Dimension("C", c_out, made), o, order, batch)
    bias = (Tensor("bias", (Dimension("O", c_out, "kernels"),)),) if layer.bias else ()
    return read, _kernel(layer, order), *bias, written


def _map(
    role: str, channels: Dimension, sizes: Sequence[int], order: AxisOrder, batch: int | None
) -> Tensor:
    across = _across(sizes)
    ahead = (Dimension("N", batch),) if batch else ()
    behind = (*across, channels) if order == "NHWC" else (channels, *across)
    return Tensor(role, (*ahead, *behind))


def _kernel(layer: Layer, order: AxisOrder) -> Tensor:
    across = _across([axis.k for axis in layer.axes])
    if not layer.has_weights:
        return Tensor("kernel", across)
    first, second, *_ = layer.kernel_shape
    pair = Dimension("O", first, "kernels"), Dimension("I", second, "channels")
    if layer.kind == "transposed_conv":
        pair = Dimension("I", first, "channels"), Dimension("O", second, "kernels")
    return Tensor("kernel", (*across, *pair[::-1]) if order == "NHWC" else (*pair, *across))


def _across(sizes: Sequence[int]) -> tuple[Dimension, ...]:
    letters = _SPATIAL[len(sizes)]
    return tuple(Dimension(*each, "size") for each in zip(letters, sizes, strict=True))
