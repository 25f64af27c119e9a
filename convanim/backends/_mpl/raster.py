"""Draws the frames of a layout in pixels: still layers once, then only the box that changes.

The leading layers that stay equal throughout a film are drawn once and kept as a background. For
each further frame, the box around the layers that differ from the previous frame is restored from
the background, and the layers above it that meet the box are redrawn.
"""

from __future__ import annotations

import functools
import itertools
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from matplotlib.backends.backend_agg import RendererAgg

from convanim.backends._mpl.artists import mark, page_transform, pen
from convanim.backends._mpl.palette import palette
from convanim.film.film import Raster, pixel_size
from convanim.scene.geometry import expand, meet, union
from convanim.scene.motion import drawing

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from convanim.backends._mpl.artists import Mark
    from convanim.film.film import PixelBox
    from convanim.scene.geometry import Box
    from convanim.scene.shapes import Drawings, Layer
    from convanim.scene.theme import Colour, Theme
    from convanim.scene.timeline import Moment, Timeline

    Layers = Sequence[Layer]

SAMPLED = 50
"""Frames, spread over the film, that are examined before it is drawn."""

LONGEST = 64
"""Length in pixels of the pieces that lines are cut into when there are many lines."""


@dataclass(frozen=True)
class AggFilm:
    """A film drawn by matplotlib's Agg renderer; see :class:`convanim.film.film.RasterFilm`."""

    layout: Drawings
    timeline: Timeline
    theme: Theme
    dpi: float

    @property
    def size(self) -> tuple[int, int]:
        """Width and height in pixels."""
        return pixel_size(self.layout.box, self.dpi)

    @property
    def centiseconds(self) -> tuple[int, ...]:
        """How long each frame lasts."""
        return self.timeline.centiseconds

    @functools.cached_property
    def palette(self) -> tuple[Colour, ...]:
        """The colours of the frames, the page's first."""
        roles = {layer.role for layers in self._sample.values() for layer in layers}
        return palette(self.theme, frozenset(roles))

    @functools.cached_property
    def _sample(self) -> dict[Moment, Layers]:
        moments = self.timeline.moments
        sample = [*moments[:: -(-len(moments) // SAMPLED)], moments[-1]]
        return {each: self._layers(each) for each in sample}

    def _layers(self, moment: Moment) -> Layers:
        return drawing(self.layout, moment).layers

    def frame(self, t: int) -> Raster:
        """Draw one frame alone."""
        return _Canvas(self).advance(self._layers(self.timeline.moments[t]))

    def frames(self) -> Iterator[Raster]:
        """Draw all frames in order, each from what changed since the previous one."""
        canvas = _Canvas(self, _common(tuple(self._sample.values())))
        for moment in self.timeline.moments:
            yield canvas.advance(self._sample.get(moment) or self._layers(moment))


def _common(drawings: Sequence[Layers]) -> int:
    """Return how many leading layers are the same in all of these drawings."""
    alike = (all(each == layers[0] for each in layers) for layers in zip(*drawings, strict=False))
    return sum(itertools.takewhile(bool, alike))


class _Canvas:
    """The pixels of a film, the marks drawn on them and a background of its still layers.

    Parameters
    ----------
    film : AggFilm
        The film to draw.
    still : int
        How many leading layers are expected not to change from the first frame on.
    """

    def __init__(self, film: AggFilm, still: int = 0) -> None:
        self.width, self.height = film.size
        self.scale = film.dpi / 72
        self.page = film.layout.box
        self.transform = page_transform(self.page, self.scale)
        self.paint = functools.cache(film.theme.paint)
        self.renderer = RendererAgg(self.width, self.height, film.dpi)  # type: ignore[no-untyped-call]
        self.pen = functools.cache(functools.partial(pen, self.renderer))
        rgba = np.asarray(self.renderer.buffer_rgba())  # type: ignore[no-untyped-call]
        self.sheet: NDArray[np.uint32] = rgba.view(np.uint32)[..., 0]
        red, green, blue, _ = film.theme.page
        self.page_colour = red | green << 8 | blue << 16 | 255 << 24
        self.shown = np.empty_like(self.sheet)
        self.background = np.full_like(self.sheet, self.page_colour)
        self.expected, self.still = still, 0
        self.marks: list[Mark] = []

    def advance(self, layers: Sequence[Layer]) -> Raster:
        """Draw the next frame over the previous one."""
        before, common = self.marks, min(len(self.marks), len(layers))
        kept = [
            old if old.layer == layer else self._mark(layer)
            for old, layer in zip(before, layers, strict=False)
        ]
        new = [self._mark(layer) for layer in layers[common:]]
        self.marks = kept + new
        differ = [n for n in range(common) if kept[n] is not before[n]]
        if not before:
            self._keep_still(min(self.expected, len(layers)))
            return self._repaint((0, 0, self.width, self.height))
        self._keep_still(differ[0] if differ else common)
        changed = [marks[n].box for marks in (before, kept) for n in differ]
        changed += [each.box for each in (*before[common:], *new)]
        if not changed:
            return Raster(self.shown, (0, 0, 0, 0))
        return self._repaint(self._pixel_box(functools.reduce(union, changed)))

    def _mark(self, layer: Layer) -> Mark:
        return mark(layer, self.paint(layer.role), LONGEST / self.scale)

    def _keep_still(self, leading: int) -> None:
        """Draw the background from the leading layers, which do not change."""
        if self.still and self.still <= leading:
            return
        self.still = leading
        self.sheet[...] = self.page_colour
        self._draw(self.marks[:leading], self._page_box((0, 0, self.width, self.height)))
        self.background[...] = self.sheet

    def _repaint(self, box: PixelBox) -> Raster:
        """Redraw the contents of a box.

        They are drawn on a sheet that is correct only within the box, and the box is copied from
        there, so nothing has to be clipped.
        """
        left, top, right, bottom = box
        within = np.s_[top:bottom, left:right]
        self.sheet[within] = self.background[within]
        area = self._page_box(box)
        self._draw([each for each in self.marks[self.still :] if meet(each.box, area)], area)
        self.shown[within] = self.sheet[within]
        return Raster(self.shown, box)

    def _draw(self, marks: Sequence[Mark], area: Box) -> None:
        """Draw marks in order, each with its ink's pen; outside the area anything may be drawn."""
        for each in marks:
            if each.ink.seen:
                path = (
                    each.pieces.within(expand(area, each.ink.width)) if each.pieces else each.path
                )
                self.renderer.draw_path(  # type: ignore[no-untyped-call]
                    self.pen(each.ink), path, self.transform, each.ink.fill
                )

    def _page_box(self, box: PixelBox) -> Box:
        """Return the box on the page that a mark must meet to be visible in a box of pixels."""
        left, top, right, bottom = box
        (x, y), pixel = self.page[:2], 1 / self.scale
        below, above = self.height - bottom, self.height - top
        exact = (x + left * pixel, y + below * pixel, x + right * pixel, y + above * pixel)
        return expand(exact, pixel)

    def _pixel_box(self, box: Box) -> PixelBox:
        left, bottom, right, top = box
        return (
            max(0, math.floor((left - self.page[0]) * self.scale) - 1),
            max(0, self.height - math.ceil((top - self.page[1]) * self.scale) - 1),
            min(self.width, math.ceil((right - self.page[0]) * self.scale) + 1),
            min(self.height, self.height - math.floor((bottom - self.page[1]) * self.scale) + 1),
        )
