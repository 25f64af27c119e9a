"""A drawing without colours: layers of shapes in points, each with a role, in paint order."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence

    from convanim.scene.geometry import Box, Line, Point

Anchor = Literal["start", "middle", "end"]


@dataclass(frozen=True, slots=True)
class Polygons:
    """Closed shapes, filled and outlined as the theme says of their role."""

    role: str
    shapes: tuple[Line, ...]

    def shifted(self, dx: float, dy: float) -> Polygons:
        """Return the same shapes elsewhere."""
        return replace(self, shapes=_shifted(self.shapes, dx, dy))

    def points(self) -> Line:
        """Return every vertex."""
        return tuple(point for shape in self.shapes for point in shape)


@dataclass(frozen=True, slots=True)
class Strokes:
    """Open lines. A dash pattern starts anew at the first point of each."""

    role: str
    lines: tuple[Line, ...]

    def shifted(self, dx: float, dy: float) -> Strokes:
        """Return the same lines elsewhere."""
        return replace(self, lines=_shifted(self.lines, dx, dy))

    def points(self) -> Line:
        """Return every vertex."""
        return tuple(point for line in self.lines for point in line)


@dataclass(frozen=True, slots=True)
class Labels:
    r"""Short texts, each at a point; ``$...$`` is mathematics.

    Vertically a text is centred on its figures' height, so that all on one level share a
    baseline; ``anchor`` says which part of it stands at the point horizontally, and ``scale`` how
    large it is against the size of its role.
    """

    role: str
    texts: tuple[tuple[str, Point], ...]
    anchor: Anchor = "middle"
    scale: float = 1.0

    def shifted(self, dx: float, dy: float) -> Labels:
        """Return the same texts elsewhere."""
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
        The page, in points; the same for all frames of a film.
    layers : tuple of Layer
        Painted in this order. Two scenes of a film share the layers that do not change.
    """

    box: Box
    layers: tuple[Layer, ...]

    def shifted(self, dx: float, dy: float) -> Scene:
        """Return the same drawing elsewhere."""
        left, bottom, right, top = self.box
        return Scene(
            (left + dx, bottom + dy, right + dx, top + dy),
            tuple(layer.shifted(dx, dy) for layer in self.layers),
        )


class Drawn(Protocol):
    """Drawings on one page."""

    @property
    def box(self) -> Box:
        """The page that holds every drawing."""

    def scene(self, n: int) -> Scene:
        """Return the n-th drawing."""


def _shifted(lines: Sequence[Line], dx: float, dy: float) -> tuple[Line, ...]:
    return tuple(tuple((x + dx, y + dy) for x, y in line) for line in lines)
