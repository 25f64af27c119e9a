"""The palette contains exactly the colours that Agg draws."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from convanim.backends._mpl.palette import over, palette
from convanim.backends._mpl.raster import AggFilm
from convanim.scene.paint import NONE
from convanim.scene.shapes import Polygons, Scene
from convanim.scene.theme import Ink, Theme
from convanim.scene.timeline import Timing, timeline

WHITE, BLACK, BLUE, TEAL = (255,) * 4, (0, 0, 0, 255), (38, 139, 210, 255), (42, 161, 152, 255)
SHADE = (0, 0, 0, 102)

THEME = Theme(
    "test",
    (
        ("root", Ink(line=BLACK, width=0.8, text=BLACK, size=8.0)),
        ("page", Ink(fill=WHITE)),
        ("input", Ink(fill=BLUE)),
        ("output", Ink(fill=TEAL)),
        ("window", Ink(fill=SHADE, line=NONE)),
    ),
)


class Sheet:
    """One square that covers the page."""

    box = (0.0, 0.0, 4.0, 4.0)

    def scene(self, _):
        return Scene(self.box, (Polygons("sheet", (((0, 0), (4, 0), (4, 4), (0, 4)),)),))


colours = st.tuples(*[st.integers(0, 255)] * 3)


@given(colours, colours, st.integers(1, 255))
def test_blending_is_that_of_agg(upper, lower, opacity):
    upper, lower = (*upper, opacity), (*lower, 255)
    theme = Theme("two", (("page", Ink(fill=lower)), ("sheet", Ink(fill=upper))))
    pixels = AggFilm(Sheet(), timeline([0], Timing()), theme, 72).frame(0).rgb()
    assert np.all(pixels == over(upper, lower)[:3])


def test_a_shade_over_an_opaque_ink() -> None:
    assert over(SHADE, WHITE) == (153, 153, 153, 255)
    assert over(NONE, BLUE) == BLUE
    assert over(TEAL, BLUE) == TEAL


def test_the_palette_has_the_inks_and_the_shaded_fills() -> None:
    colours = palette(THEME, frozenset({"input", "output", "window"}))
    expected = {WHITE, BLACK, BLUE, TEAL, *(over(SHADE, fill) for fill in (WHITE, BLUE, TEAL))}
    assert expected <= set(colours)


def test_the_palette_begins_with_the_page() -> None:
    assert palette(THEME, frozenset({"input", "output", "window"}))[0] == WHITE


def test_the_palette_has_the_steps_of_a_smooth_edge_closer_towards_the_ground() -> None:
    colours = palette(THEME, frozenset({"input"}), steps=3)
    edge = [over((*BLACK[:3], share), BLUE) for share in (48, 111, 181)]
    assert set(edge) <= set(colours)
    assert len(colours) == 3 + 2 * 3


def test_the_palette_leaves_out_what_is_not_drawn() -> None:
    colours = palette(THEME, frozenset({"input"}))
    assert TEAL not in colours
    assert all(opacity == 255 for *_, opacity in colours)


@given(st.lists(st.tuples(*[st.integers(0, 255)] * 3), min_size=1, max_size=60, unique=True))
def test_the_palette_fits_a_gif_whatever_the_theme(fills: list[tuple[int, int, int]]) -> None:
    inks = [(f"role{n}", Ink(fill=(*fill, 255))) for n, fill in enumerate(fills)]
    theme = Theme("many", (("page", Ink(fill=WHITE)), ("root", Ink(line=BLACK)), *inks))
    colours = palette(theme, frozenset(name for name, _ in inks))
    assert len(colours) == len(set(colours)) <= 255
    assert {(*fill, 255) for fill in fills} <= set(colours)
