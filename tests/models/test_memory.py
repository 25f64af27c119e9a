"""How much memory it takes to read a file of weights, and one that is made to fill it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

import convanim
from convanim.models.onnx import reduced
from tests.models.networks import REAL, helper, onnx

pytestmark = pytest.mark.skipif(
    not Path("/proc/self/status").exists(), reason="the system does not say how much memory it took"
)

MOST = 300
"""Megabytes of the whole process."""

READ = r"""
import re, sys
import convanim
try:
    model = convanim.from_onnx(sys.argv[1])
    print(convanim.Overview.of(model).as_dict()["parameters"])
except convanim.ConvanimError as error:
    print(error)
status = open("/proc/self/status").read()
print(int(re.search(r"VmHWM:\s+(\d+) kB", status)[1]) // 1024)
"""


def told(path):
    """Return what a process of its own says of a file, and the megabytes that it took."""
    run = subprocess.run(
        [sys.executable, "-c", READ, path], capture_output=True, text=True, check=True
    )
    *said, megabytes = run.stdout.splitlines()
    return " ".join(said), int(megabytes)


def model(nodes=(), weights=()):
    info = helper.make_tensor_value_info
    ends = [info("x", REAL, [1, 1024])], [info("y", REAL, None)]
    return helper.make_model(helper.make_graph(list(nodes), "net", *ends, list(weights)))


def with_graph(rest):
    """Return the bytes of a model whose graph ends with some bytes more."""
    whole = model()
    graph = whole.graph.SerializeToString() + rest
    whole.ClearField("graph")
    return whole.SerializeToString() + field(7, graph)


def field(number, content):
    """Return a field of protobuf."""
    return varint(number << 3 | 2) + varint(len(content)) + content


def varint(number):
    return bytes([number & 127 | 128]) + varint(number >> 7) if number > 127 else bytes([number])


def weight(count, kind):
    """Return a matrix of zeros whose numbers are bytes, or floats one by one."""
    if kind == "bytes":
        raw = b"\0" * (4 * 1024 * count)
        return onnx.TensorProto(name="w", data_type=REAL, dims=[1024, count], raw_data=raw)
    floats = [0.0] * (1024 * count)
    return onnx.TensorProto(name="w", data_type=REAL, dims=[1024, count], float_data=floats)


@pytest.mark.parametrize("place", ["initializer", "constant", "floats"])
def test_weights_take_no_memory(tmp_path, place):
    product = helper.make_node("MatMul", ["x", "w"], ["y"])
    sizes = []
    for count in (1, 24_000 if place != "floats" else 12_000):
        tensor = weight(count, "floats" if place == "floats" else "bytes")
        constant = helper.make_node("Constant", [], ["w"], value=tensor)
        is_stored = place != "constant"
        whole = model([product] if is_stored else [constant, product], [tensor] * is_stored)
        path = tmp_path / f"{count}.onnx"
        path.write_bytes(whole.SerializeToString())
        said, megabytes = told(path)
        assert said == str(1024 * count)
        sizes.append(megabytes)
    assert path.stat().st_size > 40 * 10**6
    assert sizes[1] < sizes[0] + 15


@pytest.mark.parametrize(
    ("rest", "says"),
    [
        (field(1, b"") * 10**7, "has more than 250000 fields, which is too large to read; export"),
        (field(1, b"") * (reduced.MOST_FIELDS - 100), "not a valid ONNX model"),
        (field(1, field(5, field(8, b"\1" * 10**7))), "has more than 3145728 bytes, which is"),
        (field(1, field(5, field(8, b"\1" * (3 * 10**6)))), "not a valid ONNX model"),
        (field(1, field(5, field(6, b"") * 10**6)), "has more than 250000 fields, which is"),
    ],
    ids=["nodes", "fewer nodes", "numbers", "fewer numbers", "graphs"],
)
def test_a_file_that_parsing_would_blow_up_is_refused(tmp_path, rest, says):
    path = tmp_path / "hostile.onnx"
    path.write_bytes(with_graph(rest))
    said, megabytes = told(path)
    assert says in said
    assert len(said.splitlines()) == 1
    assert megabytes < MOST


def test_what_is_read_is_the_model_without_large_numbers_and_comments(tmp_path):
    tensors = [weight(1, "bytes"), onnx.numpy_helper.from_array(np.eye(8), "small")]
    node = helper.make_node("Sum", ["x", "x"], ["z"], doc_string="a comment")
    branch = helper.make_graph([node], "branch", [], [], [weight(2, "floats")])
    outer = helper.make_node("If", ["c"], ["y"], then_branch=branch, else_branch=branch)
    whole = model([outer], tensors)
    path = tmp_path / "m.onnx"
    path.write_bytes(whole.SerializeToString())
    found = onnx.load_model_from_string(reduced.read(path))
    whole.graph.initializer[0].ClearField("raw_data")
    for each in whole.graph.node[0].attribute:
        each.g.initializer[0].ClearField("float_data")
        each.g.node[0].ClearField("doc_string")
    assert found == whole


def test_a_file_that_ends_early_is_no_model(tmp_path):
    path = tmp_path / "m.onnx"
    product = helper.make_node("MatMul", ["x", "w"], ["y"])
    data = model([product], [weight(2000, "bytes")]).SerializeToString()
    for length in (len(data) // 2, 20, 3):
        path.write_bytes(data[:length])
        with pytest.raises(convanim.ConvanimError, match="not a valid ONNX model"):
            convanim.from_onnx(path)
