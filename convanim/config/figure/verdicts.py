"""What a config expects of its layers, compared with what the arithmetic gives."""

from __future__ import annotations

from typing import TYPE_CHECKING

from convanim.arithmetic.relationships import most_specific
from convanim.errors import Fault, times

if TYPE_CHECKING:
    from collections.abc import Iterator

    from convanim.config.keys.common import Expect
    from convanim.layers.operation import Operation


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
