"""The complete look of a role: its colours, lines, and the size and font of its texts."""

from __future__ import annotations

from dataclasses import dataclass, replace

Colour = tuple[int, int, int, int]
"""Red, green, blue, opacity; 0 to 255."""

NONE: Colour = (0, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class Paint:
    """A complete ink; a colour of opacity 0 is not drawn."""

    fill: Colour = NONE
    line: Colour = NONE
    width: float = 0.0
    dash: tuple[float, ...] = ()
    hatch: str = ""
    text: Colour = NONE
    size: float = 0.0
    font: str = "cm"

    def in_colours_of(self, other: Paint) -> Paint:
        """Return the paint in the colours of another; what it does not draw stays undrawn."""
        pairs = ((self.fill, other.fill), (self.line, other.line), (self.text, other.text))
        fill, line, text = (new if old[3] else old for old, new in pairs)
        return replace(self, fill=fill, line=line, text=text)
