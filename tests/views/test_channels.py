"""The channels view: positions of the maps, highlights in each phase, numbers of each figure."""

from __future__ import annotations

import itertools
from pathlib import Path

import numpy as np
import pytest

import convanim
from convanim.arithmetic.values import Range, Values
from convanim.errors import ConfigError
from convanim.layers.subject import Subject
from convanim.layout.layout import Beat
from convanim.operations.conv import Conv
from convanim.scene.geometry import bounds, meet
from convanim.scene.typesetting import SIZE, width
from convanim.views.channels import Channels
from convanim.views.channels.drawing import AT_ONCE, EACH_STEP, IN_ACTS
from tests.support import oracle

CELL = 14.17323
CONFIGS = Path(__file__).parents[2] / "configs" / "channels"
ROOM = 0.189
"""How far the name of an output two cells wide reaches past each of its sides, in cells."""
SEEDED = Values(Range(0, 3), Range(-1, 1), seed=7, bias=Range(1, 3))


def laid_out(phases=AT_ONCE, **keys):
    keys = {"i": (4, 4), "k": (3, 3), "in_channels": 3, "values": SEEDED, "bias": True, **keys}
    return Channels(phases).lay_out(Subject(Conv(**keys)))


def of_role(scene, role):
    return [each for each in scene.layers if each.role == role]


def texts(scene, role):
    return [text.strip("$") for layer in of_role(scene, role) for text, _ in layer.texts]


def corner(layer):
    """Return the upper left corner of the box around a layer, in cells."""
    left, _, _, top = bounds(layer.points())
    return round(left / CELL, 3), round(top / CELL, 3)


def read(name):
    return convanim.load(CONFIGS / f"{name}.yaml")


FIGURES = {
    "rgb_in_acts": [[4, 11, 2, 6]],
    "rgb_one_output": [[11, 1, -4, 0]],
    "cs231n": [[-2, 6, 4, -4, 1, 6, -1, -3, 4], [1, 7, 4, 5, 3, -1, -3, -2, 2]],
    "fully_connected": [[2], [-1], [-2], [2]],
    "slide_sum_bias": [[5, 8, 7, 0]],
    "two_groups": [[3, 6, 7, 9], [0, 7, 9, 2], [-8, -5, -7, -5], [3, 5, 6, 0]],
    "one_kernel_a_map": [[-5, 0, -8, 2], [4, 8, 7, -2], [2, 0, 0, 3]],
    "separable": [[6, 4, 8, -1], [10, 5, 13, 12]],
    "one_by_one": [[0, 5, -2, 5, 4, -1, 3, 2, 1], [2, 10, -2, 10, 8, 0, 6, 5, 5]],
    "two_maps_to_three": [
        [8, 8, 7, 11, 5, 12, 4, 10, 8],
        [9, 1, 2, 6, 1, 7, -1, 5, 3],
        [0, -5, 0, -2, 1, -2, -2, 1, -3],
    ],
}


WEIGHTS = {"one_kernel_a_map": 27, "two_groups": 72, "separable": 33, "one_by_one": 6}


@pytest.mark.parametrize(("name", "weights"), WEIGHTS.items(), ids=WEIGHTS)
def test_how_many_weights(name, weights):
    maps = read(name).maps
    assert sum(len(each.values) for each in maps if each.role == "kernel") == weights


def test_every_config_has_its_numbers_here():
    assert {path.stem for path in CONFIGS.glob("*.yaml")} == set(FIGURES)


@pytest.mark.parametrize(("name", "numbers"), FIGURES.items(), ids=FIGURES)
def test_the_last_drawing_of_a_film_and_that_at_the_end_show_every_output(name, numbers):
    figure = read(name)
    scenes = [figure.panels[0].at_end()]
    scenes += [figure.layout.scene(len(figure) - 1)] if len(figure) > 1 else []
    for scene in scenes:
        shown = texts(scene, "output.value")
        assert shown[-sum(map(len, numbers)) :] == [str(n) for row in numbers for n in row]


@pytest.mark.parametrize(("name", "numbers"), FIGURES.items(), ids=FIGURES)
def test_they_follow_from_the_inputs_and_kernels_drawn(name, numbers):
    operation = read(name).spec.layers[-1]
    sweep, channels = operation.sweep(), operation.channels

    def drawn(role, *lead):
        maps = sweep.maps_of(role)
        return np.array([each.values for each in maps]).reshape(*lead, *maps[0].shape)

    x = drawn("input", channels.inputs)
    w = drawn("kernel", channels.outputs, channels.group_inputs)
    bias = drawn("bias", 1)[0] if operation.bias else [0] * channels.outputs
    s, d = (tuple(getattr(axis, key) for axis in operation.axes) for key in "sd")
    found = oracle.grouped_conv(x, w, bias, channels.groups, s, ((0, 0), (0, 0)), d)
    if operation.relu:
        found = np.maximum(found, 0)
    assert found.reshape(channels.outputs, -1).tolist() == numbers


@pytest.mark.parametrize(
    ("name", "n", "lines"),
    [
        ("cs231n", 0, ["sum", "-3 + (-2) + 2 = -3", "bias", "-3 + 1 = -2"]),
        ("cs231n", 17, ["sum", "1 + 2 + 0 = 3", "bias", "3 + (-1) = 2"]),
        ("two_groups", 15, ["sum", "-1 + 1 = 0"]),
        ("two_maps_to_three", 26, ["sum", "-1 + (-2) = -3"]),
        ("rgb_in_acts", 3, ["step 4 of 4: output (1, 1), slide"]),
        ("rgb_in_acts", 7, ["sum", "2 + (-2) + 3 = 3"]),
        ("rgb_in_acts", 11, ["sum", "2 + (-2) + 3 = 3", "bias", "3 + 3 = 6"]),
        ("slide_sum_bias", 15, ["sum", "3 + (-4) = -1", "bias", "-1 + (-2) = -3", "ReLU"]),
        ("one_kernel_a_map", 11, []),
    ],
)
def test_the_running_sum(name, n, lines):
    assert texts(read(name).layout.scene(n), "note")[: len(lines) or None] == lines


def test_columns_and_rows():
    """Inputs are 4 wide, kernels 3, results and outputs 2; columns are a cell apart, rows 1.4."""
    scene = laid_out().scene(0)
    assert [corner(each) for each in of_role(scene, "input")] == [(0, 0), (0, -5.4), (0, -10.8)]
    filters = [corner(each) for each in of_role(scene, "filter")]
    assert filters == [(5, -0.5), (5, -5.9), (5, -11.3)]
    results = [corner(each) for each in of_role(scene, "product")]
    assert results == [(9, -1), (9, -6.4), (9, -11.8)]
    # Between results and outputs there are two cells for the node, and room for the name.
    assert corner(of_role(scene, "output")[0]) == (13 + ROOM, -6.4)
    # The bias is below the middle of its filter.
    assert [corner(each) for each in of_role(scene, "bias")] == [(6, -15.4)]


def test_filters_stand_side_by_side_and_each_has_its_bias_below():
    scene = laid_out(out_channels=2).scene(0)
    assert [corner(each)[0] for each in of_role(scene, "filter")] == [5, 5, 5, 8.5, 8.5, 8.5]
    assert [corner(each) for each in of_role(scene, "bias")] == [(6, -15.4), (9.5, -15.4)]
    assert [corner(each) for each in of_role(scene, "output")[:2]] == [
        (16.5 + ROOM, -4.7),
        (16.5 + ROOM, -8.1),
    ]


def test_the_window_is_at_the_same_place_of_each_input_and_one_filter_is_lit():
    layout = laid_out(out_channels=2, bias=False, values=Values(Range(0, 3), Range(-1, 1), seed=7))
    for n, x in ((1, 5), (5, 8.5)):
        scene = layout.scene(n)
        windows = [corner(each) for each in of_role(scene, "window")]
        assert windows == [(1, 0), (1, -5.4), (1, -10.8)]
        kernels = [corner(each) for each in of_role(scene, "window.kernel")]
        assert kernels == [(x, -0.5), (x, -5.9), (x, -11.3)]
        *results, output = of_role(scene, "window.output")
        assert [corner(each)[0] for each in results] == [13.5] * 3
        assert corner(output)[0] == 17.5 + ROOM


def test_groups_have_colours_and_stand_apart_and_share_columns():
    layout = laid_out(in_channels=4, out_channels=4, groups=2)
    scene = layout.scene(0)
    roles = {each.role for each in scene.layers if "group" in each.role and each.role[0] == "g"}
    assert {".".join(role.split(".")[:2]) for role in roles} == {"group.first", "group.second"}
    lit = {each.role for each in scene.layers if each.role.startswith("window.")}
    assert {"window.group.first", "window.output.group.first"} <= lit
    first, second = of_role(scene, "group.first"), of_role(scene, "group.second")
    # Two inputs, two filters of two kernels and two outputs; and the results that are known.
    assert len(first) - 2 == len(second) == 2 + 4 + 2
    assert {corner(each)[0] for each in second} <= {corner(each)[0] for each in first}
    bottom = min(y for each in first for _, y in each.points())
    assert max(y for each in second for _, y in each.points()) < bottom - CELL


def test_results_of_a_group_that_has_not_begun_are_blank():
    layout = laid_out(in_channels=4, out_channels=4, groups=2, bias=False, values=SEEDED)
    blank = [corner(each) for each in of_role(layout.scene(0), "product")]
    assert len(blank) == 4
    filled = [[corner(each) for each in of_role(layout.scene(n), "group.second")] for n in (0, 8)]
    assert not set(filled[0]) & set(blank)
    assert set(blank[2:]) <= set(filled[1])


def test_a_fifth_group_has_the_first_colour_again():
    scene = laid_out(in_channels=5, out_channels=5, groups=5).scene(0)
    assert len(of_role(scene, "group.first")) == 2 * 3 + 1
    assert len(of_role(scene, "group.fourth")) == 3


def test_depthwise_without_bias_has_neither_sums_nor_running_sum():
    layout = laid_out(out_channels=3, groups=3, bias=False, values=Values(seed=1))
    scene = layout.scene(0)
    assert not of_role(scene, "product") + of_role(scene, "flow") + of_role(scene, "note")
    assert not of_role(scene, "page.node")


def test_acts_take_all_positions_through_one_phase_after_the_other():
    beats = laid_out(IN_ACTS).beats
    assert [beat.phase for beat in beats] == ["slide"] * 4 + ["sum"] * 4 + ["bias"] * 4
    assert [beat.step for beat in beats] == [0, 1, 2, 3] * 3


def test_phases_of_each_step():
    beats = laid_out(EACH_STEP).beats
    assert [beat.phase for beat in beats] == ["slide", "sum", "bias"] * 4
    assert [beat.step for beat in beats] == [0, 0, 0, 1, 1, 1, 2, 2, 2, 3, 3, 3]


def test_what_is_lit_in_each_act():
    layout = laid_out(IN_ACTS)
    slide, total, bias = (layout.scene(n) for n in (1, 5, 9))
    results = [(10, -1), (10, -6.4), (10, -11.8)]
    assert [corner(each)[0] for each in of_role(slide, "window")] == [1] * 3
    assert [corner(each)[0] for each in of_role(slide, "window.kernel")] == [5] * 3
    assert [corner(each) for each in of_role(slide, "window.output")] == results
    assert [corner(each) for each in of_role(total, "window.output")] == [
        *results,
        (14 + ROOM, -6.4),
    ]
    assert [corner(each) for each in of_role(bias, "window.bias")] == [(6, -15.4)]
    assert [corner(each) for each in of_role(bias, "window.output")] == [(14 + ROOM, -6.4)]
    flows = [bool(of_role(each, "flow")) for each in (slide, total, bias)]
    assert flows == [False, True, True]


def test_what_is_written_in_each_act():
    figure = read("rgb_in_acts")
    shown = [texts(figure.layout.scene(n), "output.value") for n in (3, 4, 5, 8, 11)]
    assert shown == [
        [], ["1"], ["1", "8"], ["4", "8", "-1", "3"], ["4", "11", "2", "6"]
    ]  # fmt: skip
    # The nine weights and products of the red map, and its results so far.
    figure = figure.with_(products=True)
    reds = [len(texts(figure.layout.scene(n), "channel.red.value")) for n in (0, 1, 3, 4)]
    assert reds == [9 + 1 + 9, 9 + 2 + 9, 9 + 4 + 9, 9 + 4]


def test_an_output_is_blank_until_results_are_added():
    layout = laid_out(EACH_STEP)
    covers = [len(of_role(layout.scene(n), "unwritten")[-1].shapes) for n in (0, 1, 2, 3, 4)]
    assert covers == [4, 3, 3, 3, 2]


def test_products_are_those_of_the_window_and_the_kernel_and_sum_to_the_result():
    figure = read("rgb_in_acts").with_(products=True)
    sweep = figure.sweep
    for n in range(4):
        scene = figure.layout.scene(n)
        step = sweep.steps[n]
        for colour, window, kernel in zip(
            ("red", "green", "blue"), step.read_of("input"), step.read_of("kernel"), strict=True
        ):
            units, weights = sweep.map("input", *window.index), sweep.map("kernel", *kernel.index)
            pairs = zip(window, kernel, strict=True)
            expected = [units.value(at) * weights.value(to) for at, to in pairs]
            shown = [int(text) for text in texts(scene, f"channel.{colour}.value")[-9:]]
            assert shown == expected
            (result,) = texts(scene, f"window.output.channel.{colour}.value")
            assert int(result) == sum(expected)


def test_the_maps_of_a_picture_are_red_green_and_blue():
    scene = read("rgb_in_acts").layout.scene(0)
    for colour in ("red", "green", "blue"):
        # The window and its kernel; the input, the kernel and its results.
        assert len(of_role(scene, f"window.channel.{colour}")) == 2
        assert len(of_role(scene, f"channel.{colour}")) == 3
    assert not of_role(scene, "input") + of_role(scene, "window")
    assert not of_role(scene, "filter") + of_role(scene, "window.kernel")


def test_lines_lead_from_the_cell_of_each_result_to_the_node_and_on_to_the_unit():
    layout = laid_out(bias=False, values=Values(Range(0, 3), Range(-1, 1), seed=7))
    for n in range(4):
        (flow,) = of_role(layout.scene(n), "flow")
        *stubs, bus, end = flow.lines
        row, column = divmod(n, 2)
        assert len(stubs) == 3
        for place, ((x, y), (turn, level)) in enumerate(stubs):
            # The lower right corner of the cell that is lit.
            assert x / CELL == pytest.approx(9 + column + 1, abs=1e-4) and y == level
            assert -y / CELL == pytest.approx(1 + 5.4 * place + row + 1, abs=1e-4)
            assert turn / CELL == pytest.approx(11.7, abs=1e-4)
            assert bus[0][1] <= y <= bus[1][1]
        assert end[0] == pytest.approx((11.7 * CELL, -7.4 * CELL), abs=1e-2)
        assert end[-1] == pytest.approx(
            ((13 + ROOM + column) * CELL, -(6.4 + row + 1) * CELL), abs=1e-2
        )
        (plus,) = {texts for each in of_role(layout.scene(n), "sign") for texts in each.texts
                   if texts[0] == "$+$"}  # fmt: skip
        assert plus[1] == end[0]


def test_lines_lie_on_no_number():
    layout = laid_out(out_channels=2)
    for n in range(8):
        scene = layout.scene(n)
        (flow,) = of_role(scene, "flow")
        numbers = [
            at
            for layer in scene.layers
            if layer.role.endswith(".value")
            for text, at in layer.texts
        ]
        for line in flow.lines:
            for (x, y), (x2, y2) in itertools.pairwise(line):
                for at in numbers:
                    beside = not min(x, x2) - 1 < at[0] < max(x, x2) + 1
                    assert beside or not min(y, y2) - 3 < at[1] < max(y, y2) + 3


def test_the_bias_flows_to_the_node_past_the_box_of_another():
    layout = laid_out(out_channels=2)
    (flow,) = of_role(layout.scene(0), "flow")
    (path,) = (line for line in flow.lines if line[0][1] < -16 * CELL and len(line) == 3)
    assert path[0] == pytest.approx((6.5 * CELL, -16.4 * CELL), abs=1e-2)
    # It turns below the boxes.
    assert path[1][1] == path[2][1] < -16.4 * CELL - 5
    assert path[2][0] == pytest.approx(15.2 * CELL, abs=1e-2)


def labels(figure):
    layers = of_role(figure.layout.scene(0), "label")
    return [text for layer in layers for text, _ in layer.texts]


LABELS = {
    "rgb_in_acts": ["red", "green", "blue", "filter", "bias", "output", "per map"],
    "two_maps_to_three": [
        "input 1", "input 2", "filter 1", "filter 2", "filter 3", "output 1", "output 2",
        "output 3", "per map",
    ],
    "cs231n": [
        "input $x_0$", "input $x_1$", "input $x_2$", "$W_0$", "$W_1$", "$b_0$", "$b_1$",
        "output $o_0$", "output $o_1$", "per map", r"$5 \times 5 \times 3$",
        r"$3 \times 3 \times 3$", r"$3 \times 3 \times 3$", r"$3 \times 3 \times 2$",
    ],
    "slide_sum_bias": ["input 1", "input 2", "filter", "bias", "output", "per map"],
    "two_groups": [
        "input 1", "input 2", "input 3", "input 4", "filter 1", "filter 2", "filter 3",
        "filter 4", "output 1", "output 2", "output 3", "output 4", "per map",
    ],
    "one_kernel_a_map": [
        "input 1", "input 2", "input 3", "filter 1", "filter 2", "filter 3", "output 1",
        "output 2", "output 3",
    ],
}  # fmt: skip


@pytest.mark.parametrize("name", LABELS)
def test_every_map_has_its_name(name):
    assert labels(read(name)) == LABELS[name]


def test_two_biases_have_numbers_and_one_result_is_not_per_map():
    found = [text for layer in laid_out(out_channels=2).names for text, _ in layer.texts]
    assert {"bias 1", "bias 2"} <= set(found)
    single = [text for layer in laid_out(in_channels=1).names for text, _ in layer.texts]
    assert single == ["input", "kernel", "bias", "output", "without bias"]


def test_a_name_is_above_its_map_and_touches_no_other():
    layout = laid_out(out_channels=2)
    boxes = [bounds(place.frame().points()) for place in layout.places.values()]
    for layer in layout.names:
        for _, (x, y) in layer.texts:
            assert not any(a - 1 < x < c + 1 and b - 2 < y < d + 2 for a, b, c, d in boxes)
            assert any(a < x < c and 0 < y - d < CELL for a, _, c, d in boxes) or y < -14 * CELL


def test_sizes_alone_are_drawn_blank():
    layout = laid_out(values=Values(), out_channels=2)
    for n in range(len(layout.beats)):
        scene = layout.scene(n)
        assert not [each for each in scene.layers if each.role.endswith("value")]
        assert not of_role(scene, "note")
        assert len(of_role(scene, "filter")) == 6 and len(of_role(scene, "bias")) == 2


@pytest.mark.parametrize("phases", [AT_ONCE, EACH_STEP, IN_ACTS])
def test_one_page_holds_every_drawing_and_what_stands_still_comes_first(phases):
    layout = laid_out(phases, out_channels=2)
    at_rest = layout.still
    left, bottom, right, top = layout.box
    for n in range(len(layout.beats)):
        scene = layout.scene(n)
        assert scene.box == layout.box
        assert all(a is b for a, b in zip(scene.layers, at_rest, strict=False))
        for x, y in (point for each in scene.layers for point in each.points()):
            assert left <= x <= right and bottom <= y <= top


def test_the_results_of_filters_share_a_place():
    places = laid_out(out_channels=2).places
    assert [key for key in places if key[0] == "sum"] == [("sum", (0, n)) for n in range(3)]
    assert places["kernel", (0, 0)].numbered() == places["sum", (0, 0)].numbered() == ()
    (_, (x, _)), *_ = places["output", (0,)].numbered()
    assert x > places["output", (0,)].point(0, 2)[0]


def test_outputs_are_blank_before_and_full_after_all_steps():
    layout = laid_out()
    before, after = layout.at_rest(), layout.at_end()
    assert len(of_role(before, "unwritten")[0].shapes) == 4
    assert not of_role(after, "unwritten")
    assert (len(texts(before, "output.value")), len(texts(after, "output.value"))) == (0, 4)


def test_one_map_and_one_kernel():
    scene = laid_out(in_channels=1).scene(3)
    assert [corner(each) for each in of_role(scene, "input")] == [(0, 0)]
    assert texts(scene, "note")[0] == "bias"


def test_a_strip():
    scene = laid_out(i=(7,), k=(3,), in_channels=2).scene(4)
    assert [corner(each) for each in of_role(scene, "input")] == [(0, 0), (0, -2.4)]


def test_what_has_no_kernels_is_refused():
    with pytest.raises(ConfigError) as caught:
        convanim.figure(operation="max_pool", i=4, k=2, view="channels").spec.drawable()
    assert "view 'channels' draws layers with kernels; max_pool has none: use view: flat" in str(
        caught.value
    )


def test_three_axes_are_refused():
    with pytest.raises(ConfigError, match="view 'channels' draws 1 or 2 axes; this figure has 3"):
        convanim.figure(operation="conv", i=[3, 3, 3], k=2, view="channels").spec.drawable()


def test_an_unknown_way_to_see_phases_is_refused():
    with pytest.raises(
        ConfigError,
        match="one of at_once, each_step, in_acts, not 'in_act'; did you mean 'in_acts'",
    ):
        convanim.figure(operation="conv", i=4, k=2, view="channels", phases="in_act")


def test_the_running_sum_is_clear_of_the_numbers_of_columns():
    keys = {"i": 5, "k": 3, "in_channels": 2, "values": {"seed": 1}, "view": "channels"}
    layers = convanim.figure(**keys, show="indices").layout.scene(0).layers
    (indices,), (note,) = ([x for x in layers if x.role == role] for role in ("index", "note"))
    lowest, highest = min(y for _, (_, y) in indices.texts), max(y for _, (_, y) in note.texts)
    assert lowest - highest > (indices.scale + note.scale) * SIZE / 2


@pytest.mark.parametrize("path", sorted(CONFIGS.glob("*.yaml")), ids=lambda path: path.stem)
def test_names_touch_neither_each_other_nor_lines(path):
    layers = convanim.load(path).layout.scene(0).layers
    boxes = []
    for layer in (each for each in layers if each.role == "label"):
        for text, (x, y) in layer.texts:
            half = width(text) * SIZE * layer.scale / 2
            boxes.append((x - half, y - 3 * layer.scale, x + half, y + 3 * layer.scale))
    for one, other in itertools.combinations(boxes, 2):
        assert not meet(one, other)
    for flow in (each for each in layers if each.role == "flow"):
        for line in flow.lines:
            for ends in itertools.pairwise(line):
                assert not any(meet(bounds(ends), box) for box in boxes)


def test_a_later_layer_is_not_drawn_until_its_input_exists():
    figure = read("separable")
    shown = [len(texts(figure.layout.scene(n), "input.value")) for n in (0, 11, 12, 19)]
    assert shown == [3 * 16, 3 * 16, 3 * 16 + 3 * 4, 3 * 16 + 3 * 4]


def test_maps_of_groups_keep_their_colours_in_the_next_layer():
    scene = read("separable").layout.scene(19)
    lit = {each.role for each in scene.layers}
    for role in ("window", "window.output"):
        assert lit >= {f"{role}.group.{each}" for each in ("first", "second", "third")}
    names = texts(scene, "label")
    assert [names.count(f"{each} conv") for each in ("depthwise", "pointwise")] == [1, 1]


def test_the_poster_of_a_step_in_phases_shows_results_being_added():
    figure = read("slide_sum_bias")
    assert figure.layout.beats[figure.layout.poster] == Beat(2, "sum")
    acts = read("rgb_in_acts").layout
    assert acts.beats[acts.poster] == Beat(3, "sum")


@pytest.mark.parametrize("name", ["one_unit", "shared_weights", "sliding", "two_by_two"])
def test_the_basics_show_a_kernel_between_input_and_output(name):
    figure = convanim.load(CONFIGS.parent / "basics" / f"{name}.yaml")
    found = labels(figure)
    assert found[:3] == ["input", "kernel", "output"] and set(found) == set(found[:3])
    scene = figure.layout.scene(0)
    kernels = of_role(scene, "window.kernel")
    assert len(kernels) == len(figure.spec.panels) and all(each.points() for each in kernels)
    assert texts(scene, "sign")[:2] == [r"\ast", "="]


def test_a_picture_needs_three_channels():
    keys = {"operation": "conv", "i": 4, "k": 2, "in_channels": 2, "view": "channels"}
    with pytest.raises(ConfigError, match="tint: rgb needs 3 input channels; this layer has 2"):
        convanim.figure(**keys, tint="rgb").spec.drawable()


def test_a_layer_reads_where_the_one_before_it_wrote():
    spec = read("separable").spec
    subjects = tuple(map(Subject, spec.layers))
    (_, first), (_, second) = Channels().drawings(subjects)
    written, reads = (
        [place.point(0, 0)[1] for (role, _), place in layout.places.items() if role == wanted]
        for layout, wanted in ((first, "output"), (second, "input"))
    )
    assert reads == pytest.approx(written)
    # The maps of a layer alone are closer to each other.
    alone = [
        place.point(0, 0)[1]
        for (role, _), place in Channels().lay_out(subjects[1]).places.items()
        if role == "input"
    ]
    assert alone[0] - alone[1] < reads[0] - reads[1]


def test_a_layer_whose_rows_are_higher_than_those_of_the_outputs_before_has_its_own():
    layers = Conv((4, 4), (3, 3), out_channels=2), Conv((2, 2), (5, 5), p=((2, 2),) * 2,
                                                        in_channels=2)  # fmt: skip
    (_, first), (_, second) = Channels().drawings(tuple(map(Subject, layers)))
    assert second.columns.heights == Channels().lay_out(Subject(layers[1])).columns.heights
    assert second.columns.heights.inputs != first.columns.heights.outputs


@pytest.mark.parametrize("name", ["fully_connected", "one_kernel_a_map", "one_by_one"])
def test_signs_touch_no_name(name):
    layers = read(name).layout.scene(0).layers
    signs = [
        (x - 4, y - 3, x + 4, y + 3)
        for layer in layers
        if layer.role == "sign"
        for _, (x, y) in layer.texts
    ]
    for layer in (each for each in layers if each.role == "label"):
        for text, (x, y) in layer.texts:
            half = width(text) * SIZE * layer.scale / 2
            assert not any(meet((x - half, y - 3, x + half, y + 3), sign) for sign in signs)


def test_one_output_of_a_picture_shows_all_its_products_and_their_sums():
    figure = read("rgb_one_output")
    assert len(figure) == 1
    (step,) = {beat.step for beat in figure.beats(0)}
    sweep, scene = figure.sweep, figure.layout.scene(figure.timeline.drawings[0])
    sums = []
    for x, w in zip(sweep.steps[step].read_of("input"), sweep.maps_of("kernel"), strict=True):
        units = sweep.map("input", *x.index)
        sums.append(sum(units.value(cell) * w.values[n] for n, cell in enumerate(x)))
    assert sums == [2, 6, 3]
    lit = [texts(scene, f"window.output.channel.{name}.value") for name in ("red", "green", "blue")]
    assert lit == [["2"], ["6"], ["3"]]
    assert texts(scene, "window.output.value") == [str(sum(sums))] == ["11"]


@pytest.mark.parametrize("phases", [AT_ONCE, EACH_STEP, IN_ACTS])
def test_results_that_are_not_kept_have_one_cell_with_those_of_the_step(phases):
    kept, current = (
        Channels(phases, per_map=per_map).lay_out(Subject(Conv(
            i=(4, 4), k=(3, 3), in_channels=3, out_channels=2, bias=True, values=SEEDED
        )))
        for per_map in ("kept", "current")
    )  # fmt: skip
    assert len(kept.beats) == len(current.beats)
    for n in range(len(kept.beats)):
        there, here = kept.scene(n), current.scene(n)
        for role in ("window.output.value", "note"):
            assert texts(here, role) == texts(there, role)
        outputs = texts(here, "output.value")
        assert (
            texts(there, "output.value")[len(texts(there, "output.value")) - len(outputs) :]
            == outputs
        )
    results = of_role(current.at_rest(), "product")
    assert [len(each.shapes) for each in results] == [1] * 3
    assert {role for role, _ in current.places} == {"input", "kernel", "output"}


def test_lines_start_in_the_middle_of_a_result_of_one_cell():
    figure = read("one_by_one")
    for n in range(len(figure)):
        scene = figure.layout.scene(n)
        *stubs, _, _ = of_role(scene, "flow")[0].lines
        lit = [of_role(scene, f"window.output.channel.{each}")[0] for each in
               ("red", "green", "blue")]  # fmt: skip
        for (start, _), result in zip(stubs, lit, strict=True):
            _, bottom, right, top = bounds(result.points())
            assert start == pytest.approx((right, (bottom + top) / 2), abs=1e-3)
