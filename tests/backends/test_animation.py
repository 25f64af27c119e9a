"""Animated SVG: the same drawing as the raster in every frame, in a twentieth of a GIF's bytes."""

from __future__ import annotations

import gzip
import io
import itertools
import re
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest
from PIL import Image

import convanim
from convanim.backends._svg.document import Document
from convanim.backends._svg.tracks import Track, tracks
from convanim.backends.pages import Pages
from convanim.config import theme
from convanim.film.about import About
from convanim.film.page_setup import PageSetup
from convanim.scene.motion import drawing
from convanim.scene.shapes import Labels, Polygons, Strokes
from tests.support.shipped import FEW

ROOT = Path(__file__).parents[2]
GUIDE = sorted((ROOT / "configs/guide").glob("*.yaml"))
ABOUT = About("figure", lambda: "what <is> & seen")
SVG = "{http://www.w3.org/2000/svg}"


def svg(figure, name=None):
    shown = theme(name) if name else figure.spec.theme
    document = Document(figure.layout, figure.timeline, shown, PageSetup(), ABOUT)
    return document.svg(lambda: None)


@pytest.mark.parametrize("path", FEW, ids=lambda path: path.stem)
def test_the_tracks_show_every_layer_of_every_frame_in_paint_order(path):
    figure = convanim.load(path)
    frames = [drawing(figure.layout, each).layers for each in figure.timeline.moments[:40]]
    found = tracks(frames)
    for t, layers in enumerate(frames):
        shown = [track.frames[t] for track in found if track.frames[t] is not None]
        assert shown == [layer for layer in layers if layer.points()]


def test_layers_that_move_and_layers_that_change():
    square = Polygons("window", (((0, 0), (1, 0), (1, 1)),))
    wider = Polygons("window", (((0, 0), (2, 0), (2, 1)),))
    moved = Track((square, square.shifted(2, 1), None, square))
    assert moved.offsets() == ((0, 0), (2, 1), (2, 1), (0, 0))
    assert Track((square, wider)).offsets() is None
    text = Labels("title", (("a", (0, 0)),))
    assert Track((text, text.shifted(1, 0))).offsets() == ((0, 0), (1, 0))
    assert Track((text, Labels("title", (("b", (0, 0)),)))).offsets() is None
    line = Strokes("grid", (((0, 0), (1, 0)),))
    assert Track((line, Strokes("grid", (*line.lines, ((0, 1), (1, 1)))))).offsets() is None


def test_the_guides_animations_are_a_twentieth_of_their_gifs():
    documents = [svg(convanim.load(path)).encode() for path in GUIDE]
    gifs = sum((ROOT / f"gallery/guide/{path.stem}.gif").stat().st_size for path in GUIDE)
    assert 20 * sum(map(len, documents)) < gifs
    assert 75 * sum(len(gzip.compress(each, 9)) for each in documents) < gifs


WHOLE = {"excerpt": False, "frames": "all"}


def test_bytes_do_not_grow_with_frames():
    even = {"step": 1, "row": 1, "last": 1}
    small, large = (
        convanim.figure(i=i, k=3, view="flat", fill=False, timing=even, frames="all")
        for i in (8, 20)
    )
    assert len(large) == 9 * len(small)
    assert len(svg(large)) < 2 * len(svg(small))  # the grids have more lines


def test_it_is_one_document_without_scripts_or_references_to_others():
    text = svg(convanim.figure(i=4, k=3, title="<script>alert(1)</script> & so"))
    root = ElementTree.fromstring(text)
    assert root.find(f"{SVG}title").text == "figure"
    assert root.find(f"{SVG}desc").text == "what <is> & seen"
    assert "<script" not in text
    known = {each.get("id") for each in root.iter() if each.get("id")}
    used = {each.get("href") for each in root.iter(f"{SVG}use")}
    assert used == {f"#{name}" for name in known}


def test_without_animation_it_shows_the_first_frame():
    figure = convanim.figure(i=4, k=3, values={"seed": 1})
    root = ElementTree.fromstring(svg(figure))
    seen = {
        id(each)
        for group in root.iter(f"{SVG}g")
        if group.get("visibility") == "hidden"
        for each in group.iter()
    }
    texts = [each for each in root.iter(f"{SVG}use") if id(each) not in seen]
    layers = [layer for layer in figure.layout.scene(0).layers if isinstance(layer, Labels)]
    visible = sum(len(text) if text.isalnum() else 1 for layer in layers for text, _ in layer.texts)
    assert len(texts) == visible


def still(figure, width, height):
    """Return the poster as a page of a paper, with the size in pixels."""
    target = io.BytesIO()
    film = Pages(figure.layout, figure.timeline, figure.spec.theme, ABOUT)
    film.print_svg(target, film.poster)
    text = target.getvalue().decode()
    size = f'width="{width}" height="{height}" preserveAspectRatio="none"'
    return re.sub(r'width="[0-9.]+pt" height="[0-9.]+pt"', size, text)


FIGURES = {
    "guide": {"i": 5, "k": 3, "s": 2, "p": 1, "theme": "guide"},
    "numbers": {"i": 5, "k": 3, "p": 1, "values": {"seed": 3}},
    "motion": {"i": 4, "k": 3, "timing": {"tween": 2}},
    "fade": {
        "i": 3,
        "k": 2,
        "p": [0, 1],
        "s": [1, 2],
        "timing": {"tween": 3},
        "values": {"seed": 1},
    },
    "pauses": {"i": 4, "k": 3, "timing": {"step": 0.5, "row": 0.8, "last": 2}},
    "hatched": {"i": 5, "k": 3, "theme": "paper"},
    "channels": {"i": 4, "k": 3, "in_channels": 2, "view": "channels", "values": {"seed": 2}},
    "stamps": {"operation": "transposed_conv", "i": 2, "k": 3, "view": "scatter"},
    "sizes": {"i": 64, "k": 3, "in_channels": 3, "out_channels": 8, "view": "shapes"},
}


def test_the_middle_of_the_figure_that_fades_is_a_fade():
    figure = convanim.figure(**FIGURES["fade"])
    assert figure.timeline.moments[len(figure) // 2].fades


def difference(page, expected):
    """Return the part of the pixels that a browser shows quite different from those expected."""
    shot = np.asarray(Image.open(io.BytesIO(page.screenshot())).convert("RGB"))
    return float(np.mean(np.abs(shot.astype(int) - expected).max(axis=2) > 96))


@pytest.mark.xdist_group("player")
def test_a_browser_draws_what_the_raster_has(chromium, tmp_path):
    """In the animation, and in a page of a paper."""
    apart: dict[str, float] = {}
    for name, keys in FIGURES.items():
        figure = convanim.figure(**keys)
        place = tmp_path / f"{name}.svg"
        place.write_text(svg(figure), encoding="utf-8")
        height, width, _ = figure.frame(0).shape
        page = chromium.new_page(viewport={"width": width, "height": height})
        page.goto(place.as_uri())
        starts = [0, *itertools.accumulate(figure.timeline.centiseconds)]
        for t in sorted({0, 1, len(figure) // 2, len(figure) - 1} & {*range(len(figure))}):
            page.evaluate(SEEK, (starts[t] + starts[t + 1]) / 200)
            apart[name] = max(apart.get(name, 0.0), difference(page, figure.frame(t)))
        place.write_text(still(figure, width, height), encoding="utf-8")
        page.goto(place.as_uri())
        apart[name] = max(apart[name], difference(page, figure.frame(figure.poster)))
        page.close()
    # A card of sizes is mostly letters, whose edges differ.
    worst = apart.pop("sizes")
    assert worst < 0.01
    assert max(apart.values()) < 0.005, apart


SEEK = """seconds => {
    document.documentElement.pauseAnimations();
    document.documentElement.setCurrentTime(seconds);
    for (const each of document.getAnimations()) {
        each.pause();
        each.currentTime = seconds * 1000;
    }
}"""


DARK = {
    "numbers": {"i": 3, "k": 2, "p": 1, "values": {"seed": 3}, "dark": "clear-dark"},
    "hatched": {"i": 5, "k": 3, "theme": "paper", "dark": {"extends": "paper", "page": "#101820"}},
    "shade": {"i": 4, "k": 3, "theme": "guide", "dark": {"extends": "guide", "input": "#402010"}},
}


@pytest.mark.xdist_group("player")
def test_readers_who_prefer_dark_pages_see_the_colours_of_the_other_theme(chromium, tmp_path):
    """In a document of its own and as an image of a page, whose scheme it follows."""
    for name, keys in DARK.items():
        figure = convanim.figure(**keys, frames="1")
        light, dark = figure.frame(0), figure.with_(theme=keys["dark"]).frame(0)
        height, width, _ = light.shape
        (tmp_path / f"{name}.svg").write_bytes(figure.to_bytes("asvg"))
        (tmp_path / f"{name}.html").write_text(
            '<meta name="color-scheme" content="light dark"><style>body{margin:0}</style>'
            f'<img src="{name}.svg">'
        )
        page = chromium.new_page(viewport={"width": width, "height": height})
        for scheme, expected in (("light", light), ("dark", dark)):
            page.emulate_media(color_scheme=scheme)
            for suffix in ("svg", "html"):
                page.goto((tmp_path / f"{name}.{suffix}").as_uri())
                assert difference(page, expected) < 0.005, (name, scheme, suffix)
        assert np.mean(np.abs(light.astype(int) - dark).max(axis=2) > 96) > 0.02
        page.close()


@pytest.mark.parametrize("name", ["asvg", "svg"])
def test_a_second_palette_costs_a_few_bytes(name):
    keys = {"i": 5, "k": 3, "p": 1}
    plain = convanim.figure(**keys).to_bytes(name)
    both = convanim.figure(**keys, dark="clear-dark").to_bytes(name)
    assert 0 < len(both) - len(plain) < 900
    assert b"prefers-color-scheme" not in plain
    assert convanim.figure(**keys, dark="clear").to_bytes(name) == plain
    style = both.split(b"<style>")[1].split(b"</style>")[0].decode()
    assert "@media(prefers-color-scheme:dark){.page{fill:#14171c}" in style


def test_what_a_theme_does_not_draw_has_no_dark_colour_either():
    bare = convanim.figure(i=5, k=3, theme="guide").to_bytes("asvg")
    both = convanim.figure(i=5, k=3, theme="guide", dark="clear-dark").to_bytes("asvg")
    assert both.count(b"<use") == bare.count(b"<use")
    assert both.count(b"<path") == bare.count(b"<path")


def test_a_dark_colour_that_is_opaque_undoes_the_opacity_of_the_other():
    dark = {"extends": "guide", "window": "#402010"}
    both = convanim.figure(i=5, k=3, theme="guide", dark=dark).to_bytes("asvg").decode()
    rules = both.split("@media(prefers-color-scheme:dark)")[1]
    assert "{fill-opacity:1;fill:#402010" in rules


def test_a_transparent_page_is_transparent_in_the_dark():
    figure = convanim.figure(i=4, k=3, background="none", dark="clear-dark")
    text = figure.to_bytes("asvg").decode()
    assert '<rect width="100%" height="100%" fill="none"/>' in text
    assert ".page" not in text
