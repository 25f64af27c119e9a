"""Drawings between two others: what lies in both moves from one place to the other."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

from convanim.scene import Labels, Polygons, Scene, Strokes

if TYPE_CHECKING:
    from convanim.geometry import Line, Point
    from convanim.scene import Drawn, Layer
    from convanim.timeline import Moment

T = TypeVar("T", bound="Layer")


def drawing(layout: Drawn, moment: Moment) -> Scene:
    """Return what a layout looks like at a moment, on its way from one drawing to the next."""
    here = layout.scene(moment.drawing)
    if not moment.part:
        return here
    there = layout.scene(moment.towards)
    if len(here.layers) != len(there.layers):
        return here
    # Fast in the middle, slow at both ends: a motion that the eye can follow.
    part = moment.part**2 * (3 - 2 * moment.part)
    pairs = zip(here.layers, there.layers, strict=True)
    return Scene(here.box, tuple(_between(a, b, part) for a, b in pairs))


def _between(a: Layer, b: Layer, part: float) -> Layer:
    """Return a layer on its way to another; where the two do not match, the nearer one."""
    if a is b or a == b:
        return a
    nearer = a if part < 0.5 else b
    if isinstance(a, Labels) and isinstance(b, Labels):
        texts = [text for text, _ in a.texts]
        if texts != [text for text, _ in b.texts]:
            return nearer
        points = _line(a.points(), b.points(), part)
        return replace(a, texts=tuple(zip(texts, points, strict=True)))
    if isinstance(a, Polygons) and isinstance(b, Polygons) and _alike(a.shapes, b.shapes):
        return replace(a, shapes=_lines(a.shapes, b.shapes, part))
    if isinstance(a, Strokes) and isinstance(b, Strokes) and _alike(a.lines, b.lines):
        return replace(a, lines=_lines(a.lines, b.lines, part))
    return nearer


def _alike(a: tuple[Line, ...], b: tuple[Line, ...]) -> bool:
    return list(map(len, a)) == list(map(len, b))


def _lines(a: tuple[Line, ...], b: tuple[Line, ...], part: float) -> tuple[Line, ...]:
    return tuple(_line(one, other, part) for one, other in zip(a, b, strict=True))


def _line(a: Line, b: Line, part: float) -> Line:
    return tuple(_point(one, other, part) for one, other in zip(a, b, strict=True))


def _point(a: Point, b: Point, part: float) -> Point:
    return a[0] + (b[0] - a[0]) * part, a[1] + (b[1] - a[1]) * part
