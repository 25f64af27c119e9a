"""Themes as eyes see them: steps of lightness, and distances with colour-blind vision."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

import convanim
from convanim.backends._mpl.raster import AggFilm
from convanim.config import theme, themes
from convanim.layout.legibility import ROLES, TINTS, ground_of, shortfalls
from convanim.layout.maps.tints import GROUPS, PICTURE
from convanim.layout.maps.weight_tints import NAMES
from convanim.scene.theme import Ink
from convanim.scene.vision import lightness, worst_distance

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


def gaps(name, *roles):
    """The least gap in L* between roles of a theme, and the least distance with any vision."""
    colours = [ground_of(theme(name), role) for role in roles]
    pairs = [*itertools.combinations(colours, 2)]
    gap = min(abs(lightness(one) - lightness(other)) for one, other in pairs)
    return round(gap, 1), round(min(worst_distance(*pair)[0] for pair in pairs), 1)


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


def test_in_grey_groups_are_told_apart_by_their_ground_or_by_lines_across_it():
    for one, other in itertools.combinations(GROUPS, 2):
        hatches = {theme("grey").paint(role).hatch for role in (one, other)}
        assert len(hatches) == 2 or gaps("grey", one, other)[1] >= 9, (one, other)


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


@pytest.mark.parametrize("name", MEASURED)
def test_every_text_can_be_read_on_its_ground_and_roles_are_told_apart(name):
    assert not [str(each) for each in shortfalls(theme(name))]


def test_the_themes_of_the_guide_and_of_a_user_have_shortfalls():
    found = {(each.role, each.other): each for each in shortfalls(theme("guide"))}
    assert found["input", "output"].value < 6
    faint = theme("clear").changed("own", [("title", Ink(text=(0, 0, 0, 128)))])
    (each,) = shortfalls(faint)
    assert str(each) == (
        "text of title has a contrast of 4.0 with page; it is hard to read below 4.5: make the "
        "text darker or lighter"
    )


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
