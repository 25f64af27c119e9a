"""The layers of a film as tracks: the layer at each place in the paint order in every frame."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from convanim.scene.shapes import Labels, Polygons

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from convanim.scene.geometry import Point
    from convanim.scene.shapes import Layer

NEAR = 0.006
"""The greatest distance between positions that count as equal, in points."""

Kind = tuple[type, str]
"""The type and the role of a layer; layers on one track have them in common."""


@dataclass(frozen=True, slots=True)
class Track:
    """One place in the paint order.

    Attributes
    ----------
    frames : tuple of Layer or None
        The layer in each frame.
    """

    frames: tuple[Layer | None, ...]

    @property
    def layers(self) -> tuple[Layer, ...]:
        """The distinct layers, in the order in which they first appear."""
        return tuple(dict.fromkeys(layer for layer in self.frames if layer is not None))

    def offsets(self) -> tuple[Point, ...] | None:
        """Return how far the first layer is moved in each frame; None if its shape changes.

        In frames without a layer it stays where it was.
        """
        first, found, last = self.layers[0], [], (0.0, 0.0)
        known = {first: last}
        for layer in self.frames:
            if layer is not None:
                if layer not in known:
                    offset = _offset(first, layer)
                    if offset is None:
                        return None
                    known[layer] = offset
                last = known[layer]
            found.append(last)
        return tuple(found)


def tracks(frames: Iterable[Sequence[Layer]]) -> tuple[Track, ...]:
    """Return the tracks of a film; each frame paints its layers in the order of the tracks."""
    drawn = [tuple(layer for layer in layers if layer.points()) for layers in frames]
    order: list[Kind] = []
    for kinds in dict.fromkeys(tuple(map(_kind, layers)) for layers in drawn):
        order = _merge(order, kinds)
    places: dict[tuple[Kind, ...], list[int]] = {}
    shown: list[list[Layer | None]] = [[None] * len(drawn) for _ in order]
    for t, layers in enumerate(drawn):
        kinds = tuple(map(_kind, layers))
        if kinds not in places:
            places[kinds] = _places(order, kinds)
        for place, layer in zip(places[kinds], layers, strict=True):
            shown[place][t] = layer
    return tuple(Track(tuple(each)) for each in shown if any(each))


def _kind(layer: Layer) -> Kind:
    return type(layer), layer.role


def _merge(order: list[Kind], kinds: Sequence[Kind]) -> list[Kind]:
    """Return an order that contains both."""
    merged: list[Kind] = []
    for _, a, past_a, b, past_b in SequenceMatcher(None, order, kinds, False).get_opcodes():
        same = order[a:past_a] == list(kinds[b:past_b])
        merged += order[a:past_a] if same else [*order[a:past_a], *kinds[b:past_b]]
    return merged


def _places(order: Sequence[Kind], kinds: Sequence[Kind]) -> list[int]:
    """Return the position of each of these kinds in an order that contains them."""
    numbers = itertools.count()
    return [next(n for n in numbers if order[n] == kind) for kind in kinds]


def _offset(first: Layer, other: Layer) -> Point | None:
    """Return the shift that turns one layer into another; None if no shift does."""
    if isinstance(first, Labels) and isinstance(other, Labels):
        texts = [text for text, _ in first.texts] == [text for text, _ in other.texts]
        alike = texts and (first.anchor, first.scale) == (other.anchor, other.scale)
    else:
        alike = _lengths(first) == _lengths(other)
    if not alike:
        return None
    pairs = list(zip(first.points(), other.points(), strict=True))
    (x, y), (to_x, to_y) = pairs[0]
    dx, dy = to_x - x, to_y - y
    for (x, y), (to_x, to_y) in pairs:
        if abs(to_x - x - dx) > NEAR or abs(to_y - y - dy) > NEAR:
            return None
    return dx, dy


def _lengths(layer: Layer) -> list[int]:
    if isinstance(layer, Labels):
        return []
    return list(map(len, layer.shapes if isinstance(layer, Polygons) else layer.lines))
