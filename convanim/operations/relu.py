"""ReLU: negative units become zero."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, ClassVar

from convanim.arithmetic.reduction import Copy, Notation
from convanim.arithmetic.resized import Resized
from convanim.frameworks.snippet import Snippet
from convanim.layers.rearranging import Unweighted
from convanim.layers.summary import LayerSummary
from convanim.sweep import gather

if TYPE_CHECKING:
    from collections.abc import Sequence

    from convanim.arithmetic.values import Number
    from convanim.sweep.gather import Position
    from convanim.sweep.sweep import Cells, Sweep


@dataclass(frozen=True, slots=True)
class Rectified(Copy):
    """The value itself, or zero where it is negative."""

    name: ClassVar = "relu"

    def reduce(self, values: Sequence[Number]) -> Number:
        """Return the only value, or zero; nan stays nan."""
        (value,) = values
        return 0 if value < 0 else value

    def notation(self, count: int) -> Notation:  # noqa: ARG002
        r"""Return ``\max(0, a)``."""
        return Notation(r"\max(0,", "", ")", has_brackets=False)


@dataclass(frozen=True)
class ReLU(Unweighted):
    """ReLU as a layer of its own, which takes each unit by itself: y = max(0, x).

    The key ``relu`` of a convolution or pooling applies it without drawing the map before it.
    See https://docs.pytorch.org/docs/stable/generated/torch.nn.ReLU.html.
    """

    name: ClassVar = "relu"
    frameworks: ClassVar = ("ReLU",)

    @property
    def plain_name(self) -> str:
        """What the layer is called in figures."""
        return "ReLU"

    @cached_property
    def axes(self) -> tuple[Resized, ...]:
        """The arithmetic of each axis: its size stays."""
        return tuple(
            Resized(i, i, (("i", i),), "one output for each unit", "o = i", str(i))
            for i in self.sizes
        )

    def sweep(self) -> Sweep:
        """Return the feature maps and steps."""
        channels = self.channels

        def move(output: int, position: Position) -> tuple[tuple[Cells, ...], Cells]:
            index = channels.index(output)
            read = gather.point("input", position, index)
            return (read,), gather.point("output", position, index)

        steps = gather.Gather(self.sizes, channels, move, Rectified())
        return gather.sweep(steps, gather.input_maps(self.sizes, channels, self.units), self.sizes)

    def summary(self) -> LayerSummary:
        """Return the shapes and the code in each framework."""
        shape = self.input_channels, *self.sizes
        return LayerSummary.of_moves(
            shape,
            shape,
            {
                "torch": Snippet("nn.ReLU()"),
                "keras": Snippet("layers.ReLU()"),
                "jax": Snippet("jax.nn.relu(x)"),
                "onnx": Snippet('helper.make_node("Relu", ["x"], ["y"])'),
            },
        )
