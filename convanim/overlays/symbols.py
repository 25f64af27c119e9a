"""The name of each unit in its cell, for layers without numbers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from convanim.arithmetic.cells import Cell
from convanim.errors import Fault
from convanim.layout.overlay import Overlay
from convanim.scene.geometry import CELL
from convanim.scene.shapes import Labels
from convanim.scene.typesetting import SIZE, width
from convanim.sweep.matrix import symbol, units

if TYPE_CHECKING:
    from collections.abc import Iterator

    from convanim.layers.subject import Subject
    from convanim.layout.layout import Layout
    from convanim.scene.geometry import Point
    from convanim.scene.shapes import Layer

ZEROS = (Cell.PADDING, Cell.INSERTED)

LETTERS = {"input": "x", "output": "y"}

SMALLER = 0.9
"""Size relative to other text; indices are then five points."""


@dataclass(frozen=True, slots=True)
class Symbols(Overlay):
    """Writes the name of each unit into its cell: x of the input, y of the output; zeros are 0."""

    name: ClassVar = "symbols"

    def faults(self, subject: Subject, layout: Layout) -> Iterator[Fault]:  # noqa: ARG002
        """Yield a fault where no maps are drawn, or they have numbers."""
        yield from self.needs_room(layout)
        if layout.sweep.has_values:
            yield Fault(("show",), "show: symbols is for layers without numbers; remove it")
        elif any(
            SMALLER * SIZE * width(text) > CELL for each in _named(layout) for text, _ in each
        ):
            message = (
                "show: symbols has names wider than their cells; use a smaller i, or remove it"
            )
            yield Fault(("show",), message)

    def marks(self, subject: Subject, layout: Layout) -> tuple[Layer, ...]:
        """Return the names of the units of every map on the page, and the zeros around them."""
        roles = [role for role, _ in layout.places if role in LETTERS]
        pairs = zip(roles, _named(layout), strict=True)
        named = tuple(Labels(f"{role}.value", texts, scale=SMALLER) for role, texts in pairs)
        zeros = tuple(_zeros(layout)) if subject.layer and subject.layer.reads_zeros else ()
        return (*named, Labels("input.value", zeros)) if zeros else named


def _zeros(layout: Layout) -> Iterator[tuple[str, Point]]:
    """Yield a zero for each cell of the padding and between the units of the inputs."""
    for (role, index), place in layout.places.items():
        read = layout.sweep.map(role, *index)
        if role == "input":
            cells = (cell for cell in read.cells() if read.kind(cell) in ZEROS)
            yield from (("0", place.centre(cell)) for cell in cells)


def _named(layout: Layout) -> Iterator[tuple[tuple[str, Point], ...]]:
    """Yield the names of the units of each map on the page, with their points."""
    for (role, index), place in layout.places.items():
        if role in LETTERS:
            yield tuple(
                (symbol(LETTERS[role], unit.at, unit.index), place.centre(unit.cell))
                for unit in units((layout.sweep.map(role, *index),))
            )
