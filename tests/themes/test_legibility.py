"""Themes as eyes see them: steps of lightness, and distances with colour-blind vision."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

import convanim
from convanim.backends._mpl.raster import AggFilm
from convanim.config import theme

colorspacious = pytest.importorskip("colorspacious")

ROLES = ("page", "input", "output", "window", "window.output")
VISIONS = ("deuteranomaly", "protanomaly", "tritanomaly")

# The least gap between two roles in L*, and their least distance in CAM02-UCS with any vision.
MEASURED = {
    "colourblind": (13.4, 19.3),
    "dark": (13.6, 32.5),
    "grey": (16.5, 14.5),
    "paper": (15.3, 17.3),
    "slides": (16.3, 20.2),
}


def pairs(values):
    return itertools.combinations(values, 2)


def seen(colour, vision):
    space = {"name": "sRGB1+CVD", "cvd_type": vision, "severity": 100}
    as_seen = colorspacious.cspace_convert(colour, space, "sRGB1") if vision else colour
    return colorspacious.cspace_convert(np.clip(as_seen, 0, 1), "sRGB1", "CAM02-UCS")


@pytest.mark.parametrize("name", MEASURED)
def test_roles_are_told_apart(name):
    colours = [np.array(theme(name).paint(role).fill[:3]) / 255 for role in ROLES]
    lightness = [colorspacious.cspace_convert(c, "sRGB1", "CIELab")[0] for c in colours]
    gap = min(abs(a - b) for a, b in pairs(lightness))
    distance = min(
        np.linalg.norm(a - b)
        for vision in (None, *VISIONS)
        for a, b in pairs([seen(colour, vision) for colour in colours])
    )
    assert (round(float(gap), 1), round(float(distance), 1)) == MEASURED[name]


@pytest.mark.parametrize("name", MEASURED)
def test_what_is_written_in_a_cell_can_be_read(name):
    """White or black on its ground, at least 3 to 1, as WCAG asks of large and bold text."""

    def luminance(role, ink):
        linear = colorspacious.cspace_convert(
            np.array(getattr(theme(name).paint(role), ink)[:3]) / 255, "sRGB1", "sRGB1-linear"
        )
        return float(linear @ (0.2126, 0.7152, 0.0722))

    groups = ("group.first", "group.second", "group.third", "group.fourth")
    for role in ("input", "output", "window", *groups):
        dark, light = sorted((luminance(role, "fill"), luminance(f"{role}.value", "text")))
        assert (light + 0.05) / (dark + 0.05) >= 3, role


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
