"""Inks fall back along the dots."""

from __future__ import annotations

import pytest

from convanim.scene.theme import NONE, Ink, Paint, Theme

WHITE, BLACK, BLUE, TEAL = (255,) * 4, (0, 0, 0, 255), (38, 139, 210, 255), (42, 161, 152, 255)
SHADE = (0, 0, 0, 102)

THEME = Theme(
    "test",
    (
        ("root", Ink(line=BLACK, width=0.8, text=BLACK, size=8.0)),
        ("page", Ink(fill=WHITE)),
        ("input", Ink(fill=BLUE)),
        ("input.value", Ink(size=5.0)),
        ("input.side.edge", Ink(width=2.0)),
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
        ("input.side", Paint(fill=BLUE, line=BLACK, width=0.8, text=BLACK, size=8.0)),
        ("input.side.edge", Paint(fill=BLUE, line=BLACK, width=2.0, text=BLACK, size=8.0)),
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
