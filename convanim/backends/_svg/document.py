"""The SVG document: a title, a style sheet, the letters, and every track in paint order."""

from __future__ import annotations

from dataclasses import dataclass, field
from html import escape
from typing import TYPE_CHECKING

from convanim.backends._mpl.lettering import baselines
from convanim.backends._svg.clock import HUNDREDTHS, Clock
from convanim.backends._svg.inks import hexadecimal, inside, lettering, lines, pattern
from convanim.backends._svg.outlines import UNITS, glyph, glyphs, path
from convanim.backends._svg.tracks import tracks
from convanim.film.page_setup import pixel_size
from convanim.scene.motion import drawing
from convanim.scene.shapes import Labels, Polygons

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from convanim.backends._svg.tracks import Track
    from convanim.film.about import About
    from convanim.scene.geometry import Box
    from convanim.scene.shapes import Drawings, Layer, Strokes
    from convanim.scene.theme import Colour, Paint, Theme
    from convanim.scene.timeline import Timeline

PAUSED = "@media(prefers-reduced-motion:reduce){*{animation-play-state:paused}}"
"""The rule that shows only the first frame to readers who prefer reduced motion."""


@dataclass
class Document:
    """An animated SVG.

    Attributes
    ----------
    layout : Drawings
        The drawings and their page.
    timeline : Timeline
        The drawing and the duration of each frame.
    theme : Theme
        The colours, fonts and line widths.
    dpi : float
        The pixels per inch at the size that the document asks for.
    about : About
        The name of the figure, which is the title, and its alternative text.
    """

    layout: Drawings
    timeline: Timeline
    theme: Theme
    dpi: float
    about: About
    _clock: Clock = field(init=False)
    _inks: dict[str, str] = field(default_factory=dict, init=False)
    _glyphs: dict[tuple[str, str], str] = field(default_factory=dict, init=False)
    _patterns: dict[Paint, str] = field(default_factory=dict, init=False)

    def __post_init__(self) -> None:
        self._clock = Clock(self.timeline.centiseconds)

    @property
    def centiseconds(self) -> tuple[int, ...]:
        """The duration of each frame, in hundredths of a second."""
        return self.timeline.centiseconds

    def svg(self, tick: Callable[[], None]) -> str:
        """Return the document; ``tick`` is called once for each frame."""
        frames = []
        for moment in self.timeline.moments:
            frames.append(drawing(self.layout, moment).layers)
            tick()
        body = "".join(self._track(each) for each in tracks(frames))
        width, height = pixel_size(self.layout.box, self.dpi)
        letters = "".join(
            f'<path id="{name}" d="{glyph(*key)}"/>' for key, name in self._glyphs.items()
        )
        patterns = "".join(pattern(name, paint) for paint, name in self._patterns.items())
        inks = "".join(f".{name}{{{ink}}}" for ink, name in self._inks.items())
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" '
            f'width="{width}" height="{height}" role="img">'
            f"<title>{escape(self.about.title)}</title>"
            f"<desc>{escape(self.about.alt)}</desc>"
            f"<style>{inks}{self._clock.style()}{PAUSED}</style>"
            f"<defs>{letters}{patterns}</defs>"
            f'<rect width="100%" height="100%" {_fill(self.theme.page)}/>'
            f'<g transform="{self._page(self.layout.box, width, height)}">{body}</g></svg>\n'
        )

    def _page(self, box: Box, width: int, height: int) -> str:
        """Return the transform from hundredths of a point to pixels."""
        left, bottom, right, top = box
        across = width / (right - left) / HUNDREDTHS
        up = height / (top - bottom) / HUNDREDTHS
        return (
            f"scale({across:.6g} {up:.6g})"
            f"translate({-left * HUNDREDTHS:.6g} {top * HUNDREDTHS:.6g})"
        )

    def _track(self, track: Track) -> str:
        paint = self.theme.paint(track.layers[0].role)
        if not _is_visible(track.layers[0], paint):
            return ""
        visibility = self._clock.visibility([layer is not None for layer in track.frames])
        offsets = track.offsets()
        if offsets is not None:
            element = self._layer(track.layers[0], paint)
            if len({*offsets}) > 1:
                for name in reversed(self._clock.motion(offsets)):
                    element = f'<g class="{name}">{element}</g>'
        elif isinstance(track.layers[0], Labels) or len(track.layers) == 2:
            return "".join(self._single(track, layer, paint) for layer in track.layers)
        else:
            element = self._morph(track, paint)
        return f"<g{visibility}>{element}</g>" if visibility else element

    def _single(self, track: Track, layer: Layer, paint: Paint) -> str:
        """Return one layer of a track, which is visible only in its frames."""
        visibility = self._clock.visibility([each == layer for each in track.frames])
        return f"<g{visibility}>{self._layer(layer, paint)}</g>"

    def _layer(self, layer: Layer, paint: Paint) -> str:
        if isinstance(layer, Labels):
            return self._labels(layer, paint)
        return f'<path class="{self._ink(layer, paint)}" d="{path(layer, HUNDREDTHS)}"/>'

    def _morph(self, track: Track, paint: Paint) -> str:
        """Return a path whose outline changes from frame to frame."""
        shapes = [layer for layer in track.layers if not isinstance(layer, Labels)]
        outlines: dict[Layer, str] = {layer: path(layer, HUNDREDTHS) for layer in shapes}
        values = [outlines[each] if each else "M0 0" for each in track.frames]
        ink = self._ink(shapes[0], paint)
        return f'<path class="{ink}" d="{values[0]}">{self._clock.morph(values)}</path>'

    def _labels(self, labels: Labels, paint: Paint) -> str:
        size = paint.size * labels.scale
        scale = size * HUNDREDTHS / UNITS
        ink = self._ink_class(lettering(paint))
        uses = "".join(
            f'<use href="#{name}" x="{x}" y="{y}"/>'
            for name, x, y in self._glyph_positions(labels, paint, scale)
        )
        return f'<g class="{ink}" transform="scale({scale:.6g})">{uses}</g>'

    def _glyph_positions(
        self, labels: Labels, paint: Paint, scale: float
    ) -> Iterator[tuple[str, int, int]]:
        for text, (x, y) in baselines(labels, paint):
            left, base = x * HUNDREDTHS / scale, -y * HUNDREDTHS / scale
            for part, start in glyphs(text, paint.font):
                key = part, paint.font
                name = self._glyphs.setdefault(key, f"g{len(self._glyphs)}")
                yield name, round(left + start), round(base)

    def _ink(self, layer: Polygons | Strokes, paint: Paint) -> str:
        fill = inside(paint, self._hatch) if isinstance(layer, Polygons) else "fill:none"
        return self._ink_class(f"{fill};{lines(paint)}")

    def _hatch(self, paint: Paint) -> str:
        """Return the name of the pattern that fills a hatched area."""
        return self._patterns.setdefault(paint, f"h{len(self._patterns)}")

    def _ink_class(self, ink: str) -> str:
        return self._inks.setdefault(ink, f"i{len(self._inks)}")


def _is_visible(layer: Layer, paint: Paint) -> bool:
    if isinstance(layer, Labels):
        return bool(paint.text[3])
    has_line = bool(paint.line[3] and paint.width)
    return has_line or (isinstance(layer, Polygons) and bool(paint.fill[3]))


def _fill(colour: Colour) -> str:
    return f'fill="{hexadecimal(colour)}"' if colour[3] else 'fill="none"'
