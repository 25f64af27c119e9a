"""Numbers that an ONNX graph works out from constants alone, as exporters write padding."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from convanim.models.onnx.tensors import is_in_a_file
from convanim.models.weights import MOST_WEIGHTS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

MOVED = {
    *("Cast", "Concat", "Constant", "ConstantOfShape", "Gather", "Identity", "Reshape", "Slice"),
    *("Squeeze", "Transpose", "Unsqueeze"),
}
"""Operators that move numbers."""

COMPUTED = {
    *("Abs", "Add", "And", "Ceil", "Clip", "Div", "Equal", "Floor", "Greater", "GreaterOrEqual"),
    *("Less", "LessOrEqual", "Max", "Min", "Mod", "Mul", "Neg", "Not", "Or", "ReduceProd", "Round"),
    *("Sqrt", "Sub", "Where"),
}
"""Operators that compute numbers, as exporters do with sizes."""

FOLDED = MOVED | COMPUTED
"""Operators whose result is no larger than what they take, or says."""

MOST_BYTES = 4096
"""Of a node that is worked out, with the numbers in it."""

MOST_FOLLOWED = 10**6
"""Numbers that shape inference may follow."""


def fold(onnx: Any, model: Any) -> bool:
    """Replace the nodes of a model whose numbers are known, and few, by these numbers.

    Shape inference does not look into all of them, so that sizes which follow from the padding
    that torch exports would stay unknown.

    Parameters
    ----------
    onnx : module
        The library.
    model : ModelProto
        Is changed.

    Returns
    -------
    bool
        Whether any node was replaced.
    """
    graph, numpy_helper = model.graph, onnx.numpy_helper
    known = {
        each.name: numpy_helper.to_array(each)
        for each in graph.initializer
        if math.prod(each.dims) <= MOST_WEIGHTS
    }
    kept = []
    for node in graph.node:
        found = _result(onnx, model, node, known) if _is_folded(node, known) else None
        if found is None:
            kept.append(node)
        else:
            known[node.output[0]] = found
            graph.initializer.append(numpy_helper.from_array(found, node.output[0]))
    is_changed = len(kept) < len(graph.node)
    del graph.node[:]
    graph.node.extend(kept)
    return is_changed


def _is_folded(node: Any, known: Mapping[str, Any]) -> bool:
    """Return whether a node says little and takes known numbers alone."""
    is_plain = node.op_type in FOLDED and not node.domain and len(node.output) == 1
    is_plain = is_plain and not any(is_in_a_file(each.t) for each in node.attribute)
    return is_plain and node.ByteSize() <= MOST_BYTES and all(n in known for n in node.input if n)


def _result(onnx: Any, model: Any, node: Any, known: Mapping[str, Any]) -> Any:
    """Return the array that a node makes; None where it is not known, many or not sound."""
    names = [name for name in node.input if name]
    info = onnx.helper.make_tensor_value_info
    ends = [info(name, onnx.TensorProto.UNDEFINED, None) for name in (*names, node.output[0])]
    graph = onnx.helper.make_graph([node], "alone", ends[:-1], ends[-1:])
    alone = onnx.helper.make_model(graph, opset_imports=model.opset_import)
    try:
        if node.op_type in COMPUTED and _broadcast([known[n].shape for n in names]) > MOST_WEIGHTS:
            return None
        if node.op_type == "ConstantOfShape" and known[names[0]].prod(dtype=float) > MOST_WEIGHTS:
            return None
        evaluate = onnx.reference.ReferenceEvaluator(alone).run
        (found,) = evaluate(None, {name: known[name] for name in names})
    except Exception:  # what is not sound the checker tells
        return None
    return found if getattr(found, "size", MOST_WEIGHTS + 1) <= MOST_WEIGHTS else None


def _broadcast(shapes: Sequence[tuple[int, ...]]) -> int:
    """Return how many numbers there are where arrays of these shapes meet."""
    axes = max(map(len, shapes), default=0)
    padded = [(1,) * (axes - len(shape)) + tuple(shape) for shape in shapes]
    return math.prod(max(along) for along in zip(*padded, strict=True))


def is_modest(graph: Any) -> bool:
    """Return whether shape inference can be let to follow numbers through a graph.

    It does so whatever their count, and a small file could make it fill the memory: by a
    ConstantOfShape that was not folded, or by one Concat after another.
    """
    count = {each.name: math.prod(each.dims) for each in graph.initializer}
    for node in graph.node:
        if node.op_type == "ConstantOfShape" or any(each.HasField("g") for each in node.attribute):
            return False
        taken = [count.get(name, MOST_WEIGHTS) for name in node.input]
        made = sum(taken) if node.op_type == "Concat" else max(taken, default=node.ByteSize())
        if made > MOST_FOLLOWED and node.op_type == "Concat":
            return False
        count |= dict.fromkeys(node.output, made if node.op_type in MOVED else MOST_WEIGHTS)
    return True
