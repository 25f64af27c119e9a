"""Which units contribute, against masks moved through the layers and torch's gradients."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import convanim
from convanim.sweep.contribution import Contribution

MANY = settings(max_examples=60)


def contribution(fig):
    layers = fig.spec.layers
    return Contribution(
        tuple(tuple(layer.axes) for layer in layers), tuple(layer.sweep() for layer in layers)
    )


@st.composite
def stacks(draw):
    """A few layers of one or two axes: convolutions, pooling, transposed convolutions."""
    axes = draw(st.integers(1, 2))

    def each(strategy):
        return [draw(strategy) for _ in range(axes)]

    layers = []
    for _ in range(draw(st.integers(1, 3))):
        operation = draw(st.sampled_from(["conv", "conv", "max_pool", "transposed_conv"]))
        layer = {"operation": operation, "k": each(st.integers(1, 3)), "s": each(st.integers(1, 2))}
        layer["p"] = each(st.integers(0, 1))
        if operation == "conv":
            layer["d"] = each(st.integers(1, 3))
        layers.append(layer)
    layers[0]["i"] = each(st.integers(3, 7))
    return layers


def made(layers):
    try:
        return convanim.figure(layers=layers)
    except convanim.ConfigError:
        return None


def ahead(layer, mask):
    """Which outputs a layer makes of these units, by trying every pair of output and tap."""
    keys = [dict(zip(("k", "s", "p", "d"), axis, strict=True)) for axis in own(layer)]
    shape = tuple(axis.o for axis in layer.axes)
    found = np.zeros(shape, bool)
    for unit in np.argwhere(mask):
        for tap in itertools.product(*(range(key["k"]) for key in keys)):
            at = []
            for n, t, key in zip(unit, tap, keys, strict=True):
                if layer.name == "transposed_conv":
                    at.append(n * key["s"] + t * key["d"] - key["p"])
                else:
                    whole, rest = divmod(n + key["p"] - t * key["d"], key["s"])
                    at.append(-1 if rest else whole)
            if all(0 <= n < size for n, size in zip(at, shape, strict=True)):
                found[tuple(at)] = True
    return found


def own(layer):
    count = len(layer.i)
    p = layer.p or ((0, 0),) * count
    d = layer.d or (1,) * count
    s = layer.s or (1,) * count
    return [(k, s_, p_[0], d_) for k, s_, p_, d_ in zip(layer.k, s, p, d, strict=True)]


@MANY
@given(stacks())
def test_units_are_those_whose_masks_reach_the_end(layers):
    fig = made(layers)
    if fig is None:
        return
    made_of = contribution(fig)
    seen = {unit: made_of.contributors(unit) for unit in made_of.ends}
    assert list(seen) == list(np.ndindex(made_of.shapes[-1]))
    for start, shape in enumerate(made_of.shapes):
        for unit in np.ndindex(shape):
            mask = np.zeros(shape, bool)
            mask[unit] = True
            for layer in fig.spec.layers[start:]:
                mask = ahead(layer, mask)
            assert {end for end in seen if unit in seen[end].units[start]} == set(
                map(tuple, np.argwhere(mask))
            )


@MANY
@given(stacks())
def test_units_lie_in_the_field_and_fill_it_away_from_the_border(layers):
    fig = made(layers)
    if fig is None:
        return
    made_of = contribution(fig)
    is_direct = all(layer.name != "transposed_conv" for layer in fig.spec.layers)
    for end in made_of.ends:
        seen = made_of.contributors(end)
        for start, (units, reach) in enumerate(zip(seen.units, seen.reach, strict=True)):
            lengths = tuple(map(len, reach))
            sizes = tuple(field.size for field in made_of.field(start, len(fig.spec.layers)))
            assert all(
                set(each) <= set(along)
                for each, along in zip(zip(*units, strict=True), reach, strict=False)
            )
            if is_direct:
                assert all(a <= b for a, b in zip(lengths, sizes, strict=True))
            if is_direct and lengths == sizes:
                for touched, along in zip(zip(*units, strict=True), reach, strict=True):
                    assert (min(touched), max(touched)) == (along[0], along[-1])


@settings(max_examples=40)
@given(stacks())
def test_units_are_those_with_a_gradient_in_torch(layers):
    torch = pytest.importorskip("torch", reason="torch is not installed")
    layers = [layer for layer in layers if layer["operation"] == "conv"]
    if not layers:
        return
    layers[0].setdefault("i", [7] * len(layers[0]["k"]))
    fig = made(layers)
    if fig is None:
        return
    made_of = contribution(fig)
    kind = {1: torch.nn.Conv1d, 2: torch.nn.Conv2d}[len(layers[0]["k"])]
    net = torch.nn.Sequential(
        *(kind(1, 1, tuple(x["k"]), tuple(x["s"]), tuple(x["p"]), tuple(x["d"])) for x in layers)
    )
    for weight in net.parameters():
        torch.nn.init.ones_(weight)
    for end in made_of.ends:
        x = torch.ones((1, 1, *made_of.shapes[0]), requires_grad=True)
        net(x)[(0, 0, *end)].backward()
        found = set(map(tuple, torch.nonzero(x.grad[0, 0]).tolist()))
        assert found == made_of.contributors(end).units[0]


def test_a_dilated_stack_touches_every_unit_of_its_field_but_not_of_the_maps_between():
    fig = made([{"i": 15, "k": 3, "d": 1}, {"k": 3, "d": 2}, {"k": 3, "d": 4}])
    seen = contribution(fig).contributors((0, 0))
    assert [len(units) for units in seen.units] == [15**2, 7**2, 3**2, 1]
    assert [[len(along) for along in reach] for reach in seen.reach] == [
        [15, 15], [13, 13], [9, 9], [1, 1],
    ]  # fmt: skip


def test_unpooling_goes_back_where_each_value_came_from():
    fig = convanim.figure(operation="unpool", i=[4], k=2, s=2, values={"input": [1, 5, 2, 0]})
    made_of = contribution(fig)
    assert made_of.ends == {(1,): 0, (2,): 1}
    assert made_of.contributors((1,)).units == (frozenset({(0,)}), frozenset({(1,)}))
    assert made_of.contributors((2,)).units[0] == {(1,)}
    assert made_of.contributors((0,)).units[0] == set()


def test_channels_are_not_told_apart():
    fig = convanim.figure(i=[5], k=3, in_channels=2, out_channels=3)
    made_of = contribution(fig)
    assert made_of.ends == {(0,): 0, (1,): 1, (2,): 2}
    assert made_of.contributors((1,)).units[0] == {(1,), (2,), (3,)}
