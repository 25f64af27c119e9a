"""The input of a stack seen from above, with the receptive field of an output unit."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from convanim.layout.maps.plane import two_axes
from convanim.layout.stacks.input_tier import InputTier
from convanim.layout.stacks.receptive_view import ReceptiveFieldView, contribution
from convanim.layout.stacks.sight import Sight
from convanim.scene.geometry import CELL, disc
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


class _Input(InputTier):
    """The input with the field of a unit, and dots."""

    side = SIDE

    def layers(self, seen: Contributors | None) -> Iterator[Layer]:
        """Yield the input, the units that contribute, the outline of their field, and the dots."""
        yield from self.still
        if seen is None:
            return
        yield Polygons("window", tuple(self.corners(0, unit) for unit in sorted(seen.units[0])))
        yield Strokes("window.grid", (self.outline(seen),))
        yield Polygons("page.dot", tuple(self._dots(sorted(seen.units[-2]))))

    def _dots(self, units: Sequence[Unit]) -> Iterator[Line]:
        field = self.contribution.field(0, len(self.contribution.axes) - 1)
        for unit in units:
            middle = tuple(
                float(along.start + n * along.jump) + 0.5
                for along, n in zip(field, unit, strict=True)
            )
            yield disc(self.plane.point(*two_axes(middle, 0.5)), RADIUS)
