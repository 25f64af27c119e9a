"""Layers that Keras has under one name: SeparableConv2D is a depthwise and a pointwise one."""

from __future__ import annotations

import numpy as np
import pytest

import convanim
from convanim.api import Figure
from tests.operations.test_channels import outputs
from tests.support.drafts import read_text

KEYS = {"operation": "SeparableConv2D", "i": 7, "in_channels": 3, "filters": 4, "kernel_size": 3}


def halves(**keys):
    (panel,) = convanim.figure(**{**KEYS, "excerpt": False, **keys}).spec.panels
    return panel.layers


def test_its_halves_are_those_of_keras():
    depthwise, pointwise = halves(
        strides=2, padding="same", dilation_rate=1, depth_multiplier=2, use_bias=True
    )
    first, second = depthwise.layer(), pointwise.layer()
    assert (first.kernel_shape, first.channels.groups, first.bias) == ((6, 1, 3, 3), 3, False)
    assert (second.kernel_shape, second.channels.groups, second.bias) == ((4, 6, 1, 1), 1, True)
    assert (depthwise.output_shape, pointwise.output_shape) == ((4, 4), (4, 4))
    # Keras: k*k*in*multiplier + in*multiplier*filters + filters
    assert first.parameters + second.parameters == 9 * 3 * 2 + 3 * 2 * 4 + 4


def test_its_values_are_those_of_both_after_each_other():
    depthwise, pointwise = halves(values={"seed": 5})
    x = np.array(list(depthwise.units), float).reshape(3, 7, 7)
    middle = np.zeros((3, 5, 5))
    for channel, (kernel,) in enumerate(depthwise.filters):
        weights = np.array(kernel, float).reshape(3, 3)
        for row, column in np.ndindex(5, 5):
            window = x[channel, row : row + 3, column : column + 3]
            middle[channel, row, column] = (window * weights).sum()
    assert np.array_equal(outputs(depthwise.sweep()), middle)
    mixing = np.array(pointwise.filters, float).reshape(4, 3)
    assert np.array_equal(outputs(pointwise.sweep()), np.tensordot(mixing, middle, 1))
    assert len(set(pointwise.kernels)) > 1


def test_it_may_stand_among_layers():
    layers = [{"operation": "conv", "k": 3, "out_channels": 3}, {**KEYS, "p": 1}]
    for key in ("i", "in_channels"):
        del layers[1][key]
    fig = convanim.figure(i=9, layers=layers, excerpt=False)
    assert [each.output_shape for each in fig.spec.panels[0].layers] == [(7, 7)] * 3


@pytest.mark.parametrize("name", ["SeparableConv1D", "separableconv1d"])
def test_a_long_row_of_samples(name):
    """From keras-team/keras#13649, where 4418 against 2209 was a surprise."""
    keys = {"operation": name, "i": [4418], "k": 2, "s": 2, "p": "same"}
    assert convanim.figure(**keys).explain().o == (2209,)


def test_it_is_read_from_the_line_that_keras_users_write():
    line = "SeparableConv2D(64, (3, 3), padding='same', depth_multiplier=2), i = 32, in_channels=3"
    told = convanim.parse(line).explain().as_dict()
    assert [each["parameters"] for each in told["layers"]] == [54, 448]


FAULTS = [
    (
        "groups: 3",
        "x.yaml:5:9: 'SeparableConv2D' has a group for each channel; remove groups",
    ),
    (
        "values: {seed: 1, kernel: [[[[1]]]]}",
        "x.yaml:5:27: 'SeparableConv2D' has 2 kernels; give each its numbers under layers, or a "
        "seed",
    ),
    (
        "padding: half",
        "x.yaml:5:10: half padding needs an odd kernel",
    ),
]


@pytest.mark.parametrize(("line", "says"), FAULTS)
def test_what_it_cannot_have(line, says):
    text = f"operation: SeparableConv2D\ni: 7\nk: 2\nfilters: 4\n{line}\n"
    with pytest.raises(convanim.ConfigError) as refused:
        Figure.of(read_text(text, "x.yaml"))
    assert says in str(refused.value)
