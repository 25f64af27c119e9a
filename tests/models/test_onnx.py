"""Layers of ONNX models: what onnxruntime computes, and what is refused."""

from __future__ import annotations

import os

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

import convanim
from convanim.translation import translations
from tests.test_translation import numbers, operations

onnx = pytest.importorskip("onnx", reason="onnx is not installed")
helper, REAL = onnx.helper, onnx.TensorProto.FLOAT


def saved(path, nodes, size, weights=(), output="y", opset=20):
    """Write a model of one input; weights are those of the names given."""
    values = {name: np.array(each, np.float32) for name, each in dict(weights).items()}
    graph = helper.make_graph(
        nodes,
        "net",
        [helper.make_tensor_value_info("x", REAL, size)],
        [helper.make_tensor_value_info(output, REAL, None)],
        [onnx.numpy_helper.from_array(each, name) for name, each in values.items()],
    )
    opsets = [helper.make_opsetid("", opset)]
    path.write_bytes(
        helper.make_model(graph, opset_imports=opsets, ir_version=10).SerializeToString()
    )
    return path


def node(op, inputs="x", output="y", **attributes):
    return helper.make_node(op, inputs.split(), [output], name=f"a {op}", **attributes)


@pytest.fixture
def layer(tmp_path):
    """Return a function that gives the only layer of a model, and that model's other nodes."""

    def read(nodes, size, weights=(), opset=20):
        nodes = [nodes] if not isinstance(nodes, list) else nodes
        model = convanim.from_onnx(saved(tmp_path / "m.onnx", nodes, size, weights, opset=opset))
        (only,) = model.layers
        return only

    return read


def outputs(fig):
    layer = fig.spec.operation
    maps = fig.sweep.maps_of("output")
    shape = [axis.o for axis in layer.axes]
    return np.array([[float(v) for v in each.values] for each in maps]).reshape(-1, *shape)


@settings(max_examples=150)
@given(operations(st.booleans()))
def test_the_node_of_every_layer_gives_its_numbers_back(tmp_path_factory, operation):
    told = translations(operation.layer())["onnx"]
    line = told.note.removesuffix("then a Relu node").removesuffix(", ")
    x, weights, expected = numbers(operation, np.float32)
    names = dict(zip("wb", weights, strict=False))
    made = eval(told.code, {"helper": helper})
    nodes = [made]
    if line:
        mode, flat = operation.padding_mode, eval(line.partition("pads ")[2])
        mode = {"replicate": "edge", "circular": "wrap"}.get(mode, mode)
        nodes.insert(0, helper.make_node("Pad", ["x", "flat"], ["padded"], mode=mode))
        made.input[0] = "padded"
    if operation.relu:
        made.output[0] = "z"
        nodes.append(helper.make_node("Relu", ["z"], ["y"]))
    path = saved(tmp_path_factory.mktemp("m") / "m.onnx", nodes, x.shape, names)
    if line:
        model = onnx.load(path)
        model.graph.initializer.append(onnx.numpy_helper.from_array(np.array(flat), "flat"))
        onnx.save(model, path)
    model = convanim.from_onnx(path)
    (found,) = model.layers
    assert not found.refusal and not model.others
    layer = operation.layer()
    assert (found.input_shape, found.output_shape) == (layer.input_shape, layer.output_shape)
    shows_weights = not weights or "kernel" in found.keys.get("values", {})
    if not shows_weights:
        assert model.figure(found.name).explain().o == expected.shape[2:]
        return
    fig = model.figure(found.name, values={"input": x[0].tolist()})
    assert np.array_equal(outputs(fig), expected[0])
    text = model.config(found.name)
    read = convanim.spec.read_text(text, "-", name=fig.name)
    assert read == model.figure(found.name).spec


K = {"w": [[[[1, 2], [3, 4]]]]}


@pytest.mark.parametrize(
    ("made", "size", "weights", "keys"),
    [
        (node("Conv", "x w"), ["n", 1, 4, 4], K, {"k": 2}),
        (
            node("Conv", "x w", auto_pad="SAME_LOWER", strides=[2, 2]),
            [1, 1, 5, 4],
            K,
            {"i": [5, 4], "s": 2, "p": "same_lower"},
        ),
        (node("Conv", "x w", auto_pad="VALID"), [1, 1, 4, 4], K, {"p": None}),
        (
            node("Conv", "x w", pads=[0, 1, 2, 1], dilations=[1, 2]),
            [1, 1, 4, 4],
            K,
            {"p": [[0, 2], 1], "d": [1, 2]},
        ),
        (
            node("ConvTranspose", "x w", auto_pad="SAME_UPPER", strides=[1, 1]),
            [1, 1, 3, 3],
            K,
            {"p": [[0, 1], [0, 1]], "a": None},
        ),
        (
            node("ConvTranspose", "x w", output_shape=[5, 6], strides=[2, 2]),
            [1, 1, 3, 3],
            K,
            {"p": [[1, 0], 0], "s": 2},
        ),
        (
            node("ConvTranspose", "x w", auto_pad="VALID", strides=[2, 2]),
            [1, 1, 3, 3],
            K,
            {"p": None},
        ),
        (
            node("MaxPool", kernel_shape=[3], strides=[2], auto_pad="SAME_UPPER"),
            [1, 2, 6],
            (),
            {"i": [6], "k": 3, "s": 2, "p": "same", "in_channels": 2},
        ),
        (
            node("AveragePool", kernel_shape=[3, 3], pads=[1, 1, 1, 1]),
            [1, 1, 4, 4],
            (),
            {"count_include_pad": False, "p": 1},
        ),
        (
            node("AveragePool", kernel_shape=[3, 3]),
            [1, 1, 4, 4],
            (),
            {"count_include_pad": None},
        ),
        (
            node("ReduceMean", "x axes"),
            [1, 3, 4, 4],
            {"axes": [2, 3]},
            {"operation": "global_avg_pool", "i": 4, "in_channels": 3},
        ),
        (
            node("DepthToSpace", blocksize=2, mode="CRD"),
            [1, 8, 2, 2],
            (),
            {"operation": "pixel_shuffle", "r": 2, "in_channels": 8},
        ),
        (
            node("DepthToSpace", blocksize=2),
            [1, 4, 2, 2],
            (),
            {"operation": "pixel_shuffle", "in_channels": 4},
        ),
        (
            node("SpaceToDepth", blocksize=2),
            [1, 1, 4, 4],
            (),
            {"operation": "pixel_unshuffle", "r": 2},
        ),
    ],
    ids=str,
)
def test_the_keys_of_a_node(layer, made, size, weights, keys):
    if "axes" in weights:
        made, weights = node("ReduceMean", axes=weights["axes"]), ()
        found = layer(made, size, weights, opset=13)
    else:
        found = layer(made, size, weights)
    assert {key: found.keys.get(key) for key in keys} == keys


def runtime_of(path):
    runtime = pytest.importorskip("onnxruntime", reason="onnxruntime is not installed")
    return runtime.InferenceSession(path, providers=["CPUExecutionProvider"])


PLACES = ["half_pixel", "pytorch_half_pixel", "asymmetric", "align_corners"]


@pytest.mark.parametrize("mode", ["nearest", "linear", "cubic"])
@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("rounding", ["round_prefer_floor", "round_prefer_ceil", "floor", "ceil"])
@pytest.mark.parametrize("scale", [2, 3])
def test_resizing_is_what_onnxruntime_computes_or_refused(tmp_path, mode, place, rounding, scale):
    made = node(
        "Resize",
        "x  s",
        mode=mode,
        coordinate_transformation_mode=place,
        nearest_mode=rounding,
    )
    made.input[:] = ["x", "", "s"]
    scales = {"s": [1, 1, scale, 1]}
    path = saved(tmp_path / "m.onnx", [made], [1, 1, 4, 3], scales)
    model = convanim.from_onnx(path)
    (found,) = model.layers
    x = np.array([[[[0, 3, 1], [4, 2, 7], [5, 5, 9], [1, 0, 8]]]], np.float32)
    (expected,) = runtime_of(path).run(["y"], {"x": x})
    if found.refusal:
        assert (
            mode == "cubic"
            or place in ("asymmetric", "align_corners")
            or rounding
            in (
                "floor",
                "ceil",
            )
        )
        return
    fig = model.figure(found.name, values={"input": x[0].tolist()})
    assert np.allclose(outputs(fig), expected[0], rtol=1e-6)


CUT = "its input size is not known before the model runs"
REFUSALS = [
    (
        node("DepthToSpace", blocksize=2),
        [1, 8, 2, 2],
        {},
        "DepthToSpace in the order of mode DCR numbers channels block by block; only torch's "
        "order, CRD, is drawn",
    ),
    (
        node("ConvTranspose", "x w", output_shape=[9, 6], strides=[2, 2]),
        [1, 1, 3, 3],
        K,
        "an output of 9 is more than its kernel reaches; no pads give it",
    ),
    (
        [node("Pad", "x p", "z"), node("Conv", "z w", pads=[1, 1, 1, 1])],
        [1, 1, 3, 3],
        {**K, "p": [0, 0, 1, 1, 0, 0, 1, 1]},
        "a Pad node and its own pads both pad; only one of them is drawn",
    ),
    (
        [node("NonZero", "x", "i"), node("Cast", "i", "z", to=REAL), node("MaxPool", "z")],
        [3, 4],
        {},
        CUT,
    ),
    (
        [node("Cast", "x", "s", to=onnx.TensorProto.INT64), node("Conv", "z w")],
        [4],
        K,
        CUT,
    ),
    (
        node("Resize", "x r s", mode="nearest"),
        [1, 1, 4, 3],
        {"s": [1, 1, 1.5, 2], "r": []},
        "4 x 3 to 6 x 6 is no whole number of times as large",
    ),
    (
        node("Resize", "x r s", mode="nearest"),
        [1, 2, 4, 3],
        {"s": [1, 2, 2, 2], "r": []},
        "it resizes the channels, too",
    ),
    (
        node("Resize", "x r s", mode="nearest", nearest_mode="floor"),
        [1, 1, 4, 3],
        {"s": [1, 1, 2, 2], "r": []},
        "mode=nearest with half_pixel and floor copies units unevenly",
    ),
    (
        node("Resize", "x r s", mode="cubic"),
        [1, 1, 4, 3],
        {"s": [1, 1, 2, 2], "r": []},
        "mode=cubic with half_pixel is not drawn; nearest, and linear with half_pixel or "
        "align_corners are",
    ),
]
