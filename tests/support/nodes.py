"""Runs a line of code that makes an ONNX node, in onnxruntime, where it is installed."""

from __future__ import annotations

import pytest


def run_node(code, given):
    """Return the node's output y for its named inputs; other inputs are in the line itself."""
    onnx = pytest.importorskip("onnx", reason="onnx is not installed")
    runtime = pytest.importorskip("onnxruntime", reason="onnxruntime is not installed")
    helper = onnx.helper
    kinds = {name: helper.np_dtype_to_tensor_dtype(each.dtype) for name, each in given.items()}
    node = eval(code, {"helper": helper})
    graph = helper.make_graph(
        [node],
        "layer",
        [helper.make_tensor_value_info(name, kinds[name], x.shape) for name, x in given.items()],
        [onnx.ValueInfoProto(name="y")],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 22)], ir_version=10)
    session = runtime.InferenceSession(model.SerializeToString())
    (found,) = session.run(["y"], given)
    return found
