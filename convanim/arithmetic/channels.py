"""Channels and groups: which input channels each output channel reads."""

from __future__ import annotations

from dataclasses import dataclass

Index = tuple[int, ...]
"""Identifies a map among those of its role: a channel, or a kernel's output and input channel.

It is empty if there is only one map.
"""


@dataclass(frozen=True, slots=True)
class Channels:
    """Channels in groups: the outputs of a group read only its inputs, in torch's order.

    Attributes
    ----------
    inputs, outputs : int
        Number of channels; multiples of ``groups``.
    groups : int
        Number of groups; equal to ``inputs`` for a depthwise layer.
    """

    inputs: int = 1
    outputs: int = 1
    groups: int = 1

    @property
    def group_inputs(self) -> int:
        """Number of input channels in a group, all of which an output channel reads."""
        return self.inputs // self.groups

    @property
    def group_outputs(self) -> int:
        """Number of output channels in a group."""
        return self.outputs // self.groups

    def read_by(self, output: int) -> range:
        """Return the input channels that an output channel reads."""
        first = output // self.group_outputs * self.group_inputs
        return range(first, first + self.group_inputs)

    def index(self, *numbers: int) -> Index:
        """Return the index of a map; it is empty if the layer has one map of each role."""
        return () if self.inputs == self.outputs == 1 else numbers


ONE = Channels()
