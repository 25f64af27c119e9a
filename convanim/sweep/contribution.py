"""Finds the units of each feature map in a stack that a unit of the last map depends on."""

from __future__ import annotations

import functools
import itertools
from dataclasses import dataclass
from typing import TYPE_CHECKING

from convanim.arithmetic.axis import Axis
from convanim.arithmetic.cells import Cell
from convanim.sweep.stack import Field, fields, reaches

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from convanim.arithmetic.resized import Resized
    from convanim.sweep.sweep import Cells, FeatureMap, Sweep

Unit = tuple[int, ...]
Units = frozenset[Unit]
"""Units of a map, counted from 0 along each axis; padding and inserted zeros are not units."""

_UNITS = {Cell.REAL, Cell.CROPPED}


@dataclass(frozen=True, slots=True)
class Contributors:
    """The units that a unit of the last map depends on.

    Attributes
    ----------
    units : tuple of Units
        The units of each map that contribute, beginning with the first layer's input; for the
        last map only the unit itself.
    reach : tuple of tuple of range
        The receptive field in each map along each axis, clipped at the border. With a dilation
        not all units in it contribute.
    zeros : tuple of Units
        The zeros around each map that are read with its units, numbered as if they were units.
    """

    units: tuple[Units, ...]
    reach: tuple[tuple[range, ...], ...]
    zeros: tuple[Units, ...]

    @property
    def window(self) -> tuple[tuple[range, ...], ...]:
        """The receptive field in each map along each axis, with the zeros that are read."""
        return tuple(map(_with_zeros, self.reach, self.zeros))

    @property
    def is_clipped(self) -> bool:
        """Whether a part of the field lies beyond the border of a map."""
        return any(self.zeros)


def _with_zeros(reach: tuple[range, ...], zeros: Units) -> tuple[range, ...]:
    if not zeros:
        return reach
    return tuple(
        range(min(own.start, *places), max(own.stop - 1, *places) + 1) if own else own
        for own, places in zip(reach, zip(*zeros, strict=True), strict=True)
    )


@dataclass(frozen=True)
class Contribution:
    """Which units of a stack's maps depend on which others, regardless of channels.

    Attributes
    ----------
    axes : tuple of tuple of Axis or Resized
        The axes of each layer.
    sweeps : tuple of Sweep
        The sweep of each layer.
    """

    axes: tuple[tuple[Axis | Resized, ...], ...]
    sweeps: tuple[Sweep, ...]

    @property
    def shapes(self) -> tuple[tuple[int, ...], ...]:
        """Shape of each map in units, beginning with the first layer's input."""
        first = tuple(axis.i for axis in self.axes[0])
        return first, *(tuple(axis.o for axis in axes) for axes in self.axes)

    @functools.cached_property
    def reads(self) -> tuple[Mapping[Unit, Units], ...]:
        """For each layer, the units of its input that each unit of its output depends on."""
        return tuple(map(_reads, self.sweeps))

    @functools.cached_property
    def ends(self) -> Mapping[Unit, int]:
        """For each unit of the last map, the index of the first step that writes it."""
        found: dict[Unit, int] = {}
        for step in self.sweeps[-1].steps:
            for unit in step.writes:
                found.setdefault(unit, step.index)
        return found

    def first(self, number: int) -> Contribution:
        """Return the same of the first layers of the stack alone."""
        return self if number == len(self.axes) else self._firsts[number]

    @functools.cached_property
    def _firsts(self) -> tuple[Contribution, ...]:
        return tuple(Contribution(self.axes[:n], self.sweeps[:n]) for n in range(len(self.axes)))

    def border(self, number: int) -> tuple[tuple[int, int], ...]:
        """Return how many zeros are around a map along each axis, before and after its units.

        None are around the last map, nor around one that is stretched, where units and zeros
        alternate.
        """
        if number == len(self.axes) or not self._is_padded(number):
            return ((0, 0),) * len(self.axes[0])
        return tuple(
            (max(0, axis.p_before), max(0, axis.p_after))
            for axis in self.axes[number]
            if isinstance(axis, Axis)
        )

    def _is_padded(self, number: int) -> bool:
        return all(isinstance(each, Axis) and each.stretch == 1 for each in self.axes[number])

    def field(self, first: int, last: int) -> tuple[Field, ...]:
        """Return the receptive field along each axis of a unit of map ``last`` in map ``first``."""
        axes = self.axes[first:last]
        after = zip(*axes, strict=True) if axes else ((),) * len(self.axes[0])
        return tuple(_last(along) for along in after)

    def contributors(self, unit: Unit) -> Contributors:
        """Return the units of every map that a unit of the last map depends on."""
        units: list[Units] = [frozenset((unit,))]
        for reads in reversed(self.reads):
            nothing: Units = frozenset()
            units.append(nothing.union(*(reads.get(each, nothing) for each in units[-1])))
        units.reverse()
        reach = tuple(self._reach(n, unit) for n in range(len(self.shapes)))
        zeros = itertools.starmap(self._zeros, enumerate(units[1:]))
        return Contributors(tuple(units), reach, (*zeros, frozenset()))

    def paths(self, unit: Unit) -> Mapping[Unit, int]:
        """Return how many paths lead from each unit of the first map to a unit of the last one.

        A path goes through one unit of each map; the convolution of layers of ones counts them.
        """
        counts = {unit: 1}
        for reads in reversed(self.reads):
            below: dict[Unit, int] = {}
            for above, count in counts.items():
                for each in reads.get(above, ()):
                    below[each] = below.get(each, 0) + count
            counts = below
        return counts

    def _zeros(self, number: int, above: Units) -> Units:
        """Return the zeros around a map that these units of the next map read."""
        axes, shape = self.axes[number], self.shapes[number]
        if not self._is_padded(number):
            return frozenset()
        ends = [
            range(-before, size + after)
            for (before, after), size in zip(self.border(number), shape, strict=True)
        ]
        read = (
            cell
            for unit in above
            for cell in itertools.product(
                *(axis.units_read(n) for axis, n in zip(axes, unit, strict=True))
            )
        )
        return frozenset(
            cell
            for cell in read
            if all(n in end for n, end in zip(cell, ends, strict=True))
            and not all(0 <= n < size for n, size in zip(cell, shape, strict=True))
        )

    def _reach(self, number: int, unit: Unit) -> tuple[range, ...]:
        after = self.axes[number:]
        along = zip(*after, strict=True) if after else ((),) * len(unit)
        found = (reaches(axes, (n,)).get(n, range(0)) for axes, n in zip(along, unit, strict=True))
        return tuple(map(_clipped, found, self.shapes[number]))


def _last(axes: Iterable[Axis | Resized]) -> Field:
    *_, last = (Field(), *fields(axes))
    return last


def _clipped(reach: range, size: int) -> range:
    return range(max(0, reach.start), min(size, reach.stop))


def _reads(sweep: Sweep) -> dict[Unit, Units]:
    units = {each.index: _numbers(each) for each in sweep.maps_of("input")}
    found: dict[Unit, Units] = {}
    for step in sweep.steps:
        read = {
            unit for cells in step.read_of("input") for unit in _units(cells, units[cells.index])
        }
        for unit in step.writes:
            found[unit] = found.get(unit, frozenset()) | read
    return found


def _numbers(feature_map: FeatureMap) -> tuple[Mapping[int, int], ...]:
    """Return, for each axis, the number of the unit at each position, without cropped units."""
    along = []
    for kinds in feature_map.axes:
        places = [n for n, kind in enumerate(kinds) if kind in _UNITS]
        along.append({at: n for n, at in enumerate(places) if kinds[at] is Cell.REAL})
    return tuple(along)


def _units(cells: Cells, numbers: Sequence[Mapping[int, int]]) -> Iterator[Unit]:
    for cell in cells:
        unit = tuple(known[n] for known, n in zip(numbers, cell, strict=True) if n in known)
        if len(unit) == len(cell):
            yield unit
