"""Between two drawings: what lies in both moves, the rest changes when the other is nearer."""

from __future__ import annotations

import pytest

import convanim
from convanim.motion import drawing
from convanim.scene import Labels, Polygons, Scene, Strokes
from convanim.timeline import Moment

BOX = (0.0, 0.0, 9.0, 9.0)


class Two:
    """Two drawings."""

    box = BOX

    def __init__(self, one, other):
        self.layers = one, other

    def scene(self, n):
        return Scene(BOX, (self.layers[n],))


def between(one, other, part=0.5):
    return drawing(Two(one, other), Moment(0, 1, part)).layers[0]


def test_shapes_lines_and_texts_move():
    one, other = ((0.0, 0.0), (2.0, 0.0), (2.0, 2.0)), ((4.0, 0.0), (6.0, 0.0), (6.0, 2.0))
    middle = ((2.0, 0.0), (4.0, 0.0), (4.0, 2.0))
    assert between(Polygons("a", (one,)), Polygons("a", (other,))).shapes == (middle,)
    assert between(Strokes("a", (one,)), Strokes("a", (other,))).lines == (middle,)
    text = between(Labels("a", (("7", (0.0, 0.0)),)), Labels("a", (("7", (8.0, 4.0)),)))
    assert text.texts == (("7", (4.0, 2.0)),)


def test_motion_is_slow_at_both_ends():
    def x(part):
        one, other = (((0.0, 0.0), (1.0, 0.0)),), (((10.0, 0.0), (11.0, 0.0)),)
        return between(Strokes("a", one), Strokes("a", other), part).lines[0][0][0]

    assert [round(x(part), 2) for part in (0.25, 0.5, 0.75)] == [1.56, 5.0, 8.44]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (Labels("a", (("7", (0, 0)),)), Labels("a", (("8", (8, 4)),))),
        (Polygons("a", (((0, 0), (1, 1)),)), Polygons("a", (((0, 0), (1, 1), (2, 2)),))),
        (Polygons("a", ()), Strokes("a", ())),
    ],
)
def test_what_does_not_match_changes_halfway(one, other):
    assert between(one, other, 0.4) == one
    assert between(one, other, 0.6) == other


def test_a_drawing_with_other_layers_stays_until_the_next():
    class Growing(Two):
        def scene(self, n):
            return Scene(BOX, self.layers[n])

    layout = Growing((Strokes("a", ()),), ())
    assert drawing(layout, Moment(0, 1, 0.9)) == layout.scene(0)


def test_the_window_of_the_guide_slides():
    fig = convanim.figure(i=4, k=3, timing={"tween": 1})
    windows = [
        next(each for each in drawing(fig.layout, moment).layers if each.role == "window")
        for moment in fig.timeline.moments[:3]
    ]
    start, middle, end = (window.shapes[0][0] for window in windows)
    assert middle == pytest.approx([(a + b) / 2 for a, b in zip(start, end, strict=True)])
