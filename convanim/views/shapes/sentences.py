"""What the links between the shapes of a layer mean, in words."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from convanim.views.shapes.tensors import is_matrix

if TYPE_CHECKING:
    from collections.abc import Sequence

    from convanim.arithmetic.channels import Channels
    from convanim.views.shapes.tensors import Tensor

EVERY = "shapes"
"""The phase that shows all links."""

ACROSS = {1: "the width", 2: "height and width", 3: "depth, height and width"}
"""The sizes of a map along so many axes."""


def has_weights(every: Sequence[Tensor]) -> bool:
    """Return whether some of these tensors are kernels with numbers."""
    return any(_is_weights(each) for each in every)


def _is_weights(tensor: Tensor) -> bool:
    return "O" in tensor.letters and tensor.role != "bias"


@dataclass(frozen=True, slots=True)
class Sentences:
    """The sentences below the shapes of a layer.

    Attributes
    ----------
    tensors : tuple of Tensor
        The shapes.
    axes : int
        How many axes a map has.
    channels : Channels
        Of the layer.
    """

    tensors: tuple[Tensor, ...]
    axes: int
    channels: Channels

    def of(self, phase: str) -> str:
        """Return the meaning of the link of a phase; with all links, the number of parameters."""
        if phase == "size":
            has_window = any(each.role == "kernel" for each in self.tensors)
            whose = "from $i$, $k$, $s$ and $p$" if has_window else "of the output"
            return f"{ACROSS[self.axes]} {whose}"
        if phase == EVERY:
            return self._numbers()
        return self._made_depth() if phase == "kernels" else self._read_depth()

    @property
    def _weights(self) -> Tensor | None:
        return next(filter(_is_weights, self.tensors), None)

    def _made_depth(self) -> str:
        kernels = self._weights
        made = next(each for each in reversed(self.tensors) if each is not kernels)
        count, depth = kernels.size("O") if kernels else 1, made.size("C")
        if count == depth:
            return f"{made.role} depth = number of kernels = {count}"
        product = rf"${count} \times {self.channels.groups} = {depth}$"
        return rf"{made.role} depth = kernels of a group $\times$ groups = {product}"

    def _read_depth(self) -> str:
        inputs, kernels = self.tensors[0].size("C"), self._weights
        if kernels is None:
            return f"output depth = input depth = {inputs}"
        if (depth := kernels.size("I")) == inputs:
            return f"kernel depth = input depth = {depth}"
        return f"kernel depth = input depth / groups = ${inputs} / {inputs // depth} = {depth}$"

    def _numbers(self) -> str:
        """Return the number of parameters of a layer."""
        kernels = self._weights
        if kernels is None:
            matrix = next(filter(is_matrix, self.tensors), None)
            if matrix is None:
                return "no weights"
            rows, positions = matrix.size("R"), matrix.size("P")
            return f"R = {rows} rows for taps, P = {positions} columns for positions"
        product = r" \times ".join(map(str, kernels.shape))
        what = "weights" if kernels.role == "kernel" else "gradients of weights"
        text = f"${product}$ = {math.prod(kernels.shape):,} {what}"
        if self.channels.groups > 1 and kernels.role == "kernel":
            text += f" in {self.channels.groups} groups"
        biases = sum(each.size("O") for each in self.tensors if each.role == "bias")
        return f"{text} + {biases:,} biases" if biases else text
