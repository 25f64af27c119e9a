"""The numbers of a layer's maps: literal, or drawn at random from a seed."""

from __future__ import annotations

import itertools
import math
import random
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

Number = int | float | Fraction
"""Whole numbers and fractions are exact; decimals are floats."""

Grid = tuple[Number, ...]
"""The numbers of one map, row by row."""


@dataclass(frozen=True, slots=True)
class Array:
    """Literal numbers of one or more maps of the same shape.

    Attributes
    ----------
    shape : tuple of int
        The shape of one map.
    cells : tuple of Number
        All numbers, map by map and row by row (the last axis varies fastest).
    channels : tuple of int
        Numbers of maps: input channels, or a kernel's first two axes; empty for a single map.

    Raises
    ------
    ValueError
        The number of cells does not match the shape.
    """

    shape: tuple[int, ...]
    cells: tuple[Number, ...]
    channels: tuple[int, ...] = ()

    def __post_init__(self) -> None:
        if math.prod((*self.channels, *self.shape)) != len(self.cells):
            whole = (*self.channels, *self.shape)
            raise ValueError(f"{len(self.cells)} cells do not fill the shape {whole}")

    def part(self, kept: Sequence[Sequence[int]]) -> Array:
        """Return the numbers at some places of each level, those of the channels first."""
        levels = (*self.channels, *self.shape)
        strides = [math.prod(levels[n + 1 :]) for n in range(len(levels))]
        offsets = [[n * stride for n in some] for some, stride in zip(kept, strides, strict=True)]
        cells = tuple(self.cells[sum(place)] for place in itertools.product(*offsets))
        counts, ahead = tuple(map(len, kept)), len(self.channels)
        return Array(counts[ahead:], cells, counts[:ahead])


@dataclass(frozen=True, slots=True)
class Range:
    """A range of whole numbers to draw from at random; both ends are included."""

    low: int
    high: int

    def draw(self, seed: str, shape: tuple[int, ...]) -> Array:
        """Return an array of random numbers, which depend only on the seed and the shape."""
        # Only the sequence of random() is guaranteed not to change with the version of Python.
        chance = random.Random(seed)
        span = self.high - self.low + 1
        cells = tuple(self.low + int(chance.random() * span) for _ in range(math.prod(shape)))
        return Array(shape, cells)


SEEDED_BIAS = Range(-2, 2)
"""The range of random biases if none is given."""


@dataclass(frozen=True, slots=True)
class Values:
    """The numbers of a layer.

    Attributes
    ----------
    input, kernel, bias : Array, Range or None
        Literal numbers, or the range to draw from.
    seed : int or None
        Seed of the random numbers. Input, kernel and bias are drawn independently, so that a new
        size of one does not change the others.
    """

    input: Array | Range | None = None
    kernel: Array | Range | None = None
    seed: int | None = None
    bias: Array | Range | None = None

    def input_maps(self, count: int, shape: tuple[int, ...]) -> tuple[Grid, ...] | None:
        """Return the numbers of each input channel, row by row, or None if the input has none."""
        return self._maps("input", self.input, count, shape)

    def kernels(self, count: int, shape: tuple[int, ...]) -> tuple[Grid, ...] | None:
        """Return the numbers of each kernel, row by row, or None if the kernels have none."""
        return self._maps("kernel", self.kernel, count, shape)

    def biases(self, count: int) -> Grid | None:
        """Return the bias of each output channel, or None if there are no biases."""
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
