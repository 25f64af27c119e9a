"""The page that frames are drawn on: how large it is in a file."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING, Annotated

from convanim.plugins.key import Key

if TYPE_CHECKING:
    from convanim.scene.geometry import Box

USUAL_DPI = 150
"""Pixels per inch unless given."""

MOST_PIXELS = 64_000_000
"""The most pixels of one frame."""

MOST_PIXELS_A_SIDE = 65_535
"""The largest width or height that GIF and the renderer can hold."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PageSetup:
    """How the page of a figure is set up for one of its files.

    A field is a key of a figure and of each of its outputs. An output has the figure's setup where
    it gives none of its own.

    Attributes
    ----------
    width : int or None
        Width in pixels.
    dpi : int or None
        Pixels per inch unless ``width`` is given; None for :data:`USUAL_DPI`.
    """

    width: Annotated[int | None, Key("count", "width in pixels, instead of dpi")] = None
    dpi: Annotated[int | None, Key("count", f"pixels an inch, {USUAL_DPI} unless given")] = None

    def over(self, other: PageSetup) -> PageSetup:
        """Return the setup of an output, given that of its figure.

        The resolution of an output is more specific than the pixels of its figure.
        """
        if self.dpi is not None:
            other = replace(other, width=None)
        given = {each: value for each in OPTIONS if (value := getattr(self, each)) is not None}
        return replace(other, **given)

    def dpi_for(self, box: Box) -> float:
        """Return the pixels per inch for a page whose box is in points."""
        if self.width is None:
            return self.dpi or USUAL_DPI
        return self.width / (box[2] - box[0]) * 72

    def pixels(self, box: Box) -> tuple[int, int]:
        """Return the width and height in pixels of a page whose box is in points."""
        return pixel_size(box, self.dpi_for(box))

    def oversize(self, box: Box) -> str | None:
        """Return why a page, whose box is in points, has too many pixels; None if it has not."""
        width, height = self.pixels(box)
        if width * height <= MOST_PIXELS and max(width, height) <= MOST_PIXELS_A_SIDE:
            return None
        return (
            f"{width} x {height} pixels are too many; a frame has at most {MOST_PIXELS:,}, and "
            f"{MOST_PIXELS_A_SIDE:,} a side: give a smaller dpi or width"
        )


OPTIONS = frozenset(each.name for each in fields(PageSetup))
"""The names of everything that can be set up."""


def pixel_size(box: Box, dpi: float) -> tuple[int, int]:
    """Return the width and height in pixels of a page whose box is in points."""
    left, bottom, right, top = box
    scale = dpi / 72
    return max(1, round((right - left) * scale)), max(1, round((top - bottom) * scale))
