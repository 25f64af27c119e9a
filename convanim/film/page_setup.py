"""How a figure is set up for a file: its page, on paper or in pixels, and how often it plays."""

from __future__ import annotations

import math
from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING, Annotated

from convanim.plugins.key import Key
from convanim.scene.paint import Colour  # noqa: TC001 - annotations of keys are evaluated
from convanim.scene.theme import Theme  # noqa: TC001 - annotations of keys are evaluated

if TYPE_CHECKING:
    from convanim.scene.geometry import Box

USUAL_DPI = 150
"""Pixels per inch by default."""

MOST_PIXELS = 64_000_000
"""The most pixels of one frame."""

MOST_PIXELS_A_SIDE = 65_535
"""The largest width or height that GIF and the renderer can hold."""

UNITS = {"mm": 72 / 25.4, "cm": 72 / 2.54, "in": 72.0, "pt": 72 / 72.27, "bp": 1.0}
"""PostScript points in each unit of length; ``pt`` is the point of TeX."""

MOST_LOOPS = 1000

THINNEST = 0.3
"""The least width of a line that becomes thinner with the drawing, in points."""

PIXEL = 72 / 96
"""PostScript points in a pixel of CSS, which printable pages measured in pixels have."""


@dataclass(frozen=True, slots=True)
class Length:
    """A length with its unit, which is a name in :data:`UNITS` or ``px``."""

    number: float
    unit: str

    @property
    def points(self) -> float | None:
        """The length in PostScript points; None for pixels, whose size depends on the screen."""
        return self.number * UNITS[self.unit] if self.unit in UNITS else None

    def __str__(self) -> str:
        return f"{self.number:g}{self.unit}"


WORDS = {"column": Length(84, "mm"), "text": Length(174, "mm")}
"""The usual widths of a column and of the text of a journal's page."""

_WIDTH = (
    "width of the page, as in 84mm, 3.3in or 800px; column is 84mm, text 174mm; letters keep their "
    "size unless it is in pixels"
)
_HEIGHT = "height of the page, as width; with both, the drawing is fitted"
_LOOP = (
    "how many times an animation plays before it stops at its last frame; forever by default. For "
    "an MP4 the program that plays it decides, and a snippet of LaTeX plays it once or forever"
)
_DARK = (
    "theme whose colours readers see who prefer dark pages, in the same file; lines and letters "
    "stay those of theme"
)
_CANVAS = "proportions of the page, as in 16:9, with the drawing in its middle"


@dataclass(frozen=True, slots=True, kw_only=True)
class PageSetup:
    """How a figure is set up for one of its files: its page, and how often it plays.

    A field is a key of a figure and of each of its outputs. An output has the figure's setup where
    it gives none of its own.

    Attributes
    ----------
    width, height : Length or None
        Of the page. A length in pixels enlarges everything; any other enlarges the drawing, and
        letters keep their size.
    canvas : tuple of int, or None
        The proportions of the page, width and height.
    dpi : int or None
        Pixels per inch unless a length is in pixels; None for :data:`USUAL_DPI`.
    loop : int or None
        How often an animation plays, after which it stays at its end; None for without end.
    background : Colour or None
        Colour of the page, of opacity 0 for a transparent one; None for that of the theme.
    dark : Theme or None
        The colours for readers who prefer dark pages; None for those of the theme. A page with a
        ``background`` of its own is dark all the same, and a transparent one stays transparent.
    """

    width: Annotated[Length | None, Key("length", _WIDTH, words=tuple(WORDS))] = None
    height: Annotated[Length | None, Key("length", _HEIGHT)] = None
    canvas: Annotated[tuple[int, int] | None, Key("proportions", _CANVAS)] = None
    dpi: Annotated[int | None, Key("count", f"pixels per inch, {USUAL_DPI} by default")] = None
    loop: Annotated[int | None, Key("count", _LOOP, maximum=MOST_LOOPS)] = None
    background: Annotated[
        Colour | None,
        Key(
            "colour",
            "of the page, or none for a transparent one; the theme's by default. Edges in a GIF "
            "are blended with the theme's page",
            example="'#ffffff'",
        ),
    ] = None
    dark: Annotated[Theme | None, Key("theme", _DARK)] = None

    def over(self, other: PageSetup) -> PageSetup:
        """Return the setup of an output, given that of its figure.

        An output that gives one side has no side of its figure, nor has one that gives another
        resolution than pixels. Both sides outweigh the figure's proportions.
        """
        if self.width or self.height or (self.dpi and other.in_pixels):
            other = replace(other, width=None, height=None)
        if self.width and self.height:
            other = replace(other, canvas=None)
        given = {each: value for each in OPTIONS if (value := getattr(self, each)) is not None}
        return replace(other, **given)

    def fault(self) -> tuple[str, str] | None:
        """Return what contradicts itself: a key, and what it must be; None if nothing does."""
        if self.width is None or self.height is None:
            return None
        if self.canvas is not None:
            return "canvas", "follows from width and height; remove one of the three"
        if (self.width.points is None) != (self.height.points is None):
            return (
                "height",
                f"must be in pixels if width is; they are {self.width} and {self.height}",
            )
        return None

    @property
    def in_pixels(self) -> bool:
        """Whether the page is measured in pixels."""
        return any(side and side.points is None for side in (self.width, self.height))

    @property
    def paper(self) -> tuple[float | None, float | None, float | None]:
        """Width and height in points, and width per height; None for what the drawing decides."""
        wide, high = (side.points if side else None for side in (self.width, self.height))
        ratio = self.canvas[0] / self.canvas[1] if self.canvas else None
        if self.in_pixels and self.width and self.height:
            ratio = self.width.number / self.height.number
        if ratio and (wide or high):
            return wide or (high or 0) * ratio, high or (wide or 0) / ratio, ratio
        return wide, high, ratio

    def room(self, box: Box) -> dict[str, str]:
        """Return each side that is too small for a drawing, and how large it must be.

        Parameters
        ----------
        box : Box
            That of the drawing, in points.
        """
        needs = {"width": box[2] - box[0], "height": box[3] - box[1]}
        if self.canvas:
            wide, high = self.canvas
            needs["width"] = max(needs["width"], needs["height"] * wide / high)
            needs["height"] = needs["width"] * high / wide
        given = {"width": self.width, "height": self.height}
        return {
            key: f"{math.ceil(needs[key] / UNITS['mm'])}mm"
            for key, side in given.items()
            if side and side.points is not None and side.points < needs[key]
        }

    def dpi_for(self, box: Box) -> float:
        """Return the pixels per inch for a page whose box is in points."""
        for side, points in ((self.width, box[2] - box[0]), (self.height, box[3] - box[1])):
            if side and side.points is None:
                return side.number / points * 72
        return self.dpi or USUAL_DPI

    def zoom(self, box: Box) -> float:
        """Return how much a printable page is enlarged as a whole to be as large as its pixels."""
        return self.dpi_for(box) / 72 * PIXEL if self.in_pixels else 1.0

    def pixels(self, box: Box) -> tuple[int, int]:
        """Return the width and height in pixels of a page whose box is in points."""
        return pixel_size(box, self.dpi_for(box))

    def lengths(self, box: Box) -> tuple[str, str]:
        """Return width and height as CSS has them: in millimetres where a side is given so."""
        if self.in_pixels or not (self.width or self.height):
            width, height = self.pixels(box)
            return f"{width}", f"{height}"
        sides = (box[2] - box[0], box[3] - box[1])
        across, down = (f"{side / UNITS['mm']:.2f}".rstrip("0").rstrip(".") for side in sides)
        return f"{across}mm", f"{down}mm"

    def oversize(self, box: Box) -> str | None:
        """Return why a page, whose box is in points, has too many pixels; None if it has not."""
        if _fits(self.pixels(box)):
            return None
        width, height = self.pixels(box)
        return (
            f"{width} x {height} pixels are too many; a frame has at most {MOST_PIXELS:,}, and "
            f"{MOST_PIXELS_A_SIDE:,} on each side{self._way_out(box)}"
        )

    def _way_out(self, box: Box) -> str:
        """Return the most pixels that fit, as a key, for the end of a message."""
        sides = {"width": self.width, "height": self.height}
        given = {key: side.number for key, side in sides.items() if side and side.points is None}
        if len(given) > 1:
            return ": use a smaller width and height"
        key, number, unit = next(((*each, "px") for each in given.items()), ("dpi", 0.0, ""))
        number = number or self.dpi_for(box)
        dpi = self.dpi_for(box) / number
        fitting = (n for n in range(int(number), 0, -1) if _fits(pixel_size(box, n * dpi)))
        most = next(fitting, None)
        return f": use {key}: {most}{unit}" if most else ""


OPTIONS = frozenset(each.name for each in fields(PageSetup))
"""The names of everything that can be set up."""

PAGE = OPTIONS - {"dpi", "loop", "dark"}
"""The names of what can be set up for a page without pixels that does not move."""


def _fits(size: tuple[int, int]) -> bool:
    return math.prod(size) <= MOST_PIXELS and max(size) <= MOST_PIXELS_A_SIDE


def pixel_size(box: Box, dpi: float) -> tuple[int, int]:
    """Return the width and height in pixels of a page whose box is in points."""
    left, bottom, right, top = box
    scale = dpi / 72
    return max(1, round((right - left) * scale)), max(1, round((top - bottom) * scale))
