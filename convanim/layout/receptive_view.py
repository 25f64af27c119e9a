"""What views of receptive fields share: the unit whose field is shown, and the layout."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, ClassVar

from convanim.arithmetic.cells import Cell
from convanim.arithmetic.padding import ZEROS
from convanim.errors import Fault, times
from convanim.layout.layout import Beat, Layout
from convanim.layout.plane import MARGIN, NAME_GAP
from convanim.layout.view import StackView
from convanim.plugins.key import Key
from convanim.scene.geometry import expand, union
from convanim.scene.shapes import Scene
from convanim.scene.typesetting import SIZE, width
from convanim.sweep.contribution import Contribution
from convanim.sweep.stack import stack_sweeps

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from convanim.layers.subject import Subject
    from convanim.layout.layout import Places
    from convanim.layout.tiers import Tiers
    from convanim.scene.geometry import Box, Line, Point
    from convanim.scene.shapes import Anchor, Labels
    from convanim.sweep.contribution import Unit
    from convanim.sweep.sweep import Cells, Sweep

MOST_AXES = 2


@dataclass(frozen=True, slots=True)
class ReceptiveFieldView(StackView):
    """A view of the receptive field of a unit at the end of a stack.

    Attributes
    ----------
    unit : tuple of int, int or None
        Which one; each in turn when None.
    """

    name: ClassVar[str]

    unit: Annotated[
        tuple[int, ...] | int | None,
        Key("per_axis", "the unit whose field is shown, from 0; each in turn when left out", (), 0),
    ] = None

    def faults(self, subjects: tuple[Subject, ...]) -> Iterator[Fault]:
        """Yield why a stack cannot be drawn."""
        name, axes = self.name, len(subjects[-1].axes)
        if axes > MOST_AXES:
            yield Fault(("view",), f"view '{name}' draws 1 or 2 axes; this figure has {axes}")
            return
        for subject in subjects:
            if subject.operation.is_matrix:
                yield Fault(
                    ("view",),
                    f"view '{name}' draws maps; {subject.name} makes or takes a matrix, use flat",
                )
            mode = subject.layer.padding_mode if subject.layer else ZEROS
            if mode != ZEROS:
                yield Fault(
                    ("view",),
                    f"view '{name}' draws no padding, but with padding_mode {mode} it holds units; "
                    "use zeros",
                )
        yield from self._unit_faults(subjects)

    def _unit_faults(self, subjects: Sequence[Subject]) -> Iterator[Fault]:
        if self.unit is None:
            return
        shape = tuple(axis.o for axis in subjects[-1].axes)
        unit = self._chosen(len(shape))
        if len(unit) != len(shape):
            yield Fault(
                ("unit",),
                f"unit has one number for each of {len(unit)} axes; the output has {len(shape)}",
            )
        elif any(n >= size for n, size in zip(unit, shape, strict=True)):
            yield Fault(
                ("unit",),
                f"no unit {list(unit)} in an output of {times(shape)}; units count from 0",
            )
        elif unit not in contribution(subjects).ends:
            yield Fault(("unit",), f"nothing is written to unit {list(unit)}; choose another")

    def _chosen(self, axes: int) -> Unit:
        return (self.unit,) * axes if isinstance(self.unit, int) else self.unit or ()

    def units(self, known: Contribution) -> tuple[Unit, ...]:
        """Return the units whose fields are shown, one after the other."""
        return tuple(known.ends) if self.unit is None else (self._chosen(len(known.axes[0])),)


def contribution(subjects: Sequence[Subject]) -> Contribution:
    """Return the units that contribute to each unit of a stack."""
    return Contribution(
        tuple(subject.axes for subject in subjects), tuple(subject.sweep for subject in subjects)
    )


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a map lies, by the cells of its drawing with padding, of which none is drawn.

    Attributes
    ----------
    tiers : Tiers
        All maps.
    number : int
        Which of them.
    first : tuple of int
        Where the first unit is, with padding, along each axis.
    """

    tiers: Tiers
    number: int
    first: tuple[int, ...]

    def cells(self, cells: Cells) -> tuple[Line, ...]:
        """Return the corners of each cell that is a unit."""
        shape = self.tiers.contribution.shapes[self.number]
        units = map(self._unit, cells)
        return tuple(
            self.tiers.corners(self.number, unit)
            for unit in units
            if all(0 <= n < size for n, size in zip(unit, shape, strict=True))
        )

    def centre(self, cell: tuple[int, ...]) -> Point:
        """Return the middle of a cell."""
        (x, y), _, (across, up), _ = self.tiers.corners(self.number, self._unit(cell))
        return (x + across) / 2, (y + up) / 2

    def _unit(self, cell: tuple[int, ...]) -> Unit:
        return tuple(n - first for n, first in zip(cell, self.first, strict=True))

    def name_point(self) -> tuple[Point, Anchor]:
        """Return where the map's name can stand: left of it."""
        left, bottom, _, top = self.tiers.extent(self.number)
        return (left - NAME_GAP, (bottom + top) / 2), "end"

    def numbered(self) -> tuple[tuple[str, Point], ...]:
        """Return none: units stand too close for numbers between rows."""
        return ()


@dataclass(frozen=True)
class Sight(Layout):
    """A layout with one drawing for each unit.

    Attributes
    ----------
    tiers : Tiers
        The maps that are drawn.
    units : tuple of Unit
        Of the last map.
    told : tuple of Labels
        Texts beside the maps, each starting at its point.
    """

    tiers: Tiers
    units: tuple[Unit, ...]
    told: tuple[Labels, ...] = ()

    telling = "last"

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
        """The page around all maps and the texts beside them."""
        box = functools.reduce(union, map(self.tiers.extent, self.tiers.drawn))
        for label in self.told:
            for text, (x, y) in label.texts:
                half = SIZE * label.scale / 2
                end = x + width(text) * SIZE * label.scale
                box = union(box, (x, y - half, end, y + half))
        return expand(box, MARGIN)

    @functools.cached_property
    def upright(self) -> float:  # type: ignore[override]
        """The middle of the input."""
        left, _, right, _ = self.tiers.extent(0)
        return (left + right) / 2

    @property
    def beats(self) -> Sequence[Beat]:
        """One for each unit."""
        before = len(self.sweep.steps) - len(self.contribution.sweeps[-1].steps)
        return tuple(Beat(before + self.contribution.ends[unit]) for unit in self.units)

    @property
    def places(self) -> Places:
        """The first map, and the last where it is drawn."""
        first, last = self.sweep.maps_of("input")[0], self.sweep.maps_of("output")[-1]
        starts = tuple(_first_unit(kinds) for kinds in first.axes)
        top = len(self.contribution.sweeps)
        places = {("input", first.index): _Place(self.tiers, 0, starts)}
        if top in self.tiers.drawn:
            places["output", last.index] = _Place(self.tiers, top, (0,) * len(last.axes))
        return {**places}

    def labels(self) -> tuple[Labels, ...]:
        """Return the texts beside the maps."""
        return self.told

    def scene(self, n: int) -> Scene:
        """Return the drawing of what a unit sees."""
        seen = self.contribution.contributors(self.units[n])
        return Scene(self.box, (*self.told, *self.tiers.layers(seen)))

    def at_rest(self) -> Scene:
        """Return the drawing without any unit chosen."""
        return Scene(self.box, (*self.told, *self.tiers.layers(None)))


def _first_unit(kinds: tuple[Cell, ...]) -> int:
    return next(n for n, kind in enumerate(kinds) if kind in (Cell.REAL, Cell.CROPPED))
