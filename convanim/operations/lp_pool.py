"""Power-average pooling: the p-norm of the cells in the window."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING, Annotated, ClassVar

from convanim.arithmetic.reduction import Notation, Reduction
from convanim.layers.pooling import Pooling, pooled
from convanim.plugins.key import Key

if TYPE_CHECKING:
    from collections.abc import Sequence

    from convanim.arithmetic.layer import Layer
    from convanim.arithmetic.values import Number
    from convanim.sweep.sweep import Sweep

MOST = 16
"""The highest order of a norm."""

Order = Annotated[
    int, Key("count", "the order of the norm, 2 by default", ("norm_type",), maximum=MOST)
]


@dataclass(frozen=True, slots=True)
class Norm(Reduction):
    """The root of the sum of the powers of the values' sizes.

    Attributes
    ----------
    order : int
        The exponent of the powers, and of the root.
    """

    name: ClassVar = "norm"

    order: int = 2

    def reduce(self, values: Sequence[Number]) -> Number:
        """Return the norm; exact where it is a whole number."""
        total = sum((_power(value, self.order) for value in values), start=Fraction(0))
        root: float = float(total) ** (1 / self.order)
        if not math.isfinite(root) or isinstance(total, float):
            return root
        whole = round(root)
        return whole if whole**self.order == total else root

    def notation(self, count: int) -> Notation:  # noqa: ARG002
        """Return ``(|a|^2 + |b|^2)^{1/2}``."""
        closing = f")^{{1/{self.order}}}"
        return Notation("(", " +", closing, False, "|{", f"}}|^{{{self.order}}}")


def _power(value: Number, order: int) -> Number:
    """Return a power of the size of a value; exact unless it is a float."""
    return abs(value) ** order if isinstance(value, float) else abs(Fraction(value)) ** order


@dataclass(frozen=True)
class LpPool(Pooling):
    """Power-average pooling, the p-norm of each window; padding counts as zero.

    As in ONNX, https://onnx.ai/onnx/operators/onnx__LpPool.html. Torch's ``LPPool2d`` takes powers
    of the values themselves, which is the same for an even norm or values that are not negative.

    Attributes
    ----------
    norm : int
        The order of the norm: 1 adds the values up, 2 is the length of a vector.
    """

    name: ClassVar = "lp_pool"
    also: ClassVar = ("power_average_pooling",)
    frameworks: ClassVar = ("LPPool1d", "LPPool2d", "LPPool3d", "LpPool")

    norm: Order = 2

    def layer(self) -> Layer:
        """Return the layer as frameworks describe it."""
        return replace(Pooling.layer(self), norm=self.norm)

    def sweep(self) -> Sweep:
        """Return the feature maps and steps."""
        return pooled(self, Norm(self.relu, self.norm))
