"""The keys of layers with weights: channels, groups and bias."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, ClassVar

from convanim.arithmetic.channels import Channels
from convanim.arithmetic.reduction import WeightedSum
from convanim.arithmetic.values import SEEDED_BIAS, Array
from convanim.errors import Fault, plural, times
from convanim.layers.keys import Bias, Groups, OutputChannels
from convanim.layers.operation import channel_count
from convanim.layers.window import Window
from convanim.sweep import window as slide

if TYPE_CHECKING:
    from collections.abc import Iterator

    from convanim.arithmetic.layer import Layer
    from convanim.arithmetic.values import Grid
    from convanim.sweep.sweep import Sweep


@dataclass(frozen=True)
class Weighted(Window):
    """A window with kernels: one for each output channel and each input channel of its group.

    Attributes
    ----------
    out_channels : int or None
        None for one a group, or where literal kernels give it.
    groups : int
        As torch means it; ``in_channels`` and ``out_channels`` are multiples of it.
    bias : bool or None
        Whether a number is added to each output channel; None where ``values.bias`` says so.
    """

    is_weighted: ClassVar[bool] = True

    out_channels: OutputChannels = None
    groups: Groups = 1
    bias: Bias = None

    @cached_property
    def channels(self) -> Channels:
        """As given, otherwise as in literal values, otherwise one per group."""
        literal = self.values.kernel
        inputs = outputs = self.groups
        if isinstance(literal, Array) and literal.channels:
            inputs, outputs = self._channels_of_kernels(*literal.channels)
        if isinstance(self.values.input, Array):
            inputs = channel_count(self.values.input)
        return Channels(self.in_channels or inputs, self.out_channels or outputs, self.groups)

    def _channels_of_kernels(self, first: int, second: int) -> tuple[int, int]:
        """Return the input and output channels that kernels numbered so belong to."""
        return second * self.groups, first

    @property
    def kernel_numbers(self) -> tuple[int, int]:
        """How the layer's own kernels are numbered: output channels, inputs of a group."""
        return self.channels.outputs, self.channels.group_inputs

    @property
    def kernels(self) -> tuple[Grid, ...] | None:
        """The layer's own kernels one after the other, if they have numbers."""
        shape = tuple(axis.k for axis in self.axes)
        return self.values.kernels(math.prod(self.kernel_numbers), shape)

    @property
    def filters(self) -> tuple[tuple[Grid, ...], ...] | None:
        """For each output channel the kernels that slide over its input channels."""
        kernels, (_, count) = self.kernels, self.kernel_numbers
        if kernels is None:
            return None
        return tuple(kernels[n : n + count] for n in range(0, len(kernels), count))

    @property
    def biases(self) -> Grid | None:
        """The bias of each output channel, if it has numbers."""
        values = self.values
        if self.bias and values.bias is None and values.seed is not None:
            return SEEDED_BIAS.draw(f"{values.seed}:bias", (self.channels.outputs,)).cells
        return values.biases(self.channels.outputs)

    def layer(self) -> Layer:
        """Return the layer as frameworks describe it."""
        has_bias = self.values.bias is not None if self.bias is None else self.bias
        return replace(Window.layer(self), bias=has_bias)

    def sweep(self) -> Sweep:
        """Return the feature maps and steps; outputs are exact for whole numbers."""
        return slide.sweep(
            self.axes,
            WeightedSum(self.relu),
            units=self.units,
            channels=self.channels,
            kernels=self.filters,
            bias=self.biases,
            padding_mode=self.layer().padding_mode,
        )

    def channel_faults(self) -> Iterator[Fault]:
        """Yield contradictions between the numbers of channels, groups, kernels and biases."""
        yield from Window.channel_faults(self)
        misfits = list(self._group_faults())
        yield from misfits or self._kernel_faults()
        yield from self._bias_faults()

    def _group_faults(self) -> Iterator[Fault]:
        channels = self.channels
        for key, count in (("in_channels", channels.inputs), ("out_channels", channels.outputs)):
            if count % self.groups:
                both = math.gcd(channels.inputs, channels.outputs)
                fitting = [str(n) for n in range(1, both + 1) if both % n == 0]
                yield Fault(
                    ("groups",),
                    f"groups = {self.groups} does not divide {key} = {count}; channels "
                    f"{channels.inputs} and {channels.outputs} can have {' or '.join(fitting)}",
                )

    def _kernel_faults(self) -> Iterator[Fault]:
        literal, needed = self.values.kernel, self.kernel_numbers
        if isinstance(literal, Array) and (literal.channels or (1, 1)) != needed:
            yield Fault(
                ("values", "kernel"),
                f"values.kernel holds {times(literal.channels or (1, 1))} kernels but "
                f"{self._kernel_words} are {times(needed)}; its first two levels list them so",
            )

    @property
    def _kernel_words(self) -> str:
        return "out_channels x in_channels / groups"

    def _bias_faults(self) -> Iterator[Fault]:
        literal, outputs = self.values.bias, self.channels.outputs
        if self.bias is False and literal is not None:
            yield Fault(
                ("bias",), "bias: false, but values.bias has numbers; remove one of the two"
            )
        elif isinstance(literal, Array) and len(literal.cells) != outputs:
            count = len(literal.cells)
            yield Fault(
                ("values", "bias"),
                f"values.bias has {count} {plural(count, 'number')} for {outputs} output "
                f"{plural(outputs, 'channel')}; give one each",
            )
        elif self.bias and self.values.input and self.biases is None:
            yield Fault(("bias",), "bias has no numbers; give them as values.bias, or a seed")
