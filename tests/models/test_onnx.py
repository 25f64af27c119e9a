"""Layers of ONNX models: what onnxruntime computes, and what is refused."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import convanim
from convanim.api import Figure, overview
from convanim.frameworks import translations
from tests.frameworks.test_frameworks import numbers, operations
from tests.support.drafts import read_text

onnx = pytest.importorskip("onnx", reason="onnx is not installed")
helper, REAL = onnx.helper, onnx.TensorProto.FLOAT


def saved(path, nodes, size, weights=(), output="y", opset=22):
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

    def read(nodes, size, weights=(), opset=22):
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


@settings(max_examples=60)
@given(operations(st.booleans()))
def test_the_node_of_every_layer_gives_its_numbers_back(tmp_path_factory, operation):
    told = translations(operation.layer())["onnx"]
    line = told.note.partition("a Pad node, ")[2]
    x, weights, expected = numbers(operation, np.float32)
    names = dict(zip("wb", weights, strict=False))
    made = eval(told.code, {"helper": helper})
    nodes = [made]
    if line:
        mode, flat = (
            operation.padding_mode,
            eval(line.partition("pads ")[2].removesuffix(", then a Relu node")),
        )
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
    assert np.allclose(outputs(fig), expected[0], rtol=1e-6, atol=0)
    text = model.config(found.name)
    read = Figure.of(read_text(f"name: {fig.name}\n{text}", "x.yaml"))
    assert read == model.figure(found.name)


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
            {"operation": "pixel_unshuffle", "r": 2, "channel_order": None},
        ),
        (
            node("SpaceToDepth", blocksize=2),
            [1, 3, 4, 4],
            (),
            {"operation": "pixel_unshuffle", "r": 2, "channel_order": "DCR"},
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


REFUSALS = [
    (
        node("ConvTranspose", "x w", output_shape=[9, 6], strides=[2, 2]),
        [1, 1, 3, 3],
        K,
        "no pads give an output of 9, which is more than its kernel reaches",
    ),
    (
        [node("Pad", "x p", "z"), node("Conv", "z w", pads=[1, 1, 1, 1])],
        [1, 1, 3, 3],
        {**K, "p": [0, 0, 1, 1, 0, 0, 1, 1]},
        "a Pad node and its own pads both pad; only one of them is drawn",
    ),
    (
        [
            node("Cast", "x", "s", to=onnx.TensorProto.INT64),
            node("Reshape", "x s", "z"),
            node("MaxPool", "z", kernel_shape=[1, 1]),
        ],
        [4],
        {},
        "its input size is not known before the model runs",
    ),
    (
        [
            node("Cast", "x", "s", to=onnx.TensorProto.INT64),
            node("Reshape", "k s", "z"),
            node("Conv", "x z"),
        ],
        [1, 1, 4, 4],
        {"k": [1]},
        "the shape of its kernel is not known before the model runs",
    ),
    (
        node("Resize", "x r s", mode="nearest"),
        [1, 1, 4, 3],
        {"s": [1, 1, 1.5, 2], "r": []},
        "4 x 3 to 6 x 6 is not a scale by a whole number",
    ),
    (
        node("Resize", "x r s", mode="nearest"),
        [1, 2, 4, 3],
        {"s": [1, 2, 2, 2], "r": []},
        "it also resizes the channels",
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
        "mode=cubic with half_pixel is not drawn; only nearest, and linear with half_pixel or "
        "align_corners",
    ),
]


@pytest.mark.parametrize(("made", "size", "weights", "says"), REFUSALS)
def test_what_is_no_layer_of_ours(layer, tmp_path, made, size, weights, says):
    found = layer(made, size, weights)
    assert (found.refusal, found.keys) == (says, {})
    with pytest.raises(convanim.ConvanimError) as refused:
        convanim.from_onnx(tmp_path / "m.onnx").config(found.name)
    assert str(refused.value) == f"m.onnx: layer '{found.name}', {found.op}: {says}"


NET = [
    node("Conv", "x w", "a", kernel_shape=[3, 3]),
    node("Relu", "a", "b"),
    node("MaxPool", "b", "c", kernel_shape=[2, 2], strides=[2, 2]),
    helper.make_node("Conv", ["c", "v"], ["d"]),
    node("Add", "d d", "e"),
    node("Conv", "e v", "y"),
]
WEIGHTS = {"w": np.zeros((4, 3, 3, 3)), "v": np.ones((4, 4, 1, 1))}


def test_the_layers_of_a_model(tmp_path):
    model = convanim.from_onnx(saved(tmp_path / "net.onnx", NET, ["n", 3, 10, 12], WEIGHTS))
    assert [(each.name, each.op, each.input_shape, each.output_shape) for each in model.layers] == [
        ("a Conv#1", "Conv", (3, 10, 12), (4, 8, 10)),
        ("a MaxPool", "MaxPool", (4, 8, 10), (4, 4, 5)),
        ("d", "Conv", (4, 4, 5), (4, 4, 5)),
        ("a Conv#2", "Conv", (4, 4, 5), (4, 4, 5)),
    ]
    assert model.others == (("Add", 1),)
    assert model.layers[0].keys["relu"] is True
    assert {hash(model), hash(convanim.from_onnx(tmp_path / "net.onnx"))} == {hash(model)}
    with pytest.raises(convanim.ConvanimError) as refused:
        model.config("b Conv#1")
    assert str(refused.value) == "net.onnx: no layer 'b Conv#1'; did you mean 'a Conv#1'?"
    with pytest.raises(convanim.ConvanimError) as refused:
        model.figure("xyz")
    assert str(refused.value) == (
        "net.onnx: no layer 'xyz'; its layers are a Conv#1, a MaxPool, d, a Conv#2"
    )


LARGE = """\
# a Conv of m.onnx: Conv, 200 x 9 x 9 -> 200 x 7 x 7.
# Excerpt: 7 x 7 of 9 x 9 inputs, 5 x 5 of 7 x 7 outputs, 4 of 200 input channels, \
2 of 200 output channels, 2 of 10 groups.
# excerpt: {positions: 4, channels: 3} sets how much is kept; false keeps all of it.
operation: conv
i: 9
k: 3
in_channels: 200
out_channels: 200
groups: 10
"""
SMALL = """\
# a Conv of m.onnx: Conv, 1 x 4 x 4 -> 3 x 3 x 3.
operation: conv
i: [4, 4]
k: 2
out_channels: 3
values:
  seed: 0
  kernel: [[[[0, 1], [2, 3]]], [[[4, 5], [6, 7]]], [[[8, 9], [10, 11]]]]
  bias: [0.1, -1, 2]
"""


def test_configs_are_what_a_person_would_write(layer, tmp_path):
    layer(node("Conv", "x w", group=10), [1, 200, 9, 9], {"w": np.zeros((200, 20, 3, 3))})
    model = convanim.from_onnx(tmp_path / "m.onnx")
    assert model.config("a Conv") == LARGE
    assert model.figure("a Conv").explain().as_dict()["parameters"] == 36000
    with pytest.raises(convanim.ConfigError, match=r"200 \+ 200 feature maps are too many"):
        model.figure("a Conv", excerpt=False).frame(0)
    weights = {"w": np.arange(12).reshape(3, 1, 2, 2), "b": [0.1, -1, 2]}
    layer(node("Conv", "x w b"), [1, 1, 4, 4], weights)
    assert convanim.from_onnx(tmp_path / "m.onnx").config("a Conv") == SMALL


def test_a_name_cannot_leave_its_comment(tmp_path):
    made = node("MaxPool", kernel_shape=[2, 2])
    made.name = "one\nk: 9 \x1b[31m"
    model = convanim.from_onnx(saved(tmp_path / "m.onnx", [made], [1, 1, 4, 4]))
    assert model.config(made.name).splitlines()[0] == (
        "# one?k: 9 ?[31m of m.onnx: MaxPool, 1 x 4 x 4 -> 1 x 3 x 3."
    )
    assert model.figure(made.name).name == "one_k_9_31m"


def exported_padding():
    """What torch's TorchScript exporter writes for ``F.pad(x, (2, 0))``."""

    def constant(name, array):
        value = onnx.numpy_helper.from_array(np.array(array, np.int64))
        return helper.make_node("Constant", [], [name], value=value)

    return [
        constant("given", [2, 0]), constant("shape", [4]), constant("pairs", [-1, 2]),
        constant("last", [-1]), constant("ends", [-(2**62)]), constant("zero", [0]),
        constant("flat", [-1]),
        helper.make_node("ConstantOfShape", ["shape"], ["zeros"],
            value=onnx.numpy_helper.from_array(np.zeros(1, np.int64))),
        helper.make_node("Concat", ["given", "zeros"], ["all"], axis=0),
        helper.make_node("Reshape", ["all", "pairs"], ["by_axis"]),
        helper.make_node("Slice", ["by_axis", "last", "ends", "zero", "last"], ["backwards"]),
        helper.make_node("Transpose", ["backwards"], ["ends_last"], perm=[1, 0]),
        helper.make_node("Reshape", ["ends_last", "flat"], ["whole"]),
        helper.make_node("Cast", ["whole"], ["pads"], to=onnx.TensorProto.INT64),
        helper.make_node("Pad", ["x", "pads", ""], ["padded"], mode="constant"),
        helper.make_node("Conv", ["padded", "w"], ["y"]),
    ]  # fmt: skip


def test_padding_that_is_worked_out_from_constants(layer, tmp_path):
    weights = {"w": [[[1, 2, 4]]]}
    found = layer(exported_padding(), [1, 1, 6], weights)
    assert (found.refusal, found.input_shape, found.output_shape) == ("", (1, 6), (1, 6))
    assert (found.keys["i"], found.keys["p"]) == ([6], [[2, 0]])
    assert convanim.from_onnx(tmp_path / "m.onnx").others == ()


@pytest.mark.parametrize(("also", "merged"), [("Conv", True), ("Relu", False)])
def test_one_padding_of_two_convolutions_is_part_of_both(tmp_path, also, merged):
    other = ["padded", "w"] if also == "Conv" else ["padded"]
    nodes = [
        constant("pads", 0, 0, 2, 0, 0, 0),
        helper.make_node("Pad", ["x", "pads"], ["padded"]),
        helper.make_node("Conv", ["padded", "w"], ["filter"], "filter"),
        helper.make_node(also, other, ["gate"], "gate"),
        helper.make_node("Identity", ["filter"], ["y"]),
    ]
    weights = {"w": [[[1, 2, 4]]]}
    model = convanim.from_onnx(saved(tmp_path / "m.onnx", nodes, [1, 1, 6], weights))
    padded = [[2, 0]] if merged else None
    assert {each.name: each.keys.get("p") for each in model.layers} == {
        "filter": padded,
        **({"gate": padded} if merged else {}),
    }
    assert model.layers[0].output_shape == (1, 6)


@pytest.mark.parametrize("shape", [[2**40], [2**40] * 3, [[4]], [-(2**40), -1], 4])
def test_constants_too_large_or_not_sound_are_left_alone(layer, shape):
    value = onnx.numpy_helper.from_array(np.array(shape, np.int64))
    nodes = [
        helper.make_node("Constant", [], ["shape"], value=value),
        helper.make_node("ConstantOfShape", ["shape"], ["made"]),
        helper.make_node("Cast", ["made"], ["pads"], to=onnx.TensorProto.INT64),
        helper.make_node("Pad", ["x", "pads"], ["padded"]),
        helper.make_node("Conv", ["padded", "w"], ["y"]),
    ]
    found = layer(nodes, [1, 1, 6], {"w": [[[1, 2, 4]]]})
    assert found.refusal == "its input size is not known before the model runs"


def test_constants_that_double_are_not_followed(layer):
    value = onnx.numpy_helper.from_array(np.array([1], np.int64))
    nodes = [helper.make_node("Constant", [], ["c0"], value=value)]
    nodes += [helper.make_node("Concat", [f"c{n}"] * 2, [f"c{n + 1}"], axis=0) for n in range(40)]
    nodes += [
        helper.make_node("Pad", ["x", "c40"], ["padded"]),
        helper.make_node("Conv", ["padded", "w"], ["y"]),
    ]
    found = layer(nodes, [1, 1, 6], {"w": [[[1, 2, 4]]]})
    assert found.refusal == "its input size is not known before the model runs"


def test_an_open_size_is_asked_for(tmp_path):
    path = saved(tmp_path / "m.onnx", NET, ["n", 3, "h", None], WEIGHTS)
    for size, says in [
        (
            None,
            "its input 'x' is n x 3 x h x ?, which fixes no size; give input_size, such as "
            "224, 224",
        ),
        ((4, 5, 6), "its input 'x' is n x 3 x h x ? and cannot be 4 x 5 x 6"),
        ((5,), "input_size 5 does not fit the input 'x', which is n x 3 x h x ?"),
        ((5, 0), "input_size 5 x 0 does not fit the input 'x', which is n x 3 x h x ?"),
    ]:
        with pytest.raises(convanim.ConvanimError) as refused:
            convanim.from_onnx(path, size)
        assert str(refused.value) == f"{path}: {says}"
    for size in (9, (9, 9), (3, 9, 9), (1, 3, 9, 9)):
        assert convanim.from_onnx(path, size).layers[0].output_shape == (4, 7, 7)


def test_weights_in_another_file_count_by_their_shape(tmp_path):
    path = saved(tmp_path / "m.onnx", [node("Conv", "x w")], [1, 1, 4, 4], K)
    model = onnx.load(path)
    onnx.save(model, path, save_as_external_data=True, location="away", size_threshold=0)
    (tmp_path / "away").unlink()
    (found,) = convanim.from_onnx(path).layers
    assert found.keys == {"operation": "conv", "i": 4, "k": 2}


def test_files_that_are_no_models(tmp_path):
    for name, content in {"a": b"", "b": b"k: 3\n", "c": b"\xff" * 100}.items():
        (tmp_path / name).write_bytes(content)
        with pytest.raises(convanim.ConvanimError, match="not a valid ONNX model: ") as refused:
            convanim.from_onnx(tmp_path / name)
        assert len(str(refused.value).splitlines()) == 1
    for name, says in {"no": "No such file or directory", ".": "Is a directory"}.items():
        with pytest.raises(convanim.ConvanimError, match=f"cannot be read: {says}"):
            convanim.from_onnx(tmp_path / name)


@pytest.mark.filterwarnings("ignore::FutureWarning", "ignore::DeprecationWarning")
def test_an_exported_network(tmp_path):
    """Every layer of a real network, with its sizes held against what torch's hooks see."""
    torch = pytest.importorskip("torch", reason="torch is not installed")
    pytest.importorskip("onnxscript", reason="onnxscript is not installed")
    nn = torch.nn
    net = nn.Sequential(
        nn.Conv2d(3, 8, 5, stride=2, padding=2), nn.BatchNorm2d(8), nn.ReLU(),
        nn.MaxPool2d(3, stride=2, padding=1),
        nn.Conv2d(8, 8, 3, padding=1, groups=8), nn.Conv2d(8, 12, 1), nn.ReLU(),
        nn.AvgPool2d(2), nn.Upsample(scale_factor=2), nn.ConvTranspose2d(12, 4, 2, stride=2),
        nn.PixelShuffle(2), nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(1, 10),
    ).eval()  # fmt: skip
    seen = []
    for module in net:
        module.register_forward_hook(lambda _, x, y: seen.append((x[0].shape[1:], y.shape[1:])))
    x = torch.zeros(1, 3, 33, 40)
    net(x)
    layers = [n for n in range(14) if n not in (1, 2, 6, 12)]
    path = tmp_path / "net.onnx"
    torch.onnx.export(net, (x,), path, dynamo=True, verbose=False)
    model = convanim.from_onnx(path)
    shapes = [(each.input_shape, each.output_shape) for each in model.layers]
    assert shapes == [tuple(map(tuple, seen[n])) for n in layers]
    for each in model.layers:
        layer = model.figure(each.name, excerpt=False).spec.operation
        assert tuple(axis.o for axis in layer.axes) == (each.output_shape[1:] or (1, 1))
        assert layer.channels.outputs == each.output_shape[0]
        assert len(Figure.of(read_text(model.config(each.name), "x.yaml")))


@pytest.mark.parametrize("name", ["densenet121", "inception_v2"])
def test_a_model_of_the_oldest_format(name):
    data = onnx.__path__[0] + f"/backend/test/data/light/light_{name}.onnx"
    model = convanim.from_onnx(data)
    assert len(model.layers) > 60
    assert not any(each.refusal for each in model.layers)


def test_reduce_max_over_space_is_global_max_pooling(layer):
    made = node("ReduceMax", axes=[2, 3])
    assert layer(made, [1, 3, 4, 4], opset=13).keys["operation"] == "global_max_pool"


def test_a_device_is_refused():
    with pytest.raises(convanim.ConvanimError, match=r"^/dev/zero: is not a regular file"):
        convanim.from_onnx("/dev/zero")


def constant(name, *numbers, scalar=False):
    array = np.array(numbers[0] if scalar else numbers, np.int64)
    return helper.make_node("Constant", [], [name], value=onnx.numpy_helper.from_array(array, name))


def shuffled():
    """A channel shuffle as torch's older exporter writes it: its sizes follow from Shape."""
    nodes = [node("Conv", "x w", "a"), helper.make_node("Shape", ["a"], ["shape"])]
    for name, at in (("n", 0), ("c", 1), ("h", 2), ("v", 3)):
        nodes += [
            constant(f"{name}_at", at, scalar=True),
            helper.make_node("Gather", ["shape", f"{name}_at"], [f"{name}_0"], axis=0),
        ]
    nodes += [
        constant("groups", 2, scalar=True),
        constant("zero", 0),
        helper.make_node("Div", ["c_0", "groups"], ["half"]),
    ]
    parts = ("n_0", "groups", "half", "h_0", "v_0")
    nodes += [helper.make_node("Unsqueeze", [part, "zero"], [f"{part}_1"]) for part in parts]
    back = [f"{part}_1" for part in ("n_0", "c_0", "h_0", "v_0")]
    nodes += [
        helper.make_node("Concat", [f"{part}_1" for part in parts], ["five"], axis=0),
        helper.make_node("Reshape", ["a", "five"], ["b"]),
        helper.make_node("Transpose", ["b"], ["t"], perm=[0, 2, 1, 3, 4]),
    ]
    nodes += [helper.make_node("Unsqueeze", ["c_0", "zero"], ["c_0_1"])]
    nodes += [
        helper.make_node("Concat", back, ["four"], axis=0),
        helper.make_node("Reshape", ["t", "four"], ["s"]),
        helper.make_node("Conv", ["s", "w"], ["y"], name="last"),
    ]
    return nodes


@pytest.mark.parametrize("batch", [1, "n"])
def test_sizes_that_a_graph_works_out_itself_are_known(tmp_path, batch):
    weights = {"w": np.zeros((4, 4, 3, 3))}
    path = saved(tmp_path / "m.onnx", shuffled(), [batch, 4, 9, 7], weights)
    first, last = convanim.from_onnx(path).layers
    assert first.output_shape == last.input_shape == (4, 7, 5)
    assert last.keys["i"] == [7, 5]


def test_sizes_of_an_upsampling_by_computed_factors_are_known(layer):
    nodes = [
        helper.make_node("Shape", ["x"], ["shape"], start=2),
        constant("two", 2),
        helper.make_node("Mul", ["shape", "two"], ["twice"]),
        helper.make_node("Shape", ["x"], ["ahead"], end=2),
        helper.make_node("Concat", ["ahead", "twice"], ["sizes"], axis=0),
        helper.make_node("Resize", ["x", "", "", "sizes"], ["y"], mode="nearest",
            coordinate_transformation_mode="asymmetric", nearest_mode="floor"),
    ]  # fmt: skip
    found = layer(nodes, [1, 3, 4, 5])
    assert (found.keys["scale"], found.output_shape) == (2, (3, 8, 10))


def test_a_mean_over_features_is_no_pooling(tmp_path):
    """As in a LayerNorm of tokens: batch, tokens, features."""
    halves = [
        helper.make_node("ReduceMean", ["x"], ["mean"], axes=[-1], keepdims=1),
        helper.make_node("Sub", ["x", "mean"], ["y"]),
    ]
    model = convanim.from_onnx(saved(tmp_path / "m.onnx", halves, [1, 6, 4], opset=13), 4)
    assert model.layers == ()
    assert dict(model.others) == {"ReduceMean": 1, "Sub": 1}


def test_a_mean_over_a_row_of_maps_is_pooling(tmp_path):
    nodes = [
        helper.make_node("Conv", ["x", "w"], ["a"]),
        helper.make_node("Relu", ["a"], ["b"]),
        helper.make_node("Sigmoid", ["b"], ["c"]),
        helper.make_node("ReduceMean", ["c"], ["y"], axes=[-1]),
    ]
    weights = {"w": np.zeros((2, 6, 3))}
    path = saved(tmp_path / "m.onnx", nodes, [1, 6, 9], weights, opset=13)
    assert [each.op for each in convanim.from_onnx(path).layers] == ["Conv", "ReduceMean"]


def test_very_many_questions_for_a_shape_end(tmp_path):
    """Each round of inference answers one of them; the rounds are counted."""
    nodes, before = [], "x"
    for n in range(3000):
        nodes += [
            helper.make_node("Shape", [before], [f"s{n}"]),
            helper.make_node("Reshape", [before, f"s{n}"], [f"r{n}"]),
        ]
        before = f"r{n}"
    nodes.append(helper.make_node("MaxPool", [before], ["y"], kernel_shape=[2, 2]))
    model = convanim.from_onnx(saved(tmp_path / "m.onnx", nodes, [1, 1, 4, 4]))
    (found,) = model.layers
    assert found.refusal in ("", "its input size is not known before the model runs")


def test_numbers_that_multiply_where_they_meet_are_left_alone(layer):
    """Eight small arrays, each along an axis of its own, would be 64**8 numbers."""
    nodes = [
        helper.make_node(
            "Constant",
            [],
            [f"c{n}"],
            value=onnx.numpy_helper.from_array(
                np.zeros([64 if at == n else 1 for at in range(8)], np.float32), f"c{n}"
            ),
        )
        for n in range(8)
    ]
    nodes.append(helper.make_node("Max", [f"c{n}" for n in range(8)], ["many"]))
    nodes.append(helper.make_node("MaxPool", ["x"], ["y"], kernel_shape=[2, 2]))
    assert layer(nodes, [1, 1, 4, 4]).output_shape == (1, 3, 3)


@pytest.mark.parametrize(
    ("name", "count", "field", "parameters"),
    [
        ("resnet50", 56, 619, 25_557_032),
        ("shufflenet", 55, 719, 1_393_320),
        ("squeezenet", 30, 399, 1_235_496),
        ("densenet121", 126, 2263, 7_979_112),
    ],
)
def test_every_layer_of_known_networks_has_its_sizes(name, count, field, parameters):
    """Fields are those of the last map plus its pooling: ResNet-50's is 427 + 6*32.

    Parameters are those that torchvision gives, and 256 for the scales around DenseNet's stem.
    """
    folder = Path(onnx.__file__).parent / "backend" / "test" / "data" / "light"
    if not folder.is_dir():
        pytest.skip("this onnx has no networks")
    overview = convanim.Overview.of(convanim.from_onnx(folder / f"light_{name}.onnx"))
    assert len(overview.rows) == count
    assert not any(row.layer.refusal for row in overview.rows)
    assert overview.rows[-1].field == (field, field)
    assert overview.as_dict()["parameters"] == parameters


def test_layers_with_the_same_keys_are_built_once(tmp_path, monkeypatch):
    count = 300
    nodes, before = [], "x"
    for n in range(count):
        graphs = {
            f"{branch}_branch": helper.make_graph(
                [helper.make_node("Conv", [before, "w"], [f"{branch}{n}"], pads=[1, 1])],
                branch,
                [],
                [helper.make_tensor_value_info(f"{branch}{n}", REAL, None)],
            )
            for branch in ("then", "else")
        }
        nodes.append(helper.make_node("If", ["x0"], [f"y{n}"], f"if{n}", **graphs))
        before = f"y{n}"
    nodes.insert(0, helper.make_node("Constant", [], ["x0"], value=onnx.numpy_helper.from_array(
        np.array(True))))  # fmt: skip
    path = saved(tmp_path / "m.onnx", nodes, [1, 1, 6], {"w": [[[1, 2, 4]]]}, output=before)
    model = convanim.from_onnx(path)
    assert len(model.layers) == 2 * count
    built = []
    whole = overview.Figure.of
    monkeypatch.setattr(overview.Figure, "of", lambda draft: built.append(draft) or whole(draft))
    assert convanim.Overview.of(model).as_dict()["parameters"] == 3, "all have one kernel"
    assert len(built) == 1


def test_a_layer_whose_numbers_make_no_sense_is_refused_and_the_others_are_listed(tmp_path):
    nodes = [
        helper.make_node("Conv", ["x", "w"], ["a"], "sound"),
        helper.make_node("Conv", ["a", "w"], ["y"], "far", dilations=[2**40], pads=[2**40] * 2),
    ]
    path = saved(tmp_path / "m.onnx", nodes, [1, 1, 6], {"w": [[[1, 2, 4]]]})
    read = convanim.Overview.of(convanim.from_onnx(path))
    assert [(row.layer.name, bool(row.figure), row.field) for row in read.rows] == [
        ("sound", True, (3,)),
        ("far", False, ()),
    ]
    assert "must be a whole number from" in read.rows[1].layer.refusal
    assert "must be a whole number from" in read.markdown()
    assert list(read.figures.values()) == ["sound"]


def test_an_input_of_a_negative_size_is_refused(tmp_path):
    path = saved(tmp_path / "m.onnx", [node("Relu", "x")], [1, 1, -8, 8])
    with pytest.raises(convanim.ConvanimError) as refused:
        convanim.from_onnx(path)
    said = f"{path}: not a valid ONNX model: its input 'x' is 1 x 1 x -8 x 8"
    assert str(refused.value) == said
