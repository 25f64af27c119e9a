"""The values of an ONNX graph: their shapes and constants, who makes them and who takes them."""

from __future__ import annotations

import math
from collections import ChainMap, defaultdict
from collections.abc import MutableMapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from convanim.models.batch_norm import Norm
from convanim.models.onnx import file as onnx_file
from convanim.models.onnx.learned import is_fixed
from convanim.models.weights import MOST_WEIGHTS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from convanim.models.listing import Shape
    from convanim.models.onnx.node import Pads

RECTIFIED = {
    *("Conv", "ConvTranspose", "Gemm", "MaxPool", "AveragePool", "GlobalMaxPool"),
    "GlobalAveragePool",
}
"""Operators that a Relu right after them becomes part of."""

NORMALISED = {"Conv", "ConvTranspose"}
"""Operators that a BatchNormalization right after them becomes part of."""

WINDOWS = RECTIFIED - {"Gemm"} | {
    *("Resize", "Upsample", "LpPool", "ConvInteger", "QLinearConv", "MaxUnpool"),
}
"""Operators whose axes behind batch and channels are those of maps."""

PASSED = {
    *("Add", "BatchNormalization", "Clip", "Concat", "Dropout", "Elu", "HardSigmoid", "HardSwish"),
    *("Identity", "InstanceNormalization", "LeakyRelu", "Mul", "PRelu", "Relu", "Sigmoid"),
    *("Softplus", "Tanh", "DequantizeLinear", "QuantizeLinear", "Pad", "Sub", "Div"),
}
"""Operators that leave axes where they are."""

FLATTENED = {"Flatten", "Reshape", "Squeeze"}
"""Operators that make rows of maps."""

KEPT = {"Dropout", "Identity", "Relu", "Cast", "Clip", "LeakyRelu", "QuantizeLinear"}
"""Operators between a flattened map and the layer that takes its rows."""

MOST_PASSED = 50
"""Nodes that are looked at on the way back to a window."""

MODES = {"constant": "zeros", "reflect": "reflect", "edge": "replicate", "wrap": "circular"}
"""What ONNX calls torch's padding modes."""


@dataclass(frozen=True, slots=True)
class Values:
    """Nodes, the shapes and constants they take, who makes a value, and who takes it.

    Attributes
    ----------
    nodes : list of NodeProto
        In the order in which they run.
    shapes, constants, makers : mapping
        By the name of a value; in a subgraph those around it, too.
    takers : mapping
        The nodes that take each value, None for the user.
    inputs, outputs : tuple of str
        Of the graph, without its weights.
    weights : mapping
        Values that are the same in every run, and nothing of them: weights, and what is made of
        them alone; in a subgraph those around it, too.
    """

    nodes: list[Any]
    shapes: MutableMapping[str, Shape | None]
    constants: MutableMapping[str, Any]
    makers: MutableMapping[str, Any]
    takers: dict[str, list[Any]]
    inputs: tuple[str, ...]
    outputs: tuple[str, ...]
    weights: MutableMapping[str, None] = field(default_factory=dict)

    @classmethod
    def of(cls, graph: Any, weights: Iterable[str], around: Values | None = None) -> Values:
        """Return what is known of a graph, and of the one around it."""
        learned = dict.fromkeys((*weights, *(each.name for each in graph.initializer)))
        inputs = tuple(each.name for each in graph.input if each.name not in learned)
        shapes, constants, makers = _scopes(around)
        made = cls(
            list(graph.node),
            shapes,
            constants,
            makers,
            defaultdict(list),
            inputs,
            tuple(each.name for each in graph.output),
            ChainMap(learned, *([around.weights] if around else [])),
        )
        for each in (*graph.input, *graph.value_info, *graph.output):
            made.shapes[each.name] = onnx_file.shape(each)
        for each in graph.initializer:
            made.constants[each.name] = each
            made.shapes[each.name] = tuple(each.dims)
        for node in made.nodes:
            made._note(node)
        for name in made.outputs:
            made.takers[name].append(None)
        return made

    def _note(self, node: Any) -> None:
        self.makers.update(dict.fromkeys(node.output, node))
        for name in (*node.input, *onnx_file.names_within(node)):
            self.takers[name].append(node)
        if is_fixed(node, self.weights):
            self.weights.update(dict.fromkeys(node.output))
        if node.op_type == "Constant":
            tensor = onnx_file.attributes(node).get("value")
            if tensor is not None:
                self.constants[node.output[0]] = tensor
                self.shapes.setdefault(node.output[0], tuple(tensor.dims))

    def host(self, node: Any) -> Any:
        """Return the node whose layer another one is part of, as a Relu is of a Conv's.

        A Pad is part of each convolution that takes what it makes, if nothing else does.
        """
        if node.op_type == "Pad":
            takers = self.takers[node.output[0]]
            are_convs = all(each is not None and each.op_type == "Conv" for each in takers)
            return takers[0] if takers and are_convs and self.pads(node) else None
        before = node
        for _ in range(2):
            before = self.makers.get(before.input[0]) if before.input else None
            if before is None:
                return None
            if any(each.output[0] == node.output[0] for each in self.tail(before)):
                return before
        return None

    def tail(self, node: Any) -> list[Any]:
        """Return the nodes right after a node that are part of its layer."""
        return list(self._tail(node))

    def _tail(self, node: Any) -> Iterator[Any]:
        after = self._only_taker(node) if node.op_type in RECTIFIED else None
        if after is not None and node.op_type in NORMALISED and self._is_fixed(after, node):
            yield after
            after = self._only_taker(after)
        if after is not None and after.op_type == "Relu":
            yield after

    def _is_fixed(self, node: Any, before: Any) -> bool:
        """Return whether a node normalises what another makes by numbers that are known."""
        given = onnx_file.attributes(node) if node.op_type == "BatchNormalization" else None
        return (
            given is not None
            and len(node.input) >= 5
            and node.input[0] == before.output[0]
            and not given.get("training_mode")
            and given.get("spatial", 1) == 1
            and all(name in self.weights for name in node.input[1:5])
        )

    def norm(self, node: Any) -> Norm | None:
        """Return the normalisation that is part of a node; without numbers where these are many."""
        found = next((each for each in self.tail(node) if each.op_type != "Relu"), None)
        if found is None:
            return None
        gains, shifts, means, variances = (self.numbers(found, n) for n in range(1, 5))
        epsilon = onnx_file.attributes(found).get("epsilon", 1e-5)
        if None in (gains, shifts, means, variances):
            return Norm([], [], [], [], epsilon)
        return Norm(gains, shifts, means, variances, epsilon)

    def is_rectified(self, node: Any) -> bool:
        """Return whether a Relu is part of a node."""
        return any(each.op_type == "Relu" for each in self.tail(node))

    def is_of_maps(self, node: Any) -> bool:
        """Return whether a sliding window makes what a node takes, perhaps followed by others.

        Those are activations and normalisations that leave the axes where they are.
        """
        return any(each.op_type in WINDOWS for each in self._way_back(node, PASSED))

    def map_of_rows(self, node: Any) -> Shape | None:
        """Return the shape of the map whose flattened rows a node takes, if it was one."""
        for each in self._way_back(node, KEPT):
            before, after = (self.shapes.get(name) for name in (each.input[0], each.output[0]))
            is_whole = before is not None and after is not None and len(before) > 2 == len(after)
            if each.op_type in FLATTENED and is_whole and _count(before) == _count(after):
                return before
        return None

    def _way_back(self, node: Any, passed: set[str]) -> Iterator[Any]:
        """Yield the makers of what a node takes, back to the first one that is not passed."""
        for _ in range(MOST_PASSED):
            made = self.makers.get(node.input[0]) if node.input else None
            if made is None:
                return
            yield made
            if made.op_type not in passed:
                return
            node = made

    def _only_taker(self, node: Any) -> Any:
        takers = self.takers[node.output[0]]
        return takers[0] if len(takers) == 1 else None

    def pads(self, node: Any) -> Pads | None:
        """Return what a Pad node pads with, when a convolution could pad so."""
        given, shape = onnx_file.attributes(node), self.shapes.get(node.input[0])
        flat, value = given.get("pads") or self.numbers(node, 1), self.numbers(node, 2)
        mode = MODES.get(given.get("mode", "constant"))
        is_whole = shape is not None and flat and len(flat) == 2 * len(shape)
        if mode is None or not is_whole or value or given.get("value") or len(node.input) > 3:
            return None
        pairs = tuple(zip(flat[: len(flat) // 2], flat[len(flat) // 2 :], strict=True))
        is_spatial = pairs[:2] == ((0, 0), (0, 0)) and min(flat) >= 0
        return (mode, pairs[2:]) if is_spatial else None

    def numbers(self, node: Any, n: int) -> Any:
        """Return the numbers of a small constant input, in nested lists."""
        tensor = self.constants.get(node.input[n]) if len(node.input) > n else None
        is_small = tensor is not None and math.prod(tensor.dims) <= MOST_WEIGHTS
        return onnx_file.numbers(tensor) if is_small else None


Scope = MutableMapping[str, Any]


def _scopes(around: Values | None) -> tuple[Scope, Scope, Scope]:
    """Return the mappings of a graph, which fall back to those around it."""
    if around is None:
        return {}, {}, {}
    return ChainMap({}, around.shapes), ChainMap({}, around.constants), ChainMap({}, around.makers)


def _count(shape: Shape | None) -> int | None:
    """Return how many numbers each entry of a batch has; None where that is not known."""
    sizes = [size for size in (shape or ())[1:] if size is not None]
    return math.prod(sizes) if shape and len(sizes) == len(shape) - 1 else None
