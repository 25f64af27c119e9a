"""Draws the frames of a layout in pixels: still layers once, and then only what changes.

The first layers, up to one that changes during the film, are drawn once and kept as a background.
For each further frame, the box around the layers that differ from the previous frame is restored
from the background, and the other layers that meet the box are redrawn.
"""

from __future__ import annotations

import functools
import itertools
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from matplotlib.backends.backend_agg import RendererAgg

from convanim.backends._mpl.artists import layer_path, page_transform, pen
from convanim.backends._mpl.palette import palette
from convanim.film.about import NAMELESS, About
from convanim.film.film import Raster
from convanim.film.page_setup import pixel_size
from convanim.scene.geometry import expand, meet, union
from convanim.scene.motion import drawing

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from convanim.backends._mpl.artists import LayerPath
    from convanim.film.film import PixelBox
    from convanim.scene.geometry import Box
    from convanim.scene.paint import Colour
    from convanim.scene.shapes import Drawings, Layer
    from convanim.scene.theme import Theme
    from convanim.scene.timeline import Moment, Timeline

    Layers = Sequence[Layer]

SAMPLED = 50
"""The number of frames, spread over the film, that are examined before it is drawn.

The frames of fades have colours of their own, so all of them are.
"""

LONGEST = 64
"""The length of the pieces that many lines are cut into, in pixels."""


@dataclass(frozen=True)
class AggFilm:
    """A film drawn by matplotlib's Agg renderer; see :class:`convanim.film.film.RasterFilm`."""

    layout: Drawings
    timeline: Timeline
    theme: Theme
    dpi: float
    about: About = NAMELESS
    plays: int = 0

    @property
    def size(self) -> tuple[int, int]:
        """Width and height in pixels."""
        return pixel_size(self.layout.box, self.dpi)

    @property
    def centiseconds(self) -> tuple[int, ...]:
        """The duration of each frame, in hundredths of a second."""
        return self.timeline.centiseconds

    @property
    def poster(self) -> int:
        """The frame that stands for the film."""
        return self.timeline.poster

    @functools.cached_property
    def palette(self) -> tuple[Colour, ...]:
        """The colours of the frames, starting with the page."""
        roles = {layer.role for layers in self._sample.values() for layer in layers}
        return palette(self.theme, frozenset(roles))

    @functools.cached_property
    def _sample(self) -> dict[Moment, Layers]:
        moments = self.timeline.moments
        fading = [each for each in moments if each.fades]
        sample = [*moments[:: -(-len(moments) // SAMPLED)], *fading, moments[-1]]
        return {each: self._layers(each) for each in sample}

    def _layers(self, moment: Moment) -> Layers:
        return drawing(self.layout, moment).layers

    def frame(self, t: int) -> Raster:
        """Draw a single frame."""
        return _Canvas(self).advance(self._layers(self.timeline.moments[t]))

    def frames(self) -> Iterator[Raster]:
        """Draw all frames in order; each redraws what differs from the previous one."""
        canvas = _Canvas(self, _common_count(tuple(self._sample.values())))
        for moment in self.timeline.moments:
            yield canvas.advance(self._sample.get(moment) or self._layers(moment))


def _common_count(drawings: Sequence[Layers]) -> int:
    """Return the number of first layers that are the same in all of these drawings."""
    alike = (all(each == layers[0] for each in layers) for layers in zip(*drawings, strict=False))
    return sum(itertools.takewhile(bool, alike))


class _Canvas:
    """The pixels of a film, the paths that they show, and a background of still layers.

    Parameters
    ----------
    film : AggFilm
        The film to draw.
    still : int
        The number of first layers that are expected not to change.
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
        red, green, blue, opacity = film.theme.page
        self.page_colour = red | green << 8 | blue << 16 | opacity << 24
        self.pixels = np.empty_like(self.sheet)
        self.background = np.full_like(self.sheet, self.page_colour)
        self.expected, self.still = still, 0
        self.paths: list[LayerPath] = []

    def advance(self, layers: Sequence[Layer]) -> Raster:
        """Draw the next frame over the previous one."""
        before, common = self.paths, min(len(self.paths), len(layers))
        kept = [
            old if old.layer == layer else self._path(layer)
            for old, layer in zip(before, layers, strict=False)
        ]
        new = [self._path(layer) for layer in layers[common:]]
        self.paths = kept + new
        differ = [n for n in range(common) if kept[n] is not before[n]]
        if not before:
            self._keep_still(min(self.expected, len(layers)))
            return self._repaint((0, 0, self.width, self.height))
        self._keep_still(differ[0] if differ else common)
        changed = [paths[n].box for paths in (before, kept) for n in differ]
        changed += [each.box for each in (*before[common:], *new)]
        if not changed:
            return Raster(self.pixels, (0, 0, 0, 0))
        return self._repaint(self._pixel_box(functools.reduce(union, changed)))

    def _path(self, layer: Layer) -> LayerPath:
        return layer_path(layer, self.paint(layer.role), LONGEST / self.scale)

    def _keep_still(self, leading: int) -> None:
        """Draw the background from the first layers, which do not change."""
        if self.still and self.still <= leading:
            return
        self.still = leading
        self.sheet[...] = self.page_colour
        self._draw(self.paths[:leading], self._page_box((0, 0, self.width, self.height)))
        self.background[...] = self.sheet

    def _repaint(self, box: PixelBox) -> Raster:
        """Redraw the pixels in a box.

        They are drawn on a sheet that is correct only within the box, and copied from there, so
        that nothing has to be clipped.
        """
        left, top, right, bottom = box
        within = np.s_[top:bottom, left:right]
        self.sheet[within] = self.background[within]
        area = self._page_box(box)
        self._draw([each for each in self.paths[self.still :] if meet(each.box, area)], area)
        self.pixels[within] = self.sheet[within]
        return Raster(self.pixels, box)

    def _draw(self, paths: Sequence[LayerPath], area: Box) -> None:
        """Draw paths in order; pixels outside the area may become anything."""
        for each in paths:
            if each.style.is_visible:
                path = (
                    each.pieces.within(expand(area, each.style.width)) if each.pieces else each.path
                )
                self.renderer.draw_path(  # type: ignore[no-untyped-call]
                    self.pen(each.style), path, self.transform, each.style.fill
                )

    def _page_box(self, box: PixelBox) -> Box:
        """Return the box on the page that a path must meet to be visible in a box of pixels."""
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
