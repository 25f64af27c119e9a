"""Pixels: single pixels of a scene, partial against full redraws, and a user's settings."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

import convanim
from convanim.arithmetic.values import Range, Values
from convanim.backends._mpl.raster import AggFilm
from convanim.layers.subject import Subject
from convanim.operations.conv import Conv
from convanim.operations.transposed_conv import TransposedConv
from convanim.scene.shapes import Labels, Polygons, Scene
from convanim.scene.timeline import Timing, timeline
from convanim.views.flat import Flat
from convanim.views.isometric import Isometric
from tests.backends.conftest import BLUE, GREEN, RED, THEME, WHITE, square
from tests.support.shipped import FEW

NUMBERS = Values(Range(0, 9), Range(-3, 3), seed=1)


def at(film, pixels, x, y):
    left, _, _, top = film.layout.box
    scale = film.dpi / 72
    return tuple(pixels[int((top - y) * scale), int((x - left) * scale)].tolist())


def test_the_seed_scene(layout, theme, shown):
    film = AggFilm(layout, shown, theme, 144)
    assert film.size == (200, 120)
    pixels = film.frame(0).rgb()
    assert at(film, pixels, 70, 50) == WHITE[:3]
    assert at(film, pixels, 2, 15) == RED[:3]
    # A shade of 40 % over red, and over the page.
    assert at(film, pixels, 18, 12) == (153, 0, 101)
    assert at(film, pixels, 22, 15) == (153, 153, 255)
    assert at(film, pixels, 70, 40) == GREEN[:3]
    # The line covers the shade, since it is later in the scene.
    assert at(film, pixels, 10, 15) == GREEN[:3]
    # Dashes and gaps are 3 points long, from the first point of the line.
    assert at(film, pixels, 1.5, 30) == (0, 0, 0)
    assert at(film, pixels, 4.5, 30) == WHITE[:3]
    assert at(film, pixels, 31.5, 30) == (0, 0, 0)


def test_texts_are_centred_on_their_point_and_hidden_ones_not_drawn(layout, theme, shown):
    film = AggFilm(layout, shown, theme, 720)
    pixels = film.frame(0).rgb()
    dark = (pixels.sum(axis=2) < 120).nonzero()
    x, y = dark[1] / 10 - 10, 55 - dark[0] / 10
    near = (x > 50) & (abs(y - 15) < 4)
    assert (x[near].min() + x[near].max()) / 2 == pytest.approx(60, abs=0.5)
    assert (y[near].min() + y[near].max()) / 2 == pytest.approx(15, abs=0.2)
    assert y[near].max() - y[near].min() == pytest.approx(0.6444 * 8, abs=0.4)
    assert not ((abs(x - 30) < 5) & (y > 42)).any()


@pytest.mark.parametrize("dpi", [40, 150, 173])
@pytest.mark.parametrize(
    ("view", "operation"),
    [
        (Isometric(), Conv((5, 7), (3, 2), (2, 1), ((1, 0), (2, 1)))),
        (Isometric(), TransposedConv((2, 3), (3, 3), (2, 2), ((1, 1), (1, 1)), a=(1, 0))),
        (Isometric(), Conv((20, 20), (3, 3), (3, 3))),
        (Flat(), Conv((4, 4), (3, 3), p=((1, 1), (1, 1)), values=NUMBERS)),
        (Flat(), TransposedConv((2, 2), (3, 3), (2, 2), values=NUMBERS)),
    ],
)
def test_the_fast_path_is_a_full_redraw(view, operation, dpi):
    sweep = operation.sweep()
    shown = timeline(range(len(sweep.steps)), Timing())
    film = AggFilm(view.lay_out(Subject(operation)), shown, THEME, dpi)
    for t, raster in enumerate(film.frames()):
        assert np.array_equal(raster.rgb(), film.frame(t).rgb())


@pytest.mark.parametrize(
    "keys",
    [
        {"i": 60, "k": 5, "p": 2, "frames": "0-2,64,127-130"},
        {"i": [40, 64], "k": 3, "s": [1, 2], "frames": "0,1,31-33"},
        {"i": 20, "k": 3, "view": "flat", "values": {"seed": 1}, "frames": "0-3,17-20"},
    ],
)
def test_so_it_is_on_grids_so_large_that_lines_are_drawn_in_pieces(keys):
    figure = convanim.figure(**keys)
    film = AggFilm(figure.layout, figure.timeline, figure.spec.theme, 60)
    for t, raster in enumerate(film.frames()):
        assert np.array_equal(raster.rgb(), film.frame(t).rgb())


@pytest.mark.parametrize("path", FEW, ids=lambda path: path.stem)
def test_so_it_is_for_shipped_figures(path):
    """Of a long film the first frames, some after a leap and the last ones."""
    figure = convanim.load(path)
    count = len(figure)
    chosen = sorted({*range(min(count, 9)), *range(count // 2, count)[:2], *range(count)[-2:]})
    shown = figure.timeline
    some = replace(
        shown,
        moments=tuple(shown.moments[t] for t in chosen),
        centiseconds=tuple(shown.centiseconds[t] for t in chosen),
        poster=0,
    )
    film = AggFilm(figure.layout, some, figure.spec.theme, 72)
    for t, raster in enumerate(film.frames()):
        assert np.array_equal(raster.rgb(), film.frame(t).rgb())


class Fading:
    """Layers that appear, disappear and change below others, so that none is a background."""

    box = (0.0, 0.0, 60.0, 30.0)

    def scene(self, step):
        ground = Polygons("ground", (square(0, 0, 10 + 3 * (step > 2)),))
        still = Polygons("shade", (square(5, 5, 20),))
        text = Labels("text", ((str(step), (40, 15)),))
        layers = [(ground, still), (ground, still, text), (still, text), (ground,), ()]
        return Scene(self.box, layers[step % 5])


def test_layers_may_come_and_go():
    film = AggFilm(Fading(), timeline(range(12), Timing()), THEME, 100)
    for t, raster in enumerate(film.frames()):
        assert np.array_equal(raster.rgb(), film.frame(t).rgb())


def test_outside_the_box_nothing_changes(layout, theme, shown):
    film = AggFilm(layout, shown, theme, 150)
    before = None
    for raster in film.frames():
        left, top, right, bottom = raster.box
        now = raster.pixels.copy()
        if before is not None:
            before[top:bottom, left:right] = now[top:bottom, left:right]
            assert np.array_equal(before, now)
            assert (right - left) * (bottom - top) < now.size / 2
        before = now


def test_a_frame_like_the_one_before_changes_nothing(layout, theme):
    film = AggFilm(layout, timeline([1, 1], Timing()), theme, 150)
    assert [raster.box for raster in film.frames()][1] == (0, 0, 0, 0)


def test_the_palette_has_every_flat_colour(layout, theme, shown):
    film = AggFilm(layout, shown, theme, 150)
    assert film.palette[0] == WHITE
    flats = {RED, GREEN, WHITE, (0, 0, 0, 255), (153, 0, 101, 255), (153, 153, 255, 255)}
    assert flats <= set(film.palette)
    assert BLUE not in film.palette


def test_a_users_matplotlibrc_changes_nothing(layout, theme, shown):
    import matplotlib

    usual = AggFilm(layout, shown, theme, 150).frame(0).rgb()
    rude = {
        "mathtext.fontset": "stix",
        "font.family": "monospace",
        "font.size": 30,
        "path.snap": True,
        "path.sketch": (5, 50, 2),
        "lines.antialiased": False,
        "text.antialiased": False,
        "text.hinting": "native",
    }
    with matplotlib.rc_context(rude):
        from convanim.backends._mpl import lettering

        lettering.outline.cache_clear()
        bent = AggFilm(layout, shown, theme, 150).frame(0).rgb()
        lettering.outline.cache_clear()
    assert np.array_equal(usual, bent)
