"""Nodes of ONNX, made by ``onnx.helper``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from convanim.arithmetic.padding import ZEROS
from convanim.frameworks.snippet import NUMPY_MODES, Snippet, called, every, pads, unless, windows

if TYPE_CHECKING:
    from convanim.arithmetic.layer import Layer

_NODES = {
    "conv": "Conv",
    "transposed_conv": "ConvTranspose",
    "max_pool": "MaxPool",
    "avg_pool": "AveragePool",
    "lp_pool": "LpPool",
    "global_max_pool": "GlobalMaxPool",
    "global_avg_pool": "GlobalAveragePool",
}


def translate(layer: Layer) -> Snippet:
    """Return the node; its pads list all begins, then all ends."""
    inputs = ["x", "w", "b"] if layer.bias else ["x", "w"] if layer.has_weights else ["x"]
    node = f'"{_NODES[layer.kind]}"', _listed(inputs), _listed(["y"])
    if layer.kind in ("global_max_pool", "global_avg_pool"):
        return Snippet(called("helper.make_node", *node))
    if layer.divisor:
        return Snippet(note="AveragePool always divides by the number of cells")
    k, s, d = windows(layer)
    flat = [before for before, _ in pads(layer)] + [after for _, after in pads(layer)]
    is_zeros = layer.padding_mode == ZEROS
    extra = [axis.a for axis in layer.axes]
    code = called(
        "helper.make_node",
        *node,
        kernel_shape=list(k),
        strides=None if every(s) == 1 else list(s),
        pads=list(flat) if any(flat) and is_zeros else None,
        dilations=None if every(d) == 1 else list(d),
        output_padding=list(extra) if any(extra) else None,
        group=unless(1, layer.channels.groups) if layer.has_weights else None,
        ceil_mode=1 if layer.ceil_mode else None,
        p=layer.norm if layer.kind == "lp_pool" else None,
        count_include_pad=1 if layer.kind == "avg_pool" and layer.count_include_pad else None,
    )
    return Snippet(code, _note(layer))


def _note(layer: Layer) -> str:
    """Return what another node has to do, and what older versions lack."""
    if layer.padding_mode != ZEROS:
        return f"without padding_mode, {_padded_before(layer)}"
    is_dilated = every(windows(layer)[2]) != 1
    since = {"avg_pool": "since opset 19", "lp_pool": "since opset 18"}
    is_new = is_dilated or (layer.kind == "lp_pool" and layer.ceil_mode)
    return since.get(layer.kind, "") if is_new else ""


def _padded_before(layer: Layer) -> str:
    pairs = ((0, 0), (0, 0), *pads(layer))
    flat = [before for before, _ in pairs] + [after for _, after in pairs]
    return f'after a Pad node, mode="{NUMPY_MODES[layer.padding_mode]}", pads {flat}'


def _listed(names: list[str]) -> str:
    return str(names).replace("'", '"')
