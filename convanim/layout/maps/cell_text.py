"""The texts in the cells of feature maps, and their size."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from convanim.arithmetic.cells import Cell
from convanim.arithmetic.decimals import texts
from convanim.scene.faces import breadth
from convanim.scene.shapes import Labels, Polygons
from convanim.sweep.sweep import Cells

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from convanim.arithmetic.channels import Index
    from convanim.layout.maps.plane import Plane
    from convanim.layout.maps.slices import Slices
    from convanim.scene.geometry import Point
    from convanim.scene.shapes import Anchor, Layer
    from convanim.sweep.sweep import FeatureMap

CENTRE: Point = (0.5, 0.5)
"""The position of a value in its cell: rows down and columns right of the corner."""

UPPER: Point = (0.35, 0.42)
"""The position of a value above a small number in the corner, clear of it."""

CORNER: Point = (0.8, 0.8988)
"""The end of a small number beside the value; a digit of 5.6 points is centred on (0.8, 0.8)."""

ROOMY = 1.5
"""The greatest width of a text by itself, in parts of the font size: it is clear of the lines."""

FULL = 1.625
"""The greatest width of texts that are all of one size, in the same parts."""

IN_CORNER = 1.8
"""The maximum width of a small text in a corner, in parts of its own font size."""

BESIDE = 0.6
"""The width up to which its digits are beside the value in the middle and not below it."""

CLEAR = 0.8
"""The size at which it is clear of the value above it."""


@dataclass(frozen=True, slots=True)
class Written:
    """The texts of a map's cells, and their size relative to their role.

    Attributes
    ----------
    texts : dict of tuple of int to str
        The text of each cell that has one.
    scale : float
        The size of the widest.
    is_even : bool
        Whether all have this size; otherwise each has the size at which it fits into a cell.
    """

    texts: dict[tuple[int, ...], str]
    scale: float = 1.0
    is_even: bool = True

    def size(self, text: str) -> float:
        """Return the size of a text."""
        return self.scale if self.is_even else _single(text)


@dataclass(frozen=True, slots=True)
class Sheet:
    """The planes of a map, the texts in its cells, and the position of a text in its cell."""

    slices: Slices
    written: Written
    at: Point = CENTRE

    @property
    def plane(self) -> Plane:
        """The only plane, of a map of one or two axes."""
        return self.slices.planes[0]

    def labels(
        self,
        role: str,
        cells: Iterable[tuple[int, ...]] | None = None,
        written: Written | None = None,
        at: Point | None = None,
        anchor: Anchor = "middle",
    ) -> tuple[Labels, ...]:
        """Return the texts of these cells, of all when None; no layer when there are none."""
        known = written or self.written
        found: dict[float, list[tuple[str, Point]]] = {}
        for cell in known.texts if cells is None else cells:
            if cell in known.texts:
                text = known.texts[cell]
                placed = text, self.slices.point(cell, at or self.at)
                found.setdefault(known.size(text), []).append(placed)
        return tuple(Labels(role, tuple(each), anchor, scale) for scale, each in found.items())

    def window(self, cells: Cells | None = None, role: str = "window") -> Iterator[Layer]:
        """Yield what is drawn over cells that are read, over all of them when None."""
        over = cells or Cells("", (range(self.plane.height), range(self.plane.width)))
        yield from self.slices.window(over, role)
        yield from self.labels("input.source.value", self.slices.sources(over))
        yield from self.over_window("value", cells or self.written.texts, role=role)

    def over_window(
        self,
        kind: str,
        cells: Iterable[tuple[int, ...]],
        written: Written | None = None,
        at: Point | None = None,
        anchor: Anchor = "middle",
        role: str = "window",
    ) -> Iterator[Labels]:
        """Yield texts over a window; those over zeros, whatever the window is, in one ink."""
        known = tuple(cells)
        units = [cell for cell in known if self.slices.has_value(cell)]
        zeros = [cell for cell in known if not self.slices.has_value(cell)]
        yield from self.labels(f"{role}.{kind}", units, written, at, anchor)
        over, _, _ = role.partition(".")
        yield from self.labels(f"{over}.zero.{kind}", zeros, written, at, anchor)

    def unit(self, cells: Cells, role: str = "window.output") -> Iterator[Layer]:
        """Yield what is drawn over cells that are written."""
        yield Polygons(role, self.slices.cells(cells))
        yield from self.labels(f"{role}.value", cells)


def written(maps: Sequence[FeatureMap], as_fractions: bool = False) -> dict[Index, Written]:
    """Return the texts of maps of one role, all with the same decimals.

    Numbers with decimals are all of one size; of whole numbers only those that need it are smaller.
    """
    inside = [
        [(cell, value) for cell, value in each.known() if each.kind(cell) is not Cell.OUTSIDE]
        for each in maps
    ]
    numbers = iter(texts((value for pairs in inside for _, value in pairs), as_fractions))
    found = {
        each.index: {cell: next(numbers) for cell, _ in pairs}
        for each, pairs in zip(maps, inside, strict=True)
    }
    known = [text for cells in found.values() for text in cells.values()]
    is_even = any("." in text for text in known)
    scale = fitting(known) if is_even else min(map(_single, known), default=1.0)
    return {index: Written(cells, scale, is_even) for index, cells in found.items()}


def fitting(written: Iterable[str]) -> float:
    """Return the factor at which the widest text fits into a cell 14 points wide.

    Below five points nothing is drawn: see :mod:`convanim.layout.wrappers.enlarged`.
    """
    widest = max(map(_width, written), default=0.0)
    return FULL / max(widest, FULL)


def _single(text: str) -> float:
    """Return the factor at which a text by itself fits into a cell."""
    return min(1.0, ROOMY / max(_width(text), ROOMY))


def cornered(written: Iterable[str], below_middle: bool = False) -> float:
    """Return the factor for small texts in the corners of cells, of 5.6 points at full size.

    Below a value in the middle those that reach under it are to be clear of it.
    """
    known = tuple(written)
    scale = IN_CORNER / max([IN_CORNER, *map(_width, known)])
    figures = max((_width(text.lstrip("$-+")) for text in known), default=0.0)
    return min(CLEAR, scale) if below_middle and figures > BESIDE else scale


def _width(text: str) -> float:
    """Return the approximate width of a number in parts of the font size."""
    marks = {"-": 0.78, "+": 0.78, ".": 0.28, "$": 0.0, "\N{INFINITY}": 1.0}
    letters = text.replace(r"\infty", "\N{INFINITY}")
    return breadth() * sum(marks.get(each, 0.5) for each in letters)
