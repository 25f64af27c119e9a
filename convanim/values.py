"""Numbers for the cells of a feature map: given literally, or drawn from a seed."""

from __future__ import annotations

import math
import random
from dataclasses import dataclass
from fractions import Fraction

Number = int | float | Fraction
"""Whole numbers and fractions stay exact; decimals are floats."""


@dataclass(frozen=True, slots=True)
class Array:
    """A literal array: its shape, and its cells row by row (the last axis fastest)."""

    shape: tuple[int, ...]
    cells: tuple[Number, ...]

    def __post_init__(self) -> None:
        if math.prod(self.shape) != len(self.cells):
            raise ValueError(f"{len(self.cells)} cells do not fill the shape {self.shape}")


@dataclass(frozen=True, slots=True)
class Range:
    """Whole numbers from ``low`` to ``high``, both included, to be drawn at random."""

    low: int
    high: int

    def draw(self, seed: str, shape: tuple[int, ...]) -> Array:
        """Return an array of that shape; the same seed and shape give the same numbers always.

        Only ``Random.random`` is used: Python promises its sequence, not that of ``randint``.
        """
        chance = random.Random(seed)
        span = self.high - self.low + 1
        cells = tuple(self.low + int(chance.random() * span) for _ in range(math.prod(shape)))
        return Array(shape, cells)


@dataclass(frozen=True, slots=True)
class Values:
    """The numbers of a layer.

    Attributes
    ----------
    input, kernel : Array, Range or None
        Literal cells, or the range to draw from.
    seed : int or None
        Seed of the drawn ones; each map has a stream of its own, so that changing one map's
        size leaves the other's numbers alone.
    """

    input: Array | Range | None = None
    kernel: Array | Range | None = None
    seed: int | None = None

    def input_cells(self, shape: tuple[int, ...]) -> tuple[Number, ...] | None:
        """Return the input's numbers row by row, or None when it has none."""
        return self._cells("input", self.input, shape)

    def kernel_cells(self, shape: tuple[int, ...]) -> tuple[Number, ...] | None:
        """Return the kernel's numbers row by row, or None when it has none."""
        return self._cells("kernel", self.kernel, shape)

    def _cells(
        self, role: str, source: Array | Range | None, shape: tuple[int, ...]
    ) -> tuple[Number, ...] | None:
        if isinstance(source, Range):
            source = source.draw(f"{self.seed}:{role}", shape)
        return source.cells if source else None


NO_VALUES = Values()
