"""What makes a drawing hard to read: texts that meet texts or lines, small or faint texts."""

from __future__ import annotations

import functools
import itertools
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from matplotlib.textpath import text_to_path

from convanim.backends._mpl import lettering
from convanim.scene.geometry import bounds, holds
from convanim.scene.shapes import Labels, Polygons, Scene, Strokes
from convanim.scene.typesetting import width
from convanim.scene.vision import CONTRAST, contrast

if TYPE_CHECKING:
    from collections.abc import Iterator

SHARES = {"start": 0.0, "middle": 0.5, "end": 1.0}

FIGURES = 0.68
"""Height of a digit, in parts of the text size."""

FRACTION = 2.2
"""Height of a fraction between brackets of rounding, likewise."""

SLACK = 0.25
"""How far boxes may reach into each other, in points: their edges are empty."""

SMALLEST = 5.0
"""The least size of a letter, in points, also in subscripts and small fractions."""


class Box(NamedTuple):
    left: float
    bottom: float
    right: float
    top: float

    def meets(self, other):
        across = self.left + SLACK < other.right and other.left + SLACK < self.right
        return across and self.bottom + SLACK < other.top and other.bottom + SLACK < self.top

    def is_beside(self, other):
        """Return whether another box has some height in common with this one."""
        return self.bottom < other.top and other.bottom < self.top

    def is_within(self, page):
        left, bottom, right, top = page
        return (
            self.left > left - SLACK
            and self.bottom > bottom - SLACK
            and self.right < right + SLACK
            and self.top < top + SLACK
        )

    def is_crossed(self, start, end):
        """Return whether a segment goes through the box, by clipping it to all four sides."""
        (x, y), (dx, dy) = start, (end[0] - start[0], end[1] - start[1])
        first, last = 0.0, 1.0
        sides = (
            (-dx, x - self.left - SLACK),
            (dx, self.right - SLACK - x),
            (-dy, y - self.bottom - SLACK),
            (dy, self.top - SLACK - y),
        )
        for slope, room in sides:
            if slope == 0 and room < 0:
                return False
            if slope < 0:
                first = max(first, room / slope)
            elif slope > 0:
                last = min(last, room / slope)
        return first < last


@dataclass(frozen=True)
class Text:
    """A text that can be seen, the number of its layer, its box and its least size in points."""

    text: str
    layer: int
    role: str
    middle: tuple[float, float]
    box: Box
    size: float


class Shape(NamedTuple):
    """A filled shape of a scene: the number of its layer, its colour, its corners and its box."""

    layer: int
    fill: tuple[int, int, int, int]
    corners: tuple[tuple[float, float], ...]
    box: tuple[float, float, float, float]

    @property
    def is_opaque(self):
        return self.fill[3] == 255

    def holds(self, point):
        left, bottom, right, top = self.box
        is_near = left <= point[0] <= right and bottom <= point[1] <= top
        return is_near and holds(self.corners, point)


class Inks:
    """What a theme says, looked up once for each role."""

    def __init__(self, theme):
        self.paint, self.page = functools.cache(theme.paint), theme.page


def shapes(scene, theme):
    """Return the filled shapes of a scene in painting order."""
    return [
        Shape(n, fill, shape, bounds(shape))
        for n, layer in enumerate(scene.layers)
        if isinstance(layer, Polygons) and (fill := theme.paint(layer.role).fill)[3]
        for shape in layer.shapes
    ]


def _texts(n, layer, theme) -> Iterator[Text]:
    paint = theme.paint(layer.role)
    if not isinstance(layer, Labels) or not paint.text[3]:
        return
    size = paint.size * layer.scale
    for text, (x, y) in layer.texts:
        left, long = x - SHARES[layer.anchor] * width(text) * size, width(text) * size
        half = (FRACTION if r"\dfrac" in text else FIGURES) / 2 * size
        box = Box(left, y - half, left + long, y + half)
        least = size * smallest(text, paint.font)
        yield Text(text, n, layer.role, (left + long / 2, y), box, least)


@functools.cache
def smallest(text, face):
    """Return the size of the smallest letter of a text as it is drawn, in parts of the text size.

    Brackets are no letters: those of a fraction are small glyphs made larger.
    """
    scale, parse = text_to_path.FONT_SCALE, text_to_path.mathtext_parser.parse
    sizes = [
        glyph[1] / scale
        for run in lettering.runs(text, face)
        if run.is_mathematics
        for glyph in parse(run.text, text_to_path.DPI, run.at_size(scale)).glyphs
        if glyph[0].family_name != "cmex10"
    ]
    return min(sizes, default=1.0)


class Contrasts:
    """The contrast of every text of a film with what is really under it, frame by frame.

    What frames share, layers as well as pairs of a text and its ground, is measured once.
    """

    def __init__(self, theme):
        self.theme = Inks(theme)
        self.pairs, self.layers = {}, {}

    def low(self, scene) -> Iterator[str]:
        """Yield the texts of a scene that are hard to tell from their ground."""
        texts, filled = [], []
        for n, layer in enumerate(scene.layers):
            if isinstance(layer, Labels):
                texts += _texts(n, layer, self.theme)
            elif isinstance(layer, Polygons):
                filled += (shape._replace(layer=n) for shape in self._shapes(layer))
        for text in texts:
            around = [shape for shape in filled if shape.holds(text.middle)]
            if any(shape.layer > text.layer and shape.is_opaque for shape in around):
                continue
            ground = [shape for shape in around if shape.layer < text.layer]
            if (value := self._contrast(text.role, ground)) < CONTRAST:
                yield f"{text.text} ({text.role}) has a contrast of {value:.2f}"

    def _shapes(self, layer):
        if id(layer) not in self.layers:
            self.layers[id(layer)] = layer, shapes(Scene((0, 0, 1, 1), (layer,)), self.theme)
        return self.layers[id(layer)][1]

    def _contrast(self, role, ground):
        pair = role, tuple(shape.fill for shape in ground)
        if pair not in self.pairs:
            ink = self.theme.paint(role).text
            self.pairs[pair] = contrast(ink, _colour(self.theme, ground))
        return self.pairs[pair]


def texts(scene, theme):
    """Return the texts of a scene in painting order, also those that shapes cover."""
    theme = Inks(theme)
    return [text for n, layer in enumerate(scene.layers) for text in _texts(n, layer, theme)]


def small_letters(scene, theme):
    """Yield the texts of a scene with letters that are too small to be read."""
    for text in texts(scene, theme):
        if text.size < SMALLEST:
            yield f"{text.text} ({text.role}) has {text.size:.2f} points"


def faults(scene, theme, room) -> Iterator[str]:
    """Yield what is hard to read in a scene that is printed in a column of this width, in points.

    Texts below an opaque shape are not read, and lines below one under a text do not cross it.
    """
    theme = Inks(theme)
    scale = min(1.0, room / (scene.box[2] - scene.box[0]))
    filled, seen, grounds = shapes(scene, theme), [], []
    for n, layer in enumerate(scene.layers):
        for text in _texts(n, layer, theme):
            around = [shape for shape in filled if shape.holds(text.middle)]
            if not any(shape.layer > n and shape.is_opaque for shape in around):
                seen.append(text)
                grounds.append([shape for shape in around if shape.layer < n])
    for text, ground in zip(seen, grounds, strict=True):
        name = f"{text.text} ({text.role})"
        if text.size * scale < SMALLEST:
            yield f"{name} has {text.size * scale:.2f} points"
        if not text.box.is_within(scene.box):
            yield f"{name} leaves the page"
        ratio = contrast(theme.paint(text.role).text, _colour(theme, ground))
        if ratio < CONTRAST:
            yield f"{name} has a contrast of {ratio:.2f}"
    for one, other in itertools.combinations(seen, 2):
        if one.box.meets(other.box):
            yield f"{one.text} ({one.role}) meets {other.text} ({other.role})"
    segments = Segments(scene, theme)
    for text, ground in zip(seen, grounds, strict=True):
        top = max((shape.layer for shape in ground if shape.is_opaque), default=-1)
        for n, role, start, end in segments.near(text.box):
            if n >= top and text.box.is_crossed(start, end):
                yield f"{text.text} ({text.role}) is crossed by {role}"
                break


class Segments:
    """The segments of all lines of a scene, and where they are."""

    def __init__(self, scene, theme):
        self.all = list(_segments(scene, theme))
        ends = np.array([each[2:] for each in self.all], float).reshape(-1, 2, 2)
        self.least, self.most = ends.min(axis=1), ends.max(axis=1)

    def near(self, box):
        """Yield those whose own boxes touch a box, in painting order."""
        touch = (self.most >= (box.left, box.bottom)) & (self.least <= (box.right, box.top))
        for n in np.flatnonzero(touch.all(axis=1)):
            yield self.all[n]


def _segments(scene, theme):
    """Yield the segments of all lines, each with the number of its layer and its role."""
    for n, layer in enumerate(scene.layers):
        paint = theme.paint(layer.role)
        if isinstance(layer, Labels) or not (paint.line[3] and paint.width):
            continue
        for line in _lines(layer):
            for start, end in itertools.pairwise(line):
                yield n, layer.role, start, end


def _lines(layer):
    return layer.lines if isinstance(layer, Strokes) else [(*s, s[0]) for s in layer.shapes]


def _colour(theme, ground):
    """Return the colour of shapes upon each other, and of the page below them."""
    colour = theme.page[:3] if theme.page[3] else (255, 255, 255)
    for shape in ground:
        *fill, alpha = shape.fill
        colour = tuple(
            (new * alpha + old * (255 - alpha)) / 255 for new, old in zip(fill, colour, strict=True)
        )
    return colour
