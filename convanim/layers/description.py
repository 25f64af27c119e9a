"""A layer in a line of text: its operation, its sizes, its channels and its output size."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from convanim.errors import plural, times
from convanim.layers.sizes import given_sizes

if TYPE_CHECKING:
    from collections.abc import Iterable

    from convanim.layers.operation import Operation


@dataclass(frozen=True, slots=True)
class Description:
    """A layer in few words.

    Attributes
    ----------
    operation : str
        The name of its operation.
    sizes : str
        The sizes that its config gives, such as ``"i=5 k=3"``.
    channels : str
        Input and output channels, and groups where there are several; empty for one channel.
    output : str
        The output size, such as ``"3 x 3"``.
    """

    operation: str
    sizes: str
    channels: str
    output: str

    @classmethod
    def of(cls, operation: Operation) -> Description:
        """Return the description of an operation."""
        return cls(
            operation.name, sizes(operation), _channels(operation), times(operation.output_shape)
        )

    def __str__(self) -> str:
        parts = f"{self.operation} {self.sizes}", self.channels, f"output {self.output}"
        return ", ".join(filter(None, parts))


def sizes(operation: Operation) -> str:
    """Return the layer's own sizes that are not the default, such as ``i=5 k=3 s=2 p=1``."""
    found = given_sizes(operation.family, operation.gradient_of or operation.axes)
    return " ".join(f"{letter}={size}" for letter, size in found.items())


def alternative_text(layers: Iterable[Operation], steps: int) -> str:
    """Return what an animation shows, for readers who cannot see it.

    Parameters
    ----------
    layers : iterable of Operation
        The layers of all panels.
    steps : int
        The steps that are shown; 0 where that is not known.
    """
    described = "; ".join(str(Description.of(layer)) for layer in layers)
    return f"{described}; {steps} {plural(steps, 'step')}" if steps else described


def _channels(operation: Operation) -> str:
    """Return the channels in words; a matrix and a gradient have none to speak of."""
    channels = operation.channels
    if operation.gradient_of or channels.inputs == channels.outputs == 1:
        return ""
    words = f"{channels.inputs} to {channels.outputs} {plural(channels.outputs, 'channel')}"
    has_groups = operation.is_weighted and channels.groups > 1
    return f"{words} in {channels.groups} groups" if has_groups else words
