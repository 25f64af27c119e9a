"""PNGs are read back by Pillow and by ffmpeg."""

from __future__ import annotations

import tempfile
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from PIL import Image

import convanim
from convanim.errors import OutputError
from convanim.writers.png import Png
from convanim.writers.png_frames import PngFrames
from tests.support.films import ArrayFilm, films, walk
from tests.support.reading import rgb_frames


def many_colours(count: int) -> ArrayFilm:
    keys = np.arange(count)
    colours = np.stack([keys & 255, keys >> 8, 255 - (keys & 255), 0 * keys + 255], -1)
    return ArrayFilm(tuple(map(tuple, colours)), keys.reshape(1, 2, -1), (50,))


@settings(max_examples=50)
@given(films())
def test_pillow_reads_the_same_pixels(film: ArrayFilm) -> None:
    with tempfile.TemporaryDirectory() as folder:
        paths = PngFrames().write(film, Path(folder) / "film", lambda: None)
        for t, path in enumerate(paths):
            with Image.open(path) as image:
                np.testing.assert_array_equal(np.asarray(image.convert("RGB")), film.rgb(t))


@pytest.mark.parametrize(("count", "mode"), [(2, "P"), (256, "P"), (258, "RGB"), (3000, "RGB")])
def test_a_palette_only_where_nothing_is_lost(tmp_path: Path, count: int, mode: str) -> None:
    film = many_colours(count)
    (path,) = Png().write(film, tmp_path / "film.png", lambda: None)
    with Image.open(path) as image:
        assert image.mode == mode
        np.testing.assert_array_equal(np.asarray(image.convert("RGB")), film.rgb(0))
    np.testing.assert_array_equal(rgb_frames(path, film.size)[0], film.rgb(0))


def test_the_resolution_is_noted(tmp_path: Path) -> None:
    (path,) = Png().write(walk(), tmp_path / "film.png", lambda: None)
    with Image.open(path) as image:
        assert image.info["dpi"] == pytest.approx((150, 150), abs=0.02)


@pytest.mark.parametrize(("frame", "t"), [(2, 2), ("first", 0), ("middle", 2), ("last", 3)])
def test_the_chosen_frame(tmp_path: Path, tick, frame: int | str, t: int) -> None:
    film = walk()
    (path,) = Png(frame=frame).write(film, tmp_path / "film.png", tick)
    with Image.open(path) as image:
        np.testing.assert_array_equal(np.asarray(image.convert("RGB")), film.rgb(t))
    assert tick.count == 1


def test_a_frame_the_film_does_not_have(tmp_path: Path) -> None:
    path = tmp_path / "film.png"
    with pytest.raises(OutputError) as caught:
        Png(frame=4).write(walk(frames=4), path, lambda: None)
    assert str(caught.value) == f"{path}: no frame 4: the film has 4, counted from 0"
    assert not path.exists()


def test_a_frame_alone_has_the_bytes_it_has_in_the_folder(tmp_path: Path, tick) -> None:
    paths = PngFrames().write(walk(), tmp_path / "film", tick)
    assert [path.name for path in paths] == [f"film_0{t}.png" for t in range(4)]
    assert tick.count == 4
    for t, path in enumerate(paths):
        (alone,) = Png(frame=t).write(walk(), tmp_path / "film.png", lambda: None)
        assert alone.read_bytes() == path.read_bytes()


def test_a_small_one_has_the_colours_of_a_gif(tmp_path):
    figure = convanim.figure(i=6, k=3, s=2, p=1, poster="first")
    (exact,) = figure.save(tmp_path / "exact.png")
    (small,) = figure.save(tmp_path / "small.png", small=True)
    (gif,) = figure.save(tmp_path / "x.gif")
    assert small.stat().st_size < 0.6 * exact.stat().st_size
    found = {}
    for path in (exact, small, gif):
        with Image.open(path) as picture:
            found[path] = np.asarray(picture.convert("RGB")).astype(int)
    assert np.array_equal(found[small], found[gif])
    assert abs(found[small] - found[exact]).max() <= 24
