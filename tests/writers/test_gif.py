"""GIFs are read back by Pillow and by ffmpeg."""

from __future__ import annotations

import tempfile
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from PIL import Image, ImageSequence

from convanim.errors import OutputError
from convanim.writers.gif import Gif
from tests.support.films import INKS, ArrayFilm, films, walk
from tests.support.reading import about, rgb_frames


def written(film: ArrayFilm, folder: Path) -> Path:
    (path,) = Gif().write(film, folder / "film.gif", lambda: None)
    return path


def assert_pillow_sees(film: ArrayFilm, path: Path) -> None:
    with Image.open(path) as image:
        assert image.size == film.size
        assert image.n_frames == len(film.numbers)
        assert image.info["loop"] == 0
        for t, frame in enumerate(ImageSequence.Iterator(image)):
            assert frame.info["duration"] == 10 * film.centiseconds[t]
            np.testing.assert_array_equal(np.asarray(frame.convert("RGB")), film.rgb(t))


@settings(max_examples=80)
@given(films())
def test_pillow_reads_the_same_pixels_and_durations(film: ArrayFilm) -> None:
    with tempfile.TemporaryDirectory() as folder:
        assert_pillow_sees(film, written(film, Path(folder)))


@settings(max_examples=6, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(film=films())
def test_ffmpeg_reads_the_same_pixels(film: ArrayFilm, tmp_path: Path) -> None:
    frames = rgb_frames(written(film, tmp_path), film.size)
    np.testing.assert_array_equal(frames, [film.rgb(t) for t in range(len(film.numbers))])


def test_ffmpeg_reads_the_same_seconds(tmp_path: Path) -> None:
    film = walk(frames=6, centiseconds=25)
    assert "Duration: 00:00:01.50" in about(written(film, tmp_path))


def test_a_frame_like_the_one_before_costs_few_bytes_and_keeps_its_time(tmp_path: Path) -> None:
    moving, standing = walk(frames=1), walk(frames=1)
    standing.numbers = standing.numbers.repeat(11, axis=0)
    standing.centiseconds = tuple(range(50, 61))
    short = written(moving, tmp_path).stat().st_size
    path = written(standing, tmp_path)
    assert path.stat().st_size - short == 10 * 23
    assert_pillow_sees(standing, path)


def test_a_duration_beyond_16_bits_is_kept(tmp_path: Path) -> None:
    film = walk(frames=2)
    film.centiseconds = (65_535 + 65_535 + 7, 50)
    with Image.open(written(film, tmp_path)) as image:
        durations = [frame.info["duration"] for frame in ImageSequence.Iterator(image)]
    assert durations == [655_350, 655_350, 70, 500]


def test_a_colour_outside_of_the_palette_becomes_the_nearest_inside(tmp_path: Path) -> None:
    film = walk(frames=1)
    film.palette = (*INKS, (250, 251, 252, 255), (5, 1, 3, 255))
    film.numbers = np.array([[[0, 5, 1, 6]]])
    shown = film.rgb(0)
    path = tmp_path / "film.gif"
    narrow = _Narrow(film.palette, film.numbers, film.centiseconds)
    Gif().write(narrow, path, lambda: None)
    with Image.open(path) as image:
        pixels = np.asarray(image.convert("RGB"))
    np.testing.assert_array_equal(pixels, shown[:, [0, 0, 2, 2]])


class _Narrow:
    """A film that draws in more colours than its palette has."""

    def __init__(self, *args: object) -> None:
        self._film = ArrayFilm(*args)  # type: ignore[arg-type]
        self.palette, self.plays = INKS, 0
        self.size, self.centiseconds = self._film.size, self._film.centiseconds
        self.frames = self._film.frames


def test_thousands_of_unknown_colours_find_their_nearest(tmp_path: Path) -> None:
    gradient = tuple((t & 255, t & 255, t & 255, 255) for t in range(256))
    keys = np.arange(10_000)
    colours = np.stack([keys & 255, keys >> 8, keys % 251, 0 * keys + 255], -1)
    wide = ArrayFilm(tuple(map(tuple, colours)), keys.reshape(1, 100, 100), (50,))
    narrow = _Narrow(wide.palette, wide.numbers, wide.centiseconds)
    narrow.palette = gradient[:255]
    Gif().write(narrow, tmp_path / "film.gif", lambda: None)
    with Image.open(tmp_path / "film.gif") as image:
        grey = np.asarray(image.convert("L")).astype(int)
    mean = wide.rgb(0).astype(int).mean(axis=-1)
    assert np.abs(grey - mean).max() <= 0.5


def test_memory_does_not_grow_with_the_frames(tmp_path: Path) -> None:
    import tracemalloc

    def peak(frames: int) -> int:
        film = walk(frames=2, width=64, height=64)
        film.numbers = np.broadcast_to(film.numbers[:1], (frames, 64, 64))
        film.centiseconds = (5,) * frames
        tracemalloc.start()
        written(film, tmp_path)
        most = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return most

    peak(1)
    assert peak(300) < peak(3) + 20_000


def test_bytes_are_the_same_every_time(tmp_path: Path) -> None:
    first = written(walk(), tmp_path).read_bytes()
    assert written(walk(), tmp_path).read_bytes() == first


def test_a_tick_for_every_frame(tmp_path: Path, tick) -> None:
    Gif().write(walk(frames=5), tmp_path / "film.gif", tick)
    assert tick.count == 5


def test_a_picture_too_wide_for_a_gif_is_refused(tmp_path: Path) -> None:
    film = ArrayFilm(INKS, np.zeros((1, 1, 70_000), int), (50,))
    path = tmp_path / "film.gif"
    with pytest.raises(OutputError) as caught:
        Gif().write(film, path, lambda: None)
    assert str(caught.value) == f"{path}: 70000 x 1 pixels; a GIF has at most 65535"
    assert list(tmp_path.iterdir()) == []
