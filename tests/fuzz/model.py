"""Feeds what atheris makes up to the reader of ONNX models.

``python -m tests.fuzz.model -max_total_time=60``. Whatever comes in, layers or a ConvanimError must
come out, the error within a second.
"""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

import convanim
from convanim.errors import ConvanimError
from tests.fuzz.fuzzing import check_error, fuzz

if TYPE_CHECKING:
    from collections.abc import Iterator

NAME = "model"


def read_bytes(data: bytes) -> None:
    """Read a model; raise unless it has layers, or is refused in a way that is fit to print."""
    started = time.process_time()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "net.onnx")
        path.write_bytes(data)
        try:
            model = convanim.from_onnx(path)
            assert model.layers
        except ConvanimError as error:
            check_error(error, started)


def seeds() -> Iterator[bytes]:
    """Yield small models: a convolution with weights, and the layers of a tiny network."""
    import numpy as np
    from onnx import TensorProto, helper, numpy_helper

    def model(nodes, *sizes):
        weights = [np.ones(size, np.float32) for size in sizes]
        graph = helper.make_graph(
            nodes,
            "net",
            [helper.make_tensor_value_info("x", TensorProto.FLOAT, [1, 1, 5, 5])],
            [helper.make_tensor_value_info("y", TensorProto.FLOAT, None)],
            [numpy_helper.from_array(each, f"w{n}") for n, each in enumerate(weights)],
        )
        opsets = [helper.make_opsetid("", 22)]
        made = helper.make_model(graph, opset_imports=opsets, ir_version=10)
        return made.SerializeToString()

    conv = helper.make_node("Conv", ["x", "w0"], ["y"], strides=[2, 2], pads=[1, 1, 1, 1])
    yield model([conv], (1, 1, 3, 3))
    yield model(
        [
            helper.make_node("Conv", ["x", "w0"], ["a"], kernel_shape=[2, 2]),
            helper.make_node("Relu", ["a"], ["b"]),
            helper.make_node("MaxPool", ["b"], ["c"], kernel_shape=[2, 2], strides=[2, 2]),
            helper.make_node("Flatten", ["c"], ["d"]),
            helper.make_node("Gemm", ["d", "w1"], ["y"], transB=1),
        ],
        (2, 1, 2, 2),
        (3, 8),
    )


if __name__ == "__main__":
    fuzz(sys.modules[__name__])
