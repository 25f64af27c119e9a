"""The shapes of the tensors in a layer, and which of their numbers depend on each other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from convanim.arithmetic.layer import Layer

DataFormat = Literal["NHWC", "NCHW"]
DATA_FORMATS: tuple[DataFormat, ...] = ("NHWC", "NCHW")
"""Channels last with kernels in HWIO, as in TensorFlow; channels first with OIHW, as in torch."""

Link = Literal["channels", "kernels", "size"]
"""Why numbers depend on each other: a kernel is as deep as its input, an output is as deep as there
are kernels, and output height and width follow from input, kernel, stride and padding."""

_SPATIAL = {1: "W", 2: "HW"}


@dataclass(frozen=True, slots=True)
class Dimension:
    """One number of a shape.

    Attributes
    ----------
    letter : str
        The letter of the dimension, such as ``"H"``.
    size : int
        The number.
    link : str or None
        The link to the numbers that it depends on, or that depend on it.
    """

    letter: str
    size: int
    link: Link | None = None


@dataclass(frozen=True, slots=True)
class Tensor:
    """An input, parameter or output of a layer.

    Attributes
    ----------
    role : str
        ``"input"``, ``"kernel"``, ``"bias"`` or ``"output"``.
    dimensions : tuple of Dimension
        The dimensions, in the order of the shape.
    """

    role: str
    dimensions: tuple[Dimension, ...]

    @property
    def shape(self) -> tuple[int, ...]:
        """The sizes of all dimensions."""
        return tuple(each.size for each in self.dimensions)

    def size(self, letter: str) -> int:
        """Return the size of the dimension with a letter; 1 if there is none."""
        return next((each.size for each in self.dimensions if each.letter == letter), 1)


def tensors(layer: Layer, data_format: DataFormat, batch: int | None) -> tuple[Tensor, ...]:
    """Return the tensors of a layer of one or two axes, from left to right.

    Parameters
    ----------
    layer : Layer
        The layer; the kernel of pooling has a height and a width only.
    data_format : str
        One of :data:`DATA_FORMATS`.
    batch : int or None
        The number of images in a batch; None to leave it out.
    """
    (c_in, *i), (c_out, *o) = layer.input_shape, layer.output_shape
    output_link: Link = "kernels" if layer.has_weights else "channels"
    read = _map("input", Dimension("C", c_in, "channels"), i, data_format, batch)
    written = _map("output", Dimension("C", c_out, output_link), o, data_format, batch)
    bias = (Tensor("bias", (Dimension("O", c_out, "kernels"),)),) if layer.bias else ()
    return read, _kernel(layer, data_format), *bias, written


def _map(
    role: str, channels: Dimension, sizes: Sequence[int], data_format: DataFormat, batch: int | None
) -> Tensor:
    across = _across(sizes)
    before = (Dimension("N", batch),) if batch else ()
    after = (*across, channels) if data_format == "NHWC" else (channels, *across)
    return Tensor(role, (*before, *after))


def _kernel(layer: Layer, data_format: DataFormat) -> Tensor:
    across = _across([axis.k for axis in layer.axes])
    if not layer.has_weights:
        return Tensor("kernel", across)
    first, second, *_ = layer.kernel_shape
    pair = Dimension("O", first, "kernels"), Dimension("I", second, "channels")
    if layer.kind == "transposed_conv":
        pair = Dimension("I", first, "channels"), Dimension("O", second, "kernels")
    return Tensor("kernel", (*across, *pair[::-1]) if data_format == "NHWC" else (*pair, *across))


def _across(sizes: Sequence[int]) -> tuple[Dimension, ...]:
    letters = _SPATIAL[len(sizes)]
    return tuple(Dimension(*each, "size") for each in zip(letters, sizes, strict=True))
