"""Modules of ``torch.nn`` that belong to the layer before or after them, or do nothing."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

from convanim.models.keys import Keys, RefusalError
from convanim.models.weights import times

Joined = Callable[[Any, "Keys | None"], "Keys | None"]
"""Gives the layer before with what a module does to it; None where there is none."""


def _nothing(_: Any, before: Keys | None) -> Keys | None:
    return before


def _dropout(module: Any, before: Keys | None) -> Keys | None:
    if module.training and module.p:
        raise RefusalError("its output is random while it trains; call eval() on the model first")
    return before


def _relu(_: Any, before: Keys | None) -> Keys:
    if before is None or before["operation"] in UNRECTIFIED:
        raise RefusalError("relu belongs to a convolution or a pooling right before it")
    return {**before, "relu": True}


UNRECTIFIED = ("upsample", "pixel_shuffle", "pixel_unshuffle", "im2col")


def _batch_norm(module: Any, before: Keys | None) -> Keys:
    if before is None or "weights" not in before or before.get("relu"):
        raise RefusalError("only right after a convolution can it be folded into its weights")
    if module.training or module.running_mean is None:
        raise RefusalError(
            "its numbers follow from the batch; call eval() on the model first, and keep "
            "track_running_stats"
        )
    if module.num_features != before["out_channels"]:
        raise RefusalError(
            f"num_features={module.num_features} but the convolution before it makes "
            f"{before['out_channels']} channels"
        )
    return {**before, "bias": True, "weights": _folded(module, before)}


def _folded(module: Any, before: Keys) -> Keys:
    """Return the kernel and bias of a convolution and its normalisation together."""
    kernel, bias = before["weights"]["kernel"], before["weights"]["bias"]
    if kernel is None:
        return {"kernel": None, "bias": None}
    count: int = module.num_features
    gains = module.weight.tolist() if module.weight is not None else [1] * count
    shifts = module.bias.tolist() if module.bias is not None else [0] * count
    spreads = [math.sqrt(each + module.eps) for each in module.running_var.tolist()]
    factors = [gain / spread for gain, spread in zip(gains, spreads, strict=True)]
    means = module.running_mean.tolist()
    return {
        "kernel": _scaled(kernel, factors, before),
        "bias": [
            (own - mean) * factor + shift
            for own, mean, factor, shift in zip(
                bias or [0] * count, means, factors, shifts, strict=True
            )
        ],
    }


def _scaled(kernel: list[Any], factors: list[float], before: Keys) -> list[Any]:
    """Return kernels with each output channel's multiplied; a transposed one lists inputs first."""
    if before["operation"] == "conv":
        return [times(row, factor) for row, factor in zip(kernel, factors, strict=True)]
    groups = before["groups"]
    inputs, outputs = len(kernel) // groups, len(factors) // groups
    return [
        [times(each, factors[n // inputs * outputs + m]) for m, each in enumerate(row)]
        for n, row in enumerate(kernel)
    ]


PARTS: dict[str, Joined] = {
    "Identity": _nothing,
    "Dropout": _dropout,
    "AlphaDropout": _dropout,
    "FeatureAlphaDropout": _dropout,
    "ReLU": _relu,
    "BatchNorm": _batch_norm,
}
"""By the name of a class without its number of axes."""

PADS = {
    "ZeroPad": "zeros",
    "ConstantPad": "zeros",
    "ReflectionPad": "reflect",
    "ReplicationPad": "replicate",
    "CircularPad": "circular",
}
"""What the padding of each holds."""


def padded(pad: Any, mode: str, after: Keys) -> Keys:
    """Return a layer with the padding that a module before it makes.

    Raises
    ------
    RefusalError
        The layer pads, too, or it would take such padding for something else.
    """
    operation, fill = after["operation"], getattr(pad, "value", 0)
    fills = {"conv": 0, "max_pool": -math.inf, "avg_pool": 0}
    if fills.get(operation) != fill or (mode != "zeros" and operation != "conv"):
        raise RefusalError(
            "it belongs to a convolution or an average pooling right after it, or to a max "
            "pooling where it holds minus infinity"
        )
    if any(side for pair in _own(after) for side in pair) or after.get("ceil_mode"):
        raise RefusalError("the layer after it has padding or ceil_mode of its own; drop one")
    return {**after, "p": pairs(pad), "padding_mode": mode, "count_include_pad": True}


def _own(layer: Keys) -> list[Any]:
    return [] if layer["p"] == "valid" else [(1, 1)] if layer["p"] == "same" else layer["p"]


def pairs(pad: Any) -> list[tuple[int, int]]:
    """Return the cells before and after, first axis first; torch lists the last axis first."""
    flat = tuple(pad.padding)
    return list(zip(flat[::2], flat[1::2], strict=True))[::-1]


def cropped(pad: Any, before: Keys) -> Keys:
    """Return a transposed convolution with what a module of negative padding cuts off."""
    both = zip(before["p"], pairs(pad), strict=True)
    return {**before, "p": [(b - x, a - y) for (b, a), (x, y) in both]}
