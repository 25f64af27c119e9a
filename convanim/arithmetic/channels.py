"""Several maps of one role: which input channels make which output channel."""

from __future__ import annotations

from dataclasses import dataclass

Index = tuple[int, ...]
"""Which of the maps of a role: a channel, or a kernel's output and input channel; empty for one."""


@dataclass(frozen=True, slots=True)
class Channels:
    """Channels in groups: each group's outputs are made of its inputs alone, in torch's order.

    Attributes
    ----------
    inputs, outputs : int
        How many channels; multiples of ``groups``.
    groups : int
        As many as there are inputs for a depthwise layer.
    """

    inputs: int = 1
    outputs: int = 1
    groups: int = 1

    @property
    def group_inputs(self) -> int:
        """Input channels of a group: what one output channel is made of."""
        return self.inputs // self.groups

    @property
    def group_outputs(self) -> int:
        """Output channels of a group."""
        return self.outputs // self.groups

    def read_by(self, output: int) -> range:
        """Return the input channels that make an output channel."""
        first = output // self.group_outputs * self.group_inputs
        return range(first, first + self.group_inputs)

    def index(self, *numbers: int) -> Index:
        """Return the index of a map; a layer with one map of each role needs none."""
        return () if self.inputs == self.outputs == 1 else numbers


ONE = Channels()
