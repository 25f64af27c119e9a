"""Stacks of layers as one sweep, and the receptive field of a unit of the last layer."""

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


def stack_sweeps(sweeps: Sequence[Sweep]) -> Sweep:
    """Return one sweep with the steps of the first layer, then those of the second, and so on.

    The layer's number is put before the index of each map; a single sweep is returned unchanged.
    """
    if len(sweeps) == 1:
        return sweeps[0]
    maps = (_in_layer(each, n) for n, sweep in enumerate(sweeps) for each in sweep.maps)
    return Sweep(tuple(maps), Steps(tuple(sweep.steps for sweep in sweeps)))


@dataclass(frozen=True, slots=True)
class Steps(ComputedSteps):
    """The steps of several layers, numbered consecutively."""

    layers: tuple[Sequence[Step], ...]

    def __len__(self) -> int:
        return sum(map(len, self.layers))

    def step(self, index: int) -> Step:
        """Return the step at an index."""
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
"""The most units examined to find the largest field; far more than there are different sizes."""


@dataclass(frozen=True, slots=True)
class Field:
    """The receptive field of an output unit in the input of a stack, along one axis.

    Attributes
    ----------
    size : int
        Number of input units from the first to the last one that contributes, including those
        beyond the border. After a transposed convolution or upsampling it can differ between
        output units; it is then the largest.
    jump : Fraction
        Distance in the input between the fields of neighbouring units. It is below 1 after a
        transposed convolution with a stride, and after upsampling, where it is the mean distance.
    start : Fraction
        Centre of the first unit's field, in units of the input; the first unit is at 0. It is not
        rounded to whole units.

    Notes
    -----
    Each layer updates the field: size + (k^ - 1) jump, start + ((k^ - 1) / 2 - p) jump, jump s. A
    transposed layer is the direct one that emulates it, and its units are ``stretch`` times as
    close; the size is then found by enumeration, since taps read both units and inserted zeros.
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
            # The positions of output units relative to input units repeat with this period.
            found = reaches(before, range(min(axis.o, phases, MOST_PHASES)))
            size = max(map(len, found.values()), default=0)
        start, jump = field.start + axis.start * field.jump, field.jump * axis.jump
        field = Field(size, jump, start)
        yield field


def reaches(axes: Sequence[Axis | Resized], units: Iterable[int]) -> dict[int, range]:
    """Return the receptive field of some units of a stack's output, as ranges of its input units.

    Parameters
    ----------
    axes : sequence of Axis or Resized
        The axis of each layer.
    units : iterable of int
        Units of the last layer's output.

    Returns
    -------
    dict of int to range
        The range of each unit, including input units beyond the border. Units that read nothing
        are omitted.
    """
    needed = [set(units)]
    for axis in reversed(axes):
        needed.append({unit for n in needed[-1] for unit in axis.units_read(n)})
    found = {n: range(n, n + 1) for n in needed.pop()}
    for axis in axes:
        seen = {
            n: [found[unit] for unit in axis.units_read(n) if unit in found] for n in needed.pop()
        }
        found = {n: _hull(each) for n, each in seen.items() if each}
    return found


def _hull(ranges: Sequence[range]) -> range:
    return range(min(each.start for each in ranges), max(each.stop for each in ranges))
