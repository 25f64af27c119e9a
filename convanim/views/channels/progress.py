"""How far each unit of the outputs has come, where a step has several phases."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from convanim.arithmetic.channels import Index

Unit = tuple["Index", tuple[int, ...]]
"""An output's index, and a cell of it."""


@dataclass(frozen=True, slots=True)
class Progress:
    """The units in the order they are written, and how their phases follow each other.

    Attributes
    ----------
    units : tuple of Unit
        One for each step.
    phases : int
        How many each goes through.
    in_acts : bool
        Whether all units go through the first phase before any goes through the second.
    """

    units: tuple[Unit, ...]
    phases: int
    in_acts: bool

    def reached(self, now: int, at: int) -> Iterator[tuple[Unit, int]]:
        """Yield each unit that has come to a phase, and to which, when a step is at a phase."""
        for n, unit in enumerate(self.units):
            if n <= now:
                yield unit, at if self.in_acts or n == now else self.phases - 1
            elif self.in_acts and at:
                yield unit, at - 1

    def latest(self, now: int, at: int, group_outputs: int) -> list[int]:
        """Return the output of each group that was last written to, or will be first."""
        found: dict[int, int] = {}
        for n, ((index, _), _) in enumerate(self.reached(now, at)):
            output = number(index)
            group = output // group_outputs
            found[group] = output if n <= now else found.get(group, output)
        return list(found.values())

    def finished(self) -> dict[Unit, int]:
        """Return every unit with its last phase."""
        return dict.fromkeys(self.units, self.phases - 1)


def number(index: Index) -> int:
    """Return which output an index means."""
    return index[0] if index else 0
