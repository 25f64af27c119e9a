"""Films made from arrays, and hypothesis strategies for them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
from hypothesis import strategies as st

from convanim.film.about import About
from convanim.film.contents import Contents
from convanim.film.film import Raster

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import BinaryIO

    from numpy.typing import NDArray

    from convanim.scene.paint import Colour

INKS: tuple[Colour, ...] = (
    (255, 255, 255, 255),
    (0, 0, 0, 255),
    (52, 152, 219, 255),
    (26, 188, 156, 255),
    (231, 76, 60, 255),
)

ABOUT = About("film", lambda: "a square that walks")


@dataclass
class MovingFilm:
    """An animation without drawings."""

    centiseconds: tuple[int, ...]
    stops_at: int | None = None
    error: type[BaseException] = KeyboardInterrupt
    about: About = ABOUT

    def svg(self, tick):
        for t in range(len(self.centiseconds)):
            if t == self.stops_at:
                raise self.error
            tick()
        return "<svg/>"


@dataclass
class TalkingFilm:
    """A book without drawings."""

    centiseconds: tuple[int, ...]
    stops_at: int | None = None
    error: type[BaseException] = KeyboardInterrupt

    def book(self, tick):
        for t in range(len(self.centiseconds)):
            if t == self.stops_at:
                raise self.error
            tick()
        return {"name": "x", "alt": "", "language": "en", "texts": {}, "films": [{"tracks": []}]}


@dataclass
class ArrayFilm:
    """Frames of colour numbers; all are shown in one buffer, as a backend may do."""

    palette: tuple[Colour, ...]
    numbers: NDArray[np.integer]  # (frames, height, width)
    centiseconds: tuple[int, ...]
    dpi: float = 150.0
    stops_at: int | None = None
    error: type[BaseException] = KeyboardInterrupt
    about: About = ABOUT
    poster: int = 0
    plays: int = 0

    @property
    def size(self) -> tuple[int, int]:
        return self.numbers.shape[2], self.numbers.shape[1]

    def rgb(self, t: int) -> NDArray[np.uint8]:
        return np.array(self.palette, np.uint8)[self.numbers[t]][..., :3]

    def frame(self, t: int) -> Raster:
        if t == self.stops_at:
            raise self.error
        return Raster(self._pixels(t), (0, 0, *self.size))

    def frames(self) -> Iterator[Raster]:
        buffer = np.zeros(self.size[::-1], np.uint32)
        for t in range(len(self.numbers)):
            if t == self.stops_at:
                raise self.error
            new = self._pixels(t)
            rows, columns = (buffer != new).nonzero()
            box = (0, 0, 0, 0)
            if t == 0:
                box = (0, 0, *self.size)
            elif len(rows):
                box = (columns.min(), rows.min(), columns.max() + 1, rows.max() + 1)
            buffer[...] = new
            yield Raster(buffer, box)
            buffer[rows, columns] = new[rows, columns]

    def _pixels(self, t: int) -> NDArray[np.uint32]:
        return np.array(self.palette, np.uint8)[self.numbers[t]].view(np.uint32)[..., 0]


@dataclass
class PaperFilm:
    """Pages that contain only the numbers of their frames."""

    centiseconds: tuple[int, ...]
    stops_at: int | None = None
    printed: list[tuple[int, ...]] = field(default_factory=list)
    about: About = ABOUT
    poster: int = 0

    def print_pdf(self, target: BinaryIO, frames: Iterable[int]) -> None:
        shown = []
        for frame in frames:
            self._print(target, frame)
            shown.append(frame)
        self.printed.append(tuple(shown))

    def print_svg(self, target: BinaryIO, frame: int) -> None:
        self._print(target, frame)
        self.printed.append((frame,))

    def _print(self, target: BinaryIO, frame: int) -> None:
        if frame == self.stops_at:
            raise KeyboardInterrupt
        target.write(f"<{frame}>".encode())


@dataclass
class LineFilm:
    """Frames as text."""

    texts: tuple[str, ...]
    stops_at: int | None = None

    @property
    def centiseconds(self) -> tuple[int, ...]:
        return (100,) * len(self.texts)

    def frames(self) -> Iterator[str]:
        for t, text in enumerate(self.texts):
            if t == self.stops_at:
                raise KeyboardInterrupt
            yield text


def sheet(centiseconds, stops_at=None, steps=None, box=(0, 0, 100, 60), about=ABOUT, poster=None):
    """Frames without drawings; the alternative text stops if it should."""

    def stop():
        raise KeyboardInterrupt

    steps = tuple(range(len(centiseconds))) if steps is None else steps
    told = about if stops_at is None else About("film", stop)
    poster = len(centiseconds) // 2 if poster is None else poster
    return Contents(told, centiseconds, steps, box, poster)


def walk(frames: int = 4, width: int = 24, height: int = 18, centiseconds: int = 50) -> ArrayFilm:
    """A square that walks over a page with stripes; its corners meet the edges."""
    numbers = np.zeros((frames, height, width), int)
    numbers[:, ::4] = 1
    for t in range(frames):
        left = t * max(1, (width - 4) // max(1, frames - 1))
        numbers[t, t : t + 4, left : left + 4] = 2 + t % 3
    return ArrayFilm(INKS, numbers, (centiseconds,) * frames)


@st.composite
def films(draw: st.DrawFn, most_colours: int = 255) -> ArrayFilm:
    """Small films: some have one pixel, some one frame, some the same frame several times."""
    colours = draw(st.sampled_from([1, 2, 3, 4, 7, 8, 127, 128, 254, 255]))
    height, width = draw(st.integers(1, 9)), draw(st.integers(1, 9))
    count = draw(st.integers(1, 5))
    chance = np.random.default_rng(draw(st.integers(0, 99)))
    keys = chance.choice(1 << 24, min(colours, most_colours), replace=False)
    palette = tuple((int(k) & 255, int(k) >> 8 & 255, int(k) >> 16, 255) for k in keys)
    numbers = chance.integers(0, len(palette), (count, height, width))
    for t in range(1, count):
        change = draw(st.sampled_from(["all", "some", "nothing"]))
        if change != "all":
            same = chance.random((height, width)) < (0.8 if change == "some" else 2)
            numbers[t][same] = numbers[t - 1][same]
    seconds = draw(st.lists(st.integers(2, 300), min_size=count, max_size=count))
    return ArrayFilm(palette, numbers, tuple(seconds))
