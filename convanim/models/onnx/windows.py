"""Convolutions and fully connected layers of ONNX as config keys; quantised ones, too."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from convanim.models.keys import Keys, RefusalError
from convanim.models.weights import flat, is_small, nested

if TYPE_CHECKING:
    from collections.abc import Sequence

    from convanim.models.onnx.node import Node

WORDS = {"SAME_UPPER": "same", "SAME_LOWER": "same_lower", "VALID": "valid"}
"""What ONNX's ``auto_pad`` is called here."""


def window(node: Node, k: tuple[int, ...]) -> Keys:
    """Return the keys of a window of some size."""
    word = _word(node)
    return {
        "k": k,
        "s": node.along("strides", 1),
        "p": WORDS[word] if word else _pairs(node),
        "d": node.along("dilations", 1),
    }


def conv(node: Node, at: int = 1) -> Keys:
    """Return the keys of a convolution whose kernel is the input of that number."""
    axes = len(node.sizes)
    groups, kernel = node.attributes.get("group", 1), _kernel(node, at)
    keys = {
        "operation": "conv",
        **window(node, kernel[-axes:]),
        "in_channels": kernel[1] * groups,
        "out_channels": kernel[0],
        **_weights(node, groups, at),
    }
    if node.pads is not None:
        if _word(node) or any(node.along("pads", 0)):
            raise RefusalError("a Pad node and its own pads both pad; only one of them is drawn")
        keys["padding_mode"], keys["p"] = node.pads
    return _normalised(node, keys)


def conv_integer(node: Node) -> Keys:
    """Return the keys of a convolution of whole numbers; zero points are subtracted first."""
    keys = conv(node)
    return {**keys, "bias": False, "weights": _centred(node, 1, 3, None)}


def quantised_conv(node: Node) -> Keys:
    """Return the keys of QLinearConv, whose whole numbers are shown before they are rescaled."""
    keys, has_bias = conv(node, 3), any(node.has[8:9])
    return {**keys, "bias": has_bias, "weights": _centred(node, 3, 5, 8 if has_bias else None)}


def transposed_conv(node: Node) -> Keys:
    """Return the keys of a transposed convolution."""
    axes = len(node.sizes)
    groups, kernel = node.attributes.get("group", 1), _kernel(node, 1)
    keys = {
        "operation": "transposed_conv",
        **window(node, kernel[-axes:]),
        "a": node.along("output_padding", 0),
        "in_channels": kernel[0],
        "out_channels": kernel[1] * groups,
        **_weights(node, groups, 1),
    }
    return _normalised(node, {**keys, **_pads_back(node, keys)})


def gemm(node: Node) -> Keys:
    """Return a fully connected layer as a convolution whose kernel is as large as the map."""
    given = node.attributes
    if given.get("transA"):
        raise RefusalError("transA=1 multiplies columns of its input; only rows are drawn")
    first, second = node.shape(1, 2, "its weights")
    made = first if given.get("transB") else second
    keys = _dense(node, made, bool(given.get("transB")), given.get("alpha", 1))
    if not any(node.has[2:3]):
        return keys
    weights = keys["weights"]
    bias = node.numbers(2) if weights["kernel"] is not None else None
    if bias is None:
        return {**keys, "bias": True, "weights": {"kernel": None, "bias": None}}
    beta = given.get("beta", 1)
    listed = [each * beta for each in flat(bias)]
    every = listed if len(listed) == made else listed * made
    return {**keys, "bias": True, "weights": {**weights, "bias": every}}


def matmul(node: Node) -> Keys:
    """Return the product of a row of features and a matrix as a fully connected layer."""
    return _dense(node, node.shape(1, 2, "its weights")[1], is_transposed=False, factor=1)


def _dense(node: Node, made: int, is_transposed: bool, factor: float) -> Keys:
    channels, sizes = node.channels or 1, node.sizes
    ones, shape = (1,) * len(sizes), (made, channels, *sizes)
    rows = node.numbers(1) if is_small(shape, 1) else None
    kernel = None
    if rows is not None:
        columns = rows if is_transposed else list(map(list, zip(*rows, strict=True)))
        kernel = nested([each * factor for each in flat(columns)], shape)
    return {
        "operation": "conv",
        **{"k": sizes, "s": ones, "p": [(0, 0)] * len(sizes), "d": ones},
        **{"in_channels": channels, "out_channels": made, "groups": 1, "bias": False},
        "weights": {"kernel": kernel, "bias": None},
    }


def _word(node: Node) -> str:
    word = node.attributes.get("auto_pad", "NOTSET")
    return "" if word == "NOTSET" else str(word)


def _pairs(node: Node) -> list[tuple[int, int]]:
    both, axes = node.along("pads", 0), len(node.sizes)
    begins, ends = both[:axes], both[axes:] or both[:axes]
    return list(zip(begins, ends, strict=True))


def _kernel(node: Node, at: int) -> tuple[int, ...]:
    return node.shape(at, len(node.sizes) + 2, "its kernel")


def _weights(node: Node, groups: int, at: int) -> Keys:
    kernel = node.inputs[at] or ()
    small = is_small([n or 0 for n in kernel], groups)
    has_bias = any(node.has[at + 1 : at + 2])
    return {
        "groups": groups,
        "bias": has_bias,
        "weights": {
            "kernel": node.numbers(at) if small else None,
            "bias": node.numbers(at + 1) if small and has_bias else None,
        },
    }


def _normalised(node: Node, keys: Keys) -> Keys:
    """Return the keys of a convolution and the normalisation that is part of it."""
    if node.norm is None:
        return keys
    weights = node.norm.weights(keys) if node.norm.gains else {"kernel": None, "bias": None}
    return {**keys, "bias": True, "weights": weights}


def _centred(node: Node, at: int, zero_at: int, bias_at: int | None) -> Keys:
    """Return whole weights less their zero points: one for all, or one for each output channel."""
    kernel = node.numbers(at) if is_small(node.inputs[at] or (), 1) else None  # type: ignore[arg-type]
    zeros = flat(node.numbers(zero_at)) if any(node.has[zero_at : zero_at + 1]) else [0]
    bias = node.numbers(bias_at) if bias_at is not None else None
    if kernel is None or None in zeros or (bias_at is not None and bias is None):
        return {"kernel": None, "bias": None}
    each = zeros if len(zeros) == len(kernel) else zeros * len(kernel)
    rows = [_less(row, zero) for row, zero in zip(kernel, each, strict=True)]
    return {"kernel": rows, "bias": bias}


def _less(numbers: Any, zero: int) -> Any:
    if isinstance(numbers, list):
        return [_less(each, zero) for each in numbers]
    return numbers - zero


def _pads_back(node: Node, keys: Keys) -> Keys:
    """Return ``p`` and ``a``, where ``output_shape`` or ``auto_pad`` may give the output's size.

    An output that is larger than what the kernel reaches ends with rows that nothing is added to.
    """
    word, asked = _word(node), tuple(node.attributes.get("output_shape") or ())
    if word == "VALID" or not (word or asked):
        return {"p": _pairs(node) if not word else 0}
    entries = zip(node.sizes, keys["k"], keys["s"], keys["d"], keys["a"], strict=True)
    wanted: Sequence[int] = asked[-len(node.sizes) :] or tuple(
        i * s for i, s in zip(node.sizes, keys["s"], strict=True)
    )
    pairs, more = [], []
    for (i, k, s, d, a), o in zip(entries, wanted, strict=True):
        total = s * (i - 1) + a + (k - 1) * d + 1 - o
        more.append(a + max(0, -total))
        if total < 0 and more[-1] >= s:
            raise RefusalError(
                f"no pads give an output of {o}, which is more than its kernel reaches"
            )
        least, half = max(0, total), max(0, total) // 2
        pairs.append((half, least - half) if word == "SAME_UPPER" else (least - half, half))
    return {"p": pairs, "a": tuple(more)}
