"""Makes paths of a scene's layers and sends them to a matplotlib renderer, in the scene's order."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from matplotlib.path import Path
from matplotlib.transforms import Affine2D, Bbox

from convanim.backends.mpl.lettering import outlines
from convanim.geometry import grown
from convanim.scene import Labels, Polygons

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from matplotlib.backend_bases import GraphicsContextBase, RendererBase

    from convanim.geometry import Box, Line
    from convanim.scene import Layer
    from convanim.theme import Colour, Paint

MANY = 16
"""Vertices of a layer above which it is worth while to clip it."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A layer ready to be drawn.

    Attributes
    ----------
    layer : Layer
        What it was made of.
    path : Path
        All of it as one compound path, in points; for labels their outlines.
    paint : Paint
        Its ink.
    box : Box
        What it covers, line width included, in points.
    size : int
        Vertices of the path.
    """

    layer: Layer
    path: Path
    paint: Paint
    box: Box
    size: int


def mark(layer: Layer, paint: Paint) -> Mark:
    """Return a layer with its path and its ink."""
    if isinstance(layer, Labels):
        path = outlines(layer, paint.size)
    elif isinstance(layer, Polygons):
        path = _compound(layer.shapes, closed=True)
    else:
        path = _compound(layer.lines, closed=False)
    path.should_simplify = False
    vertices = np.asarray(path.vertices)
    if not vertices.size:
        return Mark(layer, path, paint, (0.0, 0.0, 0.0, 0.0), 0)
    left, bottom = vertices.min(axis=0).tolist()
    right, top = vertices.max(axis=0).tolist()
    # A mitred corner of a cell reaches out no farther than one line width.
    box = grown((left, bottom, right, top), paint.width)
    return Mark(layer, path, paint, box, len(vertices))


def _compound(lines: Sequence[Line], closed: bool) -> Path:
    """Return one path of many lines; each closed one ends where it began."""
    if len({len(line) for line in lines}) != 1:
        return Path.make_compound_path(*(_compound((line,), closed) for line in lines))
    length = len(lines[0])
    vertices = np.empty((len(lines), length + closed, 2))
    vertices[:, :length] = lines
    codes = np.full(vertices.shape[:2], Path.LINETO)
    codes[:, 0] = Path.MOVETO
    if closed:
        vertices[:, -1] = vertices[:, 0]
        codes[:, -1] = Path.CLOSEPOLY
    return Path(vertices.reshape(-1, 2), codes.ravel())


def page_transform(box: Box, scale: float) -> Affine2D:
    """Return what takes points on the page to units of a renderer whose y points up."""
    return Affine2D().translate(-box[0], -box[1]).scale(scale)


def fill_outlines(
    renderer: RendererBase, context: GraphicsContextBase, mark: Mark, transform: Affine2D
) -> None:
    """Draw labels as filled outlines."""
    context.set_linewidth(0)
    renderer.draw_path(context, mark.path, transform, unit(mark.paint.text))


def draw(
    renderer: RendererBase,
    marks: Sequence[Mark],
    transform: Affine2D,
    letter: Callable[..., None] = fill_outlines,
    clip: Bbox | None = None,
) -> None:
    """Draw marks in their order.

    Parameters
    ----------
    renderer : RendererBase
        Of any matplotlib backend.
    marks : sequence of Mark
        What to draw.
    transform : Affine2D
        From points to the renderer's units.
    letter : callable
        Draws a mark of labels: ``letter(renderer, context, mark, transform)``.
    clip : Bbox or None
        In the renderer's units: what is drawn outside of it does not matter.
    """
    for each in marks:
        context = renderer.new_gc()
        context.set_snap(False)
        # Clipping saves work, but moves the edges it cuts by up to 1/512 of a pixel.
        if clip is not None and each.size > MANY:
            context.set_clip_rectangle(clip)
        if isinstance(each.layer, Labels):
            if each.paint.text[3]:
                letter(renderer, context, each, transform)
        else:
            _draw_shape(renderer, context, each, transform)
        context.restore()


def _draw_shape(
    renderer: RendererBase, context: GraphicsContextBase, mark: Mark, transform: Affine2D
) -> None:
    paint = mark.paint
    fill = unit(paint.fill) if isinstance(mark.layer, Polygons) and paint.fill[3] else None
    lined = paint.line[3] and paint.width
    if fill is None and not lined:
        return
    context.set_linewidth(paint.width if lined else 0)
    context.set_foreground(unit(paint.line), isRGBA=True)
    context.set_joinstyle("miter")
    context.set_capstyle("butt")
    if paint.dash:
        context.set_dashes(0, paint.dash)
    renderer.draw_path(context, mark.path, transform, fill)


def unit(colour: Colour) -> tuple[float, float, float, float]:
    """Return a colour as matplotlib wants it, from 0 to 1."""
    red, green, blue, opacity = colour
    return red / 255, green / 255, blue / 255, opacity / 255
