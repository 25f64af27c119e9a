"""Backward pass of a convolution, to its input: dL/dx, a transposed convolution of dL/dy."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Annotated, ClassVar

from convanim.arithmetic.relationships import TRANSPOSED
from convanim.arithmetic.values import Values
from convanim.errors import Fault, times
from convanim.frameworks.snippet import Snippet, called, every, pads, unless, windows
from convanim.layers.channel_excerpt import first_of_each, part
from convanim.layers.keys import (
    Dilation,
    Groups,
    KernelSize,
    OutputChannels,
    Padding,
    Sizes,
    Stride,
)
from convanim.layers.operation import Operation, size
from convanim.layers.summary import LayerSummary
from convanim.layers.transposed import Transposed
from convanim.layers.weighted import Weighted
from convanim.plugins.key import Key

if TYPE_CHECKING:
    from collections.abc import Iterator

    from convanim.arithmetic.axis import Axis
    from convanim.arithmetic.channels import Channels
    from convanim.arithmetic.layer import Layer
    from convanim.sweep.sweep import Sweep

OutputSize = Annotated[
    Sizes, Key("per_axis", "size of the convolution's input, and of the gradient there")
]


@dataclass(frozen=True, kw_only=True)
class ConvBackwardInput(Operation):
    """The gradient of a loss with respect to the input of a convolution.

    What is fed in is the gradient with respect to the convolution's output; kernel, stride,
    padding, dilation and groups are the convolution's own. Each unit of the gradient goes back to
    the inputs it was made of: a transposed convolution, drawn as the direct one that emulates it,
    its kernel rotated by 180 degrees. Guide, section 4 and relationships 8 to 14; the numbers are
    those of torch's ``conv2d_input``.

    Attributes
    ----------
    output_size : tuple of int
        Of the convolution's input. Several sizes have an output of one size, the guide's a tells
        them apart; without it the smallest.
    k, s, p, d : tuple
        Of the convolution.
    out_channels : int or None
        The convolution's input channels, as they are the channels that come out here.
    groups : int
        Of the convolution.
    """

    name: ClassVar = "conv_backward_input"
    also: ClassVar = ("conv_input_gradient",)
    frameworks: ClassVar = ()
    family: ClassVar = TRANSPOSED
    map_names: ClassVar = {
        "input": r"$\partial L / \partial y$",
        "kernel": "rotated kernel",
        "output": r"$\partial L / \partial x$",
    }
    is_weighted: ClassVar[bool] = True
    grows_with: ClassVar = ("output_size", "i", "s")

    output_size: OutputSize = ()
    k: KernelSize = ()
    s: Stride = ()
    p: Padding = ()
    d: Dilation = ()
    out_channels: OutputChannels = None
    groups: Groups = 1

    @cached_property
    def _forward(self) -> Weighted:
        """The convolution itself, where the size of its input is known."""
        kernel = Values(kernel=self.values.kernel)
        return Weighted(self.output_size, self.k, self.s, self.p, self.d, values=kernel)

    @cached_property
    def _back(self) -> Transposed:
        """The transposed convolution that computes this gradient."""
        bare = Transposed(
            values=self.values,
            in_channels=self.in_channels,
            out_channels=self.out_channels,
            groups=self.groups,
        )
        if self.output_size:
            return replace(bare, transpose_of=self._forward.axes)
        return replace(bare, i=self.i, k=self.k, s=self.s, p=self.p, d=self.d)

    @cached_property
    def axes(self) -> tuple[Axis, ...]:
        """Stride 1 over a stretched gradient, along each axis."""
        return self._back.axes

    @cached_property
    def channels(self) -> Channels:
        """The gradient's maps, and those of the convolution's input."""
        return self._back.channels

    @property
    def sizes(self) -> tuple[int, ...]:
        """Size of the gradient that is fed in, as given or as the convolution makes it."""
        return self._back.sizes

    @cached_property
    def direct(self) -> Weighted:
        """The convolution whose way back this is."""
        return replace(
            self._forward,
            i=self.output_size or self.output_shape,
            in_channels=self.channels.outputs,
            out_channels=self.channels.inputs,
            groups=self.groups,
        )

    def around(self, direct: Weighted) -> ConvBackwardInput:  # type: ignore[override]
        """Return the way back of a smaller convolution, for the gradients of its outputs."""
        kept, along = direct.channels, tuple(map(range, direct.output_shape))
        first = first_of_each(kept.groups, kept.group_outputs, self.direct.channels.group_outputs)
        gradient = part(self.values.input, (first,), along)
        return replace(
            self,
            i=direct.output_shape,
            output_size=direct.sizes,
            in_channels=kept.outputs,
            out_channels=kept.inputs,
            groups=kept.groups,
            values=replace(self.values, input=gradient, kernel=direct.values.kernel),
        )

    def sweep(self) -> Sweep:
        """Return the feature maps and steps; gradients of whole numbers are exact."""
        return self._back.sweep()

    def faults(self) -> Iterator[Fault]:
        """Yield the faults of the keys."""
        if self.values.bias:
            yield Fault(("values", "bias"), "no bias is added on the way back; remove values.bias")
        misfits = list(self._forward_faults()) if self.output_size else []
        yield from misfits or self._back.faults()

    def _forward_faults(self) -> Iterator[Fault]:
        """Yield why no convolution of ``output_size`` makes a gradient of this size."""
        misfits = list(self._forward.faults())
        yield from misfits
        if misfits:
            return
        given, made = size(self.i, self.values.input), tuple(a.o for a in self._forward.axes)
        if given and given != made:
            yield Fault(
                ("i",) if self.i else ("values", "input"),
                f"the gradient is {times(given)}, but a convolution of output_size "
                f"{times(self.output_size)} makes {times(made)}; remove i, or change output_size",
            )

    def summary(self) -> LayerSummary:
        """Return the summary of the transposed convolution, and torch's own function."""
        layer = self._back.layer()
        summary = LayerSummary.of(layer)
        return replace(summary, frameworks={**summary.frameworks, "torch": _torch(layer)})


def _torch(layer: Layer) -> Snippet:
    k, s, d = windows(layer)
    both = pads(layer)
    if len(k) > 3 or any(before != after for before, after in both):
        return Snippet(note="nn.grad is for up to 3 axes, padded alike at both ends")
    line = called(
        f"nn.grad.conv{len(k)}d_input",
        (1, *layer.output_shape),
        *("w", "x"),
        stride=unless(1, every(s)),
        padding=unless(0, every(before for before, _ in both)),
        dilation=unless(1, every(d)),
        groups=unless(1, layer.channels.groups),
    )
    return Snippet(line, "x is the gradient of the output")
