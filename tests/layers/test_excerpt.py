"""Excerpts keep the nature of a layer: its keys, its borders and what is left over."""

from __future__ import annotations

import itertools

import pytest

import convanim
from convanim.arithmetic.values import Array
from convanim.layers.excerpt import Amount, excerpt

BACK, LEARN = {"operation": "conv_backward_input"}, {"operation": "conv_backward_kernel"}
LARGE = [
    {"i": 224, "k": 7, "s": 2, "p": 3, "in_channels": 3, "out_channels": 64},
    {"i": 225, "k": 11, "s": 4, "p": 2, "in_channels": 3, "out_channels": 64},
    {"i": [57, 64], "k": 3, "s": [2, 3], "p": ["same", 1], "in_channels": 64},
    {"i": 56, "k": 7, "p": 3, "in_channels": 96, "out_channels": 96, "groups": 96},
    {"i": 56, "k": 3, "p": 1, "in_channels": 128, "out_channels": 256, "groups": 32},
    {"i": [16000], "k": [10], "s": 5, "out_channels": 512},
    {"i": [16, 112, 112], "k": [3, 7, 7], "s": [1, 2, 2], "p": [1, 3, 3], "in_channels": 3},
    {"operation": "transposed_conv", "i": 32, "k": 4, "s": 2, "p": 1, "in_channels": 64},
    {"operation": "transposed_conv", "transpose_of": {"i": 64, "k": 3, "s": 2, "p": 1}},
    {"operation": "max_pool", "i": 55, "k": 3, "s": 2, "ceil_mode": True, "in_channels": 64},
    {"operation": "global_avg_pool", "i": 7, "in_channels": 2048},
    {"operation": "upsample", "i": 64, "scale": 2, "mode": "bilinear", "in_channels": 64},
    {"operation": "pixel_shuffle", "i": 64, "r": 2, "in_channels": 256},
    {"operation": "pixel_unshuffle", "i": 64, "r": 4, "in_channels": 16},
    {"operation": "im2col", "i": 64, "k": 3, "in_channels": 16},
    {"operation": "col2im", "output_size": 57, "k": 4, "s": 3, "p": 1, "out_channels": 16},
    {**BACK, "output_size": 224, "k": 7, "s": 2, "p": 3, "in_channels": 64, "out_channels": 3},
    {**BACK, "i": 56, "k": 4, "s": 2, "p": 1, "in_channels": 64, "out_channels": 64, "groups": 32},
    {**LEARN, "i": 225, "k": 7, "s": 2, "p": 3, "in_channels": 3, "out_channels": 64},
    {**LEARN, "i": [8000], "k": [9], "d": 2, "in_channels": 64, "out_channels": 64, "groups": 64},
]


def nature(axis):
    """What a layer does at the ends of an axis, and with how wide a window."""
    if not hasattr(axis, "leftover"):
        return (axis.o / axis.i,)
    return axis.s, axis.d, axis.p_before, axis.p_after, axis.a, axis.leftover, axis.overhang


@pytest.mark.parametrize("keys", LARGE)
def test_an_excerpt_keeps_the_nature_of_a_layer(keys):
    (whole,) = convanim.figure(**keys, excerpt=False).spec.layers
    (small,) = excerpt([whole], Amount())
    assert list(small.faults()) == []
    assert type(small) is type(whole)
    for large, axis in zip(whole.direct.axes, small.direct.axes, strict=True):
        assert nature(axis) == nature(large)
        assert whole.name == "global_avg_pool" or axis.k == large.k
        assert min(axis.i, 3) <= axis.i <= max(40, large.k)
        assert axis.o >= min(3, large.o)
    assert small.channels.inputs <= max(4, whole.channels.group_inputs // 4)
    if whole.channels.groups > 1 and whole.name == "conv":
        assert small.channels.groups == 2


@pytest.mark.parametrize("positions", [1, 4, 9])
def test_a_config_says_how_many_positions_are_kept(positions):
    (whole,) = convanim.figure(i=224, k=3, s=2, p=1, excerpt=False).spec.layers
    (small,) = excerpt([whole], Amount(positions=positions))
    # The window lies in the input alone at one position at least.
    assert {axis.o for axis in small.axes} == {max(2, positions)}


def test_layers_keep_feeding_one_another():
    layers = [
        {"i": 64, "k": 3, "p": 1, "in_channels": 64, "out_channels": 64},
        {"operation": "max_pool", "k": 2, "s": 2},
        {"k": 3, "p": 1, "out_channels": 64, "groups": 64},
        {"k": 1, "out_channels": 256},
        {"operation": "pixel_shuffle", "r": 2},
    ]
    figure = convanim.figure(layers=layers, values={"seed": 1})
    assert figure.explain().o == (64, 64)
    for before, after in itertools.pairwise(figure.spec.layers):
        assert before.output_shape == after.sizes
        assert before.channels.outputs == after.channels.inputs
    assert [each.channels.groups for each in figure.spec.layers] == [1, 2, 2, 1, 1]
    made = [each.value((0, 0)) for each in figure.panels[-1].sweep.maps_of("output")]
    assert None not in made


def test_literal_numbers_are_those_of_the_first_cells():
    numbers = [[row * 100 + column for column in range(40)] for row in range(30)]
    figure = convanim.figure(values={"input": numbers, "kernel": [[1, 2], [3, 4]]})
    assert figure.explain().o == (29, 39)
    (small,) = figure.spec.panels[0].layers
    assert isinstance(small.values.input, Array)
    assert small.values.input.shape == (6, 6)
    assert small.values.input.cells[:8] == (0, 1, 2, 3, 4, 5, 100, 101)
    assert figure.sweep.map("output").value((0, 0)) == 1 * 0 + 2 * 1 + 3 * 100 + 4 * 101


def test_kernels_and_biases_go_with_their_channels():
    kernels = [[[[n]]] for n in range(6)]
    keys = {"i": [20, 20], "groups": 3, "in_channels": 3, "out_channels": 6}
    values = {"seed": 1, "kernel": kernels, "bias": [10, 11, 12, 13, 14, 15]}
    (small,) = convanim.figure(**keys, k=1, values=values).spec.panels[0].layers
    assert small.values.kernel.cells == (0, 1, 2, 3)
    assert small.values.bias.cells == (10, 11, 12, 13)
    assert small.channels.groups == 2


GROUPED = {"in_channels": 6, "out_channels": 4, "groups": 2}


def numbers(*shape):
    """Numbers that tell their place: a digit for each level, of which none is above 99."""
    if len(shape) == 1:
        return list(range(shape[0]))
    return [_plus(numbers(*shape[1:]), n * 100 ** (len(shape) - 1)) for n in range(shape[0])]


def _plus(nested, by):
    return [_plus(each, by) for each in nested] if isinstance(nested, list) else nested + by


def test_a_gradient_of_the_output_is_that_of_the_first_outputs_of_each_group():
    values = {"seed": 1, "input": numbers(6, 40, 40)}
    figure = convanim.figure(**BACK, k=3, **GROUPED, values=values, excerpt=3)
    (small,) = figure.spec.panels[0].layers
    assert small.sizes == (3, 3)
    firsts = (0, 30_000)  # an output of each of the two groups
    cells = [row * 100 + column for row in range(3) for column in range(3)]
    assert small.values.input.cells == tuple(first + cell for first in firsts for cell in cells)
    values = {"seed": 1, "kernel": [[each] for each in numbers(4, 38, 38)]}
    figure = convanim.figure(**LEARN, i=40, k=3, **GROUPED, values=values, excerpt=3)
    (small,) = figure.spec.panels[0].layers
    shape = tuple(axis.o for axis in small.direct.axes)
    assert small.values.kernel.shape == shape
    assert small.values.kernel.cells[:: shape[0] * shape[1]] == (0, 20_000)


def test_columns_of_an_excerpt_are_those_of_its_positions():
    matrix = numbers(8, 19 * 19)
    figure = convanim.figure(operation="col2im", output_size=20, k=2, values={"input": matrix})
    (small,) = figure.spec.panels[0].layers
    assert figure.explain().o == (20, 20)
    assert (small.channels.outputs, small.output_shape) == (2, (6, 6))
    columns = [row * 19 + column for row in range(5) for column in range(5)]
    assert small.values.input.cells[:25] == tuple(columns)
    assert small.values.input.cells[25:50] == tuple(100 + each for each in columns)


def test_the_way_back_within_a_row_of_layers_has_no_excerpt():
    layers = [{"i": 400, "k": 3}, {**BACK, "k": 3}]
    figure = convanim.figure(layers=layers)
    assert figure.spec.obstacles
    assert excerpt(figure.spec.panels[0].layers, Amount()) is None


@pytest.mark.parametrize("most", [2, 3, 4])
def test_a_config_says_how_many_groups_are_kept_and_how_many_channels_of_each(most):
    keys = {"i": 40, "k": 3, "in_channels": 64, "out_channels": 64, "groups": 8}
    (whole,) = convanim.figure(**keys, excerpt=False).spec.layers
    (small,) = excerpt([whole], Amount(channels=most))
    assert (small.channels.groups, small.channels.inputs) == (most, most * most)


@pytest.mark.parametrize(("positions", "channels"), [(32, 2), (33, 1)])
def test_layers_with_more_than_a_hundred_steps_keep_one_channel(positions, channels):
    """Of two layers, of which the second makes one unit less in one channel of one map."""
    layers = [
        {"i": [1000], "k": [1], "in_channels": 64, "out_channels": 64},
        {"k": [2], "out_channels": 1},
    ]
    whole = convanim.figure(layers=layers, excerpt=False).spec.layers
    small = excerpt(whole, Amount(positions=positions))
    assert [each.channels.outputs for each in small] == [channels, 1]
    steps = 2 * (positions + 1) + positions
    assert (steps <= 100) == (channels == 2)


@pytest.mark.parametrize(
    ("keys", "positions", "outputs"),
    [({"k": 3}, 5, 2), ({"k": 3, "s": 4}, 4, 2), ({"k": 5, "s": 4, "d": 2}, 3, 1)],
)
def test_positions_go_one_by_one_down_to_three_and_then_channels(keys, positions, outputs):
    keys |= {"i": 300, "in_channels": 3, "out_channels": 64}
    (whole,) = convanim.figure(**keys, excerpt=False).spec.layers
    (small,) = excerpt([whole], Amount())
    assert {axis.o for axis in small.axes} == {positions}
    assert small.channels.outputs == outputs
