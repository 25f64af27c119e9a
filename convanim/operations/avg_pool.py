"""Average pooling: the mean of what the window covers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from convanim import slide
from convanim.relationships import POOLING
from convanim.window import Pooling

if TYPE_CHECKING:
    from convanim.sweep import Sweep


@dataclass(frozen=True, slots=True)
class AvgPool(Pooling):
    """Pooling by average; padding counts as zero and in the number divided by, as in torch.

    Guide, section 1.2 and relationship 7.
    """

    name: ClassVar = "avg_pool"
    also: ClassVar = ("average_pool", "avg_pooling", "average_pooling")
    frameworks: ClassVar = (
        "AvgPool1d",
        "AvgPool2d",
        "AvgPool3d",
        "AveragePooling1D",
        "AveragePooling2D",
        "AveragePooling3D",
    )
    family: ClassVar = POOLING

    def sweep(self) -> Sweep:
        """Return what each step reads and writes; averages of whole numbers are exact."""
        return slide.sweep(
            self.axes,
            self.activated((slide.mean,) * self.channels.outputs),
            units=self.units,
            channels=self.channels,
        )
