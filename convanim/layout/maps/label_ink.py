"""Numbers on a drawing, each in an ink that is legible on what is below it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from convanim.scene.geometry import holds
from convanim.scene.shapes import Labels, Polygons

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from convanim.scene.geometry import Line, Point
    from convanim.scene.shapes import Layer

HIDDEN = "unwritten"
"""The role of what covers cells without a value: a number on it is not drawn."""

SHADES = (
    "window.output.winner",
    "output.winner",
    "window.output",
    "window.input",
    HIDDEN,
    "window.zero",
    "window",
)
"""What may be over a cell, the topmost first."""

NUMBER = ".value"
"""The suffix of the role of a number, after the role of the cell."""

ABOVE = ".number"
"""The suffix of a number on a shade, where the numbers of views are below it and shine through."""


def shaded(marks: Iterable[Layer], drawing: Sequence[Layer]) -> Iterator[Layer]:
    """Yield marks; numbers on a shade get the ink for it."""
    shades = {
        role: [shape for layer in drawing if layer.role == role for shape in _shapes(layer)]
        for role in SHADES
    }
    for mark in marks:
        if isinstance(mark, Labels) and mark.role.endswith(NUMBER):
            yield from _split(mark, shades)
        else:
            yield mark


def _shapes(layer: Layer) -> tuple[Line, ...]:
    return layer.shapes if isinstance(layer, Polygons) else ()


def _split(labels: Labels, shades: dict[str, list[Line]]) -> Iterator[Labels]:
    """Yield labels of one role and size by what is below them."""
    found: dict[str, list[tuple[str, Point]]] = {}
    for text, point in labels.texts:
        over = (role for role in shades if any(holds(shape, point) for shape in shades[role]))
        role = next(over, "")
        if role == HIDDEN:
            continue
        found.setdefault(role + ABOVE if role else labels.role, []).append((text, point))
    for role, texts in found.items():
        yield replace(labels, role=role, texts=tuple(texts))
