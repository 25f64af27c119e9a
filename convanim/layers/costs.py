"""The costs of layers in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from convanim.arithmetic.layer import Layer


def cost_lines(layers: Sequence[Layer]) -> tuple[str, str]:
    """Return the weights and biases of layers together, and their multiply-adds."""
    parameters = sum(each.parameters for each in layers)
    word = "weights and biases" if any(each.bias for each in layers) else "weights"
    products = sum(each.multiply_adds for each in layers)
    return f"{parameters:,} {word}", f"{products:,} multiply-adds"
