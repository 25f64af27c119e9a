"""MP4 (H.264), encoded by the ffmpeg of imageio-ffmpeg, then read back and checked."""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING, Annotated, Any, ClassVar

from convanim.errors import OutputError
from convanim.files.staging import staged
from convanim.film.encoder import SilentError, fed, frames_in, patience
from convanim.film.raster_writer import RasterWriter
from convanim.plugins.key import Key

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Sequence
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

    from convanim.film.film import RasterFilm

SLOWEST, FASTEST = 10, 50
"""Frames per second: many players stutter below the first; the second is smooth."""

QUALITY = ["-preset", "medium", "-crf", "18", "-movflags", "+faststart"]
SAME_BYTES = ["-threads", "1", "-fflags", "+bitexact", "-flags:v", "+bitexact"]
COLOURS = [
    "scale=out_color_matrix=bt709:out_range=tv:flags=accurate_rnd",
    "setparams=range=tv:colorspace=bt709:color_primaries=bt709:color_trc=bt709",
]
"""Filters that convert the colours and that label them; unlabelled, players guess by size."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mp4(RasterWriter):
    """A video at a constant rate; frames are repeated for as long as they last.

    Attributes
    ----------
    fps : int or None
        Frames per second. None picks the lowest rate from 10 to 50 that keeps every duration
        exact, or else 50 with rounded durations.
    """

    fps: Annotated[int | None, Key("count", "frames a second, else what fits the durations")] = None

    name: ClassVar[str] = "mp4"
    suffix: ClassVar[str] = ".mp4"
    signature: ClassVar[bytes] = rb".{4}ftyp"
    libraries: ClassVar[tuple[str, ...]] = ("imageio", "imageio-ffmpeg")
    still: ClassVar[bool] = False

    def write(self, film: RasterFilm, path: Path, tick: Callable[[], None]) -> tuple[Path, ...]:
        """Write the film to one file; odd sizes are padded with the page's colour.

        Raises
        ------
        OutputError
            The rate is too low for the shortest frame, ffmpeg failed, or the written file has too
            few frames.
        """
        rate = Fraction(self.fps) if self.fps else _fitting(film.centiseconds)
        repeats = _repeats(film.centiseconds, rate)
        if min(repeats) < 1:
            raise OutputError(
                f"{path}: fps {float(rate):g} is too low: a frame lasts only"
                f" {min(film.centiseconds) / 100:g} s"
            )
        ffmpeg = _ffmpeg(path)
        with staged(path) as temporary:
            try:
                _encode(film, _command(ffmpeg, film, temporary, rate), repeats, tick)
                written = _count(ffmpeg, film, temporary, sum(repeats))
            except SilentError as error:
                raise OutputError(f"{path}: {error}") from error
            if written != sum(repeats):
                raise OutputError(
                    f"{path}: only {written} of {sum(repeats)} frames arrived; is the disk full?"
                )
        return (path,)

    @staticmethod
    def pixels(path: Path) -> Generator[NDArray[np.uint8]]:
        """Read a file back, frame by frame."""
        import imageio.v2 as imageio

        video: Any = imageio.get_reader(path, format="FFMPEG")
        with video:
            yield from video


def _fitting(centiseconds: Sequence[int]) -> Fraction:
    exact = Fraction(100, math.gcd(*centiseconds))
    return min(exact * max(1, math.ceil(SLOWEST / exact)), Fraction(FASTEST))


def _repeats(centiseconds: Sequence[int], rate: Fraction) -> list[int]:
    """Return how often each frame is shown; end times are rounded, so errors do not add up."""
    times = accumulate(centiseconds, initial=0)
    ends = [math.floor(time * rate / 100 + Fraction(1, 2)) for time in times]
    return [end - start for start, end in pairwise(ends)]


def _ffmpeg(path: Path) -> str:
    import shutil

    from imageio_ffmpeg import get_ffmpeg_exe

    try:
        ffmpeg: str = get_ffmpeg_exe()
    except RuntimeError as error:
        raise OutputError(f"{path}: {error}") from error
    if not shutil.which(ffmpeg):
        raise OutputError(
            f"{path}: no program {ffmpeg}; reinstall imageio-ffmpeg, or let IMAGEIO_FFMPEG_EXE "
            "name an ffmpeg"
        )
    return ffmpeg


def _command(ffmpeg: str, film: RasterFilm, path: Path, rate: Fraction) -> list[str]:
    width, height = film.size
    frames = ["-f", "rawvideo", "-s", f"{width}x{height}", "-pix_fmt", "rgba", "-r", str(rate)]
    video = ["-an", "-vcodec", "libx264", "-pix_fmt", "yuv420p", "-v", "quiet"]
    options = ["-vf", _filters(film), *QUALITY, *SAME_BYTES]
    return [ffmpeg, "-y", *frames, "-i", "-", *video, *options, str(path.absolute())]


def _encode(
    film: RasterFilm, command: Sequence[str], repeats: list[int], tick: Callable[[], None]
) -> None:
    with fed(command, patience(*film.size)) as send:
        for raster, count in zip(film.frames(), repeats, strict=True):
            try:
                for _ in range(count):
                    send(raster.pixels)
            except OSError:
                return  # ffmpeg has stopped; counting its frames shows how far it came
            tick()


def _filters(film: RasterFilm) -> str:
    red, green, blue, _ = film.palette[0]
    page = f"0x{red:02x}{green:02x}{blue:02x}"
    even = f"pad=ceil(iw/2)*2:ceil(ih/2)*2:color={page}"
    return ",".join((even, *COLOURS))


def _count(ffmpeg: str, film: RasterFilm, path: Path, expected: int) -> int:
    return frames_in(ffmpeg, str(path.absolute()), expected, patience(*film.size))
