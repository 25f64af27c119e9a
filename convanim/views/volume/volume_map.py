"""A map of three axes as cubes: what is solid, what is lit, and what is a ghost at each step."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from convanim.arithmetic.cells import Cell, grid_span, runs
from convanim.layout.maps.plane import ALONG_ROW, UP_COLUMN
from convanim.scene.shapes import Strokes
from convanim.scene.theme import GHOST
from convanim.sweep.sweep import FeatureMap
from convanim.views.volume.cubes import Block, Look, Solid
from convanim.views.volume.names import named

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from convanim.scene.shapes import Layer
    from convanim.sweep.sweep import Cells
    from convanim.views.volume.cubes import Position

UNITS = {Cell.REAL, Cell.CROPPED}
"""The cells of a map that are drawn as cubes; padding and inserted zeros are transparent."""

NOTHING = Look((f"{GHOST}.page",))
"""The look of a cell that has no value yet."""

ZERO = Look((f"{GHOST}.window.zero",))
"""The look of a zero that a window reads."""

COPY = Look((f"{GHOST}.window.copied",))
"""The look of a copy that a window reads."""


@dataclass(frozen=True, slots=True)
class VolumeMap:
    """A map of three axes as cubes.

    A cut lays open the row of cubes that a window moves along: the cubes in front of it and above
    it are ghosts. It stays where it is until the window comes to the next row.

    Attributes
    ----------
    name : str
        The role of the map and the size of what it has.
    solid : Solid
        The positions of the cells on the page.
    units : mapping of Position to str
        The role of each cell that is a unit.
    reach : tuple of Block
        The box that a window can reach, if units do not fill it.
    copies : mapping of Position to Position
        The unit that each cell of the padding repeats; empty where it repeats none.
    """

    name: str
    solid: Solid
    units: Mapping[Position, str]
    reach: tuple[Block, ...]
    copies: Mapping[Position, Position]

    @classmethod
    def of(cls, volume: FeatureMap, tints: Sequence[str]) -> VolumeMap:
        """Return the cubes of a map, with the lowest corner at the origin of the page.

        Parameters
        ----------
        volume : FeatureMap
            A map of three axes.
        tints : sequence of str
            The role of the units at each depth.
        """
        solid = Solid(box((0, size) for size in volume.shape), ALONG_ROW, UP_COLUMN)
        units = {}
        for depth, row, column in volume.cells():
            kind = volume.kind((depth, row, column))
            if kind in UNITS:
                tint = tints[depth] if kind is Cell.REAL else f"{volume.role}.cropped"
                units[depth, row, column] = tint
        along = [[run[1:] for run in runs(axis) if run[0] is Cell.REAL] for axis in volume.axes]
        blocks = tuple(map(box, itertools.product(*along)))
        reach = box(map(grid_span, volume.axes))
        sizes = [sum(kind in UNITS for kind in axis) for axis in volume.axes]
        reached = () if blocks == (reach,) else (reach,)
        return cls(named(volume.role, sizes), solid, units, reached, _copies(volume))

    def repeated(self, read: Iterable[Position]) -> VolumeMap:
        """Return the cubes with those marked that copies among the cells that are read repeat."""
        marked = {self.copies[at]: "input.source" for at in read if at in self.copies}
        return replace(self, units={**self.units, **marked})

    def moved(self, dx: float, dy: float) -> VolumeMap:
        """Return the cubes moved on the page, by a distance in points."""
        x, y = self.solid.origin
        return replace(self, solid=replace(self.solid, origin=(x + dx, y + dy)))

    def ground(self) -> Iterator[Layer]:
        """Yield what is behind all cubes: the dashed box of the padding."""
        for block in self.reach:
            yield Strokes("padding.wall", self.solid.walls(block))
            yield Strokes("padding", (self.solid.outline(block),))

    def whole(self, written: Collection[Position] | None = None) -> Iterator[Layer]:
        """Yield all cubes; given those with a value, the others as ghosts."""
        looks = self._looks(written)
        yield from self.solid.cubes(_ghosts(looks))
        yield from self.solid.cubes(_solids(looks))

    def cut(
        self, lit: Mapping[Position, Look], written: Collection[Position] | None = None
    ) -> tuple[tuple[Layer, ...], tuple[Layer, ...]]:
        """Return the cubes behind a cut, and those of the row that it lays open.

        Parameters
        ----------
        lit : mapping of Position to Look
            The cells that are read or written now.
        written : collection of Position, optional
            The cells that have a value; all when None.
        """
        block = Block.around(lit)
        row = block.row(self.solid.whole.past[2])
        looks = self._looks(written)
        ghosts, behind, beside = {}, {}, {}
        for at, look in looks.items():
            if at in lit:
                continue
            if at in block:
                ghosts[at] = look.ghost
            elif at in row:
                beside[at] = look
            elif row.is_hidden_by(at):
                ghosts[at] = look.ghost
            else:
                behind[at] = look
        ghosts |= _ghosts(behind) | _ghosts(beside) | _ghosts(lit)
        opened = _solids(beside) | _solids(lit)
        left = {at: look for at, look in opened.items() if at[2] < block.first[2]}
        right = {at: look for at, look in opened.items() if at not in left}
        frame = Strokes("box", self.solid.edges(block))
        lines = self.solid.cubes({at: Look((), GHOST) for at in ghosts if row.is_hidden_by(at)})
        return (
            (*self.solid.cubes(ghosts), *self.solid.cubes(_solids(behind)), *lines),
            (*self.solid.cubes(right), frame, *self.solid.cubes(left)),
        )

    def _looks(self, written: Collection[Position] | None) -> dict[Position, Look]:
        return {
            at: Look((role,)) if written is None or at in written else NOTHING
            for at, role in self.units.items()
        }


def _ghosts(looks: Mapping[Position, Look]) -> dict[Position, Look]:
    return {at: look for at, look in looks.items() if look.is_ghost}


def _solids(looks: Mapping[Position, Look]) -> dict[Position, Look]:
    return {at: look for at, look in looks.items() if not look.is_ghost}


def as_volume(maps: Sequence[FeatureMap]) -> FeatureMap:
    """Return a map of three axes; the channels of maps of two axes become its depth."""
    channels = (((Cell.REAL,) * len(maps)),) if len(maps[0].axes) == 2 else ()
    depths = (tuple(range(len(maps))),) if channels and maps[0].sources else ()
    return FeatureMap(maps[0].role, (*channels, *maps[0].axes), sources=(*depths, *maps[0].sources))


def positions(regions: Sequence[Cells], maps: Sequence[FeatureMap]) -> list[Position]:
    """Return the positions of the cells of maps in their volume."""
    depths = {each.index: n for n, each in enumerate(maps)}
    return [_position((depths[cells.index], *cell)) for cells in regions for cell in cells]


def _copies(volume: FeatureMap) -> dict[Position, Position]:
    copies = (cell for cell in volume.cells() if volume.kind(cell) is Cell.COPIED)
    return {
        _position(cell): _position(
            tuple(axis[n] for axis, n in zip(volume.sources, cell, strict=True))
        )
        for cell in copies
    }


def _position(cell: tuple[int, ...]) -> Position:
    depth, row, column = cell[-3:]
    return depth, row, column


def box(along: Iterable[tuple[int, int]]) -> Block:
    """Return the box between the two ends on each axis."""
    first, past = zip(*along, strict=True)
    return Block(_position(first), _position(past))
