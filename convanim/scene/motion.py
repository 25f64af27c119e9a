"""Interpolates between two drawings: layers that both have in common move, or all fades."""

from __future__ import annotations

from dataclasses import replace
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from convanim.scene.clearance import cleared
from convanim.scene.fade import fade
from convanim.scene.geometry import holds
from convanim.scene.shapes import Labels, Polygons, Scene, Strokes

if TYPE_CHECKING:
    from collections.abc import Container, Hashable, Iterator, Sequence

    from convanim.scene.geometry import Line, Point
    from convanim.scene.shapes import Drawings, Layer
    from convanim.scene.timeline import Moment

Layers = tuple["Layer", ...]

NUMBER = ".value"
"""The suffix of the role of a number, after the role of the cell."""


def drawing(layout: Drawings, moment: Moment) -> Scene:
    """Return the scene at a moment: a drawing, or an interpolation between two drawings."""
    here = layout.scene(moment.drawing)
    if not moment.part:
        return cleared(here)
    there = layout.scene(moment.towards)
    if moment.fades:
        return fade(cleared(here), cleared(there), moment.part)
    # Smoothstep: a motion that starts and ends slowly is easier to follow.
    part = moment.part**2 * (3 - 2 * moment.part)
    layers = tuple(_settled([*_moved(here.layers, there.layers, part)]))
    return cleared(Scene(here.box, layers))


def _moved(here: Layers, there: Layers, part: float) -> Iterator[Layer]:
    """Yield interpolated layers; layers without a match are those of the nearer drawing."""
    shared = {id(layer) for layer in here} & {id(layer) for layer in there}
    one, other = ([_key(layer, shared) for layer in layers] for layers in (here, there))
    if one == other:
        yield from (_between(a, b, part) for a, b in zip(here, there, strict=True))
        return
    for kind, a, past_a, b, past_b in SequenceMatcher(None, one, other, False).get_opcodes():
        if kind == "equal":
            pairs = zip(here[a:past_a], there[b:past_b], strict=True)
            yield from (_between(old, new, part) for old, new in pairs)
        else:
            yield from here[a:past_a] if part < 0.5 else there[b:past_b]


def _settled(layers: Sequence[Layer]) -> Iterator[Layer]:
    """Yield layers, of numbers only those that are upon what they are the numbers of.

    A window on its way has left some of the cells whose numbers are in its ink; below it are
    numbers in the ink of their cells.
    """
    grounds: dict[str, list[Line]] = {}
    for layer in layers:
        if isinstance(layer, Polygons):
            grounds.setdefault(layer.role, []).extend(layer.shapes)
    for layer in layers:
        ground = grounds.get(layer.role.removesuffix(NUMBER))
        if not isinstance(layer, Labels) or not layer.role.endswith(NUMBER) or ground is None:
            yield layer
            continue
        texts = tuple(
            (text, point)
            for text, point in layer.texts
            if any(holds(shape, point) for shape in ground)
        )
        if texts == layer.texts:
            yield layer
        elif texts:
            yield replace(layer, texts=texts)


def _key(layer: Layer, shared: Container[int]) -> Hashable:
    """Return a key that matches a layer with itself, or else with layers of its type and role."""
    return id(layer) if id(layer) in shared else (type(layer), layer.role)


def _between(a: Layer, b: Layer, part: float) -> Layer:
    """Return a layer between two others, or the nearer one if they cannot be interpolated."""
    if a is b or a == b:
        return a
    nearer = a if part < 0.5 else b
    if isinstance(a, Labels) and isinstance(b, Labels):
        texts = [text for text, _ in a.texts]
        if texts != [text for text, _ in b.texts]:
            return _both(a, b) if a.role.endswith(NUMBER) and a.scale == b.scale else nearer
        points = _line(a.points(), b.points(), part)
        return replace(a, texts=tuple(zip(texts, points, strict=True)))
    if isinstance(a, Polygons) and isinstance(b, Polygons) and _alike(a.shapes, b.shapes):
        return replace(a, shapes=_lines(a.shapes, b.shapes, part))
    if isinstance(a, Strokes) and isinstance(b, Strokes) and _alike(a.lines, b.lines):
        return replace(a, lines=_lines(a.lines, b.lines, part))
    return nearer


def _both(a: Labels, b: Labels) -> Labels:
    """Return the numbers of two drawings, each once: those that are not covered will be drawn."""
    return replace(a, texts=tuple(dict.fromkeys((*a.texts, *b.texts))))


def _alike(a: tuple[Line, ...], b: tuple[Line, ...]) -> bool:
    return list(map(len, a)) == list(map(len, b))


def _lines(a: tuple[Line, ...], b: tuple[Line, ...], part: float) -> tuple[Line, ...]:
    return tuple(_line(one, other, part) for one, other in zip(a, b, strict=True))


def _line(a: Line, b: Line, part: float) -> Line:
    return tuple(_point(one, other, part) for one, other in zip(a, b, strict=True))


def _point(a: Point, b: Point, part: float) -> Point:
    return a[0] + (b[0] - a[0]) * part, a[1] + (b[1] - a[1]) * part
