"""Max pooling: the largest of what the window covers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from convanim.layers.pooling import Pooling


@dataclass(frozen=True)
class MaxPool(Pooling):
    """Pooling by maximum; padding counts as minus infinity and never wins.

    A dilated window may lie in the padding alone; its output is minus infinity, as in torch.
    Guide, section 1.2 and relationship 7.
    """

    name: ClassVar = "max_pool"
    also: ClassVar = ("max_pooling",)
    frameworks: ClassVar = (
        "MaxPool1d",
        "MaxPool2d",
        "MaxPool3d",
        "MaxPooling1D",
        "MaxPooling2D",
        "MaxPooling3D",
    )
