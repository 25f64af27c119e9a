"""Pooling and its reverse in ONNX as config keys."""

from __future__ import annotations

from typing import TYPE_CHECKING

from convanim.models.keys import Keys, RefusalError
from convanim.models.onnx.windows import window

if TYPE_CHECKING:
    from collections.abc import Callable

    from convanim.models.onnx.node import Node


def pool(operation: str, counts: bool) -> Callable[[Node], Keys]:
    """Return the reader of a pooling whose padding counts unless its node says otherwise."""

    def keys(node: Node) -> Keys:
        return {
            "operation": operation,
            **window(node, node.along("kernel_shape", 1)),
            "ceil_mode": bool(node.attributes.get("ceil_mode", 0)),
            "count_include_pad": counts or bool(node.attributes.get("count_include_pad", 0)),
        }

    return keys


def power_pool(node: Node) -> Keys:
    """Return the keys of LpPool."""
    return {**pool("lp_pool", counts=True)(node), "norm": int(node.attributes.get("p", 2))}


def over_all(operation: str) -> Callable[[Node], Keys]:
    """Return the reader of a pooling over all of a map."""
    return lambda _: {"operation": operation}


def reduced(operation: str) -> Callable[[Node], Keys | None]:
    """Return the reader of a reduction, which is a pooling where it is over rows and columns."""
    return lambda node: {"operation": operation} if _is_over_space(node) else None


def unpool(node: Node) -> Keys:
    """Return the keys of MaxUnpool; its config names the size before pooling, and numbers.

    Raises
    ------
    RefusalError
        A pooling of its output does not give the size of its input.
    """
    keys, asked = window(node, node.along("kernel_shape", 1)), node.numbers(2)
    sizes = tuple(asked[2:]) if asked else node.output_sizes
    entries = zip(sizes, node.sizes, keys["k"], keys["s"], keys["p"], strict=True)
    for made, taken, k, s, pair in entries:
        if (made + sum(pair) - k) // s + 1 != taken:
            raise RefusalError(f"a pooling of {made} units does not give the {taken} that it takes")
    return {
        "operation": "unpool",
        **{letter: keys[letter] for letter in "ksp"},
        "i": sizes,
        "values": {"seed": 0},
    }


def _is_over_space(node: Node) -> bool:
    shape = node.inputs[0]
    axes = node.attributes.get("axes") or (len(node.inputs) > 1 and node.numbers(1))
    if shape is None or not axes or len(shape) < 3:
        return False
    # Rows of tokens are no map, though their features are all that is behind batch and rows.
    if len(shape) == 3 and not node.is_of_maps:
        return False
    return sorted(axis % len(shape) for axis in axes) == list(range(2, len(shape)))
