"""What each node of an ONNX graph is as a layer: its attributes as config keys."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from convanim.models.keys import Keys, RefusalError
from convanim.models.onnx.resizing import is_rearranged_alike, upsampled
from convanim.models.weights import is_small

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from convanim.models.listing import Shape

Pads = tuple[str, tuple[tuple[int, int], ...]]
"""What padding holds, and the cells before and after on each axis."""


@dataclass(frozen=True, slots=True)
class Node:
    """A node of a graph, as plain data.

    Attributes
    ----------
    op : str
        Its operator.
    attributes : mapping
        Those that are given.
    inputs : tuple of Shape or None
        The shape of each input; None where it is not known.
    has : tuple of bool
        Whether each input is given.
    output : Shape or None
        Of the first output.
    numbers : callable
        Gives the numbers of an input in nested lists; None where they are no constants, or many.
    pads : Pads or None
        Of a node that pads before it.
    is_rectified : bool
        Whether only a Relu follows.
    is_of_maps : bool
        Whether what it takes is made by layers of feature maps, and not of rows of features.
    """

    op: str
    attributes: Mapping[str, Any]
    inputs: tuple[Shape | None, ...]
    has: tuple[bool, ...]
    output: Shape | None
    numbers: Callable[[int], Any]
    pads: Pads | None = None
    is_rectified: bool = False
    is_of_maps: bool = True

    @property
    def channels(self) -> int | None:
        """Of the input."""
        return (self.inputs[0] or (None, None))[1]

    @property
    def sizes(self) -> tuple[int, ...]:
        """Of the input, one per axis."""
        shape = self.inputs[0]
        sizes = shape[2:] if shape else ()
        known = tuple(size for size in sizes if size is not None)
        if not known or len(known) < len(sizes):
            raise RefusalError("its input size is not known before the model runs")
        return known

    def along(self, name: str, default: int) -> tuple[int, ...]:
        """Return an attribute with an entry for each axis."""
        return tuple(self.attributes.get(name) or (default,) * len(self.sizes))


def read(node: Node) -> Keys | None:
    """Return the keys of a node, ``weights`` among them; None when it is no layer.

    Raises
    ------
    RefusalError
        It is one that no operation shows.
    """
    if node.op not in READERS or (
        node.op in ("ReduceMean", "ReduceMax") and not _is_over_space(node)
    ):
        return None
    keys = {"in_channels": node.channels, **READERS[node.op](node), "i": node.sizes}
    return {**keys, "relu": True} if node.is_rectified else keys


_WORDS = {"SAME_UPPER": "same", "SAME_LOWER": "same_lower", "VALID": "valid"}


def _word(node: Node) -> str:
    word = node.attributes.get("auto_pad", "NOTSET")
    return "" if word == "NOTSET" else str(word)


def _pairs(node: Node) -> list[tuple[int, int]]:
    flat, axes = node.along("pads", 0), len(node.sizes)
    begins, ends = flat[:axes], flat[axes:] or flat[:axes]
    return list(zip(begins, ends, strict=True))


def _window(node: Node, k: tuple[int, ...]) -> Keys:
    word = _word(node)
    return {
        "k": k,
        "s": node.along("strides", 1),
        "p": _WORDS[word] if word else _pairs(node),
        "d": node.along("dilations", 1),
    }


def _weights(node: Node, groups: int) -> Keys:
    kernel = node.inputs[1] or ()
    small = is_small([n or 0 for n in kernel], groups)
    has_bias = any(node.has[2:3])
    return {
        "groups": groups,
        "bias": has_bias,
        "weights": {
            "kernel": node.numbers(1) if small else None,
            "bias": node.numbers(2) if small and has_bias else None,
        },
    }


def _kernel(node: Node) -> tuple[int, ...]:
    shape = node.inputs[1] if len(node.inputs) > 1 else None
    known = tuple(size for size in shape or () if size is not None)
    if len(known) != len(node.sizes) + 2:
        raise RefusalError("the shape of its kernel is not known before the model runs")
    return known


def _conv(node: Node) -> Keys:
    groups, kernel = node.attributes.get("group", 1), _kernel(node)
    keys = {
        "operation": "conv",
        **_window(node, kernel[2:]),
        "in_channels": kernel[1] * groups,
        "out_channels": kernel[0],
        **_weights(node, groups),
    }
    if node.pads is not None:
        if _word(node) or any(node.along("pads", 0)):
            raise RefusalError("a Pad node and its own pads both pad; only one of them is drawn")
        keys["padding_mode"], keys["p"] = node.pads
    return keys


def _transposed_conv(node: Node) -> Keys:
    groups, kernel = node.attributes.get("group", 1), _kernel(node)
    keys = {
        "operation": "transposed_conv",
        **_window(node, kernel[2:]),
        "a": node.along("output_padding", 0),
        "in_channels": kernel[0],
        "out_channels": kernel[1] * groups,
        **_weights(node, groups),
    }
    return {**keys, "p": _pads_back(node, keys)}


def _pads_back(node: Node, keys: Keys) -> Any:
    """Return the pads, where ``output_shape`` or ``auto_pad`` gives the output's size instead."""
    word, asked = _word(node), tuple(node.attributes.get("output_shape") or ())
    if word == "VALID" or not (word or asked):
        return _pairs(node) if not word else 0
    entries = zip(node.sizes, keys["k"], keys["s"], keys["d"], keys["a"], strict=True)
    wanted = asked[-len(node.sizes) :] or tuple(
        i * s for i, s in zip(node.sizes, keys["s"], strict=True)
    )
    pairs = []
    for (i, k, s, d, a), o in zip(entries, wanted, strict=True):
        total = s * (i - 1) + a + (k - 1) * d + 1 - o
        if total < 0:
            raise RefusalError(f"an output of {o} is more than its kernel reaches; no pads give it")
        half = total // 2
        pairs.append((half, total - half) if word == "SAME_UPPER" else (total - half, half))
    return pairs


def _pool(operation: str, counts: bool) -> Callable[[Node], Keys]:
    def keys(node: Node) -> Keys:
        return {
            "operation": operation,
            **_window(node, node.along("kernel_shape", 1)),
            "ceil_mode": bool(node.attributes.get("ceil_mode", 0)),
            "count_include_pad": counts or bool(node.attributes.get("count_include_pad", 0)),
        }

    return keys


def _global(operation: str) -> Callable[[Node], Keys]:
    return lambda _: {"operation": operation}


def _is_over_space(node: Node) -> bool:
    shape = node.inputs[0]
    axes = node.attributes.get("axes") or (len(node.inputs) > 1 and node.numbers(1))
    if shape is None or not axes or len(shape) < 3:
        return False
    # Rows of tokens are no map, though their features are all that is behind batch and rows.
    if len(shape) == 3 and not node.is_of_maps:
        return False
    return sorted(axis % len(shape) for axis in axes) == list(range(2, len(shape)))


def _rearranged(operation: str) -> Callable[[Node], Keys]:
    def keys(node: Node) -> Keys:
        r = int(node.attributes["blocksize"])
        mode = node.attributes.get("mode", "DCR")
        if mode == "DCR" and not is_rearranged_alike(node.op, node.channels, r):
            raise RefusalError(
                f"{node.op} in the order of mode DCR numbers channels block by block; only "
                "torch's order, CRD, is drawn"
            )
        return {"operation": operation, "r": r}

    return keys


def _resized(node: Node) -> Keys:
    return upsampled(node.op, node.attributes, node.inputs, node.output, node.numbers)


READERS: dict[str, Callable[[Node], Keys]] = {
    "Conv": _conv,
    "ConvTranspose": _transposed_conv,
    "MaxPool": _pool("max_pool", counts=True),
    "AveragePool": _pool("avg_pool", counts=False),
    "GlobalMaxPool": _global("global_max_pool"),
    "GlobalAveragePool": _global("global_avg_pool"),
    "ReduceMean": _global("global_avg_pool"),
    "ReduceMax": _global("global_max_pool"),
    "DepthToSpace": _rearranged("pixel_shuffle"),
    "SpaceToDepth": _rearranged("pixel_unshuffle"),
    "Resize": _resized,
    "Upsample": _resized,
}
"""By the name of an operator."""
