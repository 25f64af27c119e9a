"""Every spelling of a figure gives the same operation, with one entry for each axis."""

from __future__ import annotations

import pytest

from convanim.arithmetic.axis import Axis
from convanim.arithmetic.values import Array, Range, Values
from convanim.config import from_keys
from convanim.layout.page.filmstrip import Strip
from convanim.layout.view import View
from convanim.operations.conv import Conv
from convanim.operations.max_pool import MaxPool
from convanim.operations.transposed_conv import TransposedConv
from convanim.scene.timeline import Timing
from tests.support.drafts import read_text


def operation(text: str):
    return read_text("{operation: conv, i: 5, k: 3, view: any, " + text + "}", "-").figure.operation


@pytest.fixture(autouse=True)
def any_view(monkeypatch):
    """Let a view show any number of axes."""
    from convanim.config.keys import plugins
    from convanim.plugins import registry
    from convanim.views.flat import Flat

    class Any(Flat):
        name = "any"

        def faults(self, _):
            return iter(())

    views = {**registry.scan(View), "any": Any}
    real = registry.scan
    monkeypatch.setattr(registry, "scan", lambda base: views if base is View else real(base))
    plugins.union.cache_clear()


def test_one_number_means_every_axis():
    assert operation("s: 2") == Conv(i=(5, 5), k=(3, 3), s=(2, 2))


def test_a_list_has_one_number_for_each_axis():
    assert operation("s: [1, 2]").s == (1, 2)
    assert operation("s: [1, 2, 3]") == Conv(i=(5, 5, 5), k=(3, 3, 3), s=(1, 2, 3))


def test_what_is_not_given_stays_empty():
    assert operation("") == Conv(i=(5, 5), k=(3, 3))


@pytest.mark.parametrize(
    ("text", "padding"),
    [
        ("p: 1", ((1, 1), (1, 1))),
        ("p: 0", ((0, 0), (0, 0))),
        ("p: [1, 0]", ((1, 1), (0, 0))),
        ("p: [[1, 2], [3, 4]]", ((1, 2), (3, 4))),
        ("p: [[1, 2], 0]", ((1, 2), (0, 0))),
        ("pads: 1", ((1, 1), (1, 1))),
        ("pads: [1, 0]", ((1, 1), (0, 0))),
        ("pads: [1, 2, 3, 4]", ((1, 3), (2, 4))),
        ("pads: [[1, 2], [3, 4]]", ((1, 2), (3, 4))),
        ("pads: [0, 1], s: [1]", ((0, 1),)),
        ("pads: [0, 0, 0, 1, 1, 1], s: [1, 1, 1]", ((0, 1), (0, 1), (0, 1))),
    ],
)
def test_padding_is_a_pair_for_each_axis(text, padding):
    assert operation(text).p == padding


@pytest.mark.parametrize(
    ("name", "plugin", "axes"),
    [
        ("conv", Conv, 2),
        ("convolution", Conv, 2),
        ("Conv1d", Conv, 1),
        ("conv2D", Conv, 2),
        ("CONV3D", Conv, 3),
        ("MaxPool2D", MaxPool, 2),
        ("max_pooling", MaxPool, 2),
        ("ConvTranspose1d", TransposedConv, 1),
        ("Conv3DTranspose", TransposedConv, 3),
    ],
)
def test_an_operation_has_the_names_of_the_frameworks(name, plugin, axes):
    made = from_keys({"op": name, "i": 5, "k": 3, "view": "any"}).figure.operation
    assert isinstance(made, plugin)
    assert len(made.axes) == axes


def test_frameworks_spellings_mean_the_guides_letters():
    words = {"input_size": 7, "kernel_shape": 3, "strides": 2, "padding": 1, "dilation_rate": 1}
    letters = {"i": 7, "k": 3, "s": 2, "p": 1, "d": 1}
    made = [from_keys({"op": "conv", **keys}).figure.operation for keys in (words, letters)]
    assert made[0] == made[1]


def test_transpose_of_is_the_direct_convolution():
    direct = {"input_size": 6, "k": 3, "stride": 2, "padding": 1}
    made = from_keys({"operation": "transposed_conv", "transpose_of": direct}).figure.operation
    axis = Axis(i=6, k=3, s=2, p_before=1, p_after=1)
    assert made == TransposedConv(transpose_of=(axis, axis))


def test_literal_values_say_how_many_axes_there_are():
    made = from_keys({"operation": "conv", "values": {"input": [1, 2, 3], "kernel": [1, 1]}}).figure
    assert made.operation.axes == (Axis(i=3, k=2),)
    assert made.view.name == "flat"


CELLS = [
    ({"input": [[1, 2.5], [3, 4]]}, Values(input=Array((2, 2), (1, 2.5, 3, 4)))),
    ({"input": [[[1], [2]]]}, Values(input=Array((1, 2, 1), (1, 2)))),
    ({"seed": 7}, Values(Range(0, 3), Range(0, 2), 7)),
    ({"seed": 7, "input": [-1, 9]}, Values(Range(-1, 9), Range(0, 2), 7)),
    ({"seed": 7, "kernel": [-1, -1]}, Values(Range(0, 3), Range(-1, -1), 7)),
    ({"seed": 7, "input": [[0, 1]]}, Values(Array((1, 2), (0, 1)), Range(0, 2), 7)),
    ({"seed": 7, "input": [1, 2, 3]}, Values(Array((3,), (1, 2, 3)), Range(0, 2), 7)),
    ({"input": [0, 3]}, Values(input=Array((2,), (0, 3)))),
]


@pytest.mark.parametrize(("given", "values"), CELLS)
def test_values_are_literal_or_drawn(given, values):
    sizes = {
        "i": list(values.input.shape) if isinstance(values.input, Array) else 3,
        "k": 1,
    }
    made = from_keys({"operation": "conv", **sizes, "values": given, "view": "any"}).figure
    assert made.operation.values == values


def test_a_seed_draws_no_kernel_for_an_operation_without_weights():
    made = from_keys({"operation": "max_pool", "i": 3, "k": 2, "values": {"seed": 1}}).figure
    assert made.operation.values == Values(Range(0, 3), None, 1)


def test_numpys_numbers_and_arrays_are_plain_data():
    import numpy as np

    made = from_keys(
        {"operation": "conv", "k": np.int64(2), "values": {"input": np.arange(9).reshape(3, 3)}}
    )
    operation = made.figure.operation
    assert operation.k == (2, 2)
    assert operation.values.input == Array((3, 3), tuple(range(9)))


@pytest.mark.parametrize(
    ("given", "frames"),
    [
        ("0,4,8", (0, 4, 8)),
        (" 0 - 2 , 8", (0, 1, 2, 8)),
        ([8, 0], (8, 0)),
        ("3,3", (3, 3)),
        (4, (4,)),
    ],
)
def test_frames_keep_their_order(given, frames):
    assert from_keys({"operation": "conv", "i": 5, "k": 3, "frames": given}).figure.frames == frames


def test_seconds_become_hundredths():
    timing = {"step": 0.5, "first": 1, "last": 0.029}
    made = from_keys({"operation": "conv", "i": 5, "k": 3, "timing": timing}).figure
    assert made.timing == Timing(50, 100, 3)


@pytest.mark.parametrize(
    ("given", "grid"),
    [
        (4, Strip(columns=4)),
        ([3, 2], Strip(rows=3, columns=2)),
        ({"rows": 2}, Strip(rows=2)),
        ({"frames": "0,4,8"}, Strip(columns=3, frames=(0, 4, 8))),
        ({"frames": "0-4", "columns": 2}, Strip(rows=3, columns=2, frames=(0, 1, 2, 3, 4))),
        ({"frames": "0-4", "rows": 2}, Strip(rows=2, columns=3, frames=(0, 1, 2, 3, 4))),
        ({"columns": 2, "labels": True}, Strip(columns=2, labels=True)),
    ],
)
def test_a_filmstrip_has_rows_and_columns(given, grid):
    made = from_keys({"operation": "conv", "i": 5, "k": 3, "filmstrip": given}).figure
    assert made.filmstrip == grid


def test_what_is_not_given_has_a_sensible_default():
    made = from_keys({"i": 5, "k": 3}).figure
    assert made.operation == Conv(i=(5, 5), k=(3, 3))
    assert (made.name, made.view.name, made.theme.name) == ("figure", "isometric", "clear")
    assert (made.timing, made.frames, made.filmstrip, made.outputs) == (Timing(), None, None, ())


def test_what_is_expected_may_be_a_number_or_one_for_each_axis():
    keys = {"operation": "conv", "i": [5, 6], "k": 3, "expect": {"o": [3, 4], "relationship": 1}}
    assert from_keys(keys).figure.operation.axes[1].o == 4
