"""Draws a layout's frames in pixels: what is still once, then only the box that changed.

The layers that a film starts with and that stay equal are drawn once and kept as a background.
Of each further frame, the box around the layers that differ from the frame before is restored
from the background and the layers above it are drawn anew, clipped to that box.
"""

from __future__ import annotations

import functools
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from matplotlib.backends.backend_agg import RendererAgg
from matplotlib.transforms import Bbox

from convanim.backends.mpl.artists import draw, mark, page_transform
from convanim.backends.mpl.palette import palette
from convanim.film import Raster
from convanim.geometry import grown, union

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from convanim.backends.mpl.artists import Mark
    from convanim.film import PixelBox
    from convanim.geometry import Box
    from convanim.scene import Layer, Layout
    from convanim.theme import Colour, Theme
    from convanim.timeline import Timeline

SAMPLED = 32
"""Frames, spread over the film, whose roles make the palette."""


@dataclass(frozen=True)
class AggFilm:
    """A film drawn by matplotlib's Agg renderer; see :class:`convanim.film.RasterFilm`."""

    layout: Layout
    timeline: Timeline
    theme: Theme
    dpi: float

    @property
    def size(self) -> tuple[int, int]:
        """Width and height in pixels."""
        left, bottom, right, top = self.layout.box
        scale = self.dpi / 72
        return max(1, round((right - left) * scale)), max(1, round((top - bottom) * scale))

    @property
    def centiseconds(self) -> tuple[int, ...]:
        """How long each frame lasts."""
        return self.timeline.centiseconds

    @functools.cached_property
    def palette(self) -> tuple[Colour, ...]:
        """The colours the frames are made of, the page's first."""
        steps = self.timeline.steps
        sample = [*steps[:: -(-len(steps) // SAMPLED)], steps[-1]]
        roles = {layer.role for step in sample for layer in self.layout.scene(step).layers}
        return palette(self.theme, roles)

    def frame(self, t: int) -> Raster:
        """Draw one frame alone."""
        layers = self.layout.scene(self.timeline.steps[t]).layers
        return _Canvas(self).paint([mark(layer, self.theme) for layer in layers])

    def frames(self) -> Iterator[Raster]:
        """Draw all frames in order, each from what changed since the last."""
        canvas = _Canvas(self)
        for step in self.timeline.steps:
            yield canvas.advance(self.layout.scene(step).layers)


class _Canvas:
    """The pixels of a film, with what stands on them and a background of its still layers."""

    def __init__(self, film: AggFilm) -> None:
        self.width, self.height = film.size
        self.theme = film.theme
        # Rounding to whole pixels stretches the page by less than half a pixel over its width.
        self.scale = film.dpi / 72
        self.transform = page_transform(film.layout.box, self.scale)
        self.page = film.layout.box
        self.renderer = RendererAgg(self.width, self.height, film.dpi)  # type: ignore[no-untyped-call]
        rgba = np.asarray(self.renderer.buffer_rgba())  # type: ignore[no-untyped-call]
        self.pixels: NDArray[np.uint32] = rgba.view(np.uint32)[..., 0]
        self.marks: list[Mark] = []
        self.background: NDArray[np.uint32] = self.pixels
        self.still = 0

    def advance(self, layers: Sequence[Layer]) -> Raster:
        """Paint the next frame over the last."""
        before, common = self.marks, min(len(self.marks), len(layers))
        reused = [
            old if old.layer == layer else mark(layer, self.theme)
            for old, layer in zip(before, layers, strict=False)
        ]
        marks = reused + [mark(layer, self.theme) for layer in layers[common:]]
        differ = [n for n in range(common) if marks[n] is not before[n]]
        leading = differ[0] if differ else common
        if not leading or leading < self.still:
            return self.paint(marks)
        if not self.still:
            self._keep(marks[:leading])
        self.marks = marks
        changed = [old_or_new[n] for old_or_new in (before, marks) for n in differ]
        return self._repaint([*changed, *before[common:], *marks[common:]])

    def paint(self, marks: Sequence[Mark]) -> Raster:
        """Paint a whole frame, on a page of its own."""
        self.marks, self.still = list(marks), 0
        self._clear()
        draw(self.renderer, marks, self.transform)
        return Raster(self.pixels, (0, 0, self.width, self.height))

    def _clear(self) -> None:
        red, green, blue, _ = self.theme.page
        self.pixels[...] = red | green << 8 | blue << 16 | 255 << 24

    def _keep(self, marks: Sequence[Mark]) -> None:
        drawn = self.pixels.copy()
        self._clear()
        draw(self.renderer, marks, self.transform)
        self.background, self.still = self.pixels.copy(), len(marks)
        self.pixels[...] = drawn

    def _repaint(self, changed: Sequence[Mark]) -> Raster:
        if not changed:
            return Raster(self.pixels, (0, 0, 0, 0))
        box = functools.reduce(union, (each.box for each in changed))
        left, top, right, bottom = pixels = self._pixel_box(box)
        self.pixels[top:bottom, left:right] = self.background[top:bottom, left:right]
        clip = Bbox.from_extents(left, self.height - bottom, right, self.height - top)
        # Whole pixels reach a little beyond the box, and so do the marks that show in them.
        reached = grown(box, 3 / self.scale)
        above = [each for each in self.marks[self.still :] if _meet(each.box, reached)]
        draw(self.renderer, above, self.transform, clip=clip)
        return Raster(self.pixels, pixels)

    def _pixel_box(self, box: Box) -> PixelBox:
        left, bottom, right, top = box
        return (
            max(0, math.floor((left - self.page[0]) * self.scale) - 1),
            max(0, self.height - math.ceil((top - self.page[1]) * self.scale) - 1),
            min(self.width, math.ceil((right - self.page[0]) * self.scale) + 1),
            min(self.height, self.height - math.floor((bottom - self.page[1]) * self.scale) + 1),
        )


def _meet(first: Box, second: Box) -> bool:
    return (
        first[0] <= second[2]
        and second[0] <= first[2]
        and first[1] <= second[3]
        and second[1] <= first[3]
    )
