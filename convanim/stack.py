"""Layers one after the other as one sweep, and what a unit at the end of them sees of the start."""

from __future__ import annotations

import itertools
import math
from bisect import bisect_right
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING, overload

from convanim.steps import ComputedSteps
from convanim.sweep import Cells, FeatureMap, Step, Sweep

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from convanim.arithmetic import Axis
    from convanim.resized import Resized
    from convanim.values import Number


def stacked(sweeps: Sequence[Sweep]) -> Sweep:
    """Return the steps of the first layer, then those of the second, and so on.

    In the index of a map the layer comes first, as there is an input and an output of each; one
    layer alone stays as it is.
    """
    if len(sweeps) == 1:
        return sweeps[0]
    maps = (_in_layer(each, n) for n, sweep in enumerate(sweeps) for each in sweep.maps)
    return Sweep(tuple(maps), Steps(tuple(sweep.steps for sweep in sweeps)))


@dataclass(frozen=True, slots=True)
class Steps(ComputedSteps):
    """The steps of several layers, numbered through."""

    layers: tuple[Sequence[Step], ...]

    def __len__(self) -> int:
        return sum(map(len, self.layers))

    def step(self, index: int) -> Step:
        """Return one step."""
        starts = list(itertools.accumulate(map(len, self.layers[:-1]), initial=0))
        n = bisect_right(starts, index) - 1
        step = self.layers[n][index - starts[n]]
        reads = tuple(_in_layer(cells, n) for cells in step.reads)
        return replace(step, index=index, reads=reads, writes=_in_layer(step.writes, n))


@overload
def _in_layer(of: FeatureMap, layer: int) -> FeatureMap: ...
@overload
def _in_layer(of: Cells, layer: int) -> Cells: ...
def _in_layer(of: FeatureMap | Cells, layer: int) -> FeatureMap | Cells:
    return replace(of, index=(layer, *of.index))


@dataclass(frozen=True, slots=True)
class Field:
    """What an output unit sees of the input of a stack, along one axis.

    Attributes
    ----------
    size : int
        Receptive field: units of the input that lie in its reach.
    jump : Fraction
        Distance in the input between the fields of neighbouring units; below 1 after a transposed
        convolution with a stride, and after upsampling.
    start : Fraction
        Centre of the first unit's field, in units of the input counted from 0.

    Notes
    -----
    Layer by layer: size + (k^ - 1) jump, start + ((k^ - 1) / 2 - p) jump, jump s. A transposed
    layer is the direct one that emulates it, over units ``stretch`` times as close.
    """

    size: Number = 1
    jump: Fraction = Fraction(1)
    start: Fraction = Fraction(0)

    def after(self, axis: Axis | Resized) -> Field:
        """Return the field after one more layer."""
        return Field(
            self.size + axis.reach * self.jump,
            self.jump * axis.jump,
            self.start + axis.start * self.jump,
        )

    def reach(self, n: int) -> range:
        """Return the units in reach of the n-th one, those beyond the border included."""
        first = self.start + n * self.jump - Fraction(self.size - 1) / 2
        return range(math.floor(first), math.ceil(first + Fraction(self.size)))


def fields(axes: Iterable[Axis | Resized]) -> Iterator[Field]:
    """Yield the field after each layer of a stack, along one axis."""
    field = Field()
    for axis in axes:
        field = field.after(axis)
        yield field
