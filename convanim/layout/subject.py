"""What views and overlays may speak of: a layer's arithmetic, and its steps."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from convanim.sweep.order import in_order

if TYPE_CHECKING:
    from convanim.arithmetic.axis import Axis
    from convanim.arithmetic.layer import Layer
    from convanim.arithmetic.resized import Resized
    from convanim.sweep.order import Order
    from convanim.sweep.sweep import Sweep


@dataclass(frozen=True)
class Subject:
    """One layer of a figure.

    Attributes
    ----------
    operation : object
        Instance of a class of :mod:`convanim.operations`.
    order : str
        In which it goes through its positions, one of :data:`convanim.sweep.order.ORDERS`.
    """

    operation: Any
    order: Order = "raster"

    @property
    def name(self) -> str:
        """Of the operation."""
        return str(self.operation.name)

    @property
    def family(self) -> str:
        """Which relationships speak of it."""
        return str(self.operation.family)

    @property
    def axes(self) -> tuple[Axis | Resized, ...]:
        """What becomes of each axis; of a transposed convolution the emulating ones."""
        return tuple(self.operation.axes)

    @functools.cached_property
    def layer(self) -> Layer | None:
        """What frameworks know of it; None where none has it."""
        layer = getattr(self.operation, "layer", None)
        return layer() if layer else None

    @functools.cached_property
    def sweep(self) -> Sweep:
        """Its feature maps and steps, made when first asked for."""
        return in_order(self.operation.sweep(), self.order)
