"""Between two drawings: what lies in both moves, the rest changes when the other is nearer."""

from __future__ import annotations

import pytest

import convanim
from convanim.scene.motion import drawing
from convanim.scene.shapes import Labels, Polygons, Scene, Strokes
from convanim.scene.timeline import Moment

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


class Growing(Two):
    """Two drawings of several layers."""

    def scene(self, n):
        return Scene(BOX, self.layers[n])


def stroke(role, x):
    return Strokes(role, (((x, 0.0), (x + 1.0, 0.0)),))


def test_a_layer_of_one_drawing_alone_comes_or_goes_halfway_while_others_move():
    ground = stroke("ground", 0.0)
    few = ground, stroke("a", 0.0), stroke("b", 0.0)
    many = ground, stroke("a", 4.0), stroke("new", 9.0), stroke("b", 8.0)
    for layouts, counts in ((Growing(few, many), (3, 4)), (Growing(many, few), (4, 3))):
        for part, count in zip((0.4, 0.6), counts, strict=True):
            layers = drawing(layouts, Moment(0, 1, part)).layers
            assert len(layers) == count
            assert layers[0] is ground
            ways = {each.role: each.lines[0][0][0] for each in layers}
            assert 0 < ways["a"] < 4
            assert ways["b"] == pytest.approx(2 * ways["a"])


def test_nothing_turns_into_something_else():
    layout = Growing((stroke("a", 0.0), stroke("b", 4.0)), (stroke("c", 2.0), stroke("b", 8.0)))
    early, late = (drawing(layout, Moment(0, 1, part)).layers for part in (0.4, 0.6))
    assert early[0] == stroke("a", 0.0)
    assert late[0] == stroke("c", 2.0)
    assert early[1].lines[0][0][0] < late[1].lines[0][0][0]


def test_what_stands_still_is_told_from_what_moves_by_being_the_same():
    still, other = stroke("a", 0.0), stroke("a", 5.0)
    layout = Growing((stroke("a", 9.0), still, other), (still, other, stroke("b", 1.0)))
    assert drawing(layout, Moment(0, 1, 0.4)).layers == (stroke("a", 9.0), still, other)


@pytest.mark.parametrize(
    "keys",
    [
        {"i": 5, "k": 3, "view": "flat", "panels": [{"s": 1}, {"s": 2}], "advance": "in_turn"},
        {"layers": [{"i": 5, "k": 2}, {"k": 3}], "view": "isometric"},
        {"i": 4, "k": 3, "panels": [{"view": "flat"}, {"view": "matrix"}], "advance": "in_turn"},
    ],
)
def test_a_figure_fades_where_another_panel_or_layer_goes_on(keys):
    """Its parts would fly to those of the next, through all that lies between."""
    fig = convanim.figure(**keys, timing={"tween": 3})
    change = {"panels": lambda beats: beats[0] is None, "layers": lambda beats: beats[0].step >= 16}
    has_changed = change["layers" if "layers" in keys else "panels"]
    first = next(t for t in range(len(fig)) if has_changed(fig.beats(t)))
    fading = fig.timeline.moments[first - 3 : first]
    assert all(moment.fades and moment.part for moment in fading)
    ends = {fig.timeline.moments[t].drawing for t in (first - 4, first)}
    assert {each for moment in fading for each in (moment.drawing, moment.towards)} == ends
    assert not fig.timeline.moments[first - 5].fades
    assert not fig.timeline.moments[first + 1].fades


def test_nothing_moves_into_a_phase_that_shows_other_things():
    fig = convanim.figure(
        i=4, k=3, in_channels=2, values={"seed": 1}, view="channels", phases="in_acts",
        panels=[{"title": "one"}, {"title": "two", "bias": True}], timing={"tween": 2},
    )  # fmt: skip
    ways = {m.drawing: m.fades for m in fig.timeline.moments if m.part}
    assert not ways[2]
    assert ways[3]  # from the slide to the sum


def test_a_window_slides_on_whether_it_lies_on_zeros_or_not():
    """The zeros of padding are written upon it in a layer of their own."""
    fig = convanim.figure(
        i=[7], k=5, s=3, view="row", panels=[{"p": "valid"}, {"p": "same"}], timing={"tween": 1}
    )
    for t in (1, 3):
        window = [
            [each for each in drawing(fig.layout, moment).layers if each.role == "window"][-1]
            for moment in fig.timeline.moments[t - 1 : t + 2]
        ]
        start, middle, end = (each.shapes[0][0][0] for each in window)
        assert middle == pytest.approx((start + end) / 2)
        assert end > start


def test_the_window_of_the_guide_slides():
    fig = convanim.figure(i=4, k=3, timing={"tween": 1})
    windows = [
        next(each for each in drawing(fig.layout, moment).layers if each.role == "window")
        for moment in fig.timeline.moments[:3]
    ]
    start, middle, end = (window.shapes[0][0] for window in windows)
    assert middle == pytest.approx([(a + b) / 2 for a, b in zip(start, end, strict=True)])


SQUARE = ((0.0, 0.0), (2.0, 0.0), (2.0, 2.0), (0.0, 2.0))


class Window:
    """A window that moves by one cell over cells with numbers."""

    box = BOX

    def scene(self, n):
        window = tuple((x + 2.0 * n, y) for x, y in SQUARE)
        numbers = tuple((str(m), (2.0 * m + 1.0, 1.0)) for m in range(3))
        under = Labels("input.value", numbers)
        upon = Labels("window.value", (numbers[n],))
        return Scene(BOX, (under, Polygons("window", (window,)), upon))


@pytest.mark.parametrize(("part", "upon"), [(0.0, ["0"]), (0.25, ["0"]), (0.75, ["1"])])
def test_numbers_are_in_the_ink_of_a_window_only_while_they_are_under_it(part, upon):
    layers = drawing(Window(), Moment(0, 1, part)).layers
    assert [
        text for each in layers if each.role == "window.value" for text, _ in each.texts
    ] == upon
    (under,) = [each for each in layers if each.role == "input.value"]
    assert len(under.texts) == 3


def test_halfway_both_numbers_are_under_a_window_that_covers_both_middles():
    wide = ((0.0, 0.0), (4.0, 0.0), (4.0, 2.0), (0.0, 2.0))

    class Wide(Window):
        def scene(self, n):
            upon = Labels("window.value", ((str(n), (2.0 * n + 1.0, 1.0)),))
            shape = tuple((x + 0.5 * n, y) for x, y in wide)
            return Scene(BOX, (Polygons("window", (shape,)), upon))

    (_, upon) = drawing(Wide(), Moment(0, 1, 0.5)).layers
    assert [text for text, _ in upon.texts] == ["0", "1"]
