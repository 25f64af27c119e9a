"""A figure on a page of a given size: how large its drawings are, and where they stand on it."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from convanim.layout.layout import Wrapper
from convanim.layout.maps.text_sizes import LEAST
from convanim.scene.shapes import Scene

if TYPE_CHECKING:
    from collections.abc import Callable

    from convanim.layout.layout import Layout
    from convanim.scene.geometry import Box
    from convanim.scene.shapes import Drawings

LEAST_CELL = 3.0
"""The smallest side of a cell, in points, with or without a number in it."""

SMALLEST, LARGEST = 1 / 64, 64.0
"""How small and how large drawings are tried, relative to their usual size."""

NEAR = 0.005
"""How exactly a drawing fills its page, in points."""

MOST_TRIES = 40


@dataclass(frozen=True, slots=True)
class Sheet:
    """The page that a figure is given.

    Attributes
    ----------
    width, height : float or None
        In points; None for as much as the drawing needs.
    ratio : float or None
        The width per height of a page whose size the drawing decides.
    """

    width: float | None = None
    height: float | None = None
    ratio: float | None = None

    def around(self, box: Box) -> Box:
        """Return the page with a drawing in its middle, given the drawing's box."""
        left, bottom, right, top = box
        width = self.width or right - left
        height = self.height or top - bottom
        if self.ratio and not (self.width and self.height):
            width, height = max(width, height * self.ratio), max(height, width / self.ratio)
        x, y = (left + right) / 2, (bottom + top) / 2
        return x - width / 2, y - height / 2, x + width / 2, y + height / 2

    @property
    def is_free(self) -> bool:
        """Whether the drawing has any size it needs."""
        return self.width is None and self.height is None

    def holds(self, box: Box) -> bool:
        """Return whether there is room for a drawing."""
        return self.is_free or self.excess(box) <= NEAR

    def excess(self, box: Box) -> float:
        """Return by how much a drawing is too large, in points; negative where there is room."""
        sides = (self.width, box[2] - box[0]), (self.height, box[3] - box[1])
        return max(side - given for given, side in sides if given is not None)


class Needs(Protocol):
    """What the texts of drawings need."""

    @property
    def cell(self) -> float:
        """How large cells usually are, in points."""

    @property
    def number(self) -> float:
        """How large numbers need them to be, in points."""

    def is_crowded(self, scale: float) -> bool:
        """Return whether names would meet in drawings at a scale."""


@dataclass(frozen=True, slots=True)
class Misfit:
    """Why a figure does not fit on a page.

    Attributes
    ----------
    cause : str
        What is wrong with the page.
    scale : float
        That of the smallest drawings that can be read.
    ways : tuple of str
        What helps besides a larger page.
    """

    cause: str
    scale: float
    ways: tuple[str, ...] = ()


def fit(sheet: Sheet, box: Callable[[float], Box], needs: Needs) -> float | Misfit:
    """Return the scale at which a figure fits on a page, or why it does not fit.

    Parameters
    ----------
    sheet, box
        As for :func:`scale`.
    needs : Needs
        What its texts need.
    """
    found = scale(sheet, box)
    least = max(needs.number, LEAST_CELL)
    smallest = least / needs.cell
    if needs.is_crowded(smallest):
        smallest = max(smallest, LEAST)
    if found is None:
        return Misfit("is too small for the texts of the figure", smallest)
    if found * needs.cell < least - NEAR:
        whose, ways = ("numbers", ("no values",)) if needs.number > LEAST_CELL else ("cells", ())
        cause = f"leaves {found * needs.cell:.1f} pt for a cell, but {whose} need {least:.1f}"
        return Misfit(cause, smallest, ("fewer cells", *ways))
    if needs.is_crowded(found):
        return Misfit("leaves no room between names of five points", smallest)
    return found


def scale(sheet: Sheet, box: Callable[[float], Box]) -> float | None:
    """Return the scale at which a figure fits on a page; None if it never does.

    Parameters
    ----------
    sheet : Sheet
        The page, with a side that is given.
    box : callable
        Takes how large drawings are, and returns the box of the figure. Texts keep their size, so
        that the box grows more slowly than the drawings.
    """
    low, high = 1.0, 1.0
    least = most = sheet.excess(box(1.0))
    while least > NEAR:
        low /= 2
        if low < SMALLEST:
            return None
        high, most, least = 2 * low, least, sheet.excess(box(low))
    while most <= NEAR and high < LARGEST:
        low, least, high = high, most, 2 * high
        most = sheet.excess(box(high))
    for n in range(MOST_TRIES):
        if least >= -NEAR or high - low < 1e-6:
            break
        # A line through both ends, and their middle in turn: texts make the box grow unevenly.
        middle = low - least * (high - low) / (most - least) if n % 3 < 2 else (low + high) / 2
        found = sheet.excess(box(middle))
        if found <= NEAR:
            low, least = middle, found
        else:
            high, most = middle, found
    return low


@dataclass(frozen=True)
class Sheeted(Wrapper):
    """A layout in the middle of a page.

    Attributes
    ----------
    layout : Layout
        What is drawn.
    sheet : Sheet
        The page.
    """

    layout: Layout
    sheet: Sheet

    @functools.cached_property
    def box(self) -> Box:  # type: ignore[override]
        """The page."""
        return self.sheet.around(self.layout.box)

    def scene(self, n: int) -> Scene:
        """Return the n-th drawing on its page."""
        return Scene(self.box, self.layout.scene(n).layers)


@dataclass(frozen=True, slots=True)
class SheetedStrip:
    """A picture, such as a filmstrip, in the middle of a page.

    Attributes
    ----------
    drawn : Drawings
        The picture.
    sheet : Sheet
        The page.
    """

    drawn: Drawings
    sheet: Sheet

    @property
    def box(self) -> Box:
        """The page."""
        return self.sheet.around(self.drawn.box)

    def scene(self, n: int) -> Scene:
        """Return the drawing on its page."""
        return Scene(self.box, self.drawn.scene(n).layers)
