"""The numbers of rows and columns, counted from 0."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from convanim.layout.overlay import Overlay
from convanim.scene.shapes import Labels

if TYPE_CHECKING:
    from collections.abc import Iterator

    from convanim.errors import Fault
    from convanim.layers.subject import Subject
    from convanim.layout.layout import Layout
    from convanim.scene.shapes import Layer

SMALL = 0.75
"""Size relative to other text; these numbers are read one by one."""


@dataclass(frozen=True, slots=True)
class Indices(Overlay):
    """Numbers the rows and columns of each map; padding has no numbers."""

    name: ClassVar = "indices"

    def faults(self, subject: Subject, layout: Layout) -> Iterator[Fault]:  # noqa: ARG002
        """Yield a fault where no maps are drawn."""
        yield from self.needs_places(layout)

    def marks(self, subject: Subject, layout: Layout) -> tuple[Layer, ...]:  # noqa: ARG002
        """Return the numbers of every map."""
        numbers = [each for place in layout.places.values() for each in place.numbered()]
        return (Labels("index", tuple(numbers), scale=SMALL),) if numbers else ()
