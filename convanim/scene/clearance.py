"""Wires and paths across a drawing, interrupted wherever they would cross a text."""

from __future__ import annotations

import functools
import itertools
import math
from dataclasses import replace
from typing import TYPE_CHECKING

from convanim.scene.geometry import bounds, meet
from convanim.scene.shapes import Labels, Scene, Strokes
from convanim.scene.typesetting import SIZE, width

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from convanim.scene.geometry import Box, Line, Point
    from convanim.scene.shapes import Layer

WIRES = {"connector", "trail"}
"""The roles of such lines; grids of connected cells keep theirs."""

HEIGHT = 0.68
"""The height of digits, in parts of the text size."""

CLEAR = 0.8
"""The distance between a text and the end of a line, in points."""

SHORTEST = 1.5
"""The least length of a piece of a line, in points; shorter ones look like marks."""

SHARES = {"start": 0.0, "middle": 0.5, "end": 1.0}


def cleared(scene: Scene) -> Scene:
    """Return a scene whose wires leave out the places of texts."""
    if not any(map(_is_wire, scene.layers)):
        return scene
    labels = (layer for layer in scene.layers if isinstance(layer, Labels))
    boxes = frozenset(itertools.chain.from_iterable(map(_boxes, labels)))
    layers = (
        _interrupted(layer, boxes) if isinstance(layer, Strokes) and _is_wire(layer) else layer
        for layer in scene.layers
    )
    return Scene(scene.box, tuple(layers))


def _is_wire(layer: Layer) -> bool:
    return layer.role in WIRES


def _boxes(labels: Labels) -> Iterator[Box]:
    """Yield the box around each text."""
    size = SIZE * labels.scale
    for text, (x, y) in labels.texts:
        long, half = width(text) * size, HEIGHT / 2 * size + CLEAR
        left = x - SHARES[labels.anchor] * long
        yield left - CLEAR, y - half, left + long + CLEAR, y + half


# Numbers stay where they are from frame to frame, so that a long path is cut only once.
@functools.lru_cache(maxsize=64)
def _interrupted(wires: Strokes, boxes: frozenset[Box]) -> Strokes:
    """Return lines without their parts in boxes; the same ones where there are none."""
    found = tuple(itertools.chain.from_iterable(_pieces(wire, boxes) for wire in wires.lines))
    return wires if found == wires.lines else replace(wires, lines=found)


def _pieces(wire: Line, boxes: Iterable[Box]) -> tuple[Line, ...]:
    """Return the parts of a line outside boxes; the whole line where it meets none."""
    segments = tuple(itertools.pairwise(wire))
    left = tuple(piece for segment in segments for piece in _outside(*segment, boxes))
    return (wire,) if left == segments else left


def _outside(start: Point, end: Point, boxes: Iterable[Box]) -> Iterator[Line]:
    """Yield the parts of a segment outside boxes."""
    around = bounds((start, end))
    cuts = sorted(_within(start, end, box) for box in boxes if meet(around, box))
    at, length = 0.0, math.dist(start, end)
    for first, last in (*cuts, (1.0, 1.0)):
        if (first - at) * length > (SHORTEST if cuts else 0.0):
            yield _along(start, end, at), _along(start, end, first)
        at = max(at, last)


def _within(start: Point, end: Point, box: Box) -> tuple[float, float]:
    """Return the parts of the way between which a segment is in a box; equal where it is not."""
    first, last = 0.0, 1.0
    for axis in (0, 1):
        if way := end[axis] - start[axis]:
            one, other = sorted((box[n] - start[axis]) / way for n in (axis, axis + 2))
            first, last = max(first, one), min(last, other)
    return (first, last) if first < last else (0.0, 0.0)


def _along(start: Point, end: Point, part: float) -> Point:
    if part in (0.0, 1.0):
        return end if part else start
    return start[0] + part * (end[0] - start[0]), start[1] + part * (end[1] - start[1])
