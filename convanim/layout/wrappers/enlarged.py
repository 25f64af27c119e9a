"""A drawing fitted to the page: larger cells for small numbers, and a common level."""

from __future__ import annotations

import functools
import math
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from convanim.layout.layout import Wrapper
from convanim.layout.maps.plane import MARGIN
from convanim.layout.maps.text_sizes import TextSizes, least
from convanim.layout.wrappers.moved import Moved, moved_places
from convanim.scene.geometry import expand
from convanim.scene.shapes import Labels, Polygons, Scene, Strokes

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from convanim.layout.layout import Layout, Part, Places
    from convanim.scene.geometry import Box, Line, Point
    from convanim.scene.shapes import Layer

    Texts = tuple[tuple[str, Point], ...]

NOTE = "note"
"""The beginning of the roles of running text: its lines are as far apart as their size asks."""


def enlargement(labels: Iterable[Labels]) -> float:
    """Return how much drawings must be enlarged for every number to be large enough."""
    found = (each.scale / least(each) for each in labels)
    return 1 / min(1.0, min(found, default=1.0))


def rises(layouts: Sequence[Layout]) -> list[float]:
    """Return how far above its base each layout of a row is level with the others.

    Slanted drawings stand on one ground; beside others, which have their middle on the common
    line, the tallest of them does so, too.
    """
    stands = [abs(each.box[1] + MARGIN - each.baseline) < 1 for each in layouts]
    if all(stands):
        return [0.0] * len(layouts)
    halves = [(each.box[1] + each.box[3]) / 2 - each.baseline for each in layouts]
    tallest = max((half for half, on in zip(halves, stands, strict=True) if on), default=0.0)
    return [tallest if on else 0.0 for on in stands]


@dataclass(frozen=True)
class Enlarged(Wrapper):
    """A layout drawn larger, except for its texts; none of them is too small to read.

    Attributes
    ----------
    layout : Layout
        What is drawn.
    by : float
        The scale.
    rise : float
        How far above that of the drawing the common baseline lies, in points of the drawing.
    sizes : TextSizes
        How much smaller its texts are.
    """

    layout: Layout
    by: float
    rise: float = 0.0
    sizes: TextSizes = field(default_factory=TextSizes)

    @functools.cached_property
    def box(self) -> Box:  # type: ignore[override]
        """The page, with the same margin."""
        left, bottom, right, top = (each * self.by for each in expand(self.layout.box, -MARGIN))
        return expand((left, max(bottom, self._floor), right, top), MARGIN)

    @property
    def _floor(self) -> float:
        """The height below which nothing is drawn, where lines of text end the page."""
        if not any(each.role.startswith(NOTE) for each in self.layout.labels()):
            return -math.inf
        last = self.layout.scene(len(self.layout.beats) - 1)
        lowest = min(y for layer in last.layers for _, y in layer.points())
        larger = min(y for layer in map(self._larger.move, last.layers) for _, y in layer.points())
        return larger - (lowest - MARGIN - last.box[1])

    @property
    def baseline(self) -> float:  # type: ignore[override]
        """The height that layouts beside it share."""
        return (self.layout.baseline + self.rise) * self.by

    @property
    def upright(self) -> float | None:  # type: ignore[override]
        """The same as in the drawing."""
        return None if self.layout.upright is None else self.layout.upright * self.by

    @property
    def places(self) -> Places:
        """The places of the maps in the larger drawing."""
        return moved_places(self.layout.places, self._larger.move)

    @property
    def parts(self) -> tuple[Part, ...]:
        """The parts of the larger drawing."""
        return self._larger.parts

    @property
    def names(self) -> tuple[Layer, ...] | None:
        """None: names are marks on the drawing and are enlarged with it."""
        return None

    @functools.cached_property
    def _larger(self) -> Moved:
        return Moved(self.layout, functools.partial(larger, by=self.by, sizes=self.sizes))

    def scene(self, n: int) -> Scene:
        """Return the n-th drawing."""
        return Scene(self.box, tuple(self._larger.layers(n)))

    def at_rest(self) -> Scene:
        """Return the drawing without any step."""
        return Scene(self.box, tuple(self._larger.layers(None)))

    def at_end(self) -> Scene:
        """Return the drawing after all steps."""
        return Scene(self.box, tuple(self._larger.layers(None, is_over=True)))


def larger(layer: Layer, by: float, sizes: TextSizes) -> Layer:
    """Return a layer enlarged by a factor, with its texts at their own sizes."""
    if isinstance(layer, Polygons):
        return replace(layer, shapes=tuple(_line(line, by) for line in layer.shapes))
    if isinstance(layer, Strokes):
        return replace(layer, lines=tuple(_line(line, by) for line in layer.lines))
    scale = sizes.scale(layer)
    moved = tuple((text, _point(at, by)) for text, at in layer.texts)
    if layer.role.startswith(NOTE):
        moved = tuple(_in_lines(moved, min(1.0, scale / layer.scale / by)))
    return replace(layer, texts=moved, scale=scale)


def _in_lines(texts: Texts, by: float) -> Iterator[tuple[str, Point]]:
    """Yield the lines of one text, whose distances below the first are changed by a factor."""
    top = max((y for _, (_, y) in texts), default=0.0)
    yield from ((text, (x, top + (y - top) * by)) for text, (x, y) in texts)


def _line(line: Line, by: float) -> Line:
    return tuple((x * by, y * by) for x, y in line)


def _point(point: Point, by: float) -> Point:
    return point[0] * by, point[1] * by
