"""Scenes: layers of shapes and texts in points. A theme gives their roles colours and sizes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence

    from convanim.scene.geometry import Box, Line, Point

Anchor = Literal["start", "middle", "end"]


@dataclass(frozen=True, slots=True)
class Polygons:
    """Closed shapes; the theme gives their role a fill and an outline."""

    role: str
    shapes: tuple[Line, ...]

    def shifted(self, dx: float, dy: float) -> Polygons:
        """Return the shapes moved by a distance in points."""
        return replace(self, shapes=_shifted(self.shapes, dx, dy))

    def points(self) -> Line:
        """Return every vertex."""
        return tuple(point for shape in self.shapes for point in shape)


@dataclass(frozen=True, slots=True)
class Strokes:
    """Open lines. The dash pattern restarts at the first point of each line."""

    role: str
    lines: tuple[Line, ...]

    def shifted(self, dx: float, dy: float) -> Strokes:
        """Return the lines moved by a distance in points."""
        return replace(self, lines=_shifted(self.lines, dx, dy))

    def points(self) -> Line:
        """Return every vertex."""
        return tuple(point for line in self.lines for point in line)


@dataclass(frozen=True, slots=True)
class Labels:
    r"""Short texts, each at a point; ``$...$`` is mathematics.

    A text is centred vertically on the height of its digits, so that texts at the same height share
    a baseline. ``anchor`` is the part of the text that is at the point horizontally. ``scale`` is
    relative to the text size of the role.
    """

    role: str
    texts: tuple[tuple[str, Point], ...]
    anchor: Anchor = "middle"
    scale: float = 1.0

    def shifted(self, dx: float, dy: float) -> Labels:
        """Return the texts moved by a distance in points."""
        moved = tuple((text, (x + dx, y + dy)) for text, (x, y) in self.texts)
        return replace(self, texts=moved)

    def points(self) -> Line:
        """Return the point of every text."""
        return tuple(at for _, at in self.texts)


Layer = Polygons | Strokes | Labels


@dataclass(frozen=True, slots=True)
class Scene:
    """One drawing.

    Attributes
    ----------
    box : Box
        The page, in points; all frames of a film have the same one.
    layers : tuple of Layer
        The layers in painting order. The scenes of a film share the layers that do not change.
    """

    box: Box
    layers: tuple[Layer, ...]

    def shifted(self, dx: float, dy: float) -> Scene:
        """Return the drawing and its page moved by a distance in points."""
        left, bottom, right, top = self.box
        return Scene(
            (left + dx, bottom + dy, right + dx, top + dy),
            tuple(layer.shifted(dx, dy) for layer in self.layers),
        )


class Drawings(Protocol):
    """A sequence of drawings on the same page."""

    @property
    def box(self) -> Box:
        """The page of every drawing, in points."""

    def scene(self, n: int) -> Scene:
        """Return the n-th drawing."""


def _shifted(lines: Sequence[Line], dx: float, dy: float) -> tuple[Line, ...]:
    return tuple(tuple((x + dx, y + dy) for x, y in line) for line in lines)
