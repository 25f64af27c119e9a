"""MP4 (H.264), encoded by the ffmpeg of imageio-ffmpeg, then read back and checked."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING, Annotated, Any, ClassVar

from convanim.errors import OutputError
from convanim.files.staging import staged
from convanim.film.raster.raster_writer import RasterWriter
from convanim.film.rates import Rate, Rates
from convanim.film.video.encoder import SilentError, fed, frames_in, patience
from convanim.film.video.matroska import before_frame, header
from convanim.plugins.key import Key
from convanim.scene.workload import Ink

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator, Sequence
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

    from convanim.film.about import About
    from convanim.film.film import RasterFilm

HUNDREDTHS = 100
"""Ticks in a second, unless there is a constant rate."""

LONGEST = 50
"""The most hundredths of a second between two frames; with fewer frames players stutter."""

QUALITY = ["-preset", "veryslow", "-crf", "26", "-movflags", "+faststart"]
"""A finer quantiser gains little: most of what is lost, colour at edges, is lost to ``yuv420p``."""

DRAWN = ["-x264-params", "no-psy=1:no-deblock=1"]
"""Frames are drawn: there is no grain of film to be kept for the eye, and edges stay sharp."""

BARE = ["-bsf:v", "filter_units=remove_types=6"]
"""Leaves out the settings of the encoder, which it would write into the video as a message."""

IN_ORDER = ["-bf", "0"]
"""Frames are stored as they are shown; otherwise a file could not state every duration exactly."""

MACROBLOCK = 16
KEPT_BLOCKS, MOST_KEPT = 32_768, 16
"""The most macroblocks that a decoder of level 4.1 keeps, and the most frames that any does."""

SAME_BYTES = ["-threads", "1", "-fflags", "+bitexact", "-flags:v", "+bitexact"]
COLOURS = [
    "scale=out_color_matrix=bt709:out_range=tv:flags=accurate_rnd",
    "setparams=range=tv:colorspace=bt709:color_primaries=bt709:color_trc=bt709",
]
"""Filters that convert the colours and that label them; unlabelled, players guess by size."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mp4(RasterWriter):
    """A video in which every frame begins exactly when it should.

    A frame is stored once for each half second that it lasts, so the rate varies. Any frame can be
    sought: decoding starts at the last of the key frames, of which there is one in 250 frames.

    Attributes
    ----------
    fps : int or None
        Frames per second, for a constant rate; frames are then repeated for as long as they last.
    """

    fps: Annotated[
        int | None,
        Key(
            "count",
            "a fixed number of frames per second; by default each frame lasts as long as it should",
        ),
    ] = None

    name: ClassVar[str] = "mp4"
    suffix: ClassVar[str] = ".mp4"
    signature: ClassVar[bytes] = rb".{4}ftyp"
    libraries: ClassVar[tuple[str, ...]] = ("imageio", "imageio-ffmpeg")
    still: ClassVar[bool] = False
    rates: ClassVar[Rates] = Rates(
        Rate(
            frame=750,
            still=Ink(straight=0.75, slanted=2.8, letters=17),
            moving=Ink(straight=0.09, slanted=0.11),
        ),
        Rate(second=0.008, pixel=2.1e-7, lasting=1.3e-7, moving=Ink(corners=1.7e-5)),
    )

    def write(self, film: RasterFilm, path: Path, tick: Callable[[], None]) -> tuple[Path, ...]:
        """Write the film to one file; odd sizes are padded with the page's colour.

        Raises
        ------
        OutputError
            The rate is too low for the shortest frame, ffmpeg failed, or the written file has too
            few frames.
        """
        parts = [_ticks(each, LONGEST) for each in film.centiseconds]
        if self.fps:
            parts = [(1,) * count for count in _repeats(film.centiseconds, self.fps)]
        if not all(parts):
            raise OutputError(
                f"{path}: fps {self.fps} is too low, as a frame lasts only"
                f" {min(film.centiseconds) / 100:g} s; use a higher fps"
            )
        ffmpeg, count = _ffmpeg(path), sum(map(len, parts))
        rate = self.fps or HUNDREDTHS
        with staged(path) as temporary:
            try:
                _encode(film, _command(ffmpeg, film, temporary, rate), rate, parts, tick)
                written = _count(ffmpeg, film, temporary, count)
            except SilentError as error:
                raise OutputError(f"{path}: {error}") from error
            if written != count:
                raise OutputError(
                    f"{path}: only {written} of {count} frames arrived; is the disk full?"
                )
        return (path,)

    @staticmethod
    def pixels(path: Path) -> Generator[NDArray[np.uint8]]:
        """Read a file back, frame by frame, each once."""
        import imageio.v2 as imageio

        # At the rate of the file, frames that last longer than others would be repeated; at one
        # frame in a thousand seconds, all last equally long.
        each_once = ["-vf", "setpts=1000*N/TB", "-r", "1/1000"]
        video: Any = imageio.get_reader(path, format="FFMPEG", output_params=each_once)
        with video:
            yield from video


def _ticks(duration: int, longest: int) -> tuple[int, ...]:
    """Return a duration in equal parts, to within one, none of which is too long."""
    count = -(-duration // longest)
    ends = [duration * n // count for n in range(count + 1)]
    return tuple(end - start for start, end in pairwise(ends))


def _repeats(centiseconds: Sequence[int], rate: int) -> list[int]:
    """Return how often each frame is shown; end times are rounded, so errors do not add up."""
    ends = [(2 * time * rate + 100) // 200 for time in accumulate(centiseconds, initial=0)]
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


def _command(ffmpeg: str, film: RasterFilm, path: Path, rate: int) -> list[str]:
    frames = ["-f", "matroska", "-i", "-"]
    video = ["-an", "-vcodec", "libx264", "-pix_fmt", "yuv420p", "-v", "quiet"]
    # Otherwise times would be rounded to a rate that ffmpeg guesses from the first frames.
    times = ["-fps_mode", "passthrough", "-enc_time_base", f"1:{rate}"]
    coding = [
        "-vf",
        _filters(film),
        *QUALITY,
        *DRAWN,
        *BARE,
        *IN_ORDER,
        "-refs",
        f"{_kept(*film.size)}",
    ]
    options = [*times, *coding, *SAME_BYTES, *_tags(film.about)]
    return [ffmpeg, "-y", *frames, *video, *options, str(path.absolute())]


def _kept(width: int, height: int) -> int:
    """Return how many frames a decoder keeps to build others from; more make a smaller file."""
    blocks = -(-width // MACROBLOCK) * -(-height // MACROBLOCK)
    return max(1, min(KEPT_BLOCKS // blocks, MOST_KEPT))


def _encode(
    film: RasterFilm,
    command: Sequence[str],
    rate: int,
    parts: Sequence[tuple[int, ...]],
    tick: Callable[[], None],
) -> None:
    with fed(command, patience(*film.size)) as send:
        for pieces in _stream(film, rate, parts):
            try:
                for piece in pieces:
                    send(piece)
            except OSError:
                return  # ffmpeg has stopped; counting its frames shows how far it came
            tick()


def _stream(
    film: RasterFilm, rate: int, parts: Sequence[tuple[int, ...]]
) -> Iterator[Sequence[bytes | NDArray[np.uint32]]]:
    """Yield for each frame of a film what is sent to ffmpeg, piece by piece."""
    pieces: list[bytes | NDArray[np.uint32]] = [header(film.size, rate)]
    start = 0
    for raster, durations in zip(film.frames(), parts, strict=True):
        for duration in durations:
            pieces += [before_frame(start, duration, raster.pixels.nbytes), raster.pixels]
            start += duration
        yield pieces
        pieces = []


def _tags(about: About) -> list[str]:
    tags = {"title": about.title, "description": about.alt, "comment": about.alt}
    return [word for key, text in tags.items() for word in ("-metadata", f"{key}={text}")]


def _filters(film: RasterFilm) -> str:
    red, green, blue, _ = film.palette[0]
    page = f"0x{red:02x}{green:02x}{blue:02x}"
    even = f"pad=ceil(iw/2)*2:ceil(ih/2)*2:color={page}"
    return ",".join((even, *COLOURS))


def _count(ffmpeg: str, film: RasterFilm, path: Path, expected: int) -> int:
    return frames_in(ffmpeg, str(path.absolute()), expected, patience(*film.size))
