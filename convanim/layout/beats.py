"""What each drawing of a layout shows: a step of its sweep, and a phase of the step."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple, overload


class Beat(NamedTuple):
    """What one drawing shows: a step of the sweep, and its phase if it has several."""

    step: int
    phase: str = ""


@dataclass(frozen=True, slots=True)
class Beats(Sequence[Beat]):
    """One drawing for each phase of each step.

    Attributes
    ----------
    steps : int
        How many steps there are.
    phases : tuple of str
        What happens in a step, one after the other.
    in_acts : bool
        Whether all steps go through the first phase before any goes through the second.
    """

    steps: int
    phases: tuple[str, ...] = ("",)
    in_acts: bool = False

    def __len__(self) -> int:
        return self.steps * len(self.phases)

    @overload
    def __getitem__(self, index: int) -> Beat: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Beat, ...]: ...
    def __getitem__(self, index: int | slice) -> Beat | tuple[Beat, ...]:
        """Return one beat, or a tuple of them for a slice."""
        if isinstance(index, slice):
            return tuple(self[n] for n in range(*index.indices(len(self))))
        n = range(len(self))[index]
        if self.in_acts:
            return Beat(n % self.steps, self.phases[n // self.steps])
        return Beat(n // len(self.phases), self.phases[n % len(self.phases)])
