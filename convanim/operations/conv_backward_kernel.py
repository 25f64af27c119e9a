"""Backward pass of a convolution, to its kernel: dL/dw, its input correlated with dL/dy."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, ClassVar

from convanim.arithmetic.axis import Axis
from convanim.arithmetic.channels import Channels
from convanim.arithmetic.layer import Layer, letters
from convanim.arithmetic.reduction import WeightedSum
from convanim.arithmetic.relationships import CONVOLUTION
from convanim.arithmetic.values import Array
from convanim.errors import Fault, times
from convanim.frameworks.snippet import Snippet, called, every, pads, unless, windows
from convanim.layers.channel_excerpt import first_of_each, part
from convanim.layers.keys import Dilation, Groups, KernelSize, OutputChannels, Padding, Stride
from convanim.layers.operation import Operation
from convanim.layers.summary import LayerSummary
from convanim.layers.weighted import Weighted
from convanim.sweep import window as slide

if TYPE_CHECKING:
    from collections.abc import Iterator

    from convanim.arithmetic.values import Grid
    from convanim.sweep.sweep import Sweep


@dataclass(frozen=True)
class ConvBackwardKernel(Operation):
    """The gradient of a loss with respect to the kernel of a convolution.

    All keys are the convolution's own. The gradient with respect to its output slides over its
    input as a kernel does, and is given so, as ``values.kernel``: as large as that output,
    dilated by the convolution's stride, moving by its dilation. Input that no window has read is
    cropped, as nothing of it is in the loss. With several channels each input is correlated with
    the gradient of each output of its group; the maps go input by input.
    The numbers are those of torch's ``conv2d_weight``.

    Attributes
    ----------
    k, s, p, d : tuple
        Of the convolution; ``k`` is the size of what comes out.
    out_channels : int or None
        Of the convolution: maps of the gradient.
    groups : int
        Of the convolution.
    """

    name: ClassVar = "conv_backward_kernel"
    also: ClassVar = ("conv_kernel_gradient", "conv_backward_weight")
    frameworks: ClassVar = ()
    family: ClassVar = CONVOLUTION
    map_names: ClassVar = {
        "kernel": r"$\partial L / \partial y$",
        "output": r"$\partial L / \partial w$",
    }
    is_weighted: ClassVar[bool] = True
    grows_with: ClassVar = ("i", "k")

    k: KernelSize = ()
    s: Stride = ()
    p: Padding = ()
    d: Dilation = ()
    out_channels: OutputChannels = None
    groups: Groups = 1

    @cached_property
    def _forward(self) -> Weighted:
        """The convolution itself, without the numbers of its kernel."""
        literal = self.values.kernel
        given = literal.channels[0] if isinstance(literal, Array) and literal.channels else None
        return Weighted(
            self.i,
            self.k,
            self.s,
            self.p,
            self.d,
            values=replace(self.values, kernel=None, bias=None),
            in_channels=self.in_channels,
            out_channels=self.out_channels or given,
            groups=self.groups,
        )

    @cached_property
    def axes(self) -> tuple[Axis, ...]:
        """The gradient sliding over the convolution's input, along each axis."""
        return tuple(map(_backward, self.gradient_of))

    @cached_property
    def gradient_of(self) -> tuple[Axis, ...]:
        """The axes of the convolution itself."""
        return self._forward.axes

    @cached_property
    def channels(self) -> Channels:
        """Each input gives a map with every output of its group."""
        forward = self._forward.channels
        return Channels(forward.inputs, forward.inputs * forward.group_outputs, forward.inputs)

    @property
    def _gradients(self) -> tuple[Grid, ...] | None:
        """The gradient of each of the convolution's outputs, if it has numbers."""
        shape = tuple(axis.o for axis in self.gradient_of)
        return self.values.kernels(self._forward.channels.outputs, shape)

    @property
    def direct(self) -> Weighted:
        """The convolution whose kernel has the gradient."""
        return self._forward

    def around(self, direct: Weighted) -> ConvBackwardKernel:  # type: ignore[override]
        """Return the gradient for the kernel of a smaller convolution."""
        kept, along = direct.channels, tuple(map(range, direct.output_shape))
        first = first_of_each(kept.groups, kept.group_outputs, self._forward.channels.group_outputs)
        gradient = part(self.values.kernel, (first, (0,)), along)
        return replace(
            self,
            i=direct.sizes,
            in_channels=kept.inputs,
            out_channels=kept.outputs,
            groups=kept.groups,
            values=replace(self.values, input=direct.values.input, kernel=gradient),
        )

    def sweep(self) -> Sweep:
        """Return the feature maps and steps; gradients of whole numbers are exact."""
        gradients, forward = self._gradients, self._forward.channels
        # The n-th map is of the input n // group_outputs, and of one output of that one's group.
        outputs = (
            source // forward.group_inputs * forward.group_outputs + n
            for source in range(forward.inputs)
            for n in range(forward.group_outputs)
        )
        return slide.sweep(
            self.axes,
            WeightedSum(),
            units=self.units,
            channels=self.channels,
            kernels=[[gradients[output]] for output in outputs] if gradients else None,
        )

    def faults(self) -> Iterator[Fault]:
        """Yield the faults of the keys."""
        if self.values.bias:
            yield Fault(("values", "bias"), "the kernel's gradient has no bias; remove values.bias")
        misfits = list(self._forward.faults())
        yield from misfits or self._gradient_faults()

    def _gradient_faults(self) -> Iterator[Fault]:
        literal, forward = self.values.kernel, self._forward
        if not isinstance(literal, Array):
            return
        made = tuple(axis.o for axis in forward.axes)
        if literal.shape != made:
            yield Fault(
                ("values", "kernel"),
                f"values.kernel is the gradient of the output: it is {times(literal.shape)}, but "
                f"the convolution makes {times(made)}",
            )
        needed = forward.channels.outputs, 1
        if (literal.channels or (1, 1)) != needed:
            yield Fault(
                ("values", "kernel"),
                f"values.kernel holds {times(literal.channels or (1, 1))} maps but out_channels x "
                f"1 are {times(needed)}; its first two levels list them so",
            )

    def summary(self) -> LayerSummary:
        """Return the shapes and the code in each framework."""
        layer = Layer("conv", self._forward.axes, self._forward.channels)
        (c, *i), (_, *o) = layer.input_shape, layer.output_shape
        outputs, group, *k = layer.kernel_shape
        axes = letters(len(i))
        return LayerSummary(
            shapes={
                f"NC{axes}": {
                    "input": (1, c, *i),
                    "gradient": (1, outputs, *o),
                    f"output OI{axes}": (outputs, group, *k),
                },
                f"N{axes}C": {
                    "input": (1, *i, c),
                    "gradient": (1, *o, outputs),
                    f"output {axes}IO": (*k, group, outputs),
                },
            },
            parameters=0,
            multiply_adds=math.prod((*layer.kernel_shape, *o)),
            never_read=layer.unread,
            frameworks={
                "torch": _torch(layer),
                "keras": Snippet(note="no layer of its own; ask the backend for the gradient"),
                "jax": _jax(layer),
                "onnx": Snippet(note="no nodes for gradients"),
            },
        )


def _backward(axis: Axis) -> Axis:
    """Return the axis along which the gradient slides: stride and dilation change places."""
    return Axis(
        axis.i,
        axis.o,
        s=axis.d,
        p_before=axis.p_before,
        p_after=axis.p_after - axis.leftover,
        d=axis.s,
    )


def _torch(layer: Layer) -> Snippet:
    k, s, d = windows(layer)
    both = pads(layer)
    if len(k) > 3 or any(before != after for before, after in both):
        return Snippet(note="nn.grad is for up to 3 axes, padded alike at both ends")
    line = called(
        f"nn.grad.conv{len(k)}d_weight",
        "x",
        layer.kernel_shape,
        "w",
        stride=unless(1, every(s)),
        padding=unless(0, every(before for before, _ in both)),
        dilation=unless(1, every(d)),
        groups=unless(1, layer.channels.groups),
    )
    return Snippet(line, "w is the gradient of the output")


def _jax(layer: Layer) -> Snippet:
    _, s, d = windows(layer)
    conv = called(
        "lax.conv_general_dilated",
        *("x", "y", s, list(pads(layer))),
        rhs_dilation=None if every(d) == 1 else d,
        feature_group_count=unless(1, layer.channels.groups),
    )
    zeros = called("jnp.zeros", layer.kernel_shape)
    return Snippet(
        f"jax.vjp(lambda y: {conv}, {zeros})[1](w)[0]", "w is the gradient of the output"
    )
