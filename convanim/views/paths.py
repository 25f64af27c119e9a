"""How many paths lead from each unit of the input to an output unit of a stack."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from convanim.layout.maps.cell_text import Sheet, Written
from convanim.layout.maps.plane import NAME_GAP
from convanim.layout.maps.slices import Slices
from convanim.layout.stacks.input_tier import InputTier
from convanim.layout.stacks.receptive_view import ReceptiveFieldView, contribution
from convanim.layout.stacks.sight import Sight
from convanim.scene.geometry import CELL
from convanim.scene.shapes import Labels, Polygons, Strokes
from convanim.scene.typesetting import LEADING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from convanim.layers.subject import Subject
    from convanim.layout.layout import Layout
    from convanim.scene.shapes import Layer
    from convanim.sweep.contribution import Contributors, Unit

SHADES = ("first", "second", "third", "fourth")
"""The names of the shades, from few paths to many."""

NAME = "input: paths to the output"
"""What the numbers in the input are."""

APART = 2.8 * LEADING
"""The distance between the texts of two layers, in points."""


@dataclass(frozen=True, slots=True)
class Paths(ReceptiveFieldView):
    """The input of a stack, with the number of paths from each unit to an output unit.

    A path goes through one unit of each map. Units with many paths count for more in the output:
    those in the middle of the receptive field, rather than those at its border.
    """

    name: ClassVar = "paths"

    def lay_out(self, subjects: tuple[Subject, ...]) -> Layout:
        """Return the layout of the input of a stack."""
        known = contribution(subjects)
        tier = _Counts(known)
        _, bottom, right, top = tier.extent(0)
        x, first = right + CELL, (bottom + top) / 2 + APART * (len(subjects) - 1) / 2
        levels = {n: first - APART * (n - 1) for n in range(1, len(subjects) + 1)}
        names = tuple((_after(n), (x, y + LEADING / 2)) for n, y in levels.items())
        spots = {n: (x, y - LEADING / 2) for n, y in levels.items()}
        return _Paths(tier, self.units(known), spots, told=(Labels("label", names, "start"),))


class _Paths(Sight):
    """The sizes beside the input appear layer by layer."""

    @property
    def names(self) -> tuple[Layer, ...]:
        """The name of what the numbers are, above the input."""
        left, _, right, top = self.tiers.extent(0)
        return (Labels("label", ((NAME, ((left + right) / 2, top + NAME_GAP)),)),)


class _Counts(InputTier):
    """The input with the number of paths of each unit, in a shade for their share of the most."""

    def layers(self, seen: Contributors | None) -> Iterator[Layer]:
        """Yield the input and the units that have paths to the chosen unit."""
        yield from self.still
        if seen is None:
            return
        (unit,) = seen.units[-1]
        counts = self.contribution.first(len(seen.units) - 1).paths(unit)
        texts = {unit: str(count) for unit, count in counts.items()}
        sheet = Sheet(Slices((self.plane,)), Written(texts, is_even=False))
        for shade, units in _shaded(counts).items():
            yield Polygons(shade, tuple(self.corners(0, unit) for unit in units))
            yield from sheet.labels(f"{shade}.value", units)
        yield Strokes("window.frame", (self.outline(seen),))


def _after(count: int) -> str:
    return f"after {count} layer{'s' * (count > 1)}"


def _shaded(counts: Mapping[Unit, int]) -> dict[str, list[Unit]]:
    """Return the units of each shade, in order."""
    most = max(counts.values(), default=1)
    found: dict[str, list[Unit]] = {}
    for unit, count in sorted(counts.items()):
        shade = SHADES[math.ceil(len(SHADES) * count / most) - 1]
        found.setdefault(f"count.{shade}", []).append(unit)
    return found
