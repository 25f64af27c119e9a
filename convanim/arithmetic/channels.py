"""Channels and groups: which input channels each output channel reads."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

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
    takes_turns : bool
        Whether the groups take turns, so that channel n is of group ``n % groups``; otherwise the
        channels of a group are next to each other.
    """

    inputs: int = 1
    outputs: int = 1
    groups: int = 1
    takes_turns: bool = False

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
        if self.takes_turns:
            return range(output % self.groups, self.inputs, self.groups)
        first = output // self.group_outputs * self.group_inputs
        return range(first, first + self.group_inputs)

    def place(self, output: int) -> int:
        """Return the place of an output channel among those of its group, from 0."""
        return output // self.groups if self.takes_turns else output % self.group_outputs

    def spread(self, groups: Sequence[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Return what each input and each output channel has of its group, given one each."""
        if self.takes_turns:
            return tuple(groups) * self.group_inputs, tuple(groups) * self.group_outputs
        return (
            tuple(each for each in groups for _ in range(self.group_inputs)),
            tuple(each for each in groups for _ in range(self.group_outputs)),
        )

    def index(self, *numbers: int) -> Index:
        """Return the index of a map; it is empty if the layer has one map of each role."""
        return () if self.inputs == self.outputs == 1 else numbers


ONE = Channels()
