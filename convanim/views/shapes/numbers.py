"""Shapes in a row, number by number, and brackets between numbers that depend on each other."""

from __future__ import annotations

import functools
import itertools
from dataclasses import dataclass
from typing import TYPE_CHECKING

from convanim.scene.shapes import Labels, Polygons
from convanim.scene.typesetting import SIZE, width

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from convanim.scene.geometry import Line
    from convanim.scene.shapes import Layer
    from convanim.views.shapes.tensors import Dimension, Link, Tensor

INKS: dict[Link, str] = {"channels": "input", "kernels": "output", "size": "window"}
"""The ink of each link."""

SMALL = 0.95
"""Font size of letters and signs, relative to the numbers."""

RISE = 6.5
"""Distance from the middle of a number to the edge of its chip, in points."""

LETTERS = 12.0
"""Distance from the numbers down to their letters, in points."""

FIRST_ABOVE, FIRST_BELOW, LEVEL = 13.0, 23.0, 7.0
"""Distances from the numbers to the first bracket above and below, and between brackets."""

WRITTEN = 6.0
"""Distance from a bracket up to the middle of its text, in points."""

THICK = 2.2
"""The width of the lines of a bracket, in points."""

_PADDING = 1.5
_TIMES = 9.0


def row_width(tensor: Tensor) -> float:
    """Return the width of a shape, in points."""
    return sum(map(_chip, tensor.dimensions)) + _TIMES * (len(tensor.dimensions) - 1)


@dataclass(frozen=True)
class ShapeRow:
    """Shapes in a row, with their numbers at height 0.

    Attributes
    ----------
    tensors : tuple of Tensor
        The tensors from left to right.
    middles : tuple of float
        The middle of each shape, in points.
    groups : int
        The number of groups of channels; where it relates two numbers, their bracket says so.
    """

    tensors: tuple[Tensor, ...]
    middles: tuple[float, ...]
    groups: int = 1

    @functools.cached_property
    def links(self) -> tuple[Link, ...]:
        """The links between numbers of these shapes."""
        return tuple(link for link in INKS if any(d.link == link for d, _ in self._dimensions))

    @property
    def above(self) -> float:
        """The height of the brackets above the numbers and of their texts, in points."""
        above = (link for link in self.links if link != "size")
        heights = (self._height(x) + (WRITTEN if self._grouping(x) else 0.0) for x in above)
        return max(heights, default=RISE)

    def still(self) -> Iterator[Layer]:
        """Yield the layers that do not depend on which links are shown."""
        letters = tuple((d.letter, (x, -LETTERS)) for d, x in self._dimensions)
        yield Labels("label.letter", letters, scale=SMALL)
        between: list[float] = []
        for tensor, start in zip(self.tensors, self._starts, strict=True):
            x = start
            for dimension in tensor.dimensions[:-1]:
                x += _chip(dimension)
                between.append(x + _TIMES / 2)
                x += _TIMES
        yield Labels("label", tuple((r"$\times$", (x, 0.0)) for x in between), scale=SMALL)

    def highlight(self, shown: Sequence[Link]) -> Iterator[Layer]:
        """Yield the brackets and chips of the links that are shown, and all numbers."""
        for link in shown:
            yield Polygons(f"{INKS[link]}.link", (self._bracket(link),))
        for link in shown:
            chips = [(x, _chip(d) / 2) for d, x in self._dimensions if d.link == link]
            boxes = tuple(_rectangle(x - half, x + half) for x, half in chips)
            yield Polygons(f"{INKS[link]}.chip", boxes)
        for link in shown:
            if text := self._grouping(link):
                first, *_, last = self._legs(link)
                at = (first + last) / 2, self._height(link) + WRITTEN
                yield Labels("label.groups", ((text, at),))
        inks: dict[Link | None, str] = {None: "label"}
        inks |= {link: INKS[link] if link in shown else "label" for link in self.links}
        for own, ink in inks.items():
            texts = tuple((str(d.size), (x, 0.0)) for d, x in self._dimensions if d.link == own)
            if texts:
                yield Labels(f"{ink}.number", texts)

    def _bracket(self, link: Link) -> Line:
        """Return a bar with a leg to each shape that it links; height and width share a leg."""
        if link == "size":
            return _comb(self._legs(link), -LETTERS - RISE, -FIRST_BELOW)
        return _comb(self._legs(link), RISE, self._height(link))

    def _legs(self, link: Link) -> list[float]:
        legs: list[float] = []
        for tensor, start in zip(self.tensors, self._starts, strict=True):
            found = [x for d, x in _along(tensor, start) if d.link == link]
            legs += [(found[0] + found[-1]) / 2] if found else []
        return legs

    def _grouping(self, link: Link) -> str:
        """Return what the groups do to the numbers of a link; empty if those are all equal."""
        sizes = [d.size for d, _ in self._dimensions if d.link == link]
        if link == "size" or len(set(sizes)) == 1:
            return ""
        sign = "/" if sizes[0] > sizes[1] else r"\times"
        return rf"${sign}\,{self.groups}$ groups"

    def _height(self, link: Link) -> float:
        """Return the height of a bracket above the numbers; those that would cross are on two."""
        if link != "kernels" or "channels" not in self.links:
            return FIRST_ABOVE
        ends = [x for d, x in self._dimensions if d.link == "channels"]
        starts = [x for d, x in self._dimensions if d.link == "kernels"]
        if min(starts) >= max(ends):
            return FIRST_ABOVE
        return FIRST_ABOVE + LEVEL + (WRITTEN if self._grouping("channels") else 0.0)

    @functools.cached_property
    def _dimensions(self) -> tuple[tuple[Dimension, float], ...]:
        """Each number, and where its middle is from left to right."""
        pairs = zip(self.tensors, self._starts, strict=True)
        return tuple(itertools.chain(*itertools.starmap(_along, pairs)))

    @functools.cached_property
    def _starts(self) -> tuple[float, ...]:
        """Where each shape begins from left to right."""
        both = zip(self.tensors, self.middles, strict=True)
        return tuple(middle - row_width(tensor) / 2 for tensor, middle in both)


def _along(tensor: Tensor, start: float) -> Iterator[tuple[Dimension, float]]:
    for dimension in tensor.dimensions:
        yield dimension, start + _chip(dimension) / 2
        start += _chip(dimension) + _TIMES


def _chip(dimension: Dimension) -> float:
    return width(str(dimension.size)) * SIZE + 2 * _PADDING


def _rectangle(left: float, right: float) -> Line:
    return (left, -RISE), (right, -RISE), (right, RISE), (left, RISE)


def _comb(legs: Sequence[float], foot: float, level: float) -> Line:
    """Return the outline of a bar at ``level`` with legs, at these places, that end at ``foot``."""
    half = THICK / 2
    outer, inner = (level + half, level - half) if level > foot else (level - half, level + half)
    first, *between, last = legs
    points = [(first - half, foot), (first - half, outer), (last + half, outer)]
    points += [(last + half, foot), (last - half, foot), (last - half, inner)]
    for x in reversed(between):
        points += [(x + half, inner), (x + half, foot), (x - half, foot), (x - half, inner)]
    return *points, (first + half, inner), (first + half, foot)
