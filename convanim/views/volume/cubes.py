"""A volume on the page: cubes from above, painted from back to front, and boxes around them."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import TYPE_CHECKING

from convanim.scene.geometry import CELL
from convanim.scene.shapes import Polygons, Strokes
from convanim.scene.theme import GHOST, is_ghost

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from convanim.scene.geometry import Line, Point
    from convanim.scene.shapes import Layer

Position = tuple[int, int, int]
"""Depth downwards, row towards the viewer, column away to the right."""

TOWARDS: Position = (-1, 1, -1)
"""The direction towards the viewer on each axis."""

FACES: dict[str, tuple[Position, ...]] = {
    "top": ((0, 1, 0), (0, 1, 1), (0, 0, 1), (0, 0, 0)),
    "side": ((1, 0, 0), (1, 1, 0), (0, 1, 0), (0, 0, 0)),
    "front": ((1, 1, 0), (1, 1, 1), (0, 1, 1), (0, 1, 0)),
}
"""The corners of the visible faces, relative to the first corner of a cube."""

BEFORE: dict[str, Position] = {"top": (-1, 0, 0), "side": (0, 0, -1), "front": (0, 1, 0)}
"""The relative position of the cube that hides a face."""


@dataclass(frozen=True, slots=True)
class Block:
    """A box of cells: its first cell, and one past its last cell on each axis."""

    first: Position
    past: Position

    @classmethod
    def around(cls, cells: Iterable[Position]) -> Block:
        """Return the smallest box around cells."""
        depths, rows, columns = zip(*cells, strict=True)
        least = min(depths), min(rows), min(columns)
        return cls(least, (max(depths) + 1, max(rows) + 1, max(columns) + 1))

    def corner(self, *far: int) -> Position:
        """Return the corner that is far from the viewer on these axes, and near on the others."""
        ends = zip(self.first, self.past, TOWARDS, strict=True)
        nearest = [(past, first) if sign > 0 else (first, past) for first, past, sign in ends]
        depth, row, column = (ends[n in far] for n, ends in enumerate(nearest))
        return depth, row, column

    def level(self, depth: int) -> tuple[Position, ...]:
        """Return the corners of the box's rectangle at a depth."""
        sides = ((0, 0), (0, 1), (1, 1), (1, 0))
        ends = self.first, self.past
        return tuple((depth, ends[row][1], ends[column][2]) for row, column in sides)

    def is_hidden_by(self, at: Position) -> bool:
        """Return whether a cube is in the box or could hide a part of it."""
        far = self.corner(0, 1, 2)
        return all(
            n >= end if sign > 0 else n < end for n, end, sign in zip(at, far, TOWARDS, strict=True)
        )

    def row(self, columns: int) -> Block:
        """Return the box of all columns at the depths and rows of this one."""
        (depth, row, _), (deeper, lower, _) = self.first, self.past
        return Block((depth, row, 0), (deeper, lower, columns))

    def __iter__(self) -> Iterator[Position]:
        """Yield each cell."""
        return itertools.product(*map(range, self.first, self.past))  # type: ignore[return-value]

    def __contains__(self, at: Position) -> bool:
        """Return whether a cell is in the box."""
        return all(map(_is_between, self.first, at, self.past))


@dataclass(frozen=True, slots=True)
class Look:
    """The appearance of a cube.

    Attributes
    ----------
    fills : tuple of str
        The roles of its faces, from bottom to top.
    line : str
        The role of its edges, on top; empty if the outlines of the fills suffice.
    """

    fills: tuple[str, ...]
    line: str = ""

    @property
    def is_ghost(self) -> bool:
        """Whether the cube is hardly there, so that others are seen in front of it."""
        return all(map(is_ghost, self.fills))

    @property
    def ghost(self) -> Look:
        """The look of the same cube where it would hide something."""
        return self if self.is_ghost else Look((f"{GHOST}.{self.fills[0]}",))


@dataclass(frozen=True, slots=True)
class Solid:
    """The positions of the cells of a volume on the page.

    Attributes
    ----------
    whole : Block
        The whole volume.
    along_row, up_column, up : Point
        The shifts by one cell along a row, away from the viewer, and up; in points.
    origin : Point
        The lowest corner: at the end of the last depth and row, and the start of the first column.
    """

    whole: Block
    along_row: Point
    up_column: Point
    up: Point = (0.0, CELL)
    origin: Point = (0.0, 0.0)

    def point(self, at: tuple[float, float, float]) -> Point:
        """Return the position of a corner on the page."""
        depth, row, column = at
        higher, farther = self.whole.past[0] - depth, self.whole.past[1] - row
        x, y = (
            start + self.up[n] * higher + self.up_column[n] * farther + self.along_row[n] * column
            for n, start in enumerate(self.origin)
        )
        return x, y

    def outline(self, block: Block) -> Line:
        """Return the closed outline of a box."""
        around = [(0,), (0, 1), (1,), (1, 2), (2,), (2, 0), (0,)]
        return tuple(self.point(block.corner(*far)) for far in around)

    def edges(self, block: Block) -> tuple[Line, ...]:
        """Return the visible edges of a box: its outline, and the three edges inside it."""
        outline, nearest = self.outline(block), self.point(block.corner())
        return outline, *((nearest, outline[n]) for n in (0, 2, 4))

    def walls(self, block: Block) -> tuple[Line, ...]:
        """Return the grids on the three sides at the back of a box."""
        far = block.corner(0, 1, 2)
        # An edge that two sides share is drawn once.
        lines: dict[Line, None] = {}
        for wall, along, across in itertools.permutations(range(3)):
            for n in range(block.first[across], block.past[across] + 1):
                at = {wall: far[wall], across: n}
                ends = (at | {along: end[along]} for end in (block.first, block.past))
                lines[tuple(self.point((end[0], end[1], end[2])) for end in ends)] = None
        return tuple(lines)

    def cubes(self, cubes: Mapping[Position, Look]) -> Iterator[Layer]:
        """Yield cubes in paint order, without the faces that are hidden by cubes of the same look.

        Cubes at the same number of steps from the viewer do not hide each other, so they are
        painted together.
        """
        for _, together in itertools.groupby(sorted(cubes, key=_nearness), _nearness):
            yield from self._paint(together, cubes)

    def _paint(self, at: Iterable[Position], cubes: Mapping[Position, Look]) -> Iterator[Layer]:
        fills: dict[str, list[Line]] = {}
        lines: dict[str, list[Line]] = {}
        for cube, face in itertools.product(at, FACES):
            # A neighbour with another look may be translucent, or painted before this one.
            if cubes.get(_shift(cube, BEFORE[face])) == cubes[cube]:
                continue
            shape = tuple(self.point(_shift(cube, corner)) for corner in FACES[face])
            for role in cubes[cube].fills:
                fills.setdefault(f"{role}.{face}", []).append(shape)
            if cubes[cube].line:
                lines.setdefault(cubes[cube].line, []).append((*shape, shape[0]))
        yield from (Polygons(role, tuple(shapes)) for role, shapes in fills.items())
        yield from (Strokes(role, tuple(shapes)) for role, shapes in lines.items())


def _is_between(first: int, at: int, past: int) -> bool:
    return first <= at < past


def _nearness(at: Position) -> int:
    return sum(n * sign for n, sign in zip(at, TOWARDS, strict=True))


def _shift(at: Position, by: Position) -> Position:
    return at[0] + by[0], at[1] + by[1], at[2] + by[2]
