"""How many numbers an ONNX model has learned, and which node each of its weights belongs to."""

from __future__ import annotations

import math
from collections import Counter
from typing import TYPE_CHECKING, Any

from convanim.models.onnx.tensors import constant, graphs_within, is_in_a_file
from convanim.models.weights import MOST_WEIGHTS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

REAL = {1, 10, 11, 16, 17, 18, 19, 20, 23}
"""The ``data_type`` of floating-point numbers of each width."""

GIVEN = {
    "BatchNormalization": {3, 4},
    "Clip": {1, 2},
    "DequantizeLinear": {1},
    "Dropout": {1},
    "GRU": {5},
    "LSTM": {5, 6},
    "NonMaxSuppression": {3, 4},
    "OneHot": {2},
    "Pad": {2},
    "Pow": {1},
    "QLinearConv": {1, 4, 6},
    "QLinearMatMul": {1, 4, 6},
    "QuantizeLinear": {1},
    "RNN": {5},
    "Resize": {1, 2, 3},
    "Upsample": {1},
}
"""Inputs of floating-point numbers that are settings, statistics or states, and not learned."""

QUANTISED = {
    "ConvInteger": {1},
    "DequantizeLinear": {0},
    "MatMulInteger": {1},
    "QLinearConv": {3, 8},
    "QLinearMatMul": {3},
}
"""Inputs whose whole numbers stand for weights."""

WEIGHTED = {
    *("BatchNormalization", "Conv", "ConvInteger", "ConvTranspose", "GRU", "Gemm", "LSTM"),
    *("MatMul", "QLinearConv", "RNN"),
}
"""Operators whose constants are weights; those of other operators are numbers of a formula."""

DRAWN = ("Random", "Multinomial", "Bernoulli")
"""What the names of operators begin with that make other numbers in each run."""


def is_fixed(node: Any, known: Any) -> bool:
    """Return whether a node makes the same in every run, as where it takes known values alone."""
    is_drawn = node.op_type.startswith(DRAWN)
    return not is_drawn and all(name in known for name in node.input if name)


def learned(onnx: Any, graph: Any) -> Counter[str]:
    """Return how many numbers each node has learned, by the name of its first output.

    A weight belongs to the first node that takes it and an input of the model: not to those that
    transpose, convert or normalise the weight itself. One that several nodes take counts once.

    Parameters
    ----------
    onnx : module
        The library.
    graph : GraphProto
        With its initializers and constants, of which only the shapes are read.
    """
    nodes = [*_nodes(graph)]
    graphs = [graph, *graphs_within(graph)]
    stored = {each.name: each for inner in graphs for each in inner.initializer}
    made = {node.output[0]: _made(onnx, node, stored) for node in nodes if node.output}
    constants = {name: tensor for name, tensor in made.items() if tensor is not None}
    tensors = {**constants, **stored}
    takers = _first_takers(nodes)
    owners = _owners(nodes, {*tensors}, takers)
    count: Counter[str] = Counter()
    for name, tensor in tensors.items():
        taker, place = takers.get(name, (None, 0))
        owner = owners.get(taker.output[0]) if taker is not None and taker.output else None
        is_formula = name in constants and owner is not None and owner.op_type not in WEIGHTED
        if owner is not None and not is_formula and _is_weight(tensor, taker.op_type, place):
            count[owner.output[0]] += math.prod(tensor.dims)
    return count


def _made(onnx: Any, node: Any, stored: Mapping[str, Any]) -> Any:
    """Return the tensor that a node is, or that it fills with one number; None for other nodes."""
    shape = stored.get(node.input[0]) if node.input else None
    if node.op_type != "ConstantOfShape" or shape is None or not _is_short(shape):
        return constant(node)
    filled = [each.t.data_type for each in node.attribute if each.name == "value"]
    dims = onnx.numpy_helper.to_array(shape).ravel().tolist()
    return onnx.TensorProto(dims=map(int, dims), data_type=(filled or [onnx.TensorProto.FLOAT])[0])


def _is_short(tensor: Any) -> bool:
    return not is_in_a_file(tensor) and math.prod(tensor.dims) <= MOST_WEIGHTS


def _is_weight(tensor: Any, op: str, place: int) -> bool:
    """Return whether the tensor that an operator takes at a place is learned."""
    if tensor.data_type not in REAL:
        return place in QUANTISED.get(op, ())
    return len(tensor.dims) > 0 and place not in GIVEN.get(op, ())


def _first_takers(nodes: list[Any]) -> dict[str, tuple[Any, int]]:
    """Return the first node that takes each value, and at which place."""
    found: dict[str, tuple[Any, int]] = {}
    for node in nodes:
        for place, name in enumerate(node.input):
            found.setdefault(name, (node, place))
    return found


def _owners(
    nodes: list[Any], known: set[str], takers: dict[str, tuple[Any, int]]
) -> dict[str, Any]:
    """Return the node that the weights of each node belong to, by the name of its output."""
    made = [node for node in nodes if node.output]
    fixed = set()
    for node in made:
        if is_fixed(node, known):
            fixed.add(node.output[0])
            known.update(node.output)
    owners: dict[str, Any] = {}
    for node in reversed(made):
        name = node.output[0]
        after, _ = takers.get(name, (None, 0))
        is_passed = name in fixed and after is not None and bool(after.output)
        owners[name] = owners.get(after.output[0], node) if is_passed else node
    return owners


def _nodes(graph: Any) -> Iterator[Any]:
    """Yield the nodes of a graph, each after those of the graphs within it."""
    for node in graph.node:
        for each in node.attribute:
            if each.HasField("g"):
                yield from _nodes(each.g)
        yield node
