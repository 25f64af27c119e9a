"""Convolution: a weighted sum of what the window covers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from convanim.relationships import CONVOLUTION
from convanim.weighted import Weighted


@dataclass(frozen=True, slots=True)
class Conv(Weighted):
    """A discrete convolution as every framework computes it: the kernel is not flipped.

    Guide, sections 1.1, 2 and 5.1; relationships 1 to 6 and 15.
    """

    name: ClassVar = "conv"
    also: ClassVar = ("convolution",)
    frameworks: ClassVar = ("Conv1d", "Conv2d", "Conv3d")
    family: ClassVar = CONVOLUTION
