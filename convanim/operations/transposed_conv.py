"""Transposed convolution: a convolution over the stretched and padded input."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Annotated, Any, ClassVar

from convanim.errors import Fault, times
from convanim.layers.keys import Paddings, Sizes
from convanim.layers.transposed import Transposed
from convanim.plugins.key import Key

if TYPE_CHECKING:
    from collections.abc import Iterator

OutputSize = Annotated[
    Sizes,
    Key(
        "per_axis",
        "size of the output, which a follows from; for ONNX's ConvTranspose the padding",
        ("output_shape",),
    ),
]


@dataclass(frozen=True)
class TransposedConv(Transposed):
    """The transpose of a convolution, drawn as the direct convolution that emulates it.

    ``i`` is what is fed in, and ``k s p d`` are the layer's own, as in every framework; the
    guide's primed quantities are derived. The kernel of the emulating convolution is the layer's
    rotated by 180 degrees. ``p`` beyond k^ - 1 crops, as torch's ``ConvTranspose2d`` does.
    Guide, chapter 4; relationships 8 to 14.

    Attributes
    ----------
    output_size : tuple of int
        The output's size where it gives the padding or ``a``; empty once it has.
    """

    name: ClassVar = "transposed_conv"
    map_names: ClassVar = {"kernel": "rotated kernel"}
    also: ClassVar = ("transposed_convolution", "conv_transpose", "deconv", "deconvolution")
    frameworks: ClassVar = (
        "ConvTranspose1d",
        "ConvTranspose2d",
        "ConvTranspose3d",
        "Conv1DTranspose",
        "Conv2DTranspose",
        "Conv3DTranspose",
        "ConvTranspose",
    )

    output_size: OutputSize = ()

    @classmethod
    def named(cls, name: str, keys: dict[str, Any]) -> dict[str, Any]:
        """Return the keys with what an asked output size implies: padding in ONNX, else ``a``."""
        asked = keys.get("output_size")
        if not (asked and keys.get("i") and keys.get("k")):
            return keys
        bare = cls(**{**keys, "a": (), "output_size": (), "p": _numbers(keys.get("p", ()))})
        given = {key: value for key, value in keys.items() if key != "output_size"}
        if len(asked) != len(bare.axes) or bare.transpose_of:
            return keys
        spare = [axis.o - o for axis, o in zip(bare.axes, asked, strict=True)]
        if name == ONNX:
            unpadded = zip(spare, bare.direct_axes, keys.get("a") or (0,) * len(asked), strict=True)
            totals = [n + axis.p_before + axis.p_after + a for n, axis, a in unpadded]
            is_upper = "same" in keys.get("p", ())
            return {**given, "p": tuple(_halves(total, is_upper) for total in totals)}
        return {**given, "a": tuple(-n for n in spare)} if max(spare) <= 0 else keys

    def faults(self) -> Iterator[Fault]:
        """Yield the faults of the keys."""
        bare = replace(self, output_size=())
        found = list(Transposed.faults(bare))
        yield from found
        if self.output_size and not found:
            makes = times(replace(bare, a=()).output_shape)
            yield Fault(
                ("output_size",),
                f"an output of {times(self.output_size)} cannot be made: without a the output is "
                f"{makes}, and a makes it larger; remove output_size",
            )


ONNX = "ConvTranspose"
"""The name under which an output's size gives the padding."""


def _numbers(p: Paddings) -> Paddings:
    """Return paddings with none in place of words."""
    return tuple((0, 0) if isinstance(each, str) else each for each in p)


def _halves(total: int, is_upper: bool) -> tuple[int, int]:
    half = total // 2
    return (half, total - half) if is_upper else (total - half, half)
