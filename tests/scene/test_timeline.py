"""Frames in time: holds, pauses, motion, and the order of the positions."""

from __future__ import annotations

import pytest

import convanim
from convanim.layout.layout import Beat, Beats
from convanim.scene.timeline import Moment, Timing, timeline


def written(figure):
    return [figure.step(t).writes.first for t in range(len(figure))]


def test_rows_and_the_end_are_held_unless_timing_says_otherwise():
    assert convanim.figure(i=4, k=3).timeline.centiseconds == (50, 80, 50, 200)
    assert convanim.figure(i=4, k=3, timing=1).timeline.centiseconds == (100, 160, 100, 400)
    even = {"step": 1, "row": 1, "last": 1}
    assert convanim.figure(i=4, k=3, timing=even).timeline.centiseconds == (100,) * 4


def test_holds_and_pauses():
    fig = convanim.figure(i=4, k=3, timing={"step": 0.2, "row": 0.6, "first": 1, "last": 2})
    assert fig.timeline.centiseconds == (100, 60, 20, 200)
    fig = convanim.figure(i=4, k=3, order="column", timing={"row": 0.6, "step": 0.2})
    assert fig.timeline.centiseconds == (20, 60, 20, 80)


def test_every_panel_pauses_at_the_ends_of_its_own_rows():
    keys = {
        "i": 5,
        "k": 3,
        "panels": [{"s": 2}, {"s": 1}],
        "timing": {"step": 0.1, "row": 0.5, "last": 0.1},
    }
    fig = convanim.figure(**keys, advance="in_turn")
    assert fig.timeline.centiseconds == (10, 50, 10, 50, *(10, 10, 50) * 2, 10, 10, 10)
    fig = convanim.figure(**keys)
    assert fig.timeline.centiseconds == (*(10, 10, 50) * 2, 10, 10, 10)


def test_the_pause_follows_the_order():
    fig = convanim.figure(
        i=[3, 4], k=2, order="column", timing={"step": 0.1, "row": 0.5, "last": 0.1}
    )
    assert written(fig) == [(0, 0), (1, 0), (0, 1), (1, 1), (0, 2), (1, 2)]
    assert fig.timeline.centiseconds == (10, 50, 10, 50, 10, 10)


@pytest.mark.parametrize(
    ("order", "cells"),
    [
        ("raster", [(0, 0), (0, 1), (1, 0), (1, 1)]),
        ("column", [(0, 0), (1, 0), (0, 1), (1, 1)]),
        ("snake", [(0, 0), (0, 1), (1, 1), (1, 0)]),
    ],
)
def test_orders(order, cells):
    assert written(convanim.figure(i=4, k=3, order=order)) == cells


def test_channels_and_layers_keep_their_order():
    fig = convanim.figure(i=3, k=2, out_channels=2, order="column")
    assert [fig.step(t).writes.index for t in range(8)] == [(0,)] * 4 + [(1,)] * 4
    fig = convanim.figure(layers=[{"i": 4, "k": 2}, {"k": 2}], order="snake")
    assert [fig.step(t).writes.index for t in (0, 8, 9)] == [(0,), (0,), (1,)]
    assert written(fig)[3:6] == [(1, 2), (1, 1), (1, 0)]


def test_phases_come_step_by_step_or_act_by_act():
    by_step = Beats(4, ("a", "b"))
    assert list(by_step)[:3] == [Beat(0, "a"), Beat(0, "b"), Beat(1, "a")]
    assert Beats(4, ("a", "b"), in_acts=True)[4:6] == (Beat(0, "b"), Beat(1, "b"))


def test_steps_are_numbered_anew():
    fig = convanim.figure(i=4, k=3, order="column")
    assert [step.index for step in fig.sweep.steps] == [0, 1, 2, 3]
    assert fig.sweep.maps == convanim.figure(i=4, k=3).sweep.maps


def test_a_view_that_goes_its_own_way_takes_no_order():
    layers = [{"i": [6], "k": 2}, {"k": 2}]
    with pytest.raises(convanim.ConfigError) as caught:
        convanim.figure(layers=layers, view="receptive_field", order="snake").frame(0)
    assert str(caught.value) == (
        "view 'receptive_field' goes through the steps in an order of its own; remove order: snake"
    )


def test_motion_between_drawings():
    shown = timeline([4, 7], Timing(step=50, last=90, tween=1, move=3))
    assert shown.moments == (Moment(4), Moment(4, 7, 0.5), Moment(7))
    assert shown.centiseconds == (50, 3, 90)
    still = shown.without_motion()
    assert (still.drawings, still.centiseconds) == ((4, 7), (53, 90))


def test_motion_glides_along_a_row_and_fades_to_the_next():
    fig = convanim.figure(i=4, k=3, timing={"tween": 1})
    moving = [moment for moment in fig.timeline.moments if moment.part]
    assert moving == [Moment(0, 1, 0.5), Moment(1, 2, 0.5, fades=True), Moment(2, 3, 0.5)]
    snake = convanim.figure(i=4, k=3, timing={"tween": 1}, order="snake")
    assert not any(moment.fades for moment in snake.timeline.moments)


@pytest.mark.parametrize(
    ("tween", "lengths"), [(1, [3]), (3, [3, 3, 3]), (4, [4, 4, 4]), (5, [5, 5, 5]), (7, [7, 7, 7])]
)
def test_a_fade_has_few_frames_and_lasts_as_long_as_a_motion(tween, lengths):
    timing = Timing(step=50, tween=tween, move=3)
    shown = timeline([0, 1, 2], timing, cuts=lambda one, other: (one, other) == (0, 1), poster=2)
    fades = [t for t, moment in enumerate(shown.moments) if moment.fades]
    assert [shown.centiseconds[t] for t in fades] == lengths
    assert [shown.moments[t].part for t in fades] == [
        pytest.approx((n + 1) / (len(lengths) + 1)) for n in range(len(lengths))
    ]
    assert sum(not moment.fades and moment.part > 0 for moment in shown.moments) == tween
    assert shown.moments[shown.poster] == Moment(2)
    assert sum(shown.centiseconds) == 50 + 50 + 200 + 2 * 3 * tween


def test_a_duration_that_does_not_divide_is_kept():
    shown = timeline([0, 1], Timing(tween=4, move=2), cuts=lambda one, other: True)
    assert shown.centiseconds == (50, 3, 3, 2, 200)


@pytest.mark.parametrize(
    ("poster", "frame"), [("first", 0), ("middle", 10), ("last", 20), (0, 0), (7, 14)]
)
def test_the_poster_is_a_step(poster, frame):
    fig = convanim.figure(i=[3, 12], k=[3, 2], timing={"tween": 1}, poster=poster)
    assert (len(fig), fig.poster) == (21, frame)


def test_a_poster_that_is_not_shown_is_the_frame_nearest_to_it():
    fig = convanim.figure(i=4, k=2, frames=[0, 1, 8], poster=6)
    assert (fig.timeline.drawings[fig.poster], fig.poster) == (8, 2)
    assert fig.timeline.without_motion().poster == 2


def test_the_poster_of_a_view_tells_most_on_its_own():
    assert convanim.figure(i=[5], k=3, view="row").poster == 2
    assert convanim.figure(i=5, k=3).poster == 4
    assert convanim.figure(i=6, k=3).poster == 10, "row 2 and column 2 of 4 x 4"
    inputs = [[0, 0, 0], [0, 0, 0], [0, 0, 1]]
    values = {"input": inputs, "kernel": [[1]]}
    assert convanim.figure(i=3, k=1, values=values).poster == 8
    assert convanim.figure(i=3, k=1, values={"input": [[0] * 3] * 3, "kernel": [[1]]}).poster == 4


def test_the_poster_of_panels():
    keys = {"k": 3, "panels": [{"i": 4}, {"i": 5}]}
    assert convanim.figure(**keys).poster == 4
    assert convanim.figure(**keys, advance="in_turn").poster == 4 + 4


def test_moving_frames_count_and_the_text_leaves_them_out(tmp_path):
    fig = convanim.figure(i=4, k=3, timing={"tween": 3, "move": 0.05})
    assert len(fig) == 4 + 3 * 3
    assert [fig.step(t).writes.first for t in (0, 3, 4)] == [(0, 0), (0, 0), (0, 1)]
    (path,) = fig.save(tmp_path / "x.txt")
    assert path.read_text().count("frame ") == 4
