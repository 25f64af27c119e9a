"""A layer under a framework's name has that framework's defaults; values checked by plain sums."""

from __future__ import annotations

import math

import pytest

import convanim

SIZES = [
    ({"operation": "max_pool", "i": 4, "k": 2}, (3, 3)),
    ({"operation": "MaxPool2d", "i": 4, "k": 2}, (2, 2)),
    ({"operation": "MaxPool2d", "i": 4, "k": 2, "s": 1}, (3, 3)),
    ({"operation": "AvgPool1d", "i": [9], "k": 3}, (3,)),
    ({"operation": "MaxPooling2D", "i": 6}, (3, 3)),
    ({"operation": "AveragePooling2D", "i": 6, "pool_size": [2, 3]}, (3, 2)),
    ({"operation": "MaxPool", "i": 4, "kernel_shape": [2, 2]}, (3, 3)),
    ({"operation": "AdaptiveAvgPool2d", "i": 7}, (1, 1)),
    ({"operation": "AdaptiveMaxPool2d", "i": [5, 7], "output_size": [2, 3]}, (2, 3)),
    ({"operation": "UpSampling2D", "i": 3, "size": [2, 4]}, (6, 12)),
    ({"operation": "UpSampling2D", "i": 3, "interpolation": "bilinear"}, (6, 6)),
    ({"operation": "Upsample", "i": [3, 4], "size": [6, 4]}, (6, 4)),
    ({"operation": "Conv", "i": 5, "kernel_shape": [3, 3], "pads": [1, 1, 0, 0]}, (4, 4)),
    ({"operation": "Conv", "i": 5, "k": 3, "strides": [2, 2], "auto_pad": "SAME_LOWER"}, (3, 3)),
    ({"operation": "Conv", "i": 5, "k": 3, "auto_pad": "NOTSET"}, (3, 3)),
    ({"operation": "Conv", "i": 5, "k": 3, "group": 2, "in_channels": 4}, (3, 3)),
    # The standard's own case convtranspose_output_shape.
    (
        {
            "operation": "ConvTranspose", "i": 3, "k": 3, "strides": [3, 2],
            "output_shape": [10, 8], "output_padding": [1, 1],
        },
        (10, 8),
    ),
    ({"operation": "ConvTranspose2d", "i": 3, "k": 3, "s": 2, "p": 1, "output_size": 6}, (6, 6)),
]  # fmt: skip


@pytest.mark.parametrize(("keys", "o"), SIZES)
def test_sizes(keys, o):
    assert convanim.figure(**keys).explain().o == o


def test_a_depthwise_convolution_has_a_group_for_each_channel():
    keys = {"operation": "DepthwiseConv2D", "i": 5, "k": 3}
    for more, counts in [
        ({"in_channels": 4}, (4, 4, 4)),
        ({"in_channels": 4, "depth_multiplier": 2}, (4, 8, 4)),
        ({"values": {"input": [[[1] * 5] * 5] * 3, "kernel": [[[[1] * 3] * 3]] * 3}}, (3, 3, 3)),
    ]:
        channels = convanim.figure(**keys, **more).spec.layers[0].channels
        assert (channels.inputs, channels.outputs, channels.groups) == counts
    layers = [{"i": 8, "k": 3, "out_channels": 4}, {"operation": "DepthwiseConv2D", "k": 3}]
    assert convanim.figure(layers=layers).spec.layers[1].channels.groups == 4


def outputs(**keys):
    return convanim.figure(**keys).sweep.map("output").values


@pytest.mark.parametrize("name", ["AveragePooling2D", "AvgPool2D", "AveragePool"])
def test_keras_and_onnx_leave_padding_out_of_an_average(name):
    ones = [[1] * 7] * 7
    keys = {"operation": name, "i": 7, "k": 3, "s": 2, "p": "same", "values": {"input": ones}}
    assert set(outputs(**keys)) == {1}
    assert set(outputs(**keys, count_include_pad=True)) != {1}
    assert set(outputs(**{**keys, "operation": "avg_pool"})) != {1}


def test_an_average_may_have_another_divisor():
    keys = {"operation": "AvgPool2d", "k": 2, "values": {"input": [[1, 2], [3, 6]]}}
    assert outputs(**keys, divisor_override=4) == (3,)
    assert outputs(**keys, divisor_override=1) == (12,)
    figure = convanim.figure(**keys, divisor_override=3)
    frameworks = figure.explain().summary.frameworks
    assert frameworks["torch"].code == "nn.AvgPool2d(2, stride=2, divisor_override=3)"
    assert frameworks["jax"].code.endswith(" / 3")
    assert [frameworks[name].note for name in ("keras", "onnx")] == [
        "pooling always divides by the number of cells",
        "AveragePool always divides by the number of cells",
    ]


@pytest.mark.parametrize("i", [1, 5, 7, 10])
@pytest.mark.parametrize("o", [1, 2, 3, 4, 5, 7])
def test_adaptive_windows_are_those_of_torch(i, o):
    if o > i:
        pytest.skip("convanim repeats no units")
    cells = [n * n for n in range(i)]
    # https://docs.pytorch.org, adaptive_avg_pool: from floor(n*i/o) to ceil((n+1)*i/o).
    windows = [cells[math.floor(n * i / o) : math.ceil((n + 1) * i / o)] for n in range(o)]
    for operation, of in (("adaptive_max_pool", max), ("adaptive_avg_pool", sum)):
        keys = {"operation": operation, "output_size": [o], "values": {"input": cells}}
        made = outputs(**keys, i=[i])
        divided = operation == "adaptive_avg_pool"
        assert [
            value * len(window) if divided else value
            for value, window in zip(made, windows, strict=True)
        ] == [of(window) for window in windows]
        axis = convanim.figure(**keys, i=[i]).spec.layers[0].axes[0]
        assert axis.k == max(map(len, windows))


FAULTS = [
    (
        {"operation": "AdaptiveAvgPool2d", "i": 7, "output_size": 8},
        "output_size 8 x 8 is more than the input, 7 x 7, which convanim does not repeat; "
        "use upsample",
    ),
    (
        {"operation": "Upsample", "i": 3, "size": 7},
        "size 7 x 7 is not a whole multiple of the input, 3 x 3",
    ),
    (
        {"operation": "Upsample", "i": 3, "size": 6, "scale": 2},
        "size and scale both give the output's size; keep one",
    ),
    (
        {"operation": "Upsample", "i": 3},
        "scale is missing: the factor by which each axis grows",
    ),
    (
        {"operation": "ConvTranspose2d", "i": 3, "k": 3, "s": 2, "p": 1, "output_size": 4},
        "an output of 4 x 4 cannot be made: without a the output is 5 x 5, and a makes it "
        "larger; remove output_size",
    ),
    (
        {"operation": "transposed_conv", "k": 3, "output_size": 4},
        "i is missing: give the input size, or the numbers as values.input",
    ),
]


@pytest.mark.parametrize(("keys", "message"), FAULTS)
def test_faults(keys, message):
    with pytest.raises(convanim.ConfigError) as caught:
        convanim.figure(**keys)
    assert set(str(caught.value).splitlines()) == {message}


def test_the_shape_of_adaptive_pooling_in_frameworks():
    def notes(**keys):
        frameworks = convanim.figure(operation="AdaptiveAvgPool2d", **keys).explain().summary
        return frameworks.frameworks["torch"].code, frameworks.frameworks["onnx"].note

    assert notes(i=7, output_size=1) == (
        "nn.AdaptiveAvgPool2d(1)",
        "a global pooling, as for global_avg_pool and global_max_pool",
    )
    assert notes(i=6, output_size=2)[1] == "an ordinary pooling with k = s = 3"
    assert notes(i=7, output_size=2)[1] == "no layer has windows of several sizes"
    four = convanim.figure(operation="adaptive_avg_pool", i=[3, 3, 3, 3]).explain().summary
    assert four.frameworks["torch"].note == "no layer has 4 axes"
