"""A network walked through from Python: the same files as by the command ``model``."""

from __future__ import annotations

import json
import re
import shutil

import pytest

import convanim
from convanim.api.overview import COLUMNS
from convanim.cli import run
from convanim.gallery import network
from tests.cli.test_model import WEIGHTS, residual
from tests.models.test_onnx import helper, node, saved


@pytest.fixture
def net(tmp_path):
    return saved(tmp_path / "net.onnx", residual(), [1, 3, "h", "w"], WEIGHTS)


@pytest.fixture(scope="module")
def walked(tmp_path_factory):
    """A folder with the network, the figures of a walk in ``out``, and what the walk returned."""
    folder = tmp_path_factory.mktemp("walked")
    net = saved(folder / "net.onnx", residual(), [1, 3, "h", "w"], WEIGHTS)
    return folder, convanim.walk(net, 33, folder / "out", jobs=1)


def files(folder):
    """All files below a folder but the manifest, whose times differ."""
    every = [path for path in folder.rglob("*") if path.is_file()]
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in every
        if path.name != "manifest.json"
    }


def test_it_writes_what_the_command_writes(walked, tmp_path):
    folder, overview = walked
    net, out = str(folder / "net.onnx"), str(tmp_path / "out")
    arguments = ["model", net, "--input-size", "33", "-o", out, "-j", "1"]
    assert run(arguments) == 0
    made = files(folder / "out")
    assert made == files(tmp_path / "out")
    assert json.loads(made["model.json"]) == json.loads(json.dumps(overview.as_dict()))
    assert {"configs/stem.yaml", "stem.svg", "stem.png", "index.html", "README.md"} <= set(made)
    page = made["index.html"].decode()
    assert f"<h1>Layers of {overview.name}</h1>" in page
    assert page.count(f"Layers of {overview.name}") == 2, "its title and its heading"
    assert f"<p>{overview.sentence}</p>" in page
    listing = page.partition("<table>")[2].partition("</table>")[0]
    rows = [re.findall("<t[dh][^>]*>(.*?)</t[dh]>", row) for row in listing.split("<tr>")[1:]]
    assert rows[0] == list(COLUMNS)
    assert [[re.sub("<.*?>", "", cell) for cell in row] for row in rows[1:]] == [
        list(row.cells) for row in overview.rows
    ]
    links = re.findall('<th scope="row"><a href="(.*?)"', listing)
    assert len(links) == sum(bool(row.figure) for row in overview.rows)
    assert all((folder / "out" / link).is_file() for link in links)


def test_a_second_walk_keeps_edited_configs_and_draws_what_changed(walked, net, tmp_path):
    folder = tmp_path / "out"
    shutil.copytree(walked[0] / "out", folder)
    config = folder / "configs" / "head.yaml"
    config.write_text(config.read_text() + "title: edited\n")
    before = {path.name: path.stat().st_mtime_ns for path in folder.glob("*.svg")}
    convanim.walk(net, 33, folder, jobs=1)
    after = {path.name: path.stat().st_mtime_ns for path in folder.glob("*.svg")}
    assert {name for name in after if after[name] != before[name]} == {"head.svg"}


def test_without_a_folder_nothing_is_written(net, tmp_path):
    overview = convanim.walk(convanim.from_onnx(net, 33))
    assert overview.rows[0].layer.output_shape == (8, 17, 17)
    assert [path.name for path in tmp_path.iterdir()] == ["net.onnx"]


def test_faults_of_the_model_and_of_its_figures(net, tmp_path):
    bare = saved(tmp_path / "bare.onnx", [node("Relu")], [1, 3, 4, 4])
    with pytest.raises(convanim.ConvanimError, match=r"^bare\.onnx has no convolution"):
        convanim.walk(bare)
    folder = tmp_path / "out"
    (folder / network.CONFIGS).mkdir(parents=True)
    (folder / network.CONFIGS / "head.yaml").write_text("operation: conv\ni: 2\nk: 3\n")
    with pytest.raises(convanim.ConvanimError) as refused:
        convanim.walk(net, 33, folder, jobs=1)
    head, fault = str(refused.value).splitlines()[:2]
    assert head == "1 figure could not be drawn"
    assert fault.startswith(f"{folder}/configs/head.yaml:3:4: kernel does not fit")
    assert (folder / "stem.svg").exists()


def test_a_page_of_somebody_else_is_not_overwritten(net, tmp_path):
    folder = tmp_path / "out"
    folder.mkdir()
    (folder / "index.html").write_text("mine")
    with pytest.raises(convanim.ConvanimError, match=r"index\.html: was not written by convanim"):
        convanim.walk(net, 33, folder, jobs=1)


def test_a_module_of_torch_and_its_export_have_the_same_numbers(tmp_path):
    """Fields, sizes, parameters and products: by hooks, and from the graph."""
    torch = pytest.importorskip("torch", reason="torch is not installed")
    nn = torch.nn

    class Block(nn.Module):
        def __init__(self):
            super().__init__()
            self.first = nn.Conv2d(8, 8, 3, padding=1, bias=False)
            self.norm = nn.BatchNorm2d(8)
            self.second = nn.Conv2d(8, 8, 3, padding=1, groups=4)

        def forward(self, x):
            inner = torch.relu(self.norm(self.first(x)))
            return torch.cat([self.second(inner) + x, x], 1)

    module = nn.Sequential(
        nn.Conv2d(3, 8, 5, stride=2), nn.ReLU(inplace=True), Block(), nn.MaxPool2d(2),
        nn.Dropout(), nn.Flatten(), nn.Linear(16 * 3 * 3, 6), nn.ReLU(), nn.Linear(6, 2),
    ).eval()  # fmt: skip
    x = torch.zeros(1, 3, 17, 17)
    walked = convanim.walk(module, x)
    names = [row.layer.name for row in walked.rows]
    assert names == ["0", "2.first", "2.second", "3", "6", "8"]
    assert [row.field for row in walked.rows] == [(5, 5), (9, 9), (13, 13), (15, 15)] + [
        (23, 23)
    ] * 2
    total = sum(each.numel() for each in module.parameters())
    assert walked.as_dict()["parameters"] == total
    weights = {f"{name}.w": p.detach().numpy() for name, p in module.named_parameters()}
    by_name = {name.removesuffix(".w"): f"{name}" for name in weights}
    w = by_name.__getitem__
    nodes = [
        helper.make_node("Conv", ["x", w("0.weight"), w("0.bias")], ["a"], strides=[2, 2]),
        helper.make_node("Relu", ["a"], ["b"]),
        helper.make_node("Conv", ["b", w("2.first.weight")], ["c"], pads=[1] * 4),
        helper.make_node("BatchNormalization", ["c", w("2.norm.weight"), w("2.norm.bias"),
            w("2.norm.bias"), w("2.norm.weight")], ["d"]),
        helper.make_node("Relu", ["d"], ["e"]),
        helper.make_node("Conv", ["e", w("2.second.weight"), w("2.second.bias")], ["f"],
            pads=[1] * 4, group=4),
        helper.make_node("Add", ["f", "b"], ["g"]),
        helper.make_node("Concat", ["g", "b"], ["h"], axis=1),
        helper.make_node("MaxPool", ["h"], ["i"], kernel_shape=[2, 2], strides=[2, 2]),
        helper.make_node("Flatten", ["i"], ["j"]),
        helper.make_node("Gemm", ["j", w("6.weight"), w("6.bias")], ["k"], transB=1),
        helper.make_node("Relu", ["k"], ["l"]),
        helper.make_node("Gemm", ["l", w("8.weight"), w("8.bias")], ["y"], transB=1),
    ]  # fmt: skip
    read = convanim.walk(saved(tmp_path / "m.onnx", nodes, [1, 3, 17, 17], weights))

    def numbers(overview):
        return [
            (row.layer.input_shape, row.layer.output_shape, row.field, row.parameters,
             row.multiply_adds, row.layer.after, row.layer.is_first)
            for row in overview.rows
        ]  # fmt: skip

    assert numbers(walked) == numbers(read)


def test_a_layer_that_runs_twice_is_listed_once_and_ends_what_is_known(tmp_path):
    torch = pytest.importorskip("torch", reason="torch is not installed")
    nn = torch.nn

    class Twice(nn.Module):
        def __init__(self):
            super().__init__()
            self.conv = nn.Conv2d(2, 2, 3, padding=1)
            self.pool = nn.MaxPool2d(2)

        def forward(self, x):
            y = self.conv(self.conv(x))
            y[0] = 0
            return self.pool(y)

    overview = convanim.walk(Twice(), torch.zeros(1, 2, 8, 8))
    assert [(row.layer.name, row.field) for row in overview.rows] == [
        ("conv", (3, 3)),
        ("pool", ()),
    ]
