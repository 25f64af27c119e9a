"""How much there is to draw, by hand."""

from __future__ import annotations

import pytest

from convanim.scene.shapes import Labels, Polygons, Scene, Strokes
from convanim.scene.workload import Ink, sampled

SQUARE = Polygons("input", (((0.0, 0.0), (3.0, 0.0), (3.0, 4.0)),))
LINE = Strokes("grid", (((0.0, 0.0), (0.0, 2.0)), ((0.0, 0.0), (6.0, 8.0))))
TEXT = Labels("label", (("abc", (0.0, 0.0)), ("d", (1.0, 1.0))))


def test_the_ink_of_each_kind_of_layer():
    assert Ink.of([SQUARE]) == Ink(straight=7, slanted=5, corners=4)
    assert Ink.of([LINE]) == Ink(straight=2, slanted=10, corners=4)
    assert Ink.of([TEXT]) == Ink(letters=4)
    assert Ink.of([SQUARE, LINE, TEXT]).in_pixels(2) == Ink(18, 30, 4, 8)
    assert Ink(1, 2, 3, 4).cost(Ink(10, 20, 30, 40)) == 300


class Film:
    """Drawings with a square, and a line in all but the first."""

    box = (0.0, 0.0, 9.0, 9.0)

    def scene(self, n):
        return Scene(self.box, (SQUARE, *([LINE.shifted(n, 0.0)] if n else [])))


@pytest.mark.parametrize(("count", "frames"), [(1, 1), (2, 2), (3, 3), (40, 40), (5, 13)])
def test_changes_are_those_of_the_whole_film(count, frames):
    still, moving = sampled(Film(), range(count), frames)
    assert still == Ink.of(Film().scene(count // 2).layers)
    expected = Ink.of([LINE]) * (frames - 1)
    assert moving.slanted == pytest.approx(expected.slanted)
    assert moving.corners == pytest.approx(expected.corners)
