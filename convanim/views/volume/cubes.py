"""A volume on the page: cubes seen from above and painted back to front, and boxes around them."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import TYPE_CHECKING

from convanim.scene.geometry import CELL
from convanim.scene.shapes import Polygons, Strokes

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from convanim.scene.geometry import Line, Point
    from convanim.scene.shapes import Layer

Position = tuple[int, int, int]
"""Depth downwards, row towards the viewer, column away to the right."""

TOWARDS: Position = (-1, 1, -1)
"""Which way along each axis leads nearer to the viewer."""

FACES: dict[str, tuple[Position, ...]] = {
    "top": ((0, 1, 0), (0, 1, 1), (0, 0, 1), (0, 0, 0)),
    "side": ((1, 0, 0), (1, 1, 0), (0, 1, 0), (0, 0, 0)),
    "front": ((1, 1, 0), (1, 1, 1), (0, 1, 1), (0, 1, 0)),
}
"""Corners of the faces that are seen, from the least corner of a cube."""

BEFORE: dict[str, Position] = {"top": (-1, 0, 0), "side": (0, 0, -1), "front": (0, 1, 0)}
"""Where the cube lies that hides a face."""


@dataclass(frozen=True, slots=True)
class Block:
    """A box of cells: its least corner, and one past its greatest cell along each axis."""

    first: Position
    past: Position

    @classmethod
    def around(cls, cells: Iterable[Position]) -> Block:
        """Return the least box around cells."""
        depths, rows, columns = zip(*cells, strict=True)
        least = min(depths), min(rows), min(columns)
        return cls(least, (max(depths) + 1, max(rows) + 1, max(columns) + 1))

    def corner(self, *far: int) -> Position:
        """Return a corner: the far end along the axes given, else the one near to the viewer."""
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
        """Return whether a cube is in the box or could hide some of it."""
        far = self.corner(0, 1, 2)
        return all(
            n >= end if sign > 0 else n < end for n, end, sign in zip(at, far, TOWARDS, strict=True)
        )

    def reaches(self, other: Block) -> bool:
        """Return whether any cube of the box is in another or could hide some of that."""
        cubes = (
            range(first, past)[-1 if sign > 0 else 0]
            for first, past, sign in zip(self.first, self.past, TOWARDS, strict=True)
        )
        depth, row, column = cubes
        return other.is_hidden_by((depth, row, column))


@dataclass(frozen=True, slots=True)
class Look:
    """How a cube is painted.

    Attributes
    ----------
    fills : tuple of str
        Roles of its faces, one over the other.
    line : str
        Role of the edges over them; empty where the outlines of the fills are enough.
    """

    fills: tuple[str, ...]
    line: str = ""


@dataclass(frozen=True, slots=True)
class Solid:
    """Where the cells of a volume lie on the page.

    Attributes
    ----------
    whole : Block
        All of it.
    along_row, up_column, up : Point
        Where a step of one cell leads along a row, away from the viewer, and up; in points.
    origin : Point
        The lowest corner: below the last depth, before the last row and the first column.
    """

    whole: Block
    along_row: Point
    up_column: Point
    up: Point = (0.0, CELL)
    origin: Point = (0.0, 0.0)

    def point(self, at: Position) -> Point:
        """Return the page position of a corner."""
        depth, row, column = at
        higher, farther = self.whole.past[0] - depth, self.whole.past[1] - row
        x, y = (
            start + self.up[n] * higher + self.up_column[n] * farther + self.along_row[n] * column
            for n, start in enumerate(self.origin)
        )
        return x, y

    def outline(self, block: Block) -> Line:
        """Return the outline of a box, closed."""
        around = [(0,), (0, 1), (1,), (1, 2), (2,), (2, 0), (0,)]
        return tuple(self.point(block.corner(*far)) for far in around)

    def edges(self, block: Block) -> tuple[Line, ...]:
        """Return the edges of a box that are not behind it: its outline, and three inside."""
        outline, nearest = self.outline(block), self.point(block.corner())
        return outline, *((nearest, outline[n]) for n in (0, 2, 4))

    def walls(self, block: Block) -> tuple[Line, ...]:
        """Return the grids on the three sides of a box that face the viewer from behind it."""
        far = block.corner(0, 1, 2)
        # Two sides share an edge, which is drawn once.
        lines: dict[Line, None] = {}
        for wall, along, across in itertools.permutations(range(3)):
            for n in range(block.first[across], block.past[across] + 1):
                at = {wall: far[wall], across: n}
                ends = (at | {along: end[along]} for end in (block.first, block.past))
                lines[tuple(self.point((end[0], end[1], end[2])) for end in ends)] = None
        return tuple(lines)

    def cubes(self, cubes: Mapping[Position, Look]) -> Iterator[Layer]:
        """Yield cubes in paint order, without the faces that their like hide.

        Of two cubes equally many steps away neither hides any part of the other, so they are
        painted together.
        """
        for _, together in itertools.groupby(sorted(cubes, key=_nearness), _nearness):
            yield from self._paint(together, cubes)

    def _paint(self, at: Iterable[Position], cubes: Mapping[Position, Look]) -> Iterator[Layer]:
        fills: dict[str, list[Line]] = {}
        lines: dict[str, list[Line]] = {}
        for cube, face in itertools.product(at, FACES):
            # A neighbour of another look may be translucent.
            if cubes.get(_moved(cube, BEFORE[face])) == cubes[cube]:
                continue
            shape = tuple(self.point(_moved(cube, corner)) for corner in FACES[face])
            for role in cubes[cube].fills:
                fills.setdefault(f"{role}.{face}", []).append(shape)
            if cubes[cube].line:
                lines.setdefault(cubes[cube].line, []).append((*shape, shape[0]))
        yield from (Polygons(role, tuple(shapes)) for role, shapes in fills.items())
        yield from (Strokes(role, tuple(shapes)) for role, shapes in lines.items())


def _nearness(at: Position) -> int:
    return sum(n * sign for n, sign in zip(at, TOWARDS, strict=True))


def _moved(at: Position, by: Position) -> Position:
    return at[0] + by[0], at[1] + by[1], at[2] + by[2]
