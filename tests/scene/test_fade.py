"""A fade: every colour lies between those of two drawings, and every number can be read."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

import convanim
from convanim.api.shot import raster
from convanim.scene.blend import inside, letters, line
from convanim.scene.colours import mixed
from convanim.scene.fade import fade
from convanim.scene.motion import drawing
from convanim.scene.shapes import Labels, Polygons, Scene, Strokes
from convanim.scene.theme import Ink, Theme
from convanim.scene.vision import CONTRAST, contrast

BOX = (0.0, 0.0, 10.0, 10.0)
PAGE, BLUE, DEEP = (255, 255, 255, 255), (195, 221, 248, 255), (8, 109, 186, 255)
DARK, WHITE = (19, 34, 44, 255), (255, 255, 255, 255)
THEME = Theme(
    "t",
    (
        ("root", Ink(text=DARK, line=DARK, width=1.0, size=8.0)),
        ("page", Ink(fill=PAGE)),
        ("input", Ink(fill=BLUE)),
        ("window", Ink(fill=DEEP, text=WHITE)),
        ("shade", Ink(fill=(0, 0, 0, 102))),
        ("outline", Ink(line=DARK)),
    ),
)


def square(left, bottom, side):
    right, top = left + side, bottom + side
    return (left, bottom), (right, bottom), (right, top), (left, top)


def scene(*layers):
    return Scene(BOX, layers)


MAP = Polygons("input", (square(2.0, 2.0, 6.0),))


def colours(frame, point):
    """Return the colour at a point of a frame whose shapes have sides along the axes."""
    found = PAGE
    for layer in frame.layers:
        for shape in layer.shapes if isinstance(layer, Polygons) else ():
            xs, ys = zip(*shape, strict=True)
            if min(xs) < point[0] < max(xs) and min(ys) < point[1] < max(ys):
                found = mixed(THEME.paint(layer.role).fill, found, 1)
    return found


@pytest.mark.parametrize("part", [0.25, 0.5, 0.75])
def test_a_window_goes_from_one_place_and_comes_to_another(part):
    """The two overlap, and both reach past the map."""
    here = scene(MAP, Polygons("window", (square(1.0, 1.0, 5.0),)))
    there = scene(MAP, Polygons("window", (square(4.0, 4.0, 5.0),)))
    frame = fade(here, there, part)
    assert colours(frame, (0.5, 0.5)) == PAGE
    assert colours(frame, (5.0, 5.0)) == DEEP
    assert colours(frame, (7.5, 2.5)) == BLUE
    for point, ground in (((1.5, 1.5), PAGE), ((3.0, 3.0), BLUE)):
        assert colours(frame, point) == pytest.approx(mixed(ground, DEEP, part), abs=1)
    for point, ground in (((8.5, 8.5), PAGE), ((7.0, 7.0), BLUE)):
        assert colours(frame, point) == pytest.approx(mixed(DEEP, ground, part), abs=1)


def test_a_translucent_shade_is_drawn_once():
    here, there = scene(MAP, Polygons("shade", (square(1.0, 1.0, 5.0),))), scene(MAP)
    frame = fade(here, there, 0.25)
    for point, ground in (((1.5, 1.5), PAGE), ((3.0, 3.0), BLUE)):
        shaded = mixed((0, 0, 0, 102), ground, 1)
        assert colours(frame, point) == pytest.approx(mixed(ground, shaded, 0.25), abs=2)


def test_lines_of_one_drawing_are_faint_and_those_of_both_are_not():
    both, gone, new = (((x, 0.0), (x, 9.0)) for x in (1.0, 2.0, 3.0))
    here, there = scene(Strokes("outline", (both, gone))), scene(Strokes("outline", (both, new)))
    (kept, faint) = fade(here, there, 0.25).layers
    assert kept == Strokes("outline", (both,))
    assert faint.lines == (gone,)
    assert THEME.paint(faint.role).line == (*DARK[:3], 191)
    (_, coming) = fade(here, there, 0.75).layers
    assert coming.lines == (new,)
    assert THEME.paint(coming.role).line == (*DARK[:3], 191)


def test_texts_are_those_of_the_nearer_drawing():
    here, there = scene(Labels("label", (("a", (1, 1)),))), scene(Labels("label", (("b", (1, 1)),)))
    assert fade(here, there, 0.4).layers == here.layers
    assert fade(here, there, 0.6).layers == there.layers


def test_a_number_is_in_the_ink_that_stands_out_from_what_is_under_it():
    number = ("7", (5.0, 5.0))
    under, upon = Labels("input.value", (number,)), Labels("window.value", (number,))
    here = scene(MAP, under, Polygons("window", (square(4.0, 4.0, 2.0),)), upon)
    there = scene(MAP, under)
    inks = set()
    for part in (0.1, 0.4, 0.6, 0.9):
        frame = fade(here, there, part)
        *_, shown = [layer for layer in frame.layers if isinstance(layer, Labels)]
        assert shown.texts == (number,)
        ink = THEME.paint(shown.role).text
        assert contrast(ink, colours(frame, number[1])) >= CONTRAST
        inks.add(ink)
    assert inks == {DARK, WHITE}


def test_any_two_grounds_have_an_ink_that_can_be_read():
    """Where neither of two inks can be, it is black or white."""
    shades = [(n, n, n, 255) for n in range(0, 256, 17)] + [(200, 40, 40, 255), (20, 90, 200, 255)]
    for one, other in itertools.product(shades, shades):
        theme = Theme(
            "t",
            (
                ("page", Ink(fill=PAGE)),
                ("one", Ink(fill=one, text=(70, 70, 70, 255))),
                ("other", Ink(fill=other, text=(180, 180, 180, 255))),
            ),
        )
        for part in (0.25, 0.5):
            ground = theme.paint(inside("one", "other", part)).fill
            ink = theme.paint(letters(("one", "other"), ("one", "other"), part)).text
            assert contrast(ink, ground) >= CONTRAST


def test_lines_between_keep_their_width_and_dashes():
    theme = THEME.changed("u", [("outline", Ink(dash=(1.0, 2.0)))])
    faint = theme.paint(line("outline", 0.5))
    assert (faint.width, faint.dash, faint.line[3]) == (1.0, (1.0, 2.0), 128)


def flat(picture):
    """Return where a picture has one colour and so have the pixels around."""
    around = itertools.product(range(-1, 2), repeat=2)
    return np.logical_and.reduce(
        [(np.roll(picture, by, (0, 1)) == picture).all(axis=2) for by in around]
    )


@pytest.mark.parametrize(
    "keys",
    [
        {"i": 4, "k": 3, "p": 1, "values": {"seed": 1}},
        {"i": 4, "k": 3, "p": 1, "view": "isometric"},
        {"i": 4, "k": 2, "s": 2, "p": 1, "theme": "guide", "fill": False},
        {"i": 3, "k": 2, "view": "matrix", "values": {"seed": 1}},
    ],
)
def test_every_pixel_is_between_those_of_the_two_drawings(keys):
    fig = convanim.figure(**keys, timing={"tween": 3})
    moments = fig.timeline.moments
    t = next(t for t, moment in enumerate(moments) if moment.fades)
    here, there = (fig.frame(n, 80).astype(float) for n in (t - 1, t + 3))
    even = flat(here) & flat(there)
    assert (even & (here != there).any(axis=2)).sum() > 300
    for n in range(3):
        part = moments[t + n].part
        apart = np.abs(fig.frame(t + n, 80) - ((1 - part) * here + part * there)).max(axis=2)
        assert apart[even].max() <= 2


def test_the_colours_of_fades_are_in_the_palette_and_have_no_edges_of_their_own():
    keys = {"i": 4, "k": 3, "p": 1, "values": {"seed": 1}}
    shots = [convanim.figure(**keys, timing={"tween": tween}) for tween in (0, 3)]
    still, fading = ({*raster(each.shot(each.spec.theme)).palette} for each in shots)
    theme = shots[1].spec.theme
    passing = {
        theme.paint(layer.role).fill
        for moment in shots[1].timeline.moments
        if moment.fades
        for layer in drawing(shots[1].layout, moment).layers
        if isinstance(layer, Polygons) and theme.paint(layer.role).fill[3]
    }
    assert passing <= fading
    assert still <= fading
    assert len(fading - still) <= len(passing)
