"""Global average pooling: the mean of a whole feature map."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from convanim.arithmetic.reduction import Mean
from convanim.layers.pooling import GlobalPooling, pooled

if TYPE_CHECKING:
    from convanim.sweep.sweep import Sweep


@dataclass(frozen=True)
class GlobalAvgPool(GlobalPooling):
    """Average pooling with a window as large as the input.

    Torch's ``AdaptiveAvgPool2d(1)``, Keras's ``GlobalAveragePooling2D``, ONNX's
    ``GlobalAveragePool``.
    """

    name: ClassVar = "global_avg_pool"
    also: ClassVar = ("global_average_pool", "GlobalAveragePool")
    frameworks: ClassVar = (
        "GlobalAveragePooling1D",
        "GlobalAveragePooling2D",
        "GlobalAveragePooling3D",
    )

    def sweep(self) -> Sweep:
        """Return the only step; the average of whole numbers is exact."""
        return pooled(self, Mean(self.relu))
