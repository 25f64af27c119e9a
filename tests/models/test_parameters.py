"""The parameters of whole models: each number that is learned counts once, wherever it is."""

from __future__ import annotations

import numpy as np
import pytest

import convanim
from tests.models.networks import REAL, helper, onnx

EIGHT = np.ones(8, np.float32)
KERNEL = np.ones((8, 8, 3, 3), np.float32)
SQUARE = np.ones((8, 8), np.float32)


def overview(path, nodes, weights, shape=(1, 8, 6, 6)):
    info = helper.make_tensor_value_info
    stored = [onnx.numpy_helper.from_array(array, name) for name, array in weights.items()]
    ends = [info("x", REAL, shape)], [info("y", REAL, None)]
    graph = helper.make_graph(nodes, "net", *ends, stored)
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
    path.write_bytes(model.SerializeToString())
    return convanim.Overview.of(convanim.from_onnx(path))


def test_a_normalisation_before_a_convolution_counts(tmp_path):
    names = ("gain", "shift", "mean", "variance")
    nodes = [
        helper.make_node("BatchNormalization", ["x", *names], ["n"]),
        helper.make_node("Relu", ["n"], ["r"]),
        helper.make_node("Conv", ["r", "w", "b"], ["y"]),
    ]
    weights = {**dict.fromkeys((*names, "b"), EIGHT), "w": KERNEL}
    found = overview(tmp_path / "m.onnx", nodes, weights)
    assert found.rows[0].parameters == 8 * 8 * 9 + 8
    assert dict(found.learned) == {"BatchNormalization": 16}
    assert found.as_dict()["parameters"] == 8 * 8 * 9 + 8 + 16
    text = found.markdown()
    assert "Other nodes: BatchNormalization 1 (16 parameters), Relu 1." in text
    assert "1 layer; the model has 600 parameters, and its layers take 9,216" in text


@pytest.mark.parametrize(
    ("nodes", "weights", "rows", "others"),
    [
        (
            [("LayerNormalization", ["x", "g", "b"], {}), ("Conv", ["0", "w"], {})],
            {"g": EIGHT[:6], "b": EIGHT[:6], "w": KERNEL},
            [576],
            {"LayerNormalization": 12},
        ),
        (
            [("InstanceNormalization", ["x", "g", "b"], {}), ("PRelu", ["0", "s"], {}),
             ("Conv", ["1", "w"], {})],
            {"g": EIGHT, "b": EIGHT, "s": np.ones((8, 1, 1), np.float32), "w": KERNEL},
            [576],
            {"InstanceNormalization": 16, "PRelu": 8},
        ),
        # A scale of each channel is learned; a number alone is one of a formula.
        (
            [("Mul", ["x", "scale"], {}), ("Mul", ["0", "half"], {}), ("Conv", ["1", "w"], {})],
            {"scale": np.ones((8, 1, 1), np.float32), "half": np.float32(0.5), "w": KERNEL},
            [576],
            {"Mul": 8},
        ),
        # Limits of a clip, factors of an upsampling and the filling of a padding are settings.
        (
            [("Clip", ["x", "low", "high"], {}), ("Pad", ["0", "pads", "fill"], {}),
             ("Resize", ["1", "", "by"], {}), ("Conv", ["2", "w"], {})],
            {"low": np.float32(0), "high": np.float32(6),
             "pads": np.array([0, 0, 1, 1, 0, 0, 1, 1]), "fill": np.float32(1),
             "by": np.array([1, 1, 2, 2], np.float32), "w": KERNEL},
            [0, 576],
            {},
        ),
        # Two convolutions that share a kernel: it counts with the first.
        (
            [("Conv", ["x", "w"], {}), ("Conv", ["0", "w"], {})],
            {"w": KERNEL},
            [576, 0],
            {},
        ),
        # A kernel that is worked out of others belongs to the convolution.
        (
            [("Transpose", ["w"], {"perm": [1, 0, 2, 3]}), ("Mul", ["0", "g"], {}),
             ("Conv", ["x", "1"], {})],
            {"w": KERNEL, "g": np.ones((8, 1, 1, 1), np.float32)},
            [576 + 8],
            {},
        ),
        # Small ones are worked out before the layers are read, and count all the same.
        (
            [("Transpose", ["w"], {"perm": [1, 0, 2, 3]}), ("Conv", ["x", "0"], {})],
            {"w": np.ones((8, 2, 1, 1), np.float32)},
            [16],
            {},
        ),
        # A weight that no node takes is not part of the network.
        ([("Conv", ["x", "w"], {})], {"w": KERNEL, "spare": EIGHT}, [576], {}),
    ],
)  # fmt: skip
def test_each_weight_counts_with_the_node_that_uses_it(tmp_path, nodes, weights, rows, others):
    ends = [*map(str, range(len(nodes) - 1)), "y"]
    made = [
        helper.make_node(op, inputs, [end], **given)
        for (op, inputs, given), end in zip(nodes, ends, strict=True)
    ]
    found = overview(tmp_path / "m.onnx", made, weights)
    assert [row.parameters for row in found.rows] == rows
    assert dict(found.learned) == others
    assert found.as_dict()["parameters"] == sum(rows) + sum(others.values())


def test_embeddings_recurrences_and_products_of_tokens_count(tmp_path):
    table = np.ones((100, 8), np.float32)
    nodes = [
        helper.make_node("Conv", ["x", "w"], ["c"]),
        helper.make_node("Gather", ["table", "places"], ["e"]),
        helper.make_node("MatMul", ["e", "square"], ["m"]),
        helper.make_node("Add", ["m", "bias"], ["a"]),
        helper.make_node("LSTM", ["a", "win", "wrec", "both", "", "state", "state"], ["l"],
                         hidden_size=2),
        helper.make_node("ReduceSum", ["l"], ["s"], keepdims=0),
        helper.make_node("Add", ["c", "s"], ["y"]),
    ]  # fmt: skip
    weights = {
        "w": KERNEL, "table": table, "places": np.zeros((1, 3), np.int64), "square": SQUARE,
        "bias": EIGHT, "win": np.ones((1, 8, 8), np.float32),
        "wrec": np.ones((1, 8, 2), np.float32), "both": np.ones((1, 16), np.float32),
        "state": np.zeros((1, 3, 2), np.float32),
    }  # fmt: skip
    found = overview(tmp_path / "m.onnx", nodes, weights)
    # All of these are the same in every run, so they belong to what adds them to the map.
    learned = sum(array.size for name, array in weights.items() if name not in ("places", "state"))
    assert found.as_dict()["parameters"] == learned


def test_quantised_weights_count_as_the_whole_numbers_that_they_are(tmp_path):
    scale, zero = np.float32(0.5), np.int8(0)
    nodes = [
        helper.make_node("DequantizeLinear", ["w8", "scale", "zero"], ["w"]),
        helper.make_node("DequantizeLinear", ["b32", "scales"], ["b"], axis=0),
        helper.make_node("Conv", ["x", "w", "b"], ["y"]),
    ]
    weights = {
        "w8": KERNEL.astype(np.int8), "b32": np.ones(8, np.int32), "scale": scale, "zero": zero,
        "scales": EIGHT,
    }  # fmt: skip
    found = overview(tmp_path / "m.onnx", nodes, weights)
    assert [row.parameters for row in found.rows] == [576 + 8]
    assert found.learned == ()


def networks():
    """Modules of torch that have learned beside their convolutions, with an example of each."""
    torch = pytest.importorskip("torch", reason="torch is not installed")
    nn = torch.nn

    class PreActivation(nn.Module):
        """As in DenseNet and the second ResNet: each normalisation before its convolution."""

        def __init__(self):
            super().__init__()
            self.stem = nn.Conv2d(3, 8, 3, padding=1, bias=False)
            self.blocks = nn.ModuleList(
                nn.Sequential(nn.BatchNorm2d(8), nn.ReLU(), nn.Conv2d(8, 8, 3, padding=1))
                for _ in range(2)
            )
            self.norm, self.head = nn.BatchNorm2d(8), nn.Linear(8, 5)

        def forward(self, x):
            x = self.stem(x)
            for block in self.blocks:
                x = x + block(x)
            return self.head(torch.relu(self.norm(x)).mean((2, 3)))

    class Patches(nn.Module):
        """As in a vision transformer: parameters of its own, attention, layer normalisation."""

        def __init__(self):
            super().__init__()
            self.cut = nn.Conv2d(3, 8, 4, stride=4)
            self.token = nn.Parameter(torch.zeros(1, 1, 8))
            self.place = nn.Parameter(torch.zeros(1, 5, 8))
            self.attention = nn.MultiheadAttention(8, 2, batch_first=True)
            self.norm, self.mlp = nn.LayerNorm(8), nn.Linear(8, 8)

        def forward(self, x):
            rows = self.cut(x).flatten(2).transpose(1, 2)
            rows = torch.cat([self.token.expand(len(x), -1, -1), rows], 1) + self.place
            rows, _ = self.attention(rows, rows, rows)
            return self.mlp(self.norm(rows))

    class Tied(nn.Module):
        """Two convolutions with one kernel, and one that runs at two sizes."""

        def __init__(self):
            super().__init__()
            self.first, self.second = nn.Conv2d(3, 3, 3), nn.Conv2d(3, 3, 3, bias=False)
            self.second.weight = self.first.weight
            self.spare = nn.Conv2d(3, 4, 1)
            self.scale = nn.GroupNorm(3, 3)

        def forward(self, x):
            return self.scale(self.second(self.first(self.first(x))))

    norm = nn.utils.parametrizations.weight_norm
    weighed = nn.Sequential(norm(nn.Conv2d(3, 4, 3)), nn.PReLU(4), nn.Conv2d(4, 2, 1))
    x = torch.zeros(1, 3, 8, 8)
    return [(each.eval(), x) for each in (PreActivation(), Patches(), Tied(), weighed)]


@pytest.mark.parametrize("n", range(4))
def test_walking_through_a_module_counts_all_of_its_parameters(n):
    module, x = networks()[n]
    total = sum(each.numel() for each in module.parameters())
    assert convanim.walk(module, x).as_dict()["parameters"] == total
    listed = convanim.Overview.of(convanim.Model.from_torch(module)).as_dict()
    assert listed["parameters"] == total


def test_a_convolution_whose_weight_is_made_of_others_is_still_a_layer():
    module, x = networks()[3]
    rows = convanim.walk(module, x).rows
    assert [(row.layer.name, row.layer.output_shape, row.parameters) for row in rows] == [
        ("0", (4, 6, 6), 4 * 27 + 4 + 4),
        ("2", (2, 6, 6), 10),
    ]
