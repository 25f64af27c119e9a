"""Convolution: the weighted sum of the cells in the window."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Annotated, Any, ClassVar

from convanim.arithmetic.padding import ZEROS, widest
from convanim.arithmetic.relationships import CONVOLUTION
from convanim.arithmetic.values import NO_VALUES
from convanim.errors import Fault
from convanim.layers.keys import Flip, PaddingMode
from convanim.layers.operation import Stage, channel_count
from convanim.layers.weighted import Weighted
from convanim.plugins.key import Key

if TYPE_CHECKING:
    from collections.abc import Iterator

    from convanim.arithmetic.layer import Layer
    from convanim.arithmetic.values import Grid


DEPTHWISE = "depthwiseconv"
"""What Keras's names of a depthwise convolution begin with, in lower case."""

SEPARABLE = "separableconv"
"""What Keras's names of a depthwise and a pointwise convolution together begin with."""

Multiplier = Annotated[
    int | None,
    Key("count", "outputs of each input channel, for a depthwise convolution as in Keras"),
]


@dataclass(frozen=True)
class Conv(Weighted):
    """A discrete convolution as every framework computes it; the kernel is not flipped by default.

    Guide, sections 1.1, 2 and 5.1; relationships 1 to 6 and 15.

    Attributes
    ----------
    padding_mode : str
        What the padding holds: zeros, or units mirrored, repeated or wrapped around as by
        torch's ``Conv2d``.
    depth_multiplier : int or None
        Outputs of each input channel, which groups and output channels follow from.
    flip : bool
        Whether the kernel is turned by 180 degrees before it slides, as in mathematics and in
        ``numpy.convolve``. Frameworks slide it as it is, which mathematics calls a correlation.
    """

    name: ClassVar = "conv"
    also: ClassVar = ("convolution",)
    frameworks: ClassVar = (
        *("Conv1d", "Conv2d", "Conv3d", "Conv"),
        *("DepthwiseConv1D", "DepthwiseConv2D", "DepthwiseConv3D"),
        *("SeparableConv1D", "SeparableConv2D", "SeparableConv3D"),
    )
    family: ClassVar = CONVOLUTION

    padding_mode: PaddingMode = ZEROS
    depth_multiplier: Multiplier = None
    flip: Flip = False

    @property
    def plain_name(self) -> str:
        """What the layer is called in figures: by its channels or its kernel, if these say more."""
        if 1 < self.channels.groups == self.channels.inputs:
            return "depthwise conv"
        is_pointwise = self.channels.inputs > 1 and all(axis.k == 1 for axis in self.axes)
        return "pointwise conv" if is_pointwise else super().plain_name

    @property
    def kernels(self) -> tuple[Grid, ...] | None:
        """The kernels as they slide, one after the other, if they have numbers."""
        given = super().kernels
        return tuple(each[::-1] for each in given) if given and self.flip else given

    @classmethod
    def named(cls, name: str, keys: dict[str, Any]) -> dict[str, Any]:
        """Return the keys, for Keras's depthwise convolution with a group for each channel."""
        each = keys.get("depth_multiplier") or (1 if name.lower().startswith(DEPTHWISE) else None)
        if each is None:
            return keys
        count = keys.get("in_channels") or channel_count(keys.get("values", NO_VALUES).input)
        grouped = {"groups": count, "out_channels": count * each}
        return {**grouped, **keys, "depth_multiplier": None}

    @classmethod
    def stages(cls, name: str) -> tuple[Stage, ...]:
        """Return the depthwise and the pointwise half of Keras's separable convolution."""
        if not name.lower().startswith(SEPARABLE):
            return ()
        axes = name[len(SEPARABLE) :]
        pointwise = {"s", "p", "d", "depth_multiplier", "groups", "padding_mode"}
        return (
            Stage(f"DepthwiseConv{axes}", frozenset({"out_channels", "bias", "groups"})),
            Stage(f"Conv{axes}", frozenset(pointwise), {"k": 1}),
        )

    def faults(self) -> Iterator[Fault]:
        """Yield what is wrong with the keys; torch refuses the same."""
        found = list(Weighted.faults(self))
        yield from found or self._mode_faults()

    def _mode_faults(self) -> Iterator[Fault]:
        for n, axis in enumerate(self.axes):
            most, wanted = widest(axis, self.padding_mode), max(axis.p_before, axis.p_after)
            if most is not None and wanted > most:
                yield Fault(
                    ("p", n),
                    f"padding {wanted} is too wide for padding_mode {self.padding_mode}: "
                    f"an input of {axis.i} has at most {most} units to repeat on each side; "
                    f"use p = {most} or less",
                )

    def layer(self) -> Layer:
        """Return the layer as frameworks describe it."""
        return replace(Weighted.layer(self), padding_mode=self.padding_mode, flip=self.flip)
