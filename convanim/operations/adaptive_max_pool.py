"""Adaptive max pooling: the largest value of each of so many windows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from convanim.arithmetic.reduction import Max
from convanim.layers.adaptive import Adaptive

if TYPE_CHECKING:
    from convanim.arithmetic.reduction import Reduction


@dataclass(frozen=True)
class AdaptiveMaxPool(Adaptive):
    """Max pooling to a given size; windows differ by a unit where it does not divide the input.

    Torch's ``AdaptiveMaxPool2d``.
    """

    name: ClassVar = "adaptive_max_pool"
    usual: ClassVar = ("winner",)
    frameworks: ClassVar = ("AdaptiveMaxPool1d", "AdaptiveMaxPool2d", "AdaptiveMaxPool3d")
    stem: ClassVar = "AdaptiveMaxPool"

    def reduction(self) -> Reduction:
        """Return the maximum of a window."""
        return Max()
