"""Max pooling: the maximum of the window."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from convanim.layers.pooling import Pooling


@dataclass(frozen=True)
class MaxPool(Pooling):
    """Max pooling; padding counts as minus infinity and is never the maximum.

    A dilated window may lie in the padding alone; its output is minus infinity, as in torch.
    Guide, section 1.2 and relationship 7.
    """

    name: ClassVar = "max_pool"
    usual: ClassVar = ("winner",)
    also: ClassVar = ("max_pooling",)
    frameworks: ClassVar = (
        "MaxPool1d",
        "MaxPool2d",
        "MaxPool3d",
        "MaxPooling1D",
        "MaxPooling2D",
        "MaxPooling3D",
        "MaxPool",
    )
