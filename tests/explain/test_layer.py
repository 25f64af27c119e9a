"""What ``explain`` tells: literally for some figures, within 80 columns for all."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import assume, given, settings

import convanim
from convanim.arithmetic import derivation
from convanim.arithmetic.axis import Axis
from convanim.arithmetic.channels import Channels
from convanim.arithmetic.layer import Layer
from convanim.operations.conv import Conv
from convanim.operations.transposed_conv import TransposedConv
from tests.support import oracle
from tests.support.layers import direct_layers, transposed_layers
from tests.support.shipped import FEW

MANY = settings(max_examples=120)


@pytest.mark.parametrize("path", FEW, ids=lambda path: path.stem)
def test_it_fits_80_columns(path):
    assert max(map(len, str(convanim.load(path).explain()).splitlines())) <= 80


def test_a_convolution():
    told = convanim.figure(i=[6, 5], k=3, s=2, p=["same", 1], name="x").explain()
    assert (
        str(told).partition("\n\nfilm\n")[0]
        == """\
x: conv, output 3 x 3

axis 0
  given                  i = 6  k = 3  s = 2  p = [0, 1]  d = 1
  padding                same: 0 before, 1 after
  padded input           7
  its transpose          i' = 3  i~' = 5  k' = 3  s' = 1  p' = [2, 1]  a = 0
                         o' = 6
  distance               D = i + 2p - k = 6 + (0 + 1) - 3 = 4
  jumps                  N = floor(D / s) = floor(4 / 2) = 2
  output size            o = N + 1 = 3
  relationship           6 (any i, k, s and p)
                         o = floor((i + 2p - k) / s) + 1
                         o = floor((6 + (0 + 1) - 3) / 2) + 1 = 3

axis 1
  given                  i = 5  k = 3  s = 2  p = 1  d = 1
  padded input           7
  its transpose          i' = 3  i~' = 5  k' = 3  s' = 1  p' = 1  a = 0  o' = 5
  distance               D = i + 2p - k = 5 + 2*1 - 3 = 4
  jumps                  N = floor(D / s) = floor(4 / 2) = 2
  output size            o = N + 1 = 3
  relationship           6 (any i, k, s and p)
                         o = floor((i + 2p - k) / s) + 1
                         o = floor((5 + 2*1 - 3) / 2) + 1 = 3

layer
  shapes, NCHW           input 1 x 1 x 6 x 5; kernel OIHW 1 x 1 x 3 x 3; output
                         1 x 1 x 3 x 3
  shapes, NHWC           input 1 x 6 x 5 x 1; kernel HWIO 3 x 3 x 1 x 1; output
                         1 x 3 x 3 x 1
  parameters             9
  multiply-adds          81

frameworks
  torch  nn.Sequential(nn.ZeroPad2d((1, 1, 0, 1)), nn.Conv2d(1, 1, 3, stride=2,
         bias=False))
  keras  layers.Conv2D(1, 3, strides=2, padding="same", use_bias=False)
  jax    lax.conv_general_dilated(x, w, (2, 2), [(0, 1), (1, 1)])
  onnx   helper.make_node("Conv", ["x", "w"], ["y"], kernel_shape=[3, 3],
         strides=[2, 2], pads=[0, 1, 1, 1])"""
    )


def lines(figure, label):
    return [
        line[25:] for line in str(figure.explain()).splitlines() if line.startswith(f"  {label} ")
    ]


def test_what_is_never_read_is_named():
    assert lines(convanim.figure(i=[6, 5], k=2, s=2), "never read") == ["column 4"]
    assert lines(convanim.figure(i=[4, 17], k=1, s=[3, 2]), "never read") == [
        "rows 1, 2; columns 1, 3, 5, 7, 9, 11, ... (8 in all)"
    ]
    assert lines(convanim.figure(i=[6], k=3, s=2, p=1), "never read") == []
    assert lines(convanim.figure(i=[6], k=3, s=2), "never read") == ["unit 5"]


def test_pooling_that_rounds_up():
    figure = convanim.figure(operation="max_pool", i=5, k=2, s=2, ceil_mode=True)
    assert lines(figure, "jumps") == ["N = ceil(D / s) = ceil(3 / 2) = 2"]
    assert lines(figure, "overhang") == ["1 past the end, holding nothing"]
    assert lines(figure, "relationship") == ["7 (pooling; rounded up by ceil_mode)"]
    assert lines(figure, "multiply-adds") == []


def test_a_transposed_convolution_is_derived_backwards():
    figure = convanim.figure(operation="transposed_conv", i=3, k=3, s=2, p=1, a=1)
    assert lines(figure, "jumps") == ["N = i' - 1 = 3 - 1 = 2"]
    assert lines(figure, "distance") == ["D = s*N + a = 2*2 + 1 = 5"]
    assert lines(figure, "output size") == ["o' = D + k - 2p = 5 + 3 - 2*1 = 6"]
    assert lines(figure, "multiply-adds") == ["81"]


def test_a_derivation_has_the_letters_that_it_needs():
    plain, dilated = convanim.figure(i=7, k=3), convanim.figure(i=7, k=3, d=2)
    assert lines(plain, "distance") == ["D = i - k = 7 - 3 = 4"]
    assert lines(plain, "effective kernel size") == []
    assert lines(dilated, "distance") == ["D = i - k^ = 7 - 5 = 2"]
    assert lines(dilated, "effective kernel size") == ["k^ = k + (k - 1)*(d - 1) = 3 + 2*1 = 5"]
    back = convanim.figure(operation="transposed_conv", i=3, k=3, s=2)
    assert lines(back, "distance") == ["D = s*N = 2*2 = 4"]
    assert lines(back, "output size") == ["o' = D + k = 4 + 3 = 7"]


def test_json_has_the_frameworks():
    told = convanim.figure(i=5, k=3, padding_mode="reflect", p=1).explain().as_dict()
    assert told["frameworks"]["torch"] == {
        "code": 'nn.Conv2d(1, 1, 3, padding=1, bias=False, padding_mode="reflect")'
    }
    assert set(told["frameworks"]["onnx"]) == {"code", "note"}
    assert told["shapes"]["NHWC"]["kernel HWIO"] == [3, 3, 1, 1]
    assert (told["parameters"], told["multiply_adds"]) == (9, 225)
    assert told["never_read"] == [[], []]


def test_channels_count_in_shapes_and_costs():
    figure = convanim.figure(
        op="ConvTranspose2d", i=3, k=2, s=2, in_channels=4, out_channels=6, groups=2, bias=True
    )
    assert lines(figure, "parameters") == [str(4 * 3 * 4 + 6)]
    assert lines(figure, "multiply-adds") == [str(4 * 3 * 4 * 9)]
    told = figure.explain().as_dict()
    assert told["shapes"]["NCHW"] == {
        "input": [1, 4, 3, 3],
        "kernel IOHW": [4, 3, 2, 2],
        "output": [1, 6, 6, 6],
    }
    assert told["frameworks"]["torch"] == {
        "code": "nn.ConvTranspose2d(4, 6, 2, stride=2, groups=2)"
    }


def last_number(text):
    return int(text.split(" = ")[-1])


@MANY
@given(direct_layers(), transposed_layers())
def test_every_derivation_ends_with_the_output_size(layer, back):
    assume(layer.fits and min(back.transposed_sizes) > 0)
    for axis in Conv(**layer.keys("i", "k", "s", "p", "d")).axes:
        assert last_number(derivation.direct(axis)[-1][1]) == axis.o
    for axis in TransposedConv(**back.keys("i", "k", "s", "p", "d", "a")).axes:
        assert last_number(derivation.transposed(axis)[-1][1]) == axis.o


@MANY
@given(direct_layers())
def test_what_is_never_read_and_how_many_products(layer):
    assume(layer.fits)
    own = Conv(**layer.keys("i", "k", "s", "p", "d")).layer()
    units = oracle.padded(np.arange(1, layer.x.size + 1).reshape(layer.i), layer.p, 0)
    read, products = set(), 0
    for _, corner in oracle.windows(units, layer.k, layer.s, layer.d):
        taps = list(oracle.taps(corner, layer.k, layer.d))
        products += len(taps)
        read |= {int(units[tap]) for tap in taps}
    for number, unit in enumerate(np.ndindex(*layer.i), start=1):
        is_unread = any(n in along for n, along in zip(unit, own.unread, strict=True))
        assert is_unread == (number not in read)
    assert own.multiply_adds == products


def test_parameters_of_channels_and_groups():
    layer = Layer("conv", (Axis(i=5, k=3),) * 2, Channels(4, 6, 2), bias=True)
    assert layer.kernel_shape == (6, 2, 3, 3)
    assert layer.parameters == 6 * 2 * 9 + 6
    assert layer.multiply_adds == 6 * 2 * 9 * 9
    assert (layer.input_shape, layer.output_shape) == ((4, 5, 5), (6, 3, 3))
