"""What layers without a sliding window share: no kernel and no bias."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from convanim.arithmetic.relationships import NONE
from convanim.errors import Fault
from convanim.layers.operation import Operation, size_faults

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass(frozen=True)
class Unweighted(Operation):
    """A layer with neither a kernel of numbers nor a relationship in the guide."""

    family: ClassVar = NONE

    def faults(self) -> Iterator[Fault]:
        """Yield the faults of the keys."""
        yield from self.weight_faults()
        yield from self.channel_faults()
        yield from size_faults("i", "input", self.i, self.values.input)

    def weight_faults(self) -> Iterator[Fault]:
        """Yield faults for numbers of a kernel or a bias that does not exist."""
        if self.values.kernel:
            yield Fault(
                ("values", "kernel"), f"{self.name} has no kernel values; drop values.kernel"
            )
        if self.values.bias:
            yield Fault(("values", "bias"), f"{self.name} has no bias; drop values.bias")
