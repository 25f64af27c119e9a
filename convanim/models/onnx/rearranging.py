"""ONNX's nodes that move units: channels to space and back, columns to maps, few to more."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from convanim.models.keys import Keys, RefusalError
from convanim.models.onnx.resizing import upsampled

if TYPE_CHECKING:
    from convanim.models.onnx.node import Node


def depth_to_space(node: Node) -> Keys:
    """Return the keys of DepthToSpace, in either order of its channels."""
    r = int(node.attributes["blocksize"])
    return {"operation": "pixel_shuffle", "r": r, **_order(node, is_alike=node.channels == r * r)}


def space_to_depth(node: Node) -> Keys:
    """Return the keys of SpaceToDepth, in either order of its channels."""
    r = int(node.attributes["blocksize"])
    return {"operation": "pixel_unshuffle", "r": r, **_order(node, is_alike=node.channels == 1)}


def _order(node: Node, *, is_alike: bool) -> Keys:
    """Return the order of the channels, unless both orders are alike."""
    mode = str(node.attributes.get("mode", "DCR"))
    return {} if is_alike else {"channel_order": mode}


def resized(node: Node) -> Keys:
    """Return the keys of a Resize or an Upsample."""
    return upsampled(node.op, node.attributes, node.inputs, node.output, node.numbers)


def col2im(node: Node) -> Keys:
    """Return the keys of Col2Im, which takes a matrix as convanim's does.

    Raises
    ------
    RefusalError
        Its sizes are not known, or its columns do not make whole maps.
    """
    size, k = _constants(node, 1, "the size of its image"), _constants(node, 2, "its block")
    shape = node.inputs[0]
    if shape is None or len(shape) != 3 or shape[1] is None or shape[2] is None:
        raise RefusalError("its input size is not known before the model runs")
    ones, given = (1,) * len(size), node.attributes
    pads = tuple(given.get("pads") or (0,) * 2 * len(size))
    if shape[1] % math.prod(k):
        raise RefusalError(
            f"its {shape[1]} rows are not a multiple of the {math.prod(k)} of a block"
        )
    return {
        "operation": "col2im",
        "i": shape[1:],
        "output_size": list(size),
        "k": k,
        "s": tuple(given.get("strides") or ones),
        "p": list(zip(pads[: len(size)], pads[len(size) :], strict=True)),
        "d": tuple(given.get("dilations") or ones),
        "in_channels": None,
        "out_channels": shape[1] // math.prod(k),
    }


def _constants(node: Node, n: int, what: str) -> tuple[Any, ...]:
    numbers = node.numbers(n)
    if not numbers:
        raise RefusalError(f"{what} is not known before the model runs")
    return tuple(numbers)
