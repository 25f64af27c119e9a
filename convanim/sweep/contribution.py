"""Finds the units of each feature map in a stack that a unit of the last map depends on."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from typing import TYPE_CHECKING

from convanim.arithmetic.cells import Cell
from convanim.sweep.stack import Field, fields, reaches

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from convanim.arithmetic.axis import Axis
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
    """

    units: tuple[Units, ...]
    reach: tuple[tuple[range, ...], ...]


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
        reach = tuple(self._reach(n, unit) for n in range(len(self.shapes)))
        return Contributors(tuple(reversed(units)), reach)

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
