"""What each class of ``torch.nn`` is as a layer: its attributes as config keys."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from convanim.models.keys import Keys, RefusalError
from convanim.models.weights import is_small

Reader = Callable[[Any, int], Keys]
"""Gives the keys of a module with so many axes."""


def along(value: Any, axes: int) -> tuple[Any, ...]:
    """Return one entry per axis of an attribute that may be one number for all."""
    entries = tuple(value) if isinstance(value, Sequence) else (value,)
    return entries * axes if len(entries) == 1 else entries


def _pairs(value: Any, axes: int) -> Any:
    """Return padding as pairs; words stay words."""
    return value if isinstance(value, str) else [(n, n) for n in along(value, axes)]


def _window(module: Any, axes: int) -> Keys:
    return {
        "k": along(module.kernel_size, axes),
        "s": along(module.stride, axes),
        "p": _pairs(module.padding, axes),
        "d": along(getattr(module, "dilation", 1), axes),
    }


def _weighted(module: Any, axes: int) -> Keys:
    weight, bias = module.weight, module.bias
    if weight.is_complex():
        raise RefusalError("its weights are complex; only real numbers are shown")
    small = is_small(weight.shape, module.groups) and not weight.is_meta
    return {
        **_window(module, axes),
        "in_channels": module.in_channels,
        "out_channels": module.out_channels,
        "groups": module.groups,
        "bias": bias is not None,
        "weights": {
            "kernel": weight.tolist() if small else None,
            "bias": bias.tolist() if small and bias is not None else None,
        },
    }


def _conv(module: Any, axes: int) -> Keys:
    return {
        "operation": "conv",
        **_weighted(module, axes),
        "padding_mode": module.padding_mode,
    }


def _transposed_conv(module: Any, axes: int) -> Keys:
    extra = along(module.output_padding, axes)
    return {"operation": "transposed_conv", **_weighted(module, axes), "a": extra}


def _max_pool(module: Any, axes: int) -> Keys:
    return {"operation": "max_pool", **_window(module, axes), "ceil_mode": module.ceil_mode}


def _avg_pool(module: Any, axes: int) -> Keys:
    if getattr(module, "divisor_override", None) is not None:
        raise RefusalError(
            f"divisor_override={module.divisor_override} makes no average; leave it out"
        )
    return {
        "operation": "avg_pool",
        **_window(module, axes),
        "ceil_mode": module.ceil_mode,
        "count_include_pad": module.count_include_pad,
    }


def _global_pool(operation: str) -> Reader:
    def read(module: Any, axes: int) -> Keys:
        if set(along(module.output_size, axes)) != {1}:
            raise RefusalError(
                f"output_size={module.output_size} needs windows of several sizes; only 1, "
                "global pooling, is drawn: give the pooling that it comes down to"
            )
        return {"operation": operation}

    return read


def _upsample(module: Any, axes: int) -> Keys:
    if module.scale_factor is None:
        raise RefusalError(f"size={module.size} depends on the input; give scale_factor")
    scale = along(module.scale_factor, axes)
    if any(factor != int(factor) for factor in scale):
        raise RefusalError(f"scale_factor={module.scale_factor} is no whole number")
    if module.mode not in _MODES:
        raise RefusalError(f"mode='{module.mode}' is not drawn; use nearest or bilinear")
    return {
        "operation": "upsample",
        "scale": tuple(map(int, scale)),
        "mode": _MODES[module.mode],
        "align_corners": module.align_corners,
    }


_MODES = {
    "nearest": "nearest",
    # For whole factors the two copy the same units.
    "nearest-exact": "nearest",
    "linear": "bilinear",
    "bilinear": "bilinear",
    "trilinear": "bilinear",
}
MODE_AXES = {"linear": 1, "bilinear": 2, "trilinear": 3}
"""The axes that a mode of ``Upsample`` says."""


def _pixel_shuffle(module: Any, _: int) -> Keys:
    return {"operation": "pixel_shuffle", "r": module.upscale_factor}


def _pixel_unshuffle(module: Any, _: int) -> Keys:
    return {"operation": "pixel_unshuffle", "r": module.downscale_factor}


def _unfold(module: Any, axes: int) -> Keys:
    return {"operation": "im2col", **_window(module, axes)}


READERS: dict[str, Reader] = {
    "Conv": _conv,
    "ConvTranspose": _transposed_conv,
    "MaxPool": _max_pool,
    "AvgPool": _avg_pool,
    "AdaptiveMaxPool": _global_pool("global_max_pool"),
    "AdaptiveAvgPool": _global_pool("global_avg_pool"),
    "Upsample": _upsample,
    "UpsamplingNearest": _upsample,
    "UpsamplingBilinear": _upsample,
    "PixelShuffle": _pixel_shuffle,
    "PixelUnshuffle": _pixel_unshuffle,
    "Unfold": _unfold,
}
"""By the name of a class without its number of axes."""
