"""Wires leave out the places of texts; all other lines, and wires that meet none, stay."""

from __future__ import annotations

import itertools

import pytest

import convanim
from convanim.scene.clearance import CLEAR, cleared
from convanim.scene.motion import drawing
from convanim.scene.shapes import Labels, Scene, Strokes
from convanim.scene.typesetting import SIZE, width

BOX = (0.0, 0.0, 99.0, 99.0)
TEXT = Labels("input.value", (("12", (50.0, 20.0)),))
HALF = width("12") * SIZE / 2 + CLEAR


def lines(role, *given, labels=TEXT):
    (found,) = (
        layer
        for layer in cleared(Scene(BOX, (Strokes(role, given), labels))).layers
        if isinstance(layer, Strokes)
    )
    return found.lines


def test_a_wire_is_interrupted_at_a_text():
    before, after = lines("connector", ((10.0, 20.0), (90.0, 20.0)))
    assert before == ((10.0, 20.0), pytest.approx((50 - HALF, 20.0)))
    assert after == (pytest.approx((50 + HALF, 20.0)), (90.0, 20.0))


def test_a_path_is_interrupted_between_its_corners():
    path = ((10.0, 40.0), (50.0, 40.0), (50.0, 5.0))
    one, above, below = lines("trail", path)
    assert one == path[:2]
    assert above[0] == path[1]
    assert above[1][1] > 20 > below[0][1]
    assert below[1] == path[2]


def test_a_wire_that_ends_at_a_text_stops_before_it():
    (only,) = lines("connector", ((10.0, 20.0), (50.0, 20.0)))
    assert only == ((10.0, 20.0), pytest.approx((50 - HALF, 20.0)))


def test_no_piece_is_left_that_looks_like_a_mark():
    close = Labels("input.value", tuple(("12", (x, 20.0)) for x in (50.0, 50 + 2 * HALF + 1)))
    found = lines("connector", ((10.0, 20.0), (90.0, 20.0)), labels=close)
    assert len(found) == 2


@pytest.mark.parametrize(
    ("role", "line"),
    [
        ("connector", ((10.0, 40.0), (90.0, 40.0))),
        ("connector", ((10.0, 15.0), (45.0, 50.0))),
        ("trail", ((10.0, 40.0), (20.0, 40.0), (20.0, 40.5))),
        ("input.grid", ((10.0, 20.0), (90.0, 20.0))),
        ("connector.grid", ((10.0, 20.0), (90.0, 20.0))),
    ],
)
def test_what_stays_as_it_is(role, line):
    assert lines(role, line) == (line,)


def test_a_scene_without_wires_is_the_same_one():
    scene = Scene(BOX, (Strokes("input.grid", (((0.0, 0.0), (9.0, 9.0)),)), TEXT))
    assert cleared(scene) is scene


def test_wires_move_with_the_window_and_are_cut_in_every_frame():
    fig = convanim.figure(
        i=4, k=2, view="isometric", values={"seed": 1}, show="values", timing={"tween": 3}
    )
    for one, other in itertools.pairwise(fig.timeline.moments):
        if other.part and not other.fades and not one.part:
            ends = [_ends(drawing(fig.layout, moment)) for moment in (one, other)]
            assert ends[0] != ends[1]


def _ends(scene):
    (wires,) = (layer for layer in scene.layers if layer.role == "connector")
    return min(min(line) for line in wires.lines)
