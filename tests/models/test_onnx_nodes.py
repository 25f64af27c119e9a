"""Quantised, normalised, fully connected and nested layers of ONNX against its own evaluation."""

from __future__ import annotations

import numpy as np
import pytest

import convanim
from tests.models.test_onnx import helper, node, onnx, outputs, saved

UINT8, INT8 = np.uint8, np.int8


def tensor(name, array):
    return onnx.numpy_helper.from_array(np.asarray(array), name)


def model_of(nodes, size, tensors, opset=22, kind=onnx.TensorProto.FLOAT, outputs=("y",)):
    """A model of one input x, with tensors of their own types."""
    graph = helper.make_graph(
        nodes,
        "net",
        [helper.make_tensor_value_info("x", kind, size)],
        [onnx.ValueInfoProto(name=name) for name in outputs],
        tensors,
    )
    opsets = [helper.make_opsetid("", opset)]
    return helper.make_model(graph, opset_imports=opsets, ir_version=10)


def written(path, model):
    path.write_bytes(model.SerializeToString())
    return path


def evaluated(model, x):
    return onnx.reference.ReferenceEvaluator(model).run(None, {"x": x})[0]


def rng():
    return np.random.default_rng(5)


@pytest.mark.parametrize("zero", [None, 3, [1, 2]])
def test_whole_numbers_are_shown_less_their_zero_points(tmp_path, zero):
    w = rng().integers(0, 9, (2, 1, 2, 2)).astype(UINT8)
    x = rng().integers(0, 9, (1, 1, 4, 5)).astype(UINT8)
    tensors = [tensor("w", w), tensor("xz", UINT8(2))]
    names = ["x", "w", "xz"]
    if zero is not None:
        tensors.append(tensor("wz", np.array(zero, UINT8)))
        names.append("wz")
    made = helper.make_node("ConvInteger", names, ["y"], pads=[1] * 4, strides=[2, 1])
    model = model_of([made], x.shape, tensors, kind=onnx.TensorProto.UINT8)
    found = convanim.from_onnx(written(tmp_path / "m.onnx", model))
    (layer,) = found.layers
    assert (layer.keys["s"], layer.keys["p"], found.others) == ([2, 1], 1, ())
    given = (x.astype(int) - 2)[0].tolist()
    fig = found.figure(layer.name, values={"input": given})
    less = np.zeros(1) if zero is None else np.reshape(zero, (-1, 1, 1, 1))
    (centred,) = [np.array(fig.spec.operation.values.kernel.cells).reshape(w.shape)]
    assert np.array_equal(centred, w.astype(int) - less)
    conv = helper.make_node("Conv", ["x", "w"], ["y"], pads=[1] * 4, strides=[2, 1])
    plain = model_of([conv], x.shape, [tensor("w", (w - less).astype(np.float32))])
    assert np.array_equal(outputs(fig), evaluated(plain, (x - 2.0).astype(np.float32))[0])


def test_a_quantised_convolution_is_shown_before_it_is_rescaled(tmp_path):
    w = rng().integers(-5, 5, (2, 1, 3, 3)).astype(INT8)
    x = rng().integers(0, 9, (1, 1, 5, 5)).astype(UINT8)
    bias = np.array([7, -40], np.int32)
    scales = [tensor(name, np.float32(at)) for name, at in (("a", 0.5), ("b", 0.25), ("c", 2.0))]
    zeros = [tensor("xz", UINT8(4)), tensor("wz", INT8(0)), tensor("yz", UINT8(100))]
    names = ["x", "a", "xz", "w", "b", "wz", "c", "yz", "bias"]
    made = helper.make_node("QLinearConv", names, ["y"])
    tensors = [tensor("w", w), tensor("bias", bias), *scales, *zeros]
    model = model_of([made], x.shape, tensors, kind=onnx.TensorProto.UINT8)
    found = convanim.from_onnx(written(tmp_path / "m.onnx", model))
    (layer,) = found.layers
    fig = found.figure(layer.name, values={"input": (x.astype(int) - 4)[0].tolist()})
    rescaled = np.rint(outputs(fig) * 0.5 * 0.25 / 2.0) + 100
    assert np.array_equal(rescaled.clip(0, 255), evaluated(model, x)[0])


def test_a_normalisation_and_a_relu_become_part_of_a_convolution(tmp_path):
    w = rng().normal(size=(2, 1, 2, 2)).astype(np.float32)
    numbers = rng().uniform(0.5, 2, (4, 2)).astype(np.float32)
    nodes = [
        node("Conv", "x w", "a", strides=[2, 2]),
        helper.make_node("BatchNormalization", ["a", *"smvr"], ["b"], epsilon=0.01),
        node("Relu", "b"),
    ]
    tensors = [tensor("w", w), *map(tensor, "smvr", numbers)]
    model = model_of(nodes, (1, 1, 4, 6), tensors)
    found = convanim.from_onnx(written(tmp_path / "m.onnx", model))
    (layer,) = found.layers
    assert (layer.keys["relu"], found.others) == (True, ())
    x = rng().normal(size=(1, 1, 4, 6)).astype(np.float32)
    fig = found.figure(layer.name, values={"input": x[0].tolist()})
    assert np.allclose(outputs(fig), evaluated(model, x)[0], rtol=1e-5, atol=1e-6)


@pytest.mark.parametrize("changed", [{"training_mode": 1}, "taken twice", "by numbers of the run"])
def test_a_normalisation_that_is_not_fixed_stays_a_node_of_its_own(tmp_path, changed):
    attributes = changed if isinstance(changed, dict) else {}
    more = ["mean", "variance"] if attributes else []
    made = helper.make_node("BatchNormalization", ["a", *"smvr"], ["y", *more], **attributes)
    nodes = [node("Conv", "x w", "a"), made]
    if changed == "taken twice":
        nodes.append(helper.make_node("Relu", ["a"], ["z"]))
    if changed == "by numbers of the run":
        nodes.insert(1, helper.make_node("GlobalMaxPool", ["a"], ["pooled"]))
        nodes.insert(2, helper.make_node("Squeeze", ["pooled"], ["run"]))
        made.input[1] = "run"
    tensors = [tensor("w", np.ones((2, 1, 2, 2), np.float32))]
    tensors += [tensor(name, np.ones(2, np.float32)) for name in "smvr"]
    model = model_of(nodes, (1, 1, 4, 6), tensors)
    found = convanim.from_onnx(written(tmp_path / "m.onnx", model))
    assert dict(found.others)["BatchNormalization"] == 1
    assert "bias" not in found.layers[0].keys.get("values", {})


def test_large_convolutions_take_a_normalisation_as_their_bias(tmp_path):
    nodes = [
        node("Conv", "x w", "a"),
        helper.make_node("BatchNormalization", ["a", *"smvr"], ["y"]),
    ]
    tensors = [tensor("w", np.ones((70, 3, 3, 3), np.float32))]
    tensors += [tensor(name, np.ones(70, np.float32)) for name in "smvr"]
    model = model_of(nodes, (1, 3, 9, 9), tensors)
    overview = convanim.Overview.of(convanim.from_onnx(written(tmp_path / "m.onnx", model)))
    assert (overview.rows[0].parameters, overview.others) == (70 * 27 + 2 * 70, ())


@pytest.mark.parametrize("transposed", [0, 1])
def test_a_fully_connected_layer_is_a_convolution_of_the_whole_map(tmp_path, transposed):
    w = rng().normal(size=(12, 3)).astype(np.float32)
    nodes = [
        helper.make_node("MaxPool", ["x"], ["p"], kernel_shape=[2, 2], strides=[2, 2]),
        helper.make_node("Flatten", ["p"], ["f"]),
        helper.make_node("Gemm", ["f", "w", "b"], ["y"], "fc", alpha=0.5, beta=2.0,
            transB=transposed),
    ]  # fmt: skip
    tensors = [tensor("w", w.T.copy() if transposed else w), tensor("b", np.float32([1, -2, 3]))]
    model = model_of(nodes, (1, 2, 4, 6), tensors)
    found = convanim.from_onnx(written(tmp_path / "m.onnx", model))
    pool, dense = found.layers
    assert (dense.input_shape, dense.output_shape, dense.after) == ((12,), (3,), (0,))
    assert (dense.keys["i"], dense.keys["k"], dense.keys["in_channels"]) == ([2, 3], [2, 3], 2)
    x = rng().integers(0, 9, (1, 2, 4, 6)).astype(np.float32)
    before = outputs(found.figure(pool.name, values={"input": x[0].tolist()}))
    fig = found.figure("fc", values={"input": before.tolist()})
    assert np.allclose(outputs(fig).ravel(), evaluated(model, x)[0], rtol=1e-5)
    assert convanim.Overview.of(found).rows[-1].field == (4, 6)


def test_rows_of_features_are_maps_of_one_unit(tmp_path):
    nodes = [
        helper.make_node("GlobalAveragePool", ["x"], ["g"]),
        helper.make_node("Flatten", ["g"], ["f"]),
        helper.make_node("Gemm", ["f", "v"], ["h"], "first"),
        helper.make_node("Relu", ["h"], ["r"]),
        helper.make_node("MatMul", ["r", "w"], ["y"], "second"),
    ]
    tensors = [tensor("v", np.ones((5, 40), np.float32)), tensor("w", np.ones((40, 9), np.float32))]
    model = model_of(nodes, (1, 5, 7, 7), tensors)
    _, first, second = convanim.Overview.of(
        convanim.from_onnx(written(tmp_path / "m.onnx", model))
    ).rows
    assert (first.layer.keys["relu"], first.parameters, second.parameters) == (True, 200, 360)
    assert (first.field, second.field) == ((7, 7), (7, 7))
    assert (second.layer.keys["i"], second.layer.keys["k"]) == (1, 1)


def test_products_of_tokens_are_no_layers_of_a_map(tmp_path):
    nodes = [
        helper.make_node("Gemm", ["x", "w"], ["y"], "each"),
        helper.make_node("Gemm", ["x", "w"], ["v"], "columns", transA=1),
    ]
    w = [tensor("w", np.ones((8, 8), np.float32))]
    model = model_of(nodes, (8, 8), w, outputs="yv")
    path = written(tmp_path / "m.onnx", model)
    each, columns = convanim.from_onnx(path).layers
    assert each.keys["in_channels"] == 8
    assert columns.refusal == "transA=1 multiplies columns of its input; only rows are drawn"
    tokens = [
        node("Flatten", "x", "f", axis=2),
        helper.make_node("MatMul", ["f", "w"], ["z"]),
        helper.make_node("Gemm", ["z", "w"], ["y"], "t"),
    ]
    path = written(tmp_path / "m.onnx", model_of(tokens, (1, 6, 8), w))
    (found,) = convanim.from_onnx(path, 8).layers
    assert found.refusal == "it is applied to each of 6 rows by itself"


@pytest.mark.parametrize(
    ("made", "size", "keys"),
    [
        (node("DepthToSpace", blocksize=2), (1, 8, 2, 3), {"channel_order": "DCR"}),
        (node("DepthToSpace", blocksize=2, mode="CRD"), (1, 8, 2, 3), {"channel_order": None}),
        (node("SpaceToDepth", blocksize=3), (1, 2, 3, 6), {"channel_order": "DCR"}),
        (
            node("LpPool", kernel_shape=[2, 2], strides=[2, 1], pads=[0, 1, 0, 1], p=3),
            (1, 2, 4, 4),
            {"norm": 3, "s": [2, 1], "p": [0, 1]},
        ),
        (node("LpPool", kernel_shape=[2]), (1, 1, 5), {"norm": None, "k": 2}),
    ],
    ids=str,
)
def test_values_of_what_has_no_weights(tmp_path, made, size, keys):
    model = model_of([made], size, [])
    found = convanim.from_onnx(written(tmp_path / "m.onnx", model))
    (layer,) = found.layers
    assert {key: layer.keys.get(key) for key in keys} == keys
    x = rng().integers(-9, 9, size).astype(np.float32)
    fig = found.figure(layer.name, values={"input": x[0].tolist()})
    assert np.allclose(outputs(fig), evaluated(model, x)[0], rtol=1e-5)


def test_columns_become_a_map(tmp_path):
    made = helper.make_node(
        "Col2Im", ["x", "size", "block"], ["y"], "c", strides=[2, 1], pads=[1, 0, 1, 0]
    )
    tensors = [tensor("size", [4, 5]), tensor("block", [2, 3])]
    x = rng().integers(0, 9, (1, 12, 9)).astype(np.float32)
    model = model_of([made], x.shape, tensors)
    found = convanim.from_onnx(written(tmp_path / "m.onnx", model))
    (layer,) = found.layers
    assert (layer.keys["output_size"], layer.keys["out_channels"]) == ([4, 5], 2)
    fig = found.figure("c", values={"input": x[0].tolist()})
    made = [[float(v) for v in each.values] for each in fig.sweep.maps_of("output")]
    assert np.allclose(np.ravel(made), evaluated(model, x).ravel())


def test_unpooling_names_the_size_before_pooling(tmp_path):
    tensors = [tensor("at", np.zeros((1, 1, 2, 2), np.int64)), tensor("to", [1, 1, 5, 5])]
    good = helper.make_node(
        "MaxUnpool", ["x", "at", "to"], ["y"], "u", kernel_shape=[2, 2], strides=[2, 2]
    )
    path = written(tmp_path / "m.onnx", model_of([good], (1, 1, 2, 2), tensors))
    (layer,) = convanim.from_onnx(path).layers
    assert (layer.keys["i"], layer.keys["k"], layer.keys["s"]) == ([5, 5], 2, 2)
    assert convanim.from_onnx(path).figure("u").explain().o == (5, 5)
    tensors[1] = tensor("to", [1, 1, 9, 9])
    path = written(tmp_path / "m.onnx", model_of([good], (1, 1, 2, 2), tensors))
    (layer,) = convanim.from_onnx(path).layers
    assert layer.refusal == "a pooling of 9 units does not give the 2 that it takes"


def branch(name, k, **attributes):
    made = helper.make_node("Conv", ["s", f"w{k}"], [name], "conv", **attributes)
    return helper.make_graph([made], name, [], [onnx.ValueInfoProto(name=name)])


def test_the_layers_of_both_branches_are_listed(tmp_path):
    nodes = [
        helper.make_node("Conv", ["x", "w3"], ["s"], "stem"),
        helper.make_node("If", ["is_loud"], ["t"], "if", then_branch=branch("a", 3),
            else_branch=branch("b", 5, dilations=[2])),
        helper.make_node("MaxPool", ["t"], ["y"], "pool", kernel_shape=[2]),
    ]  # fmt: skip
    tensors = [tensor(f"w{k}", np.ones((1, 1, k), np.float32)) for k in (3, 5)]
    model = model_of(nodes, (1, 1, 40), tensors)
    flag = helper.make_tensor_value_info("is_loud", onnx.TensorProto.BOOL, [])
    model.graph.input.append(flag)
    found = convanim.from_onnx(written(tmp_path / "m.onnx", model))
    assert [(each.name, each.after) for each in found.layers] == [
        ("stem", ()),
        ("if/else_branch/conv", (0,)),
        ("if/then_branch/conv", (0,)),
        ("pool", (1, 2)),
    ]
    assert found.layers[1].output_shape == (1, 30)
    fields = [row.field for row in convanim.Overview.of(found).rows]
    assert fields == [(3,), (11,), (5,), ()]  # the branches differ in size, so the pool's is open
    assert dict(found.others) == {"If": 1}


def test_what_a_loop_repeats_has_no_receptive_field(tmp_path):
    info = helper.make_tensor_value_info
    body = helper.make_graph(
        [
            helper.make_node("Conv", ["before", "w"], ["after"], "conv", pads=[1, 1]),
            helper.make_node("Identity", ["on"], ["still"]),
        ],
        "body",
        [
            info("n", onnx.TensorProto.INT64, []),
            info("on", onnx.TensorProto.BOOL, []),
            info("before", onnx.TensorProto.FLOAT, [1, 1, 9]),
        ],
        [
            info("still", onnx.TensorProto.BOOL, []),
            info("after", onnx.TensorProto.FLOAT, [1, 1, 9]),
        ],
    )
    nodes = [
        helper.make_node("Loop", ["times", "go", "x"], ["z"], "loop", body=body),
        helper.make_node("MaxPool", ["z"], ["y"], "pool", kernel_shape=[2]),
    ]
    tensors = [
        tensor("w", np.ones((1, 1, 3), np.float32)),
        tensor("times", np.int64(4)),
        tensor("go", np.True_),
    ]
    found = convanim.from_onnx(written(tmp_path / "m.onnx", model_of(nodes, (1, 1, 9), tensors)))
    assert [each.name for each in found.layers] == ["loop/body/conv", "pool"]
    assert [row.field for row in convanim.Overview.of(found).rows] == [(), ()]


def away(name, dims):
    """A tensor whose numbers another file holds."""
    made = onnx.TensorProto(name=name, data_type=onnx.TensorProto.FLOAT, dims=dims)
    made.data_location = onnx.TensorProto.EXTERNAL
    made.external_data.add(key="location", value="away")
    return made


@pytest.mark.parametrize("place", ["initializer", "constant", "branch"])
def test_the_numbers_of_other_files_are_never_read(tmp_path, monkeypatch, place):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "away").write_bytes(np.full(9, 7, np.float32).tobytes())
    weights = away("w", [1, 1, 3, 3])
    conv = helper.make_node("Conv", ["x", "w"], ["y"], "conv")
    nodes, tensors = [conv], [weights]
    if place == "constant":
        nodes = [helper.make_node("Constant", [], ["w"], value=weights), conv]
        tensors = []
    model = model_of(nodes, (1, 1, 5, 5), tensors)
    if place == "branch":
        y = [onnx.ValueInfoProto(name="y")]
        inner = helper.make_graph([conv], "inner", [], y, tensors)
        other = helper.make_graph([node("Identity", "x", "z")], "other", [], [
            onnx.ValueInfoProto(name="z")])  # fmt: skip
        made = helper.make_node("If", ["go"], ["v"], "if", then_branch=inner, else_branch=other)
        model = model_of([made], (1, 1, 5, 5), [tensor("go", np.True_)], outputs="v")
    found = convanim.from_onnx(written(tmp_path / "m.onnx", model))
    (layer,) = found.layers
    assert (layer.output_shape, layer.refusal) == ((1, 3, 3), "")
    assert "values" not in layer.keys


def test_a_model_with_nothing_but_rows_is_no_longer_empty(tmp_path):
    path = saved(tmp_path / "m.onnx", [node("Gemm", "x w")], [1, 4], {"w": np.ones((4, 2))})
    (layer,) = convanim.from_onnx(path).layers
    assert layer.keys["in_channels"] == 4
