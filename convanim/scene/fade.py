"""Fades from one drawing to another that shows something else, where nothing can move.

A frame of a fade is the nearer of the two drawings, in which everything that looks different in the
other one has a colour between both. Colours are those of roles that name two others; the theme
mixes them, so every format shows the same opaque colours.
"""

from __future__ import annotations

import itertools
from collections import Counter
from dataclasses import dataclass, replace
from operator import itemgetter
from typing import TYPE_CHECKING, NamedTuple

from convanim.scene.blend import inside, letters, line
from convanim.scene.geometry import area, bounds, clipped, holds, meet
from convanim.scene.shapes import Labels, Polygons, Scene, Strokes

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from convanim.scene.geometry import Box, Line, Point
    from convanim.scene.shapes import Layer

PAGE = "page"
"""The role of the ground below all shapes."""

TINY = 1e-6
"""What two areas that are the same may differ by, in square points."""


class Area(NamedTuple):
    """A closed shape of a drawing: the number of its layer, its role, its corners and its box."""

    layer: int
    role: str
    shape: Line
    box: Box


def fade(here: Scene, there: Scene, part: float) -> Scene:
    """Return a frame on the way from one drawing to another.

    Parameters
    ----------
    here, there : Scene
        Two drawings of one page.
    part : float
        How far the fade has come, above 0 and below 1.
    """
    if part < 0.5:
        return _Fade.of(here, there, part).scene()
    return _Fade.of(there, here, 1 - part).scene()


@dataclass(frozen=True, slots=True)
class _Fade:
    """The nearer drawing, and how much of the farther one there is in its colours.

    Attributes
    ----------
    near, far : Scene
        The two drawings.
    part : float
        The share of the farther one, up to a half.
    areas, behind : tuple of Area
        The closed shapes of the nearer drawing and of the farther one, in painting order.
    alone : frozenset of Area
        The shapes that only the nearer drawing has.
    changed : tuple of Area
        The shapes that only one of the two has.
    """

    near: Scene
    far: Scene
    part: float
    areas: tuple[Area, ...]
    behind: tuple[Area, ...]
    alone: frozenset[Area]
    changed: tuple[Area, ...]

    @classmethod
    def of(cls, near: Scene, far: Scene, part: float) -> _Fade:
        """Return a fade whose frame resembles the nearer drawing."""
        areas, behind = _areas(near), _areas(far)
        alone = tuple(_without(areas, behind))
        changed = (*alone, *_without(behind, areas))
        return cls(near, far, part, areas, behind, frozenset(alone), changed)

    def scene(self) -> Scene:
        """Return the frame."""
        layers: list[Layer] = [*_together(self._recoloured([_whole(self.near.box)]))]
        for n, layer in enumerate(self.near.layers):
            if isinstance(layer, Polygons):
                layers += self._polygons(n, layer)
            elif isinstance(layer, Strokes):
                layers += self._strokes(layer)
            else:
                layers += self._labels(n, layer)
        return Scene(self.near.box, tuple(layers))

    def _polygons(self, n: int, layer: Polygons) -> Iterator[Layer]:
        """Yield the shapes of a layer: as they are in both drawings, and between both."""
        areas = [each for each in self.areas if each.layer == n]
        if both := tuple(each.shape for each in areas if each not in self.alone):
            yield replace(layer, shapes=both)
        yield from _together(self._recoloured(areas))
        if alone := [each.shape for each in areas if each in self.alone]:
            outlines = tuple((*shape, shape[0]) for shape in alone)
            yield Strokes(line(layer.role, self.part), outlines)

    def _recoloured(self, areas: Iterable[Area]) -> Iterator[tuple[str, Line]]:
        """Yield the parts of shapes that look different in the farther drawing, and their roles."""
        for each in areas:
            if each in self.alone:
                yield from self._pieces(each.role, each.shape, is_alone=True)
                continue
            for other in self.changed:
                if meet(each.box, other.box) and (piece := clipped(each.shape, other.shape)):
                    yield from self._pieces(each.role, piece, is_alone=False)

    def _pieces(self, role: str, shape: Line, is_alone: bool) -> Iterator[tuple[str, Line]]:
        """Yield a part of a shape in the colours between its own and all that is there instead."""
        box = bounds(shape)
        found = [(PAGE, shape)]
        for each in self.behind:
            if meet(each.box, box) and (piece := clipped(shape, each.shape)):
                found.append((each.role, piece))
        whole = area(shape) - TINY
        seen = found[max(n for n, (_, piece) in enumerate(found) if area(piece) > whole) :]
        if is_alone or any(other != role for other, _ in seen):
            for n, (other, piece) in enumerate(seen):
                yield inside(role, other, self.part, is_upon=n > 0 or not is_alone), piece

    def _strokes(self, layer: Strokes) -> Iterator[Strokes]:
        """Yield the lines of a layer; those that the farther drawing has not are faint."""
        others = {
            each
            for other in self.far.layers
            if isinstance(other, Strokes) and other.role == layer.role
            for each in other.lines
        }
        both = tuple(each for each in layer.lines if each in others)
        alone = tuple(each for each in layer.lines if each not in others)
        if both:
            yield replace(layer, lines=both)
        if alone:
            yield Strokes(line(layer.role, self.part), alone)

    def _labels(self, n: int, layer: Labels) -> Iterator[Labels]:
        """Yield the texts of a layer in inks that stand out from the grounds between both."""
        inks: dict[str, list[tuple[str, Point]]] = {}
        for text, point in layer.texts:
            inks.setdefault(self._ink(n, layer.role, text, point), []).append((text, point))
        for role, texts in inks.items():
            yield replace(layer, role=role, texts=tuple(texts))

    def _ink(self, n: int, role: str, text: str, point: Point) -> str:
        """Return the role of a text at a point."""
        if not any(_is_on(each, point) for each in self.changed):
            return role
        ground = _ground([each for each in self.areas if each.layer < n], point)
        other = _ground(self.behind, point)
        if ground == other:
            return role
        inks = (
            layer.role
            for layer in reversed(self.far.layers)
            if isinstance(layer, Labels) and (text, point) in layer.texts
        )
        return letters((ground, other), (role, next(inks, role)), self.part)


def _together(pieces: Iterable[tuple[str, Line]]) -> Iterator[Polygons]:
    """Yield pieces, those of one role that follow each other in one layer, each once."""
    for role, group in itertools.groupby(pieces, itemgetter(0)):
        yield Polygons(role, tuple(dict.fromkeys(shape for _, shape in group)))


def _areas(scene: Scene) -> tuple[Area, ...]:
    return tuple(
        Area(n, layer.role, shape, bounds(shape))
        for n, layer in enumerate(scene.layers)
        if isinstance(layer, Polygons)
        for shape in layer.shapes
    )


def _whole(box: Box) -> Area:
    """Return the page, below all shapes."""
    left, bottom, right, top = box
    return Area(-1, PAGE, ((left, bottom), (right, bottom), (right, top), (left, top)), box)


def _without(areas: Sequence[Area], others: Sequence[Area]) -> Iterator[Area]:
    """Yield the shapes for which there is no equal one of the same role among others."""
    left = Counter((each.role, each.shape) for each in others)
    for each in areas:
        key = each.role, each.shape
        if left[key]:
            left[key] -= 1
        else:
            yield each


def _is_on(each: Area, point: Point) -> bool:
    left, bottom, right, top = each.box
    is_near = left <= point[0] <= right and bottom <= point[1] <= top
    return is_near and holds(each.shape, point)


def _ground(areas: Sequence[Area], point: Point) -> str:
    """Return the role of the uppermost shape at a point."""
    return next((each.role for each in reversed(areas) if _is_on(each, point)), PAGE)
