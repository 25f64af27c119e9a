"""Adaptive average pooling: the mean of each of so many windows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from convanim.arithmetic.reduction import Mean
from convanim.layers.adaptive import Adaptive

if TYPE_CHECKING:
    from convanim.arithmetic.reduction import Reduction


@dataclass(frozen=True)
class AdaptiveAvgPool(Adaptive):
    """Average pooling to a given size; windows differ by a unit where it does not divide the input.

    Torch's ``AdaptiveAvgPool2d``.
    """

    name: ClassVar = "adaptive_avg_pool"
    frameworks: ClassVar = ("AdaptiveAvgPool1d", "AdaptiveAvgPool2d", "AdaptiveAvgPool3d")
    stem: ClassVar = "AdaptiveAvgPool"

    def reduction(self) -> Reduction:
        """Return the average of a window."""
        return Mean()
