"""A drawing without colours: layers of shapes in points, each with a role, in paint order."""

from __future__ import annotations

import itertools
from bisect import bisect_right
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence

    from convanim.geometry import Box, Line, Point

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


class Layout(Protocol):
    """A figure laid out on its page: what every step looks like."""

    @property
    def box(self) -> Box:
        """The page that holds every step."""

    def scene(self, step: int) -> Scene:
        """Return the drawing of a step."""


class Resting(Layout, Protocol):
    """A layout that can be seen before and after its steps, beside another that moves."""

    @property
    def baseline(self) -> float:
        """The height on its page that layouts side by side have in common."""

    def at_rest(self) -> Scene:
        """Return the drawing without any step."""


@dataclass(frozen=True, slots=True)
class Row:
    """Layouts side by side on one baseline: each in turn goes through its steps.

    Attributes
    ----------
    layouts : tuple of Resting
        From left to right.
    counts : tuple of int
        How many steps each has.
    """

    layouts: tuple[Resting, ...]
    counts: tuple[int, ...]

    @property
    def box(self) -> Box:
        """The page that holds all of them."""
        width = sum(layout.box[2] - layout.box[0] for layout in self.layouts)
        bottom = min(layout.box[1] - layout.baseline for layout in self.layouts)
        top = max(layout.box[3] - layout.baseline for layout in self.layouts)
        return 0.0, bottom, width, top

    def scene(self, step: int) -> Scene:
        """Return the drawing of a step; the layouts at rest come first."""
        starts = list(itertools.accumulate(self.counts[:-1], initial=0))
        active = bisect_right(starts, step) - 1
        resting: list[Layer] = []
        moving: list[Layer] = []
        left = 0.0
        for n, layout in enumerate(self.layouts):
            scene = layout.scene(step - starts[n]) if n == active else layout.at_rest()
            shifted = scene.shifted(left - scene.box[0], -layout.baseline)
            (moving if n == active else resting).extend(shifted.layers)
            left = shifted.box[2]
        return Scene(self.box, (*resting, *moving))


def side_by_side(layouts: Sequence[Resting], counts: Sequence[int]) -> Layout:
    """Return layouts in a row; one alone stays where it is."""
    return layouts[0] if len(layouts) == 1 else Row(tuple(layouts), tuple(counts))


@dataclass(frozen=True, slots=True)
class Filmstrip:
    """Several steps of a layout in rows and columns, as one drawing.

    Attributes
    ----------
    layout : Layout
        What is laid out.
    steps : tuple of int
        The steps shown, row by row.
    columns : int
        How many stand in a row.
    """

    layout: Layout
    steps: tuple[int, ...]
    columns: int

    @property
    def box(self) -> Box:
        """The page that holds all of them."""
        left, bottom, right, top = self.layout.box
        columns = min(self.columns, len(self.steps))
        rows = -(-len(self.steps) // self.columns)
        return left, top - rows * (top - bottom), left + columns * (right - left), top

    def scene(self, step: int) -> Scene:  # noqa: ARG002 - a filmstrip has one step
        """Return the drawing."""
        left, bottom, right, top = self.layout.box
        layers: list[Layer] = []
        for n, shown in enumerate(self.steps):
            row, column = divmod(n, self.columns)
            dx, dy = column * (right - left), -row * (top - bottom)
            layers += self.layout.scene(shown).shifted(dx, dy).layers
        return Scene(self.box, tuple(layers))


def _shifted(lines: Sequence[Line], dx: float, dy: float) -> tuple[Line, ...]:
    return tuple(tuple((x + dx, y + dy) for x, y in line) for line in lines)
