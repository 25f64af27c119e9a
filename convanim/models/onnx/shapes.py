"""Shapes of all that flows through an ONNX graph, also those that the graph itself works out."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from convanim.models.onnx.constants import fold
from convanim.models.weights import MOST_WEIGHTS

if TYPE_CHECKING:
    from collections.abc import Sequence

MOST_NODES = 40_000
"""Nodes that all rounds of inference look at together."""


def resolve(onnx: Any, model: Any) -> None:
    """Work out the sizes that a graph computes from the shapes of its own tensors.

    Exporters write ``x.view(x.shape[0], 2, x.shape[1] // 2, ...)`` as Shape, Gather, Div, Concat
    and Reshape. With inputs of known size all of these are constants: each round of shape
    inference makes more of them known, until none is left.

    Parameters
    ----------
    onnx : module
        The library.
    model : ModelProto
        Is changed: nodes of known numbers become initializers.
    """
    rounds = max(1, MOST_NODES // max(1, len(model.graph.node)))
    is_changed = fold(onnx, model)
    while rounds and any(node.op_type in ("Shape", "Size") for node in model.graph.node):
        known = onnx.shape_inference.infer_shapes(model).graph
        is_changed = _measure(onnx, model.graph, known)
        is_changed = fold(onnx, model) or is_changed
        rounds -= 1
        if not is_changed:
            return


def _measure(onnx: Any, graph: Any, known: Any) -> bool:
    """Replace the nodes that ask for a known shape; return whether there were any."""
    shapes = {
        each.name: each.type.tensor_type.shape.dim
        for each in (*known.input, *known.value_info, *known.output)
        if each.type.tensor_type.HasField("shape")
    }
    shapes |= {each.name: each.dims for each in known.initializer}
    kept = []
    for node in graph.node:
        sizes = _sizes(node, shapes) if node.op_type in ("Shape", "Size") else None
        if sizes is None:
            kept.append(node)
        else:
            tensor = onnx.helper.make_tensor(
                node.output[0],
                onnx.TensorProto.INT64,
                [len(sizes)] if node.op_type == "Shape" else [],
                sizes if node.op_type == "Shape" else [math.prod(sizes)],
            )
            graph.initializer.append(tensor)
    is_changed = len(kept) < len(graph.node)
    del graph.node[:]
    graph.node.extend(kept)
    return is_changed


def _sizes(node: Any, shapes: dict[str, Sequence[Any]]) -> list[int] | None:
    """Return the sizes that a node asks for; None where some are not known."""
    dims = shapes.get(node.input[0]) if len(node.input) == 1 and not node.domain else None
    if dims is None or len(dims) > MOST_WEIGHTS:
        return None
    ends = {each.name: each.i for each in node.attribute}
    part = dims[ends.get("start", 0) : ends.get("end", len(dims))]
    sizes = [each if isinstance(each, int) else each.dim_value for each in part]
    is_known = all(isinstance(each, int) or each.HasField("dim_value") for each in part)
    return sizes if is_known and math.prod(sizes) < 2**63 else None
