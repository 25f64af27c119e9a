"""Global max pooling: the largest value of a whole feature map."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from convanim.arithmetic.reduction import Max
from convanim.layers.pooling import GlobalPooling, pooled

if TYPE_CHECKING:
    from convanim.sweep.sweep import Sweep


@dataclass(frozen=True)
class GlobalMaxPool(GlobalPooling):
    """Max pooling with a window as large as the input.

    Torch's ``AdaptiveMaxPool2d(1)``, Keras's ``GlobalMaxPooling2D``, ONNX's ``GlobalMaxPool``.
    """

    name: ClassVar = "global_max_pool"
    usual: ClassVar = ("winner",)
    also: ClassVar = ("GlobalMaxPool",)
    frameworks: ClassVar = (
        "GlobalMaxPooling1D",
        "GlobalMaxPooling2D",
        "GlobalMaxPooling3D",
    )

    def sweep(self) -> Sweep:
        """Return the only step."""
        return pooled(self, Max(self.relu))
