"""What each node of an ONNX graph is as a layer: its attributes as config keys."""

from __future__ import annotations

from typing import TYPE_CHECKING

from convanim.models.onnx import pooling, rearranging, windows

if TYPE_CHECKING:
    from collections.abc import Callable

    from convanim.models.keys import Keys
    from convanim.models.onnx.node import Node


def read(node: Node) -> Keys | None:
    """Return the keys of a node, ``weights`` among them; None when it is no layer.

    Raises
    ------
    RefusalError
        It is one that no operation shows.
    """
    keys = READERS[node.op](node) if node.op in READERS else None
    if keys is None:
        return None
    whole = {"in_channels": node.channels, **keys}
    whole = whole if "i" in whole else {**whole, "i": node.sizes}
    return {**whole, "relu": True} if node.is_rectified else whole


READERS: dict[str, Callable[[Node], Keys | None]] = {
    "Conv": windows.conv,
    "ConvInteger": windows.conv_integer,
    "QLinearConv": windows.quantised_conv,
    "ConvTranspose": windows.transposed_conv,
    "Gemm": windows.gemm,
    "MatMul": windows.matmul,
    "MaxPool": pooling.pool("max_pool", counts=True),
    "AveragePool": pooling.pool("avg_pool", counts=False),
    "LpPool": pooling.power_pool,
    "GlobalMaxPool": pooling.over_all("global_max_pool"),
    "GlobalAveragePool": pooling.over_all("global_avg_pool"),
    "ReduceMean": pooling.reduced("global_avg_pool"),
    "ReduceMax": pooling.reduced("global_max_pool"),
    "MaxUnpool": pooling.unpool,
    "DepthToSpace": rearranging.depth_to_space,
    "SpaceToDepth": rearranging.space_to_depth,
    "Col2Im": rearranging.col2im,
    "Resize": rearranging.resized,
    "Upsample": rearranging.resized,
}
"""By the name of an operator."""
