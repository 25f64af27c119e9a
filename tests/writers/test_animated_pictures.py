"""WebP and APNG are read back without loss; animations that end stay at their last frame."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from PIL import Image, ImageSequence

import convanim
from convanim.errors import OutputError
from convanim.film.about import About
from convanim.writers.apng import Apng
from convanim.writers.gif import Gif
from convanim.writers.webp import Webp
from tests.support.films import ArrayFilm, films, walk

if TYPE_CHECKING:
    from pathlib import Path

WRITERS = pytest.mark.parametrize("writer", [Webp(), Apng()], ids=lambda each: each.name)


def distinct(film: ArrayFilm) -> list[tuple[int, int]]:
    """Return each frame that differs from the one before, and how long it is seen."""
    found: list[list[int]] = []
    for t, centiseconds in enumerate(film.centiseconds):
        if t and np.array_equal(film.numbers[t], film.numbers[t - 1]):
            found[-1][1] += centiseconds
        else:
            found.append([t, centiseconds])
    return [(t, centiseconds) for t, centiseconds in found]


@WRITERS
@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(film=films())
def test_every_frame_is_read_back_with_its_colours_and_duration(
    writer: Webp | Apng, film: ArrayFilm, tmp_path: Path
) -> None:
    (path,) = writer.write(film, tmp_path / f"film{writer.suffix}", lambda: None)
    with Image.open(path) as picture:
        assert picture.size == film.size
        frames = [
            (np.asarray(frame.convert("RGB")), frame.info.get("duration"))
            for frame in ImageSequence.Iterator(picture)
        ]
    expected = distinct(film)
    assert len(frames) == len(expected)
    for (pixels, duration), (t, centiseconds) in zip(frames, expected, strict=True):
        np.testing.assert_array_equal(pixels, film.rgb(t))
        assert len(expected) == 1 or duration == 10 * centiseconds


def loops(path: Path) -> int | None:
    with Image.open(path) as picture:
        return picture.info.get("loop")


@pytest.mark.parametrize(("plays", "repeats"), [(0, 0), (1, None), (3, 2)])
def test_a_gif_is_repeated(tmp_path: Path, plays: int, repeats: int | None) -> None:
    film = walk(frames=3)
    film.plays = plays
    (path,) = Gif().write(film, tmp_path / "x.gif", lambda: None)
    assert loops(path) == repeats
    assert (b"NETSCAPE" in path.read_bytes()) == (plays != 1)


@WRITERS
@pytest.mark.parametrize("plays", [0, 1, 3])
def test_a_picture_says_how_often_it_plays(tmp_path: Path, writer: Webp | Apng, plays: int) -> None:
    film = walk(frames=3)
    film.plays = plays
    (path,) = writer.write(film, tmp_path / f"x{writer.suffix}", lambda: None)
    assert loops(path) == plays


@WRITERS
def test_the_alternative_text_is_in_the_file(tmp_path: Path, writer: Webp | Apng) -> None:
    film = walk(frames=2)
    film.about = About("a & b", lambda: "x < y, größer")
    (path,) = writer.write(film, tmp_path / f"x{writer.suffix}", lambda: None)
    with Image.open(path) as picture:
        texts = picture.info.get("xmp", b"").decode()
        title, alt = picture.info.get("Title"), picture.info.get("Description")
    if writer.name == "webp":
        assert ">a &amp; b</rdf:li></rdf:Alt></dc:title>" in texts
        assert ">x &lt; y, größer</rdf:li></rdf:Alt></dc:description>" in texts
    else:
        assert (title, alt) == ("a & b", "x < y, größer")


def test_a_webp_is_without_loss(tmp_path: Path) -> None:
    (path,) = Webp().write(walk(frames=2), tmp_path / "x.webp", lambda: None)
    chunks = path.read_bytes()
    assert b"VP8L" in chunks
    assert b"VP8 " not in chunks
    (size,) = struct.unpack("<I", chunks[4:8])
    assert size + 8 == len(chunks)


def test_a_webp_has_a_largest_size(tmp_path: Path) -> None:
    film = walk(frames=1)
    film.numbers = np.zeros((1, 1, 16384), int)
    with pytest.raises(OutputError, match=r"16384 x 1 pixels; a WebP has at most 16383"):
        Webp().write(film, tmp_path / "x.webp", lambda: None)


def test_loop_is_a_key_of_figures_and_outputs(tmp_path: Path) -> None:
    fig = convanim.figure(i=4, k=3, loop=1)
    fig.save(tmp_path / "once.gif")
    fig.save(tmp_path / "twice.gif", loop=2)
    assert (loops(tmp_path / "once.gif"), loops(tmp_path / "twice.gif")) == (None, 1)
    once = fig.to_bytes("asvg").decode()
    assert "infinite" not in once
    assert "step-end 1 forwards" in once


def test_an_animated_svg_that_ends_says_what_is_seen_at_its_end() -> None:
    keys = {"i": 4, "k": 3, "s": 1, "view": "flat", "show": "step"}
    once = convanim.figure(**keys, loop=1).to_bytes("asvg").decode()
    rules = once.split("@keyframes ")[1:]
    assert rules
    assert all("100%{" in rule for rule in rules)
    endless = convanim.figure(**keys).to_bytes("asvg").decode()
    assert "forwards" not in endless
    assert "infinite" in endless
