"""The receptive field of each unit of a stack, drawn after the layers were put on one by one."""

from __future__ import annotations

import functools
import itertools
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, NamedTuple

from convanim.arithmetic.cells import Cell
from convanim.layout.captions import covered
from convanim.layout.layout import Beat, Layout, Part
from convanim.layout.maps.plane import MARGIN, NAME_GAP
from convanim.scene.geometry import expand, union
from convanim.scene.shapes import Labels, Scene
from convanim.sweep.stack import stack_sweeps

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from convanim.layout.layout import Places
    from convanim.layout.stacks.tiers import Tiers
    from convanim.scene.geometry import Box, Line, Point
    from convanim.scene.shapes import Anchor
    from convanim.sweep.contribution import Contribution, Contributors, Unit
    from convanim.sweep.sweep import Cells, FeatureMap, Sweep


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a map lies, by the cells of its drawing with padding; of these only units count.

    Attributes
    ----------
    tiers : Tiers
        All maps.
    number : int
        Which of them.
    units : tuple of tuple of int
        Where the units are along each axis, with padding and inserted zeros.
    """

    tiers: Tiers
    number: int
    units: tuple[tuple[int, ...], ...]

    def cells(self, cells: Cells) -> tuple[Line, ...]:
        """Return the corners of each cell that is a unit."""
        return tuple(
            self.tiers.corners(self.number, self._unit(cell))
            for cell in cells
            if all(n in along for n, along in zip(cell, self.units, strict=True))
        )

    def centre(self, cell: tuple[int, ...]) -> Point:
        """Return the middle of a cell that is a unit."""
        (x, y), _, (across, up), _ = self.tiers.corners(self.number, self._unit(cell))
        return (x + across) / 2, (y + up) / 2

    def _unit(self, cell: tuple[int, ...]) -> Unit:
        return tuple(along.index(n) for n, along in zip(cell, self.units, strict=True))

    def name_point(self) -> tuple[Point, Anchor]:
        """Return where the map's name can stand: left of it."""
        left, bottom, _, top = self.tiers.extent(self.number)
        return (left - NAME_GAP, (bottom + top) / 2), "end"

    def numbered(self) -> tuple[tuple[str, Point], ...]:
        """Return none: units stand too close for numbers between rows."""
        return ()


class Shown(NamedTuple):
    """What a drawing shows: the field of a unit of map ``top``, and the step that writes it."""

    top: int
    unit: Unit
    step: int
    phase: str = ""


@dataclass(frozen=True)
class Sight(Layout):
    """A layout with one drawing for each unit, after the layers were put on one by one.

    Attributes
    ----------
    tiers : Tiers
        The maps that are drawn.
    units : tuple of Unit
        Of the last map.
    spots : mapping of int to Point
        Where the size of the field of a unit is written, by the number of the unit's map.
    anchor : str
        The part of these texts that is at the point.
    told : tuple of Labels
        Other texts beside the maps.
    is_built_up : bool
        Whether the layers are put on one by one before the units are shown; of the class.
    """

    tiers: Tiers
    units: tuple[Unit, ...]
    spots: Mapping[int, Point]
    anchor: Anchor = "start"
    told: tuple[Labels, ...] = ()
    is_built_up: ClassVar[bool] = True
    telling = "last"
    has_room = False

    @property
    def contribution(self) -> Contribution:
        """What the units are made of."""
        return self.tiers.contribution

    @functools.cached_property
    def sweep(self) -> Sweep:  # type: ignore[override]
        """All layers, one after the other."""
        return stack_sweeps(self.contribution.sweeps)

    @functools.cached_property
    def box(self) -> Box:  # type: ignore[override]
        """The page around all maps and whatever is ever written beside them."""
        maps = functools.reduce(union, map(self.tiers.extent, self.tiers.drawn))
        clipped = (self._size(shown.top, self._seen(shown)) for shown in self._shown)
        return union(expand(maps, MARGIN), covered((*self.labels(), *clipped)))

    @functools.cached_property
    def upright(self) -> float:  # type: ignore[override]
        """The middle of the input."""
        left, _, right, _ = self.tiers.extent(0)
        return (left + right) / 2

    @property
    def beats(self) -> Sequence[Beat]:
        """One for each layer but the last, and then one for each unit."""
        return tuple(Beat(shown.step, shown.phase) for shown in self._shown)

    @functools.cached_property
    def _shown(self) -> tuple[Shown, ...]:
        counts = [len(sweep.steps) for sweep in self.contribution.sweeps]
        starts = list(itertools.accumulate(counts, initial=0))
        *below, last = range(1, len(counts) + 1) if self.is_built_up else [len(counts)]
        largest = max(self.units, key=self._count)
        layers = (self._on_the_way(largest, top, starts[top - 1]) for top in below)
        ends = self.contribution.ends
        each = (Shown(last, unit, starts[last - 1] + ends[unit]) for unit in self.units)
        return *layers, *each

    def _count(self, unit: Unit) -> int:
        return len(self.contribution.contributors(unit).units[0])

    def _on_the_way(self, unit: Unit, top: int, start: int) -> Shown:
        """Return a unit of map ``top``, in the middle of those that a unit of the last map sees."""
        seen = self.contribution.contributors(unit)
        middle = [along.start + along.stop - 1 for along in seen.reach[top]]
        between = min(
            sorted(seen.units[top]),
            key=lambda each: sum(abs(2 * n - at) for n, at in zip(each, middle, strict=True)),
        )
        return Shown(top, between, start + self.contribution.first(top).ends[between], "layers")

    @property
    def places(self) -> Places:
        """The first map, and the last where it is drawn."""
        first, last = self.sweep.maps_of("input")[0], self.sweep.maps_of("output")[-1]
        top = len(self.contribution.sweeps)
        places = {("input", first.index): _Place(self.tiers, 0, _units(first))}
        if top in self.tiers.drawn:
            places["output", last.index] = _Place(self.tiers, top, _units(last))
        return {**places}

    @property
    def parts(self) -> tuple[Part, ...]:
        """One part, with the places of all maps that are drawn."""
        places = {**self.places}
        inputs = {each.index[:1]: each for each in reversed(self.sweep.maps_of("input"))}
        for number in self.tiers.drawn[1:]:
            if each := inputs.get((number,)):
                places["input", each.index] = _Place(self.tiers, number, _units(each))
        return (Part(self.sweep, places),)

    def labels(self) -> tuple[Labels, ...]:
        """Return the texts beside the maps, where no field is clipped."""
        return *self.told, *(self._sizes[number] for number in self.spots)

    @functools.cached_property
    def _sizes(self) -> dict[int, Labels]:
        """The size of the field of a unit of each map."""
        return {number: self._size(number, None) for number in self.spots}

    def _size(self, number: int, seen: Contributors | None) -> Labels:
        """Return the size of the field of a unit, of a unit of the n-th map where None."""
        field = tuple(along.size for along in self.contribution.field(0, number))
        text = sees(field, tuple(map(len, seen.reach[0])) if seen and seen.is_clipped else field)
        return Labels("label.size", ((text, self.spots[number]),), self.anchor)

    def _seen(self, shown: Shown) -> Contributors:
        return self.contribution.first(shown.top).contributors(shown.unit)

    def scene(self, n: int) -> Scene:
        """Return the drawing of what a unit sees."""
        shown = self._shown[n]
        seen = self._seen(shown)
        sizes = [self._sizes[number] for number in self.spots if number < shown.top]
        sizes.append(self._size(shown.top, seen) if seen.is_clipped else self._sizes[shown.top])
        return Scene(self.box, (*self.told, *self.tiers.layers(seen), *sizes))

    def at_rest(self) -> Scene:
        """Return the drawing without any unit chosen."""
        sizes = self._sizes.values()
        return Scene(self.box, (*self.told, *self.tiers.layers(None), *sizes))


def sees(field: Sequence[int], units: Sequence[int]) -> str:
    """Return in words how many units of the input a unit sees, and of how large a field."""
    size, seen = (r" \times ".join(map(str, along)) for along in (field, units))
    if size != seen:
        return f"sees ${seen}$ of ${size}$"
    if len(field) > 1:
        return f"sees ${size}$ of the input"
    return f"sees ${size}$ input{'s' * (field[0] != 1)}"


def _units(each: FeatureMap) -> tuple[tuple[int, ...], ...]:
    """Return where the units of a map are along each axis."""
    return tuple(
        tuple(n for n, kind in enumerate(axis) if kind in (Cell.REAL, Cell.CROPPED))
        for axis in each.axes
    )
