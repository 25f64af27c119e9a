"""Grid for the cells of a feature map: given literally, or drawn from a seed."""

from __future__ import annotations

import math
import random
from dataclasses import dataclass
from fractions import Fraction

Number = int | float | Fraction
"""Whole numbers and fractions stay exact; decimals are floats."""

Grid = tuple[Number, ...]
"""The numbers of one map, row by row."""


@dataclass(frozen=True, slots=True)
class Array:
    """Literal maps of one shape, one after the other.

    Attributes
    ----------
    shape : tuple of int
        Of one map.
    cells : tuple of Number
        Map by map, each row by row (the last axis fastest).
    channels : tuple of int
        How many maps: input channels, or a kernel's first two axes; empty for a single one.
    """

    shape: tuple[int, ...]
    cells: tuple[Number, ...]
    channels: tuple[int, ...] = ()

    def __post_init__(self) -> None:
        if math.prod((*self.channels, *self.shape)) != len(self.cells):
            whole = (*self.channels, *self.shape)
            raise ValueError(f"{len(self.cells)} cells do not fill the shape {whole}")


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


SEEDED_BIAS = Range(-2, 2)
"""What a seed draws biases from where no range is given."""


@dataclass(frozen=True, slots=True)
class Values:
    """The numbers of a layer.

    Attributes
    ----------
    input, kernel, bias : Array, Range or None
        Literal cells, or the range to draw from.
    seed : int or None
        Seed of the drawn ones; each has a stream of its own, so that changing one's size leaves
        the others' numbers alone.
    """

    input: Array | Range | None = None
    kernel: Array | Range | None = None
    seed: int | None = None
    bias: Array | Range | None = None

    def input_maps(self, count: int, shape: tuple[int, ...]) -> tuple[Grid, ...] | None:
        """Return each channel's numbers row by row, or None when the input has none."""
        return self._maps("input", self.input, count, shape)

    def kernels(self, count: int, shape: tuple[int, ...]) -> tuple[Grid, ...] | None:
        """Return each kernel's numbers row by row, or None when they have none."""
        return self._maps("kernel", self.kernel, count, shape)

    def biases(self, count: int) -> Grid | None:
        """Return the numbers added to each output channel, or None when there are none."""
        maps = self._maps("bias", self.bias, 1, (count,))
        return maps[0] if maps else None

    def _maps(
        self, role: str, source: Array | Range | None, count: int, shape: tuple[int, ...]
    ) -> tuple[Grid, ...] | None:
        if isinstance(source, Range):
            source = source.draw(f"{self.seed}:{role}", (count, *shape))
        if source is None:
            return None
        size = math.prod(shape)
        return tuple(source.cells[n * size : (n + 1) * size] for n in range(count))


NO_VALUES = Values()
