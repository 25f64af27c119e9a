"""The elements of an SVG document that shows layers, and what they share: inks and letters."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from convanim.backends._letters.outlines import digit_height, width
from convanim.backends._svg.clock import HUNDREDTHS
from convanim.backends._svg.inks import (
    changes,
    fill,
    hexadecimal,
    inside,
    lettering,
    lines,
    pattern,
)
from convanim.backends._svg.outlines import UNITS, glyph, glyphs, path
from convanim.scene.baselines import baselines
from convanim.scene.shapes import Labels, Polygons

if TYPE_CHECKING:
    from collections.abc import Iterator

    from convanim.scene.paint import Paint
    from convanim.scene.shapes import Layer, Strokes
    from convanim.scene.theme import Theme

DARK = "@media(prefers-color-scheme:dark)"
"""The condition of the rules for readers who prefer dark pages."""

PAGE = "page"
"""The class of the page, where it has another colour for these readers."""

Ink = tuple[str, str]
"""The declarations for most readers, and what others are for those who prefer dark pages."""


@dataclass
class Elements:
    """The elements of one document, in hundredths of a point.

    Attributes
    ----------
    theme : Theme
        The colours, fonts and line widths.
    dark : Theme or None
        The colours for readers who prefer dark pages; None for the same.
    reference : str
        The attribute with which letters are referred to; older programs know ``xlink:href`` alone.
    """

    theme: Theme
    dark: Theme | None = None
    reference: str = "href"
    _inks: dict[Ink, str] = field(default_factory=dict, init=False)
    _glyphs: dict[tuple[str, str], str] = field(default_factory=dict, init=False)
    _patterns: dict[Paint, str] = field(default_factory=dict, init=False)

    def style(self) -> str:
        """Return the style rules of the inks so far."""
        rules = "".join(f".{name}{{{ink}}}" for (ink, _), name in self._inks.items())
        dark = "".join(f".{name}{{{ink}}}" for (_, ink), name in self._inks.items() if ink)
        if self._dark_page:
            dark = f".{PAGE}{{fill:{self._dark_page}}}{dark}"
        return f"{rules}{DARK}{{{dark}}}" if dark else rules

    def definitions(self) -> str:
        """Return the letters and patterns so far."""
        letters = "".join(
            f'<path id="{name}" d="{glyph(*key)}"/>' for key, name in self._glyphs.items()
        )
        return letters + "".join(pattern(name, paint) for paint, name in self._patterns.items())

    def page(self) -> str:
        """Return the element of the page."""
        name = f'class="{PAGE}" ' if self._dark_page else ""
        return f'<rect {name}width="100%" height="100%" {fill(self.theme.page)}/>'

    @property
    def _dark_page(self) -> str:
        """The colour of a page for those who prefer dark ones; empty for the same as for others."""
        if self.dark is None or not self.theme.page[3] or self.dark.page == self.theme.page:
            return ""
        return hexadecimal(self.dark.page)

    def _paints(self, role: str) -> tuple[Paint, Paint]:
        """Return how a role is drawn, and how for readers who prefer dark pages."""
        paint = self.theme.paint(role)
        return paint, paint.in_colours_of(self.dark.paint(role)) if self.dark else paint

    def is_visible(self, layer: Layer) -> bool:
        """Return whether anything of a layer can be seen."""
        paint = self.theme.paint(layer.role)
        if isinstance(layer, Labels):
            return bool(paint.text[3])
        has_line = bool(paint.line[3] and paint.width)
        return has_line or (isinstance(layer, Polygons) and bool(paint.fill[3]))

    def layer(self, layer: Layer) -> str:
        """Return the element of a layer."""
        if isinstance(layer, Labels):
            return self._labels(layer)
        return f'<path class="{self.ink(layer)}" d="{path(layer, HUNDREDTHS)}"/>'

    def _labels(self, labels: Labels) -> str:
        paint, dark = self._paints(labels.role)
        size = paint.size * labels.scale
        scale = size * HUNDREDTHS / UNITS
        ink = self._ink_class(lettering(paint), lettering(dark))
        uses = "".join(
            f'<use {self.reference}="#{name}" x="{x}" y="{y}"/>'
            for name, x, y in self._glyph_positions(labels, paint, scale)
        )
        return f'<g class="{ink}" transform="scale({scale:.6g})">{uses}</g>'

    def _glyph_positions(
        self, labels: Labels, paint: Paint, scale: float
    ) -> Iterator[tuple[str, int, int]]:
        for text, (x, y) in baselines(labels, paint, width, digit_height):
            left, base = x * HUNDREDTHS / scale, -y * HUNDREDTHS / scale
            for part, start in glyphs(text, paint.font):
                key = part, paint.font
                name = self._glyphs.setdefault(key, f"g{len(self._glyphs)}")
                yield name, round(left + start), round(base)

    def ink(self, layer: Polygons | Strokes) -> str:
        """Return the class of the lines and areas of a layer."""
        return self._ink_class(*(self._outline(layer, each) for each in self._paints(layer.role)))

    def _outline(self, layer: Polygons | Strokes, paint: Paint) -> str:
        """Return the declarations of the lines and areas of a layer."""
        area = inside(paint, self._hatch) if isinstance(layer, Polygons) else "fill:none"
        return f"{area};{lines(paint)}"

    def _hatch(self, paint: Paint) -> str:
        """Return the name of the pattern that fills a hatched area."""
        return self._patterns.setdefault(paint, f"h{len(self._patterns)}")

    def _ink_class(self, ink: str, dark: str) -> str:
        return self._inks.setdefault((ink, changes(ink, dark)), f"i{len(self._inks)}")
