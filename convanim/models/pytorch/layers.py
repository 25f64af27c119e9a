"""Attributes of the layers of ``torch.nn`` as config keys."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Any

from convanim.models.keys import Keys, RefusalError
from convanim.models.sizes import Maps
from convanim.models.weights import is_small

Reader = Callable[[Any, Maps], Keys]
"""Returns the keys of a module that takes such maps."""


def per_axis(value: Any, axes: int) -> tuple[Any, ...]:
    """Return one entry per axis of an attribute that may be one number for all axes."""
    entries = tuple(value) if isinstance(value, Sequence) else (value,)
    return entries * axes if len(entries) == 1 else entries


def _pairs(value: Any, axes: int) -> Any:
    """Return padding as pairs; words stay words."""
    return value if isinstance(value, str) else [(n, n) for n in per_axis(value, axes)]


def _window(module: Any, axes: int) -> Keys:
    return {
        "k": per_axis(module.kernel_size, axes),
        "s": per_axis(module.kernel_size if module.stride is None else module.stride, axes),
        "p": _pairs(getattr(module, "padding", 0), axes),
        "d": per_axis(getattr(module, "dilation", 1), axes),
    }


def _weights(module: Any, shape: Sequence[int], groups: int) -> Keys:
    """Return the keys of kernel and bias, with their numbers where they are few."""
    weight, bias = module.weight, module.bias
    if weight.is_complex():
        raise RefusalError("its weights are complex; only real numbers are shown")
    small = is_small(shape, groups) and not weight.is_meta
    return {
        "groups": groups,
        "bias": bias is not None,
        "weights": {
            "kernel": weight.reshape(tuple(shape)).tolist() if small else None,
            "bias": bias.tolist() if small and bias is not None else None,
        },
    }


def _convolution(operation: str, module: Any, maps: Maps) -> Keys:
    return {
        "operation": operation,
        **_window(module, maps.axes),
        "in_channels": module.in_channels,
        "out_channels": module.out_channels,
        **_weights(module, module.weight.shape, module.groups),
    }


def _conv(module: Any, maps: Maps) -> Keys:
    return {**_convolution("conv", module, maps), "padding_mode": module.padding_mode}


def _transposed_conv(module: Any, maps: Maps) -> Keys:
    extra = per_axis(module.output_padding, maps.axes)
    return {**_convolution("transposed_conv", module, maps), "a": extra}


def _linear(module: Any, maps: Maps) -> Keys:
    """Return a fully connected layer as a convolution whose kernel is as large as the map."""
    channels = maps.channels or 1
    if channels * math.prod(maps.sizes) != module.in_features:
        shape = " x ".join(map(str, (channels, *maps.sizes)))
        raise RefusalError(
            f"in_features={module.in_features} but the maps before it are {shape}; give the right "
            "input_size, with channels"
        )
    ones = (1,) * maps.axes
    return {
        "operation": "conv",
        "k": maps.sizes,
        "s": ones,
        "p": [(0, 0)] * maps.axes,
        "d": ones,
        "in_channels": channels,
        "out_channels": module.out_features,
        **_weights(module, (module.out_features, channels, *maps.sizes), 1),
    }


def _max_pool(module: Any, maps: Maps) -> Keys:
    window = _window(module, maps.axes)
    return {"operation": "max_pool", **window, "ceil_mode": module.ceil_mode}


def _avg_pool(module: Any, maps: Maps) -> Keys:
    return {
        "operation": "avg_pool",
        **_window(module, maps.axes),
        "ceil_mode": module.ceil_mode,
        "count_include_pad": module.count_include_pad,
        "divisor_override": getattr(module, "divisor_override", None),
    }


def _lp_pool(module: Any, maps: Maps) -> Keys:
    """Return power-average pooling; torch takes powers of the values, convanim of their sizes."""
    if module.norm_type % 2:
        raise RefusalError(f"norm_type={module.norm_type} is not drawn; use an even number")
    if module.ceil_mode:  # torch makes up for the cells that a window beyond the edge has not
        raise RefusalError("ceil_mode=True is not drawn; use ceil_mode=False")
    window = _window(module, maps.axes)
    return {"operation": "lp_pool", **window, "norm": int(module.norm_type)}


def _adaptive_pool(kind: str) -> Reader:
    """Return the reader of pooling to a given size, plain where all windows are of one size."""

    def read(module: Any, maps: Maps) -> Keys:
        asked = per_axis(module.output_size, maps.axes)
        made = tuple(i if o is None else o for o, i in zip(asked, maps.sizes, strict=True))
        if set(asked) == {1}:
            return {"operation": f"global_{kind}"}
        if any(i % o for i, o in zip(maps.sizes, made, strict=True)):
            return {"operation": f"adaptive_{kind}", "output_size": list(made)}
        k = tuple(i // o for i, o in zip(maps.sizes, made, strict=True))
        return {"operation": kind, "k": k, "s": k}

    return read


def _unpool(module: Any, maps: Maps) -> Keys:
    """Return unpooling to the size that torch takes where it is given none.

    Its config names the size before pooling, and numbers to pool.
    """
    window = _window(module, maps.axes)
    entries = zip(maps.sizes, window["k"], window["s"], window["p"], strict=True)
    sizes = tuple((i - 1) * s - 2 * p + k for i, k, s, (p, _) in entries)
    keys = {letter: window[letter] for letter in "ksp"}
    return {"operation": "unpool", **keys, "i": sizes, "values": {"seed": 0}}


def _upsample(module: Any, maps: Maps) -> Keys:
    if module.mode not in _MODES:
        raise RefusalError(f"mode='{module.mode}' is not drawn; use nearest or bilinear")
    return {
        "operation": "upsample",
        "scale": _scale(module, maps),
        "mode": _MODES[module.mode],
        "align_corners": module.align_corners,
    }


def _scale(module: Any, maps: Maps) -> tuple[int, ...]:
    """Return the factor by which each axis grows."""
    if module.scale_factor is not None:
        scale = per_axis(module.scale_factor, maps.axes)
        if any(factor != int(factor) for factor in scale):
            nearest = tuple(max(1, round(factor)) for factor in scale)
            raise RefusalError(
                f"scale_factor={module.scale_factor} is not a whole number; use "
                f"scale_factor={nearest}"
            )
        return tuple(map(int, scale))
    size = per_axis(module.size, maps.axes)
    if any(o % i for i, o in zip(maps.sizes, size, strict=True)):
        sizes = " x ".join(map(str, maps.sizes))
        both = zip(maps.sizes, size, strict=True)
        nearest = tuple(max(1, round(o / i)) * i for i, o in both)
        raise RefusalError(
            f"size={module.size} is not a whole multiple of the input, {sizes}; use size={nearest}"
        )
    return tuple(o // i for i, o in zip(maps.sizes, size, strict=True))


_MODES = {
    "nearest": "nearest",
    # For whole factors both copy the same units.
    "nearest-exact": "nearest",
    "linear": "bilinear",
    "bilinear": "bilinear",
    "trilinear": "bilinear",
}
MODE_AXES = {"linear": 1, "bilinear": 2, "trilinear": 3}
"""The number of axes that a mode of ``Upsample`` implies."""


def _pixel_shuffle(module: Any, _: Maps) -> Keys:
    return {"operation": "pixel_shuffle", "r": module.upscale_factor}


def _pixel_unshuffle(module: Any, _: Maps) -> Keys:
    return {"operation": "pixel_unshuffle", "r": module.downscale_factor}


def _unfold(module: Any, maps: Maps) -> Keys:
    return {"operation": "im2col", **_window(module, maps.axes)}


def _fold(module: Any, maps: Maps) -> Keys:
    size = per_axis(module.output_size, 2)
    window = _window(module, 2)
    channels = {"in_channels": None, "out_channels": maps.channels}
    return {"operation": "col2im", "output_size": list(size), **window, **channels}


READERS: dict[str, Reader] = {
    "Conv": _conv,
    "ConvTranspose": _transposed_conv,
    "Linear": _linear,
    "MaxPool": _max_pool,
    "AvgPool": _avg_pool,
    "LPPool": _lp_pool,
    "AdaptiveMaxPool": _adaptive_pool("max_pool"),
    "AdaptiveAvgPool": _adaptive_pool("avg_pool"),
    "MaxUnpool": _unpool,
    "Upsample": _upsample,
    "UpsamplingNearest": _upsample,
    "UpsamplingBilinear": _upsample,
    "PixelShuffle": _pixel_shuffle,
    "PixelUnshuffle": _pixel_unshuffle,
    "Unfold": _unfold,
    "Fold": _fold,
}
"""By the name of a class without its number of axes."""
