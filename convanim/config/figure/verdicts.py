"""Checks of layers whose keys are valid: their size, and what their config expects."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from convanim.arithmetic.relationships import most_specific
from convanim.config.keys.selection import MOST_STEPS
from convanim.errors import Fault, times

if TYPE_CHECKING:
    from collections.abc import Iterator

    from convanim.config.keys.common import Expect
    from convanim.layers.operation import Operation

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
        """Return the work of one operation, computed from its axes and channels."""
        steps = math.prod(_output(operation))
        each = operation.channels.group_inputs * math.prod(axis.k for axis in operation.axes)
        return cls(steps, steps * each * has_numbers(operation))

    def __add__(self, other: Work) -> Work:
        return Work(self.steps + other.steps, self.products + other.products)


def bound_faults(operation: Operation) -> Iterator[Fault]:
    """Yield why a figure is too large, computed from its axes before anything is built."""
    channels, work = operation.channels, Work.of(operation)
    cells = channels.inputs * math.prod(operation.padded_shape)
    made = channels.outputs * math.prod(operation.output_shape)
    smaller = [key for key in operation.grows_with if getattr(operation, key)] or ["i"]
    larger = "".join(f" or a larger {key}" for key in operation.shrinks_with)
    if work.steps > MOST_STEPS:
        yield Fault(
            (smaller[0],),
            f"{work.steps} steps, {times(_output(operation))}, are too many; the limit is "
            f"{MOST_STEPS}: use a smaller {' or '.join(smaller)}{larger}",
        )
    elif channels.inputs + channels.outputs > MOST_MAPS:
        yield Fault(
            ("in_channels" if channels.inputs > channels.outputs else "out_channels",),
            f"{channels.inputs} + {channels.outputs} feature maps are too many to draw; the limit "
            f"is {MOST_MAPS}: use fewer channels",
        )
    elif cells > MOST_CELLS:
        yield Fault(
            (smaller[0],),
            f"{cells} cells of padded input are too many; the limit is {MOST_CELLS}: "
            f"use a smaller {smaller[0]} or p",
        )
    elif made > MOST_CELLS:
        yield Fault(
            ("i",),
            f"{made} cells of output, {times(operation.output_shape)}, are too many; the limit is "
            f"{MOST_CELLS}: use a smaller i or k",
        )
    elif work.products > MOST_PRODUCTS:
        yield Fault(
            ("values",),
            f"{work.products} products are too many to compute; the limit is {MOST_PRODUCTS}: "
            "use a smaller i or k, or remove values",
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
            f"the limit is {MOST_PRODUCTS}: remove values",
        )


def _output(operation: Operation) -> tuple[int, ...]:
    outputs = operation.channels.outputs
    return (outputs,) * (outputs > 1) + tuple(axis.o for axis in operation.axes)


def has_numbers(operation: Operation) -> bool:
    """Return whether an operation computes numbers."""
    return operation.values.input is not None


def expectation_faults(operation: Operation, expected: Expect) -> Iterator[Fault]:
    """Yield where the arithmetic differs from what the config expects."""
    output = operation.output_shape
    if expected.o is not None:
        yield from _size_faults(expected.o, output)
    wanted = expected.relationship
    if wanted is not None:
        for axis in operation.axes:
            found = most_specific(operation.family, axis)
            if found.number is None:
                yield Fault(
                    ("expect", "relationship"),
                    f"relationship {wanted} is expected, but the guide has none for "
                    f"{operation.name}; remove it",
                )
            elif found.number != wanted:
                yield Fault(
                    ("expect", "relationship"),
                    f"relationship {wanted} is expected, but {found.number} holds "
                    f"({found.holds_for})",
                )


def _size_faults(wanted: int | tuple[int, ...], output: tuple[int, ...]) -> Iterator[Fault]:
    sizes = wanted if isinstance(wanted, tuple) else (wanted,) * len(output)
    if sizes != output:
        yield Fault(
            ("expect", "o"),
            f"o = {times(sizes)} is expected, but the arithmetic gives {times(output)}",
        )
