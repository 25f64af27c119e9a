"""The layers of an ONNX graph: each with its sizes, its keys, and the nodes that belong to it."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Any

from convanim.models.keys import Keys, RefusalError, short_keys
from convanim.models.listing import ModelLayer, numbered
from convanim.models.onnx import file as onnx_file
from convanim.models.onnx.nodes import Node, Pads, read
from convanim.models.weights import MOST_WEIGHTS, with_numbers

if TYPE_CHECKING:
    from collections.abc import Container, Mapping, Sequence
    from pathlib import Path

    from convanim.models.listing import Shape

RECTIFIED = {
    "Conv",
    "ConvTranspose",
    "MaxPool",
    "AveragePool",
    "GlobalMaxPool",
    "GlobalAveragePool",
}
"""Operators that a Relu right after them becomes part of."""

WINDOWS = RECTIFIED | {"Resize", "Upsample", "LpPool", "ConvInteger", "QLinearConv"}
"""Operators whose axes behind batch and channels are those of maps."""

PASSED = {
    *("Add", "BatchNormalization", "Clip", "Concat", "Dropout", "Elu", "HardSigmoid", "HardSwish"),
    *("Identity", "InstanceNormalization", "LeakyRelu", "Mul", "PRelu", "Relu", "Sigmoid"),
    *("Softplus", "Tanh", "DequantizeLinear", "QuantizeLinear", "Pad", "Sub", "Div"),
}
"""Operators that leave axes where they are."""

MOST_PASSED = 50
"""Nodes that are looked at on the way back to a window."""

MODES = {"constant": "zeros", "reflect": "reflect", "edge": "replicate", "wrap": "circular"}
"""What ONNX calls torch's padding modes."""


def layers(
    path: Path, input_size: int | Sequence[int] | None
) -> tuple[tuple[ModelLayer, ...], Mapping[str, int]]:
    """Return the layers of a model in the order of its nodes, and how many other nodes it has.

    Parameters
    ----------
    path, input_size
        As for :func:`convanim.models.onnx.file.graph`, which says what it raises.
    """
    graph = _Graph.of(*onnx_file.graph(path, input_size))
    found: list[ModelLayer] = []
    others: Counter[str] = Counter()
    flow = Flow.of(graph.inputs)
    for node in graph.nodes:
        if graph.host(node) is not None:
            flow.pass_through(node.input, node.output)
            continue
        layer = _layer(graph, node)
        if layer is None:
            others[node.op_type] += 1
            flow.pass_through(node.input, node.output)
        else:
            before = flow.before(node.input[:1])
            after = tuple(n for n in before if n != INPUT)
            found.append(replace(layer, after=after, is_first=INPUT in before))
            flow.start(len(found) - 1, node.output)
    return tuple(numbered(found)), dict(sorted(others.items()))


INPUT = -1
"""What stands for the model's input among the numbers of layers."""

MOST_BEFORE = 200
"""Layers that are remembered as the makers of one value."""


@dataclass(frozen=True, slots=True)
class Flow:
    """Which layers make each value, the last ones on all ways to it.

    Attributes
    ----------
    makers : dict
        The numbers of layers by the name of a value, :data:`INPUT` for the model's input.
    """

    makers: dict[str, tuple[int, ...]]

    @classmethod
    def of(cls, inputs: Sequence[str]) -> Flow:
        """Return what is known before the first node."""
        return cls(dict.fromkeys(inputs, (INPUT,)))

    def before(self, names: Sequence[str]) -> tuple[int, ...]:
        """Return the layers that make any of some values."""
        numbers = dict.fromkeys(n for name in names for n in self.makers.get(name, ()))
        return tuple(numbers)[-MOST_BEFORE:]

    def pass_through(self, inputs: Sequence[str], outputs: Sequence[str]) -> None:
        """Note a node that is no layer."""
        self.makers.update(dict.fromkeys(outputs, self.before(inputs)))

    def start(self, number: int, outputs: Sequence[str]) -> None:
        """Note a layer."""
        self.makers.update(dict.fromkeys(outputs, (number,)))


@dataclass(frozen=True, slots=True)
class _Graph:
    """Nodes, the shapes and constants they take, who makes a value, and who takes it."""

    nodes: list[Any]
    shapes: dict[str, Shape | None]
    constants: dict[str, Any]
    makers: dict[str, Any]
    takers: dict[str, list[Any]]
    inputs: tuple[str, ...]

    @classmethod
    def of(cls, graph: Any, weights: Container[str]) -> _Graph:
        """Return what is known of a graph; the user takes its outputs."""
        values = (*graph.input, *graph.value_info, *graph.output)
        constants = {each.name: each for each in graph.initializer}
        shapes = {each.name: onnx_file.shape(each) for each in values}
        shapes |= {name: tuple(each.dims) for name, each in constants.items()}
        makers: dict[str, Any] = {}
        takers: dict[str, list[Any]] = defaultdict(list)
        for node in graph.node:
            makers |= dict.fromkeys(node.output, node)
            for name in node.input:
                takers[name].append(node)
            if node.op_type == "Constant":
                tensor = onnx_file.attributes(node).get("value")
                constants |= {node.output[0]: tensor} if tensor is not None else {}
        for each in graph.output:
            takers[each.name].append(None)
        inputs = tuple(each.name for each in graph.input if each.name not in weights)
        return cls(list(graph.node), shapes, constants, makers, takers, inputs)

    def host(self, node: Any) -> Any:
        """Return the node whose layer another one is part of, as a Relu is of a Conv's."""
        if node.op_type == "Relu":
            before = self.makers.get(node.input[0])
            return before if before is not None and self.is_rectified(before) else None
        if node.op_type == "Pad":
            after = self._only_taker(node)
            is_part = after is not None and after.op_type == "Conv" and self.pads(node)
            return after if is_part else None
        return None

    def is_rectified(self, node: Any) -> bool:
        """Return whether a Relu alone takes what a sliding window makes."""
        after = self._only_taker(node)
        return after is not None and after.op_type == "Relu" and node.op_type in RECTIFIED

    def is_of_maps(self, node: Any) -> bool:
        """Return whether a sliding window makes what a node takes, perhaps followed by others.

        Those are activations and normalisations that leave the axes where they are.
        """
        for _ in range(MOST_PASSED):
            made = self.makers.get(node.input[0]) if node.input else None
            if made is None:
                return False
            if made.op_type in WINDOWS:
                return True
            if made.op_type not in PASSED:
                return False
            node = made
        return False

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


def _layer(graph: _Graph, node: Any) -> ModelLayer | None:
    inputs = [graph.shapes.get(name) if name else None for name in node.input]
    output = graph.shapes.get(node.output[0])
    pad = graph.makers.get(node.input[0]) if node.input else None
    pads = None
    if pad is not None and pad.op_type == "Pad" and graph.host(pad) is not None:
        pads, inputs[0] = graph.pads(pad), graph.shapes.get(pad.input[0])
    plain = Node(
        node.op_type if node.domain in ("", "ai.onnx") else "",
        onnx_file.attributes(node),
        tuple(inputs),
        tuple(bool(name) for name in node.input),
        output,
        partial(graph.numbers, node),
        pads,
        graph.is_rectified(node),
        graph.is_of_maps(node),
    )
    shapes = ((inputs or [None])[0] or ())[1:], (output or ())[1:]
    layer = ModelLayer(node.name or node.output[0], node.op_type, *shapes, {})
    try:
        keys = read(plain)
    except RefusalError as refused:
        return replace(layer, refusal=str(refused))
    return None if keys is None else replace(layer, keys=_short(keys))


def _short(keys: Keys) -> Keys:
    shape = (keys["in_channels"] or 1, *keys["i"])
    return short_keys(with_numbers([keys], shape)[0])
