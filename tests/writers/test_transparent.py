"""Animations with a transparent page: what they uncover is transparent again."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from PIL import Image, ImageSequence

import convanim
from convanim.film.raster.palette import on_matte
from convanim.writers.apng import Apng
from convanim.writers.gif import CLEAR, Gif
from convanim.writers.webp import Webp
from tests.support.films import ArrayFilm, films, walk
from tests.support.reading import decoded

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

WRITERS = pytest.mark.parametrize("writer", [Gif(), Webp(), Apng()], ids=lambda each: each.name)


def on_glass(film: ArrayFilm) -> ArrayFilm:
    """Return the film with a page, its first colour, that is transparent."""
    film.palette = ((*film.palette[0][:3], 0), *film.palette[1:])
    return film


def rgba(film: ArrayFilm, t: int) -> NDArray[np.uint8]:
    colours = np.array(film.palette, np.uint8)
    colours[0] = 0
    return colours[film.numbers[t]]


def seen(content: bytes) -> list[tuple[NDArray[np.uint8], int]]:
    """Return red, green, blue and opacity of each frame, black where transparent, and its time."""
    found = []
    with Image.open(io.BytesIO(content)) as picture:
        for frame in ImageSequence.Iterator(picture):
            pixels = np.array(frame.convert("RGBA"))
            pixels[pixels[..., 3] == 0] = 0
            found.append((pixels, round(frame.info.get("duration", 0))))
    return found


@WRITERS
@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(film=films().map(on_glass))
def test_every_frame_is_read_back_with_what_is_transparent(
    writer: Gif | Webp | Apng, film: ArrayFilm, tmp_path: Path
) -> None:
    (path,) = writer.write(film, tmp_path / f"film{writer.suffix}", lambda: None)
    starts = np.cumsum([0, *film.centiseconds]) * 10
    at = 0
    for pixels, duration in seen(path.read_bytes()):
        t = int(np.searchsorted(starts, at, side="right")) - 1
        np.testing.assert_array_equal(pixels, rgba(film, t))
        at += duration
    if writer.name == "gif":
        assert at == starts[-1]


@settings(max_examples=6, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(film=films().map(on_glass))
def test_ffmpeg_clears_what_a_gif_uncovers(film: ArrayFilm, tmp_path: Path) -> None:
    (path,) = Gif().write(film, tmp_path / "film.gif", lambda: None)
    frames = np.frombuffer(decoded(path, "rgba"), np.uint8)
    frames = frames.reshape(len(film.numbers), *film.size[::-1], 4).copy()
    frames[frames[..., 3] == 0] = 0
    np.testing.assert_array_equal(frames, [rgba(film, t) for t in range(len(film.numbers))])


def test_a_gif_clears_a_frame_only_where_the_next_one_uncovers_something(tmp_path: Path) -> None:
    film = on_glass(walk(frames=4))
    film.numbers = np.zeros((4, 6, 8), int)
    film.numbers[1:, 2, 3:5] = 1
    film.numbers[2:, 4, 4:6] = 2
    film.numbers[3, 2, 3] = 0
    (path,) = Gif().write(film, tmp_path / "x.gif", lambda: None)
    controls = [part[1] >> 2 & 7 for part in path.read_bytes().split(b"!\xf9")[1:]]
    assert controls == [1, 1, CLEAR, 1]


def test_a_long_frame_with_a_transparent_page_keeps_its_time(tmp_path: Path, tick) -> None:
    film = on_glass(walk(frames=2))
    film.centiseconds = (65_535 + 7, 50)
    (path,) = Gif().write(film, tmp_path / "x.gif", tick)
    found = seen(path.read_bytes())
    assert [duration for _, duration in found] == [655_350, 70, 500]
    for (pixels, _), t in zip(found, (0, 0, 1), strict=True):
        np.testing.assert_array_equal(pixels, rgba(film, t))
    assert tick.count == 2


def test_colours_on_a_matte() -> None:
    channels = np.array([[10, 20, 30, 255], [10, 20, 30, 0], [0, 100, 255, 51]], np.uint8)
    laid = on_matte(channels.view(np.uint32)[:, 0], (200, 150, 5, 0)).view(np.uint8).reshape(-1, 4)
    assert laid.tolist() == [[10, 20, 30, 255], [200, 150, 5, 255], [160, 140, 55, 255]]


FIGURES = {
    "guide": {"i": 3, "k": 2, "p": 1, "theme": "guide"},
    "dark": {"i": 2, "k": 2, "p": 1, "theme": "clear-dark", "values": {"seed": 2}},
}

EDGE = 32
"""How far the nearest colour of a palette can be from one of an edge."""

GROUNDS = pytest.mark.parametrize("ground", ["#ffffff", "#102840"])


def laid(pixels: NDArray[np.uint8], ground: str) -> NDArray[np.float64]:
    opacity = pixels[..., 3:] / 255
    return pixels[..., :3] * opacity + np.array([*bytes.fromhex(ground[1:])]) * (1 - opacity)


@GROUNDS
@pytest.mark.parametrize("keys", FIGURES.values(), ids=FIGURES)
@pytest.mark.parametrize("name", ["webp", "apng"])
def test_frames_lie_on_any_ground_as_the_raster_does(name: str, keys: dict, ground: str) -> None:
    figure = convanim.figure(**keys, background="none", dpi=60)
    for t, (pixels, _) in enumerate(seen(figure.to_bytes(name))):
        expected = figure.with_(background=ground).frame(t)
        assert np.abs(laid(pixels, ground) - expected).max() <= EDGE, t


@pytest.mark.parametrize("keys", FIGURES.values(), ids=FIGURES)
def test_edges_in_a_gif_are_those_on_the_page_of_the_theme(keys: dict) -> None:
    figure = convanim.figure(**keys, background="none", dpi=60)
    page = "#{:02x}{:02x}{:02x}".format(*figure.spec.theme.page[:3])
    for t, (pixels, _) in enumerate(seen(figure.to_bytes("gif"))):
        assert set(np.unique(pixels[..., 3])) == {0, 255}
        expected = figure.with_(background=page).frame(t)
        assert np.abs(laid(pixels, page) - expected).max() <= EDGE, t
        # On another ground, what is transparent shows it, and what is opaque is the same.
        elsewhere = figure.with_(background="#102840").frame(t).astype(int)
        same = (elsewhere == expected).all(axis=2)
        far = np.abs(laid(pixels, "#102840") - elsewhere).max(axis=2)
        assert far[same].max() <= EDGE, t
        assert far[pixels[..., 3] == 0].max() == 0, t
