"""Which units of each feature map of a stack make a unit at its end."""

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
"""Units of a map, counted from 0 along each axis; zeros around and between them are none."""

_UNITS = {Cell.REAL, Cell.CROPPED}


@dataclass(frozen=True, slots=True)
class Seen:
    """What a unit at the end of a stack sees.

    Attributes
    ----------
    units : tuple of Units
        For each map, the first layer's input first, the units that contribute to it; of the last
        map the unit alone.
    reach : tuple of tuple of range
        For each map, along each axis, the units that its field spans, clipped at the border.
        With a dilation only some of them contribute.
    """

    units: tuple[Units, ...]
    reach: tuple[tuple[range, ...], ...]


@dataclass(frozen=True)
class Contribution:
    """What the units of a stack's maps are made of. Channels are not told apart.

    Attributes
    ----------
    axes : tuple of tuple of Axis or Resized
        Of each layer.
    sweeps : tuple of Sweep
        Of each layer.
    """

    axes: tuple[tuple[Axis | Resized, ...], ...]
    sweeps: tuple[Sweep, ...]

    @property
    def shapes(self) -> tuple[tuple[int, ...], ...]:
        """Units of each map along each axis, of the first layer's input first."""
        first = tuple(axis.i for axis in self.axes[0])
        return first, *(tuple(axis.o for axis in axes) for axes in self.axes)

    @functools.cached_property
    def reads(self) -> tuple[Mapping[Unit, Units], ...]:
        """For each layer, the units of its input that each unit it writes is made of."""
        return tuple(map(_reads, self.sweeps))

    @functools.cached_property
    def ends(self) -> Mapping[Unit, int]:
        """The units of the last map that are written, and the last layer's first step to do so."""
        found: dict[Unit, int] = {}
        for step in self.sweeps[-1].steps:
            for unit in step.writes:
                found.setdefault(unit, step.index)
        return found

    def field(self, first: int, last: int) -> tuple[Field, ...]:
        """Return for each axis what a unit of one map sees of one before it."""
        axes = self.axes[first:last]
        after = zip(*axes, strict=True) if axes else ((),) * len(self.axes[0])
        return tuple(_last(along) for along in after)

    def seen(self, unit: Unit) -> Seen:
        """Return what a unit of the last map sees of every map."""
        units: list[Units] = [frozenset((unit,))]
        for reads in reversed(self.reads):
            nothing: Units = frozenset()
            units.append(nothing.union(*(reads.get(each, nothing) for each in units[-1])))
        reach = tuple(self._reach(n, unit) for n in range(len(self.shapes)))
        return Seen(tuple(reversed(units)), reach)

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
    """Return for each axis which unit stands at which position, without those out of reach."""
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
