"""The drawings of a layout with every layer and place moved, or enlarged, in one way."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from convanim.scene.shapes import Labels, Polygons

if TYPE_CHECKING:
    from collections.abc import Callable

    from convanim.layout.layout import Layout, Part, Place, Places
    from convanim.scene.geometry import Line, Point
    from convanim.scene.shapes import Anchor, Layer, Scene
    from convanim.sweep.sweep import Cells


@dataclass(frozen=True, slots=True)
class Moved:
    """A layout whose layers are moved.

    Attributes
    ----------
    layout : Layout
        What is drawn.
    move : callable
        Takes a layer, and returns it elsewhere.
    """

    layout: Layout
    move: Callable[[Layer], Layer]
    _at_rest: dict[int, tuple[Layer, Layer]] = field(
        default_factory=dict, init=False, compare=False, repr=False
    )

    def layers(self, n: int | None, is_over: bool = False) -> list[Layer]:
        """Return the layers of a drawing; when None of the one at rest, or after all steps.

        What is there at rest is moved once, so that it stays the same in all drawings.
        """
        if not self._at_rest:
            for layer in self.layout.at_rest().layers:
                self._at_rest[id(layer)] = layer, self.move(layer)
        scene = self._resting(is_over) if n is None else self.layout.scene(n)
        return [self._of(layer) for layer in scene.layers]

    def _resting(self, is_over: bool) -> Scene:
        return self.layout.at_end() if is_over else self.layout.at_rest()

    def _of(self, layer: Layer) -> Layer:
        known = self._at_rest.get(id(layer))
        return known[1] if known else self.move(layer)

    @property
    def parts(self) -> tuple[Part, ...]:
        """The parts of the layout, with their places moved."""
        return tuple(
            part._replace(places=moved_places(part.places, self.move)) for part in self.layout.parts
        )


def moved_places(places: Places, move: Callable[[Layer], Layer]) -> Places:
    """Return places after a move that a layer would make."""
    return {key: MovedPlace(place, move) for key, place in places.items()}


@dataclass(frozen=True, slots=True)
class MovedPlace:
    """The place of a map in a drawing that is moved or enlarged.

    Attributes
    ----------
    place : Place
        The place in the drawing as it was.
    move : callable
        Takes a layer, and returns it elsewhere.
    """

    place: Place
    move: Callable[[Layer], Layer]

    def cells(self, cells: Cells) -> tuple[Line, ...]:
        """Return the corners of each cell."""
        moved = self.move(Polygons("", self.place.cells(cells)))
        return moved.shapes if isinstance(moved, Polygons) else ()

    def centre(self, cell: tuple[int, ...]) -> Point:
        """Return the middle of a cell."""
        return self._point(self.place.centre(cell))

    def name_point(self) -> tuple[Point, Anchor]:
        """Return a point for the name of the map that lies on nothing else."""
        point, anchor = self.place.name_point()
        return self._point(point), anchor

    def numbered(self) -> tuple[tuple[str, Point], ...]:
        """Return the numbers of rows and columns, each beside its row or column."""
        return tuple((text, self._point(point)) for text, point in self.place.numbered())

    def _point(self, point: Point) -> Point:
        return self.move(Labels("", (("", point),))).points()[0]
