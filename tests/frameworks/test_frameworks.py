"""The lines of code for each framework, run where it is installed, give the figure's numbers."""

from __future__ import annotations

import os

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from convanim.arithmetic.padding import MODES
from convanim.arithmetic.values import Range, Values
from convanim.frameworks import translations
from convanim.operations.avg_pool import AvgPool
from convanim.operations.conv import Conv
from convanim.operations.global_avg_pool import GlobalAvgPool
from convanim.operations.global_max_pool import GlobalMaxPool
from convanim.operations.max_pool import MaxPool
from convanim.operations.transposed_conv import TransposedConv
from tests.support.grouped import array, grouped
from tests.support.layers import direct_layers, transposed_layers
from tests.support.nodes import run_node

MANY = settings(max_examples=120)
FEW = settings(max_examples=60)


@st.composite
def operations(draw, relu=st.just(False)):  # noqa: B008 - a strategy holds no state
    """Sound layers of every kind, with channels and with numbers."""
    kind = draw(st.sampled_from([Conv, TransposedConv, MaxPool, AvgPool, GlobalMaxPool]))
    if kind is GlobalMaxPool:
        kind = draw(st.sampled_from([GlobalMaxPool, GlobalAvgPool]))
    is_back = kind is TransposedConv
    case = draw(grouped(transposed_layers() if is_back else direct_layers()))
    layer, values = case.layer, Values(array(case.x, 1))
    if kind in (GlobalMaxPool, GlobalAvgPool):
        return kind(layer.i, values=values, relu=draw(relu))
    keys = {"relu": draw(relu), **layer.keys("i", "k", "s", "p", "d")}
    if draw(st.booleans()):
        keys["p"] = tuple(draw(st.sampled_from(["same", "valid"])) for _ in layer.i)
    elif draw(st.booleans()):
        keys["p"] = tuple((before, before) for before, _ in layer.p)
    if draw(st.booleans()):
        keys["d"] = (1,) * len(layer.i)
    if kind in (Conv, TransposedConv):
        keys |= {"out_channels": case.outputs, "groups": case.groups}
        bias = array(case.bias, 0) if draw(st.booleans()) else None
        values = Values(values.input, array(case.w_transposed if is_back else case.w, 2), bias=bias)
    if kind is Conv:
        keys["padding_mode"] = draw(st.sampled_from(MODES))
    if is_back and not isinstance(keys["p"][0], str):
        keys["a"] = layer.a
    if kind in (MaxPool, AvgPool):
        keys["ceil_mode"] = draw(st.booleans())
    if kind is AvgPool:
        keys["count_include_pad"] = draw(st.booleans())
    operation = kind(**keys, values=values)
    assume(not list(operation.faults()))
    return operation


def numbers(operation, dtype):
    """The input and the output of one sample, and between them the layer's own weights."""
    layer, outputs = operation.layer(), operation.sweep().maps_of("output")
    x = np.array(operation.units, dtype).reshape(1, *layer.input_shape)
    weights = []
    if layer.has_weights:
        weights = [np.array(operation.kernels, dtype).reshape(layer.kernel_shape)]
        weights += [np.array(operation.biases, dtype)] if layer.bias else []
    values = [[float(v) for v in each.values] for each in outputs]
    return x, weights, np.array(values, dtype).reshape(1, *layer.output_shape)


def code(operation, framework):
    told = translations(operation.layer())[framework]
    assert bool(told.code) or bool(told.note)
    return told


@pytest.mark.filterwarnings("ignore:Initializing zero-element")
@MANY
@given(operations(st.booleans()))
def test_the_line_of_torch(operation):
    torch = pytest.importorskip("torch", reason="torch is not installed")
    told = code(operation, "torch")
    if not told.code:
        assert isinstance(operation, AvgPool)
        return
    x, weights, expected = numbers(operation, np.float64)
    names = {"nn": torch.nn, "torch": torch}
    module = eval(told.code, names).double()
    for parameter, numbers_of_it in zip(module.parameters(), weights, strict=True):
        parameter.data = torch.tensor(numbers_of_it)
    assert sum(each.numel() for each in module.parameters()) == operation.layer().parameters
    if operation.relu:
        module = torch.nn.Sequential(module, eval(told.note.removeprefix("then "), names))
    found = module(torch.tensor(x)).detach().numpy()
    assert found.shape == expected.shape
    assert np.allclose(found, expected, rtol=1e-12, atol=0), told.code


@FEW
@given(operations())
def test_the_line_of_jax(operation):
    jax = pytest.importorskip("jax", reason="jax is not installed")
    x, weights, expected = numbers(operation, np.float32)
    told = code(operation, "jax")
    if not told.code:
        assert operation.groups > 1
        return
    w, bias = (*weights, None, None)[:2]
    found = np.asarray(eval(told.code, {"lax": jax.lax, "jnp": jax.numpy, "x": x, "w": w}))
    if bias is not None:
        assert told.note == "and add the bias"
        found = found + bias.reshape(-1, *(1 for _ in x.shape[2:]))
    assert found.shape == expected.shape
    assert np.allclose(found, expected, rtol=1e-5, atol=0), told.code


@FEW
@given(operations())
def test_the_line_of_keras(operation):
    os.environ.setdefault("KERAS_BACKEND", "jax")
    pytest.importorskip("jax", reason="jax is not installed")
    keras = pytest.importorskip("keras", reason="keras is not installed")
    told = code(operation, "keras")
    if not told.code:
        return
    x, weights, expected = numbers(operation, np.float32)
    spatial = range(2, x.ndim)
    x = x.transpose(0, *spatial, 1)
    if told.note:
        x = eval(told.note[told.note.index("keras.ops.pad") :], {"keras": keras, "x": x})
    layer = eval(told.code, {"keras": keras, "layers": keras.layers})
    layer(x)
    if weights:
        w, *bias = weights
        layer.set_weights([w.transpose(*spatial, 1, 0), *bias])
    found = np.asarray(layer(x)).transpose(0, -1, *range(1, x.ndim - 1))
    assert found.shape == expected.shape
    assert np.allclose(found, expected, rtol=1e-5, atol=0), told.code


@FEW
@given(operations())
def test_the_line_of_onnx(operation):
    told = code(operation, "onnx")
    assume(told.note in ("", "since opset 19"))
    # These onnxruntime refuses, although ONNX itself does not.
    layer = operation.layer()
    is_pool = layer.kind in ("max_pool", "avg_pool")
    widest = [max(axis.p_before, axis.p_after) for axis in layer.own]
    assume(not is_pool or all(p < axis.k for p, axis in zip(widest, layer.own, strict=True)))
    assume(all(axis.a < axis.stretch or not axis.a for axis in layer.axes))
    x, weights, expected = numbers(operation, np.float32)
    given = dict(zip("xwb", [x, *weights], strict=False))
    found = run_node(told.code, given)
    assert found.shape == expected.shape
    assert np.allclose(found, expected, rtol=1e-5, atol=0), told.code


THREE = {"i": (5, 4, 3), "k": (3, 2, 2), "s": (2, 1, 1)}


@pytest.mark.parametrize(
    "operation",
    [
        Conv(**THREE, p=("same", (0, 1), "valid"), values=Values(Range(0, 9), Range(0, 3), 1)),
        TransposedConv(**THREE, p=((1, 0),) * 3, values=Values(Range(0, 9), Range(0, 3), 1)),
        MaxPool(**THREE, p=((1, 1),) * 3, values=Values(Range(0, 9), None, 1)),
        AvgPool(**THREE, ceil_mode=True, values=Values(Range(0, 9), None, 1)),
        AvgPool((2, 2, 2), (3, 3, 3), p=((1, 1),) * 3, values=Values(Range(0, 9), None, 1)),
        GlobalAvgPool((2, 3, 4), values=Values(Range(0, 9), None, 1)),
    ],
)
@pytest.mark.parametrize("test", [test_the_line_of_torch, test_the_line_of_jax])
def test_the_lines_for_three_axes(test, operation):
    test.hypothesis.inner_test(operation)


ONE, TWO = {"i": (7,), "k": (3,)}, {"i": (5, 5), "k": (3, 3)}
SAME = Conv(**TWO, s=(2, 2), p=("same", "same"))

LINES = [
    (SAME, "torch", "nn.Conv2d(1, 1, 3, stride=2, padding=1, bias=False)"),
    (SAME, "keras", 'layers.Conv2D(1, 3, strides=2, padding="same", use_bias=False)'),
    (SAME, "jax", "lax.conv_general_dilated(x, w, (2, 2), [(1, 1), (1, 1)])"),
    (
        SAME,
        "onnx",
        'helper.make_node("Conv", ["x", "w"], ["y"], kernel_shape=[3, 3], strides=[2, 2], '
        "pads=[1, 1, 1, 1])",
    ),
    (
        Conv(**ONE, p=("causal",)),
        "torch",
        "nn.Sequential(nn.ZeroPad1d((2, 0)), nn.Conv1d(1, 1, 3, bias=False))",
    ),
    (Conv(**ONE, p=("causal",)), "keras", 'layers.Conv1D(1, 3, padding="causal", use_bias=False)'),
    (
        TransposedConv(**TWO, s=(2, 2), p=(("same"),) * 2),
        "keras",
        'layers.Conv2DTranspose(1, 3, strides=2, padding="same", use_bias=False)',
    ),
    (
        TransposedConv(**TWO, s=(2, 2), p=((1, 1),) * 2, a=(1, 1)),
        "torch",
        "nn.ConvTranspose2d(1, 1, 3, stride=2, padding=1, output_padding=1, bias=False)",
    ),
    (
        TransposedConv(**TWO, s=(2, 2), a=(1, 1)),
        "keras",
        "layers.Conv2DTranspose(1, 3, strides=2, output_padding=1, use_bias=False)",
    ),
    (
        TransposedConv(**TWO, s=(2, 3), p=((1, 0), (1, 2)), a=(1, 1)),
        "keras",
        "keras.Sequential([layers.Conv2DTranspose(1, 3, strides=(2, 3), output_padding=(1, 0), "
        "use_bias=False), layers.Cropping2D(((1, 0), (1, 1)))])",
    ),
    (
        MaxPool((6, 6), (3, 3), s=(2, 2), p=((1, 1),) * 2),
        "keras",
        "layers.MaxPooling2D(3, strides=2)",
    ),
    (
        MaxPool(**TWO, p=((0, 1), (0, 1))),
        "torch",
        "nn.Sequential(nn.ConstantPad2d((0, 1, 0, 1), -torch.inf), nn.MaxPool2d(3, stride=1))",
    ),
    (
        AvgPool(**TWO, p=((1, 1),) * 2),
        "keras",
        "keras.Sequential([layers.ZeroPadding2D(((1, 1), (1, 1))), "
        "layers.AveragePooling2D(3, strides=1)])",
    ),
    (
        Conv(**ONE, in_channels=4, out_channels=6, groups=2, bias=True),
        "torch",
        "nn.Conv1d(4, 6, 3, groups=2)",
    ),
    (
        Conv(**ONE, in_channels=4, groups=4),
        "jax",
        "lax.conv_general_dilated(x, w, (1,), [(0, 0)], feature_group_count=4)",
    ),
    (
        TransposedConv(**ONE, in_channels=3, out_channels=2, bias=True),
        "onnx",
        'helper.make_node("ConvTranspose", ["x", "w", "b"], ["y"], kernel_shape=[3])',
    ),
    (GlobalAvgPool((5, 5)), "torch", "nn.AdaptiveAvgPool2d(1)"),
    (GlobalMaxPool((5, 5)), "keras", "layers.GlobalMaxPooling2D(keepdims=True)"),
    (GlobalMaxPool((5, 5)), "onnx", 'helper.make_node("GlobalMaxPool", ["x"], ["y"])'),
    (GlobalAvgPool((5, 5)), "jax", "jnp.mean(x, (2, 3), keepdims=True)"),
]


@pytest.mark.parametrize(("operation", "framework", "line"), LINES)
def test_lines_literally(operation, framework, line):
    assert code(operation, framework).code == line


NOTES = [
    (AvgPool(**ONE, d=(2,)), "torch", "average pooling has no dilation"),
    (
        AvgPool(**ONE, p=((0, 1),), count_include_pad=False),
        "torch",
        "padding that differs at the ends cannot be left out of an average",
    ),
    (
        AvgPool((2,) * 3, (3,) * 3, p=((1, 1),) * 3, count_include_pad=False),
        "torch",
        "AvgPool3d refuses windows wider than the input, even where it is padded",
    ),
    (
        AvgPool(i=(4,), k=(3,), s=(3,), p=((0, 1),), ceil_mode=True),
        "keras",
        "pooling has no ceil_mode",
    ),
    (
        Conv(**ONE, s=(2,), d=(2,)),
        "keras",
        "strides > 1 and dilation_rate > 1 cannot be combined",
    ),
    (TransposedConv(**ONE, a=(0,), s=(3,), p=((2, 2),)), "keras", ""),
    (MaxPool(**ONE, d=(2,)), "keras", "pooling has no dilation"),
    (MaxPool(i=(5,), k=(2,), s=(3,), ceil_mode=True), "keras", ""),
    (
        MaxPool(**ONE, p=((1, 0),)),
        "keras",
        'on keras.ops.pad(x, ((0, 0), (1, 0), (0, 0)), constant_values=-float("inf"))',
    ),
    (
        MaxPool(i=(7,), k=(4,), s=(2,), ceil_mode=True),
        "keras",
        'on keras.ops.pad(x, ((0, 0), (0, 1), (0, 0)), constant_values=-float("inf"))',
    ),
    (
        TransposedConv(**ONE, d=(2,), a=(1,)),
        "keras",
        "output_padding must be less than strides here",
    ),
    (
        Conv(**ONE, p=((2, 1),), padding_mode="replicate"),
        "onnx",
        'without padding_mode, after a Pad node, mode="edge", pads [0, 0, 2, 0, 0, 1]',
    ),
    (
        Conv(**ONE, p=((2, 1),), padding_mode="reflect"),
        "keras",
        'without padding_mode, on keras.ops.pad(x, ((0, 0), (2, 1), (0, 0)), "reflect")',
    ),
    (AvgPool(**ONE, d=(2,)), "onnx", "since opset 19"),
    (AvgPool(**ONE), "onnx", ""),
    (MaxPool(**ONE, d=(2,)), "onnx", ""),
    (TransposedConv(**ONE, groups=2), "keras", "transposed convolutions have no groups"),
    (
        TransposedConv(**ONE, groups=2, relu=True),
        "jax",
        "lax.conv_transpose has no groups, and up to 3 axes",
    ),
    (MaxPool(**ONE, relu=True), "keras", "then layers.ReLU()"),
    (Conv(**ONE, bias=True, relu=True), "jax", "and add the bias, then jax.nn.relu"),
    (Conv(**ONE, relu=True), "onnx", "then a Relu node"),
    (Conv(i=(3,) * 4, k=(2,) * 4), "torch", "no layer has 4 axes"),
    (Conv(i=(3,) * 4, k=(2,) * 4), "keras", "no layer has 4 axes"),
]


@pytest.mark.parametrize(("operation", "framework", "note"), NOTES)
def test_notes_literally(operation, framework, note):
    assert code(operation, framework).note == note
