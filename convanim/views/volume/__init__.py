"""Volumes as cubes, the output above the input; cubes that would hide the window are cut away."""

from __future__ import annotations

import itertools
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from convanim.arithmetic.cells import Cell, grid_span, runs
from convanim.errors import Fault
from convanim.layout.layout import Layout, Part
from convanim.layout.plane import ALONG_ROW, NAME_GAP, SHIFT, UP_COLUMN, page_box
from convanim.layout.view import LayerView
from convanim.scene.geometry import CELL
from convanim.scene.shapes import Labels, Polygons, Scene, Strokes
from convanim.sweep.sweep import FeatureMap
from convanim.views.volume.cubes import Block, Look, Solid
from convanim.views.volume.places import CubePlace

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from convanim.layers.subject import Subject
    from convanim.scene.geometry import Box, Line, Point
    from convanim.scene.shapes import Layer
    from convanim.sweep.sweep import Cells, Sweep
    from convanim.views.volume.cubes import Position

MOST_CUBES = 10_000
"""The most cells of a padded input that are drawn."""

ROLES = {
    "input": {Cell.REAL: "input", Cell.CROPPED: "input.cropped"},
    "output": {Cell.REAL: "output"},
}
"""The cells of a map that are drawn as cubes; padding and inserted zeros are transparent."""


@dataclass(frozen=True, slots=True)
class Volume(LayerView):
    """Three axes, or two with channels as depth, as cubes; those hiding the window are cut away."""

    name: ClassVar = "volume"
    glides: ClassVar = False

    def faults(self, subject: Subject) -> Iterator[Fault]:
        """Yield why a layer cannot be drawn."""
        sweep = subject.sweep
        inputs, outputs = sweep.maps_of("input"), sweep.maps_of("output")
        axes = len(outputs[0].shape)
        if axes not in (2, 3):
            message = f"view '{self.name}' draws 2 or 3 axes; this figure has {axes}"
            yield Fault(("view",), message)
        elif axes == 3 and max(len(inputs), len(outputs)) > 1:
            yield Fault(
                ("view",),
                f"view '{self.name}' draws one input volume and one output volume; this figure "
                f"has {len(inputs)} and {len(outputs)}: use view: flat",
            )
        elif (count := len(inputs) * math.prod(inputs[0].shape)) > MOST_CUBES:
            yield Fault(
                ("view",),
                f"view '{self.name}' draws at most {MOST_CUBES} cubes; the padded input has "
                f"{count}",
            )

    def lay_out(self, subject: Subject) -> Layout:
        """Return the layout of a layer of three axes, or of two axes with channels."""
        sweep = subject.sweep
        read, written = (_volume(sweep.maps_of(role)) for role in ("input", "output"))
        depth, rows, _ = read.shape
        below = _Cubes.of(read, (0.0, 0.0))
        above = _Cubes.of(written, (SHIFT, CELL * (depth + max(rows, 3) + 1)))
        frames = [Strokes("padding", each.solid.edges(each.solid.whole)) for each in (below, above)]
        return _Layout(sweep, below, above, page_box(frames))


@dataclass(frozen=True, slots=True)
class _Layout(Layout):
    sweep: Sweep
    below: _Cubes
    above: _Cubes
    box: Box
    baseline: float = 0.0

    @property
    def names(self) -> tuple[Labels, ...]:
        """The names of input and output, each to the right of its cubes."""
        pairs = tuple((each.role, each.right()) for each in (self.below, self.above))
        return (Labels("label", pairs, "start"),)

    @property
    def parts(self) -> tuple[Part, ...]:
        """One part, with the place of each cube, some of which hide others."""
        solids = {each.role: each.solid for each in (self.below, self.above)}
        places = {
            (role, each.index): CubePlace(solid, depth)
            for role, solid in solids.items()
            for depth, each in enumerate(self.sweep.maps_of(role))
        }
        return (
            Part(self.sweep, places, lambda role, index, cell: places[role, index].nearness(cell)),
        )

    def labels(self) -> tuple[Labels, ...]:
        """Return nothing: the drawings have no text."""
        return ()

    def scene(self, step: int) -> Scene:
        now = self.sweep.steps[step]
        read = _positions(now.read_of("input"), self.sweep.maps_of("input"))
        written = _positions((now.writes,), self.sweep.maps_of("output"))
        window, unit = Block.around(read), Block.around(written)
        return Scene(
            self.box,
            (
                *self.below.ground(),
                *self.below.cut(window),
                Strokes("connector.wall", self.below.solid.walls(window)),
                *self.below.highlight(read, "window", "window.grid"),
                Strokes("window.grid", self.below.solid.edges(window)),
                Strokes("connector", self._connectors(window, unit)),
                *self.above.ground(),
                *self.above.cut(unit),
                *self.above.highlight(written, "window.output"),
            ),
        )

    def at_rest(self) -> Scene:
        below, above = self.below, self.above
        layers = (*below.ground(), *below.all(), *above.ground(), *above.all())
        return Scene(self.box, layers)

    def _connectors(self, window: Block, unit: Block) -> tuple[Line, ...]:
        """Return lines from the top of the window to the bottom of the output unit."""
        starts = map(self.below.solid.point, window.level(window.first[0]))
        ends = map(self.above.solid.point, unit.level(unit.past[0]))
        return tuple(zip(starts, ends, strict=True))


@dataclass(frozen=True, slots=True)
class _Cubes:
    """A map of three axes as cubes.

    Attributes
    ----------
    role : str
        The role of the map.
    solid : Solid
        The positions of the cells on the page.
    units : mapping of Position to str
        The role of each cell that is drawn as a cube.
    blocks : tuple of Block
        The boxes that the units form.
    reach : tuple of Block
        The box that a window can reach, if it is not the only block of units.
    """

    role: str
    solid: Solid
    units: Mapping[Position, str]
    blocks: tuple[Block, ...]
    reach: tuple[Block, ...]

    @classmethod
    def of(cls, volume: FeatureMap, origin: Point) -> _Cubes:
        """Return the cubes of a map, with the lowest corner at a point of the page."""
        solid = Solid(_box((0, size) for size in volume.shape), ALONG_ROW, UP_COLUMN, origin=origin)
        roles = ROLES[volume.role]
        kinds = ((_position(cell), volume.kind(cell)) for cell in volume.cells())
        units = {at: roles[kind] for at, kind in kinds if kind in roles}
        along = [[run[1:] for run in runs(axis) if run[0] is Cell.REAL] for axis in volume.axes]
        blocks = tuple(map(_box, itertools.product(*along)))
        reach = _box(map(grid_span, volume.axes))
        return cls(volume.role, solid, units, blocks, () if blocks == (reach,) else (reach,))

    def right(self) -> Point:
        """Return the position of the name: beside the middle of the rightmost edge."""
        corners = self.solid.outline(self.solid.whole)
        x = max(x for x, _ in corners)
        heights = {y for at, y in corners if x - at < 1}
        return x + NAME_GAP, (min(heights) + max(heights)) / 2

    def ground(self) -> Iterator[Layer]:
        """Yield what is behind all cubes: dashed padding, and a pale silhouette of the units."""
        for block in self.reach:
            yield Strokes("padding.wall", self.solid.walls(block))
            yield Strokes("padding", (self.solid.outline(block),))
        yield Polygons(f"cut.{self.role}", tuple(map(self.solid.outline, self.blocks)))

    def all(self) -> Iterator[Layer]:
        return self.solid.cubes({at: Look((role,)) for at, role in self.units.items()})

    def cut(self, block: Block) -> Iterator[Layer]:
        """Yield the cubes except for a block and those in front of it, which become outlines."""
        left = {at: Look((role,)) for at, role in self.units.items() if not block.is_hidden_by(at)}
        yield from self.solid.cubes(left)
        lines = [
            line for each in self.blocks if each.reaches(block) for line in self.solid.edges(each)
        ]
        yield Strokes("connector.cut", tuple(lines))

    def highlight(self, cells: Collection[Position], role: str, line: str = "") -> Iterator[Layer]:
        """Yield those of some cells that are cubes, with one more role."""
        found = {at: Look((self.units[at], role), line) for at in cells if at in self.units}
        return self.solid.cubes(found)


def _volume(maps: Sequence[FeatureMap]) -> FeatureMap:
    """Return a map of three axes; the channels of maps of two axes become its depth."""
    channels = (((Cell.REAL,) * len(maps)),) if len(maps[0].axes) == 2 else ()
    return FeatureMap(maps[0].role, (*channels, *maps[0].axes))


def _positions(regions: Sequence[Cells], maps: Sequence[FeatureMap]) -> list[Position]:
    """Return the positions of the cells of maps in their volume."""
    depths = {each.index: n for n, each in enumerate(maps)}
    return [_position((depths[cells.index], *cell)) for cells in regions for cell in cells]


def _position(cell: tuple[int, ...]) -> Position:
    depth, row, column = cell[-3:]
    return depth, row, column


def _box(along: Iterable[tuple[int, int]]) -> Block:
    """Return the box between the two ends on each axis."""
    first, past = zip(*along, strict=True)
    return Block(_position(first), _position(past))
