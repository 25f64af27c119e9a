"""The shapes of the tensors in a layer, and which of their numbers depend on each other."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from convanim.arithmetic.layer import Layer

DataFormat = Literal["NHWC", "NCHW"]
DATA_FORMATS: tuple[DataFormat, ...] = ("NHWC", "NCHW")
"""Channels last with kernels in HWIO, as in TensorFlow; channels first with OIHW, as in torch."""

Link = Literal["channels", "kernels", "size"]
"""Why numbers depend on each other: a kernel is as deep as its input, an output is as deep as there
are kernels, and output height and width follow from input, kernel, stride and padding."""

_SPATIAL = {1: "W", 2: "HW", 3: "DHW"}

MATRIX = "RP"
"""The letters of a matrix of windows: its rows, and the positions of the window."""


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
        ``"input"``, ``"kernel"``, ``"bias"``, ``"gradient"`` or ``"output"``.
    dimensions : tuple of Dimension
        The dimensions, in the order of the shape.
    """

    role: str
    dimensions: tuple[Dimension, ...]

    @property
    def shape(self) -> tuple[int, ...]:
        """The sizes of all dimensions."""
        return tuple(each.size for each in self.dimensions)

    @property
    def letters(self) -> str:
        """The letters of all dimensions."""
        return "".join(each.letter for each in self.dimensions)

    def size(self, letter: str) -> int:
        """Return the size of the dimension with a letter; 1 if there is none."""
        return next((each.size for each in self.dimensions if each.letter == letter), 1)


def tensors(layer: Layer, data_format: DataFormat, batch: int | None) -> tuple[Tensor, ...]:
    """Return the tensors of a layer of up to three axes, from left to right.

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


_LINKS: dict[str, Link] = {"C": "channels", "I": "channels", "O": "kernels"}
_LINKS |= {"D": "size", "H": "size", "W": "size"}
"""What the numbers of each letter depend on."""


def stated(
    shapes: Mapping[str, Mapping[str, Sequence[int]]], data_format: DataFormat, batch: int | None
) -> tuple[Tensor, ...]:
    """Return the tensors of a layer that no framework has, or that has no window.

    Parameters
    ----------
    shapes : mapping
        For each order of axes the shape of each tensor by its name, which has letters of its own
        where it is no map: ``{"NCHW": {"input": (1, 3, 5, 5), "output OIHW": (4, 3, 2, 2)}}``.
    data_format, batch
        As for :func:`tensors`.
    """
    last = data_format == "NHWC"
    order, named = next(each for each in shapes.items() if each[0].endswith("C") == last)
    made = [_stated(name, order, shape, batch) for name, shape in named.items()]
    if any("O" in each.letters for each in made):
        return made[0], *map(_of_kernels, made[1:])
    is_kept = len({each.size("C") for each in made}) == 1
    return tuple(made if is_kept and not any(map(is_matrix, made)) else map(_unlinked, made))


def is_matrix(tensor: Tensor) -> bool:
    """Return whether a tensor is a matrix of windows."""
    return MATRIX in (tensor.letters, tensor.letters[::-1])


def _stated(name: str, order: str, shape: Sequence[int], batch: int | None) -> Tensor:
    """Return a tensor with a name and a shape, whose first letter may be that of the batch."""
    role, _, letters = name.partition(" ")
    letters = letters or order
    if len(shape) < len(letters):
        letters = "N" + (MATRIX[::-1] if order.endswith("C") else MATRIX)
    sizes = dict(zip(letters, shape, strict=True))
    if sizes.pop("N", None) and batch:
        sizes = {"N": batch, **sizes}
    dimensions = (Dimension(each, size, _LINKS.get(each)) for each, size in sizes.items())
    return Tensor(role, tuple(dimensions))


def _of_kernels(tensor: Tensor) -> Tensor:
    """Return a map that is as deep as there are kernels."""
    return _linked(tensor, {"C": "kernels"})


def _unlinked(tensor: Tensor) -> Tensor:
    """Return a tensor none of whose numbers equals another one."""
    return _linked(tensor, dict.fromkeys(tensor.letters))


def _linked(tensor: Tensor, links: Mapping[str, Link | None]) -> Tensor:
    dimensions = (
        replace(each, link=links.get(each.letter, each.link)) for each in tensor.dimensions
    )
    return replace(tensor, dimensions=tuple(dimensions))
