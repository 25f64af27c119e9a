"""Convolution: a weighted sum of what the window covers."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from convanim import slide
from convanim.relationships import CONVOLUTION
from convanim.window import Window

if TYPE_CHECKING:
    from convanim.sweep import Sweep


@dataclass(frozen=True, slots=True)
class Conv(Window):
    """A discrete convolution as every framework computes it: the kernel is not flipped.

    Guide, sections 1.1, 2 and 5.1; relationships 1 to 6 and 15.
    """

    name: ClassVar = "conv"
    also: ClassVar = ("convolution",)
    frameworks: ClassVar = ("Conv1d", "Conv2d", "Conv3d")
    family: ClassVar = CONVOLUTION

    def sweep(self) -> Sweep:
        """Return what each step reads and writes; outputs are exact for whole numbers."""
        kernel = self.kernel_cells
        total = partial(slide.weighted_sum, kernel) if kernel else None
        return slide.sweep(self.axes, total, units=self.unit_cells, kernel=kernel)
