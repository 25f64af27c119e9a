"""The row view: positions of its parts, and the numbers of every shipped figure."""

from __future__ import annotations

from pathlib import Path

import pytest

import convanim
from convanim.layers.subject import Subject
from convanim.operations.conv import Conv
from convanim.operations.max_pool import MaxPool
from convanim.scene.geometry import CELL
from convanim.scene.shapes import Labels, Polygons, Strokes
from convanim.views.row import Row

CONFIGS = Path(__file__).parents[2] / "configs" / "row"


def strip(**keys):
    return convanim.figure(view="row", **keys)


def of(scene, role, kind):
    return [each for each in scene.layers if each.role == role and isinstance(each, kind)]


def shapes(scene, role):
    return [shape for each in of(scene, role, Polygons) for shape in each.shapes]


def lines(scene, role):
    return [line for each in of(scene, role, Strokes) for line in each.lines]


def texts(scene, role):
    return [pair for each in of(scene, role, Labels) for pair in each.texts]


def lefts(found):
    """Return left edges in cells, rounded to a thousandth."""
    return [round(min(x for x, _ in shape) / CELL, 3) for shape in found]


def spans(found):
    """Return the ends of the horizontal lines, in cells."""
    ends = [(a[0] / CELL, b[0] / CELL) for a, b in found if a[1] == b[1]]
    return [(round(a, 3), round(b, 3)) for a, b in ends]


def test_the_first_unit_stands_at_the_origin_and_zeros_before_it():
    scene = strip(i=[7], k=5, s=3, p="same").layout.scene(0)
    assert lefts(shapes(scene, "input")) == [0]
    zeros = texts(scene, "input.value")
    assert [text for text, _ in zeros] == ["0"] * 4
    assert [round(x / CELL, 3) for _, (x, _) in zeros] == [-1.5, -0.5, 7.5, 8.5]


def test_the_output_stands_above_the_middle_of_the_units():
    for keys, left in [({"p": "causal"}, 0), ({"p": "same"}, 0), ({}, 1), ({"s": 3}, 3)]:
        scene = strip(i=[8], k=3, **keys).layout.scene(0)
        assert lefts(shapes(scene, "output")) == [left]


@pytest.mark.parametrize("step", range(3))
def test_window_connectors_and_output_cell(step):
    scene = strip(i=[9], k=2, s=3, d=2, p=[1]).layout.scene(step)
    first = 3 * step - 1
    assert lefts(shapes(scene, "window")) == [first, first + 2]
    assert lefts(shapes(scene, "window.output")) == [3 + step]
    ends = [
        [(round(x / CELL, 3), round(y / CELL, 3)) for x, y in line]
        for line in lines(scene, "connector")
    ]
    assert ends == [[(first, 1), (3 + step, 3)], [(first + 3, 1), (4 + step, 3)]]


def test_every_position_is_drawn_and_the_current_one_upon_it():
    layout = strip(i=[9], k=2, s=3, d=2, p=[1]).layout
    every = spans(lines(layout.at_rest(), "faint.position"))
    assert every == [(-0.5, 1.5), (2.5, 4.5), (5.5, 7.5)]
    for n in range(3):
        assert spans(lines(layout.scene(n), "position")) == [every[n]]


def test_positions_that_overlap_lie_in_rows():
    layout = strip(i=[8], k=3).layout
    heights = [a[1] for a, b in lines(layout.at_rest(), "faint.position") if a[1] == b[1]]
    assert len(heights) == 6
    assert heights[:3] == heights[3:] == sorted(set(heights), reverse=True)


def test_weights_stand_below_what_they_weigh():
    fig = strip(values={"input": [3, 1, 2, 0, 1], "kernel": [1, 0, 2]})
    for n in range(3):
        scene = fig.layout.scene(n)
        weights = texts(scene, "window.weight.value")
        assert [text for text, _ in weights] == ["1", "0", "2"]
        assert [round(x / CELL, 3) for _, (x, _) in weights] == [n + 0.5, n + 1.5, n + 2.5]
        assert lefts(shapes(scene, "window.weight")) == [n, n + 1, n + 2]
        assert [text for text, _ in texts(scene, "window.value")] == [
            "31201"[n],
            *"31201"[n + 1 : n + 3],
        ]
    assert [text for text, _ in texts(fig.layout.at_rest(), "output.value")] == ["7", "1", "4"]


def test_only_zeros_are_written_as_zeros():
    def written(**keys):
        return [
            text for text, _ in texts(strip(i=[4], k=2, **keys).layout.at_rest(), "input.value")
        ]

    assert written(p=1) == ["0", "0"]
    assert written(p=1, padding_mode="circular") == []
    assert written(operation="max_pool", p=1) == []
    assert written(operation="avg_pool", p=1) == ["0", "0"]
    assert written(operation="avg_pool", p=1, count_include_pad=False) == []
    assert written(operation="transposed_conv", s=2) == ["0"] * 5


def test_layers_are_shared_by_all_drawings():
    layout = strip(i=[5], k=3, fill=False).layout
    still = layout.at_rest().layers
    for n in range(3):
        assert all(a is b for a, b in zip(layout.scene(n).layers, still, strict=False))


def test_the_page_holds_everything():
    layout = strip(i=[6], k=3, s=2, p=2, show=["labels", "indices"]).layout
    left, bottom, right, top = layout.box
    for n in range(len(layout.beats)):
        for x, y in (point for each in layout.scene(n).layers for point in each.points()):
            assert left <= x <= right and bottom <= y <= top


def test_names_stand_left_and_numbers_on_the_free_sides():
    layout = strip(i=[4], k=3, p=1).layout
    ground, cover = layout.places["input", ()], layout.places["output", ()]
    assert ground.name_point()[1] == cover.name_point()[1] == "end"
    assert [text for text, _ in ground.numbered()] == list("0123")
    assert all(y < 0 for _, (_, y) in ground.numbered())
    assert all(y > 4 * CELL for _, (_, y) in cover.numbered())
    assert ground.centre((1,)) == pytest.approx((CELL / 2, CELL / 2))


def test_the_kernel_has_a_name_level_with_it_and_no_numbers():
    values = {"input": [3, 1, 2, 0, 1], "kernel": [1, 0, 2]}
    layout = strip(values=values, p=1).layout
    kernel = layout.places["kernel", ()]
    (at, anchor), (level, *_) = kernel.name_point(), texts(layout.scene(0), "window.weight.value")
    assert (anchor, at[1]) == ("end", pytest.approx(level[1][1]))
    assert kernel.numbered() == ()
    # At the first position the window begins with a zero before the first unit.
    assert kernel.centre((0,)) == pytest.approx(level[1])
    shown = convanim.load(CONFIGS / "weighted_sum.yaml").layout.scene(0)
    names = [text for each in shown.layers if each.role == "label" for text, _ in each.texts]
    assert names == ["input", "output", "kernel"]
    assert ("kernel", ()) not in strip(i=[5], k=3).layout.places


def test_what_is_no_strip_is_refused():
    subject = Subject(Conv((3, 3), (2, 2)))
    assert [fault.message for fault in Row().faults(subject)] == [
        "view 'row' draws 1 axis; this figure has 2"
    ]
    subject = Subject(MaxPool((4,), (2,), in_channels=2))
    assert [fault.message for fault in Row().faults(subject)] == [
        "view 'row' draws one input map and one output map; this figure has 2 and 2"
    ]


def shipped(name):
    return convanim.load(CONFIGS / f"{name}.yaml")


def kinds(sweep):
    return "".join(kind.value[0] for kind in sweep.map("input").axes[0])


def test_valid_drops_two_and_same_adds_four_zeros():
    valid, same = shipped("valid_and_same").panels
    assert [len(valid.beats), len(same.beats)] == [1, 3]
    assert kinds(valid.sweep) == "r" * 7
    assert kinds(same.sweep) == "pp" + "r" * 7 + "pp"
    crossed = lines(valid.at_rest(), "uncovered")
    assert len(crossed) == 2 * 2
    assert sorted({int(a[0] // CELL) for a, _ in crossed}) == [5, 6]
    assert not lines(same.at_rest(), "uncovered")


@pytest.mark.parametrize("name", ["valid_and_same", "valid_same_causal", "sliding"])
def test_first_units_stand_above_each_other(name):
    fig = shipped(name)
    found = [each for each in fig.layout.at_rest().layers if each.role == "input"]
    assert len(found) == len(fig.panels) > 1
    assert len({round(min(x for x, _ in each.points()), 6) for each in found}) == 1


def test_three_ways_to_pad():
    fig = shipped("valid_same_causal")
    assert [len(each.beats) for each in fig.panels] == [6, 8, 8]
    found = [kinds(each.sweep) for each in fig.panels]
    assert found == ["r" * 8, "p" + "r" * 8 + "p", "pp" + "r" * 8]


def test_sliding_by_one_and_by_two():
    one, two = shipped("sliding").panels
    assert [list(s.read("input").along[0]) for s in one.sweep.steps] == [
        [0, 1, 2],
        [1, 2, 3],
        [2, 3, 4],
    ]
    assert [list(s.read("input").along[0]) for s in two.sweep.steps] == [[0, 1, 2], [2, 3, 4]]


@pytest.mark.parametrize(("name", "back", "d"), [("causal", 2, 1), ("causal_dilated", 4, 2)])
def test_a_causal_output_sees_its_time_and_the_past(name, back, d):
    fig = shipped(name)
    assert kinds(fig.sweep) == "p" * back + "r" * 8
    assert len(fig) == 8
    for n in range(8):
        units = [cell - back for (cell,) in fig.step(n).read("input")]
        assert units == [n - 2 * d, n - d, n]
        assert lefts(shapes(fig.layout.scene(n), "window.output")) == [n]


def test_a_weighted_sum():
    x, w = [3, 1, 2, 0, 1], [1, 0, 2]
    sums = tuple(sum(a * b for a, b in zip(w, x[n : n + 3], strict=True)) for n in range(3))
    assert shipped("weighted_sum").sweep.map("output").values == sums == (7, 1, 4)


def test_rounding_up_reads_what_rounding_down_drops():
    floor, ceil = shipped("ceil_mode").panels
    assert [len(floor.beats), len(ceil.beats)] == [3, 4]
    assert {int(a[0] // CELL) for a, _ in lines(floor.at_rest(), "uncovered")} == {7}
    assert not lines(ceil.at_rest(), "uncovered")
    (window,) = shapes(ceil.scene(3), "window")
    assert {round(x / CELL, 3) for x, _ in window} == {6, 9}


def test_a_transposed_convolution_reads_zeros_between_its_units():
    fig = shipped("transposed")
    assert kinds(fig.sweep) == "pp" + "riririr" + "pp"
    assert len([text for text, _ in texts(fig.layout.at_rest(), "input.value")]) == 2 + 3 + 2
    reads = [list(fig.step(n).read("input").along[0]) for n in range(9)]
    assert reads == [[n, n + 1, n + 2] for n in range(9)]
