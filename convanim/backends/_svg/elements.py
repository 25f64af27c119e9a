"""The elements of an SVG document that shows layers, and what they share: inks and letters."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from convanim.backends._letters.outlines import digit_height, width
from convanim.backends._svg.clock import HUNDREDTHS
from convanim.backends._svg.inks import inside, lettering, lines, pattern
from convanim.backends._svg.outlines import UNITS, glyph, glyphs, path
from convanim.scene.baselines import baselines
from convanim.scene.shapes import Labels, Polygons

if TYPE_CHECKING:
    from collections.abc import Iterator

    from convanim.scene.shapes import Layer, Strokes
    from convanim.scene.theme import Paint


@dataclass
class Elements:
    """The elements of one document, in hundredths of a point.

    Attributes
    ----------
    reference : str
        The attribute with which letters are referred to; older programs know ``xlink:href`` alone.
    """

    reference: str = "href"
    _inks: dict[str, str] = field(default_factory=dict, init=False)
    _glyphs: dict[tuple[str, str], str] = field(default_factory=dict, init=False)
    _patterns: dict[Paint, str] = field(default_factory=dict, init=False)

    def style(self) -> str:
        """Return the style rules of the inks so far."""
        return "".join(f".{name}{{{ink}}}" for ink, name in self._inks.items())

    def definitions(self) -> str:
        """Return the letters and patterns so far."""
        letters = "".join(
            f'<path id="{name}" d="{glyph(*key)}"/>' for key, name in self._glyphs.items()
        )
        return letters + "".join(pattern(name, paint) for paint, name in self._patterns.items())

    def layer(self, layer: Layer, paint: Paint) -> str:
        """Return the element of a layer."""
        if isinstance(layer, Labels):
            return self._labels(layer, paint)
        return f'<path class="{self.ink(layer, paint)}" d="{path(layer, HUNDREDTHS)}"/>'

    def _labels(self, labels: Labels, paint: Paint) -> str:
        size = paint.size * labels.scale
        scale = size * HUNDREDTHS / UNITS
        ink = self._ink_class(lettering(paint))
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

    def ink(self, layer: Polygons | Strokes, paint: Paint) -> str:
        """Return the class of the lines and areas of a layer."""
        fill = inside(paint, self._hatch) if isinstance(layer, Polygons) else "fill:none"
        return self._ink_class(f"{fill};{lines(paint)}")

    def _hatch(self, paint: Paint) -> str:
        """Return the name of the pattern that fills a hatched area."""
        return self._patterns.setdefault(paint, f"h{len(self._patterns)}")

    def _ink_class(self, ink: str) -> str:
        return self._inks.setdefault(ink, f"i{len(self._inks)}")


def is_visible(layer: Layer, paint: Paint) -> bool:
    """Return whether anything of a layer can be seen."""
    if isinstance(layer, Labels):
        return bool(paint.text[3])
    has_line = bool(paint.line[3] and paint.width)
    return has_line or (isinstance(layer, Polygons) and bool(paint.fill[3]))
