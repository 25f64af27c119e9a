"""Turns the layers of a scene into what a matplotlib renderer draws: paths and inks."""

from __future__ import annotations

import functools
import itertools
import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from matplotlib.path import Path
from matplotlib.transforms import Affine2D

from convanim.backends._mpl.lettering import outlines
from convanim.backends._mpl.pieces import Pieces
from convanim.scene.geometry import expand
from convanim.scene.shapes import Labels, Polygons, Strokes

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.backend_bases import GraphicsContextBase, RendererBase
    from numpy.typing import NDArray

    from convanim.scene.geometry import Box, Line
    from convanim.scene.shapes import Layer
    from convanim.scene.theme import Colour, Paint

Unit = tuple[float, float, float, float]
"""Red, green, blue and opacity from 0 to 1, as matplotlib expects them."""

MANY = 40
"""Vertices of lines above which drawing only some of them pays off."""

HATCH = 0.4
"""Width of the lines of a hatch, in points."""


@dataclass(frozen=True, slots=True)
class Ink:
    """How a path is filled and stroked.

    Attributes
    ----------
    fill : Unit or None
        Of what the path encloses; None for nothing.
    line : Unit
        Of the path itself.
    width : float
        Of the line, in points; 0 for none.
    dash : tuple of float or None
        On and off, in points; None for an unbroken line.
    hatch : str
        Lines across what the path encloses, as matplotlib writes them; empty for none.
    """

    fill: Unit | None
    line: Unit
    width: float
    dash: tuple[float, ...] | None
    hatch: str = ""

    @property
    def seen(self) -> bool:
        """Whether it is visible on the page."""
        return self.fill is not None or self.width > 0


@dataclass(frozen=True)
class Mark:
    """A layer ready to be drawn.

    Attributes
    ----------
    layer : Layer
        What it was made of.
    path : Path
        All of it as one compound path, in points; for labels their outlines.
    paint : Paint
        What the theme says of its role.
    ink : Ink
        What its path is drawn in.
    box : Box
        What it covers, line width included, in points.
    size : int
        Vertices of the path.
    longest : float
        How long a piece of a line may be, in points.
    """

    layer: Layer
    path: Path
    paint: Paint
    ink: Ink
    box: Box
    size: int
    longest: float

    @functools.cached_property
    def pieces(self) -> Pieces | None:
        """Its lines in pieces where they are many, long, straight and unbroken; else None."""
        left, bottom, right, top = self.box
        is_small = max(right - left, top - bottom) <= 2 * self.longest
        if self.size <= MANY or is_small or self.ink.dash or not isinstance(self.layer, Strokes):
            return None
        if any(len(line) > 2 for line in self.layer.lines):
            return None
        return Pieces.of(np.asarray(self.path.vertices).reshape(-1, 2, 2), self.longest)


def mark(layer: Layer, paint: Paint, longest: float = math.inf) -> Mark:
    """Return a layer with its path and its ink, its lines in pieces no longer than that."""
    if isinstance(layer, Labels):
        path, ink = outlines(layer, paint), _written(paint)
    elif isinstance(layer, Polygons):
        path, ink = _compound(layer.shapes, closed=True), _filled(paint)
    else:
        path, ink = _compound(layer.lines, closed=False), _stroked(paint)
    path.should_simplify = False
    vertices = np.asarray(path.vertices)
    if not vertices.size:
        return Mark(layer, path, paint, ink, (0.0, 0.0, 0.0, 0.0), 0, longest)
    left, bottom = np.minimum.reduce(vertices).tolist()
    right, top = np.maximum.reduce(vertices).tolist()
    # A mitred corner of a cell extends no further than one line width.
    box = expand((left, bottom, right, top), paint.width)
    return Mark(layer, path, paint, ink, box, len(vertices), longest)


@functools.lru_cache(maxsize=256)
def _written(paint: Paint) -> Ink:
    return Ink(_visible(paint.text), unit(paint.text), 0, None)


@functools.lru_cache(maxsize=256)
def _filled(paint: Paint) -> Ink:
    return replace(_stroked(paint), fill=_visible(paint.fill), hatch=paint.hatch)


@functools.lru_cache(maxsize=256)
def _stroked(paint: Paint) -> Ink:
    return Ink(None, unit(paint.line), paint.width if paint.line[3] else 0, paint.dash)


def _visible(colour: Colour) -> Unit | None:
    return unit(colour) if colour[3] else None


def unit(colour: Colour) -> Unit:
    """Return a colour as matplotlib expects it, from 0 to 1."""
    red, green, blue, opacity = colour
    return red / 255, green / 255, blue / 255, opacity / 255


def _compound(lines: Sequence[Line], closed: bool) -> Path:
    """Return one path of many lines; each closed line ends at its start."""
    if len({len(line) for line in lines}) != 1:
        return Path.make_compound_path(*(_compound((line,), closed) for line in lines))
    count, length = len(lines), len(lines[0])
    points = itertools.chain.from_iterable(lines)
    numbers = np.fromiter(itertools.chain.from_iterable(points), float, 2 * count * length)
    vertices = np.empty((count, length + closed, 2))
    vertices[:, :length] = numbers.reshape(count, length, 2)
    if closed:
        vertices[:, -1] = vertices[:, 0]
    return Path(vertices.reshape(-1, 2), _codes(count, length, closed))


@functools.lru_cache(maxsize=1024)
def _codes(count: int, length: int, closed: bool) -> NDArray[np.uint8]:
    """Return the codes of ``count`` lines of one length; cached, as moving layers repeat them."""
    codes = np.full((count, length + closed), Path.LINETO)
    codes[:, 0] = Path.MOVETO
    if closed:
        codes[:, -1] = Path.CLOSEPOLY
    return codes.ravel()


def page_transform(box: Box, scale: float) -> Affine2D:
    """Return the transform from points on the page to units of a renderer whose y points up."""
    return Affine2D().translate(-box[0], -box[1]).scale(scale)


def pen(renderer: RendererBase, ink: Ink) -> GraphicsContextBase:
    """Return a graphics context of a matplotlib renderer that strokes lines in an ink."""
    context = renderer.new_gc()
    context.set_snap(False)
    context.set_linewidth(ink.width)
    context.set_foreground(ink.line, isRGBA=True)
    context.set_joinstyle("miter")
    context.set_capstyle("butt")
    if ink.dash:
        context.set_dashes(0, ink.dash)
    if ink.hatch:
        context.set_hatch(ink.hatch)
        context.set_hatch_color(ink.line)
        context.set_hatch_linewidth(HATCH)
    return context
