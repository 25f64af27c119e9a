"""The command ``new``: its configs are valid, and it overwrites nothing."""

from __future__ import annotations

import json
import sys

import pytest
from click.testing import CliRunner

import convanim
from convanim.api import Figure
from convanim.cli import convanim as group
from convanim.cli import run as run_command
from tests.support.drafts import read_text

FIRST = "# yaml-language-server: $schema="


@pytest.fixture
def new(tmp_path, monkeypatch, capsys):
    """Return a function that gives the status, stdout and stderr of ``convanim new``."""
    monkeypatch.chdir(tmp_path)

    def run(*arguments):
        status = run_command(["new", *map(str, arguments)])
        done = capsys.readouterr()
        return status, done.out, done.err

    return run


@pytest.mark.parametrize("name", ["mine", "mine.yaml", "mine.yml", "deep/down/mine"])
def test_a_config_of_that_name(new, tmp_path, name):
    path = name if "." in name else f"{name}.yaml"
    assert new(name) == (0, f"{path}\n", "")
    assert convanim.load(tmp_path / path).explain().o == (3, 3)


def test_stdout_where_there_is_no_name(new):
    for arguments in ([], ["-"]):
        status, text, _ = new(*arguments)
        assert status == 0
        assert text.splitlines()[:3] == [
            f"{FIRST}schema.json",
            '# "convanim explain" lists all derived numbers, "convanim render" draws the figure.',
            "operation: conv  # convanim list operations",
        ]
        assert Figure.of(read_text(text, "-")).spec.drawable()


def test_nothing_is_overwritten_without_force(new, tmp_path):
    (tmp_path / "mine.yaml").write_text("i: 9\nk: 2\n")
    says = "mine.yaml: already exists; choose another name, or overwrite it with --force [E502]\n"
    assert new("mine") == (1, "", says)
    assert (tmp_path / "mine.yaml").read_text() == "i: 9\nk: 2\n"
    assert new("mine", "--force")[0] == 0
    assert "i: 5" in (tmp_path / "mine.yaml").read_text()


def test_a_name_that_is_no_file_name(new, tmp_path):
    status, out, err = new("a b")
    assert (status, out) == (1, "")
    assert "the file's own name must be 1 to 100 letters" in err
    assert not list(tmp_path.iterdir())


def test_like_another_config(new, tmp_path):
    (tmp_path / "configs/deep").mkdir(parents=True)
    text = "# Why.\ni: 7\nk: 2 # two\n"
    old = tmp_path / "configs/deep/old.yaml"
    old.write_text(f"{FIRST}../../away.json\n{text}")
    for like in ("old", "configs/deep/old.yaml", old):
        assert new("mine", "--force", "--like", like)[0] == 0
        assert (tmp_path / "mine.yaml").read_text() == f"{FIRST}schema.json\n{text}"
    says = "oll: no such file, and no config of that name in configs; did you mean 'old'? [E702]\n"
    assert new("--like", "oll") == (1, "", says)
    old.write_text("i: 7\nk: 9\n")
    status, _, err = new("other", "--like", "old")
    assert (status, err.partition(": ")[0]) == (1, "configs/deep/old.yaml:2:4")
    assert not (tmp_path / "other.yaml").exists()


def test_there_are_no_configs_to_copy(new):
    says = "x: no such file, and no folder of configs here [E702]\n"
    assert new("--like", "x") == (1, "", says)


@pytest.mark.parametrize(
    ("place", "config", "line"),
    [
        ("schema.json", "mine", "schema.json"),
        ("schema.json", "a/b/mine", "../../schema.json"),
        ("configs/schema.json", "mine", "configs/schema.json"),
        ("configs/schema.json", "configs/topic/mine", "../schema.json"),
    ],
)
def test_the_first_line_names_the_nearest_schema(new, tmp_path, place, config, line):
    path = tmp_path / place
    path.parent.mkdir(exist_ok=True)
    path.write_text(CliRunner().invoke(group, ["schema"]).stdout)
    new(config)
    assert (tmp_path / f"{config}.yaml").read_text().startswith(f"{FIRST}{line}\n")


def test_another_programs_schema_is_left_alone(new, tmp_path):
    (tmp_path / "schema.json").write_text("{}")
    new("a/mine")
    assert (tmp_path / "a/mine.yaml").read_text().startswith(f"{FIRST}schema.json\n")


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["--like", "x", "--from-onnx", "y"], "--like and --from-onnx cannot be combined"),
        (["--layer", "x"], "--layer, --input-size and --json need --from-onnx MODEL"),
        (["--json"], "--layer, --input-size and --json need --from-onnx MODEL"),
        (["--from-onnx", "y", "--json", "--layer", "x"], "--json and --layer cannot be combined"),
        (
            ["x", "--from-onnx", "y"],
            "--layer is missing; convanim new --from-onnx y lists the layers",
        ),
        (["--from-onnx", "y", "--input-size", "a"], "'a' is not a size; write 224 or 224,320"),
    ],
)
def test_wrong_usage(new, arguments, says):
    status, out, err = new(*arguments)
    assert (status, out) == (2, "")
    assert says in err


def test_the_extra_is_missing(new, monkeypatch):
    monkeypatch.setitem(sys.modules, "onnx", None)
    status, out, err = new("--from-onnx", "net.onnx")
    assert (status, out) == (2, "")
    assert "reading a model needs a package: python -m pip install 'onnx>=1.17'" in err


TABLE = """\
layer  operator  input        output       keys
c      Conv      3 x 10 x 10  64 x 8 x 10  k=[3, 1] relu=true
m      MaxPool   64 x 8 x 10  64 x 7 x 9   k=2
r      Resize    64 x 7 x 9   64 x 4 x 4   7 x 9 to 4 x 4 is not a scale by a whole number
and other nodes: Add 1
"""
CONFIG = """\
# yaml-language-server: $schema=schema.json
# c of net.onnx: Conv, 3 x 10 x 10 -> 64 x 8 x 10.
# Excerpt: 7 x 5 of 10 x 10 inputs, 5 x 5 of 8 x 10 outputs, 2 of 64 output channels.
# excerpt: {positions: 4, channels: 3} sets how much is kept; false keeps all of it.
operation: conv
i: 10
k: [3, 1]
in_channels: 3
out_channels: 64
relu: true
"""


@pytest.fixture
def net(tmp_path):
    """A model of a few nodes, of any size."""
    onnx = pytest.importorskip("onnx", reason="onnx is not installed")
    import numpy as np

    make, real = onnx.helper.make_node, onnx.TensorProto.FLOAT
    nodes = [
        make("Conv", ["x", "w"], ["a"], name="c"),
        make("Relu", ["a"], ["b"]),
        make("MaxPool", ["b"], ["d"], kernel_shape=[2, 2], name="m"),
        make("Resize", ["d", "", "", "s"], ["e"], name="r"),
        make("Add", ["e", "e"], ["y"]),
    ]
    graph = onnx.helper.make_graph(
        nodes,
        "net",
        [onnx.helper.make_tensor_value_info("x", real, ["n", 3, "h", "w"])],
        [onnx.helper.make_tensor_value_info("y", real, None)],
        [
            onnx.numpy_helper.from_array(np.zeros((64, 3, 3, 1), np.float32), "w"),
            onnx.numpy_helper.from_array(np.array([1, 64, 4, 4]), "s"),
        ],
    )
    opsets = [onnx.helper.make_opsetid("", 20)]
    model = onnx.helper.make_model(graph, opset_imports=opsets, ir_version=9)
    onnx.save(model, tmp_path / "net.onnx")


def test_the_layers_of_a_model(new, net):
    for size in ("10", "10,10", "3x10x10"):
        assert new("--from-onnx", "net.onnx", "--input-size", size) == (0, TABLE, "")
    told = json.loads(new("--from-onnx", "net.onnx", "--input-size", "10", "--json")[1])
    assert told["others"] == {"Add": 1}
    assert [each["name"] for each in told["layers"]] == ["c", "m", "r"]
    assert told["layers"][1]["keys"] == {
        "operation": "max_pool", "i": [8, 10], "k": 2, "in_channels": 64
    }  # fmt: skip
    assert told["layers"][2]["refusal"].startswith("7 x 9 to 4 x 4")
    status, _, err = new("--from-onnx", "net.onnx")
    assert (status, len(err.splitlines())) == (1, 1)


def test_the_config_of_a_layer(new, net, tmp_path):
    found = ["--from-onnx", "net.onnx", "--input-size", "10"]
    assert new(*found, "--layer", "c") == (0, CONFIG, "")
    assert new("c", *found, "--layer", "c") == (0, "c.yaml\n", "")
    assert (tmp_path / "c.yaml").read_text() == CONFIG
    assert len(convanim.load(tmp_path / "c.yaml")) == 50
    assert new(*found, "--layer", "k")[0] == 1


@pytest.mark.parametrize("line", ["conv i=7 k=3 s=2", "i = 7, k = 3 and s = 2"])
def test_a_line_in_place_of_a_name_is_printed_as_a_config(new, tmp_path, line):
    status, told, err = new(line)
    assert (status, err, *tmp_path.iterdir()) == (0, "")
    shown = convanim.load(_saved(tmp_path, told)).spec.panels
    assert shown == convanim.parse("conv i=7 k=3 s=2").spec.panels


def _saved(folder, text):
    path = folder / "x.yaml"
    path.write_text(text)
    return path


def test_a_config_like_a_line(new, tmp_path):
    assert new("mine", "--like", "nn.Conv2d(1, 2, 3, stride=2), i = 7") == (0, "mine.yaml\n", "")
    _, comment, *keys = (tmp_path / "mine.yaml").read_text().splitlines()
    assert comment == "# nn.Conv2d(1, 2, 3, stride=2), i = 7"
    assert keys[:2] == ["operation: Conv2d", "i: 7"]
    assert convanim.load(tmp_path / "mine.yaml").explain().o == (3, 3)


def test_a_line_that_cannot_be_read(new):
    says = "line:1:6: 'i5' has no '='; write i=5 [E703]\n  conv i5 k=3\n       ^\n"
    assert new("mine", "--like", "conv i5 k=3") == (1, "", says)
