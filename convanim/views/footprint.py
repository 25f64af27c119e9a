"""The input of a stack seen from above, with the receptive field of an output unit."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from convanim.arithmetic.cells import Cell
from convanim.layout.plane import Plane, two_axes
from convanim.layout.receptive_view import ReceptiveFieldView, contribution
from convanim.layout.sight import Sight
from convanim.layout.tiers import Tiers
from convanim.scene.geometry import CELL, Projection, disc
from convanim.scene.shapes import Polygons, Strokes

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from convanim.layers.subject import Subject
    from convanim.layout.layout import Layout
    from convanim.scene.geometry import Line
    from convanim.scene.shapes import Layer
    from convanim.sweep.contribution import Contributors, Unit

SIDE = 0.5 * CELL
"""The side of a cell, in points; it is small, since no number is written into it."""

BELOW = 8.0
"""The distance from the input down to the size of the field, in points."""

RADIUS = 0.3 * SIDE
"""The radius of a dot, in points."""


@dataclass(frozen=True, slots=True)
class Footprint(ReceptiveFieldView):
    """The receptive field of an output unit, drawn in the input.

    A dot marks the centre of the field of each unit that the last layer reads.
    """

    name: ClassVar = "footprint"

    def lay_out(self, subjects: tuple[Subject, ...]) -> Layout:
        """Return the layout of the input of a stack."""
        known = contribution(subjects)
        tiers = _Input(known)
        left, bottom, right, _ = tiers.extent(0)
        spots = {len(subjects): ((left + right) / 2, bottom - BELOW)}
        return _Footprint(tiers, self.units(known), spots, "middle")


class _Footprint(Sight):
    """Only the input is drawn, so that there are no layers to put on it."""

    is_built_up = False

    @property
    def names(self) -> tuple[Layer, ...]:
        """None: the text below says that this is the input."""
        return ()


class _Input(Tiers):
    """The first map, seen from above."""

    @property
    def drawn(self) -> range:
        return range(1)

    @functools.cached_property
    def _plane(self) -> Plane:
        kinds = tuple((Cell.REAL,) * size for size in self.contribution.shapes[0])
        rows, columns = two_axes(kinds, (Cell.REAL,))
        return Plane(rows, columns, Projection((SIDE, 0), (0, SIDE)))

    @functools.cached_property
    def _still(self) -> tuple[Layer, ...]:
        plane = self._plane
        blocks = Polygons("input", plane.blocks(Cell.REAL))
        return blocks, Strokes("input.grid", plane.block_grids(Cell.REAL))

    def corners(self, number: int, unit: tuple[float, ...]) -> Line:  # noqa: ARG002
        return self._box(tuple((n, n + 1) for n in unit))

    def _box(self, along: tuple[tuple[float, float], ...]) -> Line:
        (top, bottom), (left, right) = two_axes(along, (0.0, 1.0))
        ends = ((bottom, left), (bottom, right), (top, right), (top, left))
        return tuple(self._plane.point(*end) for end in ends)

    def layers(self, seen: Contributors | None) -> Iterator[Layer]:
        """Yield the input, the units that contribute, the outline of their field, and the dots."""
        yield from self._still
        if seen is None:
            return
        reach = tuple((along.start, along.stop) for along in seen.reach[0])
        outline = self._box(reach)
        yield Polygons("window", tuple(self.corners(0, unit) for unit in sorted(seen.units[0])))
        yield Strokes("window.grid", ((*outline, outline[0]),))
        yield Polygons("page.dot", tuple(self._dots(sorted(seen.units[-2]))))

    def _dots(self, units: Sequence[Unit]) -> Iterator[Line]:
        field = self.contribution.field(0, len(self.contribution.axes) - 1)
        for unit in units:
            middle = tuple(
                float(along.start + n * along.jump) + 0.5
                for along, n in zip(field, unit, strict=True)
            )
            yield disc(self._plane.point(*two_axes(middle, 0.5)), RADIUS)
