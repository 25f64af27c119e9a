"""Layers one after the other as one sweep, and what a unit at the end of them sees of the start."""

from __future__ import annotations

import itertools
from bisect import bisect_right
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING, overload

from convanim.arithmetic.axis import Axis
from convanim.sweep.computed import ComputedSteps
from convanim.sweep.sweep import Cells, FeatureMap, Step, Sweep

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from convanim.arithmetic.resized import Resized


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


MOST_PHASES = 1024
"""Units looked at for the largest field: far more than there are fields of different sizes."""


@dataclass(frozen=True, slots=True)
class Field:
    """What an output unit sees of the input of a stack, along one axis.

    Attributes
    ----------
    size : int
        Receptive field: units of the input from the first to the last one that contributes, those
        beyond the border included. Where a transposed convolution or upsampling has brought units
        closer, fields differ with the unit's place between those of the input: the largest.
    jump : Fraction
        Distance in the input between the fields of neighbouring units; below 1 after a transposed
        convolution with a stride, and after upsampling, where it is their mean.
    start : Fraction
        Centre of the first unit's field, in units of the input counted from 0; before it is
        rounded to whole units where these came closer.

    Notes
    -----
    Layer by layer: size + (k^ - 1) jump, start + ((k^ - 1) / 2 - p) jump, jump s. A transposed
    layer is the direct one that emulates it, over units ``stretch`` times as close; there the size
    is counted, as its taps meet units and inserted zeros in turn.
    """

    size: int = 1
    jump: Fraction = Fraction(1)
    start: Fraction = Fraction(0)


def fields(axes: Iterable[Axis | Resized]) -> Iterator[Field]:
    """Yield the field after each layer of a stack, along one axis."""
    field, phases = Field(), 1
    before: tuple[Axis | Resized, ...] = ()
    for axis in axes:
        before = (*before, axis)
        phases *= axis.jump.denominator
        if all(isinstance(each, Axis) and each.stretch == 1 for each in before):
            size = field.size + int(axis.reach * field.jump)
        else:
            # After so many units their places between those of the input come again.
            found = reaches(before, range(min(axis.o, phases, MOST_PHASES)))
            size = max(map(len, found.values()), default=0)
        start, jump = field.start + axis.start * field.jump, field.jump * axis.jump
        field = Field(size, jump, start)
        yield field


def reaches(axes: Sequence[Axis | Resized], units: Iterable[int]) -> dict[int, range]:
    """Return what units at the end of a stack see of its input, from the first unit to the last.

    Parameters
    ----------
    axes : sequence of Axis or Resized
        Of each layer, along one axis.
    units : iterable of int
        Of the last layer's output; one that sees nothing is left out.

    Returns
    -------
    dict of int to range
        Units beyond the border included.
    """
    needed = [set(units)]
    for axis in reversed(axes):
        needed.append({unit for n in needed[-1] for unit in axis.seen(n)})
    found = {n: range(n, n + 1) for n in needed.pop()}
    for axis in axes:
        seen = {n: [found[unit] for unit in axis.seen(n) if unit in found] for n in needed.pop()}
        found = {n: _hull(each) for n, each in seen.items() if each}
    return found


def _hull(ranges: Sequence[range]) -> range:
    return range(min(each.start for each in ranges), max(each.stop for each in ranges))
