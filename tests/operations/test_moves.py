"""The lines of code for what moves units, run where a framework is installed."""

from __future__ import annotations

import os

import numpy as np
import pytest
from hypothesis import given, settings

import convanim
from convanim.arithmetic.values import Values
from convanim.operations.pixel_shuffle import PixelShuffle
from convanim.operations.pixel_unshuffle import PixelUnshuffle
from tests.operations.test_channels import outputs
from tests.operations.test_pixel_shuffle import shuffled, shuffles
from tests.operations.test_unpool import operation as unpool
from tests.operations.test_unpool import unpoolings
from tests.operations.test_upsample import operation as upsample
from tests.operations.test_upsample import upsamplings
from tests.support.grouped import array
from tests.support.nodes import run_node

MANY = settings(max_examples=80)
FEW = settings(max_examples=40)

FLAT = "only for two axes"


def told(operation, framework):
    return operation.summary().frameworks[framework]


def last(x):
    """The same units with their channels last."""
    return x.transpose(0, *range(2, x.ndim), 1)


def first(x):
    """The same units with their channels first."""
    return x.transpose(0, -1, *range(1, x.ndim - 1))


def both(case):
    """The shuffle and its inverse, each with what it is given and what it makes."""
    x, r, order = case
    y = shuffled(x, r, order)
    there = PixelShuffle(r=r, channel_order=order, values=Values(array(x, 1)))
    back = PixelUnshuffle(r=r, channel_order=order, values=Values(array(y, 1)))
    return (there, x[None], y[None]), (back, y[None], x[None])


@MANY
@given(shuffles())
def test_shuffles_in_numpy_words(case):
    """What is told for Keras and JAX is the same in numpy."""
    for operation, x, y in both(case):
        assert np.array_equal(eval(told(operation, "jax").code, {"x": x}), y)
        line = told(operation, "torch")
        if line.code.startswith("x."):
            assert np.array_equal(eval(line.code.replace("permute", "transpose"), {"x": x}), y)
            assert line.note.endswith("has the order CRD")
        code = told(operation, "keras").code
        assert np.array_equal(eval(code, {"ops": np, "x": last(x)}), last(y))


@MANY
@given(shuffles())
def test_shuffles_in_torch(case):
    torch = pytest.importorskip("torch", reason="torch is not installed")
    for operation, x, y in both(case):
        line = told(operation, "torch")
        if operation.channel_order == "DCR":
            found = eval(line.code, {"x": torch.tensor(x)})
            assert np.array_equal(found.numpy(), y)
        elif x.ndim == 4:
            found = eval(line.code, {"nn": torch.nn})(torch.tensor(x))
            assert np.array_equal(found.numpy(), y)
        else:
            assert (line.code, line.note) == ("", FLAT)


@FEW
@given(shuffles())
def test_shuffles_in_onnx(case):
    for operation, x, y in both(case):
        line = told(operation, "onnx")
        if line.code:
            assert np.array_equal(run_node(line.code, {"x": x.astype(np.float32)}), y)
        elif x.ndim == 4:
            assert x.shape[1] > 1
            assert operation.channel_order == "CRD"
            assert line.note == "SpaceToDepth has another order of several channels before opset 28"
        else:
            assert line.note == FLAT


@MANY
@given(upsamplings())
def test_upsampling_in_torch(case):
    torch = pytest.importorskip("torch", reason="torch is not installed")
    operation, x = upsample(case), case[0][None].astype(float)
    found = eval(told(operation, "torch").code, {"nn": torch.nn})(torch.tensor(x))
    assert np.allclose(found[0].numpy(), outputs(operation.sweep()), rtol=0, atol=1e-12)


@FEW
@given(upsamplings())
def test_upsampling_in_jax(case):
    jax = pytest.importorskip("jax", reason="jax is not installed")
    operation, x = upsample(case), case[0][None].astype(np.float32)
    line = told(operation, "jax")
    if case[3]:
        assert (line.code, line.note) == ("", "jax.image.resize does not align corners")
    else:
        found = np.asarray(eval(line.code, {"jax": jax, "x": x}))
        assert np.allclose(found[0], outputs(operation.sweep()), rtol=0, atol=1e-4)


@FEW
@given(upsamplings())
def test_upsampling_in_keras(case):
    os.environ.setdefault("KERAS_BACKEND", "jax")
    pytest.importorskip("jax", reason="jax is not installed")
    keras = pytest.importorskip("keras", reason="keras is not installed")
    x, scale, mode, align = case
    operation = upsample(case)
    line = told(operation, "keras")
    if align:
        assert (line.code, line.note) == ("", "no layer aligns corners")
    elif mode == "bilinear" and len(scale) == 1:
        assert (line.code, line.note) == ("", "UpSampling1D only repeats units")
    else:
        found = eval(line.code, {"layers": keras.layers})(last(x[None].astype(np.float32)))
        expected = outputs(operation.sweep())
        assert np.allclose(first(np.asarray(found))[0], expected, rtol=0, atol=1e-4)


@FEW
@given(upsamplings())
def test_upsampling_in_onnx(case):
    operation, x = upsample(case), case[0][None].astype(np.float32)
    line = told(operation, "onnx")
    scales = np.array([1, 1, *case[1]], np.float32)
    assert line.note == f"scales is {scales.astype(int).tolist()}"
    found = run_node(line.code, {"x": x, "scales": scales})
    assert np.allclose(found[0], outputs(operation.sweep()), rtol=0, atol=1e-4)


@MANY
@given(unpoolings())
def test_unpooling_in_torch(case):
    torch = pytest.importorskip("torch", reason="torch is not installed")
    x, operation = case[0], unpool(case)
    line = told(operation, "torch")
    pool, size = line.note.removeprefix("with the indices of ").split(" and output_size=")
    names = {"nn": torch.nn}
    pooled, indices = eval(pool, names)(torch.tensor(x[None], dtype=torch.float64))
    found = eval(line.code, names)(pooled, indices, output_size=eval(size))
    assert np.array_equal(found[0].numpy(), outputs(operation.sweep()))


@FEW
@given(unpoolings())
def test_unpooling_in_onnx(case):
    x, operation = case[0], unpool(case)
    line = told(operation, "onnx")
    before, shape = line.note.split("; shape is ")
    assert before == "with the Indices of such a MaxPool"
    pool = line.code.replace('"MaxUnpool", ["x", "indices", "shape"]', '"MaxPool", ["x"]')
    pooled = {"x": x[None].astype(np.float32)}
    indices = run_node(pool.replace('["y"]', '["values", "y"]'), pooled)
    given = {
        "x": run_node(pool, pooled),
        "indices": indices,
        "shape": np.array(eval(shape), np.int64),
    }
    assert np.array_equal(run_node(line.code, given)[0], outputs(operation.sweep()))


@pytest.mark.parametrize(
    ("keys", "shapes", "products"),
    [
        ({"operation": "pixel_shuffle", "i": 3, "r": 2}, ([1, 4, 3, 3], [1, 1, 6, 6]), 0),
        ({"operation": "pixel_unshuffle", "i": 4, "r": 2}, ([1, 1, 4, 4], [1, 4, 2, 2]), 0),
        (
            {"operation": "unpool", "i": 4, "k": 2, "values": {"seed": 1}},
            ([1, 1, 3, 3], [1, 1, 4, 4]),
            0,
        ),
        ({"operation": "upsample", "i": [3], "scale": 2}, ([1, 1, 3], [1, 1, 6]), 0),
        (
            {"operation": "upsample", "i": 3, "scale": 2, "mode": "bilinear"},
            ([1, 1, 3, 3], [1, 1, 6, 6]),
            100,
        ),
    ],
)
def test_shapes_and_products(keys, shapes, products):
    found = convanim.figure(**keys).explain().as_dict()
    given, made = next(iter(found["shapes"].values())).values()
    assert ((given, made), found["multiply_adds"]) == (shapes, products)
    assert found["parameters"] == 0


def test_unpooling_with_uneven_padding_has_no_line_of_torch():
    keys = {"i": 4, "k": 3, "p": [[1, 0], [1, 0]], "values": {"seed": 1}}
    line = convanim.figure(operation="unpool", **keys).explain().summary.frameworks["torch"]
    assert (line.code, line.note) == ("", "MaxUnpool pads both ends alike")
