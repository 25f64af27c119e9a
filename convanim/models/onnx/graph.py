"""The layers of an ONNX graph: each with its sizes, its keys, and the nodes that belong to it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING, Any

from convanim.models.keys import Keys, RefusalError, short_keys
from convanim.models.listing import REPEATED, Listing, ModelLayer
from convanim.models.onnx import file as onnx_file
from convanim.models.onnx.flow import Flow
from convanim.models.onnx.node import Node
from convanim.models.onnx.nodes import read
from convanim.models.onnx.values import Values
from convanim.models.weights import with_numbers

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from convanim.models.listing import Shape

DENSE = {"Gemm", "MatMul"}
"""Operators that take rows of features."""


def layers(path: Path, input_size: int | Sequence[int] | None) -> Listing:
    """Return the layers of a model in the order of its nodes, and its other nodes.

    The layers of both branches of an If are listed, and those of the body of a Loop once; their
    names begin with that of the node and the branch.

    Parameters
    ----------
    path, input_size
        As for :func:`convanim.models.onnx.file.graph`, which says what it raises.
    """
    graph = onnx_file.graph(path, input_size)
    values = Values.of(graph.proto, graph.weights)
    collected = _Collector(Flow.of(values.inputs), _batch(values), graph.learned)
    collected.add(values, "")
    return Listing.of(collected.layers, collected.others, collected.learned)


@dataclass(frozen=True, slots=True)
class _Collector:
    """Collects the layers of a graph and of those within it.

    Attributes
    ----------
    flow : Flow
        Who makes each value.
    batch : int or None
        How many inputs the model takes at once.
    parameters : mapping
        How many numbers each node has learned, by the name of its first output.
    layers : list of ModelLayer
        Those found so far.
    axes : list of int
        How many axes the maps of each of them have.
    others : Counter
        Nodes that are no layers, by their operator.
    learned : Counter
        Numbers that these have learned, by their operator.
    """

    flow: Flow
    batch: int | None
    parameters: Mapping[str, int]
    layers: list[ModelLayer] = field(default_factory=list)
    axes: list[int] = field(default_factory=list)
    others: Counter[str] = field(default_factory=Counter)
    learned: Counter[str] = field(default_factory=Counter)

    def add(self, values: Values, prefix: str) -> None:
        """Add the layers of a graph."""
        for node in values.nodes:
            if values.host(node) is not None:
                self.flow.pass_through(node.input, node.output)
                continue
            before = self.flow.before(node.input[:1])
            axes = self._axes_before(before)
            layer = _layer(values, node, axes, self.batch)
            if layer is not None:
                parts = [node, *values.tail(node)]
                count = sum(self._parameters(each) for each in parts)
                layer = replace(layer, name=prefix + layer.name, parameters=count)
                own = axes if node.op_type in DENSE else len(layer.input_shape) - 1
                self._append(layer, before, node.output, own)
                continue
            self.others[node.op_type] += 1
            self.learned[node.op_type] += self._parameters(node)
            self.flow.pass_through(node.input, node.output)
            self._enter(values, node, prefix)

    def _parameters(self, node: Any) -> int:
        return self.parameters.get(node.output[0], 0) if node.output else 0

    def _append(
        self, layer: ModelLayer, before: Sequence[int], outputs: Sequence[str], axes: int
    ) -> None:
        self.layers.append(layer.following(before))
        self.axes.append(axes)
        self.flow.start(len(self.layers) - 1, outputs)

    def _axes_before(self, before: Sequence[int]) -> int:
        return max((self.axes[n] for n in before if n >= 0), default=1) or 1

    def _enter(self, values: Values, node: Any, prefix: str) -> None:
        """Add the layers of the graphs within a node: the branches of an If, the body of a Loop."""
        graphs = onnx_file.graphs_of(node)
        made: list[tuple[int, ...]] = []
        for branch, graph in graphs:
            inner = Values.of(graph, (), values)
            if node.op_type != "If":
                self.flow.start(REPEATED, inner.inputs)
            self.add(inner, f"{prefix}{node.name or node.output[0]}/{branch}/")
            made.append(self.flow.before(inner.outputs))
        if graphs and node.op_type != "If":
            self.flow.start(REPEATED, node.output)
        elif graphs:
            both = tuple(dict.fromkeys(n for each in made for n in each))
            self.flow.makers.update(dict.fromkeys(node.output, both))


def _batch(values: Values) -> int | None:
    shape = values.shapes.get(values.inputs[0]) if values.inputs else None
    return shape[0] if shape else None


def _layer(values: Values, node: Any, axes: int, batch: int | None) -> ModelLayer | None:
    """Return a node as a layer; ``axes`` are those of the maps before it."""
    inputs = [values.shapes.get(name) if name else None for name in node.input]
    output = values.shapes.get(node.output[0]) if node.output else None
    layer = ModelLayer(
        node.name or (node.output[0] if node.output else node.op_type),
        node.op_type,
        ((inputs or [None])[0] or ())[1:],
        (output or ())[1:],
        {},
    )
    pad = values.makers.get(node.input[0]) if node.input else None
    pads = None
    if pad is not None and pad.op_type == "Pad" and values.host(pad) is not None:
        pads, inputs[0] = values.pads(pad), values.shapes.get(pad.input[0])
        layer = replace(layer, input_shape=(inputs[0] or ())[1:])
    if node.op_type in DENSE:
        rows = inputs[0]
        if node.op_type == "MatMul" and not _is_dense(values, node, rows, batch):
            return None
        if rows and len(rows) == 2 and rows[0] not in (None, 1, batch):
            return replace(layer, refusal=f"it is applied to each of {rows[0]} rows by itself")
        inputs[0] = _map(values, node, rows, axes)
    plain = Node(
        node.op_type if node.domain in ("", "ai.onnx") else "",
        onnx_file.attributes(node),
        tuple(inputs),
        tuple(bool(name) for name in node.input),
        output,
        partial(values.numbers, node),
        pads,
        values.norm(node),
        values.is_rectified(node),
        values.is_of_maps(node),
    )
    try:
        keys = read(plain)
    except RefusalError as refused:
        return replace(layer, refusal=str(refused))
    if keys is None:
        return None
    return replace(layer, keys=_short(keys))


def _map(values: Values, node: Any, rows: Shape | None, axes: int) -> Shape | None:
    """Return the shape of the map that a fully connected layer takes.

    Rows that were no map are one of a single unit with as many axes as the maps before.
    """
    if rows is None or len(rows) != 2:
        return None
    return values.map_of_rows(node) or (*rows, *(1,) * axes)


def _is_dense(values: Values, node: Any, rows: Shape | None, batch: int | None) -> bool:
    """Return whether a product is one of a row of features for each input and of weights."""
    is_row = rows is not None and len(rows) == 2 and rows[0] in (1, batch)
    return is_row and len(node.input) > 1 and node.input[1] in values.weights


def _short(keys: Keys) -> Keys:
    shape = (keys["in_channels"] or 1, *keys["i"])
    return short_keys(with_numbers([keys], shape)[0])
