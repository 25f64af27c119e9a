"""Sequences of steps that compute each step on access, from its index."""

from __future__ import annotations

import abc
from collections.abc import Sequence
from typing import overload

from convanim.sweep.sweep import Step


class ComputedSteps(Sequence[Step]):
    """A sequence of steps, each a pure function of its index."""

    __slots__ = ()

    @abc.abstractmethod
    def step(self, index: int) -> Step:
        """Return the step at an index from 0 to ``len(self) - 1``."""

    @overload
    def __getitem__(self, index: int) -> Step: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Step, ...]: ...
    def __getitem__(self, index: int | slice) -> Step | tuple[Step, ...]:
        """Return one step, or a tuple of steps for a slice."""
        if isinstance(index, slice):
            return tuple(self.step(n) for n in range(*index.indices(len(self))))
        return self.step(range(len(self))[index])


def position(index: int, shape: Sequence[int]) -> tuple[int, ...]:
    """Return the position of a cell in a grid whose cells are numbered row by row."""
    found = []
    for size in reversed(shape):
        index, n = divmod(index, size)
        found.append(n)
    return tuple(reversed(found))
