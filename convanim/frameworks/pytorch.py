"""Layers of ``torch.nn``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from convanim.arithmetic.padding import ZEROS, round_up
from convanim.frameworks.snippet import (
    MOST_AXES,
    Snippet,
    called,
    every,
    overhangs,
    pads,
    reach,
    unless,
    windows,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from convanim.arithmetic.layer import Layer

_PADS = {
    ZEROS: "ZeroPad",
    "reflect": "ReflectionPad",
    "replicate": "ReplicationPad",
    "circular": "CircularPad",
}


def translate(layer: Layer) -> Snippet:
    """Return the module."""
    if len(layer.axes) > MOST_AXES:
        return Snippet(note=f"no layer has {len(layer.axes)} axes")
    return {
        "conv": _conv,
        "transposed_conv": _transposed_conv,
        "max_pool": _max_pool,
        "avg_pool": _avg_pool,
        "lp_pool": _lp_pool,
        "global_max_pool": _global_pool,
        "global_avg_pool": _global_pool,
    }[layer.kind](layer)


def _name(layer: Layer, stem: str) -> str:
    return f"nn.{stem}{len(layer.axes)}d"


def _global_pool(layer: Layer) -> Snippet:
    stem = "AdaptiveMaxPool" if layer.kind == "global_max_pool" else "AdaptiveAvgPool"
    return Snippet(called(_name(layer, stem), 1))


def _is_even(pairs: Iterable[tuple[int, int]]) -> bool:
    return all(before == after for before, after in pairs)


def _pad(layer: Layer, stem: str, pairs: Iterable[tuple[int, int]], *more: object) -> str:
    """Return a layer that pads; torch counts from the last axis."""
    flat = tuple(side for pair in reversed(tuple(pairs)) for side in pair)
    return called(_name(layer, stem), flat, *more)


def _after_one_another(*layers: str) -> str:
    return called("nn.Sequential", *layers)


def _conv(layer: Layer) -> Snippet:
    k, s, d = windows(layer)
    both, mode = pads(layer), layer.padding_mode
    is_own = _is_even(both)

    conv = called(
        _name(layer, "Conv"),
        layer.channels.inputs,
        layer.channels.outputs,
        every(k),
        stride=unless(1, every(s)),
        padding=unless(0, every(before for before, _ in both)) if is_own else None,
        dilation=unless(1, every(d)),
        groups=unless(1, layer.channels.groups),
        bias=unless(True, layer.bias),
        padding_mode=unless(f'"{ZEROS}"', f'"{mode}"') if is_own else None,
    )
    return Snippet(conv if is_own else _after_one_another(_pad(layer, _PADS[mode], both), conv))


def _transposed_conv(layer: Layer) -> Snippet:
    k, s, d = windows(layer)
    both, extra = pads(layer), [axis.a for axis in layer.axes]
    # Torch takes p away on both sides and gives output_padding back at the end.
    back = [before - after + a for (before, after), a in zip(both, extra, strict=True)]
    is_own = all(0 <= n < max(s_, d_) for n, s_, d_ in zip(back, s, d, strict=True))

    conv = called(
        _name(layer, "ConvTranspose"),
        layer.channels.inputs,
        layer.channels.outputs,
        every(k),
        stride=unless(1, every(s)),
        padding=unless(0, every(before for before, _ in both)) if is_own else None,
        output_padding=unless(0, every(back if is_own else extra)),
        groups=unless(1, layer.channels.groups),
        bias=unless(True, layer.bias),
        dilation=unless(1, every(d)),
    )
    crop = _pad(layer, "ZeroPad", ((-before, -after) for before, after in both))
    return Snippet(conv if is_own else _after_one_another(conv, crop))


def _is_narrow(layer: Layer) -> bool:
    """Return whether torch's pooling can pad like this: alike at both ends, at most half of k."""
    return _is_even(pads(layer)) and all(2 * axis.p_before <= axis.k for axis in layer.own)


def _max_pool(layer: Layer) -> Snippet:
    k, s, d = windows(layer)
    is_own = _is_narrow(layer)
    pool = called(
        _name(layer, "MaxPool"),
        every(k),
        stride=every(s),
        padding=unless(0, every(before for before, _ in pads(layer))) if is_own else None,
        dilation=unless(1, every(d)),
        ceil_mode=unless(False, layer.ceil_mode) if is_own else None,
    )
    pad = _pad(layer, "ConstantPad", reach(layer), "-torch.inf")
    return Snippet(pool if is_own else _after_one_another(pad, pool))


def _avg_pool(layer: Layer) -> Snippet:
    k, s, d = windows(layer)
    is_wide = _is_too_wide(layer)
    is_own = _is_narrow(layer) and not is_wide
    if every(d) != 1:
        return Snippet(note="average pooling has no dilation")
    if is_wide and not (layer.count_include_pad and _fits_padded(layer)):
        return Snippet(
            note="AvgPool3d refuses windows wider than the input, even where it is padded"
        )
    if not is_own and not layer.count_include_pad:
        return Snippet(note="padding that differs at the ends cannot be left out of an average")
    if not is_own and not _keeps_its_size(layer):
        return Snippet(note="ceil_mode keeps a window that starts in padding made by another layer")
    ceil_mode = layer.ceil_mode if is_own else overhangs(layer)
    pool = called(
        _name(layer, "AvgPool"),
        every(k),
        stride=every(s),
        padding=unless(0, every(before for before, _ in pads(layer))) if is_own else None,
        ceil_mode=unless(False, ceil_mode),
        count_include_pad=unless(True, layer.count_include_pad),
        divisor_override=layer.divisor,
    )
    return Snippet(
        pool if is_own else _after_one_another(_pad(layer, "ZeroPad", pads(layer)), pool)
    )


def _is_too_wide(layer: Layer) -> bool:
    """Return whether torch refuses a window wider than the input, which only AvgPool3d does."""
    return len(layer.axes) == MOST_AXES and any(axis.k > axis.i for axis in layer.own)


def _fits_padded(layer: Layer) -> bool:
    return all(axis.k <= axis.padded for axis in layer.own)


def _keeps_its_size(layer: Layer) -> bool:
    """Return whether a padding layer before gives the same output."""
    if not overhangs(layer):
        return True
    alone = (type(axis)(axis.padded, axis.k, axis.s) for axis in layer.own)
    return [round_up(axis).o for axis in alone] == [axis.o for axis in layer.axes]


def _lp_pool(layer: Layer) -> Snippet:
    k, s, d = windows(layer)
    if every(d) != 1:
        return Snippet(note="power-average pooling has no dilation")
    if overhangs(layer):
        return Snippet(note="LPPool weighs windows past the end otherwise")
    pool = called(_name(layer, "LPPool"), layer.norm, every(k), stride=every(s))
    note = "of the values, where ONNX takes powers of their sizes" if layer.norm % 2 else ""
    is_padded = any(side for pair in pads(layer) for side in pair)
    padded = _after_one_another(_pad(layer, "ZeroPad", pads(layer)), pool)
    return Snippet(padded if is_padded else pool, note)
