"""How large a figure may be: computed from the sizes of its layers before anything is built."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from convanim.arithmetic.axis import Axis
from convanim.config.keys.selection import LONG, MOST_STEPS
from convanim.errors import Fault, times

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from convanim.arithmetic.resized import Resized
    from convanim.layers.operation import Operation
    from convanim.layout.view import View

MOST_CELLS = 1_000_000
"""Cells of the padded input, and of the output."""

MOST_MAPS = 256
"""Input and output channels of a layer."""

MOST_PRODUCTS = 10_000_000
"""Products of all steps together, in a figure with numbers."""


@dataclass(frozen=True, slots=True)
class Work:
    """The size of a computation: its steps, and the products of its numbers if it has any."""

    steps: int = 0
    products: int = 0

    @classmethod
    def of(cls, operation: Operation) -> Work:
        """Return the work of one operation, computed from its axes and channels.

        Between units that lie apart a tap meets zeros, and so multiplies each unit once at most.
        """
        channels = operation.channels
        pairs = math.prod(_places(axis) * axis.k for axis in operation.axes)
        products = channels.outputs * channels.group_inputs * pairs * has_numbers(operation)
        return cls(math.prod(_output(operation)), products)

    def __add__(self, other: Work) -> Work:
        return Work(self.steps + other.steps, self.products + other.products)


MOST_DRAWN_MAPS = 32
"""Input and output channels of a layer that is drawn whole unless a config says otherwise."""

WIDEST_DRAWN = 64
"""The same for the cells of its padded input along each of several axes."""


def is_large(operation: Operation, view: View | None = None) -> bool:
    """Return whether only an excerpt of a layer is drawn unless a config says otherwise."""
    channels, sizes = operation.channels, operation.padded_shape
    steps = view.step_count(operation) if view else Work.of(operation).steps
    is_wide = len(sizes) > 1 and max(sizes) > WIDEST_DRAWN
    return steps > LONG or channels.inputs + channels.outputs > MOST_DRAWN_MAPS or is_wide


def _places(axis: Axis | Resized) -> int:
    return axis.i if isinstance(axis, Axis) and axis.stretch > 1 else axis.o


def fits(layers: Iterable[Operation]) -> bool:
    """Return whether layers can be drawn, one by one and together."""
    work = Work()
    for layer in layers:
        work += Work.of(layer)
        if any(bound_faults(layer)) or any(total_faults(work)):
            return False
    return True


def bound_faults(operation: Operation) -> Iterator[Fault]:
    """Yield why a figure is too large; :mod:`convanim.config.figure.ways_out` says what helps."""
    channels, work = operation.channels, Work.of(operation)
    cells = channels.inputs * math.prod(operation.padded_shape)
    made = channels.outputs * math.prod(operation.output_shape)
    size = next((key for key in operation.grows_with if getattr(operation, key)), "i")
    if work.steps > MOST_STEPS:
        yield Fault(
            (size,),
            f"{work.steps} steps, {times(_output(operation))}, are too many; "
            f"the limit is {MOST_STEPS}",
        )
    elif channels.inputs + channels.outputs > MOST_MAPS:
        yield Fault(
            ("in_channels" if channels.inputs > channels.outputs else "out_channels",),
            f"{channels.inputs} + {channels.outputs} feature maps are too many to draw; "
            f"the limit is {MOST_MAPS}",
        )
    elif cells > MOST_CELLS:
        yield Fault(
            (size,), f"{cells} cells of padded input are too many; the limit is {MOST_CELLS}"
        )
    elif made > MOST_CELLS:
        yield Fault(
            ("i",),
            f"{made} cells of output, {times(operation.output_shape)}, are too many; "
            f"the limit is {MOST_CELLS}",
        )
    elif work.products > MOST_PRODUCTS:
        yield Fault(
            ("values",),
            f"{work.products} products are too many to compute; the limit is {MOST_PRODUCTS}",
        )


def total_faults(work: Work) -> Iterator[Fault]:
    """Yield why layers that are small enough one by one are too large together."""
    if work.steps > MOST_STEPS:
        yield Fault(
            (), f"{work.steps} steps up to this layer are too many; the limit is {MOST_STEPS}"
        )
    elif work.products > MOST_PRODUCTS:
        yield Fault(
            (),
            f"{work.products} products up to this layer are too many to compute; "
            f"the limit is {MOST_PRODUCTS}",
        )


def _output(operation: Operation) -> tuple[int, ...]:
    outputs = operation.channels.outputs
    return (outputs,) * (outputs > 1) + tuple(axis.o for axis in operation.axes)


def has_numbers(operation: Operation) -> bool:
    """Return whether an operation computes numbers."""
    return operation.values.input is not None
