"""The numbers in the cells, for views that do not write them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from convanim.errors import Fault
from convanim.layout.maps.cell_text import written
from convanim.layout.overlay import Overlay
from convanim.scene.shapes import Labels

if TYPE_CHECKING:
    from collections.abc import Iterator

    from convanim.layers.subject import Subject
    from convanim.layout.layout import Layout
    from convanim.scene.shapes import Layer

SMALLER = 0.8
"""Size relative to flat cells; slanted cells have less room."""


@dataclass(frozen=True, slots=True)
class Values(Overlay):
    """Writes each cell's number into its middle."""

    name: ClassVar = "values"

    def faults(self, subject: Subject, layout: Layout) -> Iterator[Fault]:  # noqa: ARG002
        """Yield a fault where no maps are drawn, or they have no numbers."""
        yield from self.needs_room(layout)
        if not layout.sweep.has_values:
            yield Fault(("show",), "show: values needs numbers; give values, or remove it")

    def marks(self, subject: Subject, layout: Layout) -> tuple[Layer, ...]:  # noqa: ARG002
        """Return the numbers of every map on the page."""
        if self.name in layout.shows:
            return ()
        found: list[Layer] = []
        for role in dict.fromkeys(role for role, _ in layout.places):
            for index, cells in written(layout.sweep.maps_of(role)).items():
                place = layout.places.get((role, index))
                pairs = (
                    tuple((text, place.centre(cell)) for cell, text in cells.texts.items())
                    if place
                    else ()
                )
                if pairs:
                    scale = SMALLER * cells.scale
                    found.append(Labels(f"{role}.value", pairs, scale=scale))
        return tuple(found)
