"""Transposed convolution: a convolution over the stretched and padded input."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from convanim.layers.transposed import Transposed


@dataclass(frozen=True)
class TransposedConv(Transposed):
    """The transpose of a convolution, drawn as the direct convolution that emulates it.

    ``i`` is what is fed in, and ``k s p d`` are the layer's own, as in every framework; the
    guide's primed quantities are derived. The kernel of the emulating convolution is the layer's
    rotated by 180 degrees. ``p`` beyond k^ - 1 crops, as torch's ``ConvTranspose2d`` does.
    Guide, chapter 4; relationships 8 to 14.
    """

    name: ClassVar = "transposed_conv"
    also: ClassVar = ("transposed_convolution", "conv_transpose", "deconv", "deconvolution")
    frameworks: ClassVar = (
        "ConvTranspose1d",
        "ConvTranspose2d",
        "ConvTranspose3d",
        "Conv1DTranspose",
        "Conv2DTranspose",
        "Conv3DTranspose",
    )
