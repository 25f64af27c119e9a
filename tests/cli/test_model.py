"""The command ``model``: the overview of a network, and a figure of each distinct layer."""

from __future__ import annotations

import json

import pytest

import convanim
from convanim.cli import run
from tests.models.test_onnx import helper, np, saved

WEIGHTS = {
    "a": np.zeros((8, 3, 3, 3)),
    "b": np.zeros((8, 8, 3, 3)),
    "c": np.zeros((16, 8, 1, 1)),
}


def residual():
    """A stem, a block whose convolutions are alike around a shortcut, and a head."""
    return [
        helper.make_node("Conv", ["x", "a"], ["s"], name="stem", strides=[2, 2], pads=[1] * 4),
        helper.make_node("Relu", ["s"], ["t"]),
        helper.make_node("Conv", ["t", "b"], ["u"], name="block/1", pads=[1] * 4),
        helper.make_node("Conv", ["u", "b"], ["v"], name="block/2", pads=[1] * 4),
        helper.make_node("Add", ["t", "v"], ["w"]),
        helper.make_node("Conv", ["w", "c"], ["h"], name="head"),
        helper.make_node("GlobalAveragePool", ["h"], ["y"], name="pool"),
    ]


@pytest.fixture
def command(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)

    def call(*arguments):
        status = run(["model", *arguments])
        return status, *capsys.readouterr()

    return call


@pytest.fixture
def net(tmp_path):
    return saved(tmp_path / "net.onnx", residual(), [1, 3, 33, 33], WEIGHTS)


def test_the_numbers_of_a_model(net):
    overview = convanim.Overview.of(convanim.from_onnx(net))
    told = overview.as_dict()
    rows = {row["name"]: row for row in told["layers"]}
    fields = {name: row["receptive_field"] for name, row in rows.items()}
    assert fields == {
        "stem": (3, 3),
        "block/1": (7, 7),
        "block/2": (11, 11),
        "head": (11, 11),
        "pool": (43, 43),
    }
    assert rows["stem"]["multiply_adds"] == 8 * 3 * 9 * 17 * 17
    # Both convolutions of the block have one kernel.
    assert told["parameters"] == 8 * 3 * 9 + 8 * 8 * 9 + 16 * 8
    assert rows["block/1"]["figure"] == rows["block/2"]["figure"] == "block_1"
    assert overview.figures["block_1"] == "block/1"


def test_a_layer_that_no_operation_shows_is_listed_with_the_reason(tmp_path):
    nodes = [
        helper.make_node("Resize", ["x", "", "scales"], ["u"], name="up|", mode="cubic"),
        helper.make_node("MaxPool", ["u"], ["y"], name="pool", kernel_shape=[2, 2]),
    ]
    path = saved(tmp_path / "m.onnx", nodes, [1, 1, 4, 4], {"scales": [1, 1, 2, 2]})
    overview = convanim.Overview.of(convanim.from_onnx(path))
    up, pool = overview.as_dict()["layers"]
    assert (up["receptive_field"], pool["receptive_field"]) == ((), ())
    assert up["refusal"].startswith("mode=cubic")
    line = overview.markdown().splitlines()[6]
    assert line.startswith("| up\\| | Resize | 1 x 4 x 4 | 1 x 8 x 8 | not known | 0 | 0 | mode=")


def test_the_command_writes_tables_configs_and_figures(command, net, tmp_path):
    assert net.exists()
    status, _, said = command("net.onnx", "-o", "out", "-j", "1")
    assert (status, said) == (0, "")
    out = tmp_path / "out"
    names = ("stem", "block_1", "head", "pool")
    assert {path.name for path in out.iterdir()} == {
        *(f"{name}.{suffix}" for name in names for suffix in ("png", "svg")),
        *("README.md", "index.html", "manifest.json", "model.md", "model.json", "configs"),
        *("pages", "site"),
    }
    assert {path.stem for path in (out / "configs").iterdir()} == set(names)
    assert (
        "| block/2 | Conv | 8 x 17 x 17 | 8 x 17 x 17 | 11 x 11 |" in (out / "model.md").read_text()
    )
    assert json.loads((out / "model.json").read_text())["layers"][0]["output"] == [8, 17, 17]
    config = out / "configs" / "stem.yaml"
    config.write_text(config.read_text() + "title: edited\n")
    again = command("net.onnx", "-o", "out", "-j", "1")[1].split()
    assert [name for name in again if name.endswith(".svg")] == ["out/stem.svg"]
    assert config.read_text().endswith("title: edited\n")


def test_the_command_for_programs_and_its_faults(command, net, tmp_path):
    assert net.exists()
    status, told, _ = command("net.onnx", "--json")
    assert (status, len(json.loads(told)["layers"])) == (0, 5)
    assert not (tmp_path / "net").exists()
    assert command("none.onnx")[0] == 1
    saved(tmp_path / "flat.onnx", [helper.make_node("Relu", ["x"], ["y"])], [1, 3, 4, 4])
    assert command("flat.onnx") == (
        1,
        "",
        "flat.onnx has no convolution, pooling, resampling or fully connected layer; its nodes are "
        "Relu 1 [E603]\n",
    )
