"""Inks fall back along the dots."""

from __future__ import annotations

import pytest

from convanim.scene.colours import lighter
from convanim.scene.paint import NONE, Paint
from convanim.scene.theme import Ink, Theme

WHITE, BLACK, BLUE, TEAL = (255,) * 4, (0, 0, 0, 255), (38, 139, 210, 255), (42, 161, 152, 255)
SHADE = (0, 0, 0, 102)

THEME = Theme(
    "test",
    (
        ("root", Ink(line=BLACK, width=0.8, text=BLACK, size=8.0)),
        ("page", Ink(fill=WHITE)),
        ("input", Ink(fill=BLUE)),
        ("input.value", Ink(size=5.0)),
        ("input.left.edge", Ink(width=2.0)),
        ("output", Ink(fill=TEAL)),
        ("window", Ink(fill=SHADE, line=NONE)),
        ("padding", Ink(dash=(3.0, 3.0))),
        ("frame", Ink(width=0.0, dash=())),
    ),
)


@pytest.mark.parametrize(
    ("role", "paint"),
    [
        ("input", Paint(fill=BLUE, line=BLACK, width=0.8, text=BLACK, size=8.0)),
        ("input.value", Paint(fill=BLUE, line=BLACK, width=0.8, text=BLACK, size=5.0)),
        ("input.left", Paint(fill=BLUE, line=BLACK, width=0.8, text=BLACK, size=8.0)),
        ("input.left.edge", Paint(fill=BLUE, line=BLACK, width=2.0, text=BLACK, size=8.0)),
        ("window.grid", Paint(fill=SHADE, line=NONE, width=0.8, text=BLACK, size=8.0)),
        ("unheard.of", Paint(line=BLACK, width=0.8, text=BLACK, size=8.0)),
        ("inputs", Paint(line=BLACK, width=0.8, text=BLACK, size=8.0)),
        ("padding", Paint(line=BLACK, width=0.8, dash=(3.0, 3.0), text=BLACK, size=8.0)),
        ("frame", Paint(line=BLACK, width=0.0, text=BLACK, size=8.0)),
    ],
)
def test_a_role_falls_back_along_its_dots(role: str, paint: Paint) -> None:
    assert THEME.paint(role) == paint


def test_a_theme_without_a_root_draws_nothing() -> None:
    assert Theme("bare", ()).paint("input") == Paint()


def test_the_page() -> None:
    assert THEME.page == WHITE


def test_faces_of_cubes_are_lighter_and_darker_unless_a_theme_says_otherwise():
    inks = (("root", Ink()), ("unit", Ink(fill=(0x00, 0x5F, 0x56, 255))))
    theme = Theme("own", (*inks, ("glass", Ink(fill=(1, 2, 3, 4))), ("page", Ink())))
    assert theme.paint("unit.top").fill == (0x1B, 0x6D, 0x64, 255)
    assert theme.paint("unit.side").fill == (0x00, 0x4E, 0x46, 255)
    assert theme.paint("unit.front").fill == theme.paint("unit").fill
    # A translucent shade darkens all faces alike.
    assert theme.paint("glass.side").fill == (1, 2, 3, 4)


def test_a_ghost_is_between_15_and_20_percent_of_its_colour_on_the_page():
    page, unit = (255, 255, 255, 255), (55, 155, 0, 255)
    inks = (("page", Ink(fill=page)), ("unit", Ink(fill=unit)))
    theme = Theme("own", (*inks, ("ghost", Ink(line=unit, width=0.3))))
    paint = theme.paint("ghost.unit")
    assert theme.paint("ghost.unit.top") == theme.paint("ghost.unit.side") == paint
    assert (paint.line, paint.width, paint.fill[3]) == (unit, 0.3, 255)
    for found, over in zip(paint.fill[:3], unit[:3], strict=True):
        assert 0.15 <= (255 - found) / (255 - over) <= 0.2
    assert theme.paint("ghost.page").fill == page


def test_black_and_white_have_no_face_beyond_them():
    assert lighter((255, 255, 255, 255), 0.05) == (255, 255, 255, 255)
    assert lighter((0, 0, 0, 255), -0.06) == (0, 0, 0, 255)
