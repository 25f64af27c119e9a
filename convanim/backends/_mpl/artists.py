"""Turns the layers of a scene into paths and styles that a matplotlib renderer can draw."""

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
    from convanim.scene.paint import Colour, Paint
    from convanim.scene.shapes import Layer

Rgba = tuple[float, float, float, float]
"""Red, green, blue and opacity from 0 to 1, as in matplotlib."""

MANY = 40
"""The number of vertices above which it is faster to draw only the lines that meet a box."""

HATCH = 0.4
"""The width of the lines of a hatch, in points."""


@dataclass(frozen=True, slots=True)
class PathStyle:
    """The fill and the line of a path.

    Attributes
    ----------
    fill : Rgba or None
        The colour inside the path; None for no fill.
    line : Rgba
        The colour of the path itself.
    width : float
        The width of the line, in points; 0 for no line.
    dash : tuple of float or None
        The lengths of dashes and gaps, in points; None for a solid line.
    hatch : str
        The hatch inside the path, in matplotlib's notation; empty for none.
    """

    fill: Rgba | None
    line: Rgba
    width: float
    dash: tuple[float, ...] | None
    hatch: str = ""

    @property
    def is_visible(self) -> bool:
        """Whether the path has a fill or a line."""
        return self.fill is not None or self.width > 0


@dataclass(frozen=True)
class LayerPath:
    """A layer with everything that is needed to draw it.

    Attributes
    ----------
    layer : Layer
        The layer of the scene.
    path : Path
        The whole layer as one compound path, in points; for labels, their outlines.
    paint : Paint
        The paint that the theme gives its role.
    style : PathStyle
        The fill and the line of the path.
    box : Box
        The box around the path with its line width, in points.
    size : int
        The number of vertices of the path.
    longest : float
        The greatest length of a piece of a line, in points.
    """

    layer: Layer
    path: Path
    paint: Paint
    style: PathStyle
    box: Box
    size: int
    longest: float

    @functools.cached_property
    def pieces(self) -> Pieces | None:
        """The lines in pieces if they are many, long, straight and solid; else None."""
        left, bottom, right, top = self.box
        is_small = max(right - left, top - bottom) <= 2 * self.longest
        if self.size <= MANY or is_small or self.style.dash or not isinstance(self.layer, Strokes):
            return None
        if any(len(line) > 2 for line in self.layer.lines):
            return None
        return Pieces.of(np.asarray(self.path.vertices).reshape(-1, 2, 2), self.longest)


def layer_path(layer: Layer, paint: Paint, longest: float = math.inf) -> LayerPath:
    """Return the path of a layer; ``longest`` limits the pieces of its lines, in points."""
    if isinstance(layer, Labels):
        path, style = outlines(layer, paint), _text_style(paint)
    elif isinstance(layer, Polygons):
        path, style = _compound_path(layer.shapes, closed=True), _area_style(paint)
    else:
        path, style = _compound_path(layer.lines, closed=False), _line_style(paint)
    path.should_simplify = False
    vertices = np.asarray(path.vertices)
    if not vertices.size:
        return LayerPath(layer, path, paint, style, (0.0, 0.0, 0.0, 0.0), 0, longest)
    left, bottom = np.minimum.reduce(vertices).tolist()
    right, top = np.maximum.reduce(vertices).tolist()
    # The mitred corner of a cell extends by at most one line width.
    box = expand((left, bottom, right, top), paint.width)
    return LayerPath(layer, path, paint, style, box, len(vertices), longest)


@functools.lru_cache(maxsize=256)
def _text_style(paint: Paint) -> PathStyle:
    return PathStyle(_fill(paint.text), rgba(paint.text), 0, None)


@functools.lru_cache(maxsize=256)
def _area_style(paint: Paint) -> PathStyle:
    return replace(_line_style(paint), fill=_fill(paint.fill), hatch=paint.hatch)


@functools.lru_cache(maxsize=256)
def _line_style(paint: Paint) -> PathStyle:
    return PathStyle(None, rgba(paint.line), paint.width if paint.line[3] else 0, paint.dash)


def _fill(colour: Colour) -> Rgba | None:
    return rgba(colour) if colour[3] else None


def rgba(colour: Colour) -> Rgba:
    """Return a colour with components from 0 to 1."""
    red, green, blue, opacity = colour
    return red / 255, green / 255, blue / 255, opacity / 255


def _compound_path(lines: Sequence[Line], closed: bool) -> Path:
    """Return one path of many lines; closed lines end at their start."""
    if len({len(line) for line in lines}) != 1:
        return Path.make_compound_path(*(_compound_path((line,), closed) for line in lines))
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
    """Return the codes of lines of one length; cached, because moving layers repeat them."""
    codes = np.full((count, length + closed), Path.LINETO)
    codes[:, 0] = Path.MOVETO
    if closed:
        codes[:, -1] = Path.CLOSEPOLY
    return codes.ravel()


def page_transform(box: Box, scale: float) -> Affine2D:
    """Return the transform from points on the page to a renderer whose y axis points up."""
    return Affine2D().translate(-box[0], -box[1]).scale(scale)


def pen(renderer: RendererBase, style: PathStyle) -> GraphicsContextBase:
    """Return a graphics context of a renderer for lines in a style."""
    context = renderer.new_gc()
    context.set_snap(False)
    context.set_linewidth(style.width)
    context.set_foreground(style.line, isRGBA=True)
    context.set_joinstyle("miter")
    context.set_capstyle("butt")
    if style.dash:
        context.set_dashes(0, style.dash)
    if style.hatch:
        context.set_hatch(style.hatch)
        context.set_hatch_color(style.line)
        context.set_hatch_linewidth(HATCH)
    return context
