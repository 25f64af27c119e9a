"""A scene with everything that a scene can contain, and a theme to draw it."""

from __future__ import annotations

import pytest

from convanim.scene.shapes import Labels, Polygons, Scene, Strokes
from convanim.scene.theme import Ink, Theme
from convanim.scene.timeline import Timing, timeline

RED, GREEN, BLUE = (255, 0, 0, 255), (0, 128, 0, 255), (0, 0, 255, 255)
BLACK, WHITE = (0, 0, 0, 255), (255, 255, 255, 255)

THEME = Theme(
    "seed",
    (
        ("root", Ink(width=2.0, text=BLACK, size=8.0)),
        ("page", Ink(fill=WHITE)),
        ("ground", Ink(fill=RED)),
        ("shade", Ink(fill=(0, 0, 255, 102))),
        ("line", Ink(line=GREEN)),
        ("dashes", Ink(line=BLACK, dash=(3.0, 3.0))),
        ("hidden", Ink(text=(0, 0, 0, 0))),
    ),
)


def square(x, y, side):
    return ((x, y), (x + side, y), (x + side, y + side), (x, y + side))


class Moving:
    """A square that moves above a ground, below a line and beside a text."""

    box = (-10.0, -5.0, 90.0, 55.0)

    def __init__(self):
        self.ground = (Polygons("ground", (square(0, 0, 20), square(25, 0, 20))),)
        self.cover = (
            Strokes("line", (((0, 40), (80, 40)), ((10, 0), (10, 50)))),
            Strokes("dashes", (((0, 30), (80, 30)),)),
            Labels("text", (("12", (60, 15)), ("$-3$", (60, 25)))),
            Labels("hidden", (("77", (30, 45)),)),
        )

    def scene(self, step):
        moving = Polygons("shade", (square(5 + 10 * step, 5, 20),))
        return Scene(self.box, (*self.ground, moving, *self.cover))


@pytest.fixture
def theme():
    return THEME


@pytest.fixture
def layout():
    return Moving()


@pytest.fixture
def shown():
    return timeline(range(4), Timing())
