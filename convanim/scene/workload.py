"""How much there is to draw: the lines, letters and corners of a film, and what changes in it."""

from __future__ import annotations

import itertools
import math
from dataclasses import astuple, dataclass
from typing import TYPE_CHECKING

from convanim.scene.shapes import Labels, Polygons

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from convanim.scene.geometry import Line
    from convanim.scene.shapes import Drawings, Layer

MOST_PAIRS = 4
"""Changes of a film that are looked at, spread over all of it; the others are taken to be alike."""

LEVEL = 0.01
"""The rise of a line that is as good as level, in points."""


@dataclass(frozen=True, slots=True)
class Ink:
    """What some layers are made of; or what each of these costs.

    Attributes
    ----------
    straight, slanted : float
        The length of level and upright lines, and of all others, whose edges are shaded.
    letters, corners : float
        How many letters, and how many corners of shapes and lines.
    """

    straight: float = 0.0
    slanted: float = 0.0
    letters: float = 0.0
    corners: float = 0.0

    @classmethod
    def of(cls, layers: Iterable[Layer]) -> Ink:
        """Return the ink of layers, with lengths in points."""
        straight = slanted = letters = corners = 0.0
        for layer in layers:
            if isinstance(layer, Labels):
                letters += sum(len(text) for text, _ in layer.texts)
            for line in _lines(layer):
                corners += len(line)
                for (x, y), (a, b) in itertools.pairwise(line):
                    if min(abs(x - a), abs(y - b)) <= LEVEL:
                        straight += abs(x - a) + abs(y - b)
                    else:
                        slanted += math.hypot(x - a, y - b)
        return cls(straight, slanted, letters, corners)

    def __add__(self, other: Ink) -> Ink:
        return Ink(*map(sum, zip(astuple(self), astuple(other), strict=True)))

    def __mul__(self, by: float) -> Ink:
        return Ink(*(each * by for each in astuple(self)))

    def in_pixels(self, pixels: float) -> Ink:
        """Return the same with lengths in pixels, of which a point has so many."""
        return Ink(self.straight * pixels, self.slanted * pixels, self.letters, self.corners)

    def cost(self, each: Ink) -> float:
        """Return the sum of what each part costs."""
        return (
            self.straight * each.straight
            + self.slanted * each.slanted
            + self.letters * each.letters
            + self.corners * each.corners
        )


def _lines(layer: Layer) -> Iterator[Line]:
    if isinstance(layer, Polygons):
        yield from ((*shape, *shape[:1]) for shape in layer.shapes)
    elif not isinstance(layer, Labels):
        yield from layer.lines


@dataclass(frozen=True, slots=True)
class Workload:
    """What there is to draw and to write for a film.

    Attributes
    ----------
    frames : int
        How many there are.
    seconds : float
        How long they last.
    pixels : int
        Of a frame.
    still, moving : Ink
        That of a frame, and of all layers that differ from the frame before, of the whole film;
        with lengths in pixels.
    """

    frames: int
    seconds: float
    pixels: int
    still: Ink
    moving: Ink


def sampled(drawn: Drawings, drawings: Sequence[int], frames: int) -> tuple[Ink, Ink]:
    """Return the ink of a drawing in the middle, and of all changes in a film of so many frames.

    Parameters
    ----------
    drawn : Drawings
        The drawings.
    drawings : sequence of int
        The numbers of those that are shown.
    frames : int
        How many frames show them, or what is between them.
    """
    still = Ink.of(drawn.scene(drawings[len(drawings) // 2]).layers)
    changes = len(drawings) - 1
    pairs = min(changes, MOST_PAIRS)
    places = [n * changes // pairs for n in range(pairs)]
    seen = sum((_changed(drawn, drawings[n], drawings[n + 1]) for n in places), start=Ink())
    return still, seen * ((frames - 1) / pairs) if pairs else Ink()


def _changed(drawn: Drawings, one: int, other: int) -> Ink:
    """Return the ink of the layers of a drawing that another one does not have in their place."""
    before, after = drawn.scene(one).layers, drawn.scene(other).layers
    pairs = itertools.zip_longest(before, after)
    return Ink.of(new for old, new in pairs if new is not None and old != new)
