"""A layer as views and overlays see it: its arithmetic and its steps, each computed once."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from convanim.sweep.order import reorder

if TYPE_CHECKING:
    from convanim.arithmetic.axis import Axis
    from convanim.arithmetic.layer import Layer
    from convanim.arithmetic.resized import Resized
    from convanim.layers.operation import Operation
    from convanim.sweep.order import Order
    from convanim.sweep.sweep import Sweep


@dataclass(frozen=True)
class Subject:
    """One layer of a figure.

    Attributes
    ----------
    operation : Operation
        The layer itself.
    order : str
        The order of its steps, one of :data:`convanim.sweep.order.ORDERS`.
    """

    operation: Operation
    order: Order = "raster"

    @property
    def name(self) -> str:
        """Name of the operation."""
        return self.operation.name

    @property
    def family(self) -> str:
        """The family of relationships that hold for it."""
        return self.operation.family

    @functools.cached_property
    def axes(self) -> tuple[Axis | Resized, ...]:
        """Its axes; for a transposed convolution those of the direct one that emulates it."""
        return self.operation.axes

    @functools.cached_property
    def layer(self) -> Layer | None:
        """The layer as frameworks know it; None where no framework has it."""
        return self.operation.layer()

    @functools.cached_property
    def sweep(self) -> Sweep:
        """Its feature maps and steps."""
        return reorder(self.operation.sweep(), self.order)

    def __getstate__(self) -> dict[str, Any]:
        """Return the fields alone: another process computes the rest faster than it reads it."""
        return {"operation": self.operation, "order": self.order}
