"""The SVG document: a title, a style sheet, the letters, and every track in paint order."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from convanim.backends._svg.clock import HUNDREDTHS, Clock
from convanim.backends._svg.elements import Elements
from convanim.backends._svg.heading import heading
from convanim.backends._svg.outlines import path
from convanim.backends._svg.tracks import tracks
from convanim.scene.motion import drawing
from convanim.scene.shapes import Labels

if TYPE_CHECKING:
    from collections.abc import Callable

    from convanim.backends._svg.tracks import Track
    from convanim.film.about import About
    from convanim.film.page_setup import PageSetup
    from convanim.scene.geometry import Box
    from convanim.scene.shapes import Drawings, Layer
    from convanim.scene.theme import Theme
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
    setup : PageSetup
        The page that frames are drawn on.
    about : About
        The name of the figure, which is the title, and its alternative text.
    """

    layout: Drawings
    timeline: Timeline
    theme: Theme
    setup: PageSetup
    about: About
    _clock: Clock = field(init=False)
    _elements: Elements = field(init=False)

    def __post_init__(self) -> None:
        self._clock = Clock(self.timeline.centiseconds, self.setup.loop or 0)
        self._elements = Elements(self.theme, self.setup.dark)

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
        width, height = self.setup.pixels(self.layout.box)
        across, down = self.setup.lengths(self.layout.box)
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" '
            f'width="{across}" height="{down}" role="img">'
            f"{''.join(heading(self.about))}"
            f"<style>{self._elements.style()}{self._clock.style()}{PAUSED}</style>"
            f"<defs>{self._elements.definitions()}</defs>"
            f"{self._elements.page()}"
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
        if not self._elements.is_visible(track.layers[0]):
            return ""
        visibility = self._clock.visibility([layer is not None for layer in track.frames])
        offsets = track.offsets()
        if offsets is not None:
            element = self._elements.layer(track.layers[0])
            if len({*offsets}) > 1:
                for name in reversed(self._clock.motion(offsets)):
                    element = f'<g class="{name}">{element}</g>'
        elif isinstance(track.layers[0], Labels) or len(track.layers) == 2:
            return "".join(self._single(track, layer) for layer in track.layers)
        else:
            element = self._morph(track)
        return f"<g{visibility}>{element}</g>" if visibility else element

    def _single(self, track: Track, layer: Layer) -> str:
        """Return one layer of a track, which is visible only in its frames."""
        visibility = self._clock.visibility([each == layer for each in track.frames])
        return f"<g{visibility}>{self._elements.layer(layer)}</g>"

    def _morph(self, track: Track) -> str:
        """Return a path whose outline changes from frame to frame."""
        shapes = [layer for layer in track.layers if not isinstance(layer, Labels)]
        outlines: dict[Layer, str] = {layer: path(layer, HUNDREDTHS) for layer in shapes}
        values = [outlines[each] if each else "M0 0" for each in track.frames]
        ink = self._elements.ink(shapes[0])
        return f'<path class="{ink}" d="{values[0]}">{self._clock.morph(values)}</path>'
