"""A figure enlarged as a whole, with its lines and its letters."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from convanim.scene.shapes import Labels, Polygons, Scene

if TYPE_CHECKING:
    from convanim.film.shot import Shot
    from convanim.scene.geometry import Box, Line, Point
    from convanim.scene.shapes import Drawings, Layer


@dataclass(frozen=True, slots=True)
class Zoomed:
    """Drawings whose points are all farther from the origin.

    Attributes
    ----------
    drawings : Drawings
        What is drawn.
    by : float
        How many times as far.
    """

    drawings: Drawings
    by: float

    @property
    def box(self) -> Box:
        """The page of every drawing, in points."""
        left, bottom, right, top = self.drawings.box
        return left * self.by, bottom * self.by, right * self.by, top * self.by

    def scene(self, n: int) -> Scene:
        """Return the n-th drawing."""
        return Scene(self.box, tuple(map(self._layer, self.drawings.scene(n).layers)))

    def _layer(self, layer: Layer) -> Layer:
        if isinstance(layer, Labels):
            texts = tuple((text, self._point(at)) for text, at in layer.texts)
            return replace(layer, texts=texts)
        if isinstance(layer, Polygons):
            return replace(layer, shapes=tuple(map(self._line, layer.shapes)))
        return replace(layer, lines=tuple(map(self._line, layer.lines)))

    def _line(self, line: Line) -> Line:
        return tuple(map(self._point, line))

    def _point(self, point: Point) -> Point:
        return point[0] * self.by, point[1] * self.by


def zoomed(shot: Shot) -> Shot:
    """Return a shot as large as its page is on paper, where the page is measured in pixels."""
    by = shot.setup.zoom(shot.layout.box)
    if by == 1.0:
        return shot
    return replace(shot, layout=Zoomed(shot.layout, by), theme=shot.theme.scaled(by, by))
