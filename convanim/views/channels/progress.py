"""The phase that each output unit is in, where a step has several phases."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from convanim.arithmetic.channels import Index

OutputUnit = tuple["Index", tuple[int, ...]]
"""The index of an output map, and one of its cells."""


@dataclass(frozen=True, slots=True)
class Progress:
    """The order in which output units go through their phases.

    Attributes
    ----------
    units : tuple of OutputUnit
        The unit that each step writes.
    phases : int
        The number of phases of each unit.
    in_acts : bool
        Whether all units go through the first phase before any goes through the second.
    is_full : bool
        Whether all units have been through all phases before the first step.
    """

    units: tuple[OutputUnit, ...]
    phases: int
    in_acts: bool
    is_full: bool = False

    def phases_at(self, now: int, at: int) -> Iterator[tuple[OutputUnit, int]]:
        """Yield each unit that has begun, with its phase, when step ``now`` is in phase ``at``."""
        for n, unit in enumerate(self.units):
            if n <= now:
                is_over = n < now and not self.in_acts
                yield unit, self.phases - 1 if is_over else at
            elif self.is_full:
                yield unit, self.phases - 1
            elif self.in_acts and at:
                yield unit, at - 1

    def outputs_shown(self, now: int, at: int, group_outputs: int) -> list[int]:
        """Return one output of each group: the one written to last, or else the first."""
        found: dict[int, int] = {}
        for n, ((index, _), _) in enumerate(self.phases_at(now, at)):
            output = number(index)
            group = output // group_outputs
            found[group] = output if n <= now else found.get(group, output)
        return list(found.values())

    def last_phases(self) -> dict[OutputUnit, int]:
        """Return every unit with its last phase."""
        return dict.fromkeys(self.units, self.phases - 1)


def number(index: Index) -> int:
    """Return the number of the output that has an index."""
    return index[0] if index else 0
