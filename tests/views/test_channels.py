"""The channels view: positions of the maps, highlights in each phase, numbers of each figure."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

import convanim
from convanim.arithmetic.values import Range, Values
from convanim.errors import ConfigError
from convanim.layers.subject import Subject
from convanim.operations.conv import Conv
from convanim.scene.geometry import bounds
from convanim.scene.typesetting import SIZE
from convanim.views.channels import AT_ONCE, EACH_STEP, IN_ACTS, Channels
from tests.support import oracle

CELL = 14.17323
CONFIGS = Path(__file__).parents[2] / "configs" / "channels"
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
    "cs231n": [[-1, 2, -1, 4, -3, 5, 0, 2, -1], [0, 0, 2, 3, -1, 1, 1, -2, 1]],
    "slide_sum_bias": [[0, 2, 0, 0]],
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


def test_every_config_has_its_numbers_here():
    assert {path.stem for path in CONFIGS.glob("*.yaml")} == set(FIGURES)


@pytest.mark.parametrize(("name", "numbers"), FIGURES.items(), ids=FIGURES)
def test_the_last_drawing_shows_every_output(name, numbers):
    figure = read(name)
    shown = texts(figure.layout.scene(len(figure) - 1), "output.value")
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
        ("cs231n", 0, ["sum", "1 + (-3) + 0 = -2", "bias", "-2 + 1 = -1"]),
        ("cs231n", 17, ["sum", "2 + (-1) + 0 = 1", "bias", "1 + 0 = 1"]),
        ("two_groups", 15, ["sum", "-1 + 1 = 0"]),
        ("two_maps_to_three", 26, ["sum", "-1 + (-2) = -3"]),
        ("rgb_in_acts", 3, []),
        ("rgb_in_acts", 7, ["sum", "2 + (-2) + 3 = 3"]),
        ("rgb_in_acts", 11, ["sum", "2 + (-2) + 3 = 3", "bias", "3 + 3 = 6"]),
        ("slide_sum_bias", 3, ["sum", "-4 + (-1) = -5", "bias", "-5 + (-2) = -7", "relu"]),
        ("one_kernel_a_map", 11, []),
    ],
)
def test_the_running_sum(name, n, lines):
    assert texts(read(name).layout.scene(n), "note")[: len(lines) or None] == lines


def test_columns_and_rows():
    """Inputs are 4 wide, kernels 3, sums and outputs 2; columns and rows are a cell apart."""
    scene = laid_out().scene(0)
    assert [corner(each) for each in of_role(scene, "input")] == [(0, 0), (0, -5), (0, -10)]
    assert [corner(each) for each in of_role(scene, "filter")] == [(5, -0.5), (5, -5.5), (5, -10.5)]
    assert [corner(each) for each in of_role(scene, "sum")] == [(9, -1), (9, -6), (9, -11)]
    assert [corner(each) for each in of_role(scene, "output")] == [(12, -6)]
    assert [corner(each) for each in of_role(scene, "bias")] == [(12.5, -8.75)]


def test_filters_stand_side_by_side_and_each_output_has_its_bias():
    scene = laid_out(out_channels=2).scene(0)
    assert [corner(each)[0] for each in of_role(scene, "filter")] == [5, 5, 5, 8.5, 8.5, 8.5]
    outputs, biases = of_role(scene, "output"), of_role(scene, "bias")
    assert [corner(each)[0] for each in outputs] == [15.5] * 2
    assert len(biases) == 2


def test_the_window_is_at_the_same_place_of_each_input_and_one_filter_is_lit():
    layout = laid_out(out_channels=2, bias=False, values=Values(Range(0, 3), Range(-1, 1), seed=7))
    for n, x in ((1, 5), (5, 8.5)):
        scene = layout.scene(n)
        assert [corner(each) for each in of_role(scene, "window")] == [(1, 0), (1, -5), (1, -10)]
        kernels = [corner(each) for each in of_role(scene, "window.kernel")]
        assert kernels == [(x, -0.5), (x, -5.5), (x, -10.5)]
        assert [corner(each)[0] for each in of_role(scene, "window.sum")] == [13.5] * 3


def test_groups_have_colours_and_stand_apart_and_share_columns():
    layout = laid_out(in_channels=4, out_channels=4, groups=2)
    scene = layout.scene(0)
    roles = {each.role for each in scene.layers if "group" in each.role and each.role[0] == "g"}
    assert {role.removesuffix(".grid") for role in roles} == {"group.first", "group.second"}
    lit = {each.role for each in scene.layers if each.role.startswith("window.")}
    assert {"window.group.first", "window.output.group.first"} <= lit
    first, second = of_role(scene, "group.first"), of_role(scene, "group.second")
    assert len(first) == len(second) == 2 + 4 + 2
    assert [corner(each)[0] for each in first] == [corner(each)[0] for each in second]
    bottom = min(y for each in first for _, y in each.points())
    assert max(y for each in second for _, y in each.points()) < bottom - CELL


def test_a_fifth_group_has_the_first_colour_again():
    scene = laid_out(in_channels=5, out_channels=5, groups=5).scene(0)
    assert len(of_role(scene, "group.first")) == 2 * 3
    assert len(of_role(scene, "group.fourth")) == 3


def test_depthwise_without_bias_has_neither_sums_nor_running_sum():
    layout = laid_out(out_channels=3, groups=3, bias=False, values=Values(seed=1))
    scene = layout.scene(0)
    assert not of_role(scene, "sum") + of_role(scene, "connector") + of_role(scene, "note")


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
    assert [corner(each)[0] for each in of_role(slide, "window")] == [1] * 3
    assert [corner(each)[0] for each in of_role(slide, "window.kernel")] == [5] * 3
    assert [corner(each) for each in of_role(slide, "window.output")] == [
        (10, -1), (10, -6), (10, -11)
    ]  # fmt: skip
    sums = [corner(each) for each in of_role(total, "window.sum")]
    assert sums == [(10, -1), (10, -6), (10, -11)]
    assert [corner(each) for each in of_role(total, "window.output")] == [(13, -6)]
    assert [corner(each) for each in of_role(bias, "window.bias")] == [(12.5, -8.75)]
    assert [corner(each) for each in of_role(bias, "window.output")] == [(13, -6)]
    assert [bool(of_role(each, "connector")) for each in (slide, total, bias)] == [
        False, True, False
    ]  # fmt: skip


def test_what_is_written_in_each_act():
    figure = read("rgb_in_acts")
    shown = [texts(figure.layout.scene(n), "output.value") for n in (3, 4, 5, 8, 11)]
    assert shown == [
        [], ["1"], ["1", "8"], ["4", "8", "-1", "3"], ["4", "11", "2", "6"]
    ]  # fmt: skip
    sums = [len(texts(figure.layout.scene(n), "sum.value")) for n in (0, 1, 3, 4)]
    assert sums == [3, 6, 12, 12]


def test_connectors_lead_from_every_sum_to_the_unit_and_touch_no_map():
    layout = laid_out()
    for n in range(4):
        (connector,) = of_role(layout.scene(n), "connector")
        *stubs, bus, end = connector.lines
        assert len(stubs) == 3
        for (x, y), (turn, level) in stubs:
            assert x / CELL == pytest.approx(11, abs=1e-4) and y == level
            assert turn / CELL == pytest.approx(11.5, abs=1e-4)
            assert bus[0][1] <= y <= bus[1][1]
        assert end[1][0] / CELL == pytest.approx(12, abs=1e-4)
        assert -end[1][1] / CELL == pytest.approx(6.5 + n // 2, abs=1e-4)


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
    at_rest = layout.at_rest().layers[:-1]
    left, bottom, right, top = layout.box
    for n in range(len(layout.beats)):
        scene = layout.scene(n)
        assert scene.box == layout.box
        assert all(a is b for a, b in zip(scene.layers, at_rest, strict=False))
        for x, y in (point for each in scene.layers for point in each.points()):
            assert left <= x <= right and bottom <= y <= top


def test_names_stand_level_and_sums_share_a_place():
    places = laid_out(out_channels=2).places
    assert len({place.name_point()[0][1] for place in places.values()}) == 1
    assert [key for key in places if key[0] == "sum"] == [("sum", (0, n)) for n in range(3)]
    assert places["kernel", (0, 0)].numbered() == places["sum", (0, 0)].numbered() == ()
    (_, (x, _)), *_ = places["output", (0,)].numbered()
    assert x > places["output", (0,)].point(0, 2)[0]


def test_one_map_and_one_kernel():
    scene = laid_out(in_channels=1).scene(3)
    assert [corner(each) for each in of_role(scene, "input")] == [(0, 0)]
    assert texts(scene, "note")[0] == "bias"


def test_a_strip():
    scene = laid_out(i=(7,), k=(3,), in_channels=2).scene(4)
    assert [corner(each) for each in of_role(scene, "input")] == [(0, 0), (0, -2)]


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
