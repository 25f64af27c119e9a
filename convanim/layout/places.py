"""Where the maps of a page lie, cell by cell."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, NamedTuple, Protocol

if TYPE_CHECKING:
    from convanim.arithmetic.channels import Index
    from convanim.scene.geometry import Line, Point
    from convanim.scene.shapes import Anchor
    from convanim.sweep.sweep import Cells, Sweep


class Place(Protocol):
    """The position of a feature map on the page."""

    def cells(self, cells: Cells) -> tuple[Line, ...]:
        """Return each cell's corners."""

    def centre(self, cell: tuple[int, ...]) -> Point:
        """Return the middle of a cell."""

    def name_point(self) -> tuple[Point, Anchor]:
        """Return a point for the map's name that is clear of the drawing."""

    def numbered(self) -> tuple[tuple[str, Point], ...]:
        """Return the numbers of rows and columns, each beside its row or column."""


Places = Mapping[tuple[str, "Index"], Place]
"""The map of each role and index that a layout shows as a grid of cells."""


class Part(NamedTuple):
    """A part of a page whose maps belong to one sweep.

    Attributes
    ----------
    sweep : Sweep
        The maps and steps that the part shows.
    places : Places
        The places of its maps on the page.
    nearness : callable, or None
        Returns how near to the viewer a cell is, given the role, the index and the cell, where
        cells hide each other; None where none does.
    """

    sweep: Sweep
    places: Places
    nearness: Callable[[str, Index, tuple[int, ...]], int] | None = None
