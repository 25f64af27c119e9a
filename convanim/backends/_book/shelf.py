"""The parts of drawings that layers share: outlines, letters, and roles."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from convanim.backends._book.letters import letters
from convanim.backends._letters.outlines import digit_height, width
from convanim.backends._svg.clock import HUNDREDTHS
from convanim.backends._svg.outlines import UNITS, followed
from convanim.scene.baselines import baselines
from convanim.scene.shapes import Labels, Polygons

if TYPE_CHECKING:
    from convanim.scene.geometry import Box, Point
    from convanim.scene.shapes import Layer
    from convanim.scene.theme import Theme

Shape = str | tuple[float | str, ...]
"""An outline as SVG path data, or a scale and then for each letter its number, and how far it is to
the right of the one before and below it."""

KINDS = {Polygons: "a", Labels: "t"}
"""The first letter of a role's class where it draws areas or texts; lines have ``l``."""


@dataclass
class Shelf:
    """Numbers everything that layers of a film have in common, in the order in which it appears.

    Attributes
    ----------
    theme : Theme
        The theme, whose fonts and text sizes the letters have.
    box : Box
        The page, in points.
    """

    theme: Theme
    box: Box
    roles: dict[tuple[str, str], int] = field(default_factory=dict)
    shapes: dict[Shape, int] = field(default_factory=dict)
    letters: dict[str, int] = field(default_factory=dict)

    def role(self, layer: Layer) -> int:
        """Return the number of the role of a layer and of its kind."""
        key = KINDS.get(type(layer), "l"), layer.role
        return self.roles.setdefault(key, len(self.roles))

    def place(self, layer: Layer) -> Point:
        """Return the first point of a layer in hundredths of a point, right and down on the page.

        For labels it is the start of the first baseline.
        """
        return self._on_page(self._first(layer))

    def shape(self, layer: Layer, origin: Layer | None = None) -> int:
        """Return the number of a layer's shape, relative to its first point or that of another."""
        shape = self.outline(layer, origin)
        return self.shapes.setdefault(shape, len(self.shapes))

    def outline(self, layer: Layer, origin: Layer | None = None) -> Shape:
        """Return a layer's shape, relative to its first point or that of another layer."""
        x, y = self._first(origin or layer)
        moved = layer.shifted(-x, -y)
        return self.text(moved) if isinstance(moved, Labels) else followed(moved, HUNDREDTHS)

    def points(self, layer: Layer) -> list[Point]:
        """Return all points of a layer as :meth:`place` does the first."""
        return [self._on_page(point) for point in layer.points()]

    def outlines(self) -> list[str]:
        """Return the outline of each letter, in thousandths of an em."""
        return list(self.letters)

    def _on_page(self, point: Point) -> Point:
        left, _, _, top = self.box
        return (point[0] - left) * HUNDREDTHS, (top - point[1]) * HUNDREDTHS

    def _first(self, layer: Layer) -> Point:
        return self.start(layer) if isinstance(layer, Labels) else layer.points()[0]

    def start(self, labels: Labels) -> Point:
        """Return the start of the baseline of the first text of a layer."""
        return next(baselines(labels, self.theme.paint(labels.role), width, digit_height))[1]

    def text(self, labels: Labels) -> Shape:
        """Return the shape of the texts of a layer."""
        paint = self.theme.paint(labels.role)
        scale = paint.size * labels.scale * HUNDREDTHS / UNITS
        found: list[float | str] = [round(scale, 5)]
        before = 0, 0
        for text, (x, y) in baselines(labels, paint, width, digit_height):
            for path_data, right, down in letters(text, paint.font):
                letter = self.letters.setdefault(path_data, len(self.letters))
                left = round(x * HUNDREDTHS / scale + right)
                top = round(-y * HUNDREDTHS / scale + down)
                found += (letter, left - before[0], top - before[1])
                before = left, top
        return tuple(found)
