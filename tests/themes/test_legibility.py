"""Themes as eyes see them: steps of lightness, and distances with colour-blind vision."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

import convanim
from convanim.backends._mpl.raster import AggFilm
from convanim.config import theme, themes
from convanim.layout.weight_tints import NAMES

colorspacious = pytest.importorskip("colorspacious")

ROLES = ("page", "input", "output", "window", "window.output")
GROUPS = ("group.first", "group.second", "group.third", "group.fourth")
PICTURE = ("channel.red", "channel.green", "channel.blue")
VISIONS = ("deuteranomaly", "protanomaly", "tritanomaly")

# The least gap between two roles in L*, and their least distance in CAM02-UCS with any vision.
MEASURED = {
    "clear": (6.5, 10.2),
    "clear-dark": (11.3, 11.2),
    "colourblind": (13.4, 19.3),
    "dark": (13.6, 32.5),
    "grey": (15.4, 14.8),
    "paper": (15.3, 17.3),
    "slides": (16.3, 20.2),
}


def pairs(values):
    return itertools.combinations(values, 2)


def seen(colour, vision):
    space = {"name": "sRGB1+CVD", "cvd_type": vision, "severity": 100}
    as_seen = colorspacious.cspace_convert(colour, space, "sRGB1") if vision else colour
    return colorspacious.cspace_convert(np.clip(as_seen, 0, 1), "sRGB1", "CAM02-UCS")


def gaps(name, *roles):
    """The least gap in L* between roles of a theme, and the least distance with any vision."""
    colours = [np.array(theme(name).paint(role).fill[:3]) / 255 for role in roles]
    lightness = [colorspacious.cspace_convert(c, "sRGB1", "CIELab")[0] for c in colours]
    gap = min(abs(a - b) for a, b in pairs(lightness))
    distance = min(
        np.linalg.norm(a - b)
        for vision in (None, *VISIONS)
        for a, b in pairs([seen(colour, vision) for colour in colours])
    )
    return round(float(gap), 1), round(float(distance), 1)


def contrast(name, ground, text):
    """The contrast of a text on its ground as WCAG has it: of white and black it is 21."""

    def luminance(colour):
        linear = colorspacious.cspace_convert(np.array(colour[:3]) / 255, "sRGB1", "sRGB1-linear")
        return float(linear @ (0.2126, 0.7152, 0.0722))

    fill = theme(name).paint(ground).fill
    ground_colour = fill if fill[3] else theme(name).page
    dark, light = sorted(map(luminance, (ground_colour, theme(name).paint(text).text)))
    return (light + 0.05) / (dark + 0.05)


def test_every_theme_but_the_guide_is_measured():
    assert set(MEASURED) == set(themes()) - {"guide"}


@pytest.mark.parametrize("name", MEASURED)
def test_roles_are_told_apart(name):
    assert gaps(name, *ROLES) == MEASURED[name]


@pytest.mark.parametrize("name", MEASURED)
def test_a_zero_under_the_window_is_neither_window_nor_input_nor_page(name):
    for other in ("window", "input", "page"):
        gap, distance = gaps(name, "window.zero", other)
        assert gap >= 17, other
        assert distance >= 18, other


@pytest.mark.parametrize("name", sorted(set(MEASURED) - {"grey"}))
def test_a_zero_under_the_window_is_no_group_of_channels(name):
    for group in GROUPS:
        gap, distance = gaps(name, "window.zero", group)
        assert gap >= 6.9, group
        assert distance >= 15, group


@pytest.mark.parametrize("name", sorted(set(MEASURED) - {"grey"}))
def test_groups_of_channels_are_told_apart(name):
    assert gaps(name, *GROUPS)[1] >= 9.9


@pytest.mark.parametrize("name", sorted(set(MEASURED) - {"grey"}))
def test_the_channels_of_a_picture_are_told_apart(name):
    assert gaps(name, *PICTURE)[1] >= 10
    assert gaps(name, *(f"window.{each}" for each in PICTURE))[1] >= 10


@pytest.mark.parametrize("name", MEASURED)
def test_copies_and_their_units_are_neither_zeros_nor_other_units(name):
    for other in ("window", "window.zero", "window.output"):
        distance = gaps(name, "window.copied", other)[1]
        assert distance >= 10, other
    for other in ("input", "page"):
        assert gaps(name, "input.source", other)[1] >= 10, other


TINTS = tuple(f"weight.{row}.{column}" for row in NAMES for column in NAMES)

TEXTS = [
    *((role, f"{role}.value") for role in (*ROLES[1:], "window.zero", *GROUPS, "weight")),
    *((role, f"{role}.value") for role in (*PICTURE, *(f"window.{each}" for each in PICTURE))),
    *((role, f"{role}.value") for role in (f"window.output.{each}" for each in PICTURE)),
    *((role, f"{role}.value") for role in ("bias", "filter", "window.kernel", "window.bias")),
    *((f"count.{n}", f"count.{n}.value") for n in ("first", "second", "third", "fourth")),
    *((tint, "weight.value") for tint in TINTS),
    ("window", "kernel.value"),
    ("window.copied", "window.value"),
    ("window.copied", "kernel.value"),
    ("input.source", "input.source.value"),
    ("padding.copied", "input.value"),
    ("window.zero", "kernel.zero.value"),
    *(("page", text) for text in ("title", "caption", "note", "label", "index", "weight.zero")),
]


@pytest.mark.parametrize("name", MEASURED)
def test_every_text_can_be_read_on_its_ground(name):
    """At least 4.5 to 1, as WCAG asks of text of any size."""
    found = {pair: contrast(name, *pair) for pair in TEXTS}
    assert not {pair: round(value, 2) for pair, value in found.items() if value < 4.5}


@pytest.mark.parametrize("name", MEASURED)
def test_neighbours_in_a_kernel_have_tints_of_their_own(name):
    rows = [[f"weight.{row}.{column}" for column in NAMES] for row in NAMES]
    assert len({theme(name).paint(tint).fill for tint in TINTS}) == len(TINTS)
    for line in (*rows, *zip(*rows, strict=True)):
        for pair in itertools.pairwise(line):
            assert gaps(name, *pair)[1] >= 1.5, pair


def test_the_hatched_window_of_paper():
    plain = convanim.figure(i=5, k=3, theme="colourblind")
    hatched = convanim.figure(i=5, k=3, theme="paper")
    film = AggFilm(hatched.layout, hatched.timeline, hatched.spec.theme, 150)
    for t, raster in enumerate(film.frames()):
        assert np.abs(raster.rgb().astype(int) - film.frame(t).rgb()).max() <= 1

    def flat(figure):
        """How many pixels have the very colour of the window."""
        fill = figure.spec.theme.paint("window").fill[:3]
        return np.count_nonzero(np.all(figure.frame(0) == fill, axis=-1))

    assert 0.5 < flat(hatched) / flat(plain) < 0.9
