"""What a backend hands to a writer: frames as pixels, as printable pages, or as text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, BinaryIO, Literal, Protocol

from convanim.errors import OutputError
from convanim.plugins.key import Key

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

    from convanim.scene.geometry import Box
    from convanim.scene.theme import Colour

Takes = Literal["raster", "pages", "text"]
"""The kind of film a writer asks for."""

FRAMES = ("first", "middle", "last")


"""The frames of a film that have a name."""


Frame = Annotated[
    int | str,
    Key("count", "which frame, counted from 0, or a word", minimum=0, words=FRAMES),
]


PixelBox = tuple[int, int, int, int]
"""Left, top, right, bottom, in pixels; the last two are one past the end."""


@dataclass(frozen=True, slots=True)
class Raster:
    """One frame in pixels.

    Attributes
    ----------
    pixels : array of uint32, shape (height, width)
        Each pixel's red, green, blue and opacity, in this order in memory. It may be reused
        for the next frame of the film: copy what is to be kept.
    box : PixelBox
        Outside of it the frame equals the one before it in the film.
    """

    pixels: NDArray[np.uint32]
    box: PixelBox

    def rgb(self) -> NDArray[np.uint8]:
        """Return the pixels as an array of shape (height, width, 3) of its own."""
        height, width = self.pixels.shape
        channels: NDArray[np.uint8] = self.pixels.view("uint8").reshape(height, width, 4)
        return channels[..., :3].copy()


class RasterFilm(Protocol):
    """Frames in pixels, drawn when asked for."""

    @property
    def size(self) -> tuple[int, int]:
        """Width and height in pixels."""

    @property
    def centiseconds(self) -> tuple[int, ...]:
        """How long each frame lasts."""

    @property
    def palette(self) -> tuple[Colour, ...]:
        """The colours the frames are made of, the page's first; at most 255."""

    @property
    def dpi(self) -> float:
        """Pixels an inch."""

    def frame(self, t: int) -> Raster:
        """Draw one frame alone; its box is the whole of it."""

    def frames(self) -> Iterator[Raster]:
        """Draw all frames in order, each from what changed since the last."""


class PageFilm(Protocol):
    """Frames as pages that can be printed."""

    @property
    def centiseconds(self) -> tuple[int, ...]:
        """How long each frame lasts."""

    def print_pdf(self, target: BinaryIO, frames: Iterable[int]) -> None:
        """Write one PDF with a page for each of these frames."""

    def print_svg(self, target: BinaryIO, frame: int) -> None:
        """Write one frame as SVG."""


class TextFilm(Protocol):
    """Frames as plain text."""

    @property
    def centiseconds(self) -> tuple[int, ...]:
        """How long each frame lasts."""

    def frames(self) -> Iterator[str]:
        """Return each frame's text, without a newline at its end."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pixels:
    """How large a raster picture is; the options every raster format shares.

    Attributes
    ----------
    dpi : int
        Pixels an inch, when ``width`` is not given; the guide's figures are at 150.
    width : int or None
        Width in pixels.
    """

    dpi: Annotated[int, Key("count", "pixels an inch, 150 unless given")] = 150
    width: Annotated[int | None, Key("count", "width in pixels, instead of dpi")] = None

    def dpi_for(self, page_width: float) -> float:
        """Return the pixels an inch for a page that many points wide."""
        return self.dpi if self.width is None else self.width / page_width * 72


def pixel_size(box: Box, dpi: float) -> tuple[int, int]:
    """Return the width and height in pixels of a page, whose box is in points."""
    left, bottom, right, top = box
    scale = dpi / 72
    return max(1, round((right - left) * scale)), max(1, round((top - bottom) * scale))


def chosen_frame(film: RasterFilm | PageFilm, frame: int | str, path: Path) -> int:
    """Return the frame, counted from 0, that a picture at this path shows.

    Parameters
    ----------
    film : RasterFilm or PageFilm
        What it is a frame of.
    frame : int or str
        Its number, or one of the words of :data:`convanim.film.film.FRAMES`.
    path : Path
        Of the picture, for the message.

    Raises
    ------
    OutputError
        The film has no such frame.
    """
    count = len(film.centiseconds)
    if isinstance(frame, str):
        return {"first": 0, "middle": count // 2, "last": count - 1}[frame]
    if not 0 <= frame < count:
        raise OutputError(f"{path}: no frame {frame}: the film has {count}, counted from 0")
    return frame
