"""Modules of ``torch.nn`` that become part of the layer beside them, or change nothing."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from convanim.models.batch_norm import Norm
from convanim.models.keys import Keys, RefusalError
from convanim.models.weights import is_small

if TYPE_CHECKING:
    from convanim.models.sizes import Maps

ACTIVATIONS = {
    *("CELU", "ELU", "GELU", "Hardshrink", "Hardsigmoid", "Hardswish", "Hardtanh", "LeakyReLU"),
    *("LogSigmoid", "LogSoftmax", "Mish", "PReLU", "RReLU", "ReLU6", "SELU", "SiLU", "Sigmoid"),
    *("Softmax", "Softmin", "Softplus", "Softshrink", "Softsign", "Tanh", "Tanhshrink"),
    *("Threshold", "GroupNorm", "InstanceNorm", "LayerNorm", "LocalResponseNorm", "RMSNorm"),
}
"""Modules that change values and no size; what they compute is not shown."""

DROPOUTS = {"Dropout", "AlphaDropout", "FeatureAlphaDropout"}

PADS = {
    "ZeroPad": "zeros",
    "ConstantPad": "zeros",
    "ReflectionPad": "reflect",
    "ReplicationPad": "replicate",
    "CircularPad": "circular",
}
"""What the padding of each module holds."""

UNRECTIFIED = (
    *("upsample", "pixel_shuffle", "pixel_unshuffle", "im2col", "col2im", "unpool"),
    *("adaptive_avg_pool", "adaptive_max_pool"),
)
"""Operations that have no key ``relu``."""

PARTS = {"Identity", "Flatten", "ReLU", "BatchNorm", *DROPOUTS, *ACTIVATIONS, *PADS}
"""All of them, by the name of a class without its number of axes."""


def check_dropout(module: Any) -> None:
    """Refuse a module whose output is random."""
    if module.training and module.p:
        raise RefusalError("its output is random in training mode; call eval() on the model first")


def check_flatten(module: Any, maps: Maps) -> None:
    """Refuse a module that leaves some axes as they are."""
    if module.start_dim != 1 or module.end_dim not in (-1, maps.axes + 1):
        raise RefusalError(
            f"start_dim={module.start_dim}, end_dim={module.end_dim} leaves some axes; only "
            "start_dim=1, end_dim=-1 is drawn"
        )


def with_relu(before: Keys | None) -> Keys | None:
    """Return a layer followed by a ReLU; None where the layer has no key for it."""
    if before is None or before["operation"] in UNRECTIFIED:
        return None
    return {**before, "relu": True}


def with_batch_norm(module: Any, before: Keys | None, maps: Maps) -> Keys | None:
    """Return a convolution with a normalisation folded in; None where no convolution precedes.

    Raises
    ------
    RefusalError
        The normalisation depends on the batch, or on another number of channels.
    """
    if maps.channels not in (None, module.num_features):
        raise RefusalError(
            f"num_features={module.num_features} but there are {maps.channels} channels before it"
        )
    if module.training or module.running_mean is None:
        raise RefusalError(
            "its numbers depend on the batch; call eval() on the model first, and keep "
            "track_running_stats"
        )
    if before is None or "weights" not in before or before.get("relu"):
        return None
    return {**before, "bias": True, "weights": _norm(module).weights(before)}


def _norm(module: Any) -> Norm:
    count: int = module.num_features
    return Norm(
        module.weight.tolist() if module.weight is not None else [1] * count,
        module.bias.tolist() if module.bias is not None else [0] * count,
        module.running_mean.tolist(),
        module.running_var.tolist(),
        module.eps,
    )


def with_padding(pad: Any, mode: str, after: Keys) -> Keys | None:
    """Return a layer with the padding of the module before it; None where it cannot take it."""
    operation, fill = after["operation"], getattr(pad, "value", 0)
    fills = {"conv": 0, "max_pool": -math.inf, "avg_pool": 0}
    if fills.get(operation) != fill or (mode != "zeros" and operation != "conv"):
        return None
    if _has_padding(after) or after.get("ceil_mode"):
        return None
    p = pairs(pad)
    entries = zip(p, after["k"], after.get("d") or (1,) * len(p), strict=True)
    if operation != "conv" and any(2 * max(each) > (k - 1) * d + 1 for each, k, d in entries):
        return None
    return {**after, "p": p, "padding_mode": mode, "count_include_pad": True}


def _has_padding(layer: Keys) -> bool:
    p = layer.get("p", "valid")
    return p == "same" or (p != "valid" and any(side for pair in p for side in pair))


def padding_layer(pad: Any, mode: str, maps: Maps) -> Keys:
    """Return padding as a layer of its own: a convolution by one that copies each unit.

    Raises
    ------
    RefusalError
        The padding holds some other number than zero, or is negative.
    """
    fill, p = getattr(pad, "value", 0), pairs(pad)
    if fill:
        raise RefusalError(
            f"padding of {fill} is not drawn; use zeros, or minus infinity right before a max "
            "pooling without padding"
        )
    if min(side for pair in p for side in pair) < 0:
        raise RefusalError(
            "negative padding is only drawn right after a transposed convolution, which it crops"
        )
    channels, ones = maps.channels or 1, (1,) * maps.axes
    one: Any = 1
    for _ in ones:
        one = [one]
    shown = is_small((channels, 1, *ones), channels)
    return {
        "operation": "conv",
        **{"k": ones, "s": ones, "p": p, "d": ones, "bias": False, "padding_mode": mode},
        **dict.fromkeys(("in_channels", "out_channels", "groups"), channels),
        "weights": {"kernel": [[one]] * channels if shown else None, "bias": None},
    }


def pairs(pad: Any) -> list[tuple[int, int]]:
    """Return the cells before and after, first axis first; torch lists the last axis first."""
    flat = tuple(pad.padding)
    return list(zip(flat[::2], flat[1::2], strict=True))[::-1]


def is_crop(pad: Any) -> bool:
    """Return whether a module of padding cuts cells off and adds none."""
    return all(side <= 0 for pair in pairs(pad) for side in pair)


def with_crop(pad: Any, before: Keys) -> Keys:
    """Return a transposed convolution with the cells that negative padding cuts off."""
    both = zip(before["p"], pairs(pad), strict=True)
    return {**before, "p": [(b - x, a - y) for (b, a), (x, y) in both]}
