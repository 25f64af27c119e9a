"""im2col: every window of the input becomes a column of one matrix."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, ClassVar

from convanim.arithmetic.channels import Channels
from convanim.arithmetic.layer import Layer
from convanim.arithmetic.relationships import CONVOLUTION
from convanim.frameworks.patches import jax_matrix, orders, torch_line
from convanim.frameworks.snippet import Snippet
from convanim.layers.keys import Dilation, KernelSize, Padding, Stride
from convanim.layers.rearranging import Unweighted
from convanim.layers.summary import LayerSummary
from convanim.layers.weighted import Weighted
from convanim.sweep import window as slide
from convanim.sweep.patches import unfold

if TYPE_CHECKING:
    from collections.abc import Iterator

    from convanim.arithmetic.axis import Axis
    from convanim.errors import Fault
    from convanim.sweep.sweep import Sweep


@dataclass(frozen=True)
class Im2col(Unweighted):
    """The patch matrix: one row for each tap of each channel, one column for each position.

    A kernel written as one row, times this matrix, is a convolution. Rows and columns are in
    torch's order: channel by channel, taps and positions row by row; padding is zero. A step fills
    a column. See https://docs.pytorch.org/docs/stable/generated/torch.nn.Unfold.html; positions
    by the guide's relationships 1 to 6 and 15.

    Attributes
    ----------
    k, s, p, d : tuple
        Of the window, as for a convolution.
    """

    name: ClassVar = "im2col"
    is_matrix: ClassVar = True
    map_names: ClassVar = {"output": "patches"}
    also: ClassVar = ("unfold",)
    frameworks: ClassVar = ("Unfold",)
    family: ClassVar = CONVOLUTION
    shrinks_with: ClassVar = ("s",)

    k: KernelSize = ()
    s: Stride = ()
    p: Padding = ()
    d: Dilation = ()

    @cached_property
    def _window(self) -> Weighted:
        return Weighted(
            self.i,
            self.k,
            self.s,
            self.p,
            self.d,
            values=self.values,
            in_channels=self.in_channels,
        )

    @cached_property
    def axes(self) -> tuple[Axis, ...]:
        """The axes along which the window slides."""
        return self._window.direct_axes

    @cached_property
    def channels(self) -> Channels:
        """All inputs contribute to one matrix."""
        return Channels(self.input_channels, 1)

    @property
    def output_shape(self) -> tuple[int, int]:
        """Rows and columns of the matrix."""
        axes = self.axes
        taps, positions = math.prod(a.k for a in axes), math.prod(a.o for a in axes)
        return self.input_channels * taps, positions

    def sweep(self) -> Sweep:
        """Return the feature maps and steps."""
        return unfold(self.axes, slide.input_maps(self.axes, self.units, self.channels))

    def faults(self) -> Iterator[Fault]:
        """Yield the faults of the keys."""
        found = list(Unweighted.faults(self))
        yield from found or self._window.faults()

    def summary(self) -> LayerSummary:
        """Return the shapes and the code in each framework."""
        words = tuple(given if isinstance(given, str) else "" for given in self.p)
        layer = Layer("conv", self.axes, Channels(self.input_channels, 1), words)
        rows = self.output_shape[0]
        return LayerSummary(
            shapes=orders(layer.input_shape, self.output_shape, is_back=False),
            parameters=0,
            multiply_adds=0,
            never_read=layer.unread,
            frameworks={
                "torch": torch_line(layer, "nn.Unfold"),
                "keras": Snippet(note="extract_patches orders rows tap by tap, not by channel"),
                "jax": Snippet(jax_matrix(layer, "x", rows)),
                "onnx": Snippet(note="only Col2Im, the way back"),
            },
            words=words,
        )
