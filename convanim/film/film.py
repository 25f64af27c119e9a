"""What a backend hands to a writer: frames as pixels, as printable pages or as text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any, BinaryIO, Protocol

from convanim.errors import OutputError
from convanim.plugins.key import Key

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

    from convanim.film.about import About
    from convanim.scene.paint import Colour

FRAMES = ("poster", "first", "middle", "last")
"""The frames of a film that have a name."""

Frame = Annotated[
    int | str,
    Key("count", "which frame, counted from 0, or a word", minimum=0, words=FRAMES),
]

OPAQUE = 255

PixelBox = tuple[int, int, int, int]
"""Left, top, right, bottom, in pixels; the last two are one past the end."""


@dataclass(frozen=True, slots=True)
class Raster:
    """One frame in pixels.

    Attributes
    ----------
    pixels : array of uint32, shape (height, width)
        Each pixel's red, green, blue and opacity, in this order in memory. The film may reuse
        the array for its next frame, so copy what you keep.
    box : PixelBox
        The part that differs from the previous frame of the film.
    """

    pixels: NDArray[np.uint32]
    box: PixelBox

    @property
    def is_transparent(self) -> bool:
        """Whether anything behind some of its pixels can be seen."""
        return bool(self.opacity().min() < OPAQUE)

    def opacity(self) -> NDArray[np.uint8]:
        """Return the opacity of each pixel, as an array of shape (height, width)."""
        channels: NDArray[np.uint8] = self.pixels.view("uint8").reshape(*self.pixels.shape, 4)
        return channels[..., 3]

    def rgb(self) -> NDArray[np.uint8]:
        """Return a copy of the pixels as an array of shape (height, width, 3)."""
        height, width = self.pixels.shape
        channels: NDArray[np.uint8] = self.pixels.view("uint8").reshape(height, width, 4)
        return channels[..., :3].copy()


class RasterFilm(Protocol):
    """Frames in pixels, drawn when asked for."""

    @property
    def about(self) -> About:
        """The name and the alternative text of the figure."""

    @property
    def poster(self) -> int:
        """The frame that stands for the film."""

    @property
    def size(self) -> tuple[int, int]:
        """Width and height in pixels."""

    @property
    def centiseconds(self) -> tuple[int, ...]:
        """How long each frame lasts."""

    @property
    def palette(self) -> tuple[Colour, ...]:
        """The colours of the frames, the page's first; at most 255."""

    @property
    def dpi(self) -> float:
        """Pixels per inch."""

    @property
    def plays(self) -> int:
        """How often it plays; 0 for without end."""

    def frame(self, t: int) -> Raster:
        """Draw one frame on its own; its box covers all of it."""

    def frames(self) -> Iterator[Raster]:
        """Draw all frames in order, each from what changed since the previous one."""


class PageFilm(Protocol):
    """Frames as printable pages."""

    @property
    def about(self) -> About:
        """The name and the alternative text of the figure."""

    @property
    def poster(self) -> int:
        """The frame that stands for the film."""

    @property
    def centiseconds(self) -> tuple[int, ...]:
        """How long each frame lasts."""

    def print_pdf(self, target: BinaryIO, frames: Iterable[int]) -> None:
        """Write one PDF with a page for each of these frames."""

    def print_svg(self, target: BinaryIO, frame: int) -> None:
        """Write one frame as SVG."""


class AnimationFilm(Protocol):
    """Frames as one animated drawing."""

    @property
    def about(self) -> About:
        """The name and the alternative text of the figure."""

    @property
    def centiseconds(self) -> tuple[int, ...]:
        """How long each frame lasts."""

    def svg(self, tick: Callable[[], None]) -> str:
        """Return the film as an SVG document, and call ``tick`` for each frame."""


class BookFilm(Protocol):
    """Frames as one description of all drawings, which a script draws; see its backend."""

    @property
    def centiseconds(self) -> tuple[int, ...]:
        """How long each frame lasts."""

    def book(self, tick: Callable[[], None]) -> Mapping[str, Any]:
        """Return the description, ready for JSON, and call ``tick`` for each frame."""


class TextFilm(Protocol):
    """Frames as plain text."""

    @property
    def centiseconds(self) -> tuple[int, ...]:
        """How long each frame lasts."""

    def frames(self) -> Iterator[str]:
        """Return the text of each frame, without a trailing newline."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """How much a reader can choose; formats that play a book have this option.

    Attributes
    ----------
    sliders : int
        The most sets of sizes that sliders offer; 0 for no sliders.
    """

    sliders: Annotated[
        int, Key("count", "sets of sizes that sliders offer, none by default", minimum=0)
    ] = 0


def chosen_frame(film: RasterFilm | PageFilm, frame: int | str, path: Path) -> int:
    """Return the number of the frame that a picture shows, counted from 0.

    Parameters
    ----------
    film : RasterFilm or PageFilm
        The film.
    frame : int or str
        Its number, or one of :data:`FRAMES`.
    path : Path
        The picture's file, for the error message.

    Raises
    ------
    OutputError
        The film has no such frame.
    """
    count = len(film.centiseconds)
    if isinstance(frame, str):
        named = {"poster": film.poster, "first": 0, "middle": count // 2, "last": count - 1}
        return named[frame]
    if not 0 <= frame < count:
        raise OutputError(f"{path}: no frame {frame}: the film has {count}, counted from 0")
    return frame
