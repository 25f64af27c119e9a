"""Several channels, in groups, with a bias: against brute force and torch, and step by step."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

import convanim
from convanim.arithmetic.channels import Channels
from convanim.arithmetic.values import Values
from convanim.operations.avg_pool import AvgPool
from convanim.operations.conv import Conv
from convanim.operations.max_pool import MaxPool
from convanim.operations.transposed_conv import TransposedConv
from tests.support import oracle
from tests.support.grouped import Grouped, array, grouped
from tests.support.layers import Layer, direct_layers, transposed_layers

MANY = settings(max_examples=120)


def outputs(sweep):
    maps = sweep.maps_of("output")
    return np.array([each.values for each in maps], float).reshape(len(maps), *maps[0].shape)


def assert_each_step_sums_to_what_it_writes(sweep):
    """What a frame shows as read, summed by hand, is what it shows as written, channel-major."""
    written = []
    for step in sweep.steps:
        output = sweep.map("output", *step.writes.index)
        (number,) = step.writes.index or (0,)
        total = sweep.map("bias").value((number,))
        assert list(step.read("bias")) == [(number,)]
        for window, kernel in zip(step.read_of("input"), step.read_of("kernel"), strict=True):
            units, weights = sweep.map("input", *window.index), sweep.map("kernel", *kernel.index)
            pairs = zip(window, kernel, strict=True)
            total += sum(units.value(cell) * weights.value(tap) for cell, tap in pairs)
        (cell,) = step.writes
        assert output.value(cell) == total
        written.append((number, *cell))
    assert [step.index for step in sweep.steps] == list(range(len(sweep.steps)))
    shape = (len(sweep.maps_of("output")), *sweep.maps_of("output")[0].shape)
    assert written == list(np.ndindex(*shape))


@MANY
@given(grouped(direct_layers()))
def test_grouped_conv(case):
    layer = case.layer
    assume(layer.fits)
    operation = case.operation(Conv, case.w)
    assert not list(operation.faults())
    sweep = operation.sweep()
    keys = (layer.s, layer.p, layer.d)
    expected = oracle.grouped_conv(case.x, case.w, case.bias, case.groups, *keys)
    assert np.array_equal(outputs(sweep), expected)
    assert_each_step_sums_to_what_it_writes(sweep)


@MANY
@given(grouped(transposed_layers()))
def test_grouped_transposed_conv(case):
    layer = case.layer
    assume(min(layer.transposed_sizes) > 0)
    operation = case.operation(TransposedConv, case.w_transposed, "a")
    assert not list(operation.faults())
    sweep = operation.sweep()
    keys = (layer.s, layer.p, layer.d, layer.a)
    weights = case.w_transposed
    expected = oracle.grouped_transposed_conv(case.x, weights, case.bias, case.groups, *keys)
    assert np.array_equal(outputs(sweep), expected)
    assert_each_step_sums_to_what_it_writes(sweep)


def even(layer):
    """The layer with the same padding on both sides, as torch takes it."""
    return Layer(**{**layer.keys("i", "k", "s", "d", "a", "seed"),
                    "p": tuple((before, before) for before, _ in layer.p)})  # fmt: skip


def tensors(torch, *arrays):
    return [torch.tensor(x, dtype=torch.float64) for x in arrays]


@MANY
@given(grouped(direct_layers()), grouped(transposed_layers()))
def test_values_are_those_of_torch(case, back):
    torch = pytest.importorskip("torch", reason="torch is not installed")
    from torch.nn import functional

    layer = even(case.layer)
    case = Grouped(layer, case.groups, case.fed, case.made)
    if layer.fits:
        x, w, bias = tensors(torch, case.x[None], case.w, case.bias)
        p = tuple(before for before, _ in layer.p)
        conv = getattr(functional, f"conv{len(layer.i)}d")
        theirs = conv(x, w, bias, layer.s, p, layer.d, case.groups)
        assert np.array_equal(outputs(case.operation(Conv, case.w).sweep()), theirs[0].numpy())
    layer = even(back.layer)
    back = Grouped(layer, back.groups, back.fed, back.made)
    if min(layer.transposed_sizes) > 0:
        x, w, bias = tensors(torch, back.x[None], back.w_transposed, back.bias)
        p = tuple(before for before, _ in layer.p)
        conv = getattr(functional, f"conv_transpose{len(layer.i)}d")
        theirs = conv(x, w, bias, layer.s, p, layer.a, back.groups, layer.d)
        operation = back.operation(TransposedConv, back.w_transposed, "a")
        assert np.array_equal(outputs(operation.sweep()), theirs[0].numpy())


@MANY
@given(direct_layers(), st.integers(2, 4))
def test_pooling_takes_each_channel_by_itself(layer, count):
    assume(layer.fits)
    x = np.random.default_rng(layer.seed).integers(-5, 6, (count, *layer.i))
    for plugin in (MaxPool, AvgPool):
        keys = layer.keys("i", "k", "s", "p", "d")
        several = plugin(**keys, values=Values(array(x, 1))).sweep()
        for n in range(count):
            alone = plugin(**keys, values=Values(array(x[n], 0))).sweep()
            assert several.map("output", n).values == alone.map("output").values


def test_channels_of_a_group():
    channels = Channels(4, 6, 2)
    assert [channels.read_by(n) for n in range(6)] == [range(2)] * 3 + [range(2, 4)] * 3
    assert channels.index(1, 0) == (1, 0)
    assert Channels().index(0) == ()


KEYS = {
    "depthwise": ({"groups": 3}, (3, 3, 3)),
    "channels that follow from groups": ({"groups": 2, "in_channels": 4}, (4, 2, 2)),
    "filters is out_channels": ({"filters": 4}, (1, 4, 1)),
}


@pytest.mark.parametrize(("keys", "expected"), KEYS.values(), ids=KEYS)
def test_channels_not_given_follow(keys, expected):
    fig = convanim.figure(i=4, k=3, **keys)
    assert fig.spec.operation.channels == Channels(*expected)
    assert fig.spec.view.name == "flat"


def nested(shape):
    return np.arange(np.prod(shape)).reshape(shape).tolist()


LEVELS = [
    # With in_channels, out_channels or groups there are two axes unless a key says otherwise.
    ({"in_channels": 2, "values": {"input": (2, 3, 3), "kernel": (1, 2, 2, 2)}}, 2, (2, 1)),
    ({"groups": 2, "values": {"input": (2, 3, 3), "kernel": (2, 1, 2, 2)}}, 2, (2, 2)),
    ({"out_channels": 2, "values": {"input": (3, 3), "kernel": (2, 1, 2, 2)}}, 2, (1, 2)),
    ({"in_channels": 1, "values": {"input": (3, 3), "kernel": (2, 2)}}, 2, (1, 1)),
    ({"op": "Conv1d", "values": {"input": (2, 3), "kernel": (4, 2, 2)}}, 1, (2, 4)),
    ({"i": [3], "values": {"input": (2, 3), "kernel": (4, 2, 2)}}, 1, (2, 4)),
    ({"k": [2, 2], "values": {"input": (2, 3, 3), "kernel": (1, 2, 2, 2)}}, 2, (2, 1)),
    ({"op": "ConvTranspose2d", "values": {"input": (2, 3, 3), "kernel": (2, 3, 2, 2)}}, 2, (2, 3)),
    ({"op": "MaxPool2d", "k": 2, "values": {"input": (2, 3, 3)}}, 2, (2, 2)),
    # Without any of them, each level is an axis, as it always was.
    ({"values": {"input": (3, 3), "kernel": (2, 2)}}, 2, (1, 1)),
]


@pytest.mark.parametrize(("keys", "axes", "channels"), LEVELS)
def test_levels_of_literal_values_are_axes_or_channels(keys, axes, channels):
    values = {role: nested(shape) for role, shape in keys["values"].items()}
    operation = convanim.figure(**{**keys, "values": values}).spec.operation
    assert len(operation.axes) == axes
    assert (operation.channels.inputs, operation.channels.outputs) == channels


def test_a_seed_draws_each_map_from_one_stream_and_keeps_those_of_one_channel():
    one = convanim.figure(i=3, k=2, values={"seed": 7})
    two = convanim.figure(i=3, k=2, in_channels=2, bias=True, values={"seed": 7})
    three = convanim.figure(i=3, k=2, values={"seed": 7, "bias": [4, 6]})
    assert one.sweep.map("input").values == two.sweep.map("input", 0).values
    assert one.sweep.map("kernel").values == two.sweep.map("kernel", 0, 0).values
    assert -2 <= two.sweep.map("bias").value((0,)) <= 2
    assert 4 <= three.sweep.map("bias").value((0,)) <= 6
    assert not one.sweep.maps_of("bias")


def test_maps_and_cells_are_named_by_role_and_index():
    fig = convanim.figure(i=3, k=2, in_channels=2, out_channels=2, values={"seed": 1})
    names = [(each.role, each.index) for each in fig.maps]
    assert names == [
        ("input", (0,)), ("input", (1,)),
        ("kernel", (0, 0)), ("kernel", (0, 1)), ("kernel", (1, 0)), ("kernel", (1, 1)),
        ("output", (0,)), ("output", (1,)),
    ]  # fmt: skip
    now = fig.step(5)
    assert list(now.read("input", 1)) == [(0, 1), (0, 2), (1, 1), (1, 2)]
    assert list(now.read("kernel", 1, 0)) == [(0, 0), (0, 1), (1, 0), (1, 1)]
    assert (now.writes.index, list(now.writes)) == ((1,), [(0, 1)])
    for ask in (fig.sweep.map, now.read):
        with pytest.raises(KeyError, match=r"input\[\]: 2 of 2 fit"):
            ask("input")
        with pytest.raises(KeyError, match=r"input\[2\]: 0 of 2 fit"):
            ask("input", 2)


def test_the_transcript_names_maps():
    fig = convanim.figure(
        i=2, k=2, values={"input": [[[1, 2], [3, 4]]] * 2, "kernel": [[[[1, 0], [0, 1]]] * 2],
                          "bias": [-3]}, in_channels=2,
    )  # fmt: skip
    from convanim.api.transcript import Transcript
    from convanim.layout.layout import Beat

    assert next(Transcript((fig.sweep,), ((Beat(0),),), (100,)).frames()) == "\n".join(
        [
            "frame 0 of 1: step 0, slide, writes output[0] (0, 0)",
            "input[0] 2 x 2", "[1][2]", "[3][4]",
            "input[1] 2 x 2", "[1][2]", "[3][4]",
            "kernel[0, 0] 2 x 2", "[1][0]", "[0][1]",
            "kernel[0, 1] 2 x 2", "[1][0]", "[0][1]",
            "bias 1", "[-3]",
            "output[0] 1 x 1", "[7]",
        ]
    )  # fmt: skip


@pytest.mark.parametrize(
    ("keys", "name"),
    [
        ({"k": 3, "in_channels": 2}, "conv"),
        ({"k": 1}, "conv"),
        ({"k": 1, "in_channels": 2}, "pointwise conv"),
        ({"k": [1, 3], "in_channels": 2}, "conv"),
        ({"k": 3, "in_channels": 2, "groups": 2}, "depthwise conv"),
        ({"k": 3, "in_channels": 4, "groups": 2}, "conv"),
    ],
)
def test_figures_call_a_convolution_by_what_it_does_to_channels(keys, name):
    assert convanim.figure(i=3, **keys).spec.operation.plain_name == name


@pytest.mark.parametrize("takes_turns", [False, True])
@pytest.mark.parametrize(("inputs", "outputs"), [(8, 2), (2, 8), (4, 6)])
def test_a_channel_has_what_its_group_has(inputs, outputs, takes_turns):
    channels = Channels(inputs, outputs, 2, takes_turns)
    read, written = channels.spread(("red", "blue"))
    assert (len(read), len(written)) == (inputs, outputs)
    for n, each in enumerate(written):
        assert {read[m] for m in channels.read_by(n)} == {each}
    assert {*written} == {"red", "blue"}
