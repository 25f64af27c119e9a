"""Layers one after the other: their values, their fields, their place on the page, their faults."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import convanim
from convanim.arithmetic.axis import Axis
from convanim.sweep.stack import fields

MANY = settings(max_examples=80)


@st.composite
def stacks(draw):
    """Keys of a few layers, with the modules of torch that they stand for left to the test."""
    layers = []
    for _ in range(draw(st.integers(1, 3))):
        few, operation = st.integers(1, 2), draw(st.sampled_from(["conv", "max_pool", "back"]))
        layer = {"k": draw(st.integers(1, 3)), "s": draw(few), "relu": draw(st.booleans())}
        if operation == "max_pool":
            layers.append({**layer, "operation": "max_pool"})
            continue
        name = {"conv": "conv", "back": "transposed_conv"}[operation]
        layers.append({**layer, "operation": name, "out_channels": draw(few), "bias": True})
    layers[0] |= {"i": draw(st.integers(4, 6)), "in_channels": draw(st.integers(1, 2))}
    return layers, draw(st.integers(0, 1000))


def modules(torch, fig):
    """The layers in torch, with the numbers that the figure shows."""
    for layer in fig.spec.layers:
        if layer.name == "max_pool":
            yield torch.nn.MaxPool2d(layer.k, layer.s)
        else:
            kind = torch.nn.Conv2d if layer.name == "conv" else torch.nn.ConvTranspose2d
            channels = layer.channels
            made = kind(channels.inputs, channels.outputs, layer.k, layer.s, dtype=torch.float64)
            weights = np.array(layer.kernels, float).reshape(made.weight.shape)
            made.weight.data = torch.tensor(weights)
            made.bias.data = torch.tensor(layer.biases, dtype=torch.float64)
            yield made
        if layer.relu:
            yield torch.nn.ReLU()


def numbers(maps):
    return np.array([each.values for each in maps], float).reshape(len(maps), *maps[0].shape)


@MANY
@given(stacks())
def test_layers_are_those_of_torch(stack):
    torch = pytest.importorskip("torch", reason="torch is not installed")
    layers, seed = stack
    values = {"seed": seed, "input": [-3, 3], "kernel": [-2, 2], "bias": [-4, 4]}
    try:
        fig = convanim.figure(layers=layers, values=values)
    except convanim.ConfigError as error:
        assert "does not fit" in str(error) or "pooling" in str(error)  # noqa: PT017
        return
    first, last = fig.spec.layers[0].sweep(), fig.spec.layers[-1].sweep()
    x = torch.tensor(numbers(first.maps_of("input"))[None])
    if fig.spec.layers[0].name == "transposed_conv":
        x = torch.tensor(np.array(fig.spec.layers[0].units, float).reshape(1, -1, *first_i(fig)))
    with torch.no_grad():
        theirs = torch.nn.Sequential(*modules(torch, fig))(x)[0].numpy()
    assert np.array_equal(numbers(last.maps_of("output")), theirs)


def first_i(fig):
    return tuple(axis.i for axis in fig.spec.layers[0].axes)


def reach(axes, n):
    """The first and last unit of the input, padding included, that a unit of the output sees."""
    seen = {n}
    for axis in reversed(axes):
        offsets = range(0, axis.k_hat, axis.d)
        seen = {unit * axis.s - axis.p_before + offset for unit in seen for offset in offsets}
    return min(seen), max(seen)


@pytest.mark.parametrize(
    ("layers", "expected"),
    [
        ([Axis(9, 3)] * 3, (7, 1, 3)),
        ([Axis(99, 3, d=1), Axis(97, 3, d=2), Axis(93, 3, d=4)], (15, 1, 7)),
        ([Axis(99, 2, d=d) for d in (1, 2, 4, 8)], (16, 1, Fraction(15, 2))),
        ([Axis(99, 3, s=2), Axis(49, 2, s=2)], (5, 4, 2)),
        ([Axis(99, 3, s=2, p_before=1, p_after=1), Axis(50, 3, p_before=1, p_after=1)], (7, 2, 0)),
    ],
)
def test_receptive_fields(layers, expected):
    size, jump, start = expected
    *_, field = fields(layers)
    assert (field.size, field.jump, field.start) == expected
    for n in range(2):
        low, high = reach(layers, n)
        assert high - low + 1 == size
        assert Fraction(low + high, 2) == start + n * jump


def test_a_transposed_layer_brings_units_closer():
    direct = Axis(9, 4, s=2, p_before=1, p_after=1)
    *_, field = fields([direct, direct.transpose()])
    assert (field.size, field.jump, field.start) == (6, 1, 0)


CLOSER = [
    [{"operation": "transposed_conv", "k": 4, "s": 2}],
    [{"operation": "transposed_conv", "k": 2, "s": 3}],
    [{"operation": "transposed_conv", "k": 2, "s": 2, "d": 3, "a": 1}],
    [{"k": 3, "s": 3}, {"operation": "transposed_conv", "k": 5, "s": 2, "p": 1}, {"k": 2}],
    [{"operation": "upsample", "scale": 3, "mode": "bilinear"}, {"k": 3}],
    [{"operation": "upsample", "scale": 1, "mode": "bilinear"}, {"k": 3}],
    [{"operation": "upsample", "scale": 2}, {"k": 2}, {"operation": "max_pool", "k": 2, "s": 2}],
    [{"operation": "pixel_shuffle", "r": 2, "in_channels": 4}, {"k": 3, "d": 2}],
    [{"operation": "pixel_unshuffle", "r": 2}, {"k": 3}],
]


@pytest.mark.parametrize("layers", CLOSER)
def test_fields_are_as_large_as_what_units_in_the_middle_see(layers):
    """By what the steps read, cell by cell, of an input so long that its ends are far."""
    fig = convanim.figure(i=[24], layers=layers, view="receptive_field")
    contribution = fig.layout.contribution
    (size,) = contribution.shapes[-1]
    sizes = set()
    for n in range(size // 4, 3 * size // 4):
        seen = contribution.contributors((n,))
        units = {unit for (unit,) in seen.units[0]}
        (reach,) = seen.reach[0]
        assert not units or (min(units), max(units)) == (reach[0], reach[-1])
        sizes.add(max(units) - min(units) + 1 if units else 0)
    *_, field = fields([axes[0] for axes in contribution.axes])
    assert field.size == max(sizes)


STACK = {
    "layers": [
        {"i": 4, "k": 3, "out_channels": 2, "relu": True},
        {"operation": "max_pool", "k": 2},
    ],
    "values": {"seed": 8, "input": [0, 3], "kernel": [-1, 1]},
}


def test_steps_go_through_the_layers_in_turn():
    fig = convanim.figure(**STACK)
    assert len(fig) == 2 * 4 + 2
    assert [step.index for step in fig.sweep.steps] == list(range(10))
    assert [fig.step(n).writes.index for n in (0, 4, 8, 9)] == [(0, 0), (0, 1), (1, 0), (1, 1)]
    assert fig.step(9).read("input").index == (1, 1)
    assert fig.sweep.steps[-2:] == (fig.step(8), fig.step(9))
    with pytest.raises(IndexError):
        fig.sweep.steps[10]
    for channel in range(2):
        made, fed = fig.sweep.map("output", 0, channel), fig.sweep.map("input", 1, channel)
        assert made.values == fed.values
        assert min(made.values) >= 0


def test_explain_tells_every_layer_and_the_fields():
    fig = convanim.figure(layers=[{"i": 7, "k": 3, "s": 2}, {"operation": "max_pool", "k": 2}])
    told = fig.explain()
    assert (told.operation, told.o, told.given) == (
        "conv, max_pool",
        (2, 2),
        "i=7 k=3 s=2; i=3 k=2",
    )
    assert (
        told.as_dict()["receptive_field"]
        == [[{"size": 3, "jump": 2, "start": 1}, {"size": 5, "jump": 2, "start": 2}]] * 2
    )
    assert [layer["o"] for layer in told.as_dict()["layers"]] == [[3, 3], [2, 2]]
    lines = str(told).split("\n\nfilm\n")[0].splitlines()
    assert lines[0] == "figure: conv, max_pool, output 2 x 2"
    assert [line for line in lines if line.startswith("layer ")] == [
        "layer 1: conv, output 3 x 3",
        "layer 2: max_pool, output 2 x 2",
    ]
    assert (told.as_dict()["parameters"], told.as_dict()["multiply_adds"]) == (9, 81)
    assert lines[-8:] == [
        "",
        "all layers",
        "  parameters             9",
        "  multiply-adds          81",
        "",
        "receptive field, axes 0 and 1",
        "  after layer 1          size = 3  jump = 2  start = 1",
        "  after layer 2          size = 5  jump = 2  start = 2",
    ]


def test_the_field_in_a_long_input_is_told_at_once():
    # Aligned corners put every output at another place between the units of the input.
    upsample = {"operation": "upsample", "i": [4096], "scale": 7, "mode": "bilinear"}
    layers = [{**upsample, "align_corners": True}, *[{"k": 3, "p": 1}] * 9]
    told = convanim.figure(layers=layers).explain().as_dict()["receptive_field"][0]
    assert [field["size"] for field in told] == [2, 3, 3, 3, 4, 4, 4, 4, 5, 5]


@pytest.mark.parametrize(
    "second", [{"operation": "col2im", "output_size": 6, "k": 3}, {"k": [2, 3]}]
)
def test_no_fields_where_axes_become_a_matrix(second):
    told = convanim.figure(layers=[{"operation": "im2col", "i": 6, "k": 3}, second]).explain()
    assert told.as_dict()["receptive_field"] == []
    assert "receptive field" not in str(told)


def test_layers_inherit_the_outer_keys_they_have():
    fig = convanim.figure(
        i=[9], k=3, s=2, bias=True, values={"seed": 1},
        layers=[{}, {"k": 2, "s": 1}, {"operation": "AvgPool1d"}],
    )  # fmt: skip
    first, second, third = fig.spec.layers
    assert (first.k, first.s, second.k, second.s, third.k) == ((3,), (2,), (2,), (1,), (3,))
    assert (first.values.seed, second.values.seed) == (1, 2)
    assert (first.bias, second.bias) == (True, True)


def test_one_layer_in_a_list_is_the_figure_itself():
    alone, listed = convanim.figure(i=4, k=3), convanim.figure(layers=[{"i": 4, "k": 3}])
    assert alone.spec.layers == listed.spec.layers
    assert alone.layout.scene(2) == listed.layout.scene(2)
    assert str(alone.explain()) == str(listed.explain())


def test_what_is_no_number_flows_on():
    # A dilated window in the padding alone gives minus infinity; 0 times that is no number.
    fig = convanim.figure(
        layers=[
            {"operation": "max_pool", "i": [1], "k": 2, "d": 3, "p": 2},
            {"k": 2, "values": {"kernel": [0, 1]}},
        ],
        values={"input": [3]},
    )
    (label,) = [x for x in fig.layout.scene(2).layers if x.role == "window.output.value"]
    assert [text for text, _ in label.texts] == ["nan"]
