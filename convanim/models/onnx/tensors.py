"""Tensors of which only the shape counts: weights that are large, and those in other files."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from convanim.models.weights import MOST_WEIGHTS

if TYPE_CHECKING:
    from collections.abc import Iterator

EXTERNAL = 1
"""The ``data_location`` of a tensor whose numbers another file holds."""


def is_in_a_file(tensor: Any) -> bool:
    """Return whether another file holds the numbers of a tensor, which is never opened."""
    return bool(tensor.data_location == EXTERNAL)


def as_shapes(onnx: Any, graph: Any) -> set[str]:
    """Make inputs of the tensors that are not needed as numbers, and name all weights.

    Inference copies large weights, and checks that the other files exist. The inputs are those of
    the whole graph, which the graphs within its nodes see, too.

    Parameters
    ----------
    onnx : module
        The library.
    graph : GraphProto
        Is changed, with the graphs within its nodes.

    Returns
    -------
    set of str
        The names of all weights of the graph itself.
    """
    weights = {each.name for each in graph.initializer}
    known: dict[str, list[int] | None] = dict.fromkeys((each.name for each in graph.input), None)
    for each in [graph, *graphs_within(graph)]:
        kept = [tensor for tensor in each.initializer if not _is_moved(tensor)]
        moved = [tensor for tensor in each.initializer if _is_moved(tensor)]
        nodes = list(each.node)
        for node in (node for node in nodes if _is_moved(constant(node))):
            tensor = constant(node)
            tensor.name = node.output[0]
            moved.append(tensor)
        if len(moved) > 0:
            others = [node for node in nodes if not _is_moved(constant(node))]
            del each.node[:]
            each.node.extend(others)
        for tensor in moved:
            sizes = list(tensor.dims)
            if tensor.name not in known:
                info = onnx.helper.make_tensor_value_info
                graph.input.append(info(tensor.name, tensor.data_type, sizes))
            elif known[tensor.name] not in (None, sizes):
                # Of two weights of one name, in graphs beside each other, one stays as it is.
                kept.append(tensor)
            known.setdefault(tensor.name, sizes)
            weights.add(tensor.name)
        del each.initializer[:]
        each.initializer.extend(kept)
    return weights


def _is_moved(tensor: Any) -> bool:
    """Return whether a tensor is large or in another file."""
    return tensor is not None and (is_in_a_file(tensor) or math.prod(tensor.dims) > MOST_WEIGHTS)


def constant(node: Any) -> Any:
    """Return the tensor of a Constant node; None for other nodes."""
    tensors = [each.t for each in node.attribute if each.name == "value" and each.HasField("t")]
    return tensors[0] if node.op_type == "Constant" and tensors and node.output else None


def graphs_within(graph: Any) -> Iterator[Any]:
    """Yield the graphs within the nodes of a graph."""
    for node in graph.node:
        for each in node.attribute:
            if each.HasField("g"):
                yield each.g
                yield from graphs_within(each.g)
