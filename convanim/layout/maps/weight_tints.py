"""The tint of each weight of a kernel: the same wherever the weight is drawn."""

from __future__ import annotations

from typing import TYPE_CHECKING

from convanim.layout.maps.plane import two_axes
from convanim.layout.maps.table import squares
from convanim.scene.shapes import Polygons

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from convanim.layout.maps.plane import Plane

NAMES = ("first", "second", "third", "fourth")
"""The names of rows and columns in roles; after the fourth they repeat."""

Position = tuple[int, ...]


def tint(at: Position) -> str:
    """Return the role of the weight at a position in its kernel."""
    row, column = two_axes(at, 0)
    return f"weight.{NAMES[row % len(NAMES)]}.{NAMES[column % len(NAMES)]}"


def tinted(plane: Plane, weights: Mapping[Position, Position]) -> Iterator[Polygons]:
    """Yield cells of a plane in the tints of their weights.

    Parameters
    ----------
    plane : Plane
        The plane of the cells.
    weights : mapping of tuple of int to tuple of int
        The position in its kernel of the weight in each cell.
    """
    found: dict[str, list[Position]] = {}
    for cell, at in weights.items():
        found.setdefault(tint(at), []).append(cell)
    for role, cells in found.items():
        yield Polygons(role, squares(plane, cells))
