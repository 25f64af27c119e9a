"""A feature map on the page as planes side by side: one, or a slice for each depth of a volume."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from convanim.layout.maps.plane import Plane, two_axes
from convanim.layout.view import UnsuitedFault
from convanim.scene.shapes import Polygons, Strokes
from convanim.sweep.sweep import Cells

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from convanim.errors import Fault
    from convanim.scene.geometry import Line, Point, Projection
    from convanim.scene.shapes import Anchor, Layer
    from convanim.sweep.sweep import FeatureMap, Sweep

MOST_AXES = 3


@dataclass(frozen=True, slots=True)
class Slices:
    """The planes of a map of up to three axes, along the first of three.

    Attributes
    ----------
    planes : tuple of Plane
        From left to right; all rows and columns are alike.
    """

    planes: tuple[Plane, ...]

    @classmethod
    def of(cls, feature_map: FeatureMap, projection: Projection, pitch: float) -> Slices:
        """Return the slices of a map.

        Parameters
        ----------
        feature_map : FeatureMap
            Of up to three axes.
        projection : Projection
            Of the first plane.
        pitch : float
            How far to the right of one plane the next stands, in points.
        """
        along = feature_map.axes[:-2]
        planes = (
            Plane.of(feature_map, projection.shifted(n * pitch, 0), depth)
            for n, depth in enumerate(itertools.product(*along))
        )
        return cls(tuple(planes))

    @property
    def height(self) -> int:
        """Rows of each."""
        return self.planes[0].height

    def ground(self, role: str = "input") -> tuple[Layer, ...]:
        """Return an input at rest."""
        return _merged(plane.ground(role) for plane in self.planes)

    def result(self, role: str = "output") -> tuple[Layer, ...]:
        """Return an output at rest."""
        return _merged(plane.result(role) for plane in self.planes)

    def frame(self) -> Layer:
        """Return the outlines of all planes."""
        (layer,) = _merged((plane.frame(),) for plane in self.planes)
        return layer

    def point(self, cell: tuple[int, ...], at: Point) -> Point:
        """Return a page position within a cell, counted down and right from its corner."""
        row, column = two_axes(cell, 0)
        return self._plane(cell).point(row + at[0], column + at[1])

    def centre(self, cell: tuple[int, ...]) -> Point:
        """Return the middle of a cell."""
        return self.point(cell, (0.5, 0.5))

    def name_point(self) -> tuple[Point, Anchor]:
        """Return the point for the map's name: above the middle, or at the last right corner."""
        (left, _), _ = self.planes[0].name_point()
        (right, y), anchor = self.planes[-1].name_point()
        return ((left + right) / 2 if anchor == "middle" else right, y), anchor

    def numbered(self) -> tuple[tuple[str, Point], ...]:
        """Return the numbers of rows and columns, beside each plane."""
        return tuple(number for plane in self.planes for number in plane.numbered())

    def under(self, distance: float) -> Point:
        """Return the page position that many cells below the middle of the row of planes."""
        first, last = self.planes[0], self.planes[-1]
        left, y = first.point(first.height + distance, 0)
        right, _ = last.point(last.height + distance, last.width)
        return (left + right) / 2, y

    def cells(self, cells: Cells) -> tuple[Line, ...]:
        """Return each cell's rectangle."""
        return tuple(shape for plane, part in self._parts(cells) for shape in plane.cells(part))

    def areas(self, cells: Cells) -> tuple[Line, ...]:
        """Return the rectangles that cells form; neighbours are merged."""
        return tuple(shape for plane, part in self._parts(cells) for shape in plane.areas(part))

    def window(self, cells: Cells, role: str = "window") -> tuple[Layer, ...]:
        """Return what is drawn over cells that are read, zeros apart from units.

        Each unit that a copy among them repeats has an outline, in the window as outside it.
        """
        zeros = self.zeros(cells)
        frames = _outlines(self.boxes(cells))
        copied, sources = self._copied(cells), self.squares(self.sources(cells))
        outlined = [each for each in self._origins(cells) if each in set(cells)]
        return (
            *((Polygons("input.source", sources),) if sources else ()),
            Polygons(role, self.areas(cells)),
            *((Polygons("window.zero", zeros),) if zeros else ()),
            *((Polygons("window.copied", copied),) if copied else ()),
            Strokes("window.grid", self.box_grids(cells)),
            Strokes("window.frame", frames),
            *((Strokes("stamp.source", _outlines(sources)),) if sources else ()),
            *((Strokes("window.source", _outlines(self.squares(outlined))),) if outlined else ()),
        )

    def zeros(self, cells: Cells) -> tuple[Line, ...]:
        """Return the rectangles of those cells that are no units."""
        return tuple(shape for plane, part in self._parts(cells) for shape in plane.zeros(part))

    def has_value(self, cell: tuple[int, ...]) -> bool:
        """Return whether a cell is a unit of the map, or a copy of one."""
        return self._plane(cell).has_value(cell[-2:])

    def sources(self, cells: Cells) -> tuple[tuple[int, ...], ...]:
        """Return the units that copies among these cells repeat, except for those among them."""
        read = set(cells)
        return tuple(cell for cell in self._origins(cells) if cell not in read)

    def squares(self, cells: Iterable[tuple[int, ...]]) -> tuple[Line, ...]:
        """Return the rectangles of single cells."""
        each = (Cells("", tuple(range(n, n + 1) for n in cell)) for cell in cells)
        return tuple(shape for one in each for shape in self.cells(one))

    def _copied(self, cells: Cells) -> tuple[Line, ...]:
        """Return the rectangles of the copies among cells, and of the units among them they repeat.

        They share one tint, so that where a value comes from is seen.
        """
        origins = set(self._origins(cells))
        if not origins:
            return ()
        return self.squares(cell for cell in cells if cell in origins or self._is_copy(cell))

    def _origins(self, cells: Cells) -> tuple[tuple[int, ...], ...]:
        along = self.planes[0].sources
        if not along:
            return ()
        copies = (cell for cell in cells if self._is_copy(cell))
        found = (tuple(axis[n] for axis, n in zip(along, cell, strict=True)) for cell in copies)
        return tuple(dict.fromkeys(found))

    def _is_copy(self, cell: tuple[int, ...]) -> bool:
        return self._plane(cell).is_copy(cell[-2:])

    def boxes(self, cells: Cells) -> tuple[Line, ...]:
        """Return the corners of the box around cells, in each plane that they are in."""
        return tuple(plane.box(part) for plane, part in self._parts(cells))

    def box_grids(self, cells: Cells) -> tuple[Line, ...]:
        """Return the grid of all cells in the box around cells, in each plane that they are in."""
        return tuple(line for plane, part in self._parts(cells) for line in plane.box_grid(part))

    def _parts(self, cells: Cells) -> Iterator[tuple[Plane, Cells]]:
        """Yield the planes that contain cells, each with its cells."""
        if len(cells.along) <= 2:
            yield self.planes[0], cells
            return
        for depth in itertools.product(*cells.along[:-2]):
            yield self._plane((*depth, 0, 0)), replace(cells, along=cells.along[-2:])

    def _plane(self, cell: tuple[int, ...]) -> Plane:
        (depth,) = cell[:-2] or (0,)
        return self.planes[depth]


def depth_of(feature_map: FeatureMap) -> int:
    """Return the number of planes of a map of up to three axes."""
    (depth,) = feature_map.shape[:-2] or (1,)
    return depth


def axes_faults(view: str, sweep: Sweep, most: int = MOST_AXES) -> Iterator[Fault]:
    """Yield a fault when a sweep has more axes than a view can show."""
    count = len(sweep.maps_of("output")[0].shape)
    if count > most:
        drawn = "1 or 2" if most == 2 else f"1 to {most}"
        message = f"view '{view}' draws {drawn} axes; this figure has {count}"
        yield UnsuitedFault(("view",), message)


def _outlines(shapes: Iterable[Line]) -> tuple[Line, ...]:
    return tuple((*shape, shape[0]) for shape in shapes)


def _merged(planes: Iterator[tuple[Layer, ...]]) -> tuple[Layer, ...]:
    """Return the layers of planes that do not overlap, one for each role."""
    found: dict[str, Layer] = {}
    for layer in itertools.chain.from_iterable(planes):
        found[layer.role] = _joined(found[layer.role], layer) if layer.role in found else layer
    return tuple(found.values())


def _joined(first: Layer, second: Layer) -> Layer:
    if isinstance(first, Polygons) and isinstance(second, Polygons):
        return replace(first, shapes=first.shapes + second.shapes)
    if isinstance(first, Strokes) and isinstance(second, Strokes):
        return replace(first, lines=first.lines + second.lines)
    raise TypeError(f"{first.role} is two kinds of layer")
